"""RFC 6902 JSON Patch, in place and atomic, each operation with its inverse.

An operation is planned against the document as it is (`plan_operation`), and only then carried out: one
that cannot be applied has changed nothing. In an array of operations the later ones are planned against what the
earlier ones made, so a failure takes those back; for that each step can restore even the order of an object's keys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from epoch_cli.document.node import OPERATIONS
from epoch_cli.document.pointer import ABSENT, array_index, format_pointer, no_such_place, parse_pointer, resolve
from epoch_cli.errors import PatchError, PointerError

Patch = dict[str, Any]
"""One operation: `op`, `path`, and as the operation asks `value` or `from`; other members are ignored (section 4)."""


class Applied(NamedTuple):
    """What a patch made: the document (the same object unless its root was replaced) and the way back.

    `inverse` holds operations in the order in which they have to be applied.
    """

    document: Any
    inverse: list[Patch]


_applied = partial(tuple.__new__, Applied)
"""A quicker way to make one."""


def apply_patch(document: Any, patch_or_patches: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> Applied:
    """Apply one RFC 6902 operation, or an array of them as a whole, to a document in place.

    Values are copied into the document, so that it never shares an object with a patch.

    Raises:
        PatchError: an operation is malformed, its place does not exist or its `test` failed; nothing has changed.
    """
    if type(patch_or_patches) is dict:
        back = _apply_quickly(document, patch_or_patches)
        if back is not None:
            return _applied((document, [back]))
    if isinstance(patch_or_patches, Mapping):
        step = plan_operation(document, patch_or_patches)
        return Applied(step.carry_out(), step.inverse)
    inverse: list[Patch] = []
    undo: list[Callable[[], None]] = []
    here = document
    for index, operation in enumerate(patch_or_patches):
        try:
            step = plan_operation(here, operation)
        except PatchError as error:
            for take_back in reversed(undo):
                take_back()
            error.index = index
            raise
        undo.append(step.taking_back())
        here = step.carry_out()
        inverse[:0] = step.inverse
    return Applied(here, inverse)


def _apply_quickly(document: Any, operation: Patch) -> Patch | None:
    """Apply an operation of the most common kinds to a place that is there, in a fraction of the time.

    Gives its inverse. None is no answer and has changed nothing: then the operation has to be planned, which alone
    finds out what may be wrong with it.
    """
    try:
        op, path = operation["op"], operation["path"]
        way = path.split("/")
        token = way.pop()
        if way.pop(0) or "~" in path:
            return None
        here = document
        for step in way:
            here = here[step] if type(here) is dict else here[_INDICES[step]]
        if type(here) is list:
            return _apply_to_array(here, op, path, token, operation)
        if type(here) is not dict:
            return None
        there = token in here
        if op == "add" or (op == "replace" and there):
            value = operation["value"]
            if type(value) is not str:
                value = _clone(value)
            back = {"op": "replace", "path": path, "value": here[token]} if there else {"op": "remove", "path": path}
            here[token] = value
            return back
        return {"op": "add", "path": path, "value": here.pop(token)} if op == "remove" and there else None
    except (LookupError, TypeError, AttributeError, RecursionError):
        return None  # a member is missing, or a place, or the value is too deep


def _apply_to_array(array: list[Any], op: Any, path: str, token: str, operation: Patch) -> Patch | None:
    """The same inside an array."""
    if op == "add":
        size = len(array)
        if token == "-":
            array.append(_clone(operation["value"]))
            return {"op": "remove", "path": f"{path[:-1]}{size}"}
        if (index := _INDICES[token]) > size:
            return None
        array.insert(index, _clone(operation["value"]))
        return {"op": "remove", "path": path}
    index = _INDICES[token]
    if op == "remove":
        return {"op": "add", "path": path, "value": array.pop(index)}
    if op != "replace":
        return None
    old, array[index] = array[index], _clone(operation["value"])
    return {"op": "replace", "path": path, "value": old}


_INDICES = {str(index): index for index in range(1024)}
"""Tokens of small indices; others are read with care."""


def clone(value: Any) -> Any:
    """A deep copy of JSON data.

    Raises:
        PatchError: it is nested too deeply to be copied.
    """
    try:
        return _clone(value)
    except RecursionError:
        raise PatchError("the value is nested too deeply", remedy="flatten it") from None


def _clone(value: Any) -> Any:
    if type(value) is dict or isinstance(value, dict):
        made = dict(value)
        for key, item in made.items():
            if type(item) is not str and type(item) not in _SCALARS:
                made[key] = _clone(item)
        return made
    if isinstance(value, list):
        return [item if type(item) in _SCALARS else _clone(item) for item in value]
    return value


_SCALARS = frozenset({str, int, float, bool, type(None)})


def equal(left: Any, right: Any) -> bool:
    """Whether two values are the same JSON: `true` is not `1`, `1` is `1.0`, key order does not count (4.6)."""
    if isinstance(left, dict):
        return (
            isinstance(right, dict)
            and left.keys() == right.keys()
            and all(equal(value, right[key]) for key, value in left.items())
        )
    if isinstance(left, list):
        return isinstance(right, list) and len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return type(right) not in {dict, list} and bool(left == right)


def _same(left: Any, right: Any) -> bool:
    try:
        return equal(left, right)
    except RecursionError:
        raise PatchError("the value is nested too deeply to be compared", remedy="test a part of it") from None


# ---------------------------------------------------------------- planning


@dataclass(slots=True)
class Step:
    """A planned operation: what to take out, what to put in where, and the inverse; `carry_out` does it.

    `take` and `put` are (container, key) places, None for the whole document; `insert` says that `put` moves later
    elements of an array up instead of replacing one.
    """

    document: Any
    inverse: list[Patch]
    take: tuple[Any, Any] | None = None
    put: tuple[Any, Any] | None = None
    value: Any = ABSENT
    insert: bool = False
    whole: bool = False

    def carry_out(self) -> Any:
        """Change the document; gives it back, or what replaces it."""
        if self.whole:
            return self.value
        if self.take is not None:
            container, key = self.take
            del container[key]
        if self.put is not None:
            container, key = self.put
            if self.insert:
                container.insert(key, self.value)
            else:
                container[key] = self.value
        return self.document

    def taking_back(self) -> Callable[[], None]:
        """Remember what `carry_out` will change, to restore it exactly; costs the size of the containers touched."""
        containers = [place[0] for place in (self.take, self.put) if place is not None and not self.whole]
        before = [(container, container.copy()) for container in containers]

        def take_back() -> None:
            for container, content in before:
                container.clear()
                container.extend(content) if isinstance(container, list) else container.update(content)

        return take_back


def plan_operation(document: Any, operation: Any, *, owned: bool = False) -> Step:
    """Work out one operation without changing anything.

    With `owned` the operation's value is the document's to keep, and is not copied.

    Raises:
        PatchError: as `apply_patch` does.
    """
    op, path, tokens = _parse(operation)
    if op == "test":
        if not _same(resolve(document, tokens), _member(operation, "value", op, path)):
            raise PatchError(
                f"test of {path or 'the document'} failed: the value differs", pointer=path, remedy="test what is there"
            )
        return Step(document, [])
    if op == "remove":
        return _plan_remove(document, path, tokens)
    if op in {"add", "replace"}:
        value = _member(operation, "value", op, path)
        value = value if owned else clone(value)
        return _plan_add(document, path, tokens, value) if op == "add" else _plan_replace(document, path, tokens, value)
    source = _member(operation, "from", op, path)
    if not isinstance(source, str):
        raise PatchError(f"{op}: `from` is not a string", pointer=path, remedy="give it a JSON pointer")
    origin = parse_pointer(source)
    if op == "copy":
        return _plan_add(document, path, tokens, clone(resolve(document, origin)))
    return _plan_move(document, source, origin, path, tokens)


def _parse(operation: Any) -> tuple[str, str, tuple[str, ...]]:
    if not isinstance(operation, Mapping):
        raise PatchError("an operation is not an object", remedy='write {"op": …, "path": …}')
    op, path = operation.get("op"), operation.get("path")
    if op not in OPERATIONS:
        named = repr(op) if isinstance(op, str) and len(op) < 40 else "with no such name"
        raise PatchError(f"unknown operation {named}", remedy=f"use one of {', '.join(OPERATIONS)}")
    if not isinstance(path, str):
        raise PatchError(f"{op}: `path` is missing or not a string", remedy="give it a JSON pointer")
    return str(op), path, parse_pointer(path)


def _member(operation: Mapping[str, Any], name: str, op: str, path: str) -> Any:
    value = operation.get(name, ABSENT)
    if value is ABSENT:
        raise PatchError(f"{op} {path}: `{name}` is missing", pointer=path, remedy=f"{op} needs `{name}`")
    return value


def _plan_add(document: Any, path: str, tokens: tuple[str, ...], value: Any) -> Step:
    if not tokens:
        return Step(document, [{"op": "replace", "path": "", "value": document}], value=value, whole=True)
    container = resolve(document, tokens[:-1])
    key = _place(container, tokens, insert=True)
    if isinstance(container, list):
        at = format_pointer((*tokens[:-1], key))
        return Step(document, [{"op": "remove", "path": at}], put=(container, key), value=value, insert=True)
    old = container.get(key, ABSENT)
    back: Patch = {"op": "remove", "path": path} if old is ABSENT else {"op": "replace", "path": path, "value": old}
    return Step(document, [back], put=(container, key), value=value)


def _plan_replace(document: Any, path: str, tokens: tuple[str, ...], value: Any) -> Step:
    if not tokens:
        return Step(document, [{"op": "replace", "path": "", "value": document}], value=value, whole=True)
    container = resolve(document, tokens[:-1])
    key = _place(container, tokens)
    back = {"op": "replace", "path": path, "value": container[key]}
    return Step(document, [back], put=(container, key), value=value)


def _plan_remove(document: Any, path: str, tokens: tuple[str, ...]) -> Step:
    if not tokens:
        raise PatchError("the whole document cannot be removed", remedy="replace it instead")
    container = resolve(document, tokens[:-1])
    key = _place(container, tokens)
    return Step(document, [{"op": "add", "path": path, "value": container[key]}], take=(container, key))


def _plan_move(document: Any, source: str, origin: tuple[str, ...], path: str, tokens: tuple[str, ...]) -> Step:
    """A move is a removal and an addition to what that leaves (4.4); the place is found without removing anything."""
    value = resolve(document, origin)
    if origin == tokens:
        return Step(document, [])
    if tokens[: len(origin)] == origin:
        raise PatchError(
            f"{source} cannot be moved into itself, to {path}", pointer=path, remedy="choose a place outside of it"
        )
    if not tokens:
        # the value goes on living as the document, so the way back must not share it
        return Step(document, [{"op": "replace", "path": "", "value": clone(document)}], value=value, whole=True)
    outward = origin[: len(tokens)] == tokens
    if outward and isinstance(resolve(document, tokens[:-1]), dict):
        # out of something and over it: nothing is left of that but the value moved, so the way back is all of it
        over = _plan_replace(document, path, tokens, value)
        over.inverse = clone(over.inverse)
        return over
    left = resolve(document, origin[:-1])
    gone = (left, _place(left, origin))
    container = _resolve_without(document, tokens[:-1], gone)
    back: list[Patch] = []
    if isinstance(container, list):
        key: Any = array_index(tokens[-1], len(container) - (container is left), insert=True)
        if key is None:
            raise no_such_place(container, tokens, len(tokens) - 1, insert=True)
        at = format_pointer((*tokens[:-1], key))
        # the way back of a move to before its own ancestor would be one into itself, which is no move (4.4)
        back = (
            [{"op": "remove", "path": at}, {"op": "add", "path": source, "value": clone(value)}]
            if outward
            else [{"op": "move", "from": at, "path": source}]
        )
    else:
        key = _place(container, tokens, insert=True)
        back = [{"op": "move", "from": path, "path": source}]
        if key in container:
            # by then the source is back, and may have moved what stands behind it
            place = format_pointer(before_removal(origin, tokens))
            back.append({"op": "add", "path": place, "value": container[key]})
    return Step(document, back, take=gone, put=(container, key), value=value, insert=isinstance(container, list))


def _resolve_without(document: Any, tokens: tuple[str, ...], gone: tuple[Any, Any]) -> Any:
    """Follow a path as if the element at `gone` were not there."""
    left, taken = gone
    here = document
    for depth, token in enumerate(tokens):
        if here is left and isinstance(here, list):
            index = array_index(token, len(here) - 1)
            if index is None:
                raise no_such_place(here, tokens, depth)
            here = here[index + (index >= taken)]
        else:
            here = resolve(here, (token,)) if _has(here, token) else _raise(no_such_place(here, tokens, depth))
    return here


def _has(container: Any, token: str) -> bool:
    if isinstance(container, dict):
        return token in container
    return isinstance(container, list) and array_index(token, len(container)) is not None


def _raise(error: PointerError) -> Any:
    raise error


def _place(container: Any, tokens: tuple[str, ...], *, insert: bool = False) -> Any:
    """The key or index that the last token names in its container."""
    token = tokens[-1]
    if isinstance(container, dict) and (insert or token in container):
        return token
    if isinstance(container, list):
        index = array_index(token, len(container), insert=insert)
        if index is not None:
            return index
    raise no_such_place(container, tokens, len(tokens) - 1, insert=insert)


def before_removal(origin: Sequence[str], tokens: Sequence[str]) -> tuple[str, ...]:
    """The path of a move's target, which counts after the removal, as a path of the document before it.

    Only the way there is translated; the last index of an insert stays as it is, because that is where the element
    will stand.
    """
    depth = len(origin) - 1
    if len(tokens) - 1 <= depth or tuple(tokens[:depth]) != tuple(origin[:depth]):
        return tuple(tokens)
    taken, step = array_index(origin[-1], 1 << 62), array_index(tokens[depth], 1 << 62)
    if taken is None or step is None or step < taken:
        return tuple(tokens)
    return (*tokens[:depth], str(step + 1), *tokens[depth + 1 :])
