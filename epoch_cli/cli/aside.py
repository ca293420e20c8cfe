"""Where stdout and stderr go while a screen has the terminal.

What is said on stderr waits until the screen has closed. So does data for that terminal, and for a pipe: whoever reads
it, as in `epoch gen "x" --tui | jq`, most often writes to the same terminal. A file gets its data at once.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from typing import TextIO

from epoch_cli.cli.streams import failures_of, say, write_data
from epoch_cli.errors import UnreadableError


class Aside:
    """Stands in for stdout and stderr, until `close`.

    Args:
        stdout: the real one; Textual replaces `sys.stdout` while it runs.
    """

    def __init__(self, stdout: TextIO | None = None) -> None:
        self._stdout = stdout or sys.stdout
        self._kept_back = _leads_to_somebody(self._stdout)
        self._data = bytearray()
        self._said: list[str] = []

    def write(self, data: bytes) -> None:
        """Write data, or keep it; errors as `write_data`."""
        if self._kept_back:
            self._data += data
            return
        with failures_of(self._stdout):
            self._stdout.buffer.write(data)
            self._stdout.buffer.flush()

    def say(self, line: str) -> None:
        """Keep a line."""
        self._said.append(line)

    def close(self) -> None:
        """The screen has closed, and this stands in no more: write and say what was kept.

        What a terminal has not got that went away meanwhile is lost; other errors as `write_data`.
        """
        data, self._data = bytes(self._data), bytearray()
        said, self._said = self._said, []
        for line in said:
            say(line)
        with suppress(*((UnreadableError,) if self._stdout.isatty() else ())):
            if data:
                write_data(data)


def _leads_to_somebody(stream: TextIO) -> bool:
    """Whether what is written may come to be seen at once: on a terminal, or through a pipe."""
    kind = os.fstat(stream.fileno()).st_mode
    return stream.isatty() or stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind)
