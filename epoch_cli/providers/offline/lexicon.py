"""What the composer knows, compiled: `presets/*/patterns/*.toml` as phrasebooks.

The knowledge is data of the preset (`words`, `fields`, `screens`, `things`; each file explains itself). A preset
without patterns gives an empty lexicon, and then the composer knows nouns of no language: it still shows the words of
the wish in what the design system has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.phrasebook import Phrasebook, Words, words

Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that names a control or a part of a screen; the fields are explained in `patterns/words.toml`."""

    kind: str
    type: str = ""
    label: str = ""
    list: bool = False
    quoted: bool = False
    shape: str = ""
    many: str = ""


@dataclass(frozen=True, slots=True)
class FieldFact:
    """What is known about a field; explained in `patterns/fields.toml`. `exact` when its whole label was known."""

    type: str = ""
    autocomplete: str = ""
    placeholder: str = ""
    hint: str = ""
    options: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """What is known about a kind of screen; explained in `patterns/screens.toml`."""

    words: tuple[str, ...]
    shape: str
    title: str = ""
    core: tuple[str, ...] = ()
    items: str = ""
    required: tuple[str, ...] = ()
    button: str = ""
    button_as: Mapping[str, str] = field(default_factory=dict)
    personal: bool = False
    intro: str = ""
    control: str = ""
    new: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """What tables and cards of a common thing show, and sample names of it; explained in `patterns/things.toml`."""

    parts: str
    names: tuple[str, ...] = ()
    list: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does; explained in `patterns/screens.toml`."""

    variant: str = ""
    submits: bool = False
    leaves: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """How a part of the screen reads its items; explained in `patterns/screens.toml`."""

    items: str = "field"
    known: str = ""
    search: str = ""
    keep: bool = False
    each: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All knowledge of a preset about wishes."""

    nouns: Phrasebook[Noun]
    quoted_nouns: Phrasebook[Noun]
    fields: Phrasebook[FieldFact]
    field_starts: Phrasebook[FieldFact]
    samples: Phrasebook[tuple[str, ...]]
    groups: Phrasebook[tuple[str, ...]]
    topics: Phrasebook[int]
    topic_rows: tuple[Topic, ...]
    panels: Phrasebook[str]
    things: Phrasebook[Thing]
    actions: Phrasebook[Action]
    alone: Phrasebook[bool]
    shapes: Mapping[str, Shape]
    separators: re.Pattern[str]
    says: re.Pattern[str]
    noise: Mapping[str, Phrasebook[bool]]
    flags: Phrasebook[str]
    types: Phrasebook[str]
    numbers: Phrasebook[int]
    connectors: Phrasebook[str]
    capitals: frozenset[str]
    languages: Phrasebook[str]
    submits: Mapping[str, str]
    phrases: Mapping[str, str]
    sample_lists: Mapping[str, tuple[str, ...]]
    edits: Mapping[str, tuple[str, ...]]
    edit_values: Phrasebook[str]
    edit_props: Phrasebook[tuple[str, ...]]
    spaceless: re.Pattern[str] | None
    together: re.Pattern[str]

    def shape(self, name: str) -> Shape:
        """How parts of this shape read their items."""
        return self.shapes.get(name) or Shape()

    def phrase(self, name: str) -> str:
        """A word or sentence shown when the wish gives none; the name itself when the preset has no such phrase."""
        return self.phrases.get(name, name.capitalize())

    def field_fact(self, label: str) -> FieldFact:
        """What is known about a field of this label: as a whole, by its beginning, or by its last words."""
        spelled = words(label)
        exact = self.fields.exact(spelled)
        if exact is not None:
            return exact
        start = self.field_starts.at(spelled, 0) if spelled else None
        found = start or self.fields.ending(spelled)
        if found is None:
            return FieldFact()
        fact = found.value
        return FieldFact(fact.type, "", fact.placeholder, fact.hint, fact.options, fact.samples)

    def is_control(self, label: str) -> bool:
        """Whether this label as a whole is a field that has a control of its own kind, such as an email."""
        fact = self.fields.exact(words(label))
        known = fact is not None and bool(fact.type or fact.autocomplete or fact.options)
        return known or self.groups.exact(words(label)) is not None

    def knows_field(self, label: str) -> bool:
        """Whether this label as a whole is a field or a group of fields."""
        spelled = words(label)
        return self.fields.exact(spelled) is not None or self.groups.exact(spelled) is not None

    def topics_in(self, text: Words) -> list[tuple[Topic, Words]]:
        """The topics whose words stand in the text: those with the most words first, then in the preset's order."""
        found = sorted(self.topics.all(text), key=lambda match: (match.start - match.end, match.value))
        return [(self.topic_rows[match.value], text[match.start : match.end]) for match in found]

    def thing(self, text: str) -> Thing | None:
        """The thing that a subject such as "recent orders" is about: the last one that is named."""
        found = self.things.all(words(text))
        return found[-1].value if found else None

    def action(self, label: str) -> Action:
        """What a button with this label does."""
        found = self.actions.at(words(label), 0)
        return found.value if found else Action()

    def sample(self, label: str, number: int) -> str:
        """A sample value for a label, the same for the same number; empty when none is known."""
        values = self.field_fact(label).samples
        return self.figure(label, number) or (values[number % len(values)] if values else "")

    def figure(self, label: str, number: int) -> str:
        """A sample value of a metric or a fact, such as a temperature; empty when none is known."""
        match = self.samples.ending(words(label))
        return match.value[number % len(match.value)] if match else ""

    def listed(self, name: str, number: int) -> str:
        """The entry of a list of samples, from its start again when it is too short."""
        values = self.sample_lists.get(name) or ("",)
        return values[number % len(values)]


