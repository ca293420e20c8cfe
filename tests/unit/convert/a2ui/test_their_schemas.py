"""What we write, by the schemas of A2UI and in the hands of its own client."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support.a2ui import MODULES, PACKAGE, faults, whole_faults
from support.npm import needs_package, run_node
from support.pages import PROMPTS, cases, preset
from support.sayable import sayable_document
from support.wild import wild_document

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.convert.a2ui.reading import read
from epoch_cli.convert.a2ui.streaming import stream
from epoch_cli.convert.a2ui.writing import write
from epoch_cli.convert.formats import Options
from epoch_cli.document import apply_patch
from epoch_cli.document.difference import difference
from epoch_cli.validation import validate

PRESETS = ("punk", "shadcn")
COMPOSED = PROMPTS[:1]
DATA = {"context": {"user": {"name": "Ada", "first-name": "A"}, "a": "1", "price": 5, "n": ["zero"]}}
SAID = "\\{context.a} \\\\{context.a} ${x} costs ${context.price}; {context.user.first-name}'s {context.n.0}\\"

CLIENT = """
import { MessageProcessor, NodeResolver, PLACEHOLDER_TYPE, ResolvedBinding, isComponentNode, peekValue }
  from "@a2ui/web_core/v0_9";
import { basicCatalog } from "@a2ui/web_core/v0_9/basic_catalog";

const shown = (value) =>
  isComponentNode(value) ? { type: value.type, state: value.state, ...shown(peekValue(value.props)) }
  : value instanceof ResolvedBinding ? value.value
  : Array.isArray(value) ? value.map(shown)
  : value && typeof value === "object"
    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shown(each)]))
  : typeof value === "function" ? "function" : value;

export default (given) => given.map((text) => {
  const processor = new MessageProcessor([basicCatalog]);
  processor.processMessages(text.trim().split("\\n").map((line) => JSON.parse(line)));
  const surface = [...processor.model.surfacesMap.values()][0];
  return shown(peekValue(new NodeResolver(surface, basicCatalog).rootNode));
});
"""


@cache
def documents() -> list[tuple[dict[str, Any], Catalog]]:
    """Documents of every built-in preset, and one of each component alone."""
    found = [(case.document(), preset(case.preset)) for case in cases() if case.path or case.name in COMPOSED]
    for name in PRESETS:
        catalog = load_catalog(name)
        found += [(sayable_document(seed, catalog), catalog) for seed in range(5)]
        found += [({"root": {"type": each}}, catalog) for each in catalog.components]
    return found


@needs_package(PACKAGE)
def test_every_message_of_every_document_is_valid() -> None:
    told = documents()
    assert len(told) >= 80
    assert {catalog.name for _, catalog in told} == set(PRESETS)
    for document, catalog in told:
        assert faults(write(document, catalog, Options(data=DATA)).text) == []


@needs_package(PACKAGE)
def test_the_schema_of_messages_says_the_same_of_whole_ones_and_finds_faults() -> None:
    text = write({"root": {"type": "Input", "props": {"label": "Name"}}}, preset("punk"), Options()).text
    assert whole_faults(text) == faults(text) == []
    broken = text.replace('"label":', '"lable":')
    assert whole_faults(broken)
    assert faults(broken)


@needs_package(PACKAGE)
def test_every_message_of_a_stream_is_valid() -> None:
    for document, catalog in [each for each in documents() if "children" in each[0]["root"]][::6]:
        made: dict[str, Any] = {"root": {"type": document["root"]["type"]}}
        begun = stream(catalog, Options())
        text = begun.feed(made, {"op": "add", "path": "/root", "value": made["root"]})
        for patch in difference(made, document):
            made = apply_patch(made, patch).document
            text += begun.feed(made, patch)
        assert faults(text + begun.close(made).text) == []


@needs_package(PACKAGE)
@pytest.mark.parametrize("name", PRESETS)
def test_documents_that_nobody_has_proved_are_written_as_valid_messages(name: str) -> None:
    catalog = load_catalog(name)
    for seed in range(6):
        wild = wild_document(seed, catalog)
        document = wild if isinstance(wild, dict) else {}
        assert faults(write(document, catalog, Options()).text) == []


@needs_package(PACKAGE)
def test_their_own_client_shows_what_we_mean(tmp_path: Path) -> None:
    words = {"root": {"type": "Text", "text": SAID}}
    texts = [write(document, catalog, Options(data=DATA)).text for document, catalog in documents()[:40]]
    said, *shown = run_node(CLIENT, [write(words, preset("punk"), Options(data=DATA)).text, *texts], tmp_path)
    assert said["text"] == "\\1 \\\\1 ${x} costs $5; A's zero\\"
    for tree in shown:
        assert states(tree) == {"resolved"}


def states(tree: Any) -> set[str]:
    """The states of all components of a tree."""
    inner = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    own = {tree["state"]} if isinstance(tree, dict) and isinstance(tree.get("state"), str) else set()
    return own.union(*(states(each) for each in inner))


@needs_package(PACKAGE)
@pytest.mark.parametrize("name", PRESETS)
def test_each_of_their_examples_becomes_a_document_without_errors(name: str) -> None:
    catalog = load_catalog(name)
    examples = sorted((MODULES / PACKAGE / "src/v0_9/schemas/catalogs/basic/examples").glob("*.json"))
    assert len(examples) >= 30  # half of them a design system
    for example in examples[PRESETS.index(name) :: 2]:
        text = example.read_text("utf-8")
        back = read(text, catalog, Options())
        assert [each for each in validate(back.document, catalog).diagnostics if each.severity == "error"] == []
        assert faults(write(back.document, catalog, Options()).text) == []
        lines = "\n".join(json.dumps(message) for message in json.loads(text)["messages"])
        assert read(lines, catalog, Options()).document == back.document
