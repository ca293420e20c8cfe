"""Session files: their names, finding them, and reading them back."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from pathlib import Path
from typing import BinaryIO

from epoch_cli.errors import SessionError, UnreadableError, UsageError
from epoch_cli.events import Event, from_json, row_of
from epoch_cli.sessions.migration import Migration

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_MADE_ID = re.compile(r"\d{8}-\d{6}-")
_TIME = len("20260102-030405")
_AHEAD = timedelta(minutes=1)
"""How far ahead of ours the clock may be that a session was begun by: it may be another machine's."""
_LONGEST_LINE = 128 << 20
"""Bytes: the last line of a session holds the whole document, and no answer has as many."""
_RECENT = re.compile(r"last|@([1-9][0-9]{0,5})")


def new_session_id(now: datetime, entropy: bytes) -> str:
    """A session's name: when it began, to be sorted by, and a few random digits so that two never meet."""
    return f"{now:%Y%m%d-%H%M%S}-{entropy[:3].hex()}"


def session_path(directory: Path, session: str) -> Path:
    """The file of a session."""
    return directory / f"{session}.jsonl"


def _utc_now() -> datetime:
    return datetime.now(UTC)


def recent_sessions(directory: Path, now: Callable[[], datetime] = _utc_now) -> Iterator[Path]:
    """The session files of a folder, the newest first; those whose names tell no time come last.

    Names tell the time to the second; of those with the same, the one that was last written to is the newest. Those
    that are still to begin were written by a clock that was wrong, and come behind all whose time may be right.

    Raises:
        UnreadableError: the folder cannot be read; one that is not there is empty.
    """
    try:
        with os.scandir(directory) as found:  # a pipe of such a name would hold up who reads it
            names = [file.name for file in found if file.name.endswith(".jsonl") and _is_file(file)]
    except FileNotFoundError:
        return
    except OSError as error:
        raise UnreadableError(f"{directory}: cannot be read ({error.strerror})", remedy="check its rights") from None
    latest = f"{now() + _AHEAD:%Y%m%d-%H%M%S}"
    timed = sorted((name for name in names if _MADE_ID.match(name)), reverse=True)
    timed.sort(key=lambda name: name[:_TIME] > latest)
    others = sorted(name for name in names if not _MADE_ID.match(name))
    for _, group in groupby(timed, key=lambda name: name[:_TIME]):
        paths = [directory / name for name in group]
        yield from paths if len(paths) == 1 else sorted(paths, key=_last_written, reverse=True)
    for name in others:
        yield directory / name


def _is_file(found: os.DirEntry[str]) -> bool:
    try:
        return found.is_file()
    except OSError:  # a link in a circle
        return False


def _last_written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:  # removed since
        return 0


def find_session(directory: Path, wanted: str) -> Path:
    """The file of a session given by path, by id, or by the beginning of an id; or one of the newest.

    `last` is the newest, and so is `@1`; `@2` is the one before it. A file or session of such a name comes first.

    Raises:
        UsageError: the id is ambiguous.
        UnreadableError: there is no such session.
    """
    with suppress(OSError, ValueError, RuntimeError):  # a name too long, or with a NUL, is no file either
        path = Path(wanted).expanduser()
        if path.exists() and not path.is_dir():  # a pipe is as good as a file
            return path
    found = sorted(directory.glob(f"{wanted}*.jsonl")) if _ID.fullmatch(wanted) else []
    exact = session_path(directory, wanted)
    if exact in found or len(found) == 1:
        return exact if exact in found else found[0]
    if recent := _RECENT.fullmatch(wanted):
        return _recent_session(directory, int(recent[1] or 1))
    if found:
        names = ", ".join(path.stem for path in found[:4])
        raise UsageError(f"{len(found)} sessions begin with {wanted!r}", remedy=f"give more of the id: {names}…")
    raise UnreadableError(
        f"{wanted[:100]}: no such session", remedy=f"give a file, or the id of a session in {directory}"
    )


def _recent_session(directory: Path, number: int) -> Path:
    path = next(islice(recent_sessions(directory), number - 1, None), None)
    if path is None:
        what = "there is no session yet" if number == 1 else f"there are fewer than {number} sessions"
        raise UnreadableError(f"{what}, in {directory}", remedy="`epoch gen` writes one, without --no-log")
    return path


def read_session(path: str | Path, *, on_torn: Callable[[int], None] | None = None) -> Iterator[Event]:
    """Read a session's events back, oldest first.

    A last line without its end was being written when the process died: it is left out, and `on_torn` is told its
    number. Sessions of an earlier format are given as today's has them.

    Raises:
        UnreadableError: the file cannot be opened.
        SessionError: a line is no event, or the format is one of a later Epoch; says which line.
    """
    try:
        file = Path(path).open("rb")  # noqa: SIM115  opened here for its error, closed by the `with` below
    except OSError as error:
        raise UnreadableError(f"{path}: cannot be read ({error.strerror})", remedy="check the path") from None
    with file:
        try:
            yield from read_events(lines_of(file), on_torn=on_torn)
        except SessionError as error:
            raise SessionError(f"{path}:{error.message}", remedy=error.remedy) from None


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a session, with their ends; what has none for longer than any line of ours is not waited for.

    Raises:
        SessionError: a line is too long; the message begins with its number.
    """
    number = 1
    while line := file.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            message = f"{number}: a line longer than {_LONGEST_LINE >> 20} MiB"
            raise SessionError(message, remedy="this is no session; give another file")
        yield line
        number += 1


def read_events(lines: Iterable[bytes], *, on_torn: Callable[[int], None] | None = None) -> Iterator[Event]:
    """As `read_session`, of lines at hand, with their ends.

    Raises:
        SessionError: a line is no event, or the format is one of a later Epoch; the message begins with its number.
    """
    migration = Migration()
    for number, line in enumerate(lines, 1):
        if not line.endswith(b"\n"):
            if on_torn is not None:
                on_torn(number)
            return
        try:
            event = from_json(migration.upgraded(row_of(line)))
        except SessionError as error:
            raise SessionError(f"{number}: {error.message}", remedy=error.remedy) from None
        yield event
