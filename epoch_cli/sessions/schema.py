"""What a session looks like, as JSON Schema 2020-12, derived from the event types: nothing of them is listed here."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from inspect import cleandoc
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import orjson

from epoch_cli.catalog.json_schema import DIALECT, Schema, ref, union
from epoch_cli.events import EVENT_TYPES, FORMAT

_REQUIRED, _MADE = object(), object()
_PRIMITIVES: dict[Any, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    NoneType: "null",
    dict: "object",
    list: "array",
    tuple: "array",
}


def session_schema() -> Schema:
    """The schema of one line of a session file: one event, told apart by `event`.

    Every field of an event is required, because all are written; of what an event holds (a finding, a repair) those
    without a default, because what is empty is left out. Members beyond the fields are allowed: `from_json` passes over
    those of a later Epoch. That the first line is `run_started` and the last `run_ended` is not said: a schema sees one
    line.

    Raises:
        TypeError: an event has a field of a type that has no JSON Schema here yet.
    """
    definitions: dict[str, Schema] = {}
    members = {kind: ref(_definition(event, definitions)) for kind, event in EVENT_TYPES.items()}
    for kind, event in EVENT_TYPES.items():
        schema = definitions[event.__name__]
        schema["properties"] = {"event": {"const": kind}, **schema["properties"]}
        schema["required"] = list(schema["properties"])
    return {
        "$schema": DIALECT,
        "$id": f"urn:epoch:schema:session:{FORMAT}",
        "title": "Epoch session",
        "description": "One line of a session file: one event of a run.",
        **union("event", members),
        "$defs": definitions,
    }


def _definition(kind: type, definitions: dict[str, Schema]) -> str:
    """Define a dataclass or named tuple, and all that it holds; gives its name."""
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}  # there from the start, for one that holds itself
        hints = get_type_hints(kind)
        defaults = _defaults(kind)
        definitions[name] = {
            "title": name,
            "description": cleandoc(kind.__doc__ or ""),
            "type": "object",
            "required": [each for each, default in defaults.items() if default is _REQUIRED],
            "properties": {each: _field(default, hints[each], definitions) for each, default in defaults.items()},
        }
    return name


def _defaults(kind: type) -> dict[str, Any]:
    """What each field is when it is left out: its default, `_REQUIRED`, or `_MADE` for one that is made anew."""
    if is_dataclass(kind):
        made = {each.name: _REQUIRED if each.default_factory is MISSING else _MADE for each in fields(kind)}
        return {each.name: made[each.name] if each.default is MISSING else each.default for each in fields(kind)}
    names, defaults = kind._fields, kind._field_defaults  # type: ignore[attr-defined]
    return {name: defaults.get(name, _REQUIRED) for name in names}


def _field(default: Any, hint: Any, definitions: dict[str, Schema]) -> Schema:
    shown = {} if default in (_REQUIRED, _MADE) else {"default": orjson.loads(orjson.dumps(default))}
    return {**_value(hint, definitions), **shown}


def _value(hint: Any, definitions: dict[str, Schema]) -> Schema:
    """The schema of an annotation."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Any:
        return {}
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in {Union, UnionType}:
        return {"anyOf": [_value(each, definitions) for each in inner]}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [each.value for each in hint]}
    if isinstance(hint, type) and (is_dataclass(hint) or hasattr(hint, "_field_defaults")):
        return {"$ref": ref(_definition(hint, definitions))}
    kind = _PRIMITIVES.get(origin or hint)
    if kind is None:
        raise TypeError(f"{hint!r} has no JSON Schema yet: give it one in {__name__}")
    inner = tuple(each for each in inner if each is not ...)  # of tuple[X, ...], the X
    values = _value(inner[-1], definitions) if inner else {}
    content = {"array": "items", "object": "additionalProperties"}.get(kind)
    return {"type": kind, **({content: values} if content and values else {})}
