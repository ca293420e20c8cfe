"""What a session looks like, as JSON Schema 2020-12, derived from the event types: nothing of them is listed here."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from inspect import cleandoc
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import orjson

from epoch_cli.catalog.json_schema import DIALECT, Schema, ref, union
from epoch_cli.events import EVENT_TYPES, FORMAT

_PRIMITIVES: dict[Any, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    NoneType: "null",
    dict: "object",
    list: "array",
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
    """Define a dataclass, and all that it holds; gives its name."""
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}  # there from the start, for one that holds itself
        hints = get_type_hints(kind)
        own = fields(kind)
        definitions[name] = {
            "title": name,
            "description": cleandoc(kind.__doc__ or ""),
            "type": "object",
            "required": [each.name for each in own if each.default is MISSING and each.default_factory is MISSING],
            "properties": {each.name: _field(each, hints[each.name], definitions) for each in own},
        }
    return name


def _field(each: Field[Any], hint: Any, definitions: dict[str, Schema]) -> Schema:
    default = {} if each.default is MISSING else {"default": orjson.loads(orjson.dumps(each.default))}
    return {**_value(hint, definitions), **default}


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
    if isinstance(hint, type) and is_dataclass(hint):
        return {"$ref": ref(_definition(hint, definitions))}
    kind = _PRIMITIVES.get(origin or hint)
    if kind is None:
        raise TypeError(f"{hint!r} has no JSON Schema yet: give it one in {__name__}")
    values = _value(inner[-1], definitions) if inner else {}
    content = {"array": "items", "object": "additionalProperties"}.get(kind)
    return {"type": kind, **({content: values} if content and values else {})}
