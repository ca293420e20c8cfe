"""Where stdout and stderr go while a screen has the terminal.

Data goes to stdout as ever, unless that is the same terminal: then it is kept, as is all that is said on stderr, until
the screen has closed. A pipe that nobody reads from for a while must not stop the screen, so that no write waits.
"""

from __future__ import annotations

import asyncio
import os
import select
import sys
from contextlib import suppress
from typing import TextIO

from epoch_cli.cli.streams import PipeClosed, failures_of, say, write_data
from epoch_cli.errors import UnreadableError

_AT_ONCE = 4096
"""What a pipe that says it has room takes without waiting (POSIX: PIPE_BUF is at least 512, and 4096 on Linux)."""


class Aside:
    """Stands in for stdout and stderr, in the running event loop, until `close`.

    Args:
        stdout: the real one; Textual replaces `sys.stdout` while it runs.
    """

    def __init__(self, stdout: TextIO | None = None) -> None:
        self._stdout = stdout or sys.stdout
        self._kept_back = self._stdout.isatty()
        self._data = bytearray()
        self._said: list[str] = []
        self._failure: PipeClosed | UnreadableError | None = None
        self._loop = asyncio.get_running_loop()
        self._watched = False

    def write(self, data: bytes) -> None:
        """Write data, as soon as whoever reads takes it; errors as `write_data`, of this write or of one before."""
        self._data += data
        if self._kept_back:
            return
        if not self._watched:
            self._write_some()
        if self._failure is not None:
            raise self._failure

    def say(self, line: str) -> None:
        """Keep a line."""
        self._said.append(line)

    def close(self) -> None:
        """The screen has closed, and this stands in no more: write and say what was kept.

        What a terminal has not got that went away meanwhile is lost; other errors as `write_data`.
        """
        self._stop_watching()
        data, self._data = bytes(self._data), bytearray()
        said, self._said = self._said, []
        for line in said:
            say(line)
        if self._failure is not None:
            raise self._failure
        with suppress(*((UnreadableError,) if self._kept_back else ())):
            if data:
                write_data(data)

    def _write_some(self) -> None:
        try:
            with failures_of(self._stdout):
                while self._data and _has_room(self._stdout):
                    del self._data[: os.write(self._stdout.fileno(), self._data[:_AT_ONCE])]
        except (PipeClosed, UnreadableError) as failure:
            self._failure = failure
            self._data.clear()
        if self._data and not self._watched:
            self._loop.add_writer(self._stdout.fileno(), self._write_some)
            self._watched = True
        elif not self._data:
            self._stop_watching()

    def _stop_watching(self) -> None:
        if self._watched:
            self._loop.remove_writer(self._stdout.fileno())
            self._watched = False


def _has_room(stream: TextIO) -> bool:
    return bool(select.select([], [stream.fileno()], [], 0)[1])
