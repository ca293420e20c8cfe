"""What sessions took: the measures of one, of many together, and what the next run is likely to take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from decimal import Decimal
from itertools import islice
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from epoch_cli.errors import UnreadableError
from epoch_cli.events import (
    AttemptStarted,
    Event,
    PatchAccepted,
    PatchRefused,
    RepairMade,
    RunEnded,
    RunStarted,
    TextReceived,
    UsageReported,
)
from epoch_cli.sessions.costs import total_cost
from epoch_cli.sessions.summary import UNFINISHED, SessionSummary, summaries, written_alone

LEAST_SESSIONS = 3
"""Fewer sessions than these say nothing about the next."""
MOST_SESSIONS = 50
"""So many of the latest are looked at: providers change."""
_MOST_OPENED = 300


@dataclass(slots=True, kw_only=True)
class SessionMetrics:
    """The measures of one session; times are in seconds, those of what never came are None.

    Attributes:
        provider, model: who was asked first.
        status: of the end, or `unfinished`.
        first_token: from the start of the run to the first piece of the answer, thinking included.
        first_patch: to the first accepted patch.
        first_node: to the first accepted patch that left a node to be painted.
        gaps: between two pieces of an answer, within an attempt.
        validation: what reading and judging took.
        seconds: the whole run.
        attempts: requests that were sent.
        corrections: those of them that sent back what was refused.
        recovered: those that asked again, went on or asked another provider.
        accepted, refused, repairs: of patches.
        input_tokens, output_tokens: of all attempts; `estimated` when any of these was.
        cost: of all attempts, in US dollars; None when it is not known of each.
    """

    provider: str = ""
    model: str = ""
    status: str = UNFINISHED
    first_token: float | None = None
    first_patch: float | None = None
    first_node: float | None = None
    gaps: list[float] = field(default_factory=list)
    validation: float | None = None
    seconds: float = 0.0
    attempts: int = 0
    corrections: int = 0
    recovered: int = 0
    accepted: int = 0
    refused: int = 0
    repairs: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    estimated: bool = False
    cost: Decimal | None = None


_RECOVERING = frozenset({"retry", "continuation", "fallback"})


def metrics_of(events: Iterable[Event]) -> SessionMetrics:
    """The measures of the session with these events, cut off or not."""
    metrics = SessionMetrics()
    last_text: float | None = None
    reports: list[UsageReported] = []
    for event in events:
        metrics.seconds = max(metrics.seconds, event.at)
        if isinstance(event, RunStarted):
            metrics.provider, metrics.model = event.provider, event.model
        elif isinstance(event, AttemptStarted):
            last_text = None
            metrics.attempts += 1
            metrics.corrections += event.reason == "correction"
            metrics.recovered += event.reason in _RECOVERING
        elif isinstance(event, TextReceived):
            if last_text is not None:
                metrics.gaps.append(round(max(event.at - last_text, 0.0), 6))
            last_text = event.at
            metrics.first_token = event.at if metrics.first_token is None else metrics.first_token
        elif isinstance(event, UsageReported):
            metrics.input_tokens += event.input_tokens
            metrics.output_tokens += event.output_tokens
            metrics.estimated |= event.estimated
            reports.append(event)
        else:
            _count(metrics, event)
    metrics.cost = total_cost(reports) if reports else None
    return metrics


def _count(metrics: SessionMetrics, event: Event) -> None:
    """Count what became of a patch, or take in the end."""
    if isinstance(event, PatchAccepted):
        metrics.accepted += 1
        metrics.first_patch = event.at if metrics.first_patch is None else metrics.first_patch
        if metrics.first_node is None and event.metrics.get("nodes"):
            metrics.first_node = event.at
    elif isinstance(event, PatchRefused):
        metrics.refused += 1
    elif isinstance(event, RepairMade):
        metrics.repairs += 1
    elif isinstance(event, RunEnded):
        metrics.status = event.status
        # format 1 did not measure it
        metrics.validation = event.validation or None


# ---------------------------------------------------------------- of many together


class Spread(NamedTuple):
    """How a measure is spread: half of the values are at most `p50`, 95 of 100 at most `p95`."""

    values: int
    p50: float
    p95: float


def spread(values: Iterable[float]) -> Spread | None:
    """The spread of some values, each a value that occurred (the nearest rank); None of none."""
    ordered = sorted(values)
    if not ordered:
        return None
    return Spread(len(ordered), ordered[ceil(0.5 * len(ordered)) - 1], ordered[ceil(0.95 * len(ordered)) - 1])


MEASURES = ("first_token", "first_patch", "first_node", "gaps", "validation", "seconds")
"""The measures of which a spread is told, by their names in `SessionMetrics`; all in seconds."""
COUNTS = ("attempts", "corrections", "recovered", "accepted", "refused", "repairs", "input_tokens", "output_tokens")
"""The measures of which a sum is told."""


class Aggregate(NamedTuple):
    """Sessions of one provider and model together.

    Attributes:
        statuses: how many ended in each way.
        spreads: by the names in `MEASURES`; None where no session has it.
        totals: by the names in `COUNTS`.
        estimated: whether any tokens are.
        cost: of those sessions whose cost is known; None when that is none.
        unpriced: of how many it is not known.
    """

    provider: str
    model: str
    sessions: int
    statuses: dict[str, int]
    spreads: dict[str, Spread | None]
    totals: dict[str, int]
    estimated: bool
    cost: Decimal | None
    unpriced: int

    def to_json(self) -> dict[str, Any]:
        """The same as plain data; money as text."""
        spreads = {name: None if each is None else each._asdict() for name, each in self.spreads.items()}
        cost = None if self.cost is None else f"{self.cost:f}"
        return {**self._asdict(), "spreads": spreads, "cost": cost}


def aggregated(sessions: Iterable[SessionMetrics]) -> list[Aggregate]:
    """Sessions by provider and model, those of which there are most first."""
    groups: dict[tuple[str, str], list[SessionMetrics]] = {}
    for metrics in sessions:
        groups.setdefault((metrics.provider, metrics.model), []).append(metrics)
    made = [_aggregate(provider, model, group) for (provider, model), group in groups.items()]
    return sorted(made, key=lambda each: (-each.sessions, each.provider, each.model))


def _aggregate(provider: str, model: str, group: Sequence[SessionMetrics]) -> Aggregate:
    statuses: dict[str, int] = {}
    for metrics in group:
        statuses[metrics.status] = statuses.get(metrics.status, 0) + 1
    costs = [metrics.cost for metrics in group if metrics.cost is not None]
    return Aggregate(
        provider,
        model,
        sessions=len(group),
        statuses=statuses,
        spreads={name: spread(_values(group, name)) for name in MEASURES},
        totals={name: sum(getattr(metrics, name) for metrics in group) for name in COUNTS},
        estimated=any(metrics.estimated for metrics in group),
        cost=sum(costs, Decimal(0)) if costs else None,
        unpriced=len(group) - len(costs),
    )


def _values(group: Sequence[SessionMetrics], name: str) -> Iterable[float]:
    for metrics in group:
        value = getattr(metrics, name)
        if isinstance(value, list):
            yield from value
        elif value is not None:
            yield value


def metrics_json(metrics: SessionMetrics) -> dict[str, Any]:
    """The measures of one session as plain data: the spread of its gaps, money as text."""
    row = {each.name: getattr(metrics, each.name) for each in fields(metrics)}
    gaps = spread(metrics.gaps)
    cost = None if metrics.cost is None else f"{metrics.cost:f}"
    return {**row, "gaps": None if gaps is None else gaps._asdict(), "cost": cost}


# ---------------------------------------------------------------- what comes next


def expected(
    sessions: Iterable[SessionSummary], provider: str, model: str, *, based: bool | None = None
) -> dict[str, float] | None:
    """What a run is likely to take: the medians of the latest sessions like it.

    Args:
        sessions: the newest first; no more are taken than are needed.
        provider: who is asked; only its sessions count.
        model: likewise.
        based: only runs that started from a document, or only those that did not; None for both.

    Returns:
        `{sessions, seconds, patches, output_tokens}`, as in `RunStarted.expected`; None when there are fewer than
        three such sessions. Only those count that came to their end, and asked this one and nobody else. Of tokens only
        those sessions that know them.
    """
    alike = list(islice(filter(_like(provider, model, based=based), sessions), MOST_SESSIONS))
    if len(alike) < LEAST_SESSIONS:
        return None
    tokens = [summary.output_tokens for summary in alike if summary.output_tokens is not None]
    return {
        "sessions": float(len(alike)),
        "seconds": median(summary.seconds for summary in alike),
        "patches": float(median(summary.accepted or 0 for summary in alike)),
        "output_tokens": float(median(tokens)) if tokens else 0.0,
    }


def _like(provider: str, model: str, *, based: bool | None) -> Callable[[SessionSummary], bool]:
    def like(summary: SessionSummary) -> bool:
        return (
            (summary.provider, summary.model) == (provider, model)
            and summary.status == "complete"
            and not summary.cached
            and based in {None, summary.based}
            and written_alone(summary)
        )

    return like


def learnt(directory: Path, provider: str, model: str, *, based: bool | None = None) -> dict[str, float] | None:
    """The same of the sessions in a folder; of those of others only the beginning is read. None when it cannot be read.

    So that a run starts at once however many there are, only the newest files are opened.
    """

    def wanted(started: RunStarted) -> bool:
        return (started.provider, started.model) == (provider, model) and not started.cached

    with suppress(UnreadableError):
        return expected(summaries(directory, wanted, most=_MOST_OPENED), provider, model, based=based)
    return None
