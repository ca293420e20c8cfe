"""Whether a value may be given to a prop, and what a required prop gets when nothing better is known.

The composer asks before it sets anything, so that it writes valid props for catalogs it has never seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from epoch_cli.catalog import Prop, TokenGroup

HANDLER = re.compile(r"[A-Za-z_]\w{0,63}", re.ASCII)
BINDING = re.compile(r"\{context(\.[A-Za-z_]\w*)+\}")


def fits(prop: Prop, value: Any, tokens: Mapping[str, TokenGroup]) -> bool:
    """Whether `value` is one of the things that `prop` takes."""
    if isinstance(value, str) and BINDING.fullmatch(value):
        return prop.binding and prop.types != ("handler",)
    return any(_fits_type(kind, prop, value, tokens) for kind in prop.types)


def _fits_type(kind: str, prop: Prop, value: Any, tokens: Mapping[str, TokenGroup]) -> bool:
    if isinstance(value, str):
        return _fits_string(kind, prop, value, tokens)
    if isinstance(value, bool):
        return kind in {"boolean", "any"}
    if isinstance(value, int | float):
        return kind == "any" or (kind == "number" and _fits_number(prop, value))
    if isinstance(value, list):
        element = Prop(prop.name, prop.items or ("any",), fields=prop.fields, binding=prop.binding)
        return kind == "any" or (kind == "array" and all(fits(element, entry, tokens) for entry in value))
    if isinstance(value, dict):
        return kind == "any" or (kind == "object" and _fits_object(prop, value, tokens))
    return kind == "any"


def _fits_string(kind: str, prop: Prop, value: str, tokens: Mapping[str, TokenGroup]) -> bool:
    if kind == "enum":
        return value in prop.values
    if kind == "token":
        group = tokens.get(prop.group)
        token = group.find(value) if group is not None else None
        return token is not None and not token.deprecated
    if kind == "handler":
        return HANDLER.fullmatch(value) is not None
    return kind == "any" or (kind == "string" and prop.fits(value))


def _fits_number(prop: Prop, value: float) -> bool:
    low = prop.minimum is None or value >= prop.minimum
    high = prop.maximum is None or value <= prop.maximum
    return low and high and (not prop.integer or float(value).is_integer())


def _fits_object(prop: Prop, value: Mapping[str, Any], tokens: Mapping[str, TokenGroup]) -> bool:
    fields = prop.fields
    if not fields:
        return True
    known = all(name in fields and fits(fields[name], entry, tokens) for name, entry in value.items())
    return known and all(name in value for name, field in fields.items() if field.required)


_STEPS: Mapping[str, int] = {"compact": -1, "spacious": 1}


def spaced(prop: Prop, value: Any, tokens: Mapping[str, TokenGroup], spacing: str) -> Any:
    """The value of a prop for who likes little or much space: of a token of spacing the next smaller or larger one."""
    group = tokens.get(prop.group)
    if spacing not in _STEPS or group is None or group.kind != "spacing":
        return value
    names = [token.name for token in group.tokens.values() if not token.deprecated]
    if value not in names:
        return value
    return names[min(max(names.index(value) + _STEPS[spacing], 0), len(names) - 1)]


def filler(prop: Prop, label: str, tokens: Mapping[str, TokenGroup]) -> Any:
    """A value for a required prop: its default, else the plainest that fits; None when none does."""
    group = tokens.get(prop.group)
    handler = "on" + "".join(re.findall(r"[A-Za-z]+", prop.name)).capitalize()
    choices = (
        prop.default,
        *prop.values[:1],
        *([*group.tokens][:1] if group else ()),
        label,
        False,
        prop.minimum or 0,
        handler,
        [],
        {},
    )
    return next((choice for choice in choices if choice is not None and fits(prop, choice, tokens)), None)
