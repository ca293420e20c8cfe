"""What a line of the schema tree leaves out where there is too little room: ids first, its state last."""

from __future__ import annotations

import re

import pytest

from epoch_cli.tui.panes.lines import Part
from epoch_cli.tui.panes.tree_line import line_parts

START: list[Part] = [(" ", ""), ("+ ", "good"), ("├─", "guide")]
NODE: list[Part] = [("Button", "type"), (" #log-in", "muted"), (" “Log in”", "")]


def line(width: int, *end: Part, wanted: str = "") -> str:
    parts = line_parts(START, NODE, list(end), width, re.compile(wanted) if wanted else None)
    return "".join(text for text, _ in parts)


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (40, " + ├─Button #log-in “Log in”  added"),
        (34, " + ├─Button #log-in “Log in” added"),
        (33, " + ├─Button “Log in”  added"),
        (26, " + ├─Button “Log in” added"),
        (25, " + ├─Button “Log i… added"),
        (20, " + ├─Button “… added"),
        (16, " + ├─Butt… added"),
        (15, " + ├─Button “L…"),
        (8, " + ├─Bu…"),
    ],
)
def test_an_id_goes_first_then_words_are_cut_and_the_state_is_told_as_long_as_the_type_is(
    width: int, shown: str
) -> None:
    assert line(width, (" added", "muted")) == shown
    assert len(shown) <= width


def test_what_went_wrong_is_told_whatever_the_room() -> None:
    assert line(25, (" refused", "bad")).endswith(" refused")
    assert "“" in line(25, (" refused", "bad"))


def test_what_is_searched_for_is_marked_in_what_is_left_of_the_node_and_nowhere_else() -> None:
    parts = line_parts(START, NODE, [(" login", "muted")], 30, re.compile("og in|login"))
    assert [text for text, style in parts if style == "match"] == ["og in"]
    assert "".join(text for text, _ in parts) == " + ├─Button “Log in”  login"
