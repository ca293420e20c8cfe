"""The parts of an `add`, node by node: what a node is while its text is still coming (design section 5).

A node is told in this order: itself, as soon as its `children` begin or, without any, when it is complete; then the
nodes below, one after the other; at last the fields that stand behind its `children`. `parts_of` tells a patch that was
read whole in just this way, so that it makes no difference to those who take parts in how many chunks a text came.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any, Final

from epoch_cli.reading.reads import Part

NODE_PATH: Final = re.compile(r"/root|#?.*/children/(?:-|\d+)", re.DOTALL)
"""A path (all of it) that a node is added to, as far as a path alone can tell."""


def is_split(patch: dict[str, Any]) -> bool:
    """Tell whether a patch is one that is given in parts: an `add` of a node with children, whose place stands first.

    `op` and `path` have to come before `value`, as nobody can know earlier what becomes of a value.
    """
    value = patch.get("value")
    if patch.get("op") != "add" or type(value) is not dict or type(value.get("children")) is not list:
        return False
    path = patch.get("path")
    if type(path) is not str or not NODE_PATH.fullmatch(path):
        return False
    before = tuple(patch)[: tuple(patch).index("value")]
    return "op" in before and "path" in before


def parts_of(patch: dict[str, Any]) -> Iterator[tuple[Part, Any]]:
    """Give the parts of a patch for which `is_split` holds; their values share nothing mutable but props with it."""
    before = list(patch).index("value")
    yield "begin", dict(list(patch.items())[:before])
    yield from node_parts(patch["value"])


def rest_of(patch: dict[str, Any], taken: Sequence[Part]) -> Iterator[tuple[Part, Any]]:
    """Give what is left of a patch of which some parts were taken, each node that has not begun with all below it.

    Args:
        patch: one for which `is_split` holds.
        taken: the parts, `begin` first; `node` is a whole node, with all below it.

    Raises:
        ValueError: those are no parts of this patch.
    """
    left = deque(taken)
    if left.popleft() != "begin":
        raise ValueError("a patch begins with `begin`")
    yield from _rest_of_node(patch["value"], left)
    if left:
        raise ValueError("there are more parts than the patch has")


def _rest_of_node(node: Any, taken: deque[Part]) -> Iterator[tuple[Part, Any]]:
    part = taken.popleft() if taken else None
    if part == "node":
        return
    children = node.get("children") if type(node) is dict else None
    if part is None:
        yield "node", node
        return
    if part != "open" or type(children) is not list:
        raise ValueError(f"`{part}` is no part of this node")
    for child in children:
        yield from _rest_of_node(child, taken)
    if not taken:
        names = list(node)
        yield "close", {name: node[name] for name in names[names.index("children") + 1 :]}
    elif taken.popleft() != "close":
        raise ValueError("a node ends with `close`")


def node_parts(node: Any) -> Iterator[tuple[Part, Any]]:
    """Give the parts of a node, or of what stands in the place of one."""
    children = node.get("children") if type(node) is dict else None
    if type(children) is not list:
        yield "node", node
        return
    fields = list(node.items())
    at = list(node).index("children")
    yield "open", {**dict(fields[:at]), "children": []}
    for child in children:
        yield from node_parts(child)
    yield "close", dict(fields[at + 1 :])
