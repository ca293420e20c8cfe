"""The offline composer says what it is, what it did not understand and what it left out; and it can take its time."""

from __future__ import annotations

import json
import signal
import sys
from typing import Any

import pytest
from support.command import Command, Inside, wait_until
from support.scripted import ScriptedProvider, add, container, says

from epoch_cli import read_session
from epoch_cli.events import DiagnosticFound, Event, RunEnded, TextReceived, to_json

COMIC = "login form in comic sans"
NAME = "offline composer (rules, not a model)"
TOLD = "prompt: EW001 info: not understood: “comic sans” ("


@pytest.mark.parametrize("form", ["jsonl", "json", "tree", "events"])
@pytest.mark.parametrize("strict", [[], ["--strict"]], ids=["", "strict"])
def test_what_was_not_understood_is_said_once_and_fails_nothing(inside: Inside, form: str, strict: list[str]) -> None:
    done = inside("gen", COMIC, "-p", "offline", "--format", form, "--no-log", *strict)
    assert done.code == 0
    assert sum(line.startswith(TOLD) for line in done.said) == 1
    assert f"written by: {NAME}" in done.said


def test_events_hold_it_and_the_end_names_the_author(inside: Inside) -> None:
    done = inside("gen", COMIC, "-p", "offline", "--format", "events", "--no-log")
    (found,) = [row["diagnostic"] for row in done.lines if row["event"] == "diagnostic"]
    assert (found["code"], found["severity"], found["rule"]) == ("EW001", "info", "not-understood")
    assert done.lines[0]["title"] == done.lines[-1]["title"] == NAME


def test_what_does_not_fit_is_named(inside: Inside) -> None:
    fields = ", ".join(f"number {letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
    (inside.work / "small.toml").write_text("nodes = 12\n", "utf-8")
    done = inside("gen", f"form with {fields}", "-p", "offline", "--no-log", "--budget", "small.toml")
    assert done.code == 0, done.said
    (line,) = [line for line in done.said if "EW002" in line]
    assert "no room for" in line
    assert " and " in line
    assert "more" in line


def test_a_replay_and_a_report_tell_it_again(inside: Inside) -> None:
    inside("gen", COMIC, "-p", "offline")
    assert any(line.startswith(TOLD) for line in inside("replay", "last", "--format", "tree").said)
    assert b"not understood" in inside("sessions", "show", "last").out
    assert inside("replay", "last", "--check").code == 0


def test_a_rule_may_be_left_out(inside: Inside) -> None:
    (inside.work / "epoch.toml").write_text('[rules]\nignore = ["wishes"]\n', "utf-8")
    done = inside("gen", COMIC, "-p", "offline", "--no-log")
    assert done.code == 0
    assert not any("EW001" in line for line in done.said)


def test_an_edit_that_changes_nothing_says_both_once(inside: Inside) -> None:
    inside("gen", "login form", "-p", "offline", "-o", "ui.json", "--no-log")
    done = inside("gen", "remove the fax field", "--base", "ui.json", "-p", "offline", "--no-log")
    assert done.code == 0
    assert sum("“remove the fax field”" in line for line in done.said) == 1
    assert sum("nothing was changed" in line for line in done.said) == 1


# ---------------------------------------------------------------- a pace


def test_a_pace_is_for_the_offline_composer_only(inside: Inside) -> None:
    done = inside("gen", "x", "--pace", "40", model=ScriptedProvider(says(add("/root", container()))))
    assert done.code == 2
    (line,) = done.said
    assert line.startswith("epoch: --pace is for the offline composer; scripted model has a pace of its own; add -p")


@pytest.mark.parametrize("pace", ["0", "-1", "fast"])
def test_a_pace_is_a_number_above_zero(inside: Inside, pace: str) -> None:
    assert inside("gen", "x", "-p", "offline", "--pace", pace).code == 2


def lasting(events: list[Event]) -> list[dict[str, Any]]:
    """What events tell besides times and the run's own name."""
    own = {"at", "session", "started", "validation", "expected"}
    return [{name: value for name, value in to_json(event).items() if name not in own} for event in events]


def test_a_paced_run_leaves_the_same_session_but_for_times(inside: Inside) -> None:
    for more in ([], ["--pace", "800"]):
        assert inside("gen", COMIC, "-p", "offline", *more).code == 0
    first, second = sorted(inside.sessions(), key=lambda path: path.stat().st_mtime_ns)
    instant, paced = list(read_session(first)), list(read_session(second))
    assert lasting(instant) == lasting(paced)
    came = [event.at for event in paced if isinstance(event, TextReceived)]
    assert came[-1] - came[0] > 0.15
    assert any(isinstance(event, DiagnosticFound) for event in paced)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_in_the_middle_of_a_paced_run_keeps_the_document(epoch: Command) -> None:
    with epoch.start("gen", "login form", "-p", "offline", "--pace", "60", "-o", "ui.json") as process:
        wait_until(lambda: any(b"patch_accepted" in path.read_bytes() for path in epoch.sessions()))
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == 130
    root = json.loads((epoch.work / "ui.json").read_bytes())["root"]
    assert root["type"] == "Container"
    assert "Forgot" not in json.dumps(root)
    ended = list(read_session(epoch.sessions()[0]))[-1]
    assert isinstance(ended, RunEnded)
    assert ended.status == "cancelled"
