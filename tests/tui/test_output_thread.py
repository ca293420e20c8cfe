"""What writes to the terminal beside the event loop: it never waits, loses whole pieces only, and survives both."""

from __future__ import annotations

import os
import select
import sys
import threading
import time

import pytest

if sys.platform == "win32":
    pytest.skip("terminals of POSIX", allow_module_level=True)

from epoch_cli.tui.output_thread import MOST_WAITING, OutputThread


class Heard:
    """A thread that writes into a pipe, and what it told."""

    def __init__(self) -> None:
        self.reader, self.writer = os.pipe()
        self.lost, self.gone = threading.Event(), threading.Event()
        self.thread = OutputThread(self.writer, self.lost.set, self.gone.set)
        self.thread.start()

    def read_all(self) -> bytes:
        os.close(self.writer)
        with os.fdopen(self.reader, "rb") as pipe:
            return pipe.read()


def test_what_is_written_comes_in_order_and_at_the_latest_with_the_end() -> None:
    heard = Heard()
    for number in range(1000):
        heard.thread.write(f"{number} ")
    heard.thread.stop()
    assert heard.read_all().decode().split() == [str(number) for number in range(1000)]


def test_a_terminal_that_takes_nothing_costs_pieces_and_no_time() -> None:
    heard = Heard()
    piece = "x" * 999 + "\n"
    began = time.monotonic()
    for _ in range(3 * MOST_WAITING // len(piece)):
        heard.thread.write(piece)
    assert time.monotonic() - began < 5
    assert not heard.lost.is_set()
    read = bytearray()
    ends = time.monotonic() + 20
    # it is told when there is room again, as everything has to be drawn anew: maybe just behind the last of the bytes
    while not heard.lost.is_set() and time.monotonic() < ends:
        if select.select([heard.reader], [], [], 0.05)[0]:
            read += os.read(heard.reader, 65536)
    assert heard.lost.is_set()
    heard.thread.write("last")
    heard.thread.stop()
    whole = bytes(read) + heard.read_all()
    assert whole.endswith(b"\nlast")
    assert set(whole[: -len(b"last")].split(b"\n")) == {b"x" * 999, b""}  # never a part of a piece


def test_leaving_a_terminal_that_takes_nothing_takes_a_moment() -> None:
    heard = Heard()
    heard.thread.write("x" * (MOST_WAITING - 1))
    began = time.monotonic()
    heard.thread.make_room()
    heard.thread.write("give it back")
    heard.thread.stop()
    assert time.monotonic() - began < 5
    os.close(heard.reader)  # ends the write that still waits


def test_a_terminal_that_has_gone_is_told_of_once_and_takes_everything() -> None:
    heard = Heard()
    os.close(heard.reader)
    heard.thread.write("x")
    assert heard.gone.wait(5)
    for _ in range(3):
        heard.thread.write("x" * MOST_WAITING)
    assert not heard.lost.is_set()
    heard.thread.stop()
    os.close(heard.writer)


def test_it_starts_again_after_a_stop() -> None:
    heard = Heard()
    heard.thread.write("before ")
    heard.thread.stop()
    heard.thread.start()
    heard.thread.write("after")
    heard.thread.stop()
    assert heard.read_all() == b"before after"


def test_a_terminal_that_stood_still_over_a_stop_gets_everything_in_order() -> None:
    """As behind Ctrl-Z: the stop gives the thread up, which still waits in its write when it is to start again."""
    heard = Heard()
    first, second = "a" * 200_000, "b" * 70_000
    heard.thread.write(first)
    heard.thread.stop()
    heard.thread.start()
    heard.thread.write(second)
    read = bytearray()
    while len(read) < len(first + second):
        read += os.read(heard.reader, 1 << 20)
    heard.thread.stop()
    assert read.decode() + heard.read_all().decode() == first + second
