"""Looking phrases up in text: without case, hyphens as spaces, an English plural as its singular.

A `Phrasebook` is a dictionary whose keys are phrases. All questions cost as much as the text is long, times the length
of the longest phrase, which is five words or so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

Value = TypeVar("Value")
Words = tuple[str, ...]

WORD = re.compile(r"[$€£¥]?\d+(?:[.,]\d+)+%?|[$€£¥]?[^\W_]+(?:['’][^\W_]+)*%?|[&+#]")
"""One word of a text; the signs that people write for words count as words."""

_IRREGULAR = {"movies": "movie", "cookies": "cookie", "calories": "calorie", "selfies": "selfie", "zombies": "zombie"}
_NO_PLURAL = frozenset({"news", "sms", "gps", "has", "was", "series", "species", "always", "gas", "does", "yes"})


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """The singular of an English noun in small letters: `categories` → `category`, `boxes` → `box`, `status` stays."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")) or word in _NO_PLURAL:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def plural(word: str) -> str:
    """The plural of an English noun, of a plural itself: `invoice` → `invoices`, `category` → `categories`."""
    if singular(word.casefold()) != word.casefold() or not word.isascii():
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


@lru_cache(maxsize=8192)
def words(text: str) -> Words:
    """The words of a text as they are compared: small, split at hyphens, plurals as singulars."""
    return tuple(spelled(word) for word in WORD.findall(text))


def spelled(word: str) -> str:
    """One word as it is compared; `user's` is `user`."""
    return singular(word.casefold().replace("’", "'").removesuffix("'s"))


@dataclass(frozen=True, slots=True)
class Match(Generic[Value]):
    """A phrase found at `words[start:end]`."""

    start: int
    end: int
    value: Value


@dataclass(slots=True)
class Phrasebook(Generic[Value]):
    """Phrases with their values; a phrase that is entered twice keeps its first value."""

    entries: dict[Words, Value] = field(default_factory=dict)
    longest: int = 0

    @classmethod
    def of(cls, rows: Iterable[tuple[Iterable[str], Value]]) -> Phrasebook[Value]:
        """A phrasebook out of rows of (phrases, value)."""
        book: Phrasebook[Value] = cls()
        for phrases, value in rows:
            for phrase in phrases:
                book.add(phrase, value)
        return book

    def add(self, phrase: str, value: Value) -> None:
        """Enter a phrase, unless it is there already or has no words."""
        entry = words(phrase)
        if entry:
            self.entries.setdefault(entry, value)
            self.longest = max(self.longest, len(entry))

    def exact(self, text: Sequence[str]) -> Value | None:
        """The value of exactly these words."""
        return self.entries.get(tuple(text))

    def at(self, text: Sequence[str], start: int) -> Match[Value] | None:
        """The longest phrase that begins at `start`."""
        for end in range(min(len(text), start + self.longest), start, -1):
            value = self.entries.get(tuple(text[start:end]))
            if value is not None:
                return Match(start, end, value)
        return None

    def ending(self, text: Sequence[str], stop: int | None = None) -> Match[Value] | None:
        """The longest phrase that ends at `stop`, by default the end of the text."""
        end = len(text) if stop is None else stop
        for start in range(max(0, end - self.longest), end):
            value = self.entries.get(tuple(text[start:end]))
            if value is not None:
                return Match(start, end, value)
        return None

    def all(self, text: Sequence[str]) -> list[Match[Value]]:
        """Every phrase from left to right, longest first, without overlaps."""
        found: list[Match[Value]] = []
        position = 0
        while position < len(text):
            match = self.at(text, position)
            if match is not None:
                found.append(match)
            position = match.end if match else position + 1
        return found
