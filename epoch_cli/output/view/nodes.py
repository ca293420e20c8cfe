"""The tree of nodes as it is drawn: each node of the document, and what became of it in this turn."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from types import MappingProxyType
from typing import Any, Final, Literal

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
        patches: `sequence` of the patches that made it and changed it, oldest first.
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
        raise NotImplementedError
