"""What a preset knows about wishes: `patterns/*.toml`, merged, in English and in one other language at a time.

A file holds tables; the files of a preset are merged by the names of their tables, whatever the files are called, and
a preset that extends another only writes what it adds. A file with a table `[language]` is for that language alone:

    [language]
    code = "de"
    words = ["und", "mit"]        # words that say no more than which language it is
    script = "\u3040-\u30ff"      # where the script tells the language
    letters = "äöüß"              # where letters do, and no word is known
    nouns_first = true            # where a noun stands before what says more about it: "botón Guardar"

    [[field]]
    is = "email"                  # one of the words of an English row: this row is that one, in German
    words = ["E-Mail", "Mailadresse"]

    [[noun]]
    is = "table"
    words = ["Tabelle"]
    plurals = ["Tabellen"]        # words that stand for several, where no -s tells it
    endings = ["tabelle"]         # ends of longer words that are this noun (or this field): "Kundentabelle"

What such a row does not say is as in English, and the English words stay. Its first word is its name: the composer
writes it where it has to name the thing in that language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from epoch_cli.catalog.voices import Tables, Voices, code_of, voices_of

Keep = Callable[[str, Callable[[], Any]], Any]

_FORMAT = 4
"""Of what is kept: another number wherever the same files are to give something else."""

_SAME, _WORDS, NAMED, ENGLISH = "is", "words", "named", "english"
_SHOWN = "samples"
"""The table whose lists are shown, not understood: those of a language stand in place of the English ones."""


class Patterns:
    """The tables of a preset, those of the extending preset before those of its base.

    Args:
        files: what each file holds; or what gives that, once, when it is needed.
        keep: keeps what is worked out from the files under a name, and gives it again, so that most runs read none of
            them: `(name, make) -> JSON`.
    """

    def __init__(self, files: Sequence[Tables] | Callable[[], Sequence[Tables]] = (), keep: Keep | None = None) -> None:
        self._given = files
        self._keep = keep or (lambda _, make: make())
        self._merged: dict[str, Tables] = {}
        self._voices: Voices | None = None

    @cached_property
    def files(self) -> Sequence[Tables]:
        """What each file holds."""
        return self._given() if callable(self._given) else self._given

    def tables(self, language: str = "") -> Tables:
        """All tables in English, with those of a language laid over it; its rows have keys `named`, `english`."""
        if language not in self._merged:
            self._merged[language] = self._keep(f"tables-{_FORMAT}-{language}", lambda: self._laid_over(language))
        return self._merged[language]

    def kept(self, name: str, make: Callable[[], Any]) -> Any:
        """What `make` gives out of these files, as JSON: made once for each state of them, and kept by its name."""
        return self._keep(name, make)

    @property
    def languages(self) -> list[str]:
        """The codes of all languages but English, in the order of the files."""
        return self._spoken.languages

    def language_of(self, text: str) -> str:
        """The language of a text, by the words that it has and English has not; empty for English and when in doubt."""
        return self._spoken.language_of(text)

    def _laid_over(self, language: str) -> Tables:
        english = _merge([file for file in self.files if "language" not in file])
        own = _merge([file for file in self.files if language and code_of(file) == language])
        return _translated(english, own) if own else english

    @property
    def _spoken(self) -> Voices:
        if self._voices is None:
            self._voices = Voices(self._keep(f"voices-{_FORMAT}", lambda: voices_of(self.files)))
        return self._voices


# ---------------------------------------------------------------- merging


def _merge(files: Sequence[Tables]) -> dict[str, Any]:
    """Tables of the same name together: rows and lists one after the other; of single values the first counts."""
    merged: dict[str, Any] = {}
    for file in files:
        for name, value in file.items():
            merged[name] = _both(merged[name], value) if name in merged else value
    return merged


def _both(first: Any, second: Any) -> Any:
    if isinstance(first, list) and isinstance(second, list):
        return [*first, *second]
    return _merge([first, second]) if isinstance(first, Mapping) and isinstance(second, Mapping) else first


def _translated(english: Tables, own: Tables) -> dict[str, Any]:
    """English tables in another language: rows that are the same thing in place of it, all others before."""
    made = _merge([own, english])
    for name, value in own.items():
        rows = english.get(name, [])
        if isinstance(value, list) and isinstance(rows, list):
            made[name] = _rows(rows, value)
        elif name == _SHOWN:
            made[name] = {**rows, **value} if rows else value
    return made


def _rows(english: list[dict[str, Any]], own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    place = {word: number for number, row in reversed(list(enumerate(english))) for word in row.get(_WORDS, ())}
    new: list[dict[str, Any]] = []
    same: dict[int, list[dict[str, Any]]] = {}
    for row in own:
        number = place.get(row.get(_SAME, ""))
        new.append(row) if number is None else same.setdefault(number, []).append(row)
    return [*new, *(_as(row, same[number]) if number in same else row for number, row in enumerate(english))]


def _as(row: Mapping[str, Any], own: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A row in another language; of several that are this one, the first counts, and all their words."""
    words = list(dict.fromkeys(word for each in own for word in each[_WORDS]))
    told = {key: value for each in reversed(own) for key, value in each.items()}
    return {**row, **told, _WORDS: [*words, *row[_WORDS]], NAMED: words[0], ENGLISH: row[_WORDS]}
