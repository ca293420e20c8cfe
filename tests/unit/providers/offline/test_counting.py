"""A number in front of a noun is a count: what is not shown of it is told, and none is ever a word of the screen."""

from __future__ import annotations

import pytest
from composer.composing import Document, brief, composed
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.compose import compose
from epoch_cli.providers.offline.understanding.counting import counted_in


def told(prompt: str, punk: Catalog) -> str:
    return "; ".join(part.message for part in compose(brief(prompt, punk)).unmet)


@every_row(
    ("prompt", "total"),
    [
        ("500 buttons", "485 of 500 buttons"),
        ("a form with 500 fields", "458 of 500 fields"),
        ("a form with 1000000 inputs", "999958 of 1000000 fields"),
        ("form with " + ", ".join(f"field {number}" for number in range(1, 101)), "58 of 100 fields"),
        ("table with columns " + ", ".join(f"thing {number}" for number in range(1, 101)), "60 of 100 columns"),
        ("table with 1e9 rows", "999999990 of 1000000000 rows"),
        ("1000000 rows", "999990 of 1000000 rows"),
        ("500 tabs", "488 of 500 tabs"),
    ],
    ids=lambda text: text[:30],
)
def test_the_number_that_was_asked_for_is_told(prompt: str, total: str, punk: Catalog) -> None:
    assert f"no room for {total}" in told(prompt, punk)


@pytest.mark.parametrize("number", ["-3", "3.5", "0", "9" * 26])
def test_a_number_that_counts_nothing_is_told_and_not_shown(number: str, punk: Catalog) -> None:
    assert f"not understood: “{number} cards”" in told(f"{number} cards", punk)
    assert number not in shown(composed(f"{number} cards", punk))


def shown(document: Document) -> list[str]:
    def texts(node: Document) -> list[str]:
        return [str(node.get("text", "")), *(text for child in node.get("children", []) for text in texts(child))]

    return texts(document["root"])


@every_row(
    ("text", "count"),
    [("12", 12), ("1,000", 1000), ("2e3", 2000), ("2026", None), ("3.5", 0), ("-1", 0), ("12 new", None), ("", None)],
)
def test_counts(text: str, count: int | None) -> None:
    assert counted_in(text) == count
