"""Many files: several processes say what one says, and one that dies is told and never waited for."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.command import Command, wait_until
from support.nodes import box, text
from support.terminal import Terminal, on_terminals

FILES = 150
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")


@pytest.fixture(scope="module")
def many(shared: Command) -> Command:
    """Files of every kind, some bad, some broken."""
    for number in range(FILES):
        content = json.dumps({"root": box(*[text(f"{number}") for _ in range(number % 7)])})
        if number % 5 == 0:
            content = json.dumps({"root": box(text(wobble=number), text(size="16px"))})
        if number % 31 == 0:
            content = "{"
        if number % 17 == 0:
            content = json.dumps({"op": "add", "path": "/root", "value": {"type": f"Kind{number}"}})
        if number % 13 == 0:
            content = json.dumps({"name": "none of ours"})
        (shared.work / f"{number:03}.json").write_text(content)
    return shared


@pytest.mark.parametrize("form", ["concise", "full", "json", "sarif"])
def test_several_processes_say_what_one_says(many: Command, form: str) -> None:
    flags = ("validate", ".", "--output-format", form, "-v")
    one, several = (many(*flags, "--jobs", jobs) for jobs in ("1", "4"))
    assert one.out == several.out
    assert one.out
    assert [line for line in one.said if " s" not in line[-3:]] == [
        line for line in several.said if " s" not in line[-3:]
    ]
    assert one.code == several.code == 6


def test_by_default_it_says_the_same(many: Command) -> None:
    assert many("validate", ".").out == many("validate", ".", "--jobs", "1").out


def test_what_is_missing_is_told_by_workers_too(many: Command) -> None:
    names = [f"missing-{number}.json" for number in range(100)]
    result = many("validate", *names, "--jobs", "3")
    assert result.code == 6
    assert [line.partition(":")[0] for line in result.out.decode().splitlines()] == names


WORKERS = """
import os, signal, sys
sys.argv = ["epoch", "validate", ".", "--jobs", "2"]
from epoch_cli.linting import run
mother, checked, original = os.getpid(), 0, run.check_source
def fails(source, settings):
    global checked
    checked += 1
    if os.getpid() != mother and checked == 40:
        {what}
    return original(source, settings)
run.check_source = fails
from epoch_cli.__main__ import main
main()
"""


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "a worker process was killed by signal 9"),
        ("os._exit(3)", "a worker process ended with 3"),
        ("raise ZeroDivisionError('oh')", "ZeroDivisionError: oh (in a worker process"),
        ("sys.exit(4)", "SystemExit: 4 (in a worker process"),
    ],
)
def test_a_worker_that_fails_is_a_bug_and_nobody_waits(many: Command, what: str, words: str) -> None:
    broken = Command(many.home, many.work, prefix=(sys.executable, "-c", WORKERS.format(what=what)))
    result = broken()
    assert result.code == 70
    assert "epoch: bug: " in result.said[-1]
    assert words in result.said[-1]


def children_of(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


SLOW = (
    WORKERS.format(what="pass")
    .replace("checked == 40", "False")
    .replace("    return original", "    __import__('time').sleep(0.05)\n    return original")
)


def test_ctrl_c_ends_all_of_them(many: Command) -> None:
    slow = Command(many.home, many.work, prefix=(sys.executable, "-c", SLOW))
    with slow.start(start_new_session=True) as process:
        workers = wait_until(lambda: children_of(process.pid) if len(children_of(process.pid)) == 2 else None)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in err
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


def test_workers_end_when_nobody_reads(many: Command) -> None:
    with many.start("validate", ".", "--jobs", "2", "--output-format", "full") as process:
        assert process.stdout is not None
        process.stdout.close()
        process.wait(30)
    assert process.returncode == 141


def test_a_long_run_on_a_terminal_shows_how_far_it_is(many: Command) -> None:
    slow = Command(many.home, many.work, prefix=(sys.executable, "-c", SLOW))
    with Terminal() as screen:
        on_terminals(slow, out=None, err=screen, watch=lambda _: screen.wait_for(f"of {FILES} files"))
        assert "files checked" in screen.text
        assert f"of {FILES} files" not in screen.text  # gone when it is over


def test_a_short_run_shows_no_bar(many: Command) -> None:
    with Terminal() as screen:
        began = time.monotonic()
        on_terminals(many, "validate", "001.json", out=None, err=screen)
        if time.monotonic() - began < 1:
            assert b"\x1b" not in screen.raw
