"""What is to be drawn anew, since somebody looked last."""

from __future__ import annotations

from typing import NamedTuple

from epoch_cli.output.view.nodes import NodeView


class Changes(NamedTuple):
    """What changed in a view, so that a widget need not look at all of it.

    Nodes that are not in the tree any more are not named; the branch that they were in is.

    Attributes:
        root: there is another root, or none any more: the tree has to be drawn anew.
        lines: nodes whose own line changed (name, state).
        branches: nodes whose `inner` changed.
        log: how many entries of `View.log`, from the first, are as they were.
        findings: the same of `View.findings`.
        document: whether the document changed at all.
    """

    root: bool
    lines: frozenset[NodeView]
    branches: frozenset[NodeView]
    log: int
    findings: int
    document: bool


class Touched:
    """Collects what changes, until somebody asks for it; attributes as those of `Changes`."""

    def __init__(self) -> None:
        self.root = False
        self.document = False
        self.lines: set[NodeView] = set()
        self.branches: set[NodeView] = set()
        self.log = 0
        self.findings = 0

    def taken(self, root: NodeView | None, log: int, findings: int) -> Changes:
        """All of it; from now on it is collected anew.

        Args:
            root: of the tree as it is now.
            log: how long the list is now.
            findings: the same.
        """
        lines = frozenset(node for node in self.lines if node.is_under(root))
        branches = frozenset(node for node in self.branches if node.is_under(root))
        changes = Changes(self.root, lines, branches, self.log, self.findings, self.document)
        self.root = self.document = False
        self.lines, self.branches = set(), set()
        self.log, self.findings = log, findings
        return changes
