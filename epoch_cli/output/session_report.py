"""One session, told: what was asked, each attempt, what went wrong, how long it took, and what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from epoch_cli.events import (
    AttemptEnded,
    AttemptStarted,
    DiagnosticFound,
    Event,
    NoticeGiven,
    PatchAccepted,
    PatchRefused,
    RecoveryChosen,
    StageEntered,
    UsageReported,
    to_json,
)
from epoch_cli.output.columns import columns
from epoch_cli.output.narration import finding_line
from epoch_cli.output.outcome import Outcome, is_about_document
from epoch_cli.output.outline import tree_lines
from epoch_cli.output.session_list import cost_text, seconds_text, spread_text
from epoch_cli.output.text import visible
from epoch_cli.sessions.costs import dollars
from epoch_cli.sessions.stats import SessionMetrics, metrics_json, metrics_of, spread
from epoch_cli.validation import Diagnostic

_ATTEMPTS = ("ATTEMPT", "REASON", "ASKED", "IN", "OUT", "COST", "PATCHES", "END")


@dataclass(slots=True)
class Attempt:
    """One request: how it began, how it ended, what it took, how many patches came of it."""

    started: AttemptStarted
    ended: AttemptEnded | None = None
    usage: UsageReported | None = None
    patches: int = 0

    def cells(self) -> tuple[str, ...]:
        """The same as a row of the table."""
        usage, ended = self.usage, self.ended
        about = "~" if usage is not None and usage.estimated else ""
        return (
            str(self.started.attempt),
            self.started.reason,
            f"{self.started.provider}:{self.started.model}",
            f"~{self.started.input_tokens}" if usage is None else f"{about}{usage.input_tokens}",
            "-" if usage is None else f"{about}{usage.output_tokens}",
            "-" if usage is None else cost_text(dollars(usage.cost), estimated=usage.estimated),
            str(self.patches),
            "" if ended is None else ended.finish or str(ended.error.get("message", "")),
        )


@dataclass(slots=True)
class SessionReport:
    """What a session comes to; `refused` are the findings for which patches were refused, by the patch's number."""

    outcome: Outcome
    metrics: SessionMetrics
    attempts: list[Attempt] = field(default_factory=list)
    recoveries: list[RecoveryChosen] = field(default_factory=list)
    refused: list[tuple[int, Diagnostic]] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    notices: list[NoticeGiven] = field(default_factory=list)

    @classmethod
    def of(cls, events: Iterable[Event]) -> SessionReport:
        """The report on the session with these events.

        Raises:
            PatchError: a patch does not fit: the session was changed.
        """
        recorded = list(events)
        report = cls(Outcome(), metrics_of(recorded))
        for event in recorded:
            report.outcome.feed(event)
            report._take(event)
        return report

    def _take(self, event: Event) -> None:
        attempt = self.attempts[-1] if self.attempts else None
        if isinstance(event, AttemptStarted):
            self.attempts.append(Attempt(event))
        elif isinstance(event, AttemptEnded) and attempt is not None:
            attempt.ended = event
        elif isinstance(event, UsageReported) and attempt is not None:
            attempt.usage = event
        elif isinstance(event, PatchAccepted) and attempt is not None:
            attempt.patches += 1
        elif isinstance(event, RecoveryChosen):
            self.recoveries.append(event)
        elif isinstance(event, PatchRefused):
            self.refused += [(event.number, diagnostic) for diagnostic in event.diagnostics]
        elif isinstance(event, StageEntered) and event.stage == "validating":
            # the whole document is looked at anew: what was found in it before is told again if it is so still
            self.findings = [each for each in self.findings if not is_about_document(each)]
        elif isinstance(event, DiagnosticFound):
            self.findings.append(event.diagnostic)
        elif isinstance(event, NoticeGiven):
            self.notices.append(event)

    # ------------------------------------------------------------ parts, for people

    def facts(self) -> Iterator[tuple[str, str]]:
        """What was asked of whom, and how it ended."""
        started, metrics = self.outcome.started, self.metrics
        if started is None:
            return
        yield "prompt", started.prompt
        yield "status", f"{metrics.status}, after {seconds_text(metrics.seconds)}"
        if self.outcome.ended is not None and self.outcome.ended.error:
            yield "error", str(self.outcome.ended.error.get("message", ""))
        yield "asked", started.title
        yield "started", started.started
        yield "preset", f"{started.catalog}, profile {started.profile}"
        for name, session in (("continues", started.continues), ("answered by", started.cached)):
            if session:
                yield name, f"session {session}"

    def figures(self) -> Iterator[tuple[str, str]]:
        """What was counted and measured."""
        metrics = self.metrics
        patches = (f"{metrics.accepted} accepted", f"{metrics.refused} refused", f"{metrics.repairs} repairs")
        yield "patches", ", ".join(patches)
        for name, seconds in (
            ("first token", metrics.first_token),
            ("first patch", metrics.first_patch),
            ("first node", metrics.first_node),
            ("validation", metrics.validation),
        ):
            if seconds is not None:
                yield name, seconds_text(seconds)
        if metrics.gaps:
            yield "chunk gaps", f"{spread_text(spread(metrics.gaps))} (p50 / p95)"
        if self.attempts:
            about = "~" if metrics.estimated else ""
            yield "tokens", f"{about}{metrics.input_tokens} in, {about}{metrics.output_tokens} out"
            yield "cost", cost_text(metrics.cost, estimated=metrics.estimated)

    def found(self) -> Iterator[str]:
        """Findings and refusals, recoveries and notices, a line each; the same one is told once, with how often."""
        for event in self.recoveries:
            yield f"{seconds_text(event.at)}: {event.message}"
        lines = [finding_line(diagnostic, f"refused patch {number}") for number, diagnostic in self.refused]
        lines += [finding_line(diagnostic) for diagnostic in self.findings]
        lines += [f"note: {notice.message}" for notice in self.notices]
        for line, times in Counter(lines).items():
            yield line if times == 1 else f"{line} ({times} times)"


