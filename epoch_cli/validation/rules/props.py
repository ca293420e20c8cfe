"""Props: known, present where required, and of the declared type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from epoch_cli.catalog import Component, Prop
from epoch_cli.catalog.components import LONGEST_MATCHED
from epoch_cli.nearest import nearest
from epoch_cli.validation.diagnostics import Finding, Rule, Severity
from epoch_cli.validation.rules.words import json_type, quote, suggest

UNKNOWN_PROP = Rule(
    "EP301", "unknown-prop", "gate", "a component has no other props than the catalog names", anchor="key"
)
MISSING_PROP = Rule("EP302", "missing-prop", "gate", "a required prop is present")
PROP_TYPE = Rule("EP303", "prop-type", "gate", "a prop's value has its declared type")
NOT_IN_ENUM = Rule("EP304", "not-in-enum", "gate", "an enum prop has one of its values")
ITEM_SHAPE = Rule("EP305", "item-shape", "gate", "objects inside a prop have their declared fields", anchor="key")
PATTERN = Rule("EP306", "pattern", "gate", "a string matches the pattern of its prop")
OUT_OF_RANGE = Rule("EP307", "out-of-range", "gate", "a number lies within the bounds of its prop")
DEPRECATED_PROP = Rule(
    "EP308", "deprecated-prop", "deferred", "a deprecated prop is not used", Severity.WARNING, anchor="key"
)
DUPLICATE_ITEM = Rule(
    "EP309", "duplicate-item", "deferred", "each column, option and tab has a key of its own", Severity.WARNING
)
EMPTY_ITEMS = Rule("EP310", "empty-items", "deferred", "a list that shows something has entries", Severity.WARNING)
NO_SUCH_ITEM = Rule(
    "EP311", "no-such-item", "deferred", "what is chosen at first is one of the choices", Severity.WARNING
)
PANELS_MISMATCH = Rule("EP312", "panels-mismatch", "deferred", "there is one child for each tab", Severity.WARNING)

RULES = (
    UNKNOWN_PROP, MISSING_PROP, PROP_TYPE, NOT_IN_ENUM, ITEM_SHAPE, PATTERN, OUT_OF_RANGE, DEPRECATED_PROP,
    DUPLICATE_ITEM, EMPTY_ITEMS, NO_SUCH_ITEM, PANELS_MISMATCH,
)  # fmt: skip

_NAMES = {
    "enum": "one of its values",
    "token": "a design token",
    "string": "a string",
    "number": "a number",
    "boolean": "true or false",
    "handler": "the name of a handler",
    "object": "an object",
    "array": "an array",
    "any": "any value",
}


def unknown_prop(component: Component, name: str) -> Finding:
    """The finding for a prop that the component does not have."""
    hint = suggest(name, component.props, most=12)
    return Finding("EP301", ("props", name), f"{component.type} has no prop {quote(name)}", hint)


def missing_props(component: Component, props: Iterable[str]) -> list[Finding]:
    """A finding for each required prop that is not there."""
    present = set(props)
    return [
        Finding("EP302", ("props",), f"{component.type} needs the prop `{name}`", _say(component.props[name]))
        for name in component.required
        if name not in present
    ]


def wrong_type(prop: Prop, value: Any) -> Finding:
    """The finding for a value of a type that none of the prop's alternatives takes."""
    expected = " or ".join(_NAMES[kind] for kind in prop.types)
    return Finding("EP303", (), f"`{prop.name}` is {json_type(value)}, not {expected}", _say(prop))


def check_enum(prop: Prop, value: str) -> Finding | None:
    """A string against the values of an enum."""
    if value in prop.values:
        return None
    values = f"it is one of {', '.join(prop.values)}"
    near = nearest(value, prop.values)
    hint = f'did you mean "{near}"? {values}' if near else values
    return Finding("EP304", (), f"{quote(value)} is not a value of `{prop.name}`", hint)


def check_string(prop: Prop, value: str) -> Finding | None:
    """A string against the pattern of its prop."""
    if prop.pattern is None or prop.fits(value):
        return None
    if len(value) > LONGEST_MATCHED:
        message = f"{len(value):,} characters do not fit `{prop.name}`"
        return Finding("EP306", (), message, f"shorten it: what has to match a pattern has at most {LONGEST_MATCHED:,}")
    return Finding("EP306", (), f"{quote(value)} does not fit `{prop.name}`", f"it must match {prop.pattern.pattern}")


def check_number(prop: Prop, value: float) -> Finding | None:
    """A number against the bounds of its prop."""
    if prop.integer and isinstance(value, float) and not value.is_integer():
        return Finding("EP307", (), f"`{prop.name}` is {value}, not a whole number", "round it")
    if prop.minimum is not None and value < prop.minimum:
        return Finding("EP307", (), f"`{prop.name}` is {value}, less than {prop.minimum}", f"at least {prop.minimum}")
    if prop.maximum is not None and value > prop.maximum:
        return Finding("EP307", (), f"`{prop.name}` is {value}, more than {prop.maximum}", f"at most {prop.maximum}")
    return None


def check_shape(prop: Prop, value: dict[str, Any]) -> list[Finding]:
    """The keys of an object inside a prop: the required ones there, no others than declared."""
    findings = [
        Finding("EP305", (), f"`{prop.name}` needs the field `{name}`", _say(field))
        for name, field in prop.fields.items()
        if field.required and name not in value
    ]
    findings += [
        Finding("EP305", (name,), f"`{prop.name}` has no field {quote(name)}", suggest(name, prop.fields))
        for name in value
        if name not in prop.fields
    ]
    return findings


def check_deprecated(component: Component, props: Mapping[str, Any]) -> list[Finding]:
    """Props that the catalog has replaced by others."""
    return [
        Finding("EP308", ("props", name), f"the prop `{name}` is deprecated", component.props[name].deprecated)
        for name in props
        if name in component.props and component.props[name].deprecated
    ]


def _say(prop: Prop) -> str:
    values = f": {', '.join(prop.values)}" if prop.values else ""
    return f"write {' or '.join(_NAMES[kind] for kind in prop.types)}{values}"
