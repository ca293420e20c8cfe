"""A design system that lacks a component gets what it has: every word of the wish is there, and nothing is wrong."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from composer.composing import Document, brief
from support.warm import used_cache

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.providers.offline.compose import compose
from epoch_cli.validation import Draft, validate

WISHES = {
    "form with email, size (small, medium, large) and a Save button": ["email", "small", "medium", "large", "save"],
    "table of orders with customer, total and status": ["orders", "customer", "total", "status", "northwind"],
    "tabs for Profile, Billing and Security": ["profile", "billing", "security", "email"],
    "delete dialog with Cancel and Delete buttons": ["delete", "cancel"],
    "product card with image, title, price and a Buy button": ["desk lamp", "title", "price", "buy"],
    "dashboard with revenue and churn rate metrics": ["revenue", "churn rate", "3.2 %"],
    "profile with avatar, name and a Premium badge": ["ada lovelace", "premium"],
}
REMOVED = ["Form", "DataGrid", "Tabs", "Modal", "Card", "FormField", "Select", "Badge", "Avatar"]
TOGETHER = [
    *([name] for name in REMOVED),
    *map(list, [("FormField", "Select"), *combinations(REMOVED, 2)][::9]),
    REMOVED,
]


def without(removed: list[str], folder: Path) -> Catalog:
    file = folder / "design.toml"
    file.write_text(f'[preset]\nname = "less"\nversion = "1"\nextends = "punk"\nremove = {removed}\n', encoding="utf-8")
    return load_catalog(file, cache=used_cache())


def composed(prompt: str, catalog: Catalog) -> Document:
    draft = Draft(catalog)
    for patch in compose(brief(prompt, catalog)).patches:
        assert draft.propose(patch).accepted, patch
    return draft.document


@pytest.mark.parametrize("removed", TOGETHER, ids=" ".join)
def test_what_is_missing_is_said_with_what_is_there(removed: list[str], tmp_path: Path) -> None:
    catalog = without(removed, tmp_path)
    for wish, said in WISHES.items():
        document = composed(wish, catalog)
        assert validate(document, catalog).diagnostics == [], wish
        shown = str(document).casefold()
        assert [word for word in said if word not in shown] == [], wish


ASKING = """
[preset]
name = "asking"
extends = "base"
[components.Page]
role = "container"
children = true
[components.Words]
role = "text"
text = true
props = { tag = { type = "enum", values = ["p", "h1"], required = true } }
[components.Press]
role = "action"
text = true
interactive = true
name = { from = ["text"], required = true }
requires_any = ["onPress", "to"]
props = { onPress = { type = "handler" }, to = { type = "string", format = "url" } }
[components.Entry]
role = "input"
interactive = true
name = { from = ["label"], required = true, inherit = true }
props = { label = { type = "string" }, kind = { type = "enum", values = ["text"], required = true } }
[components.Frame]
role = "form"
children = true
name = { from = ["title"], required = true }
props = { title = { type = "string" }, onSend = { type = "handler", required = true, means = "submit" } }
"""


def test_what_a_design_system_asks_for_is_there(tmp_path: Path) -> None:
    (tmp_path / "asking.toml").write_text(ASKING, encoding="utf-8")
    catalog = load_catalog(tmp_path / "asking.toml")
    document = composed("form with email, size (small, medium, large) and a Save button", catalog)
    assert validate(document, catalog).diagnostics == []
    found = {node["type"]: node for node in walk(document["root"])}
    assert found["Words"]["props"]["tag"] in {"p", "h1"}
    assert found["Entry"]["props"]["kind"] == "text"
    assert found["Frame"]["props"].keys() == {"title", "onSend"}
    assert found["Press"]["text"] == "Save"
    assert found["Press"]["props"]["onPress"]


def test_the_rows_of_a_table_become_cards(tmp_path: Path) -> None:
    document = composed("table of orders with customer and total", without(["DataGrid"], tmp_path))
    cards = [node for node in walk(document["root"]) if node["type"] == "Card"]
    assert [child["text"] for child in cards[0]["children"]] == ["Customer: Northwind", "Total: $49.00"]
    assert len(cards) == 3


def test_tabs_become_sections_with_headings(tmp_path: Path) -> None:
    document = composed("tabs for Profile and Billing", without(["Tabs"], tmp_path))
    headings = [node["text"] for node in walk(document["root"]) if node.get("props", {}).get("size") == "h2"]
    assert headings == ["Profile", "Billing"]


def test_the_options_of_a_choice_become_a_hint(tmp_path: Path) -> None:
    document = composed("form with size (small, medium, large)", without(["Select"], tmp_path))
    field = next(node for node in walk(document["root"]) if node["type"] == "FormField")
    assert field["props"]["hint"] == "Small, Medium, Large"
    assert field["children"][0]["type"] == "Input"


def walk(node: Document) -> list[Document]:
    return [node, *(inner for child in node.get("children", []) for inner in walk(child))]
