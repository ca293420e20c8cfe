"""Parts told by where they stand to each other, brought to a list of parts.

"search bar above a table of orders"   →  search bar, and a table of orders
"a button below a form with name"      →  a form with name, and a button
"""

from __future__ import annotations

from dataclasses import replace

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.understanding.cutting import Piece
from epoch_cli.providers.offline.understanding.phrases import Phrase

_PARTS = frozenset({"section", "region"})

_WORDS = 3
"""Words between an article and a noun, with it: "a recent orders table"."""


def set_apart(pieces: list[Piece], lexicon: Lexicon) -> list[Piece]:
    """The pieces, with two parts of the screen that a word for a place joins as two of them, from top to bottom."""
    for number, piece in enumerate(pieces):
        place = _place(pieces[: number + 1], lexicon)
        if place is None:
            continue
        upper, lower, turned = place
        first = replace(piece, text=upper)
        second = Piece(lower, joint="and", fresh=number > 0, quotes=[], notes=piece.notes, binding=piece.binding)
        first.notes, first.binding = [], ""
        rest = pieces[number + 1 :]
        before = [*pieces[:number], first]
        if turned and not any(entry.fresh or entry.joint in {"with", "has", "colon", "each"} for entry in before[1:]):
            second.joint, second.fresh, second.level = before[0].joint, before[0].fresh, before[0].level
            before[0] = replace(before[0], joint="and", fresh=True, level=0)
            return [second, *rest, *before] if not any(entry.fresh for entry in rest) else [*before, second, *rest]
        return [*before, second, *set_apart(rest, lexicon)]
    return pieces


def _place(pieces: list[Piece], lexicon: Lexicon) -> tuple[str, str, bool] | None:
    """What stands before and behind a word for a place in the last piece, and whether the second is the upper one."""
    phrase = Phrase(pieces[-1].text)
    for index in range(1, len(phrase) - 1):
        over, under = lexicon.book("over").at(phrase.words, index), lexicon.book("under").at(phrase.words, index)
        found = over if over is not None and (under is None or over.end >= under.end) else under
        if found is None or not _names_part(phrase, found.end, pieces[:-1], lexicon):
            continue
        upper = phrase.cut(0, index)
        if any(_has_noun(text, lexicon) for text in (upper, *(entry.text for entry in pieces[:-1]))):
            return upper, phrase.cut(found.end), found is under
    return None


def _has_noun(text: str, lexicon: Lexicon) -> bool:
    return bool(lexicon.nouns.all(words(text)))


def _names_part(phrase: Phrase, start: int, before: list[Piece], lexicon: Lexicon) -> bool:
    """Whether a part of the screen begins here that was not named before, as "the table" may be."""
    article = lexicon.book("articles").at(phrase.words, start)
    first = start if article is None else article.end
    noun = lexicon.nouns.at(phrase.words, first)
    if noun is None and article is not None:
        within = (lexicon.nouns.at(phrase.words, index) for index in range(first, min(first + _WORDS, len(phrase))))
        noun = next((match for match in within if match is not None), None)
    if noun is None or noun.value.kind not in _PARTS:
        return False
    spoken = [word for entry in before for word in words(entry.text)]
    return noun.end < len(phrase) or noun.start > first or phrase.words[noun.end - 1] not in spoken
