"""Running what is not ours: whatever it does, the run goes on, stdout stays data, and one line says what happened.

What can be kept in a process of ours is kept: exceptions, `sys.exit`, what is printed, what is no answer. An endless
loop or `os._exit` cannot; for them there is Ctrl-C, and uninstalling.
"""

from __future__ import annotations

import io
import os
import sys
import time
import traceback
from collections.abc import Awaitable, Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar

from epoch_cli.errors import EpochError
from epoch_cli.extensions.entries import Entry
from epoch_cli.validation.additions import Notes

SLOW = 1.0
"""Seconds from which on it is said that loading an extension takes long."""

FAILED: Final[Any] = object()
"""What is given in place of an answer that there is none of."""

_MOST_SHOWN = 200
_STDOUT = 1
_Made = TypeVar("_Made")


class Isolation:
    """Calls what extensions bring.

    Args:
        notes: where it is said what went wrong, once for each extension and each thing that it does.
        traces: whether that comes with a traceback.
    """

    def __init__(self, notes: Notes, *, traces: bool = False) -> None:
        self.notes = notes
        self._traces = traces

    def call(self, entry: Entry, doing: str, function: Callable[..., _Made], *arguments: Any) -> _Made:
        """What a function gives, or `FAILED`; then it was said why.

        Args:
            entry: the extension.
            doing: what it was asked for, as in "failed to load".
            function: is called.
            *arguments: with these.
        """
        try:
            with self.quiet(entry):
                return function(*arguments)
        except (Exception, SystemExit) as error:  # noqa: BLE001  it may raise whatever there is
            self.tell(entry, f"failed {doing}: {in_words(error)}", error)
            failed: _Made = FAILED
            return failed

    def load(self, entry: Entry, load: Callable[[], _Made]) -> _Made:
        """As `call`, for loading it: what takes long is said, too."""
        began = time.monotonic()
        found = self.call(entry, "to load", load)
        took = time.monotonic() - began
        if took > SLOW and found is not FAILED:
            line = f"epoch: {entry.title} takes {took:.1f} s to load; {entry.remedy} if that is too long"
            self.notes.tell(f"{entry.title} slow", line)
        return found

    def tell(self, entry: Entry, what: str, error: BaseException | None = None) -> None:
        """Say what is wrong with an extension, and that the run goes on without it."""
        trace = "".join(traceback.format_exception(error)) if self._traces and error is not None else ""
        more = "" if trace or error is None else "; EPOCH_TRACEBACK=1 shows where"
        line = f"epoch: {entry.title} {what}; it is left out: {entry.remedy}{more}"
        self.notes.tell(f"{entry.title} {what.partition(':')[0]}", line, trace)

    def trace(self, entry: Entry, error: BaseException) -> None:
        """Show where an error that is told otherwise comes from, where that is wanted."""
        if self._traces:
            trace = "".join(traceback.format_exception(error))
            self.notes.tell(f"{entry.title} trace", f"epoch: {entry.title} raised:", trace)

    @contextmanager
    def quiet(self, entry: Entry) -> Iterator[None]:
        """Keep stdout from what is printed meanwhile, also by other programs; those write to stderr."""
        held = io.BytesIO()
        printed = io.TextIOWrapper(held, "utf-8", "backslashreplace", write_through=True)
        with _stdout_is_stderr():
            before, sys.stdout = sys.stdout, printed
            try:
                yield
            finally:
                sys.stdout = before
                said = b"" if held.closed else held.getvalue()
        if said.strip():
            shown = said.decode("utf-8", "replace").strip()[:_MOST_SHOWN]
            line = f"epoch: {entry.title} printed to stdout, which is for data, so it was left out: {shown}"
            self.notes.tell(f"{entry.title} printed", line)

    def stepwise(self, entry: Entry, awaitable: Awaitable[_Made]) -> Awaitable[_Made]:
        """The same awaitable; stdout is kept from it while it runs, and not while it waits."""
        return _Stepwise(self, entry, awaitable)


class _Stepwise(Awaitable[_Made]):
    """An awaitable that runs in steps, each of them quiet."""

    def __init__(self, isolation: Isolation, entry: Entry, awaitable: Awaitable[_Made]) -> None:
        self._isolation = isolation
        self._entry = entry
        self._awaitable = awaitable

    def __await__(self) -> Generator[Any, Any, _Made]:
        with self._isolation.quiet(self._entry):
            steps: Any = self._awaitable.__await__()
        step: Callable[[], Any] = steps.__next__
        while True:
            try:
                with self._isolation.quiet(self._entry):
                    waits_for = step()
            except StopIteration as stopped:
                made: _Made = stopped.value
                return made
            try:
                sent = yield waits_for
            except BaseException as error:  # noqa: BLE001  also what ends it: that is its business
                step = _thrower(steps, error)
            else:
                step = steps.__next__ if sent is None else _sender(steps, sent)


def _thrower(steps: Any, error: BaseException) -> Callable[[], Any]:
    def step() -> Any:
        if not hasattr(steps, "throw"):
            raise error
        return steps.throw(error)

    return step


def _sender(steps: Any, sent: Any) -> Callable[[], Any]:
    return lambda: steps.send(sent)


@contextmanager
def _stdout_is_stderr() -> Iterator[None]:
    """What writes to the file behind stdout, past `sys.stdout`, writes to stderr meanwhile."""
    kept = -1
    with suppress(OSError):
        kept = os.dup(_STDOUT)
        os.dup2(2, _STDOUT)
    try:
        yield
    finally:
        if kept >= 0:
            with suppress(OSError):
                os.dup2(kept, _STDOUT)
            os.close(kept)


def in_words(error: BaseException) -> str:
    """An exception in a few words, which may themselves go wrong."""
    if isinstance(error, SystemExit):
        return f"it called sys.exit({error.code!r})"[:_MOST_SHOWN]
    try:
        text = error.message if isinstance(error, EpochError) else str(error)
    except Exception:  # noqa: BLE001  its own __str__ is not ours either
        text = ""
    kind = type(error).__name__
    return f"{kind}: {text}"[:_MOST_SHOWN] if text else kind