_COMPILED: list[tuple[Mapping[str, Any], Lexicon]] = []
_KEPT = 4


def lexicon_of(catalog: Catalog) -> Lexicon:
    """The compiled patterns of a catalog; kept for the last few catalogs: compiling costs more than composing."""
    for patterns, lexicon in _COMPILED:
        if patterns is catalog.patterns:
            return lexicon
    compiled = compile_lexicon(catalog.patterns)
    _COMPILED[:] = [*_COMPILED[1 - _KEPT :], (catalog.patterns, compiled)]
    return compiled


def compile_lexicon(patterns: Mapping[str, Any]) -> Lexicon:
    """Compile the patterns of a catalog; whatever is missing is empty."""
    said, fields = patterns.get("words", {}), patterns.get("fields", {})
    screens, things = patterns.get("screens", {}), patterns.get("things", {})
    noise, connectors, separators = said.get("noise", {}), said.get("connectors", {}), said.get("separators", {})
    languages = screens.get("languages", {})
    nouns = said.get("noun", ())
    return Lexicon(
        nouns=_book((row for row in nouns if not row.get("quoted")), _noun),
        quoted_nouns=_book((row for row in nouns if row.get("quoted")), _noun),
        fields=_book(fields.get("field", ()), _field),
        field_starts=_book((row for row in fields.get("field", ()) if row.get("starts")), _field),
        samples=_book(fields.get("sample", ()), lambda row: tuple(row["samples"])),
        groups=_book(fields.get("group", ()), lambda row: tuple(row["fields"])),
        topics=Phrasebook.of((row["words"], number) for number, row in enumerate(screens.get("topic", ()))),
        topic_rows=tuple(_topic(row) for row in screens.get("topic", ())),
        panels=_book(screens.get("panel", ()), lambda row: str(row["items"])),
        things=_book(
            things.get("thing", ()),
            lambda row: Thing(row["parts"], tuple(row.get("names", ())), row.get("list", False)),
        ),
        actions=_book(screens.get("action", ()), _action),
        alone=Phrasebook.of([(screens.get("alone", {}).get("buttons", ()), True)]),
        shapes={name: _shape(row) for name, row in screens.get("shape", {}).items()},
        separators=_separators(separators),
        says=_any_of(connectors.get("says", ())),
        noise={name: Phrasebook.of([(entries, True)]) for name, entries in noise.items()},
        flags=Phrasebook.of((entries, name) for name, entries in said.get("flags", {}).items()),
        types=Phrasebook.of((entries, name) for name, entries in said.get("types", {}).items()),
        numbers=Phrasebook.of(((name,), number) for name, number in said.get("numbers", {}).items()),
        connectors=Phrasebook.of((entries, name) for name, entries in connectors.items()),
        capitals=frozenset(said.get("capitals", {}).get("words", ())),
        languages=Phrasebook.of((row["words"], name) for name, row in languages.items()),
        submits={name: row["submit"] for name, row in languages.items()},
        phrases=screens.get("phrases", {}),
        sample_lists={name: tuple(values) for name, values in screens.get("samples", {}).items()},
        edits={name: tuple(values) for name, values in screens.get("edits", {}).items()},
        edit_values=Phrasebook.of((entries, name) for name, entries in screens.get("edit_values", {}).items()),
        edit_props=_book(screens.get("edit_props", {}).values(), lambda row: tuple(row["props"])),
        spaceless=_spaceless(patterns),
        together=_together(patterns),
    )


