"""Distinct names: two controls of one form, or two outside of forms, may not be called the same (WCAG 2.4.6)."""

from __future__ import annotations

from typing import Any

from epoch_cli.catalog import CONTROLS
from epoch_cli.providers.offline.building.part import Part
from epoch_cli.providers.offline.knowledge.safety import shortened

Seen = dict[tuple[int, str, str], int]
"""How often a name was met: by form (its identity, 0 outside), role of the control, and name in small letters."""


def tell_apart(root: Part, longest: int) -> None:
    """Number the controls that share a name, from the second on; names stay within `longest` characters."""
    _visit(root, None, 0, {}, longest)


def _visit(part: Part, field: Part | None, form: int, seen: Seen, longest: int) -> None:
    component = part.component
    if component.role in CONTROLS:
        _number(part, field, form, seen, longest)
    inner = part if component.names_controls else field
    form = id(part) if component.role == "form" else form
    for child in part.children:
        _visit(child, inner, form, seen, longest)


def _number(part: Part, field: Part | None, form: int, seen: Seen, longest: int) -> None:
    holder, prop = _name(part, field)
    if holder is None:
        return
    name = holder[prop]
    while True:
        slot = (form, part.component.role, str(holder[prop]).casefold())
        if slot not in seen:
            seen[slot] = 1
            return
        seen[slot] += 1
        holder[prop] = shortened(name, max(1, longest - 4)) + f" {seen[slot]}"


def _name(part: Part, field: Part | None) -> tuple[dict[str, Any] | None, str]:
    """The props that name a control, and which of them does."""
    props = part.node.get("props", {})
    own = next((source for source in (*part.component.name.sources, "ariaLabel") if props.get(source)), "")
    if own:
        return props, own
    around = field.node.get("props", {}) if field is not None else {}
    prop = field.component.names_controls if field is not None else ""
    return (around, prop) if prop in around else (None, "")
