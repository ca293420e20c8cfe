"""What panes tell the screen."""

from __future__ import annotations

from textual.message import Message

from epoch_cli.output.view import NodeView


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
