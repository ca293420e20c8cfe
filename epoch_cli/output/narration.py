"""What is said on stderr, in plain lines: errors with their remedies, findings, and the summary of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from epoch_cli.events import (
    AttemptStarted,
    BudgetChanged,
    ContextPrepared,
    DiagnosticFound,
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
from epoch_cli.output.outcome import is_about_document, is_about_text
from epoch_cli.output.text import visible
from epoch_cli.sessions.content import was_read
from epoch_cli.sessions.costs import total_cost
from epoch_cli.validation import Diagnostic

if TYPE_CHECKING:
    from epoch_cli.output.progress import Pace


def finding_line(diagnostic: Diagnostic, where: str = "") -> str:
    """A finding on one line: where, code, severity, what, and what to do."""
    place = where or diagnostic.pointer or ("prompt" if diagnostic.is_about_wish else "text")
    hint = f" ({diagnostic.hint})" if diagnostic.hint else ""
    return visible(f"{place}: {diagnostic.code} {diagnostic.severity}: {diagnostic.message}{hint}")


SHOWN = 5
"""How many findings about the text are said without -v, and refusals below a drawn tree; the others are counted."""


_KEPT = (DiagnosticFound, RepairMade, NoticeGiven, RecoveryChosen, ContextPrepared)
"""What is said below a drawn tree, as far as it is said at all; findings about the document come behind."""


class Narrator:
    """Says the events of one run as they come, and what it comes to at the end.

    Args:
        verbosity: as for `narrate`.
        drawn: the tree is drawn where the lines would stand, so that what must be said is kept for the end.
    """

    def __init__(self, verbosity: int, *, drawn: bool = False) -> None:
        self._verbosity = verbosity
        self._drawn = drawn
        self._times: Counter[str] = Counter()
        self._kept: list[str] = []
        self._found: set[str] = set()
        self._left: list[str] = []  # findings about the document, as it was looked at last
        self._pace = _new_pace() if verbosity >= 1 and not drawn else None

    def feed(self, event: Event) -> Iterator[str]:
        """What to say of an event now."""
        if self._drawn and self._is_left(event):
            return
        if isinstance(event, DiagnosticFound) and self._is_said(event.diagnostic):
            return
        counted = _counted(event, drawn=self._drawn)
        if counted:
            self._times[counted] += 1
            if self._times[counted] > SHOWN and self._verbosity < 1:
                return
        if not self._drawn:
            yield from narrate(event, self._verbosity)
        elif counted or isinstance(event, _KEPT):
            self._kept += narrate(event, self._verbosity)
        yield from self._stages(event)

    def _is_left(self, event: Event) -> bool:
        """Whether an event is a finding about the document, kept until it is looked at anew, or else to the end."""
        if isinstance(event, StageEntered) and event.stage == "validating":
            self._left.clear()
        if not isinstance(event, DiagnosticFound) or not is_about_document(event.diagnostic):
            return False
        self._left += narrate(event, self._verbosity)
        return True

    def _is_said(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding about the document was said before: what is checked again is told at the end, too."""
        line = finding_line(diagnostic) if is_about_document(diagnostic) else ""
        said = line in self._found
        self._found |= {line} - {""}
        return said

    def _stages(self, event: Event) -> Iterator[str]:
        """The stages of the run, with how far it is and what is left."""
        if self._pace is not None:
            from epoch_cli.output.progress import stage_line  # noqa: PLC0415  imported with the pace already

            self._pace.feed(event)
            if isinstance(event, StageEntered):
                yield stage_line(self._pace.progress())

    def close(self) -> Iterator[str]:
        """What is still to be said before the summary."""
        yield from self._kept
        yield from self._left
        if self._verbosity < 1:
            for what, times in self._times.items():
                if times > SHOWN:
                    yield f"{times - SHOWN} more {what}; -v shows all"


def _new_pace() -> Pace:
    from epoch_cli.output.progress import Pace  # noqa: PLC0415  not for commands that ask no provider

    return Pace()


def _counted(event: Event, *, drawn: bool) -> str:
    """What an event is one of many of, such as a text of nothing but faults brings; else nothing."""
    if isinstance(event, DiagnosticFound) and is_about_text(event.diagnostic):
        return "findings about the text"
    return "refused patches" if drawn and isinstance(event, PatchRefused) else ""


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
    elif isinstance(event, NoticeGiven):
        yield f"note: {event.message}"
    elif isinstance(event, RecoveryChosen) and (event.action not in _LAST_WORDS or verbosity >= 1):
        yield f"recovery: {event.message}"
    elif isinstance(event, ContextPrepared):
        yield from left_out_lines(event, verbosity)
        if verbosity >= 1:
            yield from budget_lines(event)
    elif verbosity >= 1:
        yield from _details(event)
        if verbosity >= 2:
            yield from _steps(event)


_LAST_WORDS = frozenset({"keep", "fail"})
"""What is done when nothing more is tried; the refusals and the error are said anyway."""


def _details(event: Event) -> Iterator[str]:
    """What is said with -v."""
    if isinstance(event, RepairMade):
        guessed = " (lossy)" if event.repair.grade == "lossy" else ""
        yield f"repaired patch {event.number}: {event.repair.name}{guessed}: {event.repair.message}"
    elif isinstance(event, BudgetChanged):
        word = "reached" if event.state == "reached" else "near its limit"
        sign = "$" if event.meter == "cost" else ""
        yield f"budget: {event.meter} {word}: {sign}{event.used:g} of {sign}{event.limit:g}"
    elif isinstance(event, RunStarted):
        yield f"{event.title}, preset {event.catalog}, profile {event.profile}, session {event.session}"
    elif isinstance(event, UsageReported):
        yield f"attempt {event.attempt}: {usage_text([event])}"


