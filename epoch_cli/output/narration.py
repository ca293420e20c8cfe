"""What is said on stderr, in plain lines: errors with their remedies, findings, and the summary of a run."""

from __future__ import annotations

from collections.abc import Iterator

from epoch_cli.events import (
    AttemptStarted,
    BudgetChanged,
    DiagnosticFound,
    Event,
    PatchAccepted,
    PatchRefused,
    RepairMade,
    RunEnded,
    RunStarted,
    UsageReported,
)
from epoch_cli.output.text import visible
from epoch_cli.validation import Diagnostic


def finding_line(diagnostic: Diagnostic, where: str = "") -> str:
    """A finding on one line: where, code, severity, what, and what to do."""
    place = where or diagnostic.pointer or "text"
    hint = f" ({diagnostic.hint})" if diagnostic.hint else ""
    return visible(f"{place}: {diagnostic.code} {diagnostic.severity}: {diagnostic.message}{hint}")


def narrate(event: Event, verbosity: int) -> Iterator[str]:
    """What an event is worth on stderr: refusals and findings always, repairs and meters with -v, all with -vv."""
    for line in _lines(event, verbosity):
        yield visible(line)


def _lines(event: Event, verbosity: int) -> Iterator[str]:
    if isinstance(event, PatchRefused):
        for diagnostic in event.diagnostics:
            yield f"refused patch {event.number}: {finding_line(diagnostic)}"
    elif isinstance(event, DiagnosticFound):
        yield finding_line(event.diagnostic)
    elif verbosity >= 1 and isinstance(event, RepairMade):
        guessed = " (lossy)" if event.repair.grade == "lossy" else ""
        yield f"repaired patch {event.number}: {event.repair.name}{guessed}: {event.repair.message}"
    elif verbosity >= 1 and isinstance(event, BudgetChanged):
        word = "reached" if event.state == "reached" else "near its limit"
        yield f"budget: {event.meter} {word}: {event.used:g} of {event.limit:g}"
    elif verbosity >= 1 and isinstance(event, RunStarted):
        yield f"{event.title}, preset {event.catalog}, profile {event.profile}, session {event.session}"
    elif verbosity >= 1 and isinstance(event, UsageReported):
        about = "~" if event.estimated else ""
        yield f"tokens: {about}{event.input_tokens} in, {about}{event.output_tokens} out"
    elif verbosity >= 2 and isinstance(event, AttemptStarted):
        yield f"attempt {event.attempt} ({event.reason}), ~{event.input_tokens} tokens of prompt"
    elif verbosity >= 2 and isinstance(event, PatchAccepted):
        yield f"patch {event.sequence}: {event.patch['op']} {event.patch['path']}"


_ENDINGS = {
    "complete": "done",
    "cancelled": "cancelled; what was accepted is kept",
    "timeout": "out of time; what was accepted is kept",
    "budget": "budget used up; what was accepted is kept",
    "failed": "failed",
}


def summary_lines(started: RunStarted, ended: RunEnded, saved: list[str]) -> Iterator[str]:
    """The end of a run, in a few short lines: how it went, who wrote, where it is."""
    metrics = ended.metrics
    counts = [
        f"{ended.accepted} patches",
        f"{metrics['nodes']} nodes",
        f"{metrics['score']} points",
        *([f"{ended.refused} refused"] if ended.refused else []),
        *([f"{ended.repaired} repaired"] if ended.repaired else []),
        *([f"{ended.malformed} malformed"] if ended.malformed else []),
        f"{ended.at:.1f} s",
    ]
    yield f"{_ENDINGS[ended.status]}: {', '.join(counts)}"
    yield f"written by: {visible(started.title)}"
    if ended.error:
        remedy = f"; {ended.error['remedy']}" if ended.error["remedy"] else ""
        yield visible(f"epoch: {ended.error['message']}{remedy}")
    yield from saved
