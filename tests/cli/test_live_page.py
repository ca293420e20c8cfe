"""`--preview`: a run, or a session that is played, on a page beside everything else that shows it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from support.command import Command, Inside, wait_until
from support.live_pages import Reader, asked, followed
from support.scripted import add, container, jsonl, text_node

from epoch_cli import read_session
from epoch_cli.catalog import load_catalog
from epoch_cli.cli import live_page
from epoch_cli.events import PatchAccepted, RunEnded
from epoch_cli.preview.difference import settled
from epoch_cli.preview.page import make_tree

PAGE = add("/root", container(id="page"))
HELLO = add("/root/children/-", text_node("hello"))
WORLD = add("/root/children/-", text_node("world"))
DONE: list[dict[str, Any]] = [{"text": jsonl(PAGE, HELLO)}, {"finish": "stop"}]
HANGS: list[dict[str, Any]] = [{"text": jsonl(PAGE, HELLO)}, {"hang": True}]
SAID = "page: "


def page_of(document: Any) -> Any:
    return settled(make_tree(document, load_catalog("punk")))


class Started:
    """A command that has said where its page is."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.said: list[str] = []
        self.address = self.until(SAID)

    def until(self, word: str) -> str:
        """What is behind a word of stderr."""
        assert self.process.stderr is not None
        while line := self.process.stderr.readline().decode():
            self.said.append(line.rstrip("\n"))
            if word in line:
                return line.partition(word)[2].strip()
        raise AssertionError(self.said)

    def end(self) -> tuple[int, bytes, float]:
        """Its exit code, what it wrote, and how long it still took."""
        began = time.monotonic()
        out, err = self.process.communicate(timeout=30)
        self.said += err.decode().splitlines()
        return self.process.returncode, out, time.monotonic() - began


@contextmanager
def started(command: Command, *arguments: str) -> Iterator[Started]:
    with command.start(*arguments) as process:
        try:
            yield Started(process)
        finally:
            if process.poll() is None:
                process.kill()


def document_of(command: Command) -> Any:
    last = list(read_session(command.sessions()[-1]))[-1]
    assert isinstance(last, RunEnded)
    return last.document


def test_a_run_is_followed_to_its_end_and_stdout_is_what_it_always_is(epoch: Command) -> None:
    with started(epoch, "gen", "-p", "offline", "login form", "--no-cache", "--preview") as run:
        assert run.address.startswith("http://127.0.0.1:")
        with asked(run.address) as answer:
            assert b'<main id="ui-root"></main>' in answer.read()
        reader = followed(run.address)
        code, out, took = run.end()
    told = [event.patch for event in read_session(epoch.sessions()[-1]) if isinstance(event, PatchAccepted)]
    assert (code, [json.loads(line) for line in out.splitlines()]) == (0, told)
    assert took < 3
    assert reader.root == page_of(document_of(epoch))
    assert not any("nobody" in line for line in run.said)
    with pytest.raises(OSError, match="refused"), asked(run.address):
        pass


def test_ctrl_c_ends_the_run_and_the_page_tells_so(epoch: Command) -> None:
    command = epoch.scripted(HANGS)
    with started(command, "gen", "x", "--preview", "-q") as run:
        assert run.process.stdout is not None
        assert json.loads(run.process.stdout.readline())["path"] == "/root"
        assert json.loads(run.process.stdout.readline())["path"] == "/root/children/-"
        with asked(run.address, "events") as answer:
            reader = Reader(answer)
            reader.event()
            run.process.send_signal(signal.SIGINT)
            while reader.frame():
                pass
        assert run.end()[0] == 130
    assert "hello" in str(reader.root)
    assert "cancelled" in str(reader.side)


@pytest.mark.skipif(sys.platform == "win32", reason="a signal of POSIX")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_stopped_waits_for_no_browser(epoch: Command, sent: signal.Signals, code: int) -> None:
    with started(epoch.scripted(HANGS), "gen", "x", "--preview", "--no-open") as run:
        assert run.process.stdout is not None
        assert json.loads(run.process.stdout.readline())["path"] == "/root"
        run.process.send_signal(sent)
        assert run.end()[0] == code
    assert not any("nobody" in line for line in run.said)


def test_the_wait_for_a_browser_ends_with_ctrl_c(epoch: Command) -> None:
    with started(epoch.scripted(DONE), "gen", "x", "--preview", "--no-open") as run:
        run.until("nobody has opened it yet")
        run.process.send_signal(signal.SIGINT)
        code, out, took = run.end()
    assert (code, len(out.splitlines())) == (0, 2)
    assert took < 2


def test_without_anybody_the_wait_is_short(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_page, "_PATIENCE", 0.2)
    result = inside("gen", "-p", "offline", "login form", "--preview")
    assert result.code == 0
    assert sum(SAID in line for line in result.said) == 2


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("gen", "x", "--preview", "--dry-run"), "--preview and --dry-run are opposites; leave one out"),
        (("preview", "last", "--replay", "-o", "x.html"), "-o is for a page that stays; leave it out, or --replay"),
        (("preview", "last", "--replay", "--force"), "--force is for a page that stays; leave it out, or --replay"),
        (
            ("preview", "last", "--replay", "--open"),
            "--replay opens its page by itself, on a terminal; leave --open out",
        ),
        (("preview", "last", "--speed", "2"), "--speed is for --replay; add --replay, or leave it out"),
        (
            ("preview", "last", "-o", "-", "--open"),
            "-o - writes the page to stdout, and --open opens a file; leave one out",
        ),
    ],
)
def test_flags_that_do_not_go_together(inside: Inside, arguments: tuple[str, ...], why: str) -> None:
    result = inside(*arguments)
    assert (result.code, result.said) == (2, [f"epoch: {why}"])


