"""Repairs of props: their names, their values, and those that were written in the wrong place (EP301 to EP307)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from epoch_cli.document.node import NODE_FIELDS
from epoch_cli.document.patch import clone
from epoch_cli.document.pointer import format_pointer
from epoch_cli.nearest import nearest
from epoch_cli.validation.fixes.case import Case, Change, can_go
from epoch_cli.validation.fixes.spelling import alike
from epoch_cli.validation.rules.words import quote

# ---------------------------------------------------------------- names and places


def rename(case: Case) -> Change | None:
    """A prop in another spelling: `on_click`, `aria-label`."""
    name = alike(case.name, case.component.props) if case.component is not None else ""
    return case.rename(name) if name else None


def to_field(case: Case) -> Change | None:
    """A field of the node that was written inside `props`, such as `id` or `children`; `label` may be its text."""
    component, value = case.component, case.value
    if component is None or len(case.steps) != 2:
        return None
    field = case.name if case.name in _MOVABLE else alike(case.name, _MOVABLE)
    if case.name == "label":
        field = "text"
    if not field or not isinstance(value, NODE_FIELDS[field]):
        return None
    if (field == "text" and not component.text) or (field == "children" and not component.children):
        return None
    return case.move_to(field)


def nearest_name(case: Case) -> Change | None:
    """The prop whose name is nearest."""
    name = nearest(case.name, case.component.props) if case.component is not None else ""
    return case.rename(name) if name else None


def drop(case: Case) -> Change | None:
    """A prop that cannot be used is left out, unless it is required or may hold nodes."""
    spec = case.spec
    if len(case.steps) < 2 or case.steps[0] != "props" or (spec is not None and spec.required):
        return None
    inside = case.spec_at(case.steps[:-1])
    if inside is not None and inside.element is not None:
        return None  # an element of a list: without it the others would be others
    if not can_go(case):
        return None
    return case.take_out(f"{quote(case.name)} is left out")


def add_default(case: Case) -> Change | None:
    """Required props that are missing and have a default."""
    component = case.component
    if component is None:
        return None
    missing = [component.props[name] for name in component.required if name not in case.props]
    given = {prop.name: clone(prop.default) for prop in missing if prop.default is not None}
    if not given or not isinstance(case.node.get("props", {}), dict):
        return None
    said = ", ".join(f"{name}: {quote(value)}" for name, value in given.items())
    path = (*case.node_path, "props")
    if "props" not in case.node:
        return Change(said, ({"op": "add", "path": format_pointer(path), "value": given},))
    return Change(said, tuple(_add((*path, name), value) for name, value in given.items()))


_MOVABLE = tuple(field for field in NODE_FIELDS if field not in {"type", "props"})


def _add(path: Iterable[str], value: Any) -> dict[str, Any]:
    return {"op": "add", "path": format_pointer(tuple(path)), "value": value}


# ---------------------------------------------------------------- values


def rename_value(case: Case) -> Change | None:
    """A value of an enum in another spelling: `Primary`, `datetime_local`."""
    value = alike(str(case.value), case.spec.values) if case.spec is not None else ""
    return case.put(value) if value else None


def nearest_value(case: Case) -> Change | None:
    """The value of an enum that is nearest."""
    value = nearest(str(case.value), case.spec.values) if case.spec is not None else ""
    return case.put(value) if value else None


def lower_case(case: Case) -> Change | None:
    """A string that fits its pattern in lower case, such as an `autocomplete`."""
    spec, value = case.spec, case.value
    if spec is None or spec.pattern is None or not isinstance(value, str):
        return None
    made = value.strip().lower()
    return case.put(made) if made != value and spec.fits(made) else None


def clamp(case: Case) -> Change | None:
    """A number out of bounds becomes the nearest within, and a whole one where one is asked for."""
    spec, value = case.spec, case.value
    if spec is None or isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    made: float = value
    if spec.minimum is not None:
        made = max(made, spec.minimum)
    if spec.maximum is not None:
        made = min(made, spec.maximum)
    if spec.integer:
        made = round(made)
    return case.put(made) if made != value else None
