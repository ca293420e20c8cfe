"""Shells at a terminal of their own, to whom a line is typed, and what they make of it when Tab is pressed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Self

import pytest
from support.command import Command, wait_until
from support.terminal import Terminal, take_terminal

EPOCH = Path(sys.executable).with_name("epoch")
BASH_COMPLETION = Path("/usr/share/bash-completion/bash_completion")
_ASK = "\x18\x10"
"""Ctrl-X Ctrl-P, which each shell is told to answer with its line."""


class Completed(NamedTuple):
    """What stands on the line after Tab, and what the shell showed below it."""

    line: str
    shown: str


def needs_shell(name: str) -> pytest.MarkDecorator:
    """Skip a test where this shell is not installed; in CI it is."""
    missing = not shutil.which(name) and "EPOCH_CI" not in os.environ
    return pytest.mark.skipif(missing, reason=f"apt-get install {name}")


class Shell:
    """An interactive shell that has read a script of completions.

    Args:
        command: whose home and working folder it has.
        program: the shell with its flags.
        setup: lines that are typed before anything else.
        clear: what empties the line.
    """

    def __init__(self, command: Command, program: Sequence[str], setup: str, *, clear: str = "\x15") -> None:
        self._terminal, self._clear, self._count = Terminal(120, 50), clear, 0
        self.program = program[0]
        environment = {**command.env(), "TERM": "xterm", "PS1": "> "}
        environment["PATH"] = f"{EPOCH.parent}{os.pathsep}{environment['PATH']}"
        self.process = subprocess.Popen(
            program,
            cwd=command.work,
            env=environment,
            stdin=self._terminal.file,
            stdout=self._terminal.file,
            stderr=self._terminal.file,
            start_new_session=True,
            preexec_fn=take_terminal,  # noqa: PLW1509  it only calls ioctl
        )
        self.run(setup)

    @property
    def raw(self) -> bytes:
        """All that was ever written to the terminal."""
        return self._terminal.raw

    def run(self, line: str) -> str:
        """Let it run a line; gives what stands on the screen then."""
        self._count += 1
        self._terminal.press(f"{self._clear}clear; {line}\necho ready' '{self._count}.\n")
        self._terminal.wait_for(f"ready {self._count}.")
        return self._terminal.text

    def complete(self, typed: str, shown: Sequence[str] = ()) -> Completed:
        """Type a line, press Tab, and look when all of this is shown.

        A shell shows no list while keys are pressed, so what is to come has to be known to be waited for.
        """
        before = self._terminal.raw.count(b">>")
        self._terminal.press(f"{self._clear}clear\n{typed}\t")
        for text in shown:
            self._terminal.wait_for(text)
        self._terminal.press(_ASK)
        wait_until(lambda: self._terminal.raw.count(b">>") > before)
        line = self._terminal.raw.rpartition(b"<<")[2].partition(b">>")[0]
        return Completed(line.decode(), self._terminal.text)

    def close(self) -> None:
        """Send it away."""
        self.process.kill()
        self.process.wait()
        self._terminal.hang_up()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