@pytest.mark.parametrize("how", [("preview", "--replay"), ("replay", "--preview", "--no-open")])
@pytest.mark.parametrize("text", ['{"root":{"type":"Text","text":"a"}}\n', "", '{\n  "root": {}\n}\n'])
def test_what_is_no_session_gets_no_page(inside: Inside, how: tuple[str, ...], text: str) -> None:
    (inside.work / "ui.json").write_text(text, "utf-8")
    result = inside(how[0], "ui.json", *how[1:])
    assert (result.code, result.out) == (6, b"")
    assert len(result.said) == 1
    assert "ui.json" in result.said[0]


def test_a_session_that_was_changed_is_told_as_that(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_page, "_UNSAID", 0.0)
    monkeypatch.setattr(live_page, "_PATIENCE", 0.0)
    inside("gen", "-p", "offline", "login form", "-q")
    (session,) = inside.sessions()
    lines = session.read_text("utf-8").splitlines(keepends=True)
    changed = inside.work / "changed.jsonl"
    changed.write_text("".join(line.replace('"/root/children/', '"/root/gone/') for line in lines), "utf-8")
    result = inside("preview", "changed.jsonl", "--replay", "--speed", "100")
    assert result.code == 6
    told = [line for line in result.said if line.startswith("epoch: ")]
    assert len(told) == 1
    assert "a patch does not fit" in told[0]


@pytest.mark.parametrize("how", [("replay", "last", "--preview"), ("preview", "last", "--replay")])
def test_a_session_is_played_on_a_page_and_stays_as_it_is(epoch: Command, how: tuple[str, ...]) -> None:
    slow = [{"text": jsonl(PAGE, HELLO)}, {"pause": 1.0}, {"text": jsonl(WORLD)}, {"finish": "stop"}]
    out = epoch.scripted(slow)("gen", "x").out
    before = epoch.sessions()[-1].read_bytes()
    with started(epoch, *how, "--speed", "2") as played:
        began = time.monotonic()
        reader = followed(played.address)
        assert time.monotonic() - began > 0.3  # it keeps its pace, faster
        code, written, _ = played.end()
    assert (code, written) == (0, out if how[0] == "replay" else b"")
    assert reader.root == page_of(document_of(epoch))
    assert len(reader.numbers) > 1
    assert [path.read_bytes() for path in epoch.sessions()] == [before]


if sys.platform != "win32":
    from support.at_screen import at_screen
    from support.terminal import Terminal


def browser(epoch: Command) -> Path:
    """Have a browser that only notes where it is sent; gives the file in which it does."""
    noted, script = epoch.home / "opened", epoch.home / "browser"
    script.write_text(f'#!/bin/sh\nprintf %s "$1" > {noted}.part && mv {noted}.part {noted}\nsleep 2\n', "utf-8")
    script.chmod(0o755)
    epoch.environment["BROWSER"] = f"{script} %s &"
    return noted


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
def test_on_a_terminal_a_browser_opens_and_gets_none_of_our_streams(epoch: Command) -> None:
    noted = browser(epoch)
    with (
        Terminal() as terminal,
        at_screen(epoch.scripted(DONE), "gen", "x", "--preview", "--no-tui", terminal=terminal) as run,
    ):
        wait_until(noted.exists)
        reader = followed(noted.read_text("utf-8"))
        assert run.wait(20) == 0
    assert "hello" in str(reader.root)


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
def test_the_screen_opens_its_page_with_a_key_and_does_not_wait_for_it(epoch: Command) -> None:
    noted = browser(epoch)
    with (
        Terminal() as terminal,
        at_screen(epoch.scripted(DONE), "gen", "x", "--preview", "--no-open", terminal=terminal) as run,
    ):
        terminal.wait_for("hello")
        assert not noted.exists()
        terminal.press("o")
        wait_until(noted.exists)
        with asked(noted.read_text("utf-8")) as answer:
            assert answer.status == 200
        terminal.press("q")
        assert run.wait(20) == 0
        assert b"nobody has opened it" not in terminal.raw


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
def test_a_page_goes_back_with_the_screen(epoch: Command) -> None:
    epoch.scripted(DONE)("gen", "x")
    with (
        Terminal() as terminal,
        at_screen(epoch, "replay", "last", "--preview", "--no-open", "--step", terminal=terminal) as run,
    ):
        said = wait_until(lambda: re.search(rb"page: (http://\S+/)\r", terminal.raw))
        with asked(said[1].decode(), "events") as answer:
            reader = Reader(answer)

            def press_until(key: str, hello: bool) -> None:
                terminal.press(key)
                while ("hello" in str(reader.root)) is not hello:
                    reader.frame()

            terminal.wait_for("paused")
            terminal.press(".")
            press_until(".", hello=True)
            press_until(",", hello=False)
            press_until(".", hello=True)
            terminal.press("q")
            assert run.wait(20) == 0
            assert "hello" in str(reader.root)