def report_text(report: SessionReport, *, width: int = 0) -> str:
    """The report for people; `width` is that of a terminal, 0 for a pipe."""
    parts = [columns(list(report.facts()), width=width)]
    if report.attempts:
        parts.append(columns([each.cells() for each in report.attempts], head=_ATTEMPTS, width=width))
    parts.append("".join(f"{visible(line, width)}\n" for line in report.found()))
    parts.append(columns(list(report.figures()), width=width))
    parts.append("".join(f"{visible(line, width)}\n" for line in tree_lines(report.outcome.document)))
    return "\n".join(part for part in parts if part)


def report_markdown(report: SessionReport, session: str) -> str:
    """The report as Markdown, with the document as an outline."""
    lines = [f"# Session {_inline(session)}", ""]
    lines += [f"- **{name}**: {_inline(value)}" for name, value in report.facts()]
    if report.attempts:
        lines += ["", "## Attempts", "", *_table(_ATTEMPTS, (each.cells() for each in report.attempts))]
    found = [f"- {_inline(line)}" for line in report.found()]
    lines += ["", "## What went wrong", "", *found] if found else []
    lines += ["", "## Figures", "", *(f"- {name}: {_inline(value)}" for name, value in report.figures())]
    # indented: no text of the document ends a block of code that is made so
    tree = [f"    {line}" for line in tree_lines(report.outcome.document)]
    lines += ["", "## Document", "", *tree] if tree else []
    return "".join(f"{line}\n" for line in lines)


def report_json(report: SessionReport) -> dict[str, Any]:
    """The report as plain data, with the final document."""
    started = report.outcome.started
    return {
        "started": None if started is None else _without(to_json(started), "event", "at", "base", "history"),
        "metrics": metrics_json(report.metrics),
        "attempts": [_attempt_json(each) for each in report.attempts],
        "recoveries": [to_json(event) for event in report.recoveries],
        "refused": [{"number": number, **diagnostic.to_json()} for number, diagnostic in report.refused],
        "diagnostics": [diagnostic.to_json() for diagnostic in report.findings],
        "notices": [to_json(event) for event in report.notices],
        "error": report.outcome.ended.error if report.outcome.ended is not None else {},
        "document": report.outcome.saved,
    }


def _attempt_json(attempt: Attempt) -> dict[str, Any]:
    ended = {} if attempt.ended is None else {"finish": attempt.ended.finish, "error": attempt.ended.error}
    usage = None if attempt.usage is None else _without(to_json(attempt.usage), "event", "at", "attempt")
    return {
        **_without(to_json(attempt.started), "event", "prompt"),
        "patches": attempt.patches,
        **ended,
        "usage": usage,
    }


def _without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


# ---------------------------------------------------------------- Markdown

_MEANT = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|#&~!"})


def _inline(text: str) -> str:
    """A text within a line, with nothing in it that Markdown or HTML would take for its own."""
    return visible(text).translate(_MEANT)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(name.lower() for name in head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(map(_inline, row))} |"
