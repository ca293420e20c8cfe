"""`epoch sessions`: list, show and remove what was recorded."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from epoch_cli.cli.amounts import size_text
from epoch_cli.cli.confirming import confirmed
from epoch_cli.cli.formats import require_format
from epoch_cli.cli.report_outputs import terminal_width
from epoch_cli.cli.session_filters import SessionFilters, filtered, parse_since
from epoch_cli.cli.streams import json_text, say, short_path, write_data, write_json
from epoch_cli.config.paths import sessions_dir
from epoch_cli.errors import ExitCode, UnreadableError, UsageError
from epoch_cli.output.text import visible
from epoch_cli.sessions import find_session
from epoch_cli.sessions.store import recent_sessions
from epoch_cli.sessions.summary import UNFINISHED, SessionSummary, summarize

LIST_FORMATS = ("table", "json", "jsonl", "ids")
_LISTED = 20
"""So many are in a table, unless --limit says otherwise; programs get all."""
_WRITING = timedelta(minutes=2)
"""A session without an end that was written to since then may still be written."""


def run_list(filters: SessionFilters, *, limit: int | None, form: str, quiet: bool) -> int:
    """List sessions, the newest first.

    Raises:
        UsageError: a flag cannot be used.
        UnreadableError: the folder cannot be read.
    """
    require_format(form, LIST_FORMATS)
    now = datetime.now(UTC)
    most = limit if limit is not None else _LISTED if form == "table" else 0
    # one more than are shown, to say that there are more
    found = list(filtered(filters._replace(limit=most + 1 if most else 0), now=now, quiet=quiet))
    shown = found[:most] if most else found
    _write_list(shown, form, now)
    if not quiet and not found:
        say(f"no sessions{' like that' if any(filters[:5]) else ''}, in {short_path(sessions_dir())}")
    elif not quiet and len(found) > len(shown):
        say("there are more: --limit 0 lists all")
    return ExitCode.OK


def _write_list(sessions: Sequence[SessionSummary], form: str, now: datetime) -> None:
    if form == "json":
        write_json([each.to_json() for each in sessions])
    elif form == "jsonl":
        write_data(b"".join(json_text(each.to_json(), lines=True) for each in sessions))
    elif form == "ids":
        write_data("".join(f"{visible(each.session)}\n" for each in sessions).encode())
    elif sessions:
        from epoch_cli.output.session_list import sessions_text

        write_data(sessions_text(sessions, now=now, width=terminal_width()).encode())


def run_path(wanted: str) -> int:
    """Print where the file of a session is.

    Raises:
        UsageError, UnreadableError: as `find_session`.
    """
    write_data(f"{find_session(sessions_dir(), wanted)}\n".encode(errors="surrogateescape"))
    return ExitCode.OK


# ---------------------------------------------------------------- removing


def run_remove(wanted: Sequence[str], *, older_than: str | None, everything: bool, yes: bool, quiet: bool) -> int:
    """Remove sessions for good, once that is confirmed.

    Raises:
        UsageError: none are named, or in two ways; or there is nobody to ask.
        UnreadableError: a session that is named is not there, or one cannot be removed; the others are.
    """
    ways = sum((bool(wanted), older_than is not None, everything))
    if ways == 0:
        raise UsageError("say which sessions", remedy="give ids, or --older-than 30d, or --all")
    if ways > 1:
        raise UsageError("ids, --older-than and --all exclude each other", remedy="give one of them")
    paths = list(dict.fromkeys(_named(each) for each in wanted)) if wanted else list(_old(older_than))
    if not paths:
        return _told("there is nothing to remove", quiet=quiet)
    size = sum(found.st_size for path in paths if (found := _stat(path)) is not None)
    if not confirmed(f"Remove {_what(paths)}, {size_text(size)}?", yes=yes):
        return _told("nothing was removed", quiet=quiet)
    return _remove(paths, quiet=quiet)


def _what(paths: Sequence[Path]) -> str:
    return f"session {paths[0].stem}" if len(paths) == 1 else f"{len(paths)} sessions"


def _remove(paths: Sequence[Path], *, quiet: bool) -> int:
    """Remove them; one that cannot be removed keeps no other from it.

    Raises:
        UnreadableError: some are left; names the first.
    """
    removed, freed, failures = [], 0, []
    for path in paths:
        found = _stat(path)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            failures.append(f"{path}: cannot be removed ({error.strerror})")
            continue
        removed.append(path)
        freed += found.st_size if found is not None else 0
    if removed:
        _told(f"removed: {_what(removed)}, {size_text(freed)} freed", quiet=quiet)
    if failures:
        more = f", nor can {len(failures) - 1} more" if len(failures) > 1 else ""
        raise UnreadableError(f"{failures[0]}{more}", remedy="check the rights of the folder")
    return ExitCode.OK


def _named(wanted: str) -> Path:
    """The file of a session in the user's folder: nothing else is removed."""
    directory = sessions_dir()
    path = find_session(directory, wanted)
    if path.resolve().parent != directory.resolve():
        raise UsageError(f"{wanted}: not one of the sessions in {directory}", remedy="remove the file itself")
    return path


def _old(older_than: str | None) -> Iterator[Path]:
    """All sessions, or those that began before a time; what is no session any more goes by when it was written."""
    now = datetime.now(UTC)
    before = None if older_than is None else parse_since("--older-than", older_than, now)
    for path in recent_sessions(sessions_dir()):
        found = _stat(path)
        if found is None:
            continue
        written = datetime.fromtimestamp(found.st_mtime, UTC)
        try:
            summary = summarize(path)
        except UnreadableError:
            summary = None
        if before is not None and (written if summary is None else summary.started) >= before:
            continue
        if summary is not None and summary.status == UNFINISHED and abs(now - written) < _WRITING:
            say(f"epoch: {visible(path.stem)} may still be written, and was left")
        else:
            yield path


def _stat(path: Path) -> os.stat_result | None:
    """Facts about a file; None when somebody else has removed it since."""
    try:
        return path.stat()
    except OSError:
        return None


def _told(line: str, *, quiet: bool) -> int:
    if not quiet:
        say(visible(line))
    return ExitCode.OK
