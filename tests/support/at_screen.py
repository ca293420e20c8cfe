"""A command on a terminal of its own, as a shell starts it: the terminal is its controlling one, and sends signals."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from support.command import Command
from support.terminal import Terminal, take_terminal

LEAVE_SEQUENCES = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?2004l")
"""What must have come last of all on a terminal that is given back: normal screen, cursor, no mouse, plain paste."""


@contextmanager
def at_screen(
    command: Command, *arguments: str, terminal: Terminal, anew: bool = False, **how: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a command whose terminal this is; it is killed when the test is over and it is not.

    `anew` starts it as a shell does, as a child of ours from Python's first to its last moment, and does not fork it.
    """
    start = command.start_anew if anew else command.start
    streams = {"stdin": terminal.file, "stdout": terminal.file, "stderr": terminal.file, **how}
    with killed(start(*arguments, start_new_session=True, preexec_fn=take_terminal, **streams)) as process:
        yield process


@contextmanager
def killed(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Kill a process when the test is over and it is not: else the test would wait for it, and never fail."""
    with process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def is_given_back(terminal: Terminal) -> bool:
    """Whether the terminal is as a shell wants it."""
    back = all(terminal.raw.rfind(each) > terminal.raw.rfind(each[:-1] + _other(each)) for each in LEAVE_SEQUENCES)
    return back and terminal.cooked and not terminal.alternate and not terminal.screen.cursor.hidden


def _other(sequence: bytes) -> bytes:
    return b"h" if sequence.endswith(b"l") else b"l"
