"""`epoch replay` on a terminal: at the pace of the run, or patch by patch as keys are pressed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.command import Command, wait_until
from support.scripted import add, container, jsonl, text_node
from support.terminal import Terminal, settle, take_terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo terminals")


@pytest.fixture(scope="module")
def session(shared: Command) -> Path:
    """Three patches: a page, and two texts."""
    texts = [add("/root/children/-", text_node(each)) for each in ("hello", "goodbye")]
    scripted = shared.scripted([{"text": jsonl(add("/root", container()), *texts)}, {"finish": "stop"}])
    assert scripted("gen", "x").code == 0
    return shared.sessions()[-1]


def test_a_key_brings_the_next_patch(shared: Command, session: Path) -> None:
    with Terminal() as screen:
        terminal = {"stdin": screen.file, "stdout": screen.file, "stderr": screen.file}
        with shared.start("replay", str(session), "--step", "--no-tui", **terminal) as played:
            screen.wait_for("space or Enter")
            screen.press(" ")
            screen.wait_for("Container")
            assert "hello" not in screen.text
            screen.press("x")  # no key of ours
            screen.press("\r")
            screen.wait_for("hello")
            assert "goodbye" not in screen.text
            screen.press("\n")
            screen.wait_for("done: 3 patches")
            assert played.wait(20) == 0
        settle(screen)
        assert "goodbye" in screen.text


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("\x04", 0), ("\x03", 130)])
def test_it_can_be_left(shared: Command, session: Path, key: str, code: int) -> None:
    with Terminal() as screen:
        terminal = {"stdin": screen.file, "stdout": screen.file, "stderr": screen.file}
        with shared.start(
            "replay", str(session), "--step", "--format", "jsonl", **terminal, start_new_session=True,
            preexec_fn=take_terminal,
        ) as played:  # fmt: skip
            screen.wait_for("space or Enter")
            screen.press(" ")
            screen.wait_for('"op":"add"')
            screen.press(key)
            assert played.wait(20) == code
        settle(screen)
        assert "hello" not in screen.text
        assert "cut off" not in screen.text


def test_keys_are_read_one_by_one_after_a_shell_has_resumed_it(shared: Command, session: Path) -> None:
    import signal
    import termios

    def waits_for_lines() -> bool:
        return bool(termios.tcgetattr(screen.file)[3] & termios.ICANON)

    with Terminal() as screen:
        cooked = termios.tcgetattr(screen.file)
        terminal = {"stdin": screen.file, "stdout": screen.file, "stderr": screen.file}
        with shared.start("replay", str(session), "--step", "--format", "jsonl", **terminal) as played:
            screen.wait_for("space or Enter")
            wait_until(lambda: not waits_for_lines())
            termios.tcsetattr(screen.file, termios.TCSANOW, cooked)  # as a shell leaves it
            assert waits_for_lines()
            played.send_signal(signal.SIGCONT)
            wait_until(lambda: not waits_for_lines())
            screen.press("q")
            assert played.wait(20) == 0
        assert waits_for_lines()


def test_in_a_pipe_nothing_waits_for_keys(shared: Command, session: Path) -> None:
    with Terminal() as screen:
        result = shared("replay", str(session), "--step", stdin=None)
        assert (result.code, result.out) == (2, b"")
        assert "file or an id" not in result.err.decode()  # which is what was given
        with shared.start("replay", str(session), "--step", stdin=screen.file) as played:
            out, err = played.communicate(timeout=20)
        assert (played.returncode, out) == (2, b"")
        assert b"--from and --until" in err


def test_on_a_terminal_lines_come_at_the_pace_of_the_run(shared: Command, session: Path, tmp_path: Path) -> None:
    import json
    import time

    rows = [json.loads(line) for line in session.read_bytes().splitlines()]
    for row in rows:
        row["at"] = 1.0 if row["event"] == "run_ended" else 0.0
    path = tmp_path / "slow.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    took = {}
    for flag in ("--quiet", "--instant"):
        with Terminal() as screen:
            began = time.monotonic()
            terminal = {"stdout": screen.file, "stderr": screen.file}
            with shared.start("replay", str(path), "--format", "jsonl", flag, **terminal) as played:
                assert played.wait(20) == 0
            took[flag] = time.monotonic() - began
    assert took["--quiet"] >= 1.0
    assert took["--instant"] < took["--quiet"]
