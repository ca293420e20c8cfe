"""A run as flat lines, for screen readers and logs: what the screen shows, one fact a line.

Each line begins with a word that says what it is of. There are no columns, no boxes, no signs that stand for words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from epoch_cli.events import (
    AttemptStarted,
    BudgetChanged,
    ContextPrepared,
    Event,
    NoticeGiven,
    PatchAccepted,
    PatchRefused,
    RecoveryChosen,
    RepairMade,
    RunEnded,
    RunStarted,
    StageEntered,
    UsageReported,
)
from epoch_cli.output.budget_table import budget_lines, left_out_lines
from epoch_cli.output.narration import finding_line, usage_text
from epoch_cli.output.outline import words
from epoch_cli.output.progress import stage_line
from epoch_cli.output.text import visible
from epoch_cli.output.view import NodeView, View
from epoch_cli.output.view.log import name_of, why
from epoch_cli.validation import Repair

_LAST_STEP = re.compile(r"/(children/[^/]*|itemTemplate)$")
_ORIGINS = {"model": "", "undo": ", taken back", "fallback": ", as a fallback"}


class PlainLines:
    """Says the events of one run as they come, and what it comes to at the end.

    Args:
        verbosity: from 1 on also what prompts are made of, and what each attempt took.

    Attributes:
        view: what was told so far.
    """

    def __init__(self, verbosity: int = 0) -> None:
        self.view = View()
        self._verbosity = verbosity
        self._mended: list[Repair] = []  # in the patch that comes next

    def feed(self, event: Event) -> Iterator[str]:
        """What to say of an event now.

        Raises:
            PatchError: as `View.feed` does.
        """
        self.view.feed(event)
        return iter([visible(line) for line in self._lines(event)])

    def close(self) -> Iterator[str]:
        """What is said at the end: what was found, how full each meter is, and how it went."""
        for line in self._last():
            yield visible(line)

    # ------------------------------------------------------------ what is said

    def _lines(self, event: Event) -> Iterator[str]:
        if isinstance(event, RunStarted):
            yield from self._started(event)
        elif isinstance(event, AttemptStarted):
            status = self.view.status()
            writer = ", ".join(filter(None, (status.provider, status.model)))
            yield f"attempt: {event.attempt}, {event.reason}, {writer}"
            if event.reason == "refine":
                yield f"prompt: {status.prompt}"
        elif isinstance(event, PatchAccepted):
            yield from self._accepted(event)
            self._mended.clear()
        elif isinstance(event, PatchRefused):
            yield from self._refused(event)
            self._mended.clear()
        elif isinstance(event, RepairMade):
            self._mended.append(event.repair)
            guessed = ", lossy" if event.repair.grade == "lossy" else ""
            yield f"repair: patch {event.number}, {event.repair.name}{guessed}: {event.repair.message}"
        elif isinstance(event, StageEntered):
            yield stage_line(self.view.status().progress)
        else:
            yield from self._more(event)

    def _more(self, event: Event) -> Iterator[str]:
        if isinstance(event, RecoveryChosen):
            yield f"recovery: {event.message}"
        elif isinstance(event, NoticeGiven):
            yield f"note: {event.message}"
        elif isinstance(event, BudgetChanged):
            word = "reached its limit" if event.state == "reached" else "near its limit"
            yield f"meter: {event.meter} {word}, {self._meter(event.meter)}"
        elif isinstance(event, ContextPrepared):
            yield from left_out_lines(event, self._verbosity)
            if self._verbosity >= 1:
                yield from budget_lines(event)
        elif isinstance(event, UsageReported) and self._verbosity >= 1:
            yield f"usage: attempt {event.attempt}, {usage_text([event])}"

    def _started(self, event: RunStarted) -> Iterator[str]:
        status = self.view.status()
        facts = {
            "prompt": status.prompt,
            "provider": status.provider,
            "model": status.model,
            "preset": event.catalog,
            "profile": event.profile,
            "session": event.session,
            "continues": event.continues,
            "cached": event.cached and f"the answer of session {event.cached}",
        }
        for name, fact in facts.items():
            if fact:
                yield f"{name}: {fact}"
        if self.view.root is not None:
            nodes = sum(1 for _ in self.view.root.walk())
            yield f"document: {nodes} {'node' if nodes == 1 else 'nodes'} to begin with"

    def _accepted(self, event: PatchAccepted) -> Iterator[str]:
        line, origin = self.view.log[-1], _ORIGINS[event.origin]
        if event.patch["op"] == "remove" and not line.field:
            inside = self._around(line.pointer, "from")
            yield f"removed: {line.text.removeprefix('remove ')}{inside} ({line.pointer}){origin}"
            return
        top = self.view.find(line.pointer) if line.pointer else self.view.root
        if top is None:
            yield f"changed: the document, {line.pointer}{origin}"
            return
        field = f", {line.field}" if line.field not in {"", "children"} else ""
        alone = field or event.patch["op"] == "move"
        for node in [top] if alone else top.walk():
            if alone or (node.state != "refused" and node.patches[-1:] == [event.sequence]):
                yield f"{self._word(node, event)}: {_placed(node)}{field}{origin}"

    def _word(self, node: NodeView, event: PatchAccepted) -> str:
        """What became of a node by this patch, which may be less than in all of the turn."""
        if any(repair in self._mended for repair in node.repairs):
            return "repaired"
        if event.patch["op"] == "move":
            return "moved"
        return "added" if node.patches == [event.sequence] and node.state != "changed" else "changed"

    def _refused(self, event: PatchRefused) -> Iterator[str]:
        line = self.view.log[-1]
        inside = self._around(line.pointer, "in")
        place = f" ({line.pointer})" if line.pointer else ""
        yield f"refused: patch {event.number}, {line.text.removesuffix(why(event))}{inside}{place}"
        for diagnostic in event.diagnostics:
            yield f"reason: {finding_line(diagnostic)}"

    def _around(self, pointer: str, word: str) -> str:
        """Which node is around the place for one at a pointer; nothing for a field, which is told with its node."""
        above, steps = _LAST_STEP.subn("", pointer)
        around = self.view.find(above) if steps else None
        return f", {word} {_kind(around)}" if around is not None else ""

    def _meter(self, name: str) -> str:
        return next(meter.text for meter in self.view.meters() if meter.name == name).replace("/", " of ", 1)

    # ------------------------------------------------------------ the end

    def _last(self) -> Iterator[str]:
        status = self.view.status()
        for finding in self.view.findings:
            if not finding.number:
                yield f"finding: {finding_line(finding.diagnostic)}"
        for meter in self.view.meters():
            yield f"meter: {meter.name}, {self._meter(meter.name)}"
        if status.ended is None:
            yield "outcome: cut off, there is no end"
        else:
            yield from _outcome(status.ended)


def _outcome(ended: RunEnded) -> Iterator[str]:
    counts = (("accepted", ended.accepted), ("refused", ended.refused), ("repaired", ended.repaired))
    said = [f"{count} {word}" for word, count in (*counts, ("malformed", ended.malformed)) if count]
    how = f"{ended.status} ({ended.fallback})" if ended.fallback else ended.status
    yield f"outcome: {', '.join([how, *said])}"
    if ended.error:
        remedy = ended.error.get("remedy")
        yield f"error: {ended.error.get('message')}" + (f"; {remedy}" if remedy else "")


def _placed(node: NodeView) -> str:
    """A node, the one around it, and its pointer."""
    inside = f", in {_kind(node.parent)}" if node.parent is not None else ", the root"
    return f"{name_of(node.node)}{inside} ({node.pointer})"


def _kind(node: NodeView) -> str:
    """Type and id of a node."""
    said = [word for word, _ in words(node.node)]
    return " ".join(said[: 2 if said[1:] and said[1].startswith("#") else 1])
