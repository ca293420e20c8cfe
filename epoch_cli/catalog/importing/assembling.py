"""What was taken in, put together as the data of a preset that can be loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from epoch_cli.catalog.importing.guessing import import_table
from epoch_cli.catalog.importing.intake import Intake
from epoch_cli.catalog.load import merge_tables, preset_data
from epoch_cli.catalog.references import Fault, reference_faults
from epoch_cli.catalog.source import ComponentSource
from epoch_cli.catalog.source_faults import catalog_faults
from epoch_cli.config.paths import DEFAULT_PRESET
from epoch_cli.errors import CatalogError

Row = dict[str, Any]

_MOST_FAULTS: Final = 1_000


class Assembled(NamedTuple):
    """A preset: the data of its `catalog.toml` and of its `tokens.toml`."""

    catalog: Row
    tokens: Row


def assemble(intake: Intake, name: str, extends: str, parent: str) -> Assembled:
    """The preset of what was taken in; what would keep it from being loaded is left out, and noted.

    Args:
        intake: components and tokens.
        name: of the preset.
        extends: what it builds on, as its file names it.
        parent: the same, as it is found from where we are.

    Raises:
        CatalogError: what it builds on cannot be read, or nothing is left.
    """
    base = preset_data(parent) if parent else {}
    tokens: Row = {}
    for group, row in intake.tokens.items():
        name_of = _group_name(group, row, base)
        tokens[name_of] = _group(name_of, row, intake, known=name_of in base.get("tokens", {}))
    header = {"name": name, "version": "0.1.0", "description": intake.description, "extends": extends}
    catalog: Row = {"preset": {key: value for key, value in header.items() if value}}
    if intake.components:
        catalog["components"] = {each: _ordered(row) for each, row in _lines_last(intake.components)}
    for _ in range(_MOST_FAULTS):
        fault = next(_faults(catalog, tokens, base), None)
        if fault is None:
            return Assembled(catalog, tokens)
        if not _leave_out(fault, catalog, tokens):
            raise CatalogError(
                f"the file is no whole design system: {fault.text}", remedy=f"add --extends {DEFAULT_PRESET}"
            )
        intake.lose(fault.path, fault.message)
    raise CatalogError("too much of the file cannot be taken", remedy="import a part of it")


def _lines_last(components: Mapping[str, Row]) -> list[tuple[str, Row]]:
    """The components, those that are lines by their nature last: the first of a role is what a screen is made of."""
    return sorted(components.items(), key=lambda each: each[1].get("implies", {}).get("direction") == "row")


def _ordered(row: Row) -> Row:
    """The keys of a component, as what checks them lists them."""
    keys = ComponentSource.model_fields
    return {key: row[key] for key in (*keys, *(key for key in row if key not in keys)) if key in row}


def _faults(catalog: Row, tokens: Row, base: Row) -> Iterator[Fault]:
    own = {**catalog, "tokens": tokens}
    shape = [each.fault for each in catalog_faults(own)]
    yield from shape
    if not shape:
        yield from reference_faults(merge_tables(base, own))


def _leave_out(fault: Fault, catalog: Row, tokens: Row) -> bool:
    """Take away what is wrong: the prop of a component, or one of its keys; False where that is not of the file."""
    table, *path = map(str, fault.path)
    here: Any = {"tokens": tokens, "components": catalog.get("components")}.get(table)
    last = 2 if len(path) > 2 and path[1] in {"props", "tokens"} else 1
    for step in path[:last]:
        here = here.get(step) if isinstance(here, dict) else None
    return isinstance(here, dict) and len(path) > last and here.pop(path[last], None) is not None


# ---------------------------------------------------------------- tokens


def _group_name(group: str, row: Mapping[str, Any], base: Mapping[str, Any]) -> str:
    """The group of the base that is of the same kind, so that its props take the tokens; else the usual name."""
    groups: Mapping[str, Any] = base.get("tokens", {})
    if group in groups or group not in import_table()["tokens"] or "kind" not in row:
        return group
    return next(
        (name for name, each in groups.items() if each.get("kind") == group),
        str(import_table()["tokens"][group]["group"]),
    )


def _group(name: str, row: Row, intake: Intake, *, known: bool) -> Row:
    """A group as `tokens.toml` has it; values that a file did not give are the usual ones.

    One that is `known` to what the preset builds on has its prefix and kind from there.
    """
    table: Mapping[str, Any] = import_table()["tokens"]
    prefix = row.get("prefix", "")
    kind = row.get("kind") or next(
        (each for each, words in table.items() if {name, prefix}.intersection(words["words"])), ""
    )
    made = {"prefix": prefix or table.get(kind, {}).get("prefix", ""), "kind": kind}
    made = {"description": row.get("description", ""), **({} if known else made)}
    tokens = dict(row["tokens"])
    without = [token for token, value in tokens.items() if value is None]
    usual = table.get(kind, {})
    for number, token in enumerate(without):
        tokens[token] = _usual_value(token, number, usual)
    if without:
        intake.guess(
            ("tokens", name), "the file has names of tokens, and not their values", "usual values: correct them"
        )
    return {**{key: value for key, value in made.items() if value}, "tokens": tokens}


def _usual_value(token: str, number: int, usual: Mapping[str, Any]) -> Any:
    known = usual.get("usual", {})
    if token in known:
        value = known[token]
        return {"value": value} if isinstance(value, Mapping) else value
    if "step" in usual:
        return (number + 1) * int(usual["step"])
    last = next(reversed(known.values()), 0) if known else 0
    return {"value": last} if isinstance(last, Mapping) else last
