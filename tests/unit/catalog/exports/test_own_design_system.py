"""What a design system of one's own adds is in every export, and what it takes away in none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from epoch_cli import load_catalog
from epoch_cli.catalog import Catalog
from epoch_cli.catalog.exports import FORMS
from epoch_cli.catalog.exports.gbnf import to_gbnf
from epoch_cli.catalog.exports.language import grammar_of
from epoch_cli.catalog.exports.lark import to_lark
from epoch_cli.catalog.exports.tool import json_schema, tool_schema
from epoch_cli.catalog.exports.typescript import to_typescript
from epoch_cli.engine.prompts import make_prompt

OWN = """
[preset]
name = "acme"
extends = "punk"
remove = ["Avatar"]

[components.Chart]
description = "A chart of numbers."
children = false

[components.Chart.props]
shape = { type = "enum", values = ["donut", "funnel"], required = true }
gutter = { type = "token", group = "spacing" }
when = { type = "string", pattern = '^\\d{4}-(0[1-9]|1[0-2])$', binding = false }

[components."9 patch"]
description = "A name that is no identifier."

[tokens.spacing.tokens]
gigantic = 96
"""

Made = Callable[[Catalog], str]
EXPORTS: dict[str, Made] = {
    "prompt": lambda catalog: make_prompt("", catalog, catalog.profile("strict"), catalog.models, document={}).system,
    "typescript": to_typescript,
}
for form in FORMS:
    EXPORTS |= {
        f"lark, {form}": lambda catalog, form=form: to_lark(grammar_of(catalog, form)),
        f"gbnf, {form}": lambda catalog, form=form: to_gbnf(grammar_of(catalog, form)),
        f"json-schema, {form}": lambda catalog, form=form: orjson.dumps(json_schema(catalog, form)).decode(),
        f"tool-schema, {form}": lambda catalog, form=form: orjson.dumps(tool_schema(catalog, form)).decode(),
    }


@pytest.fixture
def acme(tmp_path: Path) -> Catalog:
    path = tmp_path / "acme.toml"
    path.write_text(OWN, "utf-8")
    return load_catalog(path)


@pytest.mark.parametrize("export", EXPORTS)
def test_what_is_added_is_told_and_what_is_removed_is_not(export: str, acme: Catalog, punk: Catalog) -> None:
    mine, theirs = EXPORTS[export](acme), EXPORTS[export](punk)
    for name in ("Chart", "9 patch", "donut", "funnel", "gutter", "gigantic"):
        assert name in mine, name
        assert name not in theirs, name
    assert "Avatar" in theirs
    assert "Avatar" not in mine


def test_the_grammars_hold_to_it(acme: Catalog) -> None:
    from support.decoding import from_gbnf, from_lark

    grammar = grammar_of(acme, "patches")
    start = '{"op":"add","path":"/root","value":'
    good = ['{"type":"Chart","props":{"shape":"donut","gutter":"gigantic","when":"2026-11"}}', '{"type":"9 patch"}']
    bad = [
        '{"type":"Chart"}',
        '{"type":"Chart","props":{"shape":"pie"}}',
        '{"type":"Chart","props":{"gutter":"md"}}',
        '{"type":"Chart","props":{"shape":"donut","when":"2026-13"}}',
        '{"type":"Avatar"}',
    ]
    for decoder in (from_lark(to_lark(grammar)), from_gbnf(to_gbnf(grammar))):
        assert [node for node in good if not decoder.takes(f"{start}{node}}}\n")] == []
        assert [node for node in bad if decoder.takes(f"{start}{node}}}\n")] == []
