"""`epoch replay`: a session file instead of a run, the same readers."""

from __future__ import annotations

import asyncio
from math import inf

from epoch_cli.cli.readers import Readers, data_output, parse_format
from epoch_cli.cli.streams import on_terminal, say
from epoch_cli.config.paths import sessions_dir
from epoch_cli.errors import ExitCode, PatchError, SessionError
from epoch_cli.events import RunEnded
from epoch_cli.sessions import find_session, read_session, replay


def run_replay(
    session: str,
    *,
    form: str | None,
    speed: float,
    idle_limit: float | None,
    instant: bool,
    usage: bool,
    quiet: bool,
    verbosity: int,
) -> int:
    """Run the command; see `commands` for `replay` for what each flag means."""
    wanted = parse_format(form)
    path = find_session(sessions_dir(), session)
    drawn = wanted is None and on_terminal() and not quiet
    pace = speed if drawn and not instant else inf
    readers = Readers(
        data=data_output(wanted, drawn=drawn, file=None),
        picture=drawn,
        sessions=None,
        verbosity=-1 if quiet else verbosity,
        usage=usage,
    )

    def torn(line: int) -> None:
        say(f"epoch: {path}:{line}: the last line is incomplete and was left out; everything before it is here")

    with readers:
        recorded = read_session(path, on_torn=torn)
        limit = inf if idle_limit is None else idle_limit
        try:
            asyncio.run(readers.follow(replay(recorded, pace, limit), lambda: None))
        except (PatchError, UnicodeError) as error:
            remedy = "the file was changed"
            raise SessionError(f"{path}: a patch does not fit: {error}", remedy=remedy) from None
        if readers.outcome.started is None:
            raise SessionError(f"{path}: not a session: it has no beginning", remedy="give a file that epoch gen wrote")
        if readers.outcome.ended is not None and not _whole(readers.outcome.ended):
            raise SessionError(f"{path}: its last event is incomplete", remedy="the file was changed")
        try:
            readers.finish()
        except UnicodeError as error:
            raise SessionError(f"{path}: {error}", remedy="the file was changed") from None
    if readers.outcome.ended is None and not quiet:
        say(f"epoch: {path}: the run was cut off here; what was accepted until then is complete")
    readers.raise_failure()
    return ExitCode.BROKEN_PIPE if readers.pipe_closed else ExitCode.OK


def _whole(ended: RunEnded) -> bool:
    """Whether the last event holds what its summary says."""
    told = ("message", "remedy")
    return {"nodes", "score"} <= ended.metrics.keys() and (not ended.error or all(name in ended.error for name in told))
