"""The phrases of a preset's patterns by the words that they are compared by, as JSON.

Spelling ten thousand phrases takes longer than composing a hundred screens, so it is done once for each state of the
files and kept. An entry names its row by its number, or says itself what it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from epoch_cli.catalog.patterns import ENGLISH, NAMED
from epoch_cli.providers.offline.knowledge.phrasebook import Phrasebook, singular, words
from epoch_cli.providers.offline.knowledge.separators import alternatives
from epoch_cli.providers.offline.knowledge.spelling import targets_of

FORMAT = 2
"""Raise it when the same tables are to give other indexes: also when `words` spells otherwise."""

Tables = Mapping[str, Any]
Entries = Iterable[tuple[Iterable[str], Any]]

_NAMED_LAST = ("noun", "action")
"""Tables whose rows are called differently where they are no controls: a `message` is a field, then a text."""

_ROWS = ("sample", "group", "topic", "panel", "thing", "action")
"""Tables whose rows are found by their words, and by nothing else."""

_NAMES = ("flags", "types", "connectors", "states", "edit_values")
"""Tables of lists whose entries stand for the name of their list."""

_LISTS = ("noise", "clauses")
"""Tables of lists that are a book each, `TABLE.LIST`."""

_ORDINALS = range(1, 6)
"""Parts that are told apart by words such as "first"."""

SEVERAL = 1 << 16
"""Added to the number of a noun for words that stand for several."""

TARGETS = "targets"
"""What misspelt words are corrected to: the words of names of screens and their parts."""

FIRST = "first"
"""The place of signs that count at the beginning."""


def indexes(tables: Tables) -> dict[str, Any]:
    """The indexes of all books of these tables by name, as `Phrasebook` takes them; whatever is missing is empty."""
    books: dict[str, Entries] = {name: _by_row(tables, name) for name in _ROWS}
    books |= {name: ((said, key) for key, said in _lists(tables, name)) for name in _NAMES}
    books |= {f"{name}.{key}": [(said, True)] for name in _LISTS for key, said in _lists(tables, name)}
    books |= {name: make(tables) for name, make in _OWN.items()}
    made: dict[str, Any] = {name: Phrasebook.of(entries).index for name, entries in books.items()}
    named = [entry for name in ("noun", "topic") for row in tables.get(name, ()) for entry in row["words"]]
    return made | {TARGETS: targets_of(word for entry in named for word in words(entry))}


def _lists(tables: Tables, name: str) -> Iterable[tuple[str, Any]]:
    found: Iterable[tuple[str, Any]] = (tables.get(name) or {}).items()
    return found


def _by_row(tables: Tables, name: str, is_here: Callable[[Any], bool] = lambda _: True) -> Entries:
    return [(row["words"], number) for number, row in enumerate(tables.get(name, ())) if is_here(row)]


def _words_of(name: str, key: str = "words") -> Callable[[Tables], Entries]:
    return lambda tables: [((tables.get(name) or {}).get(key, ()), True)]


def _nouns(tables: Tables, *, quoted: bool) -> Entries:
    """Nouns by their words; `plurals` are words that stand for several."""
    rows = [(n, row) for n, row in enumerate(tables.get("noun", ())) if bool(row.get("quoted")) == quoted]
    several = [(row["plurals"], number + SEVERAL) for number, row in rows if "plurals" in row]
    return [*((row["words"], number) for number, row in rows), *several]


def _whole_fields(tables: Tables) -> Entries:
    """Fields by their whole labels: first those that are known by nothing else."""
    rows = enumerate(tables.get("field", ()))
    ordered = sorted((pair for pair in rows if not pair[1].get("leads")), key=lambda pair: not pair[1].get("whole"))
    return ((row["words"], number) for number, row in ordered)


def _is_ending(row: Mapping[str, Any]) -> bool:
    return not (row.get("whole") or row.get("starts") or row.get("leads"))


def _signs(tables: Tables, place: str) -> Entries:
    """Signs of a place as what `Sign` takes."""
    for row in tables.get("sign", ()):
        for word in row["words"] if row.get("place", "") == place else ():
            last = word.split()[-1].casefold()
            yield [word], [row["shape"], row.get("weight", 3), singular(last) != last]


def _together(tables: Tables) -> Entries:
    """The phrases that hold a joint such as `and` without being two: "terms and conditions"."""
    row = tables.get("together", {})
    pairs = [f"{first} {then}" for first in row.get("first", ()) for then in row.get("then", ())]
    joints = [joint for name in ("and", "with") for joint in tables.get("separators", {}).get(name, ())]
    joined = re.compile(rf"\s(?:{alternatives(joints)})\s|/", re.IGNORECASE)
    entries = [entry for entry in _known(tables) if joined.search(entry)]
    return [([*row.get("words", ()), *pairs, *entries], True)]


def _known(tables: Tables) -> Iterator[str]:
    """All words of all rows of all tables."""
    for rows in tables.values():
        for row in rows if isinstance(rows, list) else ():
            yield from row.get("words", ())


def _labels(tables: Tables) -> Entries:
    """English words to what the language calls them: its table `labels`, then the names of its rows."""
    lists = sorted((name for name in tables if isinstance(tables[name], list)), key=_NAMED_LAST.count)
    named = [row for name in lists for row in tables[name] if NAMED in row]
    spoken = {words(word): row[NAMED] for row in named for word in row["words"][: -len(row[ENGLISH])]}

    def meant(row: Mapping[str, Any]) -> list[str]:
        own = (word for word in row[ENGLISH] if spoken.get(words(word), row[NAMED]) == row[NAMED])
        return [*own, *row.get("plurals", ())]  # a word of both languages may be two things

    return [*(((said,), own) for said, own in _lists(tables, "labels")), *((meant(row), row[NAMED]) for row in named)]


_OWN: Mapping[str, Callable[[Tables], Entries]] = {
    "nouns": lambda tables: _nouns(tables, quoted=False),
    "quoted nouns": lambda tables: _nouns(tables, quoted=True),
    "fields": _whole_fields,
    "fields that start": lambda tables: _by_row(tables, "field", lambda row: bool(row.get("starts"))),
    "fields that lead": lambda tables: _by_row(tables, "field", lambda row: bool(row.get("leads"))),
    "fields that end": lambda tables: _by_row(tables, "field", _is_ending),
    "joints": lambda tables: [(said, True) for _, said in _lists(tables, "joints")],
    "joints.of": _words_of("joints", "of"),
    "alone": _words_of("alone", "buttons"),
    "fillers": lambda tables: chain(_words_of("fillers")(tables), _words_of("language")(tables)),
    "purposes": _words_of("purposes"),
    "numbers": lambda tables: [((name,), number) for name, number in _lists(tables, "numbers")],
    "ordinals": lambda tables: [(tables.get("edits", {}).get(f"number_{number}", ()), number) for number in _ORDINALS],
    "labels": _labels,
    "together": _together,
    f"signs {FIRST}": lambda tables: _signs(tables, FIRST),
    "signs last": lambda tables: _signs(tables, "last"),
    "signs ": lambda tables: _signs(tables, ""),
    "edit_props": lambda tables: [(row["words"], row["props"]) for _, row in _lists(tables, "edit_props")],
}
"""Books with a rule of their own."""
