"""stdout and stderr while a screen has the terminal."""

from __future__ import annotations

import asyncio
import os
import pty
import select
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from epoch_cli.cli.aside import Aside
from epoch_cli.cli.streams import PipeClosed, say, standing_in, write_data

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")


def with_pipe(what: Callable[[Aside, int], Coroutine[Any, Any, None]]) -> None:
    """Run something with an `Aside` over a pipe, and the pipe's other end."""
    reader, writer = os.pipe()
    with os.fdopen(writer, "w", encoding="utf-8") as stdout:

        async def run() -> None:
            await what(Aside(stdout), reader)

        asyncio.run(run())


def test_data_goes_to_the_real_stdout_at_once() -> None:
    async def run(aside: Aside, reader: int) -> None:
        with standing_in(aside):
            write_data(b"one\n")
        assert os.read(reader, 100) == b"one\n"
        os.close(reader)

    with_pipe(run)


def test_a_pipe_that_is_full_makes_nobody_wait_and_loses_nothing() -> None:
    data = bytes(range(256)) * 4096

    async def run(aside: Aside, reader: int) -> None:
        aside.write(data)
        aside.write(b"end")
        read = bytearray()
        while len(read) < len(data) + 3:
            if select.select([reader], [], [], 0)[0]:
                read += os.read(reader, 65536)
            await asyncio.sleep(0)  # what is left is written when there is room
        assert bytes(read) == data + b"end"
        os.close(reader)

    with_pipe(run)


def test_a_closed_pipe_is_told_with_the_next_write() -> None:
    async def run(aside: Aside, reader: int) -> None:
        os.close(reader)
        with pytest.raises(PipeClosed):
            aside.write(b"x")
        with pytest.raises(PipeClosed):
            aside.close()

    with_pipe(run)


def test_what_is_said_and_data_for_the_same_terminal_wait_for_the_end(capfd: pytest.CaptureFixture[str]) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as stdout:

        async def run() -> None:
            aside = Aside(stdout)
            with standing_in(aside):
                write_data(b"data\n")
                say("said")
            assert capfd.readouterr() == ("", "")
            aside.close()
            assert capfd.readouterr() == ("data\n", "said\n")

        asyncio.run(run())
    os.close(ours)
