"""Bindings in values, and the expressions of json-render that say the same.

`{context.a.b}` is `{"$state": "/a/b"}`, `{item.a}` is `{"$item": "a"}`, and a text with bindings in it is a
`$template`, in which a path that begins with `/` is the state's and any other the item's. A design system's `{props.x}`
has no like: it is read from the state at `/props/x`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from epoch_cli.convert.formats import LEFT_OUT
from epoch_cli.convert.json_render.notes import Note, Notes, Path, shortened
from epoch_cli.document import parse_pointer
from epoch_cli.errors import PointerError
from epoch_cli.preview.markup import Bound, Words
from epoch_cli.preview.words import as_written, words_of, written
from epoch_cli.validation.rules.bindings import binding_to

_PLACEHOLDER: Final = re.compile(r"\$\{([^}]+)\}")
_MARKS: Final = ("$state", "$item", "$index", "$bindState", "$bindItem", "$cond", "$computed", "$template")
"""Keys that make an object an expression, in the order in which json-render looks for them."""


class Scope(NamedTuple):
    """Where a value stands.

    Attributes:
        in_list: in the template of a list, so that `$item` is one of its items.
        own_items: in a prop whose `{item.x}` the component fills in itself.
        two_way: in a prop that a user changes.
    """

    in_list: bool = False
    own_items: bool = False
    two_way: bool = False


# ---------------------------------------------------------------- written


def write_value(value: Any, scope: Scope, path: Path, notes: Notes) -> Any:
    """A JSON value with every binding as an expression; what cannot be said is noted."""
    if isinstance(value, str):
        said, told = write_text(value, scope)
        notes.extend(path, told)
        return said
    if isinstance(value, list):
        return [write_value(item, scope, (*path, index), notes) for index, item in enumerate(value)]
    if isinstance(value, dict):
        mark = mark_of(value)
        if mark:
            notes.add(path, f"an object with the key {mark}", "it is an expression there")
        return {key: write_value(item, scope, (*path, key), notes) for key, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        notes.add(path, f"the number {value}", "null, for JSON has no such number")
        return None
    return value


def write_text(text: str, scope: Scope) -> tuple[Any, list[Note]]:
    """A text as it is, where nothing is bound in it, or as an expression; and what could not be said."""
    if "{" not in text:
        return text, []
    words = words_of(text)
    ours = [word for word in words if isinstance(word, Bound) and not (scope.own_items and word.root == "item")]
    if not ours:
        return text, []
    notes: list[Note] = []
    if as_written(words) != text:
        notes.append((f"the spelling of {shortened(text)}", f"written as {shortened(as_written(words))}"))
    notes += [
        (f"the binding {written(each)}", f"read from the state at {state_path(each)}")
        for each in ours
        if each.root == "props"
    ]
    if len(words) == 1:
        return _expression(ours[0], two_way=scope.two_way), notes
    return {"$template": _template(words, scope, notes)}, notes


def state_path(bound: Bound) -> str:
    """Where in the state a binding reads; `/` is all of it."""
    path = bound.path if bound.root == "context" else (bound.root, *bound.path)
    return "/" + "/".join(path)


def item_path(bound: Bound) -> str:
    """What of an item a binding reads; empty for all of it."""
    return "/".join(bound.path)


def _expression(bound: Bound, *, two_way: bool) -> dict[str, str]:
    if bound.root == "item":
        return {"$bindItem" if two_way else "$item": item_path(bound)}
    return {"$bindState" if two_way else "$state": state_path(bound)}


def _template(words: Words, scope: Scope, notes: list[Note]) -> str:
    parts: list[str] = []
    plain = ""
    for word in (*words, None):
        if isinstance(word, str) or (word is not None and scope.own_items and word.root == "item"):
            plain += word if isinstance(word, str) else written(word)
            continue
        if "${" in plain:
            notes.append(("${ in a text with bindings", "written as $ {"))
        parts.append(plain.replace("${", "$ {"))
        plain = ""
        if word is not None:
            parts.append(_placeholder(word, scope, notes))
    return "".join(parts)


def _placeholder(bound: Bound, scope: Scope, notes: list[Note]) -> str:
    if bound.root != "item":
        return f"${{{state_path(bound)}}}"
    if not bound.path:
        notes.append(("{item} in a text", LEFT_OUT))
        return ""
    if not scope.in_list:
        notes.append((f"the binding {written(bound)} outside of a list", "read from the state"))
    return f"${{{item_path(bound)}}}"


# ---------------------------------------------------------------- read


def read_value(value: Any, scope: Scope, path: Path, notes: Notes, source: Path) -> Any:
    """A JSON value with every expression as a binding; None for one that a document cannot say, which is noted."""
    if isinstance(value, list):
        return [read_value(item, scope, (*path, index), notes, (*source, index)) for index, item in enumerate(value)]
    if isinstance(value, dict):
        if mark_of(value):
            said, told = _read_expression(value, scope)
            notes.extend(path, told, source)
            return said
        return {key: read_value(item, scope, (*path, key), notes, (*source, key)) for key, item in value.items()}
    if isinstance(value, str):
        notes.extend(path, _misread(value, [], scope), source)
    return value


def mark_of(value: Mapping[str, Any]) -> str:
    """The key that makes an object an expression; empty where it is none."""
    return next((mark for mark in _MARKS if mark in value and _is_expression(value, mark)), "")


def _is_expression(value: Mapping[str, Any], mark: str) -> bool:
    if mark == "$index":
        return value[mark] is True
    if mark == "$cond":
        return "$then" in value and "$else" in value
    return isinstance(value[mark], str)


def _read_expression(value: Mapping[str, Any], scope: Scope) -> tuple[str | None, list[Note]]:
    mark = mark_of(value)
    if mark == "$template":
        return _read_template(value[mark], scope)
    if mark in {"$index", "$cond", "$computed"}:
        return None, [(f"the expression {mark}", LEFT_OUT)]
    inside = mark in {"$item", "$bindItem"}
    bound = bound_at(value[mark], "item" if inside else "context")
    if bound is None:
        return None, [(f"the path {shortened(value[mark])}", LEFT_OUT)]
    if inside and scope.own_items:
        return None, [(f"the item around, {written(bound)}, where the component's own items are meant", LEFT_OUT)]
    one_way = mark in {"$bindState", "$bindItem"} and not scope.two_way
    return written(bound), [(f"that {written(bound)} is written back", "it is only read")] if one_way else []


def bound_at(path: str, root: str) -> Bound | None:
    """The binding that reads at a path of the state or of an item; None for names that no binding has."""
    try:
        tokens = parse_pointer(path if path.startswith("/") else f"/{path}")
    except PointerError:
        return None
    tokens = () if tokens == ("",) else tokens
    return Bound(root, tokens) if binding_to(root, tokens) is not None else None


def _read_template(template: str, scope: Scope) -> tuple[str, list[Note]]:
    notes: list[Note] = []
    bindings: list[Bound] = []

    def bound(match: re.Match[str]) -> str:
        path = match[1]
        found = bound_at(path, "item" if scope.in_list and not path.startswith("/") else "context")
        if found is None or (found.root == "item" and scope.own_items):
            notes.append((f"the path {shortened(path)}", LEFT_OUT))
            return ""
        bindings.append(found)
        return written(found)

    text = _PLACEHOLDER.sub(bound, template)
    return text, notes + _misread(text, bindings, scope)


def _misread(text: str, meant: list[Bound], scope: Scope) -> list[Note]:
    """What would be read as a binding here, though it is not meant as one."""
    if "{" not in text:
        return []
    found = [word for word in words_of(text) if isinstance(word, Bound)]
    if scope.own_items:
        found = [each for each in found if each.root != "item"]
    return [] if found == meant else [(f"braces that are plain text in {shortened(text)}", "they bind here")]
