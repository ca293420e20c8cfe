"""What a list shows of a session, from the beginning and the end of its file: what lies between is not read.

A session that was cut off has no end; then the last line that is whole tells how far it came.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from epoch_cli.errors import SessionError, UnreadableError
from epoch_cli.events import Event, PatchAccepted, RunEnded, RunStarted, UsageReported, from_json, row_of
from epoch_cli.sessions.content import started_of, was_read
from epoch_cli.sessions.costs import total_cost
from epoch_cli.sessions.migration import Migration
from epoch_cli.sessions.store import recent_sessions

UNFINISHED = "unfinished"
"""The status of a session without an end: it is being written, or the process died."""

_TAILS = (1 << 15, 1 << 18, 1 << 22)
"""Bytes from the end that are read: few, then more where the last line or what the attempts took lies further back."""
_LONGEST_LINE = 1 << 26


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSummary:
    """One session, in short; None is not known.

    Attributes:
        session: its id.
        path: its file.
        started: when it began.
        prompt: what was asked.
        based: whether it started from a document.
        status: of the end, or `unfinished`.
        nodes: in the document that is left.
        seconds: from the beginning to the end, or to the last line that is whole.
        attempts: how many requests were sent.
        input_tokens, output_tokens: of all attempts.
        estimated: whether any of these was.
        cost: of all attempts, in US dollars.
        size: of the file, in bytes.
        continues: the session that it goes on with; empty for none.
        cached: the session that it replays; empty for none.
    """

    session: str
    path: Path
    started: datetime
    prompt: str
    provider: str
    model: str
    title: str
    catalog: str
    profile: str
    based: bool
    status: str
    nodes: int | None
    accepted: int | None
    refused: int | None
    seconds: float
    attempts: int | None
    input_tokens: int | None
    output_tokens: int | None
    estimated: bool
    cost: Decimal | None
    size: int
    continues: str
    cached: str

    def to_json(self) -> dict[str, Any]:
        """The same as plain data: the time in ISO 8601, money as text."""
        row = {each.name: getattr(self, each.name) for each in fields(self)}
        cost = None if self.cost is None else f"{self.cost:f}"
        return {**row, "path": str(self.path), "started": self.started.isoformat(), "cost": cost}


def summarize(path: Path, wanted: Callable[[RunStarted], bool] = lambda _: True) -> SessionSummary | None:
    """The summary of a session file; None, without a look at its end, when its beginning is not one that is wanted.

    Raises:
        UnreadableError: the file cannot be opened.
        SessionError: it is no session, or of a later format.
    """
    try:
        with path.open("rb") as file:
            migration = Migration()  # one for both ends: the beginning says of which format the end is
            started = _first(file, path, migration)
            return _made(path, started, file, migration) if wanted(started) else None
    except OSError as error:
        raise UnreadableError(f"{path}: cannot be read ({error.strerror})", remedy="check the path") from None


def summaries(
    directory: Path,
    wanted: Callable[[RunStarted], bool] = lambda _: True,
    *,
    most: int | None = None,
    on_unreadable: Callable[[UnreadableError], None] | None = None,
) -> Iterator[SessionSummary]:
    """The sessions of a folder, the newest first; files that are none are left out, and `on_unreadable` is told.

    Args:
        directory: the folder; one that is not there is empty.
        wanted: which to look at, by their first event.
        most: so many files are opened, no more; None for all.
        on_unreadable: is told what is wrong with a file.

    Raises:
        UnreadableError: the folder cannot be read.
    """
    for path in islice(recent_sessions(directory), most):
        try:
            summary = summarize(path, wanted)
        except UnreadableError as error:
            if on_unreadable is not None:
                on_unreadable(error)
        else:
            if summary is not None:
                yield summary


def written_alone(summary: SessionSummary) -> bool:
    """Whether every request of a session went to whom it began with, for one wish; False when it cannot be read."""
    if summary.attempts == 1:
        return True
    beginning = b'{"event":"attempt_started"'  # as `encode` writes it
    try:
        with summary.path.open("rb") as lines:
            rows = [orjson.loads(line) for line in lines if line.startswith(beginning) and line.endswith(b"\n")]
    except (OSError, orjson.JSONDecodeError):
        return False
    return all(
        (row.get("provider"), row.get("model")) == (summary.provider, summary.model) and row.get("reason") != "refine"
        for row in rows
    )


def moment(text: str) -> datetime | None:
    """A time in ISO 8601; UTC where it does not say. None for what is no time."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)


