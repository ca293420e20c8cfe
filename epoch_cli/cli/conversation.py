"""Which session a run goes on with: `-c` and `--session`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from epoch_cli.cli.recorded import say_torn
from epoch_cli.cli.streams import say, short_path
from epoch_cli.config.paths import sessions_dir
from epoch_cli.errors import EpochError, SessionError, UnreadableError, UsageError
from epoch_cli.output.text import visible
from epoch_cli.sessions import find_session, read_session
from epoch_cli.sessions.store import recent_sessions

if TYPE_CHECKING:
    from epoch_cli.engine.continuing import Continued

_SHOWN = 60


def conversation_options(*, last: bool, session: str | None, base: str | None, quiet: bool) -> dict[str, Any]:
    """The `Options` of a run that goes on with a session; none when it does not.

    Args:
        last: `--continue`: the newest session that has a document.
        session: `--session`: an id, the beginning of one, `last`, or a file.
        base: `--base`, which says the same of a document alone.
        quiet: do not say which session it is.

    Raises:
        UsageError: two of the flags are there, there is no session to go on with, or it has no document.
        UnreadableError: there is no such session, or it cannot be read.
        SessionError: it is damaged.
    """
    given = [flag for flag, there in (("--continue", last), ("--session", session), ("--base", base)) if there]
    if not last and session is None:
        return {}
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} each say what to start from", remedy="give one of them")
    path, found, torn = _newest() if session is None else _read(find_session(sessions_dir(), session))
    if "root" not in found.document:
        raise UsageError(f"session {found.session} has no document to go on with", remedy="choose another session")
    if not quiet:
        asked = " ".join(found.prompt.split())
        shown = asked if len(asked) <= _SHOWN else f"{asked[: _SHOWN - 1]}…"
        say(visible(f"epoch: going on with session {found.session}, “{shown}”"))
        for line in torn:
            say_torn(short_path(path), line)
    return {
        "document": found.document,
        "history": found.history,
        "continues": found.session,
        "continued_digest": found.continued_digest,
        "continued_models": found.continued_models,
    }


class _Read(NamedTuple):
    """A session that was read; `torn` has the number of its last line where that was incomplete."""

    path: Path
    session: Continued
    torn: list[int]


def _newest() -> _Read:
    """The newest session that has a document; one that cannot be read is passed over, as is one that failed."""
    for path in recent_sessions(sessions_dir()):
        try:
            found = _read(path)
        except EpochError:
            continue
        if "root" in found.session.document:
            return found
    raise UsageError(
        "there is no session to go on with", remedy='make one, such as: epoch gen "login form"; or give --base FILE'
    )


def _read(path: Path) -> _Read:
    from epoch_cli.engine.continuing import continued  # only with a session

    torn: list[int] = []
    try:
        return _Read(path, continued(read_session(path, on_torn=torn.append)), torn)
    except SessionError as error:
        named = error.message.startswith(str(path))
        raise UnreadableError(error.message if named else f"{path}: {error.message}", remedy=error.remedy) from None
