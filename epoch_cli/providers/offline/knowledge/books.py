"""The tables of a preset's patterns, compiled: each when it is first asked for, since no wish needs all of them.

Compiling all would take as long as starting the program. Whatever a preset does not have is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from epoch_cli.catalog.patterns import ENGLISH, NAMED
from epoch_cli.providers.offline.knowledge.compounds import Compounds
from epoch_cli.providers.offline.knowledge.facts import (
    Action,
    Noun,
    Row,
    Shape,
    Sign,
    Thing,
    Topic,
    action_of,
    noun_of,
    shape_of,
    topic_of,
)
from epoch_cli.providers.offline.knowledge.fieldbook import FieldBook, fact_of
from epoch_cli.providers.offline.knowledge.framing import Frames
from epoch_cli.providers.offline.knowledge.indexes import FIRST, SEVERAL, TARGETS, indexes
from epoch_cli.providers.offline.knowledge.inflection import Inflection
from epoch_cli.providers.offline.knowledge.phrasebook import Phrasebook, Value, folded, words
from epoch_cli.providers.offline.knowledge.separators import any_of, ranges_of, separators_of
from epoch_cli.providers.offline.knowledge.sequences import Sequences
from epoch_cli.providers.offline.knowledge.spelling import Speller
from epoch_cli.providers.offline.knowledge.wordorder import WordOrder

if TYPE_CHECKING:
    from epoch_cli.providers.offline.knowledge.grammar import Grammar
    from epoch_cli.providers.offline.knowledge.layouts import Layouts
    from epoch_cli.providers.offline.knowledge.ranking import Ranking

BOOKS = (
    "nouns",
    "quoted_nouns",
    "samples",
    "groups",
    "topics",
    "panels",
    "things",
    "actions",
    "alone",
    "flags",
    "types",
    "numbers",
    "ordinals",
    "connectors",
    "labels",
    "fillers",
    "purposes",
    "together",
    "states",
)
"""The books of phrases that a wish for a new screen may hold."""

_NAMED = ("field", "topic", "noun", "thing", "sample")
"""Tables of which a row is one thing, with an English name; an action has many: "save" and "send" submit."""


class Knowledge:
    """What the tables of `patterns/*.toml` say, in English and in one more language; each file explains its own.

    Args:
        tables: as `Patterns.tables` gives them.
        language: the code of the other language, empty for none.
        kept: the indexes of these tables, where they were made before.
    """

    def __init__(self, tables: Mapping[str, Any], language: str = "", kept: Mapping[str, Any] | None = None) -> None:
        self.tables, self.language = tables, language
        self._indexes = indexes(tables) if kept is None else kept

    # ------------------------------------------------------------ tables

    def _rows(self, name: str) -> Sequence[Row]:
        found: Sequence[Row] = self.tables.get(name, ())
        return found

    def _entries(self, name: str) -> Mapping[str, Any]:
        return self.tables.get(name) or {}

    def _book(self, name: str, make: Callable[[Any], Value] | None = None) -> Phrasebook[Value]:
        """A book by its name in `indexes`."""
        return Phrasebook(self._indexes.get(name), make)

    def _by_row(self, table: str, make: Callable[[Row], Value], name: str = "") -> Phrasebook[Value]:
        """A book whose entries are numbers of rows; each row is made into its value once."""
        rows = self._rows(table)
        return self._book(name or table, cache(lambda number: make(rows[number])))

    def _lists(self, table: str) -> dict[str, Phrasebook[bool]]:
        return {key: self._book(f"{table}.{key}") for key in self._entries(table)}

    # ------------------------------------------------------------ nouns, fields, topics

    @cached_property
    def nouns_first(self) -> bool:
        """Whether a noun stands before what says more about it: "botón Guardar", "tabla de pedidos"."""
        return bool(self._entries("language").get("nouns_first"))

    @cached_property
    def nouns(self) -> Phrasebook[Noun]:
        """What names controls and parts of a screen."""
        return self._nouns("nouns")

    @cached_property
    def quoted_nouns(self) -> Phrasebook[Noun]:
        """Nouns of what is quoted: a `caption` is one only beside a quotation."""
        return self._nouns("quoted nouns")

    def _nouns(self, name: str) -> Phrasebook[Noun]:
        rows = self._rows("noun")
        return self._book(name, cache(lambda number: noun_of(rows[number % SEVERAL], plural=number >= SEVERAL)))

    @cached_property
    def compounds(self) -> Compounds:
        """How nouns that are written together are parted."""
        return Compounds.of(self._rows("noun"), self._entries("compounds"))

    @cached_property
    def inflection(self) -> Inflection:
        """How words are inflected behind a joint."""
        return Inflection.of(self._entries("inflected"))

    @cached_property
    def fields(self) -> FieldBook:
        """What labels say about the fields below them."""
        rows, fact = self._rows("field"), cache(lambda number: fact_of(self._rows("field")[number]))
        return FieldBook(
            whole=self._book("fields", fact),
            starts=self._book("fields that start", fact),
            leads=self._book("fields that lead", fact),
            ends=self._book("fields that end", fact),
            of_words=self._book("joints.of"),
            joints=self._book("joints"),
            suffixes={folded(end): fact(number) for number, row in enumerate(rows) for end in row.get("endings", ())},
            nouns_first=self.nouns_first and "compounds" not in self.tables,
            shortest=self._entries("compounds").get("shortest", 3),
        )

    @cached_property
    def samples(self) -> Phrasebook[tuple[str, ...]]:
        """Sample values of metrics and facts."""
        return self._by_row("sample", lambda row: tuple(row["samples"]))

    @cached_property
    def groups(self) -> Phrasebook[tuple[str, ...]]:
        """Names that stand for several fields."""
        return self._by_row("group", lambda row: tuple(row["fields"]))

    @cached_property
    def topics(self) -> Phrasebook[int]:
        """The numbers of topics by their words."""
        return self._book("topic")

    @cached_property
    def topic_rows(self) -> Sequence[Topic]:
        """The topics by their numbers."""
        return [topic_of(row, spoken=not self.language or NAMED in row) for row in self._rows("topic")]

    @cached_property
    def panels(self) -> Phrasebook[str]:
        """What tabs of these names hold."""
        return self._by_row("panel", lambda row: str(row["items"]))

    @cached_property
    def things(self) -> Phrasebook[Thing]:
        """What tables and cards are about."""
        return self._by_row(
            "thing", lambda row: Thing(row["parts"], tuple(row.get("names", ())), row.get("list", False))
        )

    @cached_property
    def actions(self) -> Phrasebook[Action]:
        """What buttons do, by the words they begin with."""
        return self._by_row("action", action_of)

    @cached_property
    def alone(self) -> Phrasebook[bool]:
        """What is a button without any noun beside it."""
        return self._book("alone")

    @cached_property
    def shapes(self) -> Mapping[str, Shape]:
        """How parts of a screen read their items."""
        return {name: shape_of(row) for name, row in self._entries("shape").items()}

    @cached_property
    def signs(self) -> Mapping[str, Phrasebook[Sign]]:
        """Words that speak for a shape, by the place where they count: `first`, `last`, or nothing for anywhere."""
        return {place: self._book(f"signs {place}", lambda told: Sign(*told)) for place in (FIRST, "last", "")}

    @cached_property
    def layouts(self) -> Layouts:
        """Where the fields of a form stand."""
        from epoch_cli.providers.offline.knowledge.layouts import Layouts  # noqa: PLC0415  only long forms ask

        return Layouts.of(
            self.tables, lambda name: self.labels.exact(words(name)) or name, nouns_first=self.nouns_first
        )

    # ------------------------------------------------------------ what joins, frames and colours them

    @cached_property
    def separators(self) -> re.Pattern[str]:
        """What stands between two parts of a wish."""
        return separators_of(
            self._entries("separators"),
            self._entries("noise").get("articles", ()),
            self._entries("noise").get("purpose", ()),
        )

    @cached_property
    def says(self) -> re.Pattern[str]:
        """Words behind which stands what something says."""
        return any_of(self._entries("connectors").get("says", ()))

    @cached_property
    def ranges(self) -> re.Pattern[str]:
        """Ranges of numbers."""
        return ranges_of(self._entries("ranges"))

    @cached_property
    def together(self) -> Phrasebook[bool]:
        """The phrases that hold a joint such as `and` without being two: "terms and conditions"."""
        return self._book("together")

    @cached_property
    def noise(self) -> Mapping[str, Phrasebook[bool]]:
        """Words of one use each."""
        return self._lists("noise")

    @cached_property
    def clauses(self) -> Mapping[str, Phrasebook[bool]]:
        """Words of what no screen can do, by the place where they stand."""
        return self._lists("clauses")

    @cached_property
    def flags(self) -> Phrasebook[str]:
        """What is said of a control: that it is required, and the like."""
        return self._book("flags")

    @cached_property
    def types(self) -> Phrasebook[str]:
        """Words that say the type of a field."""
        return self._book("types")

    @cached_property
    def states(self) -> Phrasebook[str]:
        """Words that say the state of something."""
        return self._book("states")

    @cached_property
    def numbers(self) -> Phrasebook[int]:
        """Words for numbers."""
        return self._book("numbers")

    @cached_property
    def ordinals(self) -> Phrasebook[int]:
        """Words that count parts of a screen."""
        return self._book("ordinals")

    @cached_property
    def connectors(self) -> Phrasebook[str]:
        """Words that join a noun to what it is about."""
        return self._book("connectors")

    @cached_property
    def capitals(self) -> frozenset[str]:
        """Words that are written in capitals."""
        return frozenset(self._entries("capitals").get("words", ()))

    @cached_property
    def fillers(self) -> Phrasebook[bool]:
        """Words that say nothing."""
        return self._book("fillers")

    @cached_property
    def english_names(self) -> Mapping[str, str]:
        """English names by those of the other language, in small letters; what fields are called counts first."""
        rows = [row for name in _NAMED for row in self._rows(name) if NAMED in row]
        found = {named.casefold(): english for english, named in self._entries("labels").items()}
        for row in rows:
            for word in row["words"][: -len(row[ENGLISH])]:
                found.setdefault(word.casefold(), row[ENGLISH][0])
        return found

    @cached_property
    def purposes(self) -> Phrasebook[bool]:
        """Words behind which stands whom a screen is for."""
        return self._book("purposes")

    @cached_property
    def frames(self) -> Frames:
        """What stands around a wish."""
        verbs = [word for row in self._rows("sign") if row.get("place") == FIRST for word in row["words"]]
        joints = {
            word for name in ("and", "plus", "with", "without") for word in self._entries("separators").get(name, ())
        }
        return Frames(self._entries("frame"), verbs, joints.difference(self._entries("noise").get("or", ())))

    @cached_property
    def order(self) -> WordOrder:
        """How a language that says the thing last is read."""
        return WordOrder.of(self.tables)

    @cached_property
    def sequences(self) -> Sequences:
        """Rows of words that everyone knows."""
        joints = [word for name in ("and", "with") for word in self._entries("separators").get(name, ())]
        return Sequences.of(self._entries("sequences"), joints)

    # ------------------------------------------------------------ words that nobody wrote down

    @cached_property
    def speller(self) -> Speller:
        """It knows every word of the tables, and corrects to those that name screens and their parts."""
        if self.language:
            return Speller()
        return Speller(self._indexes[TARGETS], self.tables)

    @cached_property
    def vague(self) -> frozenset[str]:
        """Words that no topic is found by: those of `vague`, articles, and what joins words."""
        entries = self._entries
        said = [entries("vague").get("words", ()), entries("noise").get("articles", ())]
        spelled = (words(text) for texts in (*said, *entries("connectors").values()) for text in texts)
        return frozenset(word for told in spelled if len(told) == 1 for word in told)

    @cached_property
    def ranking(self) -> Ranking:
        """The topics by all their words: phrases without those that say nothing, titles and items."""
        from epoch_cli.providers.offline.knowledge.ranking import Ranking, Text  # noqa: PLC0415  most wishes name their topic

        def text(row: Row) -> Text:
            phrases = [tuple(word for word in words(entry) if word not in self.vague) for entry in row["words"]]
            return Text(phrases, words(f"{row.get('title', '')} {row.get('items', '')}"))

        return Ranking([text(row) for row in self._rows("topic")])

    # ------------------------------------------------------------ what is shown

    @cached_property
    def labels(self) -> Phrasebook[str]:
        """English words to what the language calls them: its table `labels`, then the names of its rows."""
        return self._book("labels")

    @cached_property
    def phrases(self) -> Mapping[str, str]:
        """What is shown where a wish says nothing."""
        return self._entries("phrases")

    @cached_property
    def sample_lists(self) -> Mapping[str, tuple[str, ...]]:
        """Lists of samples by their names."""
        return {name: tuple(values) for name, values in self._entries("samples").items()}

    @cached_property
    def scales(self) -> list[tuple[str, ...]]:
        """Options that are known without the name of a field: those of scales, and those of every field."""
        told = [*self._entries("scales").values(), *(row["options"] for row in self._rows("field") if "options" in row)]
        return [tuple(options) for options in told]

    # ------------------------------------------------------------ editing

    @cached_property
    def edits(self) -> Mapping[str, tuple[str, ...]]:
        """Words of the same meaning in sentences that ask for a change."""
        return {name: tuple(values) for name, values in self._entries("edits").items()}

    @cached_property
    def edit_values(self) -> Phrasebook[str]:
        """Words for values of props."""
        return self._book("edit_values")

    @cached_property
    def edit_props(self) -> Phrasebook[tuple[str, ...]]:
        """Words for props."""
        return self._book("edit_props", tuple)

    @cached_property
    def grammar(self) -> Grammar:
        """The forms of sentences that ask for a change."""
        from epoch_cli.providers.offline.knowledge.grammar import Grammar  # noqa: PLC0415  a new screen needs none

        return Grammar.of(self.tables)
