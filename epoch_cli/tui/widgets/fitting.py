"""Pieces on one line: when they do not all fit, the least important go first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from textual.content import Content


class Piece(NamedTuple):
    """A piece of a line.

    Attributes:
        content: made from plain text, never from markup.
        weight: the higher, the sooner it is left out; 0 is never left out.
    """

    content: Content
    weight: int = 0


def fitted(pieces: Sequence[Piece], width: int, between: str = "  ") -> Content:
    """As many of the pieces as fit, in their order; the last is cut with an ellipsis if even those are too long."""
    kept = [piece for piece in pieces if piece.content]
    for weight in sorted({piece.weight for piece in kept if piece.weight}, reverse=True):
        if _length(kept, between) <= width:
            break
        kept = _without(kept, weight, width, between)
    return cut(Content(between).join([piece.content for piece in kept]), width)


def ends(left: Content, right: Content, width: int) -> Content:
    """One at the left end of a line, one at the right; the left one is cut where they meet."""
    room = width - right.cell_length
    return Content.assemble(cut(left, room, pad=True), right)


def cut(content: Content, width: int, *, pad: bool = False) -> Content:
    """At most so many cells, and with `pad` not less."""
    return content.truncate(max(0, width), ellipsis=True, pad=pad)


def _without(kept: list[Piece], weight: int, width: int, between: str) -> list[Piece]:
    """The pieces without those of a weight, from the last one, until they fit."""
    for piece in reversed([piece for piece in kept if piece.weight == weight]):
        if _length(kept, between) <= width:
            break
        kept = [each for each in kept if each is not piece]
    return kept


def _length(pieces: Iterable[Piece], between: str) -> int:
    lengths = [piece.content.cell_length for piece in pieces]
    return sum(lengths) + len(between) * max(0, len(lengths) - 1)
