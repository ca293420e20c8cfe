"""Changes to the nodes that are drawn: each can be taken back, and is to be drawn."""

from __future__ import annotations

from functools import partial
from typing import Any

from epoch_cli.output.view.changes import Touched
from epoch_cli.output.view.journal import Journal
from epoch_cli.output.view.nodes import NodeView


class Edits:
    """Changes nodes.

    Args:
        journal: takes down how each change is taken back.
        touched: takes down what is to be drawn anew.
    """

    def __init__(self, journal: Journal, touched: Touched) -> None:
        self._journal = journal
        self._touched = touched

    def set(self, node: NodeView, name: str, value: Any) -> None:
        """Give an attribute another value."""
        self._journal.note(partial(self._put, node, name, getattr(node, name)))
        self._put(node, name, value)

    def append(self, node: NodeView, name: str, item: Any) -> None:
        """Append to one of its lists."""
        self._journal.note(partial(self._pop, node, name))
        getattr(node, name).append(item)
        self._touched.lines.add(node)

    def insert(self, owner: NodeView, index: int, node: NodeView) -> None:
        """Put a node that is in no other one among the inner nodes of `owner`."""
        self._journal.note(partial(self._take_out, owner, index))
        self._put_in(owner, index, node)

    def remove(self, owner: NodeView, node: NodeView) -> None:
        """Take a node out of the inner nodes of `owner`."""
        index = owner.inner.index(node)
        self._journal.note(partial(self._put_in, owner, index, node))
        self._take_out(owner, index)

    def _put(self, node: NodeView, name: str, value: Any) -> None:
        setattr(node, name, value)
        (self._touched.branches if name == "inner" else self._touched.lines).add(node)

    def _pop(self, node: NodeView, name: str) -> None:
        getattr(node, name).pop()
        self._touched.lines.add(node)

    def _put_in(self, owner: NodeView, index: int, node: NodeView) -> None:
        owner.inner.insert(index, node)
        node.parent = owner
        self._touched.branches.add(owner)

    def _take_out(self, owner: NodeView, index: int) -> None:
        owner.inner.pop(index).parent = None
        self._touched.branches.add(owner)
