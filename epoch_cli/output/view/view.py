"""The fold itself."""

from __future__ import annotations

from epoch_cli.document import Document
from epoch_cli.events import Event, RunStarted
from epoch_cli.output.preview import Pending
from epoch_cli.output.view.changes import Changes
from epoch_cli.output.view.findings import Finding
from epoch_cli.output.view.log import LogLine
from epoch_cli.output.view.meters import MeterView
from epoch_cli.output.view.nodes import NodeView
from epoch_cli.output.view.status import Status


class View:
    """What there is to show of a run after the events so far.

    Attributes:
        started: the first event; None before it.
        document: as of now.
        root: the tree of nodes; None while there is none.
        newest: the node that the last patch added or changed.
        log, findings: oldest first.
    """

    def __init__(self) -> None:
        self.started: RunStarted | None = None
        self.document: Document = {}
        self.root: NodeView | None = None
        self.newest: NodeView | None = None
        self.log: list[LogLine] = []
        self.findings: list[Finding] = []

    def feed(self, event: Event) -> None:
        """Take in the next event. Cost: what it changes, never the whole document."""
        raise NotImplementedError

    def take_back(self) -> Event | None:
        """Take the last event back (with the inverse of its patch); gives it, None when there is none."""
        raise NotImplementedError

    def changes(self) -> Changes:
        """What changed since this was asked last."""
        raise NotImplementedError

    def status(self, at: float | None = None) -> Status:
        """Where the run is, `at` seconds after its start; at its last event without that."""
        raise NotImplementedError

    def meters(self, at: float | None = None) -> list[MeterView]:
        """All meters, in the order in which they are shown."""
        raise NotImplementedError

    def pending(self) -> Pending | None:
        """The node that is being written, as far as it is known."""
        raise NotImplementedError

    def find(self, pointer: str) -> NodeView | None:
        """The innermost node on the way to a pointer."""
        raise NotImplementedError
