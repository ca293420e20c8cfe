"""What a screen cannot do: "confetti when I submit", "deploy to AWS", "infinite scroll".

A name that nobody knows is a name all the same: "hologram projector" is a field where fields are listed. Only words
that `patterns/unmet.toml` lists as the beginning or the end of such a thing tell that it is none.
"""

from __future__ import annotations

from typing import NamedTuple

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import Phrasebook
from epoch_cli.providers.offline.understanding.describe import Description
from epoch_cli.providers.offline.understanding.phrases import Phrase
from epoch_cli.providers.offline.understanding.pieces import Piece


class Beyond(NamedTuple):
    """A part of a wish: what of it is beyond a screen, and the words before that, which are not."""

    missed: str
    rest: str = ""


_NONE: Phrasebook[bool] = Phrasebook()


def beyond(found: Description, piece: Piece, lexicon: Lexicon) -> Beyond | None:
    """What of a piece is beyond a screen; None for nothing. What is quoted is to be shown, whatever it says."""
    phrase = found.whole
    if piece.quotes or piece.binding or found.known or not phrase.words or lexicon.knows_field(phrase.text):
        return None
    at = clause_in(phrase, lexicon)
    if at is not None and found.item.kind and not at:
        return Beyond(phrase.text)
    if at is not None:
        rest = phrase.cut(0, at)
        return Beyond(phrase.cut(at), rest) if found.item.kind or lexicon.knows_field(rest) else Beyond(phrase.text)
    if not found.item.kind and _begins_or_ends(phrase, lexicon):
        return Beyond(phrase.text)
    return None


def clause_in(phrase: Phrase, lexicon: Lexicon) -> int | None:
    """Where the words of a program begin."""
    book = lexicon.clauses.get("anywhere", _NONE)
    return next((index for index in range(len(phrase)) if book.at(phrase.words, index) is not None), None)


def _begins_or_ends(phrase: Phrase, lexicon: Lexicon) -> bool:
    first, last = lexicon.clauses.get("first", _NONE), lexicon.clauses.get("last", _NONE)
    begins = first.at(phrase.words, 0)
    return (begins is not None and begins.end < len(phrase)) or last.ending(phrase.words) is not None
