"""What a value has that another lacks, where nothing that is there may go.

An answer that goes on, or corrects, may write once more what is there: a piece of it, more than that, or the same in
other words. The differences become operations that add and set, and never remove: what was accepted stays.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import orjson

from epoch_cli.document import Patch, apply_patch, clone, format_pointer

Path = tuple[str | int, ...]

NAMES: Final = ("id", "key", "testId")
"""Fields that name a node; where they differ, two nodes are not the same one."""

TELLING: Final = (*NAMES, "text")
"""Fields that tell a node from others of its type."""


def same_json(value: Any) -> bytes:
    """The same bytes for the same JSON, in whatever order its keys come."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # half a character, or an integer beyond 64 bit
        return json.dumps(value, sort_keys=True).encode("ascii")


def likeness(node: Any) -> bytes:
    """What a reader would know a node by: its type and its name, or its text, or the first that is in it."""
    kinds = []
    while isinstance(node, Mapping):
        kinds.append(node.get("type"))
        told = next((name for name in TELLING if node.get(name) is not None), None)
        if told is not None:
            return same_json([*kinds, told, node[told]])
        children = node.get("children")
        if not isinstance(children, list) or not children:
            return same_json([*kinds, node.get("props")])
        node = children[0]
    return same_json([*kinds, node])


def likenesses(value: Any) -> Iterator[bytes]:
    """Those of all nodes in a value."""
    if isinstance(value, dict):
        if "type" in value:
            yield likeness(value)
        for field in value.values():
            yield from likenesses(field)
    elif isinstance(value, list):
        for item in value:
            yield from likenesses(item)


# ---------------------------------------------------------------- whether two are one


def same_node(there: Any, value: Any) -> bool:
    """Whether a node that is written in the place of another is the same one, perhaps with other fields."""
    if not _is_node(there) or not _is_node(value):
        return False
    return all(there.get(name) == value.get(name) for name in ("type", *NAMES))


def agree(there: Any, value: Any) -> bool:
    """Whether two values may be the same one, of which each may lack something: no field differs that both have."""
    if not isinstance(there, dict) or not isinstance(value, dict):
        return bool(there == value)
    if there.get("id") != value.get("id"):
        return False
    return all(
        _in_order(there[name], value[name]) is not None if name == "children" else agree(there[name], value[name])
        for name in there.keys() & value.keys()
    )


def _in_order(there: Any, value: Any) -> list[int | None] | None:
    """For each new child its place among those that are there, if any; None when those are others.

    Those that are there come in the same order. Some may have been refused; and behind all the new ones there may be
    more, which an earlier answer added.
    """
    if not isinstance(there, list) or not isinstance(value, list):
        return None
    found: list[int | None] = []
    at = 0
    for child in value:
        known = at < len(there) and agree(there[at], child)
        found.append(at if known else None)
        at += known
    return found if at in {len(there), len(value)} else None


def _alike(there: Sequence[Any], value: Sequence[Any]) -> list[int | None]:
    """For each new child the place of one that is known by the same, in whatever order they come."""
    places: defaultdict[bytes, deque[int]] = defaultdict(deque)
    for at, child in enumerate(there):
        places[likeness(child)].append(at)
    return [known.popleft() if (known := places[likeness(child)]) else None for child in value]


def is_begun(there: Any, value: Any) -> bool:
    """Whether a node may be the beginning of another one, by the types and texts of the nodes in it."""
    if not _is_node(there) or not _is_node(value) or there["type"] != value["type"]:
        return False
    if "text" in there and there["text"] != value.get("text"):
        return False
    has, gets = there.get("children") or [], value.get("children") or []
    return len(has) <= len(gets) and all(map(is_begun, has, gets))


# ---------------------------------------------------------------- what to do


def joined(there: Any, value: Any, place: Path, *, begun: bool = False) -> Iterator[Patch]:
    """Operations that make a value at a place have what another has: what it lacks is added, what differs is set.

    Nothing is removed, and no child is moved; new ones come before those that follow them, or at the end.

    Args:
        there: what is in the place.
        value: what is written.
        place: in the document.
        begun: what is there is the beginning of the other, node by node, whatever the nodes are called.
    """
    if isinstance(there, list) and isinstance(value, list):
        yield from _joined_children(there, value, place, begun=begun)
    elif _is_node(there) and _is_node(value) and there["type"] != value["type"]:
        yield {"op": "replace", "path": format_pointer(place), "value": _with_children_of(there, value)}
    elif isinstance(there, dict) and isinstance(value, dict):
        for name, field in value.items():
            inside = (*place, name)
            if name not in there:
                yield {"op": "add", "path": format_pointer(inside), "value": clone(field)}
            elif name == "children" or isinstance(field, dict):
                yield from joined(there[name], field, inside, begun=begun)
            elif there[name] != field and not (begun and name == "id"):  # its name is in use
                yield {"op": "replace", "path": format_pointer(inside), "value": clone(field)}
    elif there != value:
        yield {"op": "replace", "path": format_pointer(place), "value": clone(value)}


def _joined_children(there: list[Any], value: list[Any], place: Path, *, begun: bool = False) -> Iterator[Patch]:
    places = [at if at < len(there) else None for at in range(len(value))] if begun else _in_order(there, value)
    before: list[int] = []  # for each child that was put in, the one that was there and follows it
    waiting: list[Any] = []
    for child, at in zip(value, _alike(there, value) if places is None else places, strict=True):
        if at is None:
            waiting.append(child)
            continue
        if not before or at >= before[-1]:
            yield from _put(waiting, at, before, place)
            waiting = []
        yield from joined(there[at], child, (*place, at + bisect_right(before, at)), begun=begun)
    yield from _put(waiting, len(there), before, place)


def _put(children: Sequence[Any], at: int, before: list[int], place: Path) -> Iterator[Patch]:
    for child in children:
        yield {"op": "add", "path": format_pointer((*place, at + len(before))), "value": clone(child)}
        before.append(at)


def _with_children_of(there: Mapping[str, Any], value: Mapping[str, Any]) -> dict[str, Any]:
    """A node that takes the place of one of another type, with the children of both."""
    made: dict[str, Any] = clone(dict(value))
    if there.get("children"):
        both: Any = {"children": clone(there["children"])}
        for patch in _joined_children(both["children"], value.get("children") or [], ("children",)):
            both = apply_patch(both, patch).document
        made["children"] = both["children"]
    return made


def _is_node(value: Any) -> bool:
    return isinstance(value, dict) and "type" in value
