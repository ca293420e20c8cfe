"""A session that an argument names, wherever it is: a file, one of the user's sessions, or stdin."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

from epoch_cli.cli.streams import say, short_path
from epoch_cli.config.paths import sessions_dir
from epoch_cli.errors import SessionError, UsageError
from epoch_cli.events import Event
from epoch_cli.output.text import visible
from epoch_cli.sessions import find_session, read_session
from epoch_cli.sessions.store import lines_of, read_events

STDIN = "-"


class Recorded(NamedTuple):
    """A recorded session: `name` is where it is, for messages; `events` can be taken once."""

    name: str
    events: Iterator[Event]


def open_recorded(wanted: str) -> Recorded:
    """The session of an argument; that its last line is torn is said when it is reached.

    Args:
        wanted: a file, an id, how one begins, `last`, or `-` for stdin.

    Raises:
        UsageError, UnreadableError: as `find_session`; `SessionError` comes while the events are taken.
    """
    if not wanted.strip():
        raise UsageError("no session is named", remedy="give a file, an id, or last; `epoch sessions list` shows them")
    if wanted == STDIN:
        return Recorded("stdin", _from_stdin())
    path = find_session(sessions_dir(), wanted)
    name = str(path)
    return Recorded(name, read_session(path, on_torn=lambda line: say_torn(short_path(path), line)))


def _from_stdin() -> Iterator[Event]:
    try:
        yield from read_events(lines_of(sys.stdin.buffer), on_torn=lambda line: say_torn("stdin", line))
    except SessionError as error:
        raise SessionError(f"stdin:{error.message}", remedy=error.remedy) from None


def say_torn(name: str, line: int) -> None:
    """Say that the last line of a session was being written when the process died."""
    said = f"epoch: {name}:{line}: the last line is incomplete and was left out; everything before it is here"
    say(visible(said))
