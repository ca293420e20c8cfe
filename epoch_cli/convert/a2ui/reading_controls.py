"""What is asked, read: a control, in a field where the design system has one for it."""

from __future__ import annotations

from typing import Any

from epoch_cli.convert.a2ui.builder import Builder
from epoch_cli.convert.a2ui.controls import LARGEST, has_fields
from epoch_cli.convert.a2ui.mapping import Row
from epoch_cli.convert.a2ui.part import Part, checks_of, spaced
from epoch_cli.convert.a2ui.paths import INPUT, UNNAMED
from epoch_cli.document import Node, parse_pointer
from epoch_cli.document.pointer import ABSENT, look
from epoch_cli.errors import PointerError

_KEPT = 2
"""Tokens of the path that a control of ours keeps its value at."""


def read_control(
    builder: Builder, part: Part, row: Row, hint: str | None = None, around: Part | None = None
) -> list[Node]:
    """The node of a control, or of the field around it.

    Args:
        builder: makes the nodes.
        part: the control.
        row: of the table.
        hint: what stands below it.
        around: the component that holds both.
    """
    label = part.take_words("label") or None
    asked = _checked(builder, part)
    required, error = asked.pop("required", None), asked.pop("error", None)
    wanted = {**part.said(row), **asked, "required": required, **_value(builder, part, row)}
    if row.role == "choice":
        wanted |= _choices(part)
    if label is None and hint is None and part.accessibility()[0] is None:
        wanted["ariaLabel"] = _named_after_path(part)
    outer = {"label": label, "hint": hint, "required": required, "error": error}
    in_field = hint is not None or (label is not None and row.field and has_fields(builder.catalog))
    if not in_field:
        bare = builder.node(part, row.role, {**wanted, "label": label, "error": error})
        if bare is None:
            part.lose(f"the {part.kind}")
        return [] if bare is None else [bare]
    part.spot, spot = part.spot.child(0), part.spot
    control = builder.nameless(part, row.role, wanted)
    part.spot = spot
    if control is None:
        part.lose(f"the {part.kind}")
        return []
    field = builder.said(part, "field", outer, holds=True)
    made = control if field is None else {**field, "children": [control]}
    builder.name(around or part, made)
    return [made]


def read_field_with_hint(builder: Builder, part: Part) -> list[Node]:
    """A field that a writer of ours has written with a hint below it."""
    ids = part.take("children")
    below = builder.part(ids[1], part.spot)
    control = builder.part(ids[0], part.spot)
    row = builder.row(control) if control is not None else None
    if control is None or row is None or row.shape != "control":
        part.lose("a field without a control")
        return []
    made = read_control(builder, control, row, below.take_words("text") if below is not None else None, part)
    control.close()
    return made


# ---------------------------------------------------------------- values


def _value(builder: Builder, part: Part, row: Row) -> dict[str, Any]:
    """The name, and what the control says at first."""
    given = part.take("value")
    meaning = "checked" if row.when.get("type") == "checkbox" and _knows_checked(builder) else "value"
    if not isinstance(given, dict):
        first = _one(row, part, given)
        return {meaning: first} if first not in (None, False, "", []) else {}
    tokens = _tokens(given.get("path"))
    if len(tokens) != _KEPT or tokens[0] not in {INPUT, UNNAMED}:
        return {meaning: part.words(given)}
    builder.kept.add(tokens)
    first = look(builder.surface.data, tokens)
    said = {} if first is ABSENT else {meaning: _one(row, part, first)}
    return {**said, "name": tokens[1]} if tokens[0] == INPUT else said


def _named_after_path(part: Part) -> str | None:
    """An accessible name for a control that has none: documents do not go without."""
    value = part.look("value")
    tokens = _tokens(value.get("path")) if isinstance(value, dict) else ()
    name = spaced(tokens[-1]) if tokens and tokens[0] != UNNAMED else ""
    if name:
        part.lose("a control without a label", f"called {name}")
    return name or None


def _knows_checked(builder: Builder) -> bool:
    return any(
        each.implies.get("type") == "checkbox" and "checked" in each.means
        for each in builder.catalog.components.values()
    )


def _one(row: Row, part: Part, value: Any) -> Any:
    if row.role == "choice" and part.look("variant") != "multipleSelection" and isinstance(value, list):
        return value[0] if value else None
    return part.words(value) if isinstance(value, str) else value


def _tokens(path: Any) -> tuple[str, ...]:
    try:
        return parse_pointer(path if path.startswith("/") else f"/{path}") if isinstance(path, str) else ()
    except PointerError:
        return ()


def _checked(builder: Builder, part: Part) -> dict[str, Any]:
    """What the checks of a control ask for."""
    checks, messages = part.take("checks"), builder.table.checks
    said: dict[str, Any] = {}
    found = checks_of(checks)
    for call, check in found.items():
        args = check["condition"].get("args")
        args = args if isinstance(args, dict) else {}
        if call not in messages or args.get("value") != part.look("value"):
            part.lose(f"the check {call[:40]}")
            continue
        message = check.get("message")
        if call == "required":
            said["required"] = True
        said |= {name: args[name] for name in ("min", "max") if isinstance(args.get(name), (int, float))}
        if message != messages[call]:
            said.setdefault("error", part.words(message))
    if isinstance(checks, list) and len(checks) > len(found):
        part.lose("checks that are no calls of their own")
    for name in ("min", "max"):
        value = part.take(name)
        if value is not None and value != builder.table.defaults.get(part.kind, {}).get(name):
            said[name] = part.words(value) if isinstance(value, (str, dict)) else value
    if said.get("max") == LARGEST and part.look("max") == LARGEST:
        del said["max"]
    return said


def _choices(part: Part) -> dict[str, Any]:
    given = part.take("options")
    options = [
        {"value": str(each.get("value", "")), "label": part.words(each.get("label")) or str(each.get("value", ""))}
        for each in (given if isinstance(given, list) else [])
        if isinstance(each, dict)
    ]
    if not isinstance(given, list):
        part.lose("its choices")
    multiple = part.take("variant") == "multipleSelection"
    words = [each["value"] for each in options]
    plain = all(each["value"] == each["label"] for each in options)
    return {"options": words if plain else options, "multiple": True if multiple else None}
