"""`--log-level` and `--log-file`: what a run does, as lines for a log.

Into a file goes a JSON object a line, to stderr a short line; both only when asked for. The library writes to the
loggers below `epoch_cli`, with what there is to say in `extra={"fields": …}`; of a run's events this module does.
Prompts and answers are not in a log, but how long they were: the texts are in the session.
"""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from epoch_cli.cli.closing import closing
from epoch_cli.cli.streams import say
from epoch_cli.errors import UnreadableError, UsageError
from epoch_cli.events import (
    AttemptEnded,
    AttemptStarted,
    BudgetChanged,
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
    TextReceived,
    UsageReported,
    harmless,
)
from epoch_cli.nearest import did_you_mean
from epoch_cli.output.text import visible

Follow = Callable[[AsyncIterator[Event]], AsyncIterator[Event]]
"""The same events, each logged before it is passed on."""

LEVELS: Mapping[str, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}
_ROOT = logging.getLogger("epoch_cli")
_RUNS = logging.getLogger("epoch_cli.run")
_SESSION: ContextVar[str] = ContextVar("session", default="")
"""The session of the run that a task belongs to: what is logged far below, such as a request, is of it, too."""


@contextmanager
def logging_to(level: str | None, file: Path | None) -> Iterator[Follow]:
    """While the block runs, log into a file, or to stderr without one.

    Args:
        level: the least that is logged: `debug`, `info` (the default), `warning` or `error`.
        file: gets lines put at its end.

    Raises:
        UsageError: there is no such level.
        UnreadableError: the file cannot be written.
    """
    if level is not None and level not in LEVELS:
        raise UsageError(f"--log-level: no level {level!r}", remedy=did_you_mean(level, LEVELS))
    handler = _StderrHandler() if file is None else _FileHandler(file)
    before = _ROOT.level, _ROOT.propagate
    with ExitStack() as stack:
        stack.callback(handler.close)
        stack.callback(_ROOT.removeHandler, handler)
        _ROOT.addHandler(handler)
        _ROOT.setLevel(LEVELS[level or "info"])
        _ROOT.propagate = False
        try:
            yield _followed
        finally:
            _ROOT.setLevel(before[0])
            _ROOT.propagate = before[1]


# ---------------------------------------------------------------- where lines go


class _FileHandler(logging.Handler):
    """A JSON object a line, each in one write; 0600, as it tells what was asked of whom."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        try:
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError as error:
            what = f"{path}: the log cannot be written ({error.strerror})"
            raise UnreadableError(what, remedy="check the path of --log-file") from None
        self._failed = False

    def emit(self, record: logging.LogRecord) -> None:
        try:
            os.write(self._file, _json_line(record))
        except OSError as error:
            if not self._failed:  # once: a log that cannot be written is no reason to lose a run
                self._failed = True
                say(f"epoch: {visible(str(self._path))}: the log is cut short ({error.strerror})")

    def close(self) -> None:
        os.close(self._file)
        super().close()


class _StderrHandler(logging.Handler):
    """A short line each."""

    def emit(self, record: logging.LogRecord) -> None:
        fields = " ".join(f"{name}={value}" for name, value in _fields(record).items())
        line = f"{_time(record):%H:%M:%S.%f}"[:-3]
        say(
            visible(
                f"{line} {record.levelname.lower()} {_SESSION.get() or '-'} {record.getMessage()} {fields}".rstrip()
            )
        )


def _json_line(record: logging.LogRecord) -> bytes:
    row = {
        "time": _time(record).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "session": _SESSION.get() or None,
        "message": record.getMessage(),
        **_fields(record),
    }
    try:
        line = orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # half a character, or a number that is too long
        line = orjson.dumps({name: ascii(value) for name, value in row.items()}, option=orjson.OPT_APPEND_NEWLINE)
    return harmless(line)


def _time(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    return getattr(record, "fields", {})


# ---------------------------------------------------------------- what there is to say of a run


class _Row(NamedTuple):
    """How an event is logged: how important it is, in which words, and which of its fields."""

    level: int
    words: str
    fields: tuple[str, ...] = ()


_ROWS: Mapping[type[Event], _Row] = {
    RunStarted: _Row(logging.INFO, "run started", ("provider", "model", "catalog", "profile", "continues", "cached")),
    StageEntered: _Row(logging.DEBUG, "stage", ("stage",)),
    AttemptStarted: _Row(
        logging.INFO, "attempt started", ("attempt", "reason", "provider", "model", "input_tokens", "strict")
    ),
    TextReceived: _Row(logging.DEBUG, "chunk", ("channel",)),
    PatchAccepted: _Row(logging.DEBUG, "accepted", ("number", "sequence", "origin")),
    PatchRefused: _Row(logging.INFO, "refused", ("number",)),
    RepairMade: _Row(logging.DEBUG, "repaired", ("number",)),
    DiagnosticFound: _Row(logging.INFO, "finding"),
    BudgetChanged: _Row(logging.INFO, "budget", ("meter", "used", "limit", "state")),
    NoticeGiven: _Row(logging.WARNING, "notice", ("attempt", "code")),
    UsageReported: _Row(
        logging.INFO, "usage", ("attempt", "input_tokens", "output_tokens", "cached_tokens", "estimated", "cost")
    ),
    AttemptEnded: _Row(logging.INFO, "attempt ended", ("attempt", "finish")),
    RecoveryChosen: _Row(
        logging.WARNING, "recovery", ("attempt", "category", "trigger", "action", "delay")
    ),
    RunEnded: _Row(
        logging.INFO,
        "run ended",
        ("status", "accepted", "refused", "repaired", "malformed", "fallback", "validation"),
    ),
}  # fmt: skip


async def _followed(events: AsyncIterator[Event]) -> AsyncGenerator[Event, None]:
    async with closing(events):
        async for event in events:
            if isinstance(event, RunStarted):
                _SESSION.set(event.session)
            _log(event)
            yield event


def _log(event: Event) -> None:
    row = _ROWS.get(type(event))
    if row is None:
        return
    error = getattr(event, "error", None)
    level = logging.ERROR if error and isinstance(event, RunEnded) else row.level
    if not _RUNS.isEnabledFor(level):
        return
    fields = {"at": event.at, **{name: getattr(event, name) for name in row.fields}, **_told(event)}
    if error:
        fields |= {"category": error.get("category"), "kind": error.get("kind"), "error": error.get("message")}
    _RUNS.log(
        level, row.words, extra={"fields": {name: value for name, value in fields.items() if value not in ("", None)}}
    )


def _told(event: Event) -> dict[str, Any]:
    """What is told of an event that is none of its fields."""
    if isinstance(event, TextReceived):
        return {"characters": len(event.text)}
    if isinstance(event, PatchAccepted):
        return {"op": event.patch["op"], "path": event.patch["path"]}
    if isinstance(event, PatchRefused):
        return {"codes": [each.code for each in event.diagnostics], "path": _path_of(event.patch)}
    if isinstance(event, DiagnosticFound):
        return {"code": event.diagnostic.code, "pointer": event.diagnostic.pointer}
    return {"repair": event.repair.name} if isinstance(event, RepairMade) else {}


def _path_of(patch: Any) -> str:
    path = patch.get("path") if isinstance(patch, dict) else None
    return path if isinstance(path, str) else ""
