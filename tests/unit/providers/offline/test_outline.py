"""How the lines of a prompt stand to each other: headings, bullets, indentation, wrapped lines."""

from __future__ import annotations

import pytest
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.knowledge.lexicon import lexicon_of
from epoch_cli.providers.offline.understanding.pieces import split

LINES: list[tuple[str, list[tuple[int, str, str]]]] = [
    ("# Clinic\n## Waiting room", [(1, "", "Clinic"), (2, "", "Waiting room")]),
    ("form\n- name\n- age", [(0, "", "form"), (11, "colon", "name"), (11, "comma", "age")]),
    ("form\n1. name\n2) age", [(0, "", "form"), (11, "colon", "name"), (11, "comma", "age")]),
    ("form\n  name\n  age", [(0, "", "form"), (12, "colon", "name"), (12, "comma", "age")]),
    (
        "form\n- a\n    - b\n- c",
        [(0, "", "form"), (11, "colon", "a"), (15, "colon", "b"), (11, "", "c")],
    ),
    ("form with name,\nage", [(0, "", "form"), (0, "with", "name"), (0, "comma", "age")]),
    ("a page\nand a table", [(0, "", "a page"), (0, "and", "a table")]),
    ("a page\nA table", [(0, "", "a page"), (10, "", "A table")]),
    (
        "steps: 1. You 2. Bank 3. Done",
        [(0, "", "steps"), (11, "colon", "You"), (11, "comma", "Bank"), (11, "comma", "Done")],
    ),
    ("flat no. 3. or 4", [(0, "", "flat no. 3"), (0, "and", "4")]),
]


@every_row(("prompt", "lines"), LINES, ids=[repr(prompt) for prompt, _ in LINES])
def test_levels(prompt: str, lines: list[tuple[int, str, str]], punk: Catalog) -> None:
    assert [(piece.level, piece.joint, piece.text) for piece in split(prompt, lexicon_of(punk))] == lines


@pytest.mark.parametrize(
    ("prompt", "pressed"),
    [
        ("form\n[Apply] [Reset all]", ["Apply", "Reset all"]),
        ("form: name. [Send]", ["Send"]),
        ("form with size [S, M]", []),
    ],
)
def test_buttons_are_drawn_in_brackets_that_stand_alone(prompt: str, pressed: list[str], punk: Catalog) -> None:
    assert [text for piece in split(prompt, lexicon_of(punk)) for text in piece.pressed] == pressed
