"""The table of `presets/formats/a2ui.toml`, which explains it at its top, as rows for both directions."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from epoch_cli.config.paths import presets_dir
from epoch_cli.convert.formats import find_format
from epoch_cli.errors import UsageError


class Saying(NamedTuple):
    """A meaning as a property of theirs: exact words, words that are only near, and what it means to say nothing."""

    property: str
    words: Mapping[str, str]
    near: Mapping[str, str] = {}
    back: Mapping[str, str] = {}
    absent: str = ""


class Row(NamedTuple):
    """One row; its fields are explained in the file."""

    role: str
    component: str
    shape: str
    when: Mapping[str, Any] = {}
    able: str = ""
    has: Mapping[str, Any] = {}
    says: Mapping[str, Saying] = {}
    at: str = ""
    check: str = ""
    opens: bool = False
    field: bool = False
    loss: str = ""


class Table(NamedTuple):
    """The whole file. `rows` are in its order; `known` are the ids of catalogs that have nothing else in them."""

    version: str
    catalog: str
    known: frozenset[str]
    names: Mapping[str, str]
    checks: Mapping[str, str]
    instead: Mapping[str, tuple[str, ...]]
    defaults: Mapping[str, Mapping[str, Any]]
    nearer: Mapping[str, Mapping[str, Sequence[str]]]
    rows: tuple[Row, ...]

    def for_role(self, role: str) -> tuple[Row, ...]:
        """The rows that a component of this role may be written by; the last of them always can."""
        own = tuple(row for row in self.rows if row.role == role)
        return own + tuple(row for row in self.rows if not row.role)

    def for_component(self, name: str) -> tuple[Row, ...]:
        """The rows that a component of theirs may be read by."""
        return tuple(row for row in self.rows if row.component == name and not row.loss and row.role != "field")

    def roles(self, role: str) -> tuple[str, ...]:
        """A role, and those that may stand in for it."""
        return (role, *self.instead.get(role, ()))


def find_table(version: str) -> Table:
    """The table of a version; empty for the latest.

    Raises:
        UsageError: there is none; names those there are.
    """
    known = find_format("a2ui").versions
    if version and version.removeprefix("v") not in known:
        raise UsageError(f"no version {version!r} of A2UI", remedy=f"use {', '.join(known)}")
    return _load()


@cache
def _load() -> Table:
    data = tomllib.loads((presets_dir() / "formats" / "a2ui.toml").read_text("utf-8"))
    return Table(
        version=data["version"],
        catalog=data["catalog"],
        known=frozenset({data["catalog"], *data["known"]}),
        names=data["names"],
        checks=data["checks"],
        instead={role: tuple(others) for role, others in data["instead"].items()},
        defaults=data["defaults"],
        nearer=data["nearer"],
        rows=tuple(_row(row, data["phrases"]) for row in data["rows"]),
    )


def _row(data: dict[str, Any], phrases: Mapping[str, Mapping[str, Any]]) -> Row:
    own = {name: value for name, value in data.items() if name != "phrases"}
    says = {**phrases.get(data.get("phrases", ""), {}), **data.get("says", {})}
    return Row(**{**own, "says": {meaning: Saying(**each) for meaning, each in says.items()}})
