"""What brackets and ranges say about an item: `(required)`, `(number)`, `(single, double, suite)`, `from 1 to 5`."""

from __future__ import annotations

import re

from epoch_cli.providers.offline.describe import describe, label
from epoch_cli.providers.offline.lexicon import Lexicon
from epoch_cli.providers.offline.pieces import Piece, split
from epoch_cli.providers.offline.wish import Item

MOST_STEPS = 10
"""A range of more values than 0 to 10 is a number to type in, not a list to choose from."""

_DATE = re.compile(r"[dmyhs\s/:.-]+", re.IGNORECASE)
"""The pattern of a date, such as DD/MM/YYYY: an example of what to write, and no list."""

_CONTROLS = frozenset({"field", "choice"})


def take_notes(item: Item, notes: list[str], lexicon: Lexicon) -> None:
    """Take what stands in brackets behind an item."""
    for note in notes:
        _take_note(item, note, lexicon)


def take_span(item: Item, span: tuple[int, int]) -> None:
    """Take a range: few steps are options, many make it a number."""
    low, high = span
    if low < high <= low + MOST_STEPS:
        item.options = [str(number) for number in range(low, high + 1)]
        item.kind = "choice" if item.kind in _CONTROLS else item.kind
    elif item.kind == "field":
        item.type = item.type or "number"


def _take_note(item: Item, note: str, lexicon: Lexicon) -> None:
    choices: list[str] = []
    slashed = note.count("/") > 1 and "," not in note and not _DATE.fullmatch(note)
    for piece in split(note.replace("/", ", ") if slashed else note, lexicon):
        found = describe(piece, lexicon)
        if found.directive:
            item.required = found.directive == "required"
        elif piece.span and not piece.text:
            take_span(item, piece.span)
        elif text := label(piece.quotes[0] if piece.quotes else piece.text):
            choices.append(text)
    kinds = [lexicon.types.exact(describe(Piece(text), lexicon).phrase.words) for text in choices]
    if "choice" in kinds:
        item.kind = "choice" if item.kind in _CONTROLS else item.kind
        choices = [text for text, kind in zip(choices, kinds, strict=True) if kind != "choice"]
        item.options = choices or item.options
    elif len(choices) == 1 or (item.required is not None and len([kind for kind in kinds if kind]) == 1 == len(kinds)):
        _take_single(item, choices[0], kinds[0] or "")
    elif len(choices) > 1:
        item.options = choices
        item.kind = "choice" if item.kind == "field" else item.kind


def _take_single(item: Item, text: str, kind: str) -> None:
    if kind and item.kind in _CONTROLS:
        item.type, item.kind = kind, "field"
    elif not kind:
        item.note = text
