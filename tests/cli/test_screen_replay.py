"""`epoch replay` on a screen: it plays, pauses and steps, and data is what was reached."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from support.command import Command, wait_until
from support.scripted import add, container, jsonl, text_node

if sys.platform == "win32":
    pytest.skip("terminals of POSIX", allow_module_level=True)

from support.at_screen import at_screen, is_given_back
from support.terminal import Terminal

TEXTS = ("hello", "goodbye")


@pytest.fixture(scope="module")
def session(shared: Command) -> Path:
    """Three patches: a page, and two texts."""
    texts = [add("/root/children/-", text_node(each)) for each in TEXTS]
    scripted = shared.scripted([{"text": jsonl(add("/root", container()), *texts)}, {"finish": "stop"}])
    assert scripted("gen", "x").code == 0
    return shared.sessions()[-1]


def rows_of(session: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in session.read_bytes().splitlines()]


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_a_session_is_played_to_its_end_and_summed_up(shared: Command, session: Path) -> None:
    with Terminal() as terminal, at_screen(shared, "replay", str(session), terminal=terminal) as process:
        terminal.wait_for("goodbye")
        assert terminal.alternate
        terminal.press("q")
        assert process.wait(20) == 0
        wait_until(lambda: is_given_back(terminal))
        terminal.wait_for("done: 3 patches")


def test_steps_go_both_ways_and_each_event_is_data_once(shared: Command, session: Path) -> None:
    arguments = ("replay", str(session), "--tui", "--step")
    with Terminal() as terminal:
        with at_screen(shared, *arguments, terminal=terminal, stdout=-1) as process:
            wait_until(lambda: terminal.alternate)
            terminal.wait_for("paused")
            assert "Container" not in terminal.text
            terminal.press("..")
            terminal.wait_for("hello")
            terminal.press(",")
            wait_until(lambda: "hello" not in terminal.text)
            terminal.press(".")
            terminal.wait_for("hello")
            assert "goodbye" not in terminal.text
            terminal.press("q")
            out, _ = process.communicate(timeout=20)
        assert process.returncode == 0
    assert [json.loads(line)["path"] for line in out.splitlines()] == ["/root", "/root/children/-"]


def test_a_part_begins_with_what_was_before_and_instant_is_at_its_end(shared: Command, session: Path) -> None:
    arguments = ("replay", str(session), "--tui", "--from", "3", "--instant")
    with Terminal() as terminal:
        with at_screen(shared, *arguments, terminal=terminal, stdout=-1) as process:
            terminal.wait_for("goodbye")
            assert "hello" in terminal.text
            terminal.press("q")
            out, _ = process.communicate(timeout=20)
        assert process.returncode == 0
    assert len(out.splitlines()) == 1


def test_a_session_on_stdin_leaves_the_keys_to_the_terminal(shared: Command, session: Path) -> None:
    with Terminal() as terminal, session.open("rb") as file:
        with at_screen(shared, "replay", "-", "--instant", terminal=terminal, stdin=file) as process:
            terminal.wait_for("goodbye")
            terminal.press("q")
            assert process.wait(20) == 0
        wait_until(lambda: is_given_back(terminal))


def test_a_session_that_breaks_off_shows_what_there_is(shared: Command, session: Path, tmp_path: Path) -> None:
    cut = written(tmp_path / "cut.jsonl", [row for row in rows_of(session) if row["event"] != "run_ended"])
    with Terminal() as terminal, at_screen(shared, "replay", str(cut), "--instant", terminal=terminal) as process:
        terminal.wait_for("goodbye")
        terminal.press("q")
        assert process.wait(20) == 0
        terminal.wait_for("was cut off here")


def test_a_patch_that_does_not_fit_is_told_when_the_screen_has_closed(
    shared: Command, session: Path, tmp_path: Path
) -> None:
    rows = rows_of(session)
    last = max(at for at, row in enumerate(rows) if row["event"] == "patch_accepted")
    rows[last]["patch"]["path"] = "/root/children/7"
    broken = written(tmp_path / "broken.jsonl", rows)
    with Terminal(200, 24) as terminal, at_screen(shared, "replay", str(broken), terminal=terminal) as process:
        terminal.wait_for("hello")
        terminal.press("q")
        assert process.wait(20) == 6
        terminal.wait_for("a patch does not fit")
        assert is_given_back(terminal)


def test_signals_leave_and_give_the_terminal_back(shared: Command, session: Path) -> None:
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        with Terminal() as terminal, at_screen(shared, "replay", str(session), terminal=terminal) as process:
            terminal.wait_for("goodbye")
            process.send_signal(number)
            assert process.wait(20) == code
            wait_until(lambda terminal=terminal: is_given_back(terminal))


def test_left_before_the_end_it_says_how_far_it_was_and_ctrl_c_says_so_by_its_code(
    shared: Command, session: Path
) -> None:
    for key, code in (("q", 0), ("\x03", 130)):
        arguments = ("replay", str(session), "--step")
        with Terminal(200, 24) as terminal, at_screen(shared, *arguments, terminal=terminal) as process:
            terminal.wait_for("paused")
            terminal.press(".")
            terminal.wait_for("Container")
            terminal.press(key)
            assert process.wait(20) == code
            terminal.wait_for(f"left after 1 of 3 patches; again: epoch replay {session}")


def test_ctrl_c_at_the_end_is_no_interruption(shared: Command, session: Path) -> None:
    arguments = ("replay", str(session), "--instant")
    with Terminal() as terminal, at_screen(shared, *arguments, terminal=terminal) as process:
        terminal.wait_for("goodbye")
        terminal.press("\x03")
        assert process.wait(20) == 0
        terminal.wait_for("done: 3 patches")
        assert "left after" not in terminal.text


def test_a_session_without_its_beginning_is_none(shared: Command, session: Path, tmp_path: Path) -> None:
    end = written(tmp_path / "end.jsonl", rows_of(session)[-1:])
    with Terminal(200, 24) as terminal, at_screen(shared, "replay", str(end), terminal=terminal) as process:
        assert process.wait(20) == 6
        terminal.wait_for("not a session: it has no beginning")


def test_a_closed_terminal_leaves_no_process(shared: Command, session: Path) -> None:
    terminal = Terminal()
    with at_screen(shared, "replay", str(session), terminal=terminal, anew=True) as process:
        terminal.wait_for("goodbye")
        terminal.hang_up()
        assert process.wait(20) == 143
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
