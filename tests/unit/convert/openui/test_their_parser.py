"""The language's own parser (npm `@openuidev/lang-core`) reads what is written as it is meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from support.exported import Held, corpus_documents
from support.npm import needs_package, run_node

from epoch_cli.convert.formats import Options
from epoch_cli.convert.openui.library import library_of
from epoch_cli.convert.openui.library_schema import library_schema
from epoch_cli.convert.openui.streaming import stream
from epoch_cli.convert.openui.writing import write
from epoch_cli.document import apply_patch
from epoch_cli.document.difference import difference

SCRIPT = """
import { createParser, createStreamingParser } from "@openuidev/lang-core";

// what the page runs is an expression; components in it have their arguments as expressions, too
function shape(value) {
  if (value?.type === "element") return [value.typeName, ...[value.props.children ?? []].flat().map(shape)];
  if (value?.k === "Ternary") return ["?", shape(value.then)];
  if (value?.k === "Comp" && value.name === "Each") return ["@Each", value.args[1].v, shape(value.args[2])];
  if (value?.k === "Comp") return [value.name, ...(value.mappedProps.children?.els ?? []).map(shape)];
  return value;
}

export default ({ schemas, texts }) => texts.map(({ library, text, chunks }) => {
  const whole = createParser(schemas[library]).parse(text);
  const streaming = createStreamingParser(schemas[library]);
  let streamed = null;
  for (const chunk of chunks) streamed = streaming.push(chunk);
  const { root, meta } = whole;
  return { tree: shape(root), props: root?.props ?? null, meta, streamed: shape(streamed.root) };
});
"""


def expected(node: dict[str, Any], held: Held, lists: int = 0) -> list[Any]:
    """The shape of a node, by the names that the library has for components."""
    made = [expected(child, held, lists) for child in node.get("children", ())]
    if "itemTemplate" in node:
        variable = f"item{lists + 1}" if lists else "item"
        made.append(["@Each", variable, expected(node["itemTemplate"], held, lists + 1)])
    shape = [library_of(held.catalog).by_type[node["type"]].name, *made]
    return ["?", shape] if node.get("condition", "").startswith("{") else shape


def in_pieces(held: Held) -> list[str]:
    """A document that comes as patches: first an empty root, then all that makes the document of it."""
    document: dict[str, Any] = {}
    streaming = stream(held.catalog, Options())
    first = {"root": {"type": held.document["root"]["type"]}}
    pieces = []
    for version in (first, held.document):
        for patch in difference(document, version):
            document = apply_patch(document, patch).document
            pieces.append(streaming.feed(document, patch))
    return [*pieces, streaming.close(document).text]


@needs_package("@openuidev/lang-core")
def test_the_tree_is_the_same(tmp_path: Path) -> None:
    held = [
        each
        for each in corpus_documents("good")
        if each.document.get("root") and "tooltip" not in str(each.document) and "3000" not in each.id
    ]
    catalogs = {each.catalog.digest: each.catalog for each in held}
    given = {
        "schemas": {digest: library_schema(catalog) for digest, catalog in catalogs.items()},
        "texts": [
            {
                "library": each.catalog.digest,
                "text": write(each.document, each.catalog, Options()).text,
                "chunks": in_pieces(each),
            }
            for each in held
        ],
    }
    made = run_node(SCRIPT, given, tmp_path)
    assert len(made) == len(held) > 40
    for each, theirs in zip(held, made, strict=True):
        wanted = expected(each.document["root"], each)
        assert theirs["tree"] == wanted, each.id
        assert theirs["streamed"] == wanted, each.id
        assert (theirs["meta"]["errors"], theirs["meta"]["unresolved"]) == ([], []), each.id
        assert theirs["meta"]["orphaned"] == [], each.id
        assert theirs["meta"]["incomplete"] is False, each.id


VALUES = {
    "hostile": "</script>```\n\"'\\ // # {x} \u2028 \u0000 🎉",
    "numbers": [0, -1.5, 1e300, 1e-7, 2**53],
    "constants": [True, False, None],
    "keys": {"a b": 1, "true": 2, "#": "// no comment", "": 3, "$id": 4, "id": 5},
}


@needs_package("@openuidev/lang-core")
def test_values_are_the_same(tmp_path: Path, punk: Any) -> None:
    table = {"type": "DataGrid", "props": {"columns": [{"key": "a", "label": "A"}], "data": [VALUES]}}
    text = write({"root": table}, punk, Options()).text
    given = {"schemas": [library_schema(punk)], "texts": [{"library": 0, "text": text, "chunks": [text]}]}
    made = run_node(SCRIPT, given, tmp_path)
    assert made[0]["props"] == table["props"]
