"""The reference of a design system: complete, the same every time, with examples that are valid, and only Markdown."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from epoch_cli.catalog import Catalog, load_catalog, preset_names
from epoch_cli.catalog.examples import example_document
from epoch_cli.catalog.markdown import markdown_reference
from epoch_cli.validation import Severity, validate

HOSTILE = """
[preset]
name = "x"
extends = "punk"
description = "<script>alert(1)</script> [x](javascript:y) | **b** \\u0000\\u202e"
[components."A|<b>`c`"]
role = "box"
description = "a\\nb | <img src=x onerror=y>"
children = true
[components."A|<b>`c`".props]
"p|q" = { type = "enum", values = ["a|b", "`", "</td>"], default = "`" }
"""


def judged(catalog: Catalog) -> Any:
    def valid(document: dict[str, Any]) -> bool:
        found = validate(document, catalog, profile="unlimited").diagnostics
        return all(each.severity is Severity.INFO for each in found)

    return valid


@pytest.fixture(scope="module", params=preset_names())
def catalog(request: pytest.FixtureRequest) -> Catalog:
    return load_catalog(request.param)


@pytest.fixture(scope="module")
def text(catalog: Catalog) -> str:
    return markdown_reference(catalog, judged(catalog))


def test_every_component_has_its_props_and_a_valid_example(catalog: Catalog, text: str) -> None:
    parts = {part.split("\n", 1)[0]: part for part in text.split("\n#### ")[1:]}
    assert set(parts) == set(catalog.components)
    for name, component in catalog.components.items():
        example = re.search(r"```json\n(.*?)\n```", parts[name], re.DOTALL)
        assert example is not None, name
        document = json.loads(example[1])
        assert document["root"]["type"] == name
        assert judged(catalog)(document)
        assert all(f"| `{prop}`" in parts[name] for prop in component.props)


def test_tokens_and_budgets_are_there(catalog: Catalog, text: str) -> None:
    assert all(f"### Tokens {name}\n" in text for name in catalog.tokens)
    assert all(f"| `{name}` |" in text for name in catalog.profiles)


def test_every_link_leads_to_one_heading(text: str) -> None:
    headings = Counter(
        re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    )
    links = re.findall(r"\]\(#([^)]*)\)", text)
    assert links
    assert all(headings[link] == 1 for link in links)


def test_it_says_the_same_every_time(catalog: Catalog, text: str) -> None:
    assert markdown_reference(load_catalog(catalog.name), judged(catalog)) == text


def test_nothing_of_a_catalog_is_markdown_or_html(tmp_path: Path) -> None:
    (tmp_path / "catalog.toml").write_text(HOSTILE, "utf-8")
    catalog = load_catalog(tmp_path)
    text = markdown_reference(catalog, judged(catalog))
    prose = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", re.sub(r"```json.*?```", "", text, flags=re.DOTALL))
    assert not re.search(r"(?<!\\)<", prose)
    assert not re.search(r"(?<!\\)\]\((?!#)", prose)
    assert "\u202e" not in text
    assert "\x00" not in text
    (row,) = (line for line in text.splitlines() if line.startswith("| `p\\|q`"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 5


def test_what_has_no_valid_example_has_none(punk: Catalog) -> None:
    component = punk.components["Button"]
    assert example_document(punk, component, lambda _: False) is None


SHOP = """
[preset]
name = "shop"
version = "1"
[components.Box]
role = "box"
children = true
[components.Note]
role = "text"
text = true
[components.Note.props]
tone = { type = "enum", values = ["calm"], deprecated = "say `mood`" }
"""
MODELS = """
[models.Order]
plural = "orders"
[models.Order.fields]
total = "number"
lines = { type = "array", items = { type = "object", fields = { title = "string" } } }
a = { type = "object", fields = { b = { type = "object", fields = { c = { type = "object", fields = { d = { type = "object", fields = { e = "string" } } } } } } } }
"""  # noqa: E501  a table of TOML is one line


@pytest.mark.parametrize("models", ["", MODELS], ids=["without models", "with models"])
def test_a_design_system_without_tokens_or_models_has_no_part_for_them(models: str, tmp_path: Path) -> None:
    (tmp_path / "catalog.toml").write_text(SHOP + models, "utf-8")
    catalog = load_catalog(tmp_path)
    text = markdown_reference(catalog, judged(catalog))
    assert ("## Tokens" in text, "[Tokens](#tokens)" in text) == (bool(catalog.tokens), bool(catalog.tokens))
    assert ("## Data models" in text) == ("[Data models](#data-models)" in text) == bool(models)
    assert "**deprecated**: say \\`mood\\`" in text
    if models:
        assert "One is `{context.order}`, a list of them `{context.orders}`." in text
        rows = [line.split(" | ")[:2] for line in text.partition("### Model Order")[2].splitlines() if "| `" in line]
        assert ["| `lines`", "array of object"] in rows
        assert ["| `lines.title`", "string"] in rows
        assert ["| `a.b.c.d`", "object"] in rows  # and no deeper: a line of it would say nothing
        assert not any("`a.b.c.d.e`" in row[0] for row in rows)
