"""Which node stands on which line of a tree whose branches open and close, without a list of all lines.

Each node knows how many lines its branch takes. A change is told to the nodes above it, so it costs its depth and the
nodes beside it, not the size of the tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from epoch_cli.output.view import NodeView


class Expected(NamedTuple):
    """Stands for the node that is being written: among the nodes inside `parent`, at `place`."""

    parent: NodeView | None
    place: int


Member = NodeView | Expected


class TreeLine(NamedTuple):
    """A line of the tree.

    Attributes:
        member: whose it is.
        last: of the nodes on the way to it, from below the root, whether each is the last inside its parent.
    """

    member: Member
    last: tuple[bool, ...] = ()


class _Branch:
    """The nodes inside a node as they were counted, and the lines that they take when it is open."""

    __slots__ = ("below", "inner")

    def __init__(self, inner: list[NodeView]) -> None:
        self.inner = inner
        self.below = 0


class Branches:
    """The lines of a tree.

    Attributes:
        root: the node on the first line.
        expected: the node that is being written, when its place is known.
    """

    def __init__(self) -> None:
        self.root: NodeView | None = None
        self.expected: Expected | None = None
        self._branches: dict[int, _Branch] = {}
        self._closed: set[int] = set()

    # ---------------------------------------------------------------- what changes

    def rebuild(self, root: NodeView | None) -> None:
        """There is another tree; branches of nodes that it has too stay closed."""
        self._branches.clear()
        self.root = root
        self.expected = None
        if root is not None:
            self._count(root)
        self._closed &= self._branches.keys()

    def update(self, changed: Iterable[NodeView]) -> None:
        """The nodes inside these nodes are others, or in another order."""
        known = [node for node in changed if node.key in self._branches]
        for node in known:
            here = {inner.key for inner in node.inner}
            for gone in self._branches[node.key].inner if node.key in self._branches else ():
                if gone.key not in here:
                    self._forget(gone)
        for node in known:
            if node.key in self._branches:
                self._recount(node)

    def expect(self, parent: NodeView | None, place: int = 0) -> None:
        """A node is being written inside `parent`; None when there is none, or nobody knows where."""
        before, self.expected = self.expected, None
        if before is not None and before.parent is not None and before.parent.key in self._branches:
            self._grow(before.parent, -1)
        if parent is not None and parent.key in self._branches:
            self.expected = Expected(parent, place)
            self._grow(parent, 1)

    def fold(self, node: NodeView, *, closed: bool) -> None:
        """Close or open the branch of a node."""
        if node.key not in self._branches or (node.key in self._closed) == closed:
            return
        below = self._branches[node.key].below
        if closed:
            self._closed.add(node.key)
        else:
            self._closed.discard(node.key)
        if node.parent is not None:
            self._grow(node.parent, -below if closed else below)

    def fold_all(self, *, closed: bool) -> None:
        """Close or open all branches but the outermost."""
        self._closed = {key for key, branch in self._branches.items() if branch.inner} if closed else set()
        if self.root is not None:
            self._closed.discard(self.root.key)
            expected = self.expected
            self._branches.clear()
            self.expected = None
            self._count(self.root)
            if expected is not None:
                self.expect(expected.parent, expected.place)

    def _count(self, node: NodeView) -> None:
        """Count the lines of a branch from its ends to its beginning; a tree may be deeper than Python's stack."""
        order = [node]
        for each in order:
            self._branches[each.key] = _Branch(list(each.inner))
            order += each.inner
        for each in reversed(order):
            branch = self._branches[each.key]
            branch.below = sum(self.size(inner) for inner in branch.inner)

    def _recount(self, node: NodeView) -> None:
        branch = self._branches[node.key]
        for inner in node.inner:
            if inner.key not in self._branches:
                self._count(inner)
        branch.inner = list(node.inner)
        below = sum(self.size(member) for member in self.members(node))
        self._grow(node, below - branch.below)

    def _grow(self, node: NodeView | None, lines: int) -> None:
        while node is not None and lines:
            branch = self._branches.get(node.key)
            if branch is None:
                return
            branch.below += lines
            if node.key in self._closed:
                return
            node = node.parent

    def _forget(self, node: NodeView) -> None:
        gone = [node]
        for each in gone:
            if self.expected is not None and self.expected.parent is each:
                self.expected = None
            branch = self._branches.pop(each.key, None)
            self._closed.discard(each.key)
            gone += branch.inner if branch is not None else ()

    # ---------------------------------------------------------------- what is where

    def __len__(self) -> int:
        return self.size(self.root) if self.root is not None else 0

    def __contains__(self, node: NodeView) -> bool:
        return node.key in self._branches

    def size(self, member: Member) -> int:
        """How many lines a branch takes, with its own."""
        if isinstance(member, Expected):
            return 1
        return 1 if member.key in self._closed else 1 + self._branches[member.key].below

    def closed(self, node: NodeView) -> bool:
        """Whether the branch of a node is closed."""
        return node.key in self._closed

    def has_branch(self, node: NodeView) -> bool:
        """Whether there is anything inside a node."""
        return bool(self._branches[node.key].below)

    def members(self, node: NodeView) -> Sequence[Member]:
        """What is right inside a node, with the node that is being written."""
        inner = self._branches[node.key].inner
        if self.expected is None or self.expected.parent is not node:
            return inner
        place = self.expected.place
        return [*inner[:place], self.expected, *inner[place:]]

    def line_of(self, node: NodeView) -> int | None:
        """The line of a node; None when it is not in the tree, or in a closed branch."""
        if node.key not in self._branches:
            return None
        line = 0
        while node.parent is not None:
            parent = node.parent
            if parent.key not in self._branches or parent.key in self._closed:
                return None
            for member in self.members(parent):
                if member is node:
                    break
                line += self.size(member)
            line += 1
            node = parent
        return line if node is self.root else None

    def lines(self, start: int, most: int) -> list[TreeLine]:
        """At most so many lines from a line on."""
        if self.root is None:
            return []
        found: list[TreeLine] = []
        before = start
        last: list[bool] = []  # of the nodes on the way; one shorter than the stack, as the root is nobody's last
        stack: list[Iterator[Member]] = [iter((self.root,))]
        left: list[int] = [1]  # how many are still to come on each level
        while stack and len(found) < most:
            member = next(stack[-1], None)
            if member is None:
                stack.pop()
                left.pop()
                del last[-1:]
                continue
            left[-1] -= 1
            size = self.size(member)
            if before >= size:
                before -= size
                continue
            ends = (*last, not left[-1]) if len(stack) > 1 else ()
            if before:
                before -= 1
            else:
                found.append(TreeLine(member, ends))
            if size > 1 and isinstance(member, NodeView):
                inside = self.members(member)
                stack.append(iter(inside))
                left.append(len(inside))
                last[:] = ends
        return found

    def walk(self) -> Iterator[NodeView]:
        """All nodes in the order of their lines, those in closed branches too."""
        stack = [self.root] if self.root is not None else []
        while stack:
            node = stack.pop()
            yield node
            stack += reversed(self._branches[node.key].inner)
