"""What short, common prompts give: looks, ranges, what is not wanted, what is counted."""

from __future__ import annotations

from typing import Any

import pytest
from composer.composing import brief, built

from epoch_cli import load_catalog
from epoch_cli.providers.offline.compose import compose

CATALOG = load_catalog()


def _nodes(prompt: str) -> list[dict[str, Any]]:
    waiting, found = [built(compose(brief(prompt, CATALOG)).patches)["root"]], []
    while waiting:
        found.append(waiting.pop(0))
        waiting = [*found[-1].get("children", ()), *waiting]
    return found


def _of(prompt: str, kind: str) -> list[dict[str, Any]]:
    return [node for node in _nodes(prompt) if node["type"] == kind]


@pytest.mark.parametrize(
    ("prompt", "text", "props"),
    [
        ("a red button", "Button", {"variant": "danger"}),
        ("a big blue button labelled Go", "Go", {"variant": "primary", "size": "lg"}),
        ("a small ghost Cancel button", "Cancel", {"variant": "ghost", "size": "sm"}),
    ],
)
def test_words_for_looks_are_props_and_no_label(prompt: str, text: str, props: dict[str, str]) -> None:
    [button] = _of(prompt, "Button")
    assert button["text"] == text
    assert button["props"].items() >= props.items()


def test_a_slider_keeps_its_range_and_is_called_by_its_noun() -> None:
    [field] = _of("a slider from 0 to 100", "FormField")
    assert field["props"] == {"label": "Slider", "hint": "0–100"}


@pytest.mark.parametrize("prompt", ["not a form", "no form please", "don't make a form", "write a poem about cats"])
def test_what_is_no_wish_for_a_screen_gives_a_plain_page_and_is_told(prompt: str) -> None:
    composition = compose(brief(prompt, CATALOG))
    assert {node["type"] for node in _nodes(prompt)} == {"Container", "Text"}
    assert [prompt in part.message for part in composition.unmet] == [True]


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("a page where my customers can see their orders and cancel them", "Orders"),
        ("a form for my dog grooming business where people can book a slot", "Dog grooming business"),
        ("table of users sorted by name", "Users"),
    ],
)
def test_the_title_ends_where_the_purpose_begins(prompt: str, title: str) -> None:
    assert _of(prompt, "Text")[0]["text"] == title


def test_how_a_table_is_sorted_is_told_as_not_understood() -> None:
    [part] = compose(brief("table of users sorted by name", CATALOG)).unmet
    assert "sorted by name" in part.message


def test_nothing_is_left_of_holders_whose_children_had_no_room() -> None:
    assert all(node.get("children") for node in _of("500 buttons", "Stack"))


def test_a_box_to_tick_has_no_placeholder() -> None:
    assert all("placeholder" not in node["props"] for node in _of("toggles for email, sms and push", "Input"))


def test_a_column_of_actions_shows_what_can_be_done() -> None:
    [table] = _of("a table of users with name, email, role and actions", "DataGrid")
    assert [row["actions"] for row in table["props"]["data"]] == ["Edit", "View", "Delete"]
