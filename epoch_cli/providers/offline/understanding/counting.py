"""How many: a number in front of a noun, and what of those that were asked for is not even read.

"1000000 rows", "1e9 rows"      →  so many; that fewer are shown is told
"3.5 cards", "-2 fields", "0 buttons"  →  a number that counts nothing: it is told, and is never a word of the screen
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.understanding.wish import Wish

_NUMBER = r"[-−–]?\d+(?:[.,]\d+)*(?:e\+?\d{1,2})?"
_WHOLE = re.compile(rf"\s*({_NUMBER})\s*", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+|\d+")
_POWER = re.compile(r"(\d{1,3})e\+?(\d{1,2})", re.IGNORECASE)
_BEFORE = re.compile(rf"(?<![\w.,:/-])({_NUMBER})\s+(?=[^\W\d_])", re.IGNORECASE)

_YEARS = range(1900, 2101)
"""Numbers that are none of these: "2026 orders"."""

_DIGITS = 12
"""Digits of a number that is taken as one; of a larger one it is told that it was not understood."""

_KINDS = {"field": "fields", "choice": "fields", "checkbox": "fields", "button": "buttons", "image": "images"}
_OTHERS = "parts"


def counted_in(text: str) -> int | None:
    """The number that a text is, 0 for one that counts nothing; None for any other text, and for a year."""
    found = _WHOLE.fullmatch(text)
    if found is None:
        return None
    number = _value(found[1])
    return None if number in _YEARS and found[1].isdecimal() else number or 0


def _value(told: str) -> int | None:
    """A whole number above 0; None for others."""
    power = _POWER.fullmatch(told)
    if power is not None:
        number = int(power[1]) * 10 ** int(power[2])
    elif _THOUSANDS.fullmatch(told):
        number = int(re.sub(r"\D", "", told))
    else:
        return None
    return number if 0 < number < 10**_DIGITS else None


def uncountable(text: str, lexicon: Lexicon) -> Iterator[str]:
    """The numbers in a text that count nothing, each with the noun behind it: "3.5 cards"."""
    for found in _BEFORE.finditer(text):
        behind = text[found.end() :]
        noun = lexicon.nouns.at(words(behind), 0) if _value(found[1]) is None else None
        if noun is not None and noun.end == len(words(behind)):
            yield f"{found[1]} {behind}"


def unread(wish: Wish) -> Counter[str]:
    """How many things of a wish are too many to be read, by what they are called: "fields", "buttons"."""
    found: Counter[str] = Counter()
    for part in wish.walk():
        for kind, number in part.unread.items():
            found[_KINDS.get(kind or _usual(part), _OTHERS)] += number
    return found


def place_unread(wish: Wish) -> None:
    """Say of what came behind the last piece what it was: more of the longest list."""
    behind = wish.unread.pop("", 0)
    if behind:
        longest = max(wish.walk(), key=lambda part: len(part.items))
        kinds = Counter(item.kind or _usual(longest) for item in longest.items)
        kind = max(kinds, key=lambda name: kinds[name], default="part")
        longest.unread[kind] = longest.unread.get(kind, 0) + behind


def _usual(part: Wish) -> str:
    return "field" if part.shape == "form" else "part"
