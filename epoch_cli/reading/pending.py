"""What is being written now and is not complete: for screens only, it never reaches the document."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from epoch_cli.reading.shapes import ROOT
from epoch_cli.reading.strict_json import NotStrictError, parse_strict

MOST_CHARS: Final = 16_384
"""How much text is looked at, once for each node around; nothing is said of a longer one."""

_TOKEN: Final = re.compile(r'"[^"\\]*+(?>(?:\\.[^"\\]*+)*)"|[{}\[\]:,"]|[^\s{}\[\]:,"]++')


class Pending(NamedTuple):
    """The innermost node that is not complete.

    Attributes:
        path: where it will stand, in the model's words, such as `/root/children/2` or `/root/children/-`.
        type: its `type`, empty as long as that is not known.
        known: its complete fields; half a string is none.
    """

    path: str
    type: str
    known: dict[str, Any]


class _Member(NamedTuple):
    """A member or item whose value is not complete: its key or index, and where the value begins."""

    key: str | int
    start: int


def of_value(text: str) -> Pending | None:
    """Return what is pending in the beginning of a patch, a document or a node at the root."""
    known, member = _begun(text)
    if "op" not in known and type(known.get("type")) is str:
        return of_node(text, ROOT)
    if member is None or text[member.start] != "{":
        return None
    if member.key == "root" and "op" not in known:
        return of_node(text[member.start :], ROOT)
    path = known.get("path")
    if member.key == "value" and known.get("op") in {"add", "replace"} and type(path) is str:
        return of_node(text[member.start :], path)
    return None


def of_node(text: str, path: str) -> Pending:
    """Return what is pending in the beginning of a node that will stand at `path`."""
    while True:
        known, member = _begun(text)
        if member is not None and member.key == "children" and text[member.start] == "[":
            _, child = _begun(text[member.start :])
            if child is not None and text[member.start + child.start] == "{":
                text = text[member.start + child.start :]
                path = f"{path}/children/{child.key}"
                continue
        name = known.get("type")
        return Pending(path, name if type(name) is str else "", known)


def _begun(text: str) -> tuple[dict[str, Any], _Member | None]:
    """Return the complete members of an object that has begun, and its last when that is not complete.

    Of an array only the last item is told.
    """
    depth, count, key, start, complete = 0, 0, "", -1, 1
    in_object = text[:1] == "{"
    for token in _TOKEN.finditer(text):
        mark = token[0][0]
        before = depth
        depth += (mark in "{[") - (mark in "}]")
        if min(before, depth) != 1:  # not directly inside
            continue
        if mark == ",":
            complete, start, count, key = token.start(), -1, count + 1, ""
        elif mark == ":" and in_object:
            start = token.end()
        elif depth > before:
            start = token.start()
        elif in_object and start < 0 and depth == before:
            key = token[0][1:-1]
        elif depth < before or (mark == '"' and len(token[0]) > 1):
            complete, start = token.end(), -1
    member = _Member(key if in_object else count, start) if 0 <= start < len(text) else None
    if not in_object:
        return {}, member
    try:
        known = parse_strict(f"{text[:complete]}}}")
    except NotStrictError:
        known = {}
    return known, member
