"""Answers that were given before: a folder of session files, each named by all that determined the answer.

    prepared request ─▶ key_of ─▶ find ─▶ hit: replayed, nothing is sent
                                     └─▶ miss: keep, and `Keeping` decides at the end whether the run is an answer

An entry *is* a session file: `epoch replay` plays it, `epoch validate` reads it. The time of its last change is when it
was answered, that of its last access when it was last used. Its seal tells whether it was changed since. Entries are
written beside their place and renamed into it, so that processes never see half of one. A cache that cannot be used
costs a request, never a run: nothing here raises `OSError`, and what was wrong is in `failure`.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from epoch_cli.config.bounded_reading import is_own
from epoch_cli.config.cache import Held
from epoch_cli.document import finished
from epoch_cli.engine.cache_key import key_of
from epoch_cli.engine.conversation import HANDED_OVER, NOT_ASKED
from epoch_cli.engine.seal import is_sealed, seal
from epoch_cli.errors import EpochError, UnreadableError
from epoch_cli.events import (
    Action,
    AttemptEnded,
    AttemptStarted,
    BudgetChanged,
    Event,
    NoticeGiven,
    PatchAccepted,
    Reason,
    RecoveryChosen,
    RunEnded,
    RunStarted,
    StageEntered,
    UsageReported,
)
from epoch_cli.sessions import Recorder
from epoch_cli.sessions.content import document_of
from epoch_cli.sessions.store import read_events

__all__ = ["Answer", "AnswerCache", "Keeping", "Stored", "key_of", "replayed"]

MAX_BYTES = 256 << 20
"""A few thousand answers."""
MAX_AGE = 30 * 86_400.0
"""Seconds: models change behind their names, and nobody asks for the same twice after a month."""
_LARGEST = 8
"""One answer may take up to this part of the whole, or it would drive all the others out."""
_ABANDONED = 3600.0
"""Seconds after its last line that an unfinished entry belongs to a process that was killed."""
_AHEAD = 86_400.0
"""Seconds by which the clocks of two machines with one folder may differ; what was used later than that was not."""
_SUFFIX, _UNFINISHED = ".jsonl", ".part"

_AS_ASKED: frozenset[Reason] = frozenset({"initial", "retry", "continuation", "correction"})
_OWN_DOING: frozenset[Action] = frozenset({"retry", "continue", "correct", "adjust", "recheck", "keep"})
"""What may be done about a failure, and the answer is still that of the provider that was asked."""
_BY_WISH = frozenset({NOT_ASKED, HANDED_OVER})
"""Notices that tell of wishes."""


class Answer(NamedTuple):
    """An entry that was found: where it is, and the events of its session, first to last."""

    path: Path
    events: tuple[Event, ...]

    @property
    def session(self) -> str:
        """The session that the answer was given in."""
        first = self.events[0]
        assert isinstance(first, RunStarted)  # noqa: S101  `_checked` has seen to it
        return first.session


class Stored(NamedTuple):
    """What the cache holds.

    Attributes:
        entries: how many answers.
        bytes: what they take.
        used: how many were used again at all.
        unfinished: how many files there are besides, which are being written or were left by processes that died.
        unfinished_bytes: what those take.
        oldest, newest: when the first and the last of them were given, in seconds since 1970; None for no entries.
    """

    entries: int = 0
    bytes: int = 0
    used: int = 0
    oldest: float | None = None
    newest: float | None = None
    unfinished: int = 0
    unfinished_bytes: int = 0


class AnswerCache:
    """The answers in one folder, which only its owner can read.

    Args:
        directory: where the entries are; made when the first one is kept. It need not exist or be writable.
        max_bytes: what all entries together may take; those that were not used for longest go first.
        max_age: seconds after which an answer does not count any more; None for never.
        now: the time of day, in seconds since 1970.

    Attributes:
        failure: the first thing that kept an answer from being read or kept, for people; empty for nothing.
    """

    def __init__(
        self,
        directory: Path,
        *,
        max_bytes: int = MAX_BYTES,
        max_age: float | None = MAX_AGE,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.directory = directory
        self.failure = ""
        self._max_bytes = max_bytes
        self._max_age = max_age
        self._now = now

    # ------------------------------------------------------------ one answer

    def find(self, key: str) -> Answer | None:
        """The answer of this key: fresh, whole, and read already, so that nobody can take it away any more.

        One that is too old, or not as it was written, is removed. One that others could have written does not count.
        """
        path = self._path(key)
        try:
            with open(path, "rb", opener=_open) as entry:
                status = os.fstat(entry.fileno())
                if stat.S_ISREG(status.st_mode) and not is_own(status):
                    self.note(f"{path}: others could have written it, so it does not count")
                    return None
                answered = status.st_mtime_ns
                events = None if self._is_stale(answered / 1e9) else _checked(entry.read())
        except FileNotFoundError:
            return None
        except OSError as error:
            self.note(f"{path}: cannot be read ({error.strerror})")
            return None
        with suppress(OSError):  # if it cannot be marked as used, it is only forgotten sooner
            if events is None:
                path.unlink()
            else:
                os.utime(path, ns=(int(self._now() * 1e9), answered))
        return None if events is None else Answer(path, events)

    def keep(self, key: str) -> Keeping:
        """A writer for the answer of this key, to be fed with every event of the run from the first."""
        return Keeping(self, self._path(key))

    # ------------------------------------------------------------ all of them

    def stats(self) -> Stored:
        """What there is; raises nothing, as a folder that cannot be read holds nothing for us."""
        found = self._entries()
        entries = [entry for entry in found if entry.finished]
        others = [entry.bytes for entry in found if not entry.finished]
        answered = [entry.answered for entry in entries]
        return Stored(
            len(entries),
            sum(entry.bytes for entry in entries),
            sum(entry.used > entry.answered for entry in entries),
            min(answered, default=None),
            max(answered, default=None),
            len(others),
            sum(others),
        )

    def clear(self) -> Held:
        """Remove all answers, and those that are being written; gives what was removed."""
        return self._remove(self._entries())

    def prune(self) -> Held:
        """Remove what is too old, then what was not used for longest until the rest fits; gives what was removed."""
        entries = self._entries()
        gone = [
            entry
            for entry in entries
            if (self._is_stale(entry.answered) if entry.finished else self._is_abandoned(entry))
        ]
        latest = self._now() + _AHEAD
        left = [entry for entry in entries if entry.finished and entry not in gone]
        left.sort(key=lambda each: (each.used <= latest, each.used))  # first what was used by a clock that was wrong
        size = sum(entry.bytes for entry in left)
        for entry in left:
            if size <= self._max_bytes:
                break
            gone.append(entry)
            size -= entry.bytes
        return self._remove(gone)

    def note(self, failure: str) -> None:
        """Remember what went wrong, unless something did before."""
        self.failure = self.failure or failure

    @property
    def largest(self) -> int:
        """The most bytes of one answer."""
        return self._max_bytes // _LARGEST

    def _path(self, key: str) -> Path:
        return self.directory / f"{key}{_SUFFIX}"

    def _is_stale(self, answered: float) -> bool:
        """Whether it is too old, or so far ahead that the clock was wrong when it was kept, or is so now."""
        return self._max_age is not None and abs(self._now() - answered) > self._max_age

    def _is_abandoned(self, entry: _Entry) -> bool:
        return abs(self._now() - entry.answered) > _ABANDONED

    def _entries(self) -> list[_Entry]:
        found = []
        try:
            with os.scandir(self.directory) as files:
                for file in files:
                    if file.name.endswith((_SUFFIX, _UNFINISHED)):
                        with suppress(OSError):  # another process removed it
                            found.append(_Entry.of(file))
        except FileNotFoundError:
            pass
        except OSError as error:
            self.note(f"{self.directory}: cannot be read ({error.strerror})")
        return found

    def _remove(self, entries: list[_Entry]) -> Held:
        removed = []
        for entry in entries:
            try:
                entry.path.unlink()
            except FileNotFoundError:
                continue  # another process was faster, and has counted it
            except OSError as error:
                self.note(f"{entry.path}: cannot be removed ({error.strerror})")
                continue
            removed.append(entry.bytes)
        return Held(len(removed), sum(removed))


class _Entry(NamedTuple):
    """A file of the cache; times in seconds since 1970."""

    path: Path
    finished: bool
    bytes: int
    answered: float
    used: float

    @classmethod
    def of(cls, file: os.DirEntry[str]) -> _Entry:
        status = file.stat(follow_symlinks=False)
        done = file.name.endswith(_SUFFIX)
        return cls(Path(file.path), done, status.st_size, status.st_mtime, status.st_atime)


class Keeping:
    """Writes down one run, and keeps it when it turns out to be an answer that may be given again.

    That is a run which is complete, and that depended on nothing but its key: nobody took back, refined or ended
    anything, and all of it is by the provider that was asked. Feed it every event; `close` does the rest, and what
    fails is noted in the cache.
    """

    def __init__(self, cache: AnswerCache, path: Path) -> None:
        self._cache = cache
        self._path = path
        self._part = path.with_name(f".{path.stem}.{os.urandom(6).hex()}{_UNFINISHED}")
        self._recorder: Recorder | None = None
        self._started: RunStarted | None = None
        self._good = True
        self._broken_off = False  # the last answer was, by a wish: neither its author nor what went wrong ended it
        self._complete = False

    def record(self, event: Event) -> None:
        """Write one event, as long as the run may still be one that is kept."""
        if not self._good or (isinstance(event, StageEntered) and event.stage == "waiting"):
            return
        if not self._may_be_kept(event):
            self.discard()
            return
        try:
            if self._recorder is None:
                self._recorder = Recorder(self._part)
            self._recorder.record(event)
        except (OSError, UnreadableError) as error:
            self._fail(error)

    def close(self) -> None:
        """The run is over, or was left: keep it, or leave no trace of it."""
        if self._good and self._complete:
            self.commit()
        else:
            self.discard()

    def commit(self) -> None:
        """Put what was written in its place, over an older answer; then make room."""
        if not self._close_file():
            return
        try:
            if self._part.stat().st_size > self._cache.largest:
                self._part.unlink()
            else:
                seal(self._part)
                self._part.replace(self._path)
                self._cache.prune()
        except FileNotFoundError:  # the cache was cleared meanwhile, and what was being written with it
            self._good = False
        except OSError as error:
            self._fail(error)

    def discard(self) -> None:
        """Forget what was written, and write no more."""
        if self._close_file():
            with suppress(OSError):
                self._part.unlink()

    def _may_be_kept(self, event: Event) -> bool:
        if isinstance(event, RunStarted):
            self._started = event
            return not event.cached
        if isinstance(event, AttemptStarted):
            self._broken_off = False
            return event.reason in _AS_ASKED and self._is_whom_was_asked(event)
        if isinstance(event, AttemptEnded):
            self._broken_off = not (event.finish or event.error)
        if isinstance(event, RunEnded):
            self._complete = event.status == "complete" and not event.error and not self._broken_off
            return self._complete
        return not _is_by_others(event)

    def _is_whom_was_asked(self, event: AttemptStarted) -> bool:
        started = self._started
        return started is not None and (event.provider, event.model) == (started.provider, started.model)

    def _fail(self, error: OSError | EpochError) -> None:
        reason = error.strerror if isinstance(error, OSError) else error.message
        self._cache.note(f"{self._path.parent}: the answer was not kept ({reason})")
        self.discard()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    def _close_file(self) -> bool:
        """Whether there was a file to close; nothing more is written."""
        recorder, self._recorder, self._good = self._recorder, None, False
        if recorder is not None:
            with suppress(OSError):
                recorder.close()
        return recorder is not None


def replayed(answer: Answer, started: RunStarted) -> Iterator[Event]:
    """The events of a run that has its answer from the cache, with their times as they were.

    Args:
        answer: what was found.
        started: how this run begins; takes the place of the first event, and names the session of the answer.

    Nothing is spent any more: usage is zero, and meters of tokens, money and time are not told.
    """
    yield replace(started, cached=answer.session)
    for event in answer.events[1:]:
        if isinstance(event, UsageReported):
            yield UsageReported(
                at=event.at, attempt=event.attempt, input_tokens=0, output_tokens=0, estimated=False, cost="0"
            )
        elif not (isinstance(event, BudgetChanged) and event.meter in {"tokens", "cost", "time"}):
            yield event


def _is_by_others(event: Event) -> bool:
    """Whether it tells of something that the provider who was asked has not done by itself."""
    if isinstance(event, RecoveryChosen):
        return event.action not in _OWN_DOING
    if isinstance(event, PatchAccepted):
        return event.origin != "model"
    return isinstance(event, NoticeGiven) and event.code in _BY_WISH


def _open(path: str, flags: int) -> int:
    """Open what is a file: never through a link, and without waiting for whoever would write into a pipe.

    Windows has neither flag.
    """
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _checked(entry: bytes) -> tuple[Event, ...] | None:
    """The events of an entry, if it is one: as it was sealed, and its patches make the document that it ends with."""
    if not is_sealed(entry):
        return None
    try:
        events = tuple(read_events(entry.splitlines(keepends=True)))
        if len(events) < 2:
            return None
        first, last = events[0], events[-1]
        if not isinstance(first, RunStarted) or not isinstance(last, RunEnded) or last.status != "complete":
            return None
        return events if finished(document_of(events)) == last.document else None
    except (EpochError, KeyError, TypeError, AttributeError, ValueError):
        return None
