"""What stands around a screen, headers, navigations and footers, and the order of the parts of a page."""

from __future__ import annotations

import pytest

from epoch_cli.catalog import Catalog

from .test_layout import Node, headings, of, screen


def parts(root: Node) -> list[str]:
    """What a screen is made of, from top to bottom: the ids of its parts, or their types."""
    return [child.get("id") or child["type"] for child in root["children"]]


def words_in(root: Node, part: str) -> list[str]:
    node = next(child for child in root["children"] if child.get("id") == part)
    return [each["text"] for each in of(node, "Button")]


@pytest.mark.parametrize(
    "prompt",
    [
        "a header, a table of users and an Add user button",
        "header, table of users, Add user button",
        "a table of users with an Add user button and a header",
    ],
)
def test_a_header_is_above_a_table_and_never_around_it(punk: Catalog, prompt: str) -> None:
    root = screen(prompt, punk)
    assert parts(root)[:2] == ["Text", "header"]
    assert headings(root) == [("h1", "Users")]
    assert len(of(root, "DataGrid")) == 1
    assert not of(root["children"][1], "DataGrid")
    assert "Add user" not in words_in(root, "header")
    assert [node["text"] for node in of(root, "Button")].count("Add user") == 1


@pytest.mark.parametrize(
    ("prompt", "held", "named"),
    [
        ("a header with a logo, a table of users", "Avatar", "Users"),
        ("a header with logo and search, and a login form", "Input", "Log in"),
        ("a toolbar with New and Delete, and a list of songs", "Button", "Songs"),
    ],
)
def test_a_header_holds_what_it_is_described_with(punk: Catalog, prompt: str, held: str, named: str) -> None:
    root = screen(prompt, punk)
    assert headings(root)[0] == ("h1", named)
    assert parts(root)[1] == "header"
    assert of(root["children"][1], held)
    assert len(root["children"]) == 3


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ("a table of users with a header", "DataGrid"),
        ("a table of users with a footer", "DataGrid"),
        ("a table of users with an add form", "DataGrid"),
        ("a list of songs with a search form", "DataGrid"),
        ("login form with a footer", "Form"),
        ("kanban board with a sidebar", "Card"),
        ("pricing table, footer", "Card"),
    ],
)
def test_what_comes_with_a_screen_takes_nothing_of_it_away(punk: Catalog, prompt: str, kind: str) -> None:
    root = screen(prompt, punk)
    assert of(root, kind)
    assert len(root["children"]) >= 3


def test_a_page_has_its_parts_in_the_order_in_which_they_were_named(punk: Catalog) -> None:
    root = screen("header, hero, pricing table and footer", punk, "foundation")
    assert parts(root) == ["Text", "header", "hero", "plans", "footer"]
    assert len(of(root["children"][3], "Card")) == 3


def test_a_footer_has_links_of_its_own(punk: Catalog) -> None:
    for prompt in ("header and footer", "a table of users with a footer", "page with a form and a footer"):
        root = screen(prompt, punk)
        assert words_in(root, "footer") == ["About", "Contact", "Privacy"], prompt


def test_a_header_of_which_nothing_is_said_is_not_empty(punk: Catalog) -> None:
    for prompt in ("header", "page with a header and a form"):
        root = screen(prompt, punk)
        assert of(next(child for child in root["children"] if child.get("id") == "header"), "Button"), prompt
