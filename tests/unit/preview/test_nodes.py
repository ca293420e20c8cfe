"""What every node has on a page, whatever its role: its looks, its id, what is said aloud, and what is in it."""

from __future__ import annotations

from typing import Any

import pytest
from support.drawn import SHADCN, drawn, words
from support.read_html import words_in

from epoch_cli.catalog import Catalog
from epoch_cli.preview.roles import INLINE, ROLES, show_of


def test_every_role_of_every_preset_is_drawn(punk: Catalog) -> None:
    for catalog in (punk, SHADCN):
        assert {component.role for component in catalog.components.values()} <= ROLES
    assert all(callable(show_of(role)) for role in (*ROLES, *INLINE, "unknown", "inline"))


def test_a_node_says_what_it_looks_like_in_shared_words(punk: Catalog) -> None:
    props = {"direction": "row", "spacing": "spacing-lg", "align": "center", "justify": "between"}
    (stack,) = drawn({"type": "Stack", "id": "top", "testId": "t", "props": props}, punk)
    assert stack[1] == {
        "class": "ui-stack",
        "id": "ui-top",
        "data-testid": "t",
        "data-gap": "lg",
        "data-direction": "row",
        "data-align": "center",
        "data-justify": "between",
    }


@pytest.mark.parametrize(
    ("node", "told"),
    [
        ({"type": "Badge", "props": {"variant": "outline"}}, {"data-tone": "neutral", "data-variant": "outline"}),
        ({"type": "Badge", "props": {"variant": "secondary"}}, {"data-tone": "secondary"}),
        ({"type": "Typography", "props": {"variant": "large"}}, {"data-level": "body", "data-size": "lg"}),
        ({"type": "Typography", "props": {"variant": "p"}}, {"data-level": "body"}),
    ],
)
def test_a_word_that_says_more_than_the_shared_one_says_that_too(node: Any, told: dict[str, str]) -> None:
    (shown,) = drawn(node | {"text": "x"}, SHADCN)
    assert {name: value for name, value in shown[1].items() if name.startswith("data-")} == told


def test_what_a_preset_calls_otherwise_is_told_in_the_same_words() -> None:
    (button,) = drawn({"type": "Button", "text": "Delete", "props": {"variant": "destructive", "size": "sm"}}, SHADCN)
    assert button[1] == {
        "class": "ui-action", "data-variant": "danger", "data-size": "sm", "type": "button"
    }  # fmt: skip


def test_a_token_that_nobody_knows_looks_like_nothing(punk: Catalog) -> None:
    (box,) = drawn({"type": "Box", "props": {"background": "chartreuse", "border": True, "padding": "md"}}, punk)
    assert box[1] == {"class": "ui-box", "data-padding": "md", "data-border": "true"}


def test_an_id_is_given_once(punk: Catalog) -> None:
    texts = [{"type": "Text", "id": "a", "text": "x"}, {"type": "Text", "id": "a", "text": "y"}]
    (box,) = drawn({"type": "Container", "children": texts}, punk)
    assert [each[1].get("id") for each in box[2]] == ["ui-a", None]


def test_what_is_said_for_those_who_listen(punk: Catalog) -> None:
    told = {"label": "Totals", "description": "Of this month", "role": "status", "live": "polite"}
    (box,) = drawn({"type": "Box", "a11y": told}, punk)
    spoken = {name: value for name, value in box[1].items() if name == "role" or name.startswith("aria-")}
    assert spoken == {
        "role": "status", "aria-label": "Totals", "aria-description": "Of this month", "aria-live": "polite"
    }  # fmt: skip
    (named,) = drawn({"type": "Box", "props": {"ariaLabel": "Totals"}}, punk)
    assert named[1] == {"class": "ui-box", "aria-label": "Totals", "role": "group"}


@pytest.mark.parametrize("role", ["button", "presentation", "tab", "application", "<b>"])
def test_a_role_that_would_need_more_is_not_given(punk: Catalog, role: str) -> None:
    (box,) = drawn({"type": "Box", "a11y": {"role": role}}, punk)
    assert "role" not in box[1]


def test_what_takes_the_focus_is_never_hidden_from_those_who_listen(punk: Catalog) -> None:
    button = {"type": "Button", "text": "Go"}
    (decoration,) = drawn({"type": "Box", "a11y": {"hidden": True}, "children": [{"type": "Text", "text": "*"}]}, punk)
    (control,) = drawn({"type": "Box", "a11y": {"hidden": True}, "children": [button]}, punk)
    assert decoration[1]["aria-hidden"] == "true"
    assert "aria-hidden" not in control[1]


def test_a_type_that_nobody_knows_is_a_box_with_its_name_on_it(punk: Catalog) -> None:
    node = {"type": "Sparkline", "text": "12, 14", "children": [{"type": "Text", "text": "inside"}]}
    (box,) = drawn(node, punk)
    assert box[1]["class"] == "ui-other"
    assert words_in([box]).split() == ["Sparkline", "12,", "14", "inside"]


@pytest.mark.parametrize("root", ["words", 3, [1, 2], True, {"type": "Container", "children": "words"}])
def test_what_is_no_node_says_so(punk: Catalog, root: Any) -> None:
    assert "no node:" in words_in(drawn(root, punk))


def test_what_should_hold_nothing_loses_nothing(punk: Catalog) -> None:
    (beside,) = drawn({"type": "Badge", "text": "New", "children": [{"type": "Text", "text": "inside"}]}, punk)
    assert [each[1]["class"] for each in beside[2]] == ["ui-status", "ui-text"]


def test_deep_nodes_stand_side_by_side_and_none_is_lost(punk: Catalog) -> None:
    root: dict[str, Any] = {"type": "Text", "text": "the last"}
    for _ in range(900):
        root = {"type": "Box", "children": [root]}
    found = drawn(root, punk)
    assert words_in(found).strip() == "the last"
    depth, here = 0, found[0]
    while here[2] and not isinstance(here[2][0], str):
        depth, here = depth + 1, here[2][0]
    assert depth < 100


def test_more_nodes_than_there_is_room_for_are_counted(punk: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("epoch_cli.preview.render.MOST", 20)
    texts = [{"type": "Text", "text": "x"}] * 31
    found = drawn({"type": "Container", "children": texts}, punk)
    assert words(found[0][2][-1]) == "… 12 more nodes"
    assert len(found[0][2]) == 20
