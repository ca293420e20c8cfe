"""`epoch gen` on a screen: a real terminal, real keys, and stdout that stays data."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.command import Command, wait_until
from support.scripted import add, container, jsonl, text_node

from epoch_cli import read_session
from epoch_cli.events import AttemptStarted, Event, RunEnded

if sys.platform == "win32":
    pytest.skip("terminals of POSIX", allow_module_level=True)

from support.at_screen import at_screen, is_given_back, killed
from support.terminal import Terminal, take_terminal

PAGE = add("/root", container(id="page"))
HELLO = add("/root/children/-", text_node("hello"))
WORLD = add("/root/children/-", text_node("world"))
DONE: list[dict[str, Any]] = [{"text": jsonl(PAGE, HELLO)}, {"finish": "stop"}]
HANGS: list[dict[str, Any]] = [{"text": jsonl(PAGE, HELLO)}, {"hang": True}]


def events_of(command: Command) -> list[Event]:
    return list(read_session(command.sessions()[-1]))


def ended(command: Command) -> RunEnded:
    last = events_of(command)[-1]
    assert isinstance(last, RunEnded)
    return last


def paths(out: bytes) -> list[str]:
    return [json.loads(line)["path"] for line in out.splitlines()]


def waits(command: Command) -> bool:
    """Whether the turn is over, and the run waits for a wish."""
    return any(b'"waiting"' in path.read_bytes() for path in command.sessions())


def test_it_opens_by_itself_and_leaves_a_summary_on_the_normal_screen(epoch: Command) -> None:
    with Terminal() as terminal, at_screen(epoch.scripted(DONE), "gen", "x", terminal=terminal, anew=True) as process:
        terminal.wait_for("hello")
        assert terminal.alternate
        assert not terminal.cooked
        wait_until(lambda: waits(epoch))
        terminal.press("q")
        assert process.wait(20) == 0
        wait_until(lambda: is_given_back(terminal))
        terminal.wait_for("again: epoch replay")
        assert "done: 2 patches" in terminal.text
        assert '"op"' not in terminal.text
    assert ended(epoch).status == "complete"


def test_stdout_in_a_pipe_is_the_same_with_the_screen(epoch: Command) -> None:
    bare = epoch.scripted(DONE)("gen", "x")
    with Terminal(110, 30) as terminal:
        arguments = ("gen", "x", "--tui")
        pipe = {"stdout": -1}
        with at_screen(epoch.scripted(DONE), *arguments, terminal=terminal, **pipe) as process:
            terminal.wait_for("hello")
            wait_until(lambda: waits(epoch))
            assert 100 < max(map(len, terminal.lines)) <= 110  # the size is that of stderr
            terminal.press("q")
            out, _ = process.communicate(timeout=20)
        assert process.returncode == bare.code == 0
    assert out == bare.out
    assert b"\x1b" not in out
    assert paths(out) == ["/root", "/root/children/-"]


def test_a_piped_prompt_a_screen_and_a_piped_stdout_go_together(epoch: Command) -> None:
    with Terminal() as terminal:
        pipes = {"stdin": -1, "stdout": -1}
        with at_screen(epoch, "gen", "-", "--tui", "-p", "offline", terminal=terminal, **pipes) as process:
            assert process.stdin is not None
            process.stdin.write(b"login form")
            process.stdin.close()
            process.stdin = None
            terminal.wait_for("Password")
            wait_until(lambda: waits(epoch))
            terminal.press("q")  # which comes from the terminal: stdin is at its end
            out, _ = process.communicate(timeout=20)
        assert process.returncode == 0
        wait_until(lambda: is_given_back(terminal))
    assert b"\x1b" not in out
    assert len(paths(out)) >= 5
    assert json.loads(epoch.sessions()[0].read_bytes().splitlines()[0])["prompt"] == "login form"


def test_a_document_for_the_terminal_itself_is_held_back_until_the_screen_has_closed(epoch: Command) -> None:
    arguments = ("gen", "x", "--tui", "--format", "json")
    with Terminal(100, 40) as terminal, at_screen(epoch.scripted(DONE), *arguments, terminal=terminal) as process:
        terminal.wait_for("hello")
        wait_until(lambda: waits(epoch))
        terminal.press("q")
        assert process.wait(20) == 0
        terminal.wait_for("again: epoch replay")
        assert '"text": "hello"' in terminal.text


def test_ctrl_c_keeps_the_document_and_twice_leaves(epoch: Command) -> None:
    pipe = {"stdout": -1}
    with Terminal() as terminal:
        with at_screen(epoch.scripted(HANGS), "gen", "x", "--tui", terminal=terminal, anew=True, **pipe) as process:
            terminal.wait_for("hello")
            terminal.press("\x03")
            wait_until(lambda: isinstance(events_of(epoch)[-1], RunEnded))
            assert process.poll() is None  # it is still looked at
            assert terminal.alternate
            terminal.press("\x03")
            out, _ = process.communicate(timeout=20)
        assert process.returncode == 130
        terminal.wait_for("kept")
        assert is_given_back(terminal)
        assert "Traceback" not in terminal.text
    assert ended(epoch).status == "cancelled"
    assert paths(out) == ["/root", "/root/children/-"]


def test_q_in_the_middle_ends_the_run_and_leaves(epoch: Command) -> None:
    with Terminal() as terminal, at_screen(epoch.scripted(HANGS), "gen", "x", terminal=terminal) as process:
        terminal.wait_for("hello")
        terminal.press("q")
        assert process.wait(20) == 130
        terminal.wait_for("kept")
        assert is_given_back(terminal)
    assert ended(epoch).status == "cancelled"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 143)])
def test_a_signal_to_end_closes_the_screen(epoch: Command, number: int, code: int) -> None:
    with Terminal() as terminal, at_screen(epoch.scripted(HANGS), "gen", "x", terminal=terminal) as process:
        terminal.wait_for("hello")
        process.send_signal(number)
        assert process.wait(20) == code
        wait_until(lambda: is_given_back(terminal))
    assert ended(epoch).status == "cancelled"


def test_sigint_from_outside_is_the_key(epoch: Command) -> None:
    with Terminal() as terminal, at_screen(epoch.scripted(HANGS), "gen", "x", terminal=terminal) as process:
        terminal.wait_for("hello")
        process.send_signal(signal.SIGINT)
        wait_until(lambda: isinstance(events_of(epoch)[-1], RunEnded))
        assert terminal.alternate
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        wait_until(lambda: is_given_back(terminal))


@pytest.mark.parametrize("rows", [HANGS, DONE], ids=["in the middle", "while it waits"])
def test_when_the_terminal_is_closed_the_session_is_complete_and_no_process_is_left(
    epoch: Command, rows: list[dict[str, Any]]
) -> None:
    terminal = Terminal()
    with at_screen(epoch.scripted(rows), "gen", "x", terminal=terminal, anew=True) as process:
        terminal.wait_for("hello")
        if rows is DONE:
            wait_until(lambda: waits(epoch))
        terminal.hang_up()
        assert process.wait(20) == 143
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    assert ended(epoch).status == ("complete" if rows is DONE else "cancelled")


def test_a_terminal_that_goes_without_a_signal_ends_the_run_too(epoch: Command) -> None:
    """As of a terminal that is not the controlling one: nobody sends SIGHUP, only reading and writing fail."""
    terminal = Terminal()
    streams = {"stdin": terminal.file, "stdout": terminal.file, "stderr": terminal.file}
    with killed(epoch.scripted(HANGS).start_anew("gen", "x", start_new_session=True, **streams)) as process:
        terminal.wait_for("hello")
        terminal.hang_up()
        assert process.wait(20) == 143
    assert ended(epoch).status == "cancelled"


def test_a_storm_of_sizes_does_no_harm(epoch: Command) -> None:
    with Terminal(120, 36) as terminal, at_screen(epoch.scripted(DONE), "gen", "x", terminal=terminal) as process:
        terminal.wait_for("hello")
        for turn in range(200):
            terminal.resize(20 + turn * 7 % 130, 3 + turn * 5 % 50)
        terminal.resize(90, 25)
        terminal.wait_for("hello")
        wait_until(lambda: waits(epoch))
        terminal.press("q")
        assert process.wait(20) == 0
        wait_until(lambda: is_given_back(terminal))
        assert "Traceback" not in terminal.text


def test_behind_ctrl_z_it_is_drawn_again(epoch: Command) -> None:
    with Terminal() as terminal, at_screen(epoch.scripted(HANGS), "gen", "x", terminal=terminal, anew=True) as process:
        terminal.wait_for("hello")
        terminal.press("\x1a")
        wait_until(lambda: is_given_back(terminal))
        os.waitid(os.P_PID, process.pid, os.WSTOPPED)
        process.send_signal(signal.SIGCONT)
        wait_until(lambda: terminal.alternate and "hello" in terminal.text)
        terminal.press("q")
        assert process.wait(20) == 130
        wait_until(lambda: is_given_back(terminal))


def test_what_is_typed_after_refine_is_a_second_turn_of_the_same_session(epoch: Command) -> None:
    pipe = {"stdout": -1}
    with Terminal(100, 30) as terminal:
        with at_screen(epoch, "gen", "login form", "-p", "offline", "--tui", terminal=terminal, **pipe) as process:
            terminal.wait_for("Password")
            wait_until(lambda: waits(epoch))
            terminal.press("r")
            terminal.wait_for("enter")
            terminal.press("add a remember me checkbox\r")
            terminal.wait_for("Remember me")
            wait_until(lambda: epoch.sessions()[0].read_bytes().count(b'"waiting"') == 2)
            terminal.press("q")
            out, _ = process.communicate(timeout=20)
        assert process.returncode == 0
        assert b"emember" in out
    (session,) = epoch.sessions()
    reasons = [json.loads(line).get("reason") for line in session.read_bytes().splitlines()]
    assert [each for each in reasons if each] == ["initial", "refine"]


def test_who_reads_the_pipe_on_the_same_terminal_writes_when_the_screen_has_closed(epoch: Command) -> None:
    reader, writer = os.pipe()
    with Terminal(100, 30) as terminal:
        # as the shell does for `epoch gen "x" --tui | cat`
        with subprocess.Popen(["cat"], stdin=reader, stdout=terminal.file) as shown:
            os.close(reader)
            with at_screen(epoch.scripted(DONE), "gen", "x", "--tui", terminal=terminal, stdout=writer) as process:
                os.close(writer)
                terminal.wait_for("hello")
                wait_until(lambda: waits(epoch))
                assert b'"op"' not in terminal.raw
                terminal.press("q")
                assert process.wait(20) == 0
            assert shown.wait(20) == 0
        wait_until(lambda: is_given_back(terminal))
        terminal.wait_for("again: epoch replay")
        assert terminal.text.count('{"op":"add"') == 2


def test_a_pipe_that_is_closed_is_no_matter_until_the_screen_is(epoch: Command) -> None:
    reader, writer = os.pipe()
    with Terminal() as terminal:
        with at_screen(epoch.scripted(DONE), "gen", "x", "--tui", terminal=terminal, stdout=writer) as process:
            os.close(writer)
            os.close(reader)
            terminal.wait_for("hello")
            wait_until(lambda: waits(epoch))
            terminal.press("q")
            assert process.wait(20) == 141
        wait_until(lambda: is_given_back(terminal))
    assert ended(epoch).status == "complete"


def test_a_file_gets_each_patch_while_the_screen_is_open(epoch: Command, tmp_path: Path) -> None:
    file = tmp_path / "patches.jsonl"
    arguments = ("gen", "x", "--tui")
    with (
        Terminal() as terminal,
        file.open("wb") as stdout,
        at_screen(epoch.scripted(DONE), *arguments, terminal=terminal, stdout=stdout) as process,
    ):
        wait_until(lambda: waits(epoch))
        assert paths(file.read_bytes()) == ["/root", "/root/children/-"]
        terminal.press("q")
        assert process.wait(20) == 0


def test_a_run_that_does_not_end_is_left(epoch: Command) -> None:
    rows = [{"text": jsonl(PAGE, HELLO)}, {"stubborn": True}]
    with Terminal() as terminal, at_screen(epoch.scripted(rows), "gen", "x", terminal=terminal) as process:
        terminal.wait_for("hello")
        terminal.press("q")
        terminal.wait_for("ending the run")
        terminal.press("q")  # leaves the screen without it
        wait_until(lambda: is_given_back(terminal))
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert "Traceback" not in terminal.text


def test_a_terminal_that_takes_nothing_stops_no_run(epoch: Command) -> None:
    """As over a network that stands still: the picture waits, the run does not."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()  # whose other end nobody reads
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))  # a picture is more than it takes
    how = {"stdin": theirs, "stdout": theirs, "stderr": theirs, "preexec_fn": take_terminal}
    with killed(epoch.scripted(HANGS).start_anew("gen", "x", start_new_session=True, **how)) as process:
        wait_until(lambda: epoch.sessions() and b'"hello"' in epoch.sessions()[0].read_bytes())
        process.send_signal(signal.SIGTERM)
        wait_until(lambda: isinstance(events_of(epoch)[-1], RunEnded))
        os.close(theirs)
        os.close(ours)
        assert process.wait(20) in {143, -signal.SIGHUP}


