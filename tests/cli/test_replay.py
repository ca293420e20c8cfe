"""`epoch replay`: the same bytes again, offline, from a whole session, a cut one or one that somebody spoiled."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from support.command import Command, Inside, Result
from support.scripted import add, container, jsonl, text_node

from epoch_cli.events import FORMAT, decode, to_json
from epoch_cli.output.formats import FORMATS


@pytest.fixture(scope="module")
def runs(shared: Command) -> dict[str, tuple[Result, Path]]:
    """A run in each format, with its session."""
    made: dict[str, tuple[Result, Path]] = {}
    for form in FORMATS:
        before = set(shared.sessions())
        result = shared("gen", "table of orders: id, customer, total", "--format", form)
        (session,) = set(shared.sessions()) - before
        made[form] = (result, session)
    return made


@pytest.mark.parametrize("form", FORMATS)
def test_a_replay_prints_the_same_bytes(shared: Command, runs: dict[str, tuple[Result, Path]], form: str) -> None:
    result, session = runs[form]
    again = shared("replay", str(session), "--format", form)
    assert again.code == 0
    assert again.out == result.out
    assert again.out


def test_a_replay_in_a_pipe_is_jsonl_without_being_asked(shared: Command, runs: dict[str, tuple[Result, Path]]) -> None:
    result, session = runs["jsonl"]
    assert shared("replay", str(session)).out == result.out


def test_a_session_is_found_by_its_id_and_by_how_the_id_begins(epoch: Command) -> None:
    result = epoch("gen", "login form")
    session = epoch.sessions()[0].stem
    assert epoch("replay", session, "--format", "jsonl").out == result.out
    assert epoch("replay", session[:8], "--format", "jsonl").out == result.out


def test_an_ambiguous_beginning_is_a_usage_error(shared: Command, runs: dict[str, tuple[Result, Path]]) -> None:
    result = shared("replay", runs["json"][1].stem[:4])
    assert result.code == 2
    assert len(result.said) == 1


def test_a_replay_changes_nothing_on_disk(shared: Command, runs: dict[str, tuple[Result, Path]]) -> None:
    before = {path: path.read_bytes() for path in shared.sessions()}
    shared("replay", str(runs["jsonl"][1]))
    assert {path: path.read_bytes() for path in shared.sessions()} == before


def test_a_replay_in_a_pipe_does_not_wait(epoch: Command) -> None:
    result = epoch("gen", "login form")
    path = epoch.work / "slow.jsonl"
    rows = [json.loads(line) for line in epoch.sessions()[0].read_text().splitlines()]
    for index, row in enumerate(rows):
        row["at"] = index * 60.0
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    began = time.monotonic()
    assert epoch("replay", "slow.jsonl").out == result.out
    assert time.monotonic() - began < 10


def test_the_end_of_the_run_is_told_again(epoch: Command) -> None:
    scripted = epoch.scripted([{"text": jsonl(add("/root", container()))}, {"fail": "no route"}])
    assert scripted("gen", "x", "--no-fallback").code == 3
    again = epoch("replay", epoch.sessions()[0].stem)
    assert again.code == 0
    assert "epoch: no route; try later" in again.said


def test_a_cut_session_is_replayed_up_to_its_cut_and_that_is_said(
    shared: Command, runs: dict[str, tuple[Result, Path]]
) -> None:
    result, session = runs["jsonl"]
    path = shared.work / "cut.jsonl"
    whole = session.read_bytes()
    path.write_bytes(whole[: whole.rindex(b'"patch_accepted"') + 40])
    again = shared("replay", "cut.jsonl", "--format", "jsonl")
    assert again.code == 0
    assert again.out
    assert result.out.startswith(again.out)
    assert any("cut" in line or "incomplete" in line for line in again.said)


def test_quiet_says_nothing_of_a_whole_session(shared: Command, runs: dict[str, tuple[Result, Path]]) -> None:
    assert shared("replay", str(runs["jsonl"][1]), "-q").err == b""


# ------------------------------------------------------------------ what is no session


START = {
    "event": "run_started", "at": 0.0, "format": FORMAT, "session": "s", "epoch": "0", "started": "", "prompt": "p",
    "provider": "x", "model": "y", "title": "z", "catalog": "punk", "catalog_digest": "", "profile": "strict",
    "base": None, "continues": "", "history": [], "settings": {}, "cached": "", "expected": None,
}  # fmt: skip
END = {
    "event": "run_ended", "at": 1.0, "status": "complete", "document": {}, "metrics": {"nodes": 0, "score": 0},
    "accepted": 0, "refused": 0, "repaired": 0, "malformed": 0, "error": {}, "fallback": "",
    "validation": 0.0, "title": "",
}  # fmt: skip
ACCEPTED = {
    "event": "patch_accepted", "at": 0.5, "number": 1, "sequence": 1, "patch": add("/root", {"type": "Text"}),
    "inverse": [], "metrics": {}, "origin": "model",
}  # fmt: skip

SPOILED: dict[str, list[Any]] = {
    "empty": [],
    "no json": ["x"],
    "no beginning": [END],
    "no beginning, and patches": [ACCEPTED, END],
    "a later format": [{**START, "format": FORMAT + 1}],
    "a later format with other fields": [{"event": "run_started", "at": 0, "format": 99, "wish": "p"}],
    "a format that is a word": [{**START, "format": "1"}],
    "an unknown event": [START, {"event": "party", "at": 1}],
    "a time that is a word": [START, {"event": "text", "at": "soon", "text": "x"}, END],
    "a time that is null": [START, {"event": "text", "at": None, "text": "x"}, END],
    "a patch that is a number": [START, {**ACCEPTED, "patch": 5}, END],
    "a patch without a path": [START, {**ACCEPTED, "patch": {"op": "add"}}, END],
    "a patch that cannot be applied": [START, {**ACCEPTED, "patch": add("/root/children/-", 1)}, END],
    "a base that is a list": [{**START, "base": [1]}, ACCEPTED, END],
    "metrics that are missing": [START, {**END, "metrics": {}}],
    "an error that is a word": [START, {**END, "error": "x"}],
    "an error without a remedy": [START, {**END, "status": "failed", "error": {"message": "m"}}],
    "a status that is unknown": [START, {**END, "status": "exploded"}],
    "a diagnostic that is empty": [START, {"event": "diagnostic", "at": 0, "diagnostic": {}}, END],
    "a repair that is a number": [START, {"event": "repair", "at": 0, "number": 1, "repair": 3}, END],
    "half a character in a patch": [START, {**ACCEPTED, "patch": add("/root", text_node("\ud800"))}, END],
    "a number that is none in a patch": [START, {**ACCEPTED, "patch": add("/root", {"a": float("nan")})}, END],
    "a document": [{"root": {"type": "Text"}}],
}


def test_the_rows_of_these_tests_are_good_where_they_are_not_spoiled() -> None:
    for row in (START, END, ACCEPTED):
        assert to_json(decode(json.dumps(row))) == row


@pytest.mark.parametrize("rows", SPOILED.values(), ids=SPOILED.keys())
def test_a_spoiled_session_is_unreadable_and_never_a_bug(inside: Inside, rows: list[Any]) -> None:
    text = "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)
    (inside.work / "s.jsonl").write_text(text)
    result = inside("replay", "s.jsonl", "--format", "json")
    assert b"Traceback" not in result.err
    assert result.code == 6, result.err
    assert [line for line in result.said if line.startswith("epoch: ")]


def test_a_file_of_bytes_is_unreadable(inside: Inside) -> None:
    (inside.work / "s.jsonl").write_bytes(bytes(range(256)) * 100)
    result = inside("replay", "s.jsonl")
    assert result.code == 6
    assert len(result.said) == 1


@pytest.mark.parametrize("form", FORMATS)
def test_a_hostile_session_writes_no_escape_byte(inside: Inside, form: str) -> None:
    """A session may come from somebody else."""
    bad = "\x1b[31m\x1b]0;owned\x07"
    finding = {"code": bad, "severity": "error", "message": bad, "pointer": f"/{bad}", "hint": bad, "rule": bad}
    words = dict.fromkeys(("session", "epoch", "started", "prompt", "model", "title", "catalog", "profile"), bad)
    rows = [
        {**START, **words, "provider": bad},
        {"event": "text", "at": 0, "text": bad, "channel": "text"},
        {**ACCEPTED, "patch": add("/root", container(text_node(bad), id=bad))},
        {"event": "diagnostic", "at": 0, "diagnostic": finding},
        {"event": "patch_refused", "at": 0, "number": 2, "patch": {}, "diagnostics": [finding]},
        {
            "event": "repair",
            "at": 0,
            "number": 2,
            "repair": {"name": bad, "grade": "lossy", "pointer": bad, "message": bad},
        },
        {**END, "status": "failed", "error": {"category": bad, "message": bad, "remedy": bad, "exit_code": 3}},
    ]
    (inside.work / "s.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = inside("replay", "s.jsonl", "--format", form, "-vv")
    assert result.out
    assert b"\x1b" not in result.out
    assert b"\x1b" not in result.err
    assert b"\x07" not in result.out + result.err