def _steps(event: Event) -> Iterator[str]:
    """What is said with -vv."""
    if isinstance(event, AttemptStarted):
        yield f"attempt {event.attempt} ({event.reason}), ~{event.input_tokens} tokens of prompt"
    elif isinstance(event, PatchAccepted):
        yield f"patch {event.sequence}: {event.patch['op']} {event.patch['path']}"


def usage_text(reports: Sequence[UsageReported]) -> str:
    """Tokens and money of some attempts together, with `~` where any of them is estimated."""
    from epoch_cli.providers.prices import money  # noqa: PLC0415  not for commands that ask no provider

    about = "~" if any(report.estimated for report in reports) else ""
    came = _share(reports, "cached_tokens", "from the cache"), _share(reports, "cache_write_tokens", "into the cache")
    thought = _share(reports, "thinking_tokens", "thought")
    total = total_cost(reports)
    cost = money(total) if total is None else f"{about}{money(total)}"
    return (
        f"{about}{sum(report.input_tokens for report in reports)} tokens in{_within(*came)}, "
        f"{about}{sum(report.output_tokens for report in reports)} out{_within(thought)}, cost {cost}"
    )


def _share(reports: Sequence[UsageReported], name: str, what: str) -> str:
    count = sum(getattr(report, name) or 0 for report in reports)
    return f"{count} {what}" if count else ""


def _within(*shares: str) -> str:
    told = ", ".join(share for share in shares if share)
    return f" ({told})" if told else ""


FOR_EVER = 1e9
"""Seconds that no run takes, which are 32 years: a session that was changed may tell of them."""

_FALLBACKS = {
    "previous": "failed; what was there before is back",
    "minimal": "failed; completed by rules, not by a model",
    "empty": "failed; left empty",
}
_ENDINGS = {
    "complete": "done",
    "cancelled": "cancelled; what was accepted is kept",
    "timeout": "out of time; what was accepted is kept",
    "budget": "budget used up; what was accepted is kept",
    "failed": "failed",
}


def summary_lines(
    started: RunStarted,
    ended: RunEnded,
    saved: list[str],
    repairs: Mapping[str, int] | None = None,
    usage: Sequence[UsageReported] = (),
    writers: Sequence[tuple[str, str]] = (),
    asked: Sequence[tuple[str, str]] = (),
) -> Iterator[str]:
    """The end of a run, in a few short lines: how it went, which repairs were made, who wrote, where it is.

    Args:
        started: the first event.
        ended: the last event.
        saved: what to say of files.
        repairs: how often each repair was made, by its name.
        usage: what the attempts took, where that is to be said.
        writers: provider and model of those who wrote what was accepted.
        asked: the same of all that were asked.
    """
    metrics = ended.metrics
    counts = [
        *([] if _nothing_left(ended) else [_count(ended.accepted, "patch", "patches")]),
        _count(metrics["nodes"], "node", "nodes"),
        _count(metrics["score"], "point", "points"),
        *([f"{ended.refused} refused"] if ended.refused else []),
        *([f"{ended.repaired} repaired"] if ended.repaired else []),
        *([f"{ended.malformed} malformed"] if ended.malformed else []),
        *([] if started.cached else [_seconds(ended.at)]),
    ]
    yield f"{_ending(ended)}: {', '.join(counts)}"
    if repairs:
        most_first = sorted(repairs.items(), key=lambda row: (-row[1], row[0]))
        yield visible(f"repaired: {', '.join(f'{count} × {name}' for name, count in most_first)}")
    yield visible(_source(started, writers, asked))
    if started.cached:
        yield visible(f"cached: the answer of session {started.cached}; --refresh asks again")
    if usage:
        yield f"usage: {'nothing, cached' if started.cached else usage_text(usage)}"
    if ended.error:
        remedy = f"; {ended.error['remedy']}" if ended.error["remedy"] else ""
        yield visible(f"epoch: {ended.error['message']}{remedy}")
    yield from map(visible, saved)  # the name of a file is any bytes


def _ending(ended: RunEnded) -> str:
    """How it went, and what there is of it."""
    if ended.fallback:
        return _FALLBACKS[ended.fallback]
    how, _, kept = _ENDINGS[ended.status].partition("; ")
    if _nothing_left(ended):
        return f"{how}; everything was taken back, and nothing is kept"
    return f"{how}; {kept}" if kept else how


def _nothing_left(ended: RunEnded) -> bool:
    """Whether a run that was ended before its time leaves nothing of what was accepted."""
    return ended.status in {"cancelled", "timeout", "budget"} and ended.accepted > 0 and "root" not in ended.document


def _seconds(at: float) -> str:
    """How long it took; a session that was changed may say anything."""
    return f"{max(0.0, at):.1f} s" if at < FOR_EVER else f"{at:.0e} s"


def _source(started: RunStarted, writers: Sequence[tuple[str, str]], asked: Sequence[tuple[str, str]]) -> str:
    """Who wrote, or who was asked when nobody wrote anything that was accepted, as people read it."""
    if was_read(started):
        return f"read from: {started.title}"
    names = [title_of(started, *each) for each in writers or asked]
    return f"{'written by' if writers else 'asked'}: {', then '.join(names) or started.title}"


def title_of(started: RunStarted, provider: str, model: str) -> str:
    """Who is asked in a run, as people read it."""
    if (provider, model) == (started.provider, started.model):
        return started.title
    from epoch_cli.providers.table import OFFLINE  # noqa: PLC0415  only where others were asked, too

    if provider != OFFLINE:
        return f"{provider} {model}".strip()
    from epoch_cli.providers.offline import OfflineProvider  # noqa: PLC0415  as above

    return OfflineProvider.title


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