def test_the_file_of_o_has_what_was_accepted(epoch: Command) -> None:
    arguments = ("gen", "x", "-o", "out.json")
    with Terminal() as terminal, at_screen(epoch.scripted(HANGS), *arguments, terminal=terminal) as process:
        terminal.wait_for("hello")
        terminal.press("q")
        assert process.wait(20) == 130
    assert json.loads((epoch.work / "out.json").read_bytes())["root"]["children"] == [{"type": "Text", "text": "hello"}]


def test_no_color_is_obeyed(epoch: Command) -> None:
    epoch.environment = {"NO_COLOR": "1"}
    with Terminal() as terminal, at_screen(epoch.scripted(DONE), "gen", "x", terminal=terminal) as process:
        terminal.wait_for("hello")
        wait_until(lambda: waits(epoch))
        cells = [cell for row in terminal.screen.buffer.values() for cell in row.values()]
        assert {cell.fg for cell in cells} | {cell.bg for cell in cells} == {"default"}
        terminal.press("q")
        assert process.wait(20) == 0


def test_a_crash_of_the_screen_loses_nothing(epoch: Command, tmp_path: Path) -> None:
    """The screen is broken on purpose, by a configuration of Python and not of ours."""
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text(
        "import epoch_cli.tui.screens.main as main\n"
        "def draw(*_, **__):\n    raise RuntimeError('no picture')\n"
        "main.MainScreen.draw = draw\n"
    )
    epoch.environment = {"PYTHONPATH": str(broken)}
    rows = [{"text": jsonl(PAGE, HELLO)}, {"pause": 2.0}, {"text": jsonl(WORLD)}, {"finish": "stop"}]
    pipe = {"stdout": -1}
    with Terminal() as terminal:
        with at_screen(epoch.scripted(rows), "gen", "x", "--tui", terminal=terminal, **pipe) as process:
            out, _ = process.communicate(timeout=30)
        assert process.returncode == 70
        wait_until(lambda: is_given_back(terminal))
        terminal.wait_for("the screen failed")
        assert "RuntimeError: no picture" in terminal.joined, terminal.text
    assert len(paths(out)) == 3
    assert ended(epoch).status == "complete"


