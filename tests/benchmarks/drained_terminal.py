"""A real terminal for a process to draw on, which takes everything at once and keeps what it needs to know."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Self

ROOT = Path(__file__).resolve().parents[2]
_ESCAPES = re.compile(rb"\x1b(\[[0-9;:?<>=$\"' ]*[@-~]|[@-Z\\-_]|\][^\x07\x1b]*(\x07|\x1b\\))")
_LONGEST = 300.0
"""Seconds after which a process that is not done is given up."""


class DrainedTerminal:
    """Runs a command on a terminal of its own, with stdin and stderr there, and stdout in a pipe.

    Args:
        command: and its arguments.
        environment: what it sees.
        size: columns and rows.

    Attributes:
        taken: how many bytes were drawn.
        last: the last of them.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], size: tuple[int, int]) -> None:
        self._ours, theirs = pty.openpty()
        self._cells = size[0] * size[1]
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.taken = 0
        self.last = b""
        self._began = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=theirs,
            env={**environment, "COLUMNS": str(size[0]), "LINES": str(size[1])},
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509  there are no threads here
        )
        os.close(theirs)

    def first_picture(self, *words: bytes) -> float:
        """Seconds from the start to the first picture: as many cells as there are, and these words among them."""
        drawn = b""
        while True:
            data = self._read()
            drawn += data
            cells = _ESCAPES.sub(b"", drawn.partition(b"\x1b[?1049h")[2])
            if len(cells.decode("utf-8", "replace")) >= self._cells and all(word in cells for word in words):
                return time.perf_counter() - self._began
            if not data:
                raise SystemExit(f"{words} never came: {drawn[-2000:]!r}")

    def answer(self) -> bytes:
        """What the command writes to stdout, up to its end; what it draws is dropped."""
        out = b""
        files: list[int | IO[bytes]] = [self._ours, self._out]
        while self._out in files:
            ready = select.select(files, [], [], _LONGEST)[0]
            if not ready:
                raise SystemExit("the process on the terminal does not end")
            if self._ours in ready and not self._read():
                files.remove(self._ours)
            if self._out in ready:
                data = os.read(self._out.fileno(), 65_536)
                out += data
                if not data:
                    files.remove(self._out)
        return out

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._out.close()
        os.close(self._ours)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def _out(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    def _read(self) -> bytes:
        try:
            data = os.read(self._ours, 65_536)
        except OSError:  # EIO: nobody has the other end open any more
            return b""
        self.taken += len(data)
        self.last = (self.last + data)[-4000:]
        return data


def surroundings(home: str) -> dict[str, str]:
    """What a command on a terminal sees: little, and a home of its own."""
    needed = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
    own = {"HOME": home, "LANG": "C.UTF-8", "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    return {**{name: os.environ[name] for name in needed if name in os.environ}, **own}


def python(*arguments: str) -> list[str]:
    """A command of this interpreter."""
    return [sys.executable, *arguments]


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
