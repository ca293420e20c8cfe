"""Ctrl-C, SIGTERM and kill -9 during a slow run: the document is kept, the session can be read."""

from __future__ import annotations

import json
import signal
import sys
import time
from subprocess import Popen
from typing import Any

import pytest
from support.command import Command, wait_until
from support.scripted import add, container, jsonl, text_node

from epoch_cli import read_session
from epoch_cli.events import PatchAccepted, RunEnded

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

PATCHES = (add("/root", container(id="page")), add("/root/children/-", text_node("hello")))
HANGS = [{"text": jsonl(*PATCHES)}, {"hang": True}]
SILENT = [{"hang": True}]


def interrupted(
    command: Command, *arguments: str, number: int = signal.SIGINT, patches: int = 2
) -> tuple[int, bytes, bytes]:
    """Run the command, send it a signal when its session holds so many patches; exit code, stdout and stderr."""
    with command.start_anew(*arguments) as process:
        wait_until(lambda: recorded(command) >= patches)
        process.send_signal(number)
        began = time.monotonic()
        out, err = process.communicate(timeout=30)
        assert time.monotonic() - began < 10
    return process.returncode, out, err


def recorded(command: Command) -> int:
    """How many patches the session holds; -1 while there is none that has begun."""
    kinds = [json.loads(line)["event"] for path in command.sessions() for line in whole_lines(path.read_bytes())]
    return kinds.count("patch_accepted") if "attempt_started" in kinds else -1


def whole_lines(data: bytes) -> list[bytes]:
    return data[: data.rfind(b"\n") + 1].splitlines()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_run_and_keeps_what_was_accepted(epoch: Command, number: int, code: int) -> None:
    found, out, err = interrupted(epoch.scripted(HANGS), "gen", "x", number=number)
    assert found == code
    assert [json.loads(line)["path"] for line in out.splitlines()] == ["/root", "/root/children/-"]
    assert b"Traceback" not in err
    assert b"kept" in err
    events = list(read_session(epoch.sessions()[0]))
    assert isinstance(events[-1], RunEnded)
    assert events[-1].status == "cancelled"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_document_is_written_all_the_same(epoch: Command, number: int) -> None:
    code, out, _ = interrupted(epoch.scripted(HANGS), "gen", "x", "--format", "json", number=number)
    assert code in {130, 143}
    assert json.loads(out)["root"]["children"] == [{"type": "Text", "text": "hello"}]


def test_the_file_is_written_all_the_same(epoch: Command) -> None:
    code, _, err = interrupted(epoch.scripted(HANGS), "gen", "x", "-o", "out.json")
    assert code == 130
    assert len(json.loads((epoch.work / "out.json").read_bytes())["root"]["children"]) == 1
    assert b"out.json" in err


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_before_anything_was_written_is_quiet(epoch: Command, number: int, code: int) -> None:
    found, out, err = interrupted(epoch.scripted(SILENT), "gen", "x", number=number, patches=0)
    assert found == code
    assert out == b""
    assert b"Traceback" not in err
    assert b"bug" not in err


def test_a_signal_before_anything_was_written_leaves_no_file(epoch: Command) -> None:
    interrupted(epoch.scripted(SILENT), "gen", "x", "-o", "out.json", patches=0)
    assert not (epoch.work / "out.json").exists()


def test_strict_does_not_hide_that_the_run_was_interrupted(epoch: Command) -> None:
    rows = [{"text": jsonl(*PATCHES, add("/root/children/-", {"type": "Nope"}))}, {"hang": True}]
    assert interrupted(epoch.scripted(rows), "gen", "x", "--strict")[0] == 130


def test_the_second_ctrl_c_leaves_at_once(epoch: Command) -> None:
    stubborn = epoch.scripted([{"text": jsonl(*PATCHES)}, {"stubborn": True}])
    with stubborn.start_anew("gen", "x") as process:
        wait_until(lambda: recorded(epoch) == 2)
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=15)
    assert process.returncode == 130
    assert b"Traceback" not in err


SLEEPY = """
import importlib.abc, pathlib, sys, time

class Sleepy(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            pathlib.Path({mark!r}).touch()
            time.sleep(20)

sys.meta_path.insert(0, Sleepy())
"""


@pytest.mark.parametrize("module", ["typer", "epoch_cli.cli.gen"])
def test_ctrl_c_while_the_command_still_starts_is_quiet(epoch: Command, module: str) -> None:
    """Importing takes a few tenths of a second; here one module of it takes as long as the signal needs."""
    mark = epoch.home / "importing"
    (epoch.home / "sitecustomize.py").write_text(SLEEPY.format(module=module, mark=str(mark)))
    epoch.environment = {"PYTHONPATH": str(epoch.home)}
    with epoch.start("gen", "login form") as process:
        wait_until(mark.exists)
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=15)
    assert process.returncode == 130
    assert (out, err) == (b"", b"")


def killed(command: Command) -> Popen[bytes]:
    with command.start("gen", "x") as process:
        wait_until(lambda: recorded(command) == 2)
        process.kill()
        process.communicate(timeout=30)
    return process


def test_after_kill_9_the_session_is_readable_up_to_its_last_line(epoch: Command) -> None:
    assert killed(epoch.scripted(HANGS)).returncode == -signal.SIGKILL
    events = list(read_session(epoch.sessions()[0]))
    assert [event.patch["path"] for event in events if isinstance(event, PatchAccepted)] == [
        "/root",
        "/root/children/-",
    ]
    assert not any(isinstance(event, RunEnded) for event in events)


def test_after_kill_9_the_session_replays_and_says_that_it_was_cut(epoch: Command) -> None:
    killed(epoch.scripted(HANGS))
    session = epoch.sessions()[0].stem
    for form, check in (("jsonl", two_lines), ("json", one_document)):
        result = epoch("replay", session, "--format", form)
        assert result.code == 0
        check(result.out)
        assert b"cut off" in result.err


def two_lines(out: bytes) -> Any:
    assert len(out.splitlines()) == 2


def one_document(out: bytes) -> Any:
    assert len(json.loads(out)["root"]["children"]) == 1
