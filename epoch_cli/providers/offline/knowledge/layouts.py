"""How forms are laid out, from `patterns/layouts.toml`: sections of long ones, and fields that share a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from epoch_cli.catalog.patterns import ENGLISH
from epoch_cli.providers.offline.knowledge.phrasebook import Phrasebook, words

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a long form: its heading, and the numbers of those that take its fields when it has too few."""

    title: str
    joins: tuple[int, ...] = ()


@dataclass(slots=True)
class Layouts:
    """Where fields stand in a form.

    `sections` in the order of the file, `rest` the number of the one for what belongs nowhere, -1 for none;
    `belongs` fields to the numbers of their sections, `beside` fields and `types` input types to the number of a line.
    """

    sections: tuple[Section, ...] = ()
    rest: int = -1
    belongs: Phrasebook[int] = field(default_factory=Phrasebook)
    beside: Phrasebook[int] = field(default_factory=Phrasebook)
    types: Mapping[str, int] = field(default_factory=dict)
    nouns_first: bool = False

    @classmethod
    def of(cls, tables: Mapping[str, Any], named: Callable[[str], str], *, nouns_first: bool = False) -> Layouts:
        """Compile the tables `section` and `beside`; `named` says what a language calls an English name."""
        rows, lines = tables.get("section", ()), tables.get("beside", ())
        spoken = _Spoken(tables.get("field", ()), named)
        place = {word: number for number, row in enumerate(rows) for word in row["words"]}
        return cls(
            sections=tuple(
                Section(row["words"][0], tuple(place[name] for name in row.get("joins", ()) if name in place))
                for row in rows
            ),
            rest=next((number for number, row in enumerate(rows) if row.get("rest")), -1),
            belongs=Phrasebook.of((spoken.all(row.get("fields", ())), number) for number, row in enumerate(rows)),
            beside=Phrasebook.of((spoken.all(row.get("fields", ())), number) for number, row in enumerate(lines)),
            types={kind: number for number, row in enumerate(lines) for kind in row.get("types", ())},
            nouns_first=nouns_first,
        )

    def section(self, label: str) -> int:
        """The number of the section that a field belongs to; -1 for none."""
        spelled = words(label)
        match = self.belongs.ending(spelled) or (self.belongs.at(spelled, 0) if self.nouns_first else None)
        return match.value if match is not None else -1

    def line(self, label: str, kind: str) -> int:
        """A number that fields which may share a line have in common; -1 for those that stand alone."""
        number = self.beside.exact(words(label))
        return self.types.get(kind, -1) if number is None else number


class _Spoken:
    """All that fields are called which are named by an English word.

    The first word of a row stands for the row: for what a language calls it, and where `autocomplete` says that all its
    words mean the same, for all of them.
    """

    def __init__(self, rows: Sequence[Row], named: Callable[[str], str]) -> None:
        self._named = named
        self._rows = {words(row.get(ENGLISH, row["words"])[0]): row for row in reversed(rows)}

    def all(self, names: Iterable[str]) -> list[str]:
        return [word for name in names for word in self._spoken(name)]

    def _spoken(self, name: str) -> list[str]:
        row = self._rows.get(words(name))
        if row is None:
            return [name]
        same = row["words"] if row.get("autocomplete") and not row.get("starts") else ()
        return [name, self._named(name), *same]
