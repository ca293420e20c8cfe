"""Streams that end early or were never there: no traceback, and an exit code that says so."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from support.command import EPOCH, Command, Result
from support.scripted import add, container, jsonl, text_node

from epoch_cli import read_session
from epoch_cli.events import PatchAccepted, RunEnded

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and shells of POSIX")

PAGE = add("/root", container())
LINES = [jsonl(add("/root/children/-", text_node(f"{index}"))) for index in range(30)]
SLOW = [
    {"text": jsonl(PAGE)},
    *[row for line in LINES for row in ({"pause": 0.05}, {"text": line})],
    {"finish": "stop"},
]
BROKEN_PIPE = 141


def shell(command: Command, line: str) -> Result:
    """A line of shell in which `epoch` is the command."""
    epoch = " ".join(shlex.quote(word) for word in command.prefix)
    script = f'epoch() {{ {epoch} "$@"; }}\n{line}'
    done = subprocess.run(
        ["/bin/sh", "-c", script], cwd=command.work, env=command.env(), capture_output=True, timeout=60, check=False
    )
    return Result(done.returncode, done.stdout, done.stderr)


def read_two_lines_and_leave(command: Command, *arguments: str) -> tuple[int, list[bytes], bytes]:
    with command.start_anew(*arguments) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        lines = [process.stdout.readline(), process.stdout.readline()]
        process.stdout.close()
        said = process.stderr.read()
        code = process.wait(30)
    return code, lines, said


def test_a_reader_that_has_seen_enough_ends_the_run_quietly(epoch: Command) -> None:
    code, lines, said = read_two_lines_and_leave(epoch.scripted(SLOW), "gen", "x")
    assert code == BROKEN_PIPE
    assert all(line.endswith(b"\n") for line in lines)
    assert b"Traceback" not in said
    assert b"Error" not in said
    assert b"bug" not in said


def test_the_run_ends_soon_and_its_session_is_whole(epoch: Command) -> None:
    read_two_lines_and_leave(epoch.scripted(SLOW), "gen", "x", "-q")
    events = list(read_session(epoch.sessions()[0]))
    assert isinstance(events[-1], RunEnded)
    assert events[-1].status == "cancelled"
    assert sum(isinstance(event, PatchAccepted) for event in events) < 31


def test_head_takes_two_lines(epoch: Command) -> None:
    result = shell(epoch, 'epoch gen "login form" | head -n 2')
    assert result.code == 0
    assert len(result.lines) == 2
    assert b"Traceback" not in result.err
    assert b"Exception" not in result.err


@pytest.mark.parametrize("line", ["epoch --help | head -n 1", "epoch gen --help | true", "epoch --version | true"])
def test_help_and_version_may_be_cut_off_too(epoch: Command, line: str) -> None:
    result = shell(epoch, line)
    assert result.err == b""


def test_a_replay_may_be_cut_off(epoch: Command) -> None:
    rows = [{"event": "text", "at": 0, "text": "x" * 1000} for _ in range(2000)]
    start = epoch("gen", "login form", "--format", "events").out.splitlines(keepends=True)[0]
    (epoch.work / "long.jsonl").write_bytes(start + b"".join(json.dumps(row).encode() + b"\n" for row in rows))
    code, _, said = read_two_lines_and_leave(epoch, "replay", "long.jsonl", "--format", "events")
    assert code == BROKEN_PIPE
    assert b"Traceback" not in said


def test_findings_may_be_cut_off(epoch: Command) -> None:
    many = {"root": container(*[{"type": f"Nope{index}", "x" * 50: 1} for index in range(3000)])}
    (epoch.work / "many.json").write_text(json.dumps(many))
    code, _, said = read_two_lines_and_leave(epoch, "validate", "many.json")
    assert code == BROKEN_PIPE
    assert b"Traceback" not in said


# ------------------------------------------------------------------ streams that are closed from the start


def test_without_a_stdout_there_is_no_crash(epoch: Command) -> None:
    result = shell(epoch, 'epoch gen "login form" >&-')
    assert b"bug" not in result.err
    assert b"Traceback" not in result.err
    assert result.code in {0, BROKEN_PIPE}


def test_without_a_stderr_the_data_is_whole(epoch: Command) -> None:
    result = shell(epoch, 'epoch gen "login form" 2>&-')
    assert result.code == 0
    assert len(result.lines) >= 5


def test_without_a_stderr_errors_still_have_their_exit_code(epoch: Command) -> None:
    assert shell(epoch, 'epoch gen "x" --preset nope 2>&-').code == 2


def test_without_a_stdin_a_prompt_from_it_is_an_error_of_use(epoch: Command) -> None:
    result = shell(epoch, "epoch gen - <&-")
    assert result.code in {2, 6}
    assert b"bug" not in result.err


def test_when_nobody_listens_to_stderr_the_data_is_whole_and_the_exit_code_right(epoch: Command) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = epoch("gen", "login form", stderr=writing)
    finally:
        os.close(writing)
    assert len(result.lines) >= 5
    assert result.code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_behind_stdout_is_told_and_is_no_bug(epoch: Command) -> None:
    result = shell(epoch, 'epoch gen "login form" >/dev/full')
    assert result.code not in {0, 70}
    assert b"bug" not in result.err
    assert b"Traceback" not in result.err
    assert b"No space left" in result.err
    assert b"saved: " in result.err  # where the rest is, all the same
    assert isinstance(list(read_session(epoch.sessions()[0]))[-1], RunEnded)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_behind_the_session_is_a_warning(epoch: Command) -> None:
    """The recorder opens a file of its own, so a limit on file sizes stands for the disk: the first lines fit."""
    result = shell(epoch, 'ulimit -f 4; export PYTHONDONTWRITEBYTECODE=1; trap "" XFSZ; epoch gen "login form" | cat')
    assert len(result.lines) >= 5
    assert b"Traceback" not in result.err
    assert b"bug" not in result.err
    assert b"--no-log" in result.err


def test_the_interpreter_of_these_tests_is_the_one_that_runs() -> None:
    assert EPOCH[0] == sys.executable
