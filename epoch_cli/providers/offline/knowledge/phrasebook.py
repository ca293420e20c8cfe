"""Looking phrases up in text: without case, hyphens as spaces, an English plural as its singular.

A `Phrasebook` is a dictionary whose keys are phrases. All questions cost as much as the text is long, times the length
of the longest phrase, which is five words or so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, Generic, TypeVar

from epoch_cli.catalog.models import regular_plural
from epoch_cli.catalog.voices import unaccented

Value = TypeVar("Value")
Words = tuple[str, ...]

_SCRIPTS = ("\u3041-\u309f", "\u30a1-\u30fa\u30fc-\u30ff", "\u3005\u3400-\u9fff")
"""Scripts that put no spaces between words: hiragana, katakana, and the signs of Chinese."""

SPACELESS = re.compile(f"[{''.join(_SCRIPTS)}]")
"""A letter of a script without spaces."""

_LETTER = rf"[^\W_{''.join(_SCRIPTS)}]"
WORD = re.compile(
    r"[$€£¥]?\d+(?:[.,]\d+)+%?|(?<!\w)[^\W\d_]{1,2}['’](?=[^\W\d_]{2}|[^\W\d_]-)|[$€£¥]?"
    rf"{_LETTER}+(?:['’]{_LETTER}+)*%?|[&+#]|" + "|".join(f"[{letters}]+" for letters in _SCRIPTS)
)
"""One word of a text; the signs that people write for words count as words, and what is elided is one: "l'adresse".

In scripts without spaces a word is what is written in one of them: "送信ボタン" are two.
"""

_BREAK = re.compile(r"[,;:.\n|•\ue000-\uf8ff]")
"""What ends a phrase: punctuation, and what is held back as a private character."""

_SHORT = 100
"""Characters of a text that is asked about again and again, at most."""
_IRREGULAR = {
    "movies": "movie",
    "cookies": "cookie",
    "calories": "calorie",
    "selfies": "selfie",
    "zombies": "zombie",
    "kpis": "kpi",
    "apis": "api",
    "taxis": "taxi",
    "skis": "ski",
}
_NO_PLURAL = frozenset({"news", "sms", "gps", "has", "was", "series", "species", "always", "gas", "does", "yes"})


def kept_when_short(most: int) -> Callable[[Callable[[str], Value]], Callable[[str], Value]]:
    """Keep what a function says of so many short texts, until its `forget` is called.

    Whole prompts would stay for as long as the process.
    """

    def decorate(made: Callable[[str], Value]) -> Callable[[str], Value]:
        kept = lru_cache(maxsize=most)(made)

        @wraps(made)
        def ask(text: str) -> Value:
            return kept(text) if len(text) <= _SHORT else made(text)

        ask.forget = kept.cache_clear  # type: ignore[attr-defined]
        return ask

    return decorate


@kept_when_short(4096)
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
    return regular_plural(word)


@kept_when_short(4096)
def words(text: str) -> Words:
    """The words of a text as they are compared: small, split at hyphens, plurals as singulars."""
    return tuple(spelled(word) for word in WORD.findall(text))


def spelled(word: str) -> str:
    """One word as it is compared; `user's` is `user`, and `Teléfono` what many write for it: `telefono`."""
    return singular(folded(word).replace("’", "'").removesuffix("'s"))


def folded(word: str) -> str:
    """A word in small letters without accents and without the sign of what is elided.

    One letter keeps its accent, because `à` and `é` are other words.
    """
    return unaccented(word.rstrip("'’"))


@dataclass(frozen=True, slots=True)
class Match(Generic[Value]):
    """A phrase found at `words[start:end]`."""

    start: int
    end: int
    value: Value


class Phrasebook(Generic[Value]):
    """Phrases with their values; a phrase that is entered twice keeps its first value.

    Args:
        index: what `index` of another one gave, to be kept as JSON: spelling thousands of phrases takes time.
        make: the value of what is entered, for books whose entries only name their values.
    """

    __slots__ = ("_entries", "_first", "_last", "_make")

    def __init__(self, index: Mapping[str, Any] | None = None, make: Callable[[Any], Value] | None = None) -> None:
        told = index or {"entries": {}, "first": {}, "last": {}}
        self._entries: dict[str, Any] = told["entries"]
        self._first: dict[str, int] = told["first"]
        self._last: dict[str, int] = told["last"]
        self._make = make

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
            self._entries.setdefault(" ".join(entry), value)
            self._first[entry[0]] = max(self._first.get(entry[0], 0), len(entry))
            self._last[entry[-1]] = max(self._last.get(entry[-1], 0), len(entry))

    @property
    def index(self) -> dict[str, Any]:
        """Its phrases as they are compared, as JSON: all that a book of the same phrases needs.

        `first` and `last` say of a word how long the longest phrase is that begins, or ends, with it.
        """
        return {"entries": self._entries, "first": self._first, "last": self._last}

    @property
    def phrases(self) -> Mapping[str, Value]:
        """All phrases, as they are compared, with their values."""
        return {phrase: self._value(entry) for phrase, entry in self._entries.items()}

    def _value(self, entry: Any) -> Value:
        made: Value = entry if self._make is None else self._make(entry)
        return made

    def exact(self, text: Sequence[str]) -> Value | None:
        """The value of exactly these words."""
        entry = self._entries.get(" ".join(text))
        return None if entry is None else self._value(entry)

    def at(self, text: Sequence[str], start: int) -> Match[Value] | None:
        """The longest phrase that begins at `start`."""
        longest = self._first.get(text[start], 0) if start < len(text) else 0
        for end in range(min(len(text), start + longest), start, -1):
            entry = self._entries.get(" ".join(text[start:end]))
            if entry is not None:
                return Match(start, end, self._value(entry))
        return None

    def ending(self, text: Sequence[str], stop: int | None = None) -> Match[Value] | None:
        """The longest phrase that ends at `stop`, by default the end of the text."""
        end = len(text) if stop is None else stop
        longest = self._last.get(text[end - 1], 0) if end else 0
        for start in range(max(0, end - longest), end):
            entry = self._entries.get(" ".join(text[start:end]))
            if entry is not None:
                return Match(start, end, self._value(entry))
        return None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where in a text its phrases stand as they were written: (start, end) of characters, nothing between words."""
        told = [match.span() for match in WORD.finditer(text)]
        found = self.all([spelled(text[start:end]) for start, end in told])
        places = [(told[match.start][0], told[match.end - 1][1]) for match in found]
        return [(start, end) for start, end in places if not _BREAK.search(text, start, end)]

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
