"""Several processes for one job: forked, so that what the parent has compiled is theirs without a copy.

They take turns and answer in order, each through a pipe of its own: what comes out does not
depend on how many there are. A worker that fails, or is killed, is an error of the parent's, never a wait without end.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import struct
import traceback
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from typing import IO, Any, NamedTuple, NoReturn, TypeVar

_MOST_GARBAGE = 400_000  # objects, before what refers to itself is collected: some 40 MB
_LENGTH = struct.Struct("!I")

Item = TypeVar("Item")
Made = TypeVar("Made")


class _Failed(NamedTuple):
    """What a worker says when it fails: the exception in words."""

    what: str


class _Worker:
    """A forked process that takes every n-th turn."""

    def __init__(self, turns: Sequence[Item], make: Callable[[Item], Made], first: int, step: int) -> None:
        ours, theirs = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _work(turns[first::step], make, theirs)
        os.close(theirs)
        self._pipe: IO[bytes] = os.fdopen(ours, "rb")
        self._over = False

    def answer(self) -> Any:
        """What it has made of its next turn."""
        head = self._pipe.read(_LENGTH.size)
        length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 0
        body = self._pipe.read(length)
        if not length or len(body) < length:
            self._over = True
            _, status = os.waitpid(self.pid, 0)
            code = os.waitstatus_to_exitcode(status)
            how = f"was killed by signal {-code}" if code < 0 else f"ended with {code}"
            raise RuntimeError(f"a worker process {how} before its work was done; --jobs 1 does without")
        answer = pickle.loads(body)  # noqa: S301  from our own child, through a pipe that nobody else holds
        if isinstance(answer, _Failed):
            raise RuntimeError(answer.what)  # noqa: TRY004  what failed is the worker
        return answer

    def end(self) -> None:
        """Be rid of it, done or not."""
        self._pipe.close()
        if not self._over:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(self.pid, 0)


def in_parallel(turns: Sequence[Item], make: Callable[[Item], Made], number: int) -> Generator[Made, None, None]:
    """What `make` makes of each turn, in their order, by `number` processes.

    Raises:
        RuntimeError: a worker failed or was killed.
    """
    workers: list[_Worker] = []
    try:
        # a Ctrl-C between the fork and the worker's own policy would run our clean-up in the worker
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            workers.extend(_Worker(turns, make, first, number) for first in range(number))
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        for index in range(len(turns)):
            yield workers[index % number].answer()
    finally:
        for worker in workers:
            worker.end()


def _work(turns: Sequence[Item], make: Callable[[Item], Made], pipe: int) -> NoReturn:
    """What a worker does; it never returns into the program that it was forked from."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all of us, and is the parent's to answer
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        gc.freeze()  # so that no collection here touches, and thereby copies, what was there before
        for turn in turns:
            _send(pipe, make(turn))
            if gc.get_count()[0] > _MOST_GARBAGE:  # where the collector was turned off, as by our command line
                gc.collect()
    except BrokenPipeError:
        pass
    except BaseException as error:  # noqa: BLE001  a traceback here would be lost; the parent tells
        where = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__}: {error} (in a worker process, {where.filename}:{where.lineno})"
        with suppress(OSError):
            _send(pipe, _Failed(what))
    finally:
        os._exit(0)  # no clean-up of the parent's: its buffers are not ours to write


def _send(pipe: int, answer: Any) -> None:
    body = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    data = memoryview(_LENGTH.pack(len(body)) + body)
    while data:
        data = data[os.write(pipe, data) :]
