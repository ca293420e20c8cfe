"""json-render's own compiler builds our specs from our streams, and its `validateSpec` has nothing to say of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from support.exported import corpus_documents
from support.npm import needs_package, run_node
from support.pages import cases, preset

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import Options
from epoch_cli.convert.json_render import spec
from epoch_cli.convert.json_render.stream import stream, write
from epoch_cli.document import apply_patch
from epoch_cli.document.difference import difference

SCRIPT = """
import { compileSpecStream, createSpecStreamCompiler, validateSpec } from "@json-render/core";

export default (given) => given.map(({ spec, whole, pieces }) => {
  const compiler = createSpecStreamCompiler();
  for (const piece of pieces) compiler.push(piece);
  return { issues: validateSpec(spec).issues, whole: compileSpecStream(whole), grown: compiler.getResult() };
});
"""


def grown(document: Any, catalog: Catalog) -> list[str]:
    """The pieces of a document that comes as patches, behind one that holds nothing, in pieces of 50 characters."""
    made: Any = {"root": {"type": document["root"]["type"]}}
    begun = stream(catalog, Options())
    pieces = [begun.feed(made, {"op": "add", "path": "/root", "value": made["root"]})]
    for patch in difference(made, document):
        made = apply_patch(made, patch).document
        pieces.append(begun.feed(made, patch))
    text = "".join(pieces) + begun.close(made).text
    return [text[at : at + 50] for at in range(0, len(text), 50)]


@needs_package("@json-render/core")
def test_its_own_compiler_and_validator_take_what_we_write(tmp_path: Path) -> None:
    documents = [(case.document(), preset(case.preset)) for case in cases() if case.path is not None]
    documents += [(each.document, each.catalog) for each in corpus_documents("good") if "root" in each.document]
    assert len(documents) >= 40
    assert len({catalog.name for _, catalog in documents}) >= 2
    given = [
        {
            "spec": json.loads(spec.write(document, catalog, Options()).text),
            "whole": write(document, catalog, Options()).text,
            "pieces": grown(document, catalog),
        }
        for document, catalog in documents
    ]
    for asked, made, (document, catalog) in zip(given, run_node(SCRIPT, given, tmp_path), documents, strict=True):
        assert made["issues"] == []
        assert made["whole"] == asked["spec"]
        read = spec.read(json.dumps(made["grown"]), catalog, Options())
        assert read.document == spec.read(json.dumps(asked["spec"]), catalog, Options()).document, document