def test_somebody_else_can_be_asked_for_the_same(epoch: Command) -> None:
    with Terminal(100, 30) as terminal:
        arguments = ("gen", "login form", "--tui")
        with at_screen(epoch.scripted(DONE), *arguments, terminal=terminal, stdout=-1) as process:
            terminal.wait_for("hello")
            wait_until(lambda: waits(epoch))
            terminal.press("m")
            terminal.wait_for("Who writes")
            terminal.press("offline\r")
            terminal.wait_for("Password")
            wait_until(lambda: epoch.sessions()[0].read_bytes().count(b'"waiting"') == 2)
            terminal.press("q")
            process.communicate(timeout=20)
        assert process.returncode == 0
    providers = [event.provider for event in events_of(epoch) if isinstance(event, AttemptStarted)]
    assert providers == ["scripted", "offline"]


def test_a_prompt_that_is_typed_leaves_the_keys_to_the_screen(epoch: Command) -> None:
    with Terminal() as terminal, at_screen(epoch, "gen", "-", "-p", "offline", terminal=terminal) as process:
        terminal.press("login form\n\x04")
        terminal.wait_for("Password")
        wait_until(lambda: waits(epoch))
        terminal.press("q")
        assert process.wait(20) == 0
        wait_until(lambda: is_given_back(terminal))
