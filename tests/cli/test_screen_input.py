"""What comes in from the terminal of a screen: pastes, floods of keys, signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

import pytest
from support.command import Command, wait_until
from support.scripted import add, container, jsonl, text_node

from epoch_cli import read_session
from epoch_cli.events import AttemptStarted, RunEnded

if sys.platform == "win32":
    pytest.skip("terminals of POSIX", allow_module_level=True)

from support.at_screen import at_screen, is_given_back
from support.terminal import Terminal

PAGE = add("/root", container(text_node("hello"), id="page"))
DONE: list[dict[str, Any]] = [{"text": jsonl(PAGE)}, {"finish": "stop"}]
HANGS: list[dict[str, Any]] = [{"text": jsonl(PAGE)}, {"hang": True}]


def waits(command: Command, times: int = 1) -> bool:
    """Whether so many turns are over, and the run waits for a wish."""
    return sum(path.read_bytes().count(b'"waiting"') for path in command.sessions()) == times


def pasted(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


def test_what_is_pasted_presses_no_key(epoch: Command) -> None:
    with Terminal(100, 30) as terminal, at_screen(epoch.scripted(DONE), "gen", "x", terminal=terminal) as process:
        terminal.wait_for("hello")
        wait_until(lambda: waits(epoch))
        terminal.press(pasted("a \x1b[31mq\x1b q u \x03"))
        terminal.press("r")
        terminal.wait_for("enter")  # it has not left, nor taken anything back
        terminal.press(pasted("abc \x1b[31m" * 1500 + "!") + "\r")
        wait_until(lambda: waits(epoch, 2))
        terminal.press("q")
        assert process.wait(20) == 0
        wait_until(lambda: is_given_back(terminal))
    asked = [event.prompt for event in read_session(epoch.sessions()[0]) if isinstance(event, AttemptStarted)]
    assert asked == ["x", "abc [31m" * 1500 + "!"]


def test_a_change_that_waits_is_seen_and_taken_back_alone(epoch: Command) -> None:
    with Terminal(100, 30) as terminal, at_screen(epoch.scripted(HANGS), "gen", "x", terminal=terminal) as process:
        terminal.wait_for("hello")
        terminal.press("r")
        terminal.wait_for("enter")
        terminal.press("make it blue\r")
        terminal.wait_for("+ 1 change waits: “make it blue”")
        terminal.press("u")
        terminal.wait_for("is not asked for any more")
        wait_until(lambda: "1 change waits" not in terminal.text)
        terminal.press("q")
        assert process.wait(20) == 130
        terminal.wait_for("what was accepted is kept: 2 patches")
    assert [event.prompt for event in read_session(epoch.sessions()[0]) if isinstance(event, AttemptStarted)] == ["x"]


def test_everything_taken_back_is_a_cancelled_run_that_keeps_nothing(epoch: Command) -> None:
    """Not 0: nothing was made, so what stands behind `&&` has nothing to go on with."""
    with Terminal(100, 30) as terminal, at_screen(epoch.scripted(DONE), "gen", "x", terminal=terminal) as process:
        terminal.wait_for("hello")
        wait_until(lambda: waits(epoch))
        terminal.press("u")
        wait_until(lambda: waits(epoch, 2))
        terminal.press("q")
        assert process.wait(20) == 130
        terminal.wait_for("cancelled; everything was taken back, and nothing is kept: 0 nodes")


def test_a_flood_of_keys_does_not_hold_up_the_end(epoch: Command) -> None:
    over = threading.Event()
    with Terminal() as terminal, at_screen(epoch.scripted(HANGS), "gen", "x", terminal=terminal) as process:
        terminal.wait_for("hello")
        terminal.press("r")
        terminal.wait_for("enter")
        flood = threading.Thread(target=lambda: [terminal.press("x" * 500) for _ in range(100) if not over.is_set()])
        flood.start()
        with suppress(subprocess.TimeoutExpired):
            process.wait(1)
        process.send_signal(signal.SIGTERM)
        try:
            assert process.wait(4) == 143
        finally:
            over.set()
            process.kill()
            flood.join(10)
        wait_until(lambda: is_given_back(terminal))


def test_sigquit_gives_the_terminal_back(epoch: Command) -> None:
    with Terminal() as terminal, at_screen(epoch.scripted(HANGS), "gen", "x", terminal=terminal) as process:
        terminal.wait_for("hello")
        os.kill(process.pid, signal.SIGQUIT)
        assert process.wait(20) == 143
        wait_until(lambda: is_given_back(terminal))
    *_, last = read_session(epoch.sessions()[0])
    assert isinstance(last, RunEnded)
    assert last.status == "cancelled"
