"""Which sessions a command is about, as the flags of `epoch sessions list` and `stats` say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import NamedTuple, get_args

from epoch_cli.cli.amounts import parse_seconds
from epoch_cli.cli.streams import say
from epoch_cli.config.paths import sessions_dir
from epoch_cli.errors import UnreadableError, UsageError
from epoch_cli.events import RunStarted, Status
from epoch_cli.nearest import did_you_mean
from epoch_cli.output.text import error_line
from epoch_cli.sessions.summary import UNFINISHED, SessionSummary, moment, summaries

STATUSES = (*get_args(Status), UNFINISHED)


class SessionFilters(NamedTuple):
    """Which sessions are meant; None for whatever.

    Attributes:
        provider: by this provider.
        model: by a model whose id has this in it.
        status: that ended so.
        since: that began since then: `2h`, `3d`, `2026-11-20`.
        grep: whose prompt has this in it, in upper or lower case.
        limit: no more than the newest so many; 0 for all.
    """

    provider: str | None = None
    model: str | None = None
    status: str | None = None
    since: str | None = None
    grep: str | None = None
    limit: int = 0


def filtered(filters: SessionFilters, *, now: datetime, quiet: bool = False) -> Iterator[SessionSummary]:
    """The sessions that are meant, the newest first; files that are no sessions are told on stderr.

    Raises:
        UsageError: a status that is none, or a time that cannot be read.
        UnreadableError: the folder cannot be read.
    """
    status = filters.status
    if status is not None and status not in STATUSES:
        raise UsageError(f"--status: there is no status {status!r}", remedy=did_you_mean(status, STATUSES))
    since = None if filters.since is None else parse_since("--since", filters.since, now)
    provider, model, text = ((each or "").casefold() for each in (filters.provider, filters.model, filters.grep))

    def wanted(started: RunStarted) -> bool:
        return (
            provider in {"", started.provider.casefold()}
            and model in started.model.casefold()
            and text in started.prompt.casefold()
            and (since is None or (moment(started.started) or now) >= since)
        )

    def told(error: UnreadableError) -> None:
        if not quiet:
            say(error_line(error))

    found = summaries(sessions_dir(), wanted, on_unreadable=told)
    return islice((each for each in found if status in {None, each.status}), filters.limit or None)


def parse_since(flag: str, text: str, now: datetime) -> datetime:
    """A moment in the past: how long ago, as `2h`, or a date or time in ISO 8601, local where it does not say.

    Raises:
        UsageError: it is none; names the flag.
    """
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    try:
        return now - timedelta(seconds=parse_seconds(flag, text))
    except UsageError:
        remedy = "such as 2h, 3d or 2026-11-20"
        raise UsageError(f"{flag}: {text!r} is no time", remedy=remedy) from None
    except OverflowError:  # longer ago than there are years
        return datetime.min.replace(tzinfo=UTC)
