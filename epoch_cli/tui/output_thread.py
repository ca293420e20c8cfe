"""Writes to a terminal beside the event loop, which must never wait for it: a slow terminal is no slow run."""

from __future__ import annotations

import os
import select
import threading
from collections import deque
from collections.abc import Callable

MOST_WAITING = 1 << 20
"""How many bytes may wait, besides what is being written, for a terminal that takes none: hundreds of pictures."""

HUNG_UP = 129
"""The return code of an app whose terminal has gone: 128 and the number of SIGHUP."""

_LONGEST_END = 2.0
"""How many seconds a terminal has to take the last bytes."""


class OutputThread:
    """What a driver of Textual writes to: takes text at once, and writes it when the terminal can take it.

    A terminal that is too slow loses whole pieces, and is told of it: then everything has to be drawn anew. One that
    has gone takes everything and shows nothing.

    Args:
        file: the number of the terminal's file.
        on_lost: called in the thread when pieces were lost, and there is room again.
        on_gone: called in the thread when the terminal has gone.
    """

    def __init__(self, file: int, on_lost: Callable[[], None], on_gone: Callable[[], None]) -> None:
        self._file = file
        self._on_lost, self._on_gone = on_lost, on_gone
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self._changed = threading.Condition()
        self._lost = self._over = False
        self._thread: threading.Thread | None = None
        self.gone = False

    def start(self) -> None:
        """Begin to write; also again after `stop`, as behind Ctrl-Z.

        A thread that `stop` gave up, as it still waits for the terminal, goes on: two would write into each other.
        """
        with self._changed:
            self._over = False
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="epoch-screen-output", daemon=True)
                self._thread.start()

    def write(self, text: str) -> None:
        """Write a text as a whole, or not at all: never half a control sequence."""
        data = text.encode("utf-8", "replace")
        with self._changed:
            if self.gone:
                return
            if self._size + len(data) > MOST_WAITING:
                self._lost = True
                return
            self._waiting.append(data)
            self._size += len(data)
            self._changed.notify()

    def make_room(self) -> None:
        """What comes now is all that matters: pictures that a slow terminal has not taken yet are dropped."""
        with self._changed:
            if self._size > MOST_WAITING // 2:
                self._waiting.clear()
                self._size = 0

    def stop(self) -> None:
        """Write what waits, and end; a terminal that takes nothing any more is given up."""
        with self._changed:
            self._over = True
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join(_LONGEST_END)

    def _run(self) -> None:
        while (data := self._next()) is not None:
            try:
                self._put(data)
            except (OSError, ValueError):
                self._give_up()
                return
            with self._changed:
                caught_up = self._lost and not self._waiting
                self._lost = self._lost and not caught_up
            if caught_up:
                self._on_lost()

    def _next(self) -> bytes | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._over)
            if not self._waiting:
                self._thread = None
                return None
            data = b"".join(self._waiting)
            self._waiting.clear()
            self._size = 0
            return data

    def _put(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            try:
                left = left[os.write(self._file, left) :]
            except BlockingIOError:  # another program that shares the terminal has set it so
                select.select([], [self._file], [], 1.0)

    def _give_up(self) -> None:
        with self._changed:
            self.gone = True
            self._thread = None
            self._waiting.clear()
            self._size = 0
        self._on_gone()
