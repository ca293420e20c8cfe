"""The events of a run and their fields, as their types in `events/kinds.py` describe themselves."""

from __future__ import annotations

import re
from typing import Any

_FOR_US = re.compile(r"\s*\((?:decision \d+|`[\w/]+\.py`)\)")
"""Where in our own papers something is decided, which no reader of help has."""
_ATTRIBUTE = re.compile(r"^ {4}((?:\w+(?:, )?)+): ", re.MULTILINE)


def event_fields() -> str:
    """A section for each kind of event: what it tells, and its fields with their types."""
    from epoch_cli.events.kinds import EVENT_TYPES

    return "\n\n".join(_section(kind, event) for kind, event in EVENT_TYPES.items())


def _section(kind: str, event: Any) -> str:
    from dataclasses import MISSING
    from inspect import cleandoc

    told, _, attributes = _FOR_US.sub("", cleandoc(event.__doc__ or "")).partition("\nAttributes:\n")
    words = _explained(attributes)
    rows = []
    for field in event.__dataclass_fields__.values():
        optional = field.default is not MISSING or field.default_factory is not MISSING
        if str(field.type).startswith("ClassVar"):
            continue
        about = f": {words[field.name]}" if field.name in words else ""
        rows.append(f"- `{field.name}` ({_type(str(field.type))}{', can be absent' if optional else ''}){about}")
    return "\n\n".join([f"### `{kind}`", told.strip(), "\n".join(rows)])


def _explained(attributes: str) -> dict[str, str]:
    """The words of each attribute, by its name."""
    pieces = _ATTRIBUTE.split(attributes)[1:]
    return {name: " ".join(words.split()) for name, words in zip(pieces[::2], pieces[1::2], strict=True)}


def _type(written: str) -> str:
    """A type as JSON has it; a name of ours says the values that it stands for."""
    from typing import get_args

    from epoch_cli import errors
    from epoch_cli.events import kinds

    named = getattr(kinds, written, None) or getattr(errors, written, None)
    values = [str(value) for value in get_args(named)] if named is not None else []
    if written.startswith("Literal"):
        values = re.findall(r'"([^"]*)"', written)
    if values:
        return " | ".join(value or '""' for value in values)
    return _plain(written)


def _plain(written: str) -> str:
    for python, json in _NAMES:
        written = re.sub(python, json, written)
    return written


_NAMES = (
    (r"\blist\[(\w+)(\[[^\]]*\])?\]", r"array of \1"),
    (r"\bdict\[.*\]", "object"),
    (r"\b(dict|Document|Patch|Repair|Diagnostic)\b", "object"),
    (r"\bstr\b", "string"),
    (r"\bbool\b", "true or false"),
    (r"\bint\b", "integer"),
    (r"\bfloat\b", "number"),
    (r"\bNone\b", "null"),
    (r"\bAny\b", "any value"),
)
