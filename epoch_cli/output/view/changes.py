"""What is to be drawn anew, since somebody looked last."""

from __future__ import annotations

from typing import NamedTuple

from epoch_cli.output.view.nodes import NodeView


class Changes(NamedTuple):
    """What changed in a view, so that a widget need not look at all of it.

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
