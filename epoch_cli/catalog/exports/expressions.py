"""A grammar as data: what `language.py` derives from a catalog, and `lark.py` and `gbnf.py` write down.

The text that it describes is JSON, so that what an expression says about a string is said about its JSON text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from epoch_cli.document.canonical import compact

LAST = 0x10FFFF
"""The last code point of Unicode."""


class Text(NamedTuple):
    """These characters."""

    text: str


class Chars(NamedTuple):
    """One character out of ranges of code points: first and last of each, ascending, none touching the next."""

    ranges: tuple[tuple[int, int], ...]


class Row(NamedTuple):
    """One after another."""

    items: tuple[Expression, ...]


class Either(NamedTuple):
    """One of these."""

    options: tuple[Expression, ...]


class Repeat(NamedTuple):
    """At least, and at most, so many times; `most` is None for no limit."""

    item: Expression
    least: int
    most: int | None


class Name(NamedTuple):
    """Whatever the rule of this name says."""

    name: str


Expression = Text | Chars | Row | Either | Repeat | Name


class Rule(NamedTuple):
    """A rule; a `lexical` one names no rule that is not, directly or not, and so is a regular expression."""

    body: Expression
    lexical: bool


START = "start"
"""The rule for the whole text."""


class Grammar:
    """Rules by name, the one for the whole text first; names hold small letters, digits and dashes."""

    def __init__(self) -> None:
        self.rules: dict[str, Rule] = {START: Rule(Row(()), lexical=False)}
        self._taken = {START, "root"}

    def free_name(self, wanted: str) -> Name:
        """A name for a rule, like the one that is wanted and not taken before."""
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", wanted)
        base = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
        base = base if base[:1].isalpha() else f"rule-{base}".rstrip("-")
        name, number = base, 1
        while name in self._taken:
            number += 1
            name = f"{base}-{number}"
        self._taken.add(name)
        return Name(name)

    def define(self, name: Name, body: Expression) -> Name:
        """Say what a name stands for."""
        self.rules[name.name] = Rule(body, lexical=False)
        return name

    def word(self, name: Name, body: Expression) -> Name:
        """Say what a name stands for, when that is a regular expression."""
        self.rules[name.name] = Rule(body, lexical=True)
        return name


def row(*items: Expression | None) -> Expression:
    """One after another; None is nothing."""
    flat: list[Expression] = []
    for item in items:
        if isinstance(item, Row):
            flat += item.items
        elif item is not None:
            flat.append(item)
    return flat[0] if len(flat) == 1 else Row(tuple(flat))


def either(options: Iterable[Expression]) -> Expression:
    """One of several, each of them once."""
    flat: list[Expression] = []
    for option in options:
        flat += option.options if isinstance(option, Either) else (option,)
    distinct = tuple(dict.fromkeys(flat))
    return distinct[0] if len(distinct) == 1 else Either(distinct)


def maybe(item: Expression) -> Expression:
    """It, or nothing."""
    if isinstance(item, Repeat) and item.least <= 1:
        return Repeat(item.item, 0, item.most)
    return Repeat(item, 0, 1)


def many(item: Expression, least: int = 0, most: int | None = None) -> Expression:
    """It, again and again."""
    return Repeat(item, least, most)


def value_text(value: object) -> Text:
    """A value as Epoch writes it."""
    return Text(compact(value))


def chars(ranges: Iterable[tuple[int, int]]) -> Chars:
    """One character out of ranges in any order, which may overlap."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return Chars(tuple(merged))


def others(*ranges: tuple[int, int]) -> Chars:
    """One character that is in none of these ranges."""
    left, start = [], 0
    for first, last in chars(ranges).ranges:
        if start < first:
            left.append((start, first - 1))
        start = last + 1
    return Chars((*left, (start, LAST)) if start <= LAST else tuple(left))


def one_of(text: str) -> Chars:
    """One of these characters; `a-z` is a range."""
    return chars((ord(match[0]), ord(match[-1])) for match in re.findall(r".-.|.", text, re.DOTALL))
