"""Events as JSON: one object per line, which comes back as it was."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import orjson

from epoch_cli.errors import SessionError
from epoch_cli.events.kinds import EVENT_TYPES, FORMAT, Event, RunStarted
from epoch_cli.validation import Diagnostic, Repair

# U+0080 to U+009F, U+2028 to U+202E and U+2066 to U+2069, in UTF-8
_OBEYED = re.compile(rb"\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]")


def to_json(event: Event) -> dict[str, Any]:
    """The event as plain data, its kind first under `event`."""
    row: dict[str, Any] = {"event": event.kind}
    for each in fields(event):
        value = getattr(event, each.name)
        if isinstance(value, (Diagnostic, Repair)):
            value = value.to_json()
        elif each.name == "diagnostics":
            value = [diagnostic.to_json() for diagnostic in value]
        row[each.name] = value
    return row


def from_json(row: Mapping[str, Any]) -> Event:
    """The inverse of `to_json`; fields of a later Epoch are passed over.

    Raises:
        SessionError: it is no event, lacks a field, or is of a later format.
    """
    kind = EVENT_TYPES.get(str(row.get("event")))
    if "event" not in row:
        raise SessionError("a line is not an event", remedy="is this a session?")
    if kind is None:
        raise SessionError(f"no event is called {row.get('event')!r}", remedy="is this a session, of this Epoch?")
    if kind is RunStarted:
        _check_format(row.get("format"))
    tests = _tests(kind.kind)
    try:
        event = kind(**{name: _value(name, value) for name, value in row.items() if name in tests})
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise SessionError(f"an event {kind.kind} is incomplete: {error}", remedy="the file was changed") from None
    for name, fits in tests.items():
        if not fits(getattr(event, name)):
            found = repr(getattr(event, name))[:60]
            raise SessionError(f"an event {kind.kind} is wrong: `{name}` is {found}", remedy="the file was changed")
    return event


def _check_format(found: Any) -> None:
    if not isinstance(found, int) or isinstance(found, bool):
        raise SessionError(f"session format {found!r} is no number", remedy="is this a session?")
    if found > FORMAT:
        raise SessionError(f"session format {found}, this Epoch reads up to {FORMAT}", remedy="update epoch-cli")


def _value(name: str, value: Any) -> Any:
    if name == "diagnostic":
        return Diagnostic.from_json(value)
    if name == "diagnostics":
        return [Diagnostic.from_json(each) for each in value]
    return Repair.from_json(value) if name == "repair" else value


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")


@cache
def _tests(name: str) -> dict[str, Callable[[Any], bool]]:
    """For each field of an event a test of its value; made once, as a session has thousands of lines."""
    kind = EVENT_TYPES[name]
    hints = get_type_hints(kind)
    return {each.name: _test(hints[each.name]) for each in fields(kind)}


def _test(hint: Any) -> Callable[[Any], bool]:
    """A test whether a value is of the type of its field; what may be anything is not looked into."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Any:
        return lambda _: True
    if origin is Literal:
        return lambda value: value in inner
    if origin in {Union, UnionType}:
        tests = [_test(each) for each in inner]
        return lambda value: any(fits(value) for fits in tests)
    if hint in {int, float}:
        kinds = (int, float) if hint is float else int
        return lambda value: isinstance(value, kinds) and _is_number(value)
    kind = origin or hint
    if not inner or inner[-1] is Any:
        return lambda value: isinstance(value, kind)
    each = _test(inner[-1])  # of the items of a list, of the values of a dict
    return lambda value: isinstance(value, kind) and all(map(each, value.values() if kind is dict else value))


def _is_number(value: float) -> bool:
    """Whether one can reckon with it: JSON may hold `1e400`, which is read as infinite, and integers of any length."""
    return not isinstance(value, bool) and abs(value) <= sys.float_info.max


def harmless(line: bytes) -> bytes:
    """The same JSON, with the characters as escapes that JSON leaves as they are but a terminal obeys.

    Those are the C1 controls (U+009B is an escape sequence's beginning) and marks that change the direction of text;
    and the separators at which some tools would break the line.
    """
    return line if line.isascii() else _OBEYED.sub(_escape, line)


def _escape(found: re.Match[bytes]) -> bytes:
    return b"\\u%04x" % ord(found[0].decode())


def encode(event: Event) -> bytes:
    """One line of a session file, with its line end."""
    row = to_json(event)
    try:
        return harmless(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
    except TypeError:
        # half a character, as some providers' chunks hold, is no UTF-8: it is written as an escape
        return json.dumps(row, separators=(",", ":")).encode("ascii") + b"\n"


def decode(line: bytes | str) -> Event:
    """The inverse of `encode`.

    Raises:
        SessionError: the line is no JSON object, or no event.
    """
    return from_json(row_of(line))


def row_of(line: bytes | str) -> dict[str, Any]:
    """The plain data of a line, which need not be an event yet (`sessions/migration.py`).

    Raises:
        SessionError: the line is no JSON object.
    """
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        try:
            row = json.loads(line, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise SessionError(f"a line is not JSON: {error}", remedy="is this a session?") from None
    if not isinstance(row, dict):
        raise SessionError("a line is not an event", remedy="is this a session?")
    return row
