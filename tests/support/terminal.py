"""A terminal for a command: a pty, with an emulator that shows what a user would see on the screen."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import pyte
from support import forked_epoch
from support.command import Command, wait_until
from support.replaying import hold_run

take_terminal = forked_epoch.take_terminal
"""To be called by a new process, of a session of its own."""


class Emulator:
    """What pyte lacks for full screens: the alternate one, and sequences of newer terminals that it would print."""

    _SWITCH = re.compile(rb"\x1b\[\?1049([hl])")
    _UNKNOWN = re.compile(rb"\x1b\[[<>=][0-9;]*u")  # kitty's keyboard protocol
    _OPEN = re.compile(rb"\x1b(\[[0-9;?<>=$]*)?$")

    def __init__(self, columns: int, rows: int) -> None:
        self._screens = [pyte.Screen(columns, rows), pyte.Screen(columns, rows)]
        self._streams = [pyte.ByteStream(screen) for screen in self._screens]
        self._rest = b""
        self.alternate = False

    @property
    def screen(self) -> pyte.Screen:
        return self._screens[self.alternate]

    def resize(self, columns: int, rows: int) -> None:
        for screen in self._screens:
            screen.resize(rows, columns)

    def feed(self, data: bytes) -> None:
        data = self._rest + data
        open_end = self._OPEN.search(data)
        data, self._rest = (data[: open_end.start()], data[open_end.start() :]) if open_end else (data, b"")
        for at, part in enumerate(self._SWITCH.split(self._UNKNOWN.sub(b"", data))):
            if at % 2:
                self.alternate = part == b"h"
                self.screen.cursor.hidden = self._screens[not self.alternate].cursor.hidden
                if self.alternate:
                    self.screen.erase_in_display(2)
            else:
                self._streams[self.alternate].feed(part)


class Terminal:
    """One end is a file for a process to write to, the other an emulated screen of `columns` by `rows`."""

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self._ours, self.file = pty.openpty()
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._emulator = Emulator(columns, rows)
        self._lock = threading.Lock()
        self.raw = b""
        self._seen: list[str] | None = None  # the lines, until something new is written: reading a screen takes 2 ms
        self._over = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while not self._over.is_set():
            try:
                if not select.select([self._ours], [], [], 0.05)[0]:
                    continue
                data = os.read(self._ours, 65_536)
            except OSError:  # the other end is closed everywhere
                return
            if not data:
                return
            with self._lock:
                self.raw += data
                self._emulator.feed(data)
                self._seen = None

    @property
    def screen(self) -> pyte.Screen:
        """The screen that is shown now."""
        return self._emulator.screen

    @property
    def alternate(self) -> bool:
        """Whether that is the alternate screen, which leaves the normal one as it was."""
        return self._emulator.alternate

    def resize(self, columns: int, rows: int) -> None:
        """Give it another size; who runs on it is sent SIGWINCH by the kernel, if the terminal is its own."""
        with self._lock:
            self._emulator.resize(columns, rows)
            self._seen = None
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    @property
    def cooked(self) -> bool:
        """Whether the terminal gives lines and shows what is typed, as a shell wants it."""
        local = termios.tcgetattr(self.file)[3]
        return bool(local & termios.ICANON and local & termios.ECHO and local & termios.ISIG)

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, line by line."""
        with self._lock:
            if self._seen is None:
                self._seen = [line.rstrip() for line in self.screen.display]
            return [*self._seen]

    @property
    def text(self) -> str:
        """What stands on the screen, without the empty lines at its end."""
        return "\n".join(self.lines).rstrip()

    @property
    def joined(self) -> str:
        """The same as one line, so that what was wrapped is whole."""
        with self._lock:
            return "".join(self.screen.display)

    def wait_for(self, text: str) -> None:
        """Wait until the screen shows a text.

        Raises:
            AssertionError: it does not, with what it shows instead.
        """
        try:
            wait_until(lambda: text in self.text)
        except TimeoutError:
            raise AssertionError(f"{text!r} is not on the screen:\n{self.text}") from None

    def press(self, text: str) -> None:
        """Press keys; `\x04` at the beginning of a line is the end of the input."""
        os.write(self._ours, text.encode())

    def hang_up(self) -> None:
        """Take the terminal away from whoever still writes to it."""
        os.close(self.file)
        self._over.set()
        self._reader.join(10)
        os.close(self._ours)

    def close(self) -> None:
        """Hang up when all that was written has been read."""
        os.close(self.file)
        self._reader.join(10)
        os.close(self._ours)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def on_terminals(
    command: Command,
    *arguments: str,
    out: Terminal | None,
    err: Terminal | None,
    watch: Callable[[subprocess.Popen[bytes]], Any] | None = None,
) -> tuple[int, bytes, bytes]:
    """Run a command with stdout and stderr on terminals, or in pipes; gives its exit code and what went into pipes.

    `watch` is called while it runs. A run is held to its session (`replaying.py`).
    """
    before = set(command.sessions())
    with command.start(
        *arguments,
        stdout=out.file if out else subprocess.PIPE,
        stderr=err.file if err else subprocess.PIPE,
    ) as process:
        try:
            if watch is not None:
                watch(process)
            written = process.communicate(timeout=60)
        except BaseException:
            process.kill()
            raise
    for terminal in {out, err} - {None}:
        settle(terminal)
    made = sorted(set(command.sessions()) - before)
    hold_run(made, arguments, None if out else written[0], command.work)
    return process.returncode, written[0] or b"", written[1] or b""


def settle(terminal: Terminal | None) -> None:
    """Wait until all that was written has reached the screen."""
    if terminal is not None:
        mark = b"\x1b[0m\x1b[0m\x1b[0m"  # changes nothing, and nobody else writes it
        os.write(terminal.file, mark)
        wait_until(lambda: terminal.raw.endswith(mark))
        terminal.raw = terminal.raw.removesuffix(mark)
