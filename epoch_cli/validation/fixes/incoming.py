"""Repairs on the way in: without them a patch could not be applied as it was meant. All are lossless."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from epoch_cli.catalog import ELEMENT, Field, Miss, follow
from epoch_cli.validation.diagnostics import Path
from epoch_cli.validation.facts import Supply
from epoch_cli.validation.fixes.repairs import Repair, lossless
from epoch_cli.validation.inspector import Inspector
from epoch_cli.validation.rules.bindings import normalise_double_braces, parse_bindings

# ---------------------------------------------------------------- new ids for copies


def with_new_ids(node: Any, taken: Collection[str], path: Path) -> list[Repair]:
    """Give every id inside a copied node a new one, in place; `taken` are those of the document."""
    repairs: list[Repair] = []
    used = set(taken)
    for here, at in _nodes(node, path):
        old = here.get("id")
        if isinstance(old, str) and old in used:
            here["id"] = free_id(old, used)
            repairs.append(lossless("copy-ids", (*at, "id"), f'the copy of "{old}" is "{here["id"]}"'))
        if isinstance(here.get("id"), str):
            used.add(here["id"])
    return repairs


def free_id(wanted: str, taken: Collection[str]) -> str:
    """An id like `wanted` that is not taken: with -2, -3, … behind it, 64 characters at most.

    The number is found in steps that grow and then shrink, as a model may write the same id thousands of times.
    """
    stem = re.sub(r"-\d+$", "", wanted)[:56]
    last, free, step = 1, 2, 1
    while f"{stem}-{free}" in taken:
        last, free, step = free, free + step, 2 * step
    while free - last > 1:
        middle = (last + free) // 2
        if f"{stem}-{middle}" in taken:
            last = middle
        else:
            free = middle
    return f"{stem}-{free}"


def _nodes(value: Any, path: Path) -> list[tuple[dict[str, Any], Path]]:
    if isinstance(value, list):
        return [found for index, item in enumerate(value) for found in _nodes(item, (*path, index))]
    if not isinstance(value, dict):
        return []
    found: list[tuple[dict[str, Any], Path]] = [(value, path)]
    children = value.get("children")
    for index, child in enumerate(children if isinstance(children, list) else ()):
        found += _nodes(child, (*path, "children", index))
    return found + _nodes(value.get("itemTemplate"), (*path, "itemTemplate"))


# ---------------------------------------------------------------- double braces


def without_double_braces(
    inspector: Inspector, value: Any, path: Path, lists: tuple[Supply, ...], repairs: list[Repair]
) -> Any:
    """Rewrite every `{{a.b}}` in a value as a binding (decision 7), in place where it can be.

    `lists` are the lists around the value, the innermost last; those inside it are found on the way.
    """
    if isinstance(value, str):
        made = normalise_double_braces(value, item_of(lists))
        if made != value:
            repairs.append(lossless("double-braces", path, f"{value[:80]} → {made[:80]}"))
        return made
    if isinstance(value, list):
        for index, item in enumerate(value):
            value[index] = without_double_braces(inspector, item, (*path, index), lists, repairs)
    elif isinstance(value, dict):
        for key, item in value.items():
            inside = _lists_in(inspector, value, key, lists)
            if key == "props" and isinstance(item, dict) and "type" in value:
                for name, prop in item.items():
                    scope = lists_in_prop(inspector, value, name, lists)
                    item[name] = without_double_braces(inspector, prop, (*path, key, name), scope, repairs)
            else:
                value[key] = without_double_braces(inspector, item, (*path, key), inside, repairs)
    return value


def _lists_in(inspector: Inspector, node: dict[str, Any], field: str, lists: tuple[Supply, ...]) -> tuple[Supply, ...]:
    """The lists around what stands in a field of a node: a template has one more."""
    if field == "itemTemplate" and isinstance(node.get("dataSource"), str):
        return (*lists, supply_of(inspector, node["dataSource"], lists))
    return lists


def lists_in_prop(
    inspector: Inspector, node: Mapping[str, Any], prop: str, lists: tuple[Supply, ...]
) -> tuple[Supply, ...]:
    """The lists around what stands in a prop of a node: the columns of a table with bound data have one more."""
    component = inspector.catalog.components.get(str(node.get("type")))
    if component is None or component.item_scope is None or prop not in component.item_scope.props:
        return lists
    props = node.get("props")
    rows = props.get(component.item_scope.rows) if isinstance(props, dict) else None
    return (*lists, supply_of(inspector, rows, lists)) if isinstance(rows, str) else lists


def supply_of(inspector: Inspector, source: str, lists: tuple[Supply, ...]) -> Supply:
    """What the list behind a dataSource, or behind the rows of a table, gives to what stands in its scope."""
    found = parse_bindings(normalise_double_braces(source, item_of(lists))).bindings
    return inspector.supply(found[0]) if found and found[0].whole else inspector.free_list()


def item_of(lists: tuple[Supply, ...]) -> Field | None:
    """The shape of the innermost list's item, None outside of lists."""
    path: tuple[str, ...] = ()
    for supply in reversed(lists):
        if supply.lifted is None:
            found = follow(supply.item, path)
            return None if isinstance(found, Miss) else found
        path = (*supply.lifted, ELEMENT, *path)
    return None
