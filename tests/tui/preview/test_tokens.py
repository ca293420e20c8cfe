"""Design tokens in a terminal, and what is imported for them."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from support.screens import punk
from textual.color import Color

from epoch_cli.tui.preview.roles import ROLES
from epoch_cli.tui.preview.tokens import cells, colour, heading, lines, meaning, readable_on


def test_there_is_a_part_for_every_role_of_the_catalog() -> None:
    assert {component.role for component in punk().components.values()} <= ROLES


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("primary", "primary"),
        ("color-danger", "error"),
        ("text_muted", "neutral"),
        ("outline", "neutral"),
        ("#ff0000", ""),
        ("", ""),
        (7, ""),
        (None, ""),
        ({"a": 1}, ""),
    ],
)
def test_a_colour_is_known_by_a_word_of_its_name(name: Any, known: str) -> None:
    assert meaning(name) == known


@pytest.mark.parametrize(
    ("size", "across", "down"),
    [
        ("xs", 0, 0),
        ("sm", 1, 0),
        ("spacing-md", 1, 1),
        ("lg", 2, 1),
        ("xl", 3, 2),
        ("2xl", 4, 2),
        ([], 9, 9),
        (True, 9, 9),
    ],
)
def test_space_becomes_cells(size: Any, across: int, down: int) -> None:
    assert (cells(punk(), size, 9), lines(punk(), size, 9)) == (across, down)


def test_a_heading_is_known_by_its_name_or_its_size() -> None:
    assert [heading(punk(), name) for name in ("h1", "typography-h2", "caption", "body", "nonsense", None)] == [
        "h1",
        "h2",
        "caption",
        "body",
        "body",
        "body",
    ]


def test_a_token_that_no_word_tells_keeps_its_own_colour() -> None:
    assert colour(punk(), "color-primary") == ("primary", None)
    assert colour(punk(), "no such token") == ("", None)
    assert colour(None, "brandish") == ("", None)


@pytest.mark.parametrize("background", ["#007AFF", "#FF9500", "#8E8E93", "#F2F2F7", "#777777", "#000000", "#ffffff"])
def test_text_on_a_colour_can_be_read(background: str) -> None:
    def luminance(color: Color) -> float:
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    behind = Color.parse(background)
    darker, lighter = sorted((luminance(behind), luminance(readable_on(behind))))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_heavy_widgets_are_imported_for_documents_that_have_them_only() -> None:
    heavy = ["_data_table", "_text_area", "_selection_list", "_tabbed_content"]
    code = f"""
import sys
import epoch_cli.tui.panes.preview
print([name for name in {heavy} if "textual.widgets." + name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
