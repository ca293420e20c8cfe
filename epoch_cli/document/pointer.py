"""RFC 6901 JSON pointers: text to tokens and back, and following them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from epoch_cli.errors import PointerError

_INDEX = re.compile(r"0|[1-9][0-9]{0,17}")
_ODD_INDEX = re.compile(r"[+ ]?0*(0|[1-9][0-9]{0,17}) ?", re.ASCII)
_BACKWARDS = re.compile(r"-[0-9]+", re.ASCII)
_BAD_ESCAPE = re.compile(r"~(?![01])")

ADD_FIRST = "add it first"
"""The remedy for a member that an object does not have."""
ABSENT: Any = object()
"""Stands for a value where there is none: nothing lies at a path, or it was taken away."""


def parse_pointer(pointer: str) -> tuple[str, ...]:
    """Split a pointer into its unescaped reference tokens; `""` is the whole document, an empty tuple (section 3).

    Raises:
        PointerError: it does not start with `/`, or holds a `~` that is not `~0` or `~1`.
    """
    if not pointer:
        return ()
    if pointer[0] != "/":
        raise PointerError(
            f"{_short(pointer)!r} is not a JSON pointer", pointer=pointer, remedy="start it with /, such as /root"
        )
    if "~" not in pointer:
        return tuple(pointer[1:].split("/"))
    if _BAD_ESCAPE.search(pointer):
        raise PointerError(
            f"{_short(pointer)!r} holds a bad escape", pointer=pointer, remedy="write ~0 for ~ and ~1 for /"
        )
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in pointer[1:].split("/"))


def format_pointer(tokens: Sequence[str | int]) -> str:
    """The pointer of a path of keys and indices; the inverse of `parse_pointer`."""
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)


def array_index(token: str, length: int, *, insert: bool = False) -> int | None:
    """The index that a token names in an array of `length` elements (section 4), None when it names no place.

    With `insert` the place after the last element counts too, also written `-`. Leading zeros, signs and other
    digits than 0–9 are no indices.
    """
    if insert and token == "-":
        return length
    if not _INDEX.fullmatch(token):
        return None
    index = int(token)
    return index if index < length + insert else None


def resolve(document: Any, tokens: Sequence[str]) -> Any:
    """The value at a path.

    Raises:
        PointerError: there is no such place; names the part that leads nowhere.
    """
    here = document
    for depth, token in enumerate(tokens):
        if isinstance(here, dict):
            if token in here:
                here = here[token]
                continue
        elif isinstance(here, list):
            index = array_index(token, len(here))
            if index is not None:
                here = here[index]
                continue
        raise no_such_place(here, tokens, depth)
    return here


def look(value: Any, path: Sequence[str]) -> Any:
    """What stands at a path, `ABSENT` when nothing does."""
    for step in path:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and (index := array_index(step, len(value))) is not None:
            value = value[index]
        else:
            return ABSENT
    return value


def no_such_place(container: Any, tokens: Sequence[str], depth: int, *, insert: bool = False) -> PointerError:
    """The error for `tokens[depth]` that names no place in `container`: what is missing, and what is there.

    With `insert` something was to be put in there, so that the place after the last element would have been one.
    """
    pointer, token = format_pointer(tokens), tokens[depth]
    what = _short(format_pointer(tokens[: depth + 1]))
    parent = _short(format_pointer(tokens[:depth]))
    named = parent or "the document"
    if isinstance(container, list):
        count = len(container)
        there = f"{named} has {count} element{'s' * (count != 1)}"
        after = f", and - is the place after {'them' if count else 'the last'}" if token == "-" else ""
        message, remedy = f"{what} does not exist: {there}{after}", _right_index(parent, token, count, insert=insert)
    elif isinstance(container, dict):
        keys = ", ".join(_short(str(key), 40) for key in list(container)[:8]) or "nothing"
        message, remedy = f"{what} does not exist: {named} holds {keys}", _right_key(container, parent, token)
    else:
        message, remedy = f"{what} does not exist: {named} is no object or array", "point at what is there"
    return PointerError(message, pointer=pointer, remedy=remedy)


def _right_index(parent: str, token: str, count: int, *, insert: bool) -> str:
    """What to write instead of a token that is no index of the array at `parent`."""
    append, last = f"write {parent}/- to append", f"{parent}/{count - 1}"
    if not count:
        return append if insert else f"{parent or 'the array'} is empty: add to it first"
    if token == "-":
        return f"the last element is {last}"
    meant = _ODD_INDEX.fullmatch(token)
    if meant is not None and int(meant[1]) < count + insert:
        return f"write {parent}/{meant[1]}: an index has no sign and no leading zeros"
    if _BACKWARDS.fullmatch(token):
        return f"an index counts from 0 at the front; the last element is {last}"
    indices = f"an index from 0 to {count - 1 + insert}" if count + insert > 1 else "index 0"
    if not _INDEX.fullmatch(token) and meant is None:
        return f"an element is named by its index: {f'{append}, or ' if insert else ''}use {indices}"
    return f"{append}, or use {indices}" if insert else f"use {indices}"


def _right_key(container: dict[Any, Any], parent: str, token: str) -> str:
    """What to write instead of a key that the object at `parent` lacks; it may be a node, whose parts lie deeper."""
    children, props = container.get("children"), container.get("props")
    if _INDEX.fullmatch(token) and isinstance(children, list):
        return f"did you mean {parent}/children/{_short(token)}?"
    if isinstance(props, dict) and token in props:
        return f"did you mean {parent}/props/{_short(format_pointer((token,))[1:])}?"
    return ADD_FIRST


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
