"""What brackets and ranges say about an item: `(required)`, `(number)`, `(single, double, suite)`, `from 1 to 5`."""

from __future__ import annotations

import re

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.understanding.describe import describe
from epoch_cli.providers.offline.understanding.phrases import label
from epoch_cli.providers.offline.understanding.pieces import Piece, split
from epoch_cli.providers.offline.understanding.wish import Item

MOST_STEPS = 10
"""A range of more values than 0 to 10 is a number to type in, not a list to choose from."""

_DATE = re.compile(r"[dmyhs\s/:.-]+", re.IGNORECASE)
"""The pattern of a date, such as DD/MM/YYYY: an example of what to write, and no list."""

_CONTROLS = frozenset({"field", "choice"})
_SHOWN = frozenset({"fact", "entry", "metric", "column"})
_SEEN = frozenset({"badge", "image", "button", "link"})
_PLAIN_TYPES = frozenset({"text", "textarea", "number", "date"})


def take_notes(item: Item, notes: list[str], lexicon: Lexicon) -> None:
    """Take what stands in brackets behind an item."""
    for note in notes:
        _take_note(item, note, lexicon)


def take_span(item: Item, span: tuple[int, int]) -> None:
    """Take a range: few steps are options, many make it a number."""
    low, high = span
    if item.kind in _SHOWN or item.type == "range":
        item.note = f"{low}–{high}"
    elif low < high <= low + MOST_STEPS:
        item.options = [str(number) for number in range(low, high + 1)]
        item.kind = "choice" if item.kind in _CONTROLS else item.kind
    elif item.kind == "field":
        item.type = item.type or "number"


def _take_note(item: Item, note: str, lexicon: Lexicon) -> None:
    whole = lexicon.types.exact(words(note))
    if whole not in {None, "choice", "checkbox"}:
        _take_single(item, note, whole, lexicon)
        return
    choices = _choices(item, note, lexicon)
    kinds = [lexicon.types.exact(describe(Piece(text), lexicon).phrase.words) for text in choices]
    if kinds[:1] == ["choice"]:
        item.kind = "choice" if item.kind in _CONTROLS else item.kind
        choices = [text for text, kind in zip(choices, kinds, strict=True) if kind != "choice"]
        item.options = choices or item.options
    elif len(choices) == 1 or (item.required is not None and len([kind for kind in kinds if kind]) == 1 == len(kinds)):
        _take_single(item, choices[0], kinds[0] or "", lexicon)
    elif len(choices) > 1 and kinds[0] in _PLAIN_TYPES and not any(kinds[1:]) and _tells_limits(choices[1:]):
        _take_single(item, choices[0], kinds[0] or "", lexicon)
        item.note = ", ".join(choices[1:])
    elif len(choices) > 1 and item.kind in _SHOWN and any(char.isdigit() for text in choices for char in text):
        item.note = ", ".join(choices)  # "Tomatoes (22 °C, 61 %)"
    elif len(choices) > 1:
        item.options = choices
        item.kind = "choice" if item.kind == "field" else item.kind


def _choices(item: Item, note: str, lexicon: Lexicon) -> list[str]:
    """The texts that a bracket lists; what it says of requiredness and ranges the item takes at once."""
    choices: list[str] = []
    slashed = note.count("/") > 1 and "," not in note and not _DATE.fullmatch(note)
    pieces = split(note.replace("/", ", ") if slashed else note, lexicon)
    spans = [piece.span for piece in pieces if piece.span and not piece.text]
    for piece in pieces:
        found = describe(piece, lexicon)
        if found.directive:
            item.required = found.directive == "required"
        elif piece.span and not piece.text and len(spans) > 1:
            choices.append("-".join(map(str, piece.span)))  # "8-12, 12-16"
        elif piece.span and not piece.text:
            take_span(item, piece.span)
        elif text := label(piece.quotes[0] if piece.quotes else piece.text):
            choices.append(text)
    return choices


def _tells_limits(texts: list[str]) -> bool:
    """Whether what stands behind a type says more of it: "(number, max 10)"."""
    return all(any(char.isdigit() for char in text) for text in texts)


def _take_single(item: Item, text: str, kind: str, lexicon: Lexicon) -> None:
    if kind and item.kind in _CONTROLS:
        item.type, item.kind = kind, "field"
    elif not kind and item.kind in {"fact", "panel"} and (noun := lexicon.nouns.exact(words(text))) is not None:
        item.kind = noun.kind if noun.kind in _SEEN else item.kind  # "severity (badge)"
    elif not kind:
        item.note = text
