"""Sessions as tables: which there are, and what they took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from epoch_cli.output.columns import columns
from epoch_cli.output.text import visible
from epoch_cli.providers.prices import money
from epoch_cli.sessions.stats import Aggregate, Spread
from epoch_cli.sessions.summary import SessionSummary

_HEAD = ("SESSION", "AGE", "STATUS", "NODES", "TIME", "COST", "ASKED", "PROMPT")
_NARROW = ("COST", "ASKED")
"""Columns that are left out where a terminal has no room for them: `show` tells them."""
_WIDE = 120
_BY = 32
_PROMPT = 120
"""Characters of a prompt in a pipe; a terminal cuts its lines by itself."""
_UNKNOWN = "-"


def sessions_text(sessions: Sequence[SessionSummary], *, now: datetime, width: int = 0) -> str:
    """Sessions as a table, one a line; `width` is that of a terminal, 0 for a pipe."""
    left_out = {_HEAD.index(name) for name in _NARROW} if 0 < width < _WIDE else set()

    def kept(cells: Sequence[str]) -> list[str]:
        return [cell for index, cell in enumerate(cells) if index not in left_out]

    return columns([kept(_cells(each, now)) for each in sessions], head=kept(_HEAD), width=width)


def _cells(session: SessionSummary, now: datetime) -> tuple[str, ...]:
    by = f"{session.provider}:{session.model}" if session.model else session.provider
    return (
        session.session,
        age_text(now - session.started),
        f"{session.status} (cached)" if session.cached else session.status,
        _UNKNOWN if session.nodes is None else str(session.nodes),
        seconds_text(session.seconds),
        cost_text(session.cost, estimated=session.estimated),
        visible(by, _BY),
        visible(session.prompt, _PROMPT),
    )


_STATS = (
    "PROVIDER",
    "MODEL",
    "SESSIONS",
    "COMPLETE",
    "ATTEMPTS",
    "CORRECTED",
    "PATCHES",
    "REFUSED",
    "REPAIRED",
    "IN",
    "OUT",
    "COST",
)
_SPREADS = {
    "first_token": "FIRST TOKEN",
    "first_patch": "FIRST PATCH",
    "first_node": "FIRST NODE",
    "gaps": "GAPS",
    "validation": "VALIDATION",
    "seconds": "WHOLE RUN",
}


def stats_text(groups: Sequence[Aggregate], *, width: int = 0) -> str:
    """Two tables, a provider's model a line: what was done and used, and how long it took (p50 / p95)."""
    counts = columns([_counts(group) for group in groups], head=_STATS, width=width)
    rows = [(group.provider, group.model, *(spread_text(group.spreads[name]) for name in _SPREADS)) for group in groups]
    times = columns(rows, head=("PROVIDER", "MODEL", *_SPREADS.values()), width=width)
    told = "Times: half took no longer than the first, 95 of 100 no longer than the second."
    return f"{counts}\n{times}\n{visible(told, width)}\n"


def _counts(group: Aggregate) -> tuple[str, ...]:
    totals, about = group.totals, "~" if group.estimated else ""
    more = "+" if group.cost is not None and group.unpriced else ""  # of some it is not known
    return (
        group.provider,
        group.model,
        str(group.sessions),
        str(group.statuses.get("complete", 0)),
        str(totals["attempts"]),
        str(totals["corrections"]),
        str(totals["accepted"]),
        str(totals["refused"]),
        str(totals["repairs"]),
        f"{about}{totals['input_tokens']}",
        f"{about}{totals['output_tokens']}",
        f"{cost_text(group.cost, estimated=group.estimated)}{more}",
    )


# ---------------------------------------------------------------- amounts


def age_text(age: timedelta) -> str:
    """How long ago, in one unit: `12s`, `5m`, `3h`, `14d`."""
    seconds = max(age.total_seconds(), 0.0)
    for unit, size in (("d", 86_400), ("h", 3600), ("m", 60)):
        if seconds >= size:
            return f"{int(seconds // size)}{unit}"
    return f"{int(seconds)}s"


def seconds_text(seconds: float) -> str:
    """A time a run took: `0.4 ms`, `12 ms`, `3.4 s`."""
    if seconds >= 0.9995:
        return f"{seconds:.1f} s"
    return f"{seconds * 1000:.{0 if seconds >= 0.00995 or not seconds else 1}f} ms"


def spread_text(spread: Spread | None) -> str:
    """`120 ms / 1.4 s`: p50 and p95."""
    return _UNKNOWN if spread is None else f"{seconds_text(spread.p50)} / {seconds_text(spread.p95)}"


def cost_text(cost: Decimal | None, *, estimated: bool) -> str:
    """What it cost, with `~` where that is estimated."""
    return _UNKNOWN if cost is None else f"{'~' if estimated and cost else ''}{money(cost)}"
