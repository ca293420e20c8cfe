"""Findings get their line and column: what an editor shows, 1-based, in code points, a byte order mark aside.

A rule's `anchor` says whether a finding stands at the key or the value of its path; what is missing is placed at the
innermost value on the way to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from epoch_cli.document.pointer import parse_pointer
from epoch_cli.document.positions import Position, PositionMap, line_column, line_starts
from epoch_cli.errors import PointerError
from epoch_cli.validation import RULES, Diagnostic
from epoch_cli.validation.diagnostics import Path


class Lines:
    """The lines of a text: where each starts, and what stands on it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = line_starts(text)

    def at(self, offset: int) -> Position:
        """The position of the character at an offset."""
        return line_column(self.text, offset, starts=self.starts)

    def line(self, number: int) -> str:
        """A line without its end."""
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def of(self, diagnostics: Iterable[Diagnostic]) -> dict[int, str]:
        """The lines that diagnostics stand on, by number."""
        numbers = sorted({each.line for each in diagnostics if 0 < each.line <= len(self.starts)})
        return {number: self.line(number) for number in numbers}


def place_in_document(diagnostics: Sequence[Diagnostic], text: str) -> list[Diagnostic]:
    """The diagnostics of a document with their places in its text, in reading order."""
    places = PositionMap(text)
    found = [placed(each, position(places, parse_pointer(each.pointer), each.code)) for each in diagnostics]
    return in_reading_order(found)


def position(places: PositionMap, path: Path, code: str) -> Position:
    """Where a finding of a rule stands that was found at a path."""
    try:
        return places.key(path) if code in RULES and RULES[code].anchor == "key" else places.value(path)
    except PointerError:
        return places.nearest(path)


def placed(diagnostic: Diagnostic, where: Position) -> Diagnostic:
    """The diagnostic with a place."""
    return diagnostic._replace(line=where.line, column=where.column)


def in_reading_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By place; those of one place as they came."""
    return sorted(diagnostics, key=lambda each: (each.line, each.column))
