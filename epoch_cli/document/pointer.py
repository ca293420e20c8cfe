"""RFC 6901 JSON pointers: text to tokens and back, and following them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from epoch_cli.errors import PointerError

_INDEX = re.compile(r"0|[1-9][0-9]{0,17}")
_BAD_ESCAPE = re.compile(r"~(?![01])")

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
            f"{pointer!r} is not a JSON pointer", pointer=pointer, remedy="start it with /, such as /root"
        )
    if "~" not in pointer:
        return tuple(pointer[1:].split("/"))
    if _BAD_ESCAPE.search(pointer):
        raise PointerError(f"{pointer!r} holds a bad escape", pointer=pointer, remedy="write ~0 for ~ and ~1 for /")
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


def no_such_place(container: Any, tokens: Sequence[str], depth: int) -> PointerError:
    """The error for `tokens[depth]` that names no place in `container`: what is missing, and what is there."""
    pointer = format_pointer(tokens)
    what = format_pointer(tokens[: depth + 1])
    parent = format_pointer(tokens[:depth]) or "the document"
    if isinstance(container, list):
        return PointerError(
            f"{what} does not exist: {parent} has {len(container)} element{'s' * (len(container) != 1)}",
            pointer=pointer,
            remedy=f"use {format_pointer(tokens[:depth])}/- to append",
        )
    if isinstance(container, dict):
        keys = ", ".join(map(str, list(container)[:8])) or "nothing"
        return PointerError(f"{what} does not exist: {parent} holds {keys}", pointer=pointer, remedy="add it first")
    return PointerError(
        f"{what} does not exist: {parent} is no object or array", pointer=pointer, remedy="point at what is there"
    )
