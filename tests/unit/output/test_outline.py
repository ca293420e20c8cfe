"""A document as lines of plain text: one a node, indented, and nothing in it that is more than text."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli.output.outline import tree_lines

HOSTILE = "\x1b[31m[/oops] \u202egnp.exe\n\x00"


def lines(root: Any) -> list[str]:
    return list(tree_lines({"root": root}))


def test_nodes_are_indented_below_their_parents() -> None:
    login = {
        "type": "Card",
        "id": "login",
        "children": [
            {"type": "Text", "text": "Log in"},
            {"type": "Form", "children": [{"type": "Input", "props": {"label": "Email"}}]},
            {"type": "Button", "text": "Go"},
        ],
    }
    assert lines(login) == ["Card #login", "  Text “Log in”", "  Form", "    Input “Email”", "  Button “Go”"]


@pytest.mark.parametrize("prop", ["label", "title", "caption", "alt", "ariaLabel"])
def test_a_node_shows_its_name_wherever_it_comes_from(prop: str) -> None:
    assert lines({"type": "X", "props": {prop: "the name"}}) == ["X “the name”"]


def test_a_list_shows_what_it_repeats() -> None:
    node = {"type": "Stack", "dataSource": "{context.users}", "itemTemplate": {"type": "Text", "text": "{item.name}"}}
    assert lines(node) == ["Stack for each of {context.users}", "  Text “{item.name}”"]


def test_nothing_is_nothing() -> None:
    assert list(tree_lines({})) == []


@every_row(
    "node",
    [
        {"type": HOSTILE},
        {"type": "X", "id": HOSTILE},
        {"type": "X", "text": HOSTILE},
        {"type": "X", "props": {"label": HOSTILE}},
        {"type": "X", "dataSource": HOSTILE},
        {"type": "X", "children": [HOSTILE]},
    ],
)
def test_hostile_text_is_shown_as_text(node: Any) -> None:
    text = "".join(lines(node))
    assert text.isprintable()
    assert "\\x1b[31m[/oops] \\u202egnp.exe\\n" in text


def test_a_long_text_is_cut() -> None:
    (line,) = lines({"type": "T" * 10_000, "id": "i" * 10_000, "text": "x" * 10_000})
    assert len(line) < 160


@every_row(
    "root",
    [
        None,
        5,
        "text",
        [],
        [1],
        {},
        {"type": 5},
        {"type": None, "children": "x"},
        {"type": "X", "children": [None, 1, []]},
        {"type": "X", "props": "x"},
        {"type": "X", "props": {"label": {"a": 1}}},
        {"type": "X", "itemTemplate": 3},
        {"type": "X", "id": {"a": 1}, "text": ["x"], "dataSource": 4},
    ],
)
def test_what_is_no_node_is_shown_all_the_same(root: Any) -> None:
    assert lines(root)


def test_a_deep_document_is_no_problem() -> None:
    root: dict[str, Any] = {"type": "Box"}
    for _ in range(5000):
        root = {"type": "Box", "children": [root]}
    assert sum(1 for _ in tree_lines({"root": root})) == 5001
