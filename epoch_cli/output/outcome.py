"""What a stream of events comes to: the document as of now, and how the run ended."""

from __future__ import annotations

from collections import Counter

from epoch_cli.document import Document, apply_patch, clone, finished
from epoch_cli.errors import ExitCode
from epoch_cli.events import (
    AttemptStarted,
    DiagnosticFound,
    Event,
    NoticeGiven,
    PatchAccepted,
    PatchRefused,
    RepairMade,
    RunEnded,
    RunStarted,
    UsageReported,
)
from epoch_cli.validation import Diagnostic


def is_about_text(diagnostic: Diagnostic) -> bool:
    """Whether a finding is about a text that could not be read as it is."""
    return diagnostic.code.startswith("EP0")


def is_about_document(diagnostic: Diagnostic) -> bool:
    """Whether a finding is about a document as a whole, which is looked at anew at the end of each turn."""
    return not (is_about_text(diagnostic) or diagnostic.is_about_wish)


def _is_flaw(event: DiagnosticFound | NoticeGiven) -> bool:
    return event.code == "nothing-changed" if isinstance(event, NoticeGiven) else is_about_text(event.diagnostic)


class Outcome:
    """Follows a run's events; works the same for a live run, a replay, and a session whose end is missing.

    The document is rebuilt from the patches alone, so what is shown or saved is what readers were told, bit for bit.

    Attributes:
        repairs: how often each repair was made, by its name; a lossy one is marked as such.
        usage: what each attempt took.
        asked: provider and model of all that were asked, each once; the last is the one that is asked now.
        writers: those of them of whom patches were accepted.
        flawed: whether anything that was written was refused, unreadable, or changed by guessing; or nothing was
            understood of what was asked for.
    """

    def __init__(self) -> None:
        self.started: RunStarted | None = None
        self.ended: RunEnded | None = None
        self.document: Document = {}
        self.accepted = 0
        self.refused = 0
        self.repairs: Counter[str] = Counter()
        self.usage: list[UsageReported] = []
        self.asked: list[tuple[str, str]] = []
        self.writers: list[tuple[str, str]] = []
        self.flawed = False

    def feed(self, event: Event) -> None:
        """Take in the next event."""
        if isinstance(event, RunStarted):
            self.started = event
            self.document = clone(event.base) if event.base else {}
        elif isinstance(event, PatchAccepted):
            self._take_in(event)
        elif isinstance(event, PatchRefused):
            self.refused += 1
            self.flawed = True
        elif isinstance(event, RepairMade):
            lossy = event.repair.grade == "lossy"
            self.repairs[f"{event.repair.name} (lossy)" if lossy else event.repair.name] += 1
            self.flawed |= lossy
        elif isinstance(event, (DiagnosticFound, NoticeGiven)):
            self.flawed |= _is_flaw(event)
        elif isinstance(event, UsageReported):
            self.usage.append(event)
        elif isinstance(event, AttemptStarted):
            if (event.provider, event.model) not in self.asked:
                self.asked.append((event.provider, event.model))
        elif isinstance(event, RunEnded):
            self.ended = event

    def _take_in(self, event: PatchAccepted) -> None:
        self.accepted += 1
        if event.origin == "model" and self.asked and self.asked[-1] not in self.writers:
            self.writers.append(self.asked[-1])
        self.document = apply_patch(self.document, event.patch).document

    @property
    def saved(self) -> Document:
        """The document as it is written to a file."""
        return finished(self.document)

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of design section 7 for how the run ended; a run without an end was killed."""
        if self.ended is None:
            return ExitCode.OK
        if self.ended.status == "fallback":
            return ExitCode.FALLBACK
        if self.ended.error:
            return ExitCode(int(self.ended.error["exit_code"]))
        return ExitCode.INTERRUPTED if self.ended.status == "cancelled" else ExitCode.OK