# ---------------------------------------------------------------- rows


def _book(rows: Rows, value: Any) -> Phrasebook[Any]:
    return Phrasebook.of((row["words"], value(row)) for row in rows)


def _noun(row: Mapping[str, Any]) -> Noun:
    return Noun(**{name: row[name] for name in Noun.__slots__ if name in row})


def _field(row: Mapping[str, Any]) -> FieldFact:
    told = {name: row[name] for name in ("type", "autocomplete", "placeholder", "hint") if name in row}
    return FieldFact(**told, options=tuple(row.get("options", ())), samples=tuple(row.get("samples", ())), exact=True)


def _topic(row: Mapping[str, Any]) -> Topic:
    told = {name: row[name] for name in ("shape", "title", "items", "button", "intro", "control") if name in row}
    return Topic(
        words=tuple(row["words"]),
        **told,
        core=tuple(row.get("core", ())),
        required=tuple(row.get("required", ())),
        button_as=row.get("as", {}),
        personal=row.get("personal", False),
        new=row.get("new", False),
    )


def _action(row: Mapping[str, Any]) -> Action:
    flags = {name: row[name] for name in ("submits", "leaves", "whole") if name in row}
    return Action(row.get("variant", ""), **flags)


def _shape(row: Mapping[str, Any]) -> Shape:
    told = {name: row[name] for name in ("items", "known", "search", "keep") if name in row}
    return Shape(**told, each=tuple(row.get("each", ())), texts=tuple(row.get("texts", ())))


# ---------------------------------------------------------------- patterns


def _alternatives(entries: Iterable[str]) -> str:
    """The entries as alternatives of a pattern, the longest first; one that matches nothing when there are none."""
    ordered = sorted(set(entries), key=lambda entry: (-len(entry), entry))
    return "|".join(re.escape(entry).replace(r"\ ", r"\s+") for entry in ordered) or r"(?!)"


def _any_of(entries: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{_alternatives(entries)})(?!\w)", re.IGNORECASE)


def _separators(rows: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """One pattern that finds everything that stands between two parts of a wish, by the name of its group.

    A slash counts between two words of two letters or more: "email/password", but not "MM/YY" beside a digit or "w/".
    """
    found = {name: _alternatives(rows.get(name, ())) for name in ("without", "each", "plus", "with", "and", "colon")}
    said = "|".join(rf"(?P<{name}>(?<!\S)(?:{entries})(?![^\s:]))" for name, entries in found.items())
    signs = (
        r"(?P<stop>(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bSt)(?<!\bNo)(?<!\bNr)(?<!\bMrs)(?<!\bProf)[.!]+(?=\s|$)|(?<=\?)\s+(?=\S))"
        r"|(?P<sign>:(?!//)|\s[-–—]+\s|\s*[=-]+>\s*)"
        r"|(?P<comma>[,;•|\n]|\s/\s|(?<=[^\W\d]{2})/(?=[^\W\d]{2}))"
    )
    return re.compile(f"{said}|{signs}", re.IGNORECASE)


_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_JOINED = re.compile(r"\s(?:and|with|or|&|y|e|und|et|using)\s|/", re.IGNORECASE)


def _spaceless(patterns: Mapping[str, Any]) -> re.Pattern[str] | None:
    """A pattern of all known words in scripts that put no spaces between words (Japanese, Chinese)."""
    said = patterns.get("words", {})
    joints = [entry for name in ("separators", "connectors") for row in said.get(name, {}).values() for entry in row]
    entries = {entry for entry in (*_known(patterns), *joints) if _SPACELESS.match(entry) and " " not in entry}
    return re.compile(f"({_alternatives(entries)})") if entries else None


def _together(patterns: Mapping[str, Any]) -> re.Pattern[str]:
    """A pattern of the phrases that hold a joint such as `and` without being two: "terms and conditions"."""
    row = patterns.get("words", {}).get("together", {})
    pairs = [f"{first} {then}" for first in row.get("first", ()) for then in row.get("then", ())]
    entries = [entry for entry in _known(patterns) if _JOINED.search(entry)]
    return _any_of([*row.get("words", ()), *pairs, *entries])


def _known(patterns: Mapping[str, Any]) -> Iterable[str]:
    """All words of all rows of all tables."""
    for table in patterns.values():
        for rows in table.values():
            for row in rows if isinstance(rows, list) else ():
                yield from row.get("words", ())
