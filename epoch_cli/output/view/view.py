"""The fold itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from epoch_cli.document import Document, clone
from epoch_cli.events import (
    NEW_TURN,
    AttemptStarted,
    DiagnosticFound,
    Event,
    PatchAccepted,
    PatchRefused,
    RepairMade,
    RunStarted,
    StageEntered,
)
from epoch_cli.output.preview import Pending
from epoch_cli.output.view.changes import Changes, Touched
from epoch_cli.output.view.findings import Finding
from epoch_cli.output.view.journal import Journal
from epoch_cli.output.view.log import LogLine, line_of, line_of_patch
from epoch_cli.output.view.meters import ORDER, Ledger, MeterView, meters_of
from epoch_cli.output.view.nodes import NodeView, measured
from epoch_cli.output.view.status import Status, after
from epoch_cli.output.view.telling import Telling
from epoch_cli.output.view.tree import Tree


class View:
    """What there is to show of a run after the events so far.

    Attributes:
        started: the first event; None before it.
        events: all so far, oldest first.
        log, findings: oldest first.
    """

    def __init__(self) -> None:
        self.started: RunStarted | None = None
        self.events: list[Event] = []
        self.log: list[LogLine] = []
        self.findings: list[Finding] = []
        self._journal = Journal()
        self._touched = Touched()
        self._tree = Tree(self._journal, self._touched)
        self._status = Status()
        self._ledger = Ledger()
        self._mended: tuple[RepairMade, ...] = ()  # repairs whose patch is still to come
        self._telling = Telling(self.events)

    @property
    def document(self) -> Document:
        """As of now."""
        return self._tree.document

    @property
    def root(self) -> NodeView | None:
        """The tree of nodes; None while there is none."""
        return self._tree.root

    @property
    def newest(self) -> NodeView | None:
        """The node that the last patch added or changed."""
        return self._tree.newest

    @property
    def awaited(self) -> bool:
        """Whether the first node, or another, may be coming: not once nobody writes any more."""
        return self.started is None or self._status.answering

    # ------------------------------------------------------------ one event further, and back

    def feed(self, event: Event) -> None:
        """Take in the next event. Cost: what it changes, never the whole document.

        Raises:
            PatchError: its patch does not fit, in a session that was changed; all is as it was.
        """
        self._journal.begin()
        try:
            self._keep("_status", after(self._status, event, self.started))
            self._keep("_ledger", self._ledger.after(event))
            self._take_in(event)
        except Exception:
            self._journal.take_back()
            raise
        self.events.append(event)
        self._telling.feed(event)

    def take_back(self) -> Event | None:
        """Take the last event back (with the inverse of its patch); gives it, None when there is none."""
        if not self.events:
            return None
        event = self.events.pop()
        self._telling.take_back()
        self._journal.take_back()
        return event

    # ------------------------------------------------------------ what there is to show

    def changes(self) -> Changes:
        """What changed since this was asked last."""
        return self._touched.taken(self.root, len(self.log), len(self.findings))

    def status(self, at: float | None = None) -> Status:
        """Where the run is, `at` seconds after its start; at its last event without that, or while it waits."""
        status = self._status
        return status._replace(progress=self._telling.progress(None if status.waiting else at))

    def meters(self, at: float | None = None) -> list[MeterView]:
        """All meters, in the order in which they are shown."""
        return meters_of(self._ledger, self.status(at).progress)

    def pending(self) -> Pending | None:
        """The node that is being written, as far as it is known."""
        return self._telling.pending(self.document) if self._status.answering else None

    def holder(self, pending: Pending) -> NodeView | None:
        """The node in which a pending one will stand; None when that is not there (yet)."""
        return None if pending.parent is None else self._tree.holding(pending.parent)

    def find(self, pointer: str) -> NodeView | None:
        """The innermost node on the way to a pointer; None for a place outside of the root."""
        return self._tree.find(pointer)

    # ------------------------------------------------------------ what an event does

    def _take_in(self, event: Event) -> None:
        if isinstance(event, RunStarted):
            self._keep("started", event)
            self._begin(clone(event.base) if event.base else {})
        elif isinstance(event, AttemptStarted):
            self._begin_attempt(event)
        elif isinstance(event, (PatchAccepted, PatchRefused)):
            self._patch(event)
        elif isinstance(event, RepairMade):
            self._keep("_mended", (*self._mended, event))
        elif isinstance(event, StageEntered) and event.stage == "validating":
            self._look_anew()
        elif isinstance(event, DiagnosticFound):
            self._find([Finding(event.diagnostic, event.at)])
        line = line_of(event, self._status.attempt)
        if line is not None:
            self._tell(line)

    def _begin(self, document: Document) -> None:
        self._tree.begin(document)
        # what only a catalog can tell is not known before the first patch, unless there is nothing yet
        metrics: dict[str, int] = measured(self.root) if document else dict.fromkeys(map(str, ORDER), 0)
        self._keep("_ledger", self._ledger._replace(metrics=metrics))

    def _begin_attempt(self, event: AttemptStarted) -> None:
        self._tree.begin_attempt()
        if event.reason in NEW_TURN:
            self._tree.begin_turn(self._status.accepted)

    def _patch(self, event: PatchAccepted | PatchRefused) -> None:
        if isinstance(event, PatchAccepted):
            repairs = [each.repair for each in self._mended if each.number == event.number]
            subject = self._tree.accept(event, self._status.attempt, self._status.turn, repairs)
        else:
            subject = self._tree.refuse(event)
            self._find([Finding(each, event.at, event.number) for each in event.diagnostics])
        if self._mended:
            self._keep("_mended", ())
        self._tell(line_of_patch(event, subject))

    def _look_anew(self) -> None:
        """The whole document is looked at again: what was found in it before will be told again, if it is so still."""
        kept = [finding for finding in self.findings if not finding.is_of_document]
        if len(kept) < len(self.findings):
            first = next(index for index, finding in enumerate(self.findings) if finding.is_of_document)
            self._touched.findings = min(self._touched.findings, first)
            self._journal.note(partial(self._restore_findings, self.findings, first))
            self.findings = kept

    def _restore_findings(self, findings: list[Finding], same: int) -> None:
        self._touched.findings = min(self._touched.findings, same)
        self.findings = findings

    def _find(self, found: Sequence[Finding]) -> None:
        self._journal.note(partial(self._forget, len(self.findings)))
        self.findings += found

    def _forget(self, length: int) -> None:
        del self.findings[length:]
        self._touched.findings = min(self._touched.findings, length)

    def _tell(self, line: LogLine) -> None:
        self.log.append(line)
        self._journal.note(self._untell)

    def _untell(self) -> None:
        self.log.pop()
        self._touched.log = min(self._touched.log, len(self.log))

    def _keep(self, name: str, value: Any) -> None:
        """Change what is never changed in itself, so that the old one is as it was."""
        before = getattr(self, name)
        if value is not before:
            self._journal.note(partial(setattr, self, name, before))
            setattr(self, name, value)
