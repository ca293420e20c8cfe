"""Which language a text is in: the one whose words it has and English has not.

The words are those of the pattern files themselves, so a language that learns a noun is recognised by it. What is
worked out from the files is JSON, because it is kept: it costs more than reading a prompt does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from epoch_cli.catalog.models import regular_plural

Tables = Mapping[str, Any]
"""What a pattern file holds: tables by name."""

_WORDS, _PLURALS, _ENDINGS = "words", "plurals", "endings"
_BORROWED = "borrowed"
"""The table of what is English though it looks like another language: `words`, and `phrases` that count for nothing."""

_SLOT = re.compile(r"[<{]\w+[>}]")
"""A name inside a text that is no word of its language, as in the sentences of `edits.toml`."""

_TOKEN = re.compile(r"[^\W\d_]+")
_ACCENT = re.compile("[\u0300-\u036f]")
_SHORT = 3
"""Letters of words that are told apart by their accents, when it comes to languages."""

_TELLS = 2
"""What a word of `language.words` counts, against 1 for any other word that only this language has."""


class Voices:
    """The languages of a preset, by what `voices_of` gives."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self._words: Mapping[str, int] = told["words"]
        self._points: Sequence[Mapping[str, int]] = told["points"]
        self._ends = {code: _Ends.of(row) for code, row in told["languages"].items()}
        self._borrowed = _phrases(told["borrowed"])

    @property
    def languages(self) -> list[str]:
        """The codes of all languages but English."""
        return list(self._ends)

    def language_of(self, text: str) -> str:
        """The language of a text; empty for English and when in doubt."""
        text = self._borrowed.sub(" ", text)
        told = [token.casefold() for token in _TOKEN.findall(text)]
        known = [self._points[self._words[word]] for word in told if word in self._words]
        new = [word for word in told if word not in self._words]
        scores = {code: self._score(code, known, new, text) for code in self._ends}
        best = max(scores, key=lambda code: scores[code], default="")
        return best if best and scores[best] > 0 else ""

    def _score(self, code: str, known: Sequence[Mapping[str, int]], new: Sequence[str], text: str) -> int:
        """More than 0 when more words speak for this language than for English.

        Where others are of no known language, one word is not enough: "cafe menu: latte, espresso, cappuccino". Half of
        all words are, or one that tells the language.
        """
        points = [each.get(code, 0) for each in known]
        ends = self._ends[code]
        like, written = sum(map(ends.has, new)), ends.written(text)
        found = sum(point for point in points if point > 0) + like + _TELLS * written
        tells = written or _TELLS in points or any(map(ends.has_letter, new))
        own = like + sum(point > 0 for point in points)
        if like < len(new) and not tells and 2 * own < len(known) + len(new):
            return 0
        return found + sum(point for point in points if point < 0) if found else 0


class _Ends(NamedTuple):
    """What tells a language where no word is known: ends of words, letters, a script."""

    endings: tuple[str, ...]
    letters: str
    script: re.Pattern[str] | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> _Ends:
        script = re.compile(f"[{row['script']}]+") if row["script"] else None
        return cls(tuple(row["endings"]), row["letters"], script)

    def has(self, word: str) -> bool:
        """Whether a word looks like one of the language."""
        return word.endswith(self.endings) or self.has_letter(word)

    def has_letter(self, word: str) -> bool:
        """Whether a word has a letter that only the language has."""
        return any(letter in self.letters for letter in word)

    def written(self, text: str) -> int:
        """How many runs of letters of its script a text has."""
        return 0 if self.script is None else len(self.script.findall(text))