# ---------------------------------------------------------------- the two ends of a file


def _first(file: BinaryIO, path: Path, migration: Migration) -> RunStarted:
    line = file.readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise SessionError(f"{path}: not a session: its first line is not whole", remedy="give a file of epoch gen")
    try:
        event = _event(line, migration)
    except SessionError as error:
        raise SessionError(f"{path}:1: {error.message}", remedy=error.remedy) from None
    return started_of([event], str(path))


def _event(line: bytes, migration: Migration) -> Event:
    return from_json(migration.upgraded(row_of(line)))


class _End:
    """What the end of a file tells; `whole` is whether no more of the file is needed.

    Args:
        lines: the last of the file.
        migration: of the session.
        all_read: whether these are all its lines.
        spends: whether the session tells what attempts took; one that asked nobody does not.
    """

    def __init__(self, lines: list[bytes], migration: Migration, *, all_read: bool, spends: bool) -> None:
        self.last = _readable(lines[-1], migration) if lines else None
        self.usage = [event for event in _of_kind(lines, "usage", migration) if isinstance(event, UsageReported)]
        self.patch: PatchAccepted | None = None
        self.refused: int | None = None
        if not isinstance(self.last, RunEnded):
            patches = _of_kind(lines, "patch_accepted", migration, last=True)
            self.patch = next((event for event in patches if isinstance(event, PatchAccepted)), None)
            self.refused = sum(line.startswith(b'{"event":"patch_refused"') for line in lines) if all_read else None
        told = {report.attempt for report in self.usage}
        self.all_usage = bool(told) and told >= set(range(1, max(told) + 1))
        self.whole = all_read or (isinstance(self.last, RunEnded) and (self.all_usage or not spends))


def _of_kind(lines: list[bytes], kind: str, migration: Migration, *, last: bool = False) -> Iterator[Event]:
    """The events of a kind, as `encode` writes them; only the `last` of them."""
    beginning = f'{{"event":"{kind}"'.encode()
    for line in reversed(lines) if last else lines:
        if line.startswith(beginning) and (event := _readable(line, migration)) is not None:
            yield event
            if last:
                return


def _readable(line: bytes, migration: Migration) -> Event | None:
    try:
        return _event(line, migration)
    except SessionError:  # whoever reads all of it will say so
        return None


def _read_end(file: BinaryIO, migration: Migration, *, spends: bool) -> tuple[_End, int]:
    size = file.seek(0, os.SEEK_END)
    for length in (*_TAILS, size):
        start = max(size - length, 0)
        file.seek(start)
        lines = file.read(size - start).split(b"\n")
        # what follows the last line end is torn; what comes before the first, unless the file begins there, is half
        lines = lines[:-1] if start == 0 else lines[1:-1]
        end = _End(lines, migration, all_read=start == 0, spends=spends)
        if end.whole:
            break
    return end, size


def _made(path: Path, started: RunStarted, file: BinaryIO, migration: Migration) -> SessionSummary:
    end, size = _read_end(file, migration, spends=not was_read(started))
    ended = end.last if isinstance(end.last, RunEnded) else None
    patch, usage = end.patch, end.usage if end.all_usage else []
    metrics = ended.metrics if ended is not None else patch.metrics if patch is not None else {}
    return SessionSummary(
        session=path.stem,
        path=path,
        started=moment(started.started) or datetime.fromtimestamp(path.stat().st_mtime, UTC),
        prompt=started.prompt,
        provider=started.provider,
        model=started.model,
        title=started.title,
        catalog=started.catalog,
        profile=started.profile,
        based=started.base is not None,
        status=UNFINISHED if ended is None else ended.status,
        nodes=_count(metrics.get("nodes")),
        accepted=ended.accepted if ended is not None else patch.sequence if patch is not None else 0,
        refused=ended.refused if ended is not None else end.refused,
        seconds=end.last.at if end.last is not None else 0.0,
        attempts=max(report.attempt for report in usage) if usage else None,
        input_tokens=sum(report.input_tokens for report in usage) if usage else None,
        output_tokens=sum(report.output_tokens for report in usage) if usage else None,
        estimated=any(report.estimated for report in usage),
        cost=total_cost(usage) if usage else None,
        size=size,
        continues=started.continues,
        cached=started.cached,
    )


def _count(value: Any) -> int | None:
    return value if type(value) is int else None
