"""The one way to write a document down: its keys in one order, its text in one layout.

Order. A document: `$schema`, `punkVersion`, `schemaVersion`, `metadata`, `root`. A node: what it is (`type`, `id`,
`key`, `testId`), when and for what it is there (`condition`, `dataSource`), how it is (`a11y`, `props`, `text`), and
last, because they are long, the nodes inside it (`children`, `itemTemplate`). An operation: `op`, `from`, `path`,
`value`, `meta`. What none of these know comes before the nodes, as the author ordered it; so do the members of `props`,
`a11y` and `metadata`, whose order is the author's and means something to readers.

Layout. Two spaces a level, one member a line; an object or array that holds no other stands on one line where that
line has at most 100 characters. Text is UTF-8 as it is, but for what no editor shows (control, bidi and zero-width
characters other than the joiners that scripts need): that is escaped, so that a reviewer sees it.

Order and layout change no value, and doing it twice changes nothing more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from epoch_cli.document.node import Document, Node
from epoch_cli.document.patch import Patch
from epoch_cli.document.pointer import parse_pointer
from epoch_cli.errors import PointerError

WIDTH = 100
"""Longest line, in characters, that an object or array is put on."""
DOCUMENT_ORDER = ("$schema", "punkVersion", "schemaVersion", "metadata", "root")
NODE_ORDER = (
    "type", "id", "key", "testId", "condition", "dataSource", "a11y", "props", "text", "children", "itemTemplate",
)  # fmt: skip
PATCH_ORDER = ("op", "from", "path", "value", "meta")
_encode = json.JSONEncoder(ensure_ascii=False).encode  # one for all: making it takes longer than using it
_INNER = ("root", "children", "itemTemplate")

_UNSEEN = re.compile(
    r"[\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)


class Number(str):
    """A number as it is spelled in a file, so that writing it again cannot lose a digit."""

    __slots__ = ()


def parse_spelled(text: str) -> Any:
    """The value of a text that is known to be strict JSON, with every number as it is spelled."""
    return json.loads(text, parse_int=Number, parse_float=Number)


# ---------------------------------------------------------------- order


def canonical(document: Mapping[str, Any]) -> Document:
    """A document with its keys in their order; shares what it does not order with the one given."""
    return {key: _node(value) if key == "root" else value for key, value in _ordered(document, DOCUMENT_ORDER)}


def canonical_patch(patch: Mapping[str, Any]) -> Patch:
    """An operation with its keys in their order, and those of the nodes that it writes."""
    return {key: _written(value, patch) if key == "value" else value for key, value in _ordered(patch, PATCH_ORDER)}


def _node(node: Any) -> Node | Any:
    if not isinstance(node, Mapping):
        return node
    made = {}
    for key, value in _ordered(node, NODE_ORDER):
        inner = _nodes if key == "children" else _node if key == "itemTemplate" else None
        made[key] = inner(value) if inner else value
    return made


def _nodes(children: Any) -> Any:
    return [_node(child) for child in children] if isinstance(children, list) else children


def _ordered(value: Mapping[str, Any], order: Sequence[str]) -> list[tuple[str, Any]]:
    """The members in an order; those that it does not name stand before the nodes inside."""
    first = [key for key in order if key in value and key not in _INNER]
    last = [key for key in order if key in value and key in _INNER]
    rest = [key for key in value if key not in order]
    return [(key, value[key]) for key in (*first, *rest, *last)]


def _written(value: Any, patch: Mapping[str, Any]) -> Any:
    """What an operation writes; its path tells whether that is a node, and an unreadable path that nothing is."""
    path = patch.get("path")
    if path == "":
        return canonical(value) if isinstance(value, Mapping) else value
    try:
        # `#some-id/children/-`, the extension of decision 9, has the same tokens after the first
        tokens = parse_pointer(path if path.startswith("/") else f"/{path}") if isinstance(path, str) else ()
    except PointerError:
        return value
    if not tokens or {"props", "a11y", "metadata"} & set(tokens):
        return value
    if tokens[-1] == "children":
        return _nodes(value)
    is_node = tokens == ("root",) or tokens[-1] == "itemTemplate" or "children" in tokens[-2:-1]
    return _node(value) if is_node else value


# ---------------------------------------------------------------- layout


def pretty(value: Any) -> str:
    """JSON text in the layout of documents, without a final newline.

    Raises:
        RecursionError: it is nested too deeply.
    """
    return _laid_out(value, "", 0, 0)


def compact(value: Any) -> str:
    """JSON text on one line without spaces, as Epoch writes patches.

    Raises:
        RecursionError: it is nested too deeply.
    """
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_scalar(key)}:{compact(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(compact, value)) + "]"
    return _scalar(value)


def rows(values: Sequence[Any]) -> str:
    """A JSON array with each element on a line of its own, however long."""
    return "[\n" + ",\n".join(f"  {compact(value)}" for value in values) + "\n]" if values else "[]"


def _laid_out(value: Any, indent: str, before: int, after: int) -> str:
    """A value that stands behind `before` characters on its line and has `after` behind it."""
    if not isinstance(value, (Mapping, list)):
        return _scalar(value)
    if isinstance(value, Mapping):
        opening, closing, members = "{", "}", [(f"{_scalar(key)}: ", inner) for key, inner in value.items()]
    else:
        opening, closing, members = "[", "]", [("", inner) for inner in value]
    if not members:
        return opening + closing
    if not any(isinstance(inner, (Mapping, list)) for _, inner in members):
        line = opening + ", ".join(f"{key}{_scalar(inner)}" for key, inner in members) + closing
        if before + len(line) + after <= WIDTH:
            return line
    deeper, last = indent + "  ", len(members) - 1
    lines = [
        f"{deeper}{key}{_laid_out(inner, deeper, len(deeper) + len(key), int(number < last))}"
        for number, (key, inner) in enumerate(members)
    ]
    return f"{opening}\n" + ",\n".join(lines) + f"\n{indent}{closing}"


def _scalar(value: Any) -> str:
    if isinstance(value, Number):
        return str(value)
    text = _encode(value)
    return (
        text if text.isascii() and "\x7f" not in text else _UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], text)
    )