def voices_of(files: Sequence[Tables]) -> dict[str, Any]:
    """What tells the languages of these files, as JSON.

    `words` are all known words, each with the number of what it counts: `points` are by language, less than 0 for a
    word that only English has. `languages` are what tells others of them: `{code: {"endings", "letters", "script"}}`.
    `borrowed` are phrases that an English text takes from elsewhere, as they are: "a la carte", "El Paso".
    """
    codes = list(dict.fromkeys(code for file in files if (code := code_of(file))))
    own = [file for file in files if "language" not in file]
    telling = {word for file in files for word in file.get("language", {}).get(_WORDS, ())}
    english = _vocabulary(own)
    english |= _plurals(english) - _also_unaccented(telling)
    voices = {code: _Voice.of([file for file in files if code_of(file) == code], english) for code in codes}
    every = english.union(*(voice.own for voice in voices.values()))
    points: dict[tuple[tuple[str, int], ...], int] = {}
    words: dict[str, int] = {}
    for word in sorted(every):
        counts = tuple((code, count) for code, voice in voices.items() if (count := voice.points(word, english)))
        words[word] = points.setdefault(counts, len(points))
    return {
        "words": words,
        "points": [dict(counts) for counts in points],
        "languages": {
            code: {"endings": [*voice.ends.endings], "letters": voice.ends.letters, "script": voice.script}
            for code, voice in voices.items()
        },
        "borrowed": [phrase for file in own for phrase in file.get(_BORROWED, {}).get("phrases", ())],
    }


class _Voice(NamedTuple):
    """The words of a language, and those of them that say no more than which it is."""

    own: frozenset[str]
    telling: frozenset[str]
    script: str
    ends: _Ends

    @classmethod
    def of(cls, files: Sequence[Tables], english: frozenset[str]) -> _Voice:
        said = [file["language"] for file in files]
        script = "".join(row.get("script", "") for row in said)
        letters = "".join(row.get("letters", "") for row in said)
        ends = _Ends.of({"endings": sorted(set(_endings(files)) - english), "letters": letters, "script": script})
        telling = _also_unaccented(word for each in said for word in each.get(_WORDS, ()))
        return cls(_also_unaccented(_vocabulary(files)), telling, script, ends)

    def points(self, word: str, english: frozenset[str]) -> int:
        """What a word counts for this language; less than 0 for English."""
        if word in english and word not in self.own:
            return -1
        if (word in self.own and word not in english) or self.ends.has(word):
            return _TELLS if word in self.telling and word not in english else 1
        return 0


def code_of(file: Tables) -> str:
    """The language that a file is for; empty for English."""
    return str(file.get("language", {}).get("code", ""))


def _vocabulary(files: Sequence[Tables]) -> frozenset[str]:
    return frozenset(token.casefold() for text in _said(files) for token in _TOKEN.findall(_SLOT.sub(" ", text)))


def _plurals(english: Iterable[str]) -> frozenset[str]:
    """The plurals of English words; the files hold singulars, and `buttons` is a German word as well."""
    return frozenset(regular_plural(word) for word in english if word.isascii() and len(word) >= _SHORT)


def _phrases(borrowed: Sequence[str]) -> re.Pattern[str]:
    """A pattern that finds these phrases; one that finds nothing when there are none."""
    found = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in borrowed) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE)


def _also_unaccented(words: Iterable[str]) -> frozenset[str]:
    """Words, and as many write the longer ones: `telefono`."""
    told = frozenset(words)
    return told | {unaccented(word) for word in told if len(word) > _SHORT}


def unaccented(word: str) -> str:
    """A word in small letters without accents; one letter keeps its accent, because `à` and `é` are other words."""
    small = word.casefold()
    if small.isascii() or len(small) == 1:
        return small
    return unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", small)))


def _endings(files: Sequence[Tables]) -> Iterator[str]:
    """The ends of longer words that are a noun."""
    return (ending.casefold() for file in files for row in file.get("noun", ()) for ending in row.get(_ENDINGS, ()))


def _said(value: Any) -> Iterator[str]:
    """Every text in the `words` of a row and in the lists of words of a table."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            listed = isinstance(entry, list) and _WORDS not in value
            if name in {_WORDS, _PLURALS} or isinstance(entry, Mapping) or listed:
                yield from _said(entry)
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from _said(entry)
