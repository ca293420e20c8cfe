"""Which format a text is in: told by its name or by what stands first in it, and never guessed where nothing tells."""

from __future__ import annotations

import pytest
from support.every_row import every_row
from support.nodes import page, text

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import FORMATS, Options
from epoch_cli.convert.guess import guess_format


@every_row(
    ("name", "written", "form"),
    [
        ("ui.json", '{"root": {"type": "Text"}}', "punk"),
        ("ui.json", "{}", "punk"),
        ("stdin", '{"op": "add", "path": "/root", "value": {"type": "Text"}}\n', "punk"),
        ("stdin", '{"event": "run_started"}\n', "punk"),
        ("stdin", '[{"op": "add", "path": "/root", "value": {}}]', "punk"),
        ("stdin", '{"root": "a", "elements": {}}', "json-render"),
        ("stdin", '  {"elements": {"a": {}}, "root": "a"}', "json-render"),
        ("stdin", '{"op": "add", "path": "/root", "value": "a"}', "json-render-stream"),
        ("stdin", '```spec\n{"op": "add", "path": "/elements/a", "value": {}}', "json-render-stream"),
        ("stdin", '{"op": "add", "path": "/state", "value": {}}', "json-render-stream"),
        ("stdin", '{"version": "v0.9", "createSurface": {}}\n{}', "a2ui"),
        ("stdin", '[{"updateComponents": {}}]', "a2ui"),
        ("stdin", "root = Stack([a])\n", "openui"),
        ("a.openui", "", "openui"),
        ("A.TSX", "export function A() {}", "react"),
        ("a.html", "<!doctype html>", "html"),
        ("broken.json", '{"root": ', "punk"),
        ("broken.json", '{"elements": ' + "[" * 3000, "punk"),
        ("words.txt", "hello there", None),
        ("empty", "", None),
    ],
)
def test_a_format_is_told_by_name_and_content(name: str, written: str, form: str | None) -> None:
    found = guess_format(name, written)
    assert (found.name if found else None) == form


@pytest.mark.parametrize("form", [name for name, row in FORMATS.items() if row.read])
def test_what_we_write_is_known_again(form: str, punk: Catalog) -> None:
    row = FORMATS[form]
    found = guess_format("stdin", row.writer()(page(text("Hello")), punk, Options()).text)
    assert found is row
