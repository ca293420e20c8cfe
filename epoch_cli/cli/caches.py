"""`epoch cache`: the answers that may be given again, and the checked files beside them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from epoch_cli.cli.amounts import parse_bytes, parse_seconds, size_text
from epoch_cli.cli.confirming import confirmed
from epoch_cli.cli.formats import require_format
from epoch_cli.cli.streams import say, short_path, write_data, write_json
from epoch_cli.config.cache import Cache, Held
from epoch_cli.config.paths import answers_dir, cache_dir
from epoch_cli.engine.cache import MAX_AGE, MAX_BYTES, AnswerCache, Stored
from epoch_cli.errors import ExitCode, UnreadableError
from epoch_cli.output.columns import columns
from epoch_cli.output.text import visible

FORMATS = ("table", "json")
_HEAD = ("what", "entries", "size", "used again", "oldest", "where")


def run_stats(*, form: str) -> int:
    """Print what there is.

    Raises:
        UsageError: there is no such format.
    """
    require_format(form, FORMATS)
    answers, files = AnswerCache(answers_dir()), Cache(cache_dir())
    stored, held = answers.stats(), files.stats()
    if form == "json":
        write_json({"answers": _answers_json(answers, stored), "files": _files_json(files, held)})
    else:
        oldest = "-" if stored.oldest is None else f"{_day(stored.oldest):%Y-%m-%d %H:%M}"
        rows = [
            ("answers", stored.entries, size_text(stored.bytes), stored.used, oldest, short_path(answers.directory)),
            *_unfinished_row(stored, answers),
            ("checked files", held.entries, size_text(held.bytes), "-", "-", short_path(files.directory)),
        ]
        write_data(columns([list(map(str, row)) for row in rows], head=_HEAD).encode())
    _say_failure(answers)
    return ExitCode.OK


def run_clear(*, yes: bool, quiet: bool) -> int:
    """Remove all of it, once that is confirmed.

    Raises:
        UsageError: there is nobody to ask.
        UnreadableError: something could not be removed.
    """
    answers, files = AnswerCache(answers_dir()), Cache(cache_dir())
    stored, held = answers.stats(), files.stats()
    answered = Held(stored.entries + stored.unfinished, stored.bytes + stored.unfinished_bytes)
    if answered.entries + held.entries == 0:
        return _told("the cache is empty", quiet=quiet)
    what = f"{_count(answered.entries, 'answer')} and {_count(held.entries, 'checked file')}"
    if not confirmed(f"Remove {what}, {size_text(answered.bytes + held.bytes)}?", yes=yes):
        return _told("nothing was removed", quiet=quiet)
    gone, gone_files = answers.clear(), files.clear()
    what = f"{_count(gone.entries, 'answer')} and {_count(gone_files.entries, 'checked file')}"
    _told(f"removed: {what}, {size_text(gone.bytes + gone_files.bytes)} freed", quiet=quiet)
    answers.note(files.failure)
    return _ended(answers)


def run_prune(*, max_bytes: str | None, older_than: str | None, quiet: bool) -> int:
    """Remove answers that are too old or too many.

    Raises:
        UsageError: a limit cannot be read.
        UnreadableError: something could not be removed.
    """
    answers = AnswerCache(
        answers_dir(),
        max_bytes=MAX_BYTES if max_bytes is None else parse_bytes("--max-bytes", max_bytes),
        max_age=MAX_AGE if older_than is None else parse_seconds("--older-than", older_than),
    )
    gone, left = answers.prune(), answers.stats()
    freed, kept = size_text(gone.bytes), size_text(left.bytes)
    _told(
        f"removed: {_count(gone.entries, 'answer')}, {freed} freed; {_count(left.entries, 'answer')} left, {kept}",
        quiet=quiet,
    )
    return _ended(answers)


def _answers_json(answers: AnswerCache, stored: Stored) -> dict[str, Any]:
    return {
        "path": str(answers.directory),
        "entries": stored.entries,
        "bytes": stored.bytes,
        "used_again": stored.used,
        "unfinished": stored.unfinished,
        "unfinished_bytes": stored.unfinished_bytes,
        "oldest": None if stored.oldest is None else _day(stored.oldest).isoformat(timespec="seconds"),
        "newest": None if stored.newest is None else _day(stored.newest).isoformat(timespec="seconds"),
        "max_bytes": MAX_BYTES,
        "max_age": MAX_AGE,
    }


def _files_json(files: Cache, held: Held) -> dict[str, Any]:
    return {"path": str(files.directory), "entries": held.entries, "bytes": held.bytes}


def _unfinished_row(stored: Stored, answers: AnswerCache) -> list[tuple[str | int, ...]]:
    """What runs that go on, or that were killed, have written so far; no row for nothing."""
    if not stored.unfinished:
        return []
    size = size_text(stored.unfinished_bytes)
    return [("unfinished", stored.unfinished, size, "-", "-", short_path(answers.directory))]


def _day(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).astimezone()


def _count(number: int, one: str) -> str:
    return f"{number} {one if number == 1 else one + 's'}"


def _told(line: str, *, quiet: bool) -> int:
    if not quiet:
        say(line)
    return ExitCode.OK


def _ended(answers: AnswerCache) -> int:
    if answers.failure:
        raise UnreadableError(answers.failure, remedy="check who it belongs to, and its permissions")
    return ExitCode.OK


def _say_failure(answers: AnswerCache) -> None:
    if answers.failure:
        say(visible(f"warning: {answers.failure}"))
