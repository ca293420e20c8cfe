"""Repairs of values that have another JSON type than the one that is declared (EP303)."""

from __future__ import annotations

import json
import re
from typing import Any

from epoch_cli.catalog import Prop
from epoch_cli.document.pointer import look
from epoch_cli.validation.fixes.case import Case, Change
from epoch_cli.validation.rules.words import quote

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?")
_YES = frozenset({"yes", "y", "on", "1", "checked", "enabled"})
_NO = frozenset({"no", "n", "off", "0", "none", "disabled"})


def coerce(case: Case) -> Change | None:
    """A value that says what is meant in another type; null is left out."""
    spec, value = case.spec, case.value
    if spec is None:
        return None
    if value is None:
        named = isinstance(look(case.document, case.path[:-1]), dict)
        return case.take_out(f"{quote(case.name)}: null is left out") if named else None
    made = _as_declared(spec, value)
    return None if made is None else case.put(made)


def _as_declared(spec: Prop, value: Any) -> Any:
    """The value in a type that its declaration takes, None when there is no telling."""
    if "boolean" in spec.types and (meant := boolean(value)) is not None:
        return meant
    if "number" in spec.types and (number := _number(value)) is not None:
        return number
    if "string" in spec.types and isinstance(value, (bool, int, float)):
        return written(value)
    return [value] if "array" in spec.types and _is_item(spec, value) else None


def guess_boolean(case: Case) -> Change | None:
    """`yes`, `on` or 1 where a boolean belongs."""
    meant = guessed_boolean(case.value) if case.spec is not None and "boolean" in case.spec.types else None
    return None if meant is None else case.put(meant)


def boolean(value: Any) -> bool | None:
    """The boolean that a string spells, None when it spells none."""
    return {"true": True, "false": False}.get(value.strip().casefold()) if isinstance(value, str) else None


def guessed_boolean(value: Any) -> bool | None:
    """The boolean that a word or number probably means, None when it could be anything."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    word = str(value).strip().casefold()
    return True if word in _YES else False if word in _NO else None


def written(value: bool | float) -> str:  # noqa: FBT001  a value, not a flag
    """A boolean or number as JSON writes it."""
    return json.dumps(value)


def _number(value: Any) -> int | float | None:
    text = value.strip() if isinstance(value, str) else ""
    if not _NUMBER.fullmatch(text):
        return None
    return float(text) if "." in text else int(text)


def _is_item(spec: Prop, value: Any) -> bool:
    """Whether a value is what an array of this declaration holds: an object, or a word or number it lists."""
    if isinstance(value, (list, str)) and not value:
        return False
    kinds = {dict: "object", str: "string", int: "number", float: "number"}
    return type(value) in kinds and kinds[type(value)] in spec.items
