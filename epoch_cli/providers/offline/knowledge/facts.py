"""Rows of `presets/*/patterns/*.toml`, each as what it says: nouns, topics, things, actions, shapes, signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


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
    plural: bool = False


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
    types: Mapping[str, str] = field(default_factory=dict)
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
class Sign:
    """A word that speaks for a shape; explained in `patterns/words.toml`. `many` that it does so in the plural."""

    shape: str
    weight: int = 3
    many: bool = False


# ---------------------------------------------------------------- out of rows


def noun_of(row: Row, *, plural: bool = False) -> Noun:
    """A noun; `plural` by a word that stands for several."""
    told = {name: row[name] for name in Noun.__slots__ if name in row}
    return Noun(**(told | {"plural": True} if plural else told))


_SHOWN = ("title", "button", "intro")
"""What is shown of a topic; a language that does not know the topic shows the words of the wish instead."""


def topic_of(row: Row, *, spoken: bool) -> Topic:
    """A topic; `spoken` whether the language of the wish has it."""
    names = ("shape", "items", "control", *(_SHOWN if spoken else ()))
    told = {name: row[name] for name in names if name in row}
    return Topic(
        words=tuple(row["words"]),
        **told,
        core=tuple(row.get("core", ())),
        required=tuple(row.get("required", ())),
        button_as=row.get("as", {}) if spoken else {},
        types=row.get("types", {}),
        personal=row.get("personal", False),
        new=row.get("new", False),
    )


def action_of(row: Row) -> Action:
    """An action."""
    flags = {name: row[name] for name in ("submits", "leaves", "whole") if name in row}
    return Action(row.get("variant", ""), **flags)


def shape_of(row: Row) -> Shape:
    """A shape."""
    told = {name: row[name] for name in ("items", "known", "search", "keep") if name in row}
    return Shape(**told, each=tuple(row.get("each", ())), texts=tuple(row.get("texts", ())))
