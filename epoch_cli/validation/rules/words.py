"""The words of messages: how a value, a JSON type or a list of choices is said, safely and in one line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from epoch_cli.nearest import nearest

JSON_TYPES: dict[type, str] = {
    str: "a string",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    dict: "an object",
    list: "an array",
    type(None): "null",
}


def json_type(value: Any) -> str:
    """The JSON type of a value, with its article."""
    return JSON_TYPES.get(type(value), type(value).__name__)


def quote(value: Any) -> str:
    """A value as it is shown inside a message: as JSON, at most 60 characters, every unprintable character escaped."""
    try:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=repr)
    except (ValueError, RecursionError):  # an integer of thousands of digits, a list in lists without end
        return json_type(value)
    short = text if len(text) <= 60 else text[:57] + "…"
    shown = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in short)
    return f'"{shown}"' if isinstance(value, str) else shown


def one_of(names: Iterable[str]) -> str:
    """The question after names that may have been meant: `did you mean "a", "b" or "c"?`; empty without any."""
    *others, last = [quote(name) for name in names] or [""]
    if not last:
        return ""
    return f"did you mean {', '.join(others)}{' or ' if others else ''}{last}?"


def suggest(text: str, choices: Iterable[str], *, otherwise: str = "", most: int = 8, cutoff: float = 0.6) -> str:
    """A hint: the nearest choice when there is one, else `otherwise`, or at most so many of the choices.

    `cutoff` is how alike they must be, as in `epoch_cli.nearest`.
    """
    options = list(choices)
    near = nearest(text, options, cutoff=cutoff)
    if near:
        return f'did you mean "{near}"?'
    if otherwise:
        return otherwise
    if not options:
        return "there is none"
    more = f" and {len(options) - most} more" if len(options) > most else ""
    return f"use one of {', '.join(options[:most])}{more}"
