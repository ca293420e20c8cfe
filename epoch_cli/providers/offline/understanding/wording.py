"""How labels are written: in sentence case, with the user's own words."""

from __future__ import annotations

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import SPACELESS
from epoch_cli.providers.offline.understanding.wish import Item


def sentence(text: str, lexicon: Lexicon, language: str = "") -> str:
    """A label in sentence case: `first Name` → `First name`, `user id` → `User ID`, `iPhone model` stays.

    The user's capitals stay where the label is no known field, because they may be names; and in every label that is
    not English, because other languages write their nouns differently.
    """
    known = not language and lexicon.knows_field(text)
    shouted = text.isupper() and len(text) > 5 and not SPACELESS.search(text)
    words = [_word(word, lexicon, lower=known or shouted) for word in text.split(" ")]
    line = " ".join(words)
    first = line[:1].upper()
    return first + line[1:] if len(first) == 1 and not _mixed(words[0]) else line


def said(item: Item, lexicon: Lexicon, language: str = "") -> str:
    """The label of an item; quoted ones as they were quoted."""
    return item.label if item.verbatim else sentence(item.label, lexicon, language)


def _word(word: str, lexicon: Lexicon, *, lower: bool) -> str:
    if word.casefold().strip("().,:") in lexicon.capitals:
        return word.upper()
    return word.lower() if lower and not _mixed(word) else word


def _mixed(word: str) -> bool:
    """Whether a word is spelled with a capital inside on purpose, such as `iPhone`."""
    return word[:1].islower() and word != word.lower()
