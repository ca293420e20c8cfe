"""Where the path of a patch leads, in the tree of nodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from epoch_cli.document import parse_pointer
from epoch_cli.errors import PointerError
from epoch_cli.output.view.nodes import NodeView, children_of


class Place(NamedTuple):
    """Where a path leads.

    Attributes:
        owner: the node whose field, or whose inner node, is there; None for the root and what is outside of it.
        below: the tokens below the owner.
        kind: a place for one node, a whole array of them, or any other field.
    """

    owner: NodeView | None
    below: tuple[str, ...]
    kind: Literal["node", "nodes", "field"]


class Subject(NamedTuple):
    """What a patch was about.

    Attributes:
        node: the node that it added, changed or took away; None for a patch of the document around the root.
        below: the tokens of its path below that node; none for the node itself.
        pointer: its path, with an index for `-`.
        parent: the node around it.
    """

    node: NodeView | None
    below: tuple[str, ...]
    pointer: str
    parent: NodeView | None = None


def tokens_of(path: Any) -> tuple[str, ...]:
    """The tokens of a path; of what is no pointer one that leads nowhere."""
    try:
        return parse_pointer(path) if isinstance(path, str) else ("",)
    except PointerError:
        return ("",)


def innermost(root: NodeView | None, tokens: Sequence[str], *, before_last: bool) -> tuple[NodeView | None, int]:
    """The innermost node on a way, and how many tokens lead to it; `before_last` stops before its very end."""
    if root is None or tokens[:1] != ("root",):
        return None, 0
    here, at = root, 1
    while at < len(tokens):
        inner, end = here.step(tokens, at)
        if inner is None or (before_last and end == len(tokens)):
            break
        here, at = inner, end
    return here, at


def place_of(root: NodeView | None, tokens: tuple[str, ...]) -> Place:
    """Where a way leads, in the tree of that root."""
    if tokens in {(), ("root",)}:
        return Place(None, (), "node")
    owner, at = innermost(root, tokens, before_last=True)
    below = tokens[at:]
    if owner is None:
        return Place(None, below, "field")
    if below == ("itemTemplate",) or (len(below) == 2 and below[0] == "children"):
        return Place(owner, below, "node")
    return Place(owner, below, "nodes" if below == ("children",) else "field")


def node_at(root: NodeView | None, place: Place) -> NodeView | None:
    """The node at a place for one; None when nothing is there, or the place is for something else."""
    if place.kind != "node":
        return None
    if place.owner is None:
        return root
    if place.below[-1] == "-":
        children = len(children_of(place.owner.node))
        return place.owner.inner[children - 1] if children else None
    return place.owner.step(place.below, 0)[0]
