"""What every pane can do, and what panes tell the screen."""

from __future__ import annotations

from typing import Protocol

from textual.message import Message

from epoch_cli.output.view import Changes, NodeView, View


class Pane(Protocol):
    """A part of the screen that shows one side of a view.

    `update_view` is called once per drain, for panes that can be seen; one that was hidden gets changes that ask for
    everything when it is shown again. `select` is called when another node is chosen anywhere.
    """

    def update_view(self, view: View, changes: Changes) -> None:
        """Draw what changed."""

    def select(self, node: NodeView | None) -> None:
        """Another node is the chosen one."""


class NodeChosen(Message):
    """A node was chosen by the user, in the tree, the preview or the log; the screen tells every pane."""

    def __init__(self, node: NodeView) -> None:
        self.node = node
        super().__init__()


class PointerChosen(Message):
    """The user wants to see what is at a pointer of the document, such as that of a finding."""

    def __init__(self, pointer: str) -> None:
        self.pointer = pointer
        super().__init__()


class UserMoved(Message):
    """The user goes their own way in the tree, or reads about a node: following the newest one ends."""
