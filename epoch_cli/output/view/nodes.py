"""The tree of nodes as it is drawn: each node of the document, and what became of it in this turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from types import MappingProxyType
from typing import Any, Final, Literal

from epoch_cli.document.pointer import array_index
from epoch_cli.output.outline import inner_nodes
from epoch_cli.validation import Diagnostic, Repair

State = Literal["", "added", "changed", "repaired", "pending", "refused"]
"""What became of a node in the present turn; empty for one that was there before, and is as it was."""

GLYPHS: Final[Mapping[State, str]] = MappingProxyType(
    {"": " ", "added": "+", "changed": "~", "repaired": "*", "pending": "…", "refused": "×"}
)
"""The sign of each state: plain, one cell wide in every font, never the only thing that tells."""

_KEYS = count(1)


class NodeView:
    """A node as it is drawn, the same object for as long as the node is in the document.

    Attributes:
        node: the node, an object of the document itself; for a refused one the value that was refused.
        parent: the node around it; None for the root.
        inner: the nodes in it, as they are drawn: children, then itemTemplate, then refused ones.
        state: what became of it.
        patches: `sequence` of the patches that made it and changed it, oldest first; for a refused one the `number`
            of that patch.
        attempt, turn: of its first patch, counted from 1; 0 for a node that the run started with.
        repairs: what was mended in it, oldest first.
        reasons: why it was refused, for a refused one; else what was refused inside it.
        key: a number of its own, for identities.
    """

    __slots__ = ("attempt", "inner", "key", "node", "parent", "patches", "reasons", "repairs", "state", "turn")

    def __init__(self, node: Any, parent: NodeView | None = None) -> None:
        self.node = node
        self.parent = parent
        self.inner: list[NodeView] = []
        self.state: State = ""
        self.patches: list[int] = []
        self.attempt = 0
        self.turn = 0
        self.repairs: list[Repair] = []
        self.reasons: list[Diagnostic] = []
        self.key = next(_KEYS)

    @property
    def pointer(self) -> str:
        """Where it is in the document now, as a JSON pointer; of a refused one where its parent is."""
        steps: list[str] = []
        here = self
        while here.parent is not None:
            if here.state != "refused":
                index = here.parent.inner.index(here)
                steps.append(f"/children/{index}" if index < len(children_of(here.parent.node)) else "/itemTemplate")
            here = here.parent
        return "/root" + "".join(reversed(steps))

    def is_under(self, root: NodeView | None) -> bool:
        """Whether it is in the tree of that root; a node that was taken out has no parent any more."""
        here = self
        while here.parent is not None:
            here = here.parent
        return here is root

    def walk(self) -> Iterator[NodeView]:
        """It and all nodes in it, as they are drawn from top to bottom."""
        stack = [self]
        while stack:
            here = stack.pop()
            yield here
            stack += reversed(here.inner)

    def step(self, tokens: Sequence[str], at: int) -> tuple[NodeView | None, int]:
        """The node one step down the way of a pointer, and where its tokens go on; None when it leads to no node."""
        place, end = place_inside(self.node, tokens, at)
        return (self.inner[place] if place is not None and place < len(self.inner) else None), end


def place_inside(node: Any, tokens: Sequence[str], at: int) -> tuple[int | None, int]:
    """Which of its `inner_nodes` the tokens from `at` on name, and how many tokens there are up to then."""
    children = children_of(node)
    if tokens[at] == "itemTemplate":
        return (len(children) if isinstance(node, dict) and "itemTemplate" in node else None), at + 1
    if tokens[at] != "children" or at + 1 == len(tokens):
        return None, at + 1
    return array_index(tokens[at + 1], len(children)), at + 2


def children_of(node: Any) -> list[Any]:
    """The children of a node; none of what is no node."""
    children = node.get("children") if isinstance(node, dict) else None
    return children if isinstance(children, list) else []


def grown(node: Any) -> NodeView:
    """A node with all that is in it, as they are drawn; in no other one yet."""
    top = NodeView(node)
    waiting = [top]
    while waiting:
        here = waiting.pop()
        here.inner = [NodeView(inner, here) for inner in inner_nodes(here.node)]
        waiting += here.inner
    return top


def measured(root: NodeView | None) -> dict[str, int]:
    """How many nodes there are and how deep they go: what can be told of a document without its catalog."""
    nodes = depth = 0
    level = [] if root is None else [root]
    while level:
        nodes, depth = nodes + len(level), depth + 1
        level = [inner for node in level for inner in node.inner]
    return {"nodes": nodes, "depth": depth}
