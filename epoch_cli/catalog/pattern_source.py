"""The shape of pattern files, checked with pydantic when they are new; what a key means, the files say.

A row has `words`. In a language's file it may say which English row it is (`is`), and then only what is different.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from epoch_cli.config.shapes import Table, Text, checked
from epoch_cli.errors import CatalogError, ConfigError
from epoch_cli.nearest import did_you_mean

Texts = list[Text]
Words = Annotated[Texts, Field(min_length=1)]
Lists = dict[str, Texts]


NounKind = Literal[
    "", "section", "region", "panel", "tab", "plan", "lane", "step", "question", "column", "metric", "rows", "pager",
    "field", "choice", "checkbox", "option", "placeholder", "button", "link", "badge", "alert", "image", "heading",
    "text", "chart", "progress", "trait", "word",
]  # fmt: skip
"""What a noun may name; `presets/base/patterns/words.toml` has a row of each."""


def _is_script(text: str) -> str:
    try:
        re.compile(f"[{text}]" if text else "")
    except re.error as error:
        raise ValueError(f"a range of characters ({error})") from error
    return text


class Row(Table):
    """A row of any table. `needed` are keys without which it says nothing, unless it is a row of another language."""

    _needed: tuple[str, ...] = ()

    is_: Text | None = Field(default=None, alias="is")
    words: Words

    @model_validator(mode="after")
    def _says_enough(self) -> Self:
        missing = [name for name in self._needed if self.is_ is None and name not in self.model_fields_set]
        if missing:
            raise ValueError(f"a row with {' and '.join(map(repr, missing))}")
        return self


class NounRow(Row):
    """What names a control or a part of a screen."""

    _needed = ("kind",)
    kind: NounKind = ""
    type: str = ""
    shape: str = ""
    many: str = ""
    label: str = ""
    list: bool = False
    quoted: bool = False
    plurals: Texts = []
    endings: Texts = []


class FieldRow(Row):
    """What is known about a field."""

    type: str = ""
    autocomplete: str = ""
    placeholder: str = ""
    hint: str = ""
    says: str = ""
    options: Texts = []
    samples: Texts = []
    endings: Texts = []
    plural: bool = False
    starts: bool = False
    leads: bool = False
    whole: bool = False


class SampleRow(Row):
    """Values to show for a label."""

    _needed = ("samples",)
    samples: Texts = []


class GroupRow(Row):
    """One word for several fields."""

    _needed = ("fields",)
    fields: Texts = []


class SectionRow(Row):
    """A group of a long form."""

    fields: Texts = []
    joins: Texts = []
    rest: bool = False


class TopicRow(Row):
    """A kind of screen."""

    _needed = ("shape",)
    shape: str = ""
    title: str = ""
    core: Texts = []
    items: str = ""
    required: Texts = []
    button: str = ""
    as_: dict[str, str] = Field(default={}, alias="as")
    types: dict[str, str] = {}
    personal: bool = False
    new: bool = False
    intro: str = ""
    control: str = ""


class PanelRow(Row):
    """What a tab holds of which nothing else is said."""

    _needed = ("items",)
    items: str = ""


class ThingRow(Row):
    """What tables and cards of a thing show."""

    _needed = ("parts",)
    parts: str = ""
    names: Texts = []
    list: bool = False


class ActionRow(Row):
    """What a button does."""

    variant: str = ""
    submits: bool = False
    leaves: bool = False
    whole: bool = False


class SignRow(Row):
    """A word that speaks for a shape."""

    _needed = ("shape",)
    shape: str = ""
    place: Literal["", "first", "last"] = ""
    weight: int = 0


class SentenceRow(Table):
    """How an edit may be said."""

    does: Text
    says: Words
    given: dict[Text, Text] = {}


class BesideRow(Table):
    """Fields that stand beside each other."""

    fields: Texts = []
    types: Texts = []


class ShapeRow(Table):
    """How a part of a screen reads its items."""

    items: str = ""
    known: str = ""
    search: str = ""
    keep: bool = False
    each: Texts = []
    texts: Texts = []


class PropRow(Table):
    """What a prop is called."""

    words: Words
    props: Texts = []


class LanguageTable(Table):
    """Which language the file is for, and what tells it."""

    code: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    words: Texts = []
    script: Annotated[str, AfterValidator(_is_script)] = ""
    letters: str = ""
    nouns_first: bool = False


class PatternsSource(Table):
    """A pattern file."""

    language: LanguageTable | None = None
    noun: list[NounRow] = []
    field: list[FieldRow] = []
    sample: list[SampleRow] = []
    group: list[GroupRow] = []
    section: list[SectionRow] = []
    topic: list[TopicRow] = []
    panel: list[PanelRow] = []
    thing: list[ThingRow] = []
    action: list[ActionRow] = []
    sign: list[SignRow] = []
    sentence: list[SentenceRow] = []
    beside: list[BesideRow] = []
    shape: dict[str, ShapeRow] = {}
    edit_props: dict[str, PropRow] = {}
    numbers: dict[Text, int] = {}
    phrases: dict[str, str] = {}
    labels: dict[str, str] = {}
    compounds: dict[str, Texts | int] = {}
    inflected: dict[str, Texts | dict[str, str | Texts]] = {}
    order: dict[str, Texts | str] = {}
    separators: Lists = {}
    together: Lists = {}
    borrowed: Lists = {}
    sequences: Lists = {}
    states: Lists = {}
    vague: Lists = {}
    frame: Lists = {}
    noise: Lists = {}
    flags: Lists = {}
    types: Lists = {}
    connectors: Lists = {}
    joints: Lists = {}
    ranges: Lists = {}
    capitals: Lists = {}
    spelling: Lists = {}
    alone: Lists = {}
    samples: Lists = {}
    scales: Lists = {}
    fillers: Lists = {}
    purposes: Lists = {}
    clauses: Lists = {}
    edits: Lists = {}
    edit_values: Lists = {}


def check_patterns(data: dict[str, Any], file: str) -> None:
    """Check what a pattern file holds.

    Raises:
        CatalogError: with the file, the first wrong key and what was expected there.
    """
    try:
        checked(data, PatternsSource, file, schema="")
    except ConfigError as error:
        raise CatalogError(error.message, remedy=error.remedy) from None


def check_references(files: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Check what one file says of another: the English row that a row is, and the shape that it names.

    Raises:
        CatalogError: with the file, the table and the word that no English row has, or the shape that is none.
    """
    _check_shapes(files)
    english: dict[str, set[str]] = {}
    for _, data in files:
        if "language" not in data:
            for table, rows in _rows(data):
                english.setdefault(table, set()).update(word for row in rows for word in row.get("words", ()))
    for file, data in files:
        for table, rows in _rows(data):
            known = english.get(table, set())
            for row in rows:
                if (same := row.get("is")) is not None and same not in known:
                    raise CatalogError(
                        f'{file}: {table}: is = "{same}": no English row of {table} has this word',
                        remedy=did_you_mean(same, sorted(known)),
                    )


def _check_shapes(files: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    shapes = sorted({name for _, data in files for name in data.get("shape", {})})
    for file, data in files:
        for table, rows in _rows(data):
            for row in rows:
                for key in ("shape", "many"):
                    if (name := row.get(key)) and name not in shapes:
                        raise CatalogError(
                            f'{file}: {table}: {key} = "{name}": there is no such shape',
                            remedy=did_you_mean(name, shapes),
                        )


def _rows(data: Mapping[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    return [(name, rows) for name, rows in data.items() if isinstance(rows, list)]
