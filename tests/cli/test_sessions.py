"""`epoch sessions`: what was recorded, listed, shown, shared, compared, measured and removed."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.command import EPOCH, Command, Inside
from support.scripted import add, container, jsonl, text_node
from support.terminal import Terminal, on_terminals

from epoch_cli import read_session
from epoch_cli.cli.readers import Readers
from epoch_cli.cli.streams import write_data
from epoch_cli.events import FORMAT, Event, RunStarted, encode, to_json
from epoch_cli.output.jsonl import DataOutput

OLD = Path(__file__).parents[1] / "data" / "sessions" / "format-1.jsonl"
DOCUMENT = {"root": container(text_node("Log in"), id="page")}
NOW = datetime.now(UTC)


def rows(prompt: str = "login form", *, ago: timedelta = timedelta(0), **more: Any) -> list[dict[str, Any]]:
    """The events of a whole session, as plain data; `more` changes the first of them, `status` the last."""
    status = more.pop("status", "complete")
    text = more.pop("text", "Log in")
    document = {"root": container(text_node(text), id="page")}
    patch = add("/root", document["root"])
    started = (NOW - ago).isoformat(timespec="milliseconds")
    first = {
        "event": "run_started", "at": 0.0, "format": FORMAT, "session": "s", "epoch": "0", "started": started,
        "prompt": prompt, "provider": "acme", "model": "large-1", "title": "Acme large-1", "catalog": "punk",
        "catalog_digest": "d", "profile": "strict", "base": None, **more,
    }  # fmt: skip
    attempt = {
        "event": "attempt_started", "at": 0.1, "attempt": 1, "reason": "initial", "prompt": "# Request", "provider":
        "acme", "model": "large-1", "input_tokens": 90,
    }  # fmt: skip
    ended_badly = {"event": "attempt_ended", "at": 0.2, "attempt": 1, "finish": "", "error": {"message": "Acme failed"}}
    recovery = {
        "event": "recovery", "at": 0.2, "attempt": 1, "category": "PROVIDER_ERROR", "trigger": "server",
        "action": "retry", "delay": 0.1, "message": "Acme failed: asking again",
    }  # fmt: skip
    return [
        first,
        attempt,
        ended_badly,
        recovery,
        {**attempt, "at": 0.3, "attempt": 2, "reason": "retry"},
        {"event": "text", "at": 0.5, "text": json.dumps(patch), "channel": "text"},
        {"event": "patch_accepted", "at": 0.6, "number": 1, "sequence": 1, "patch": patch, "inverse": [],
         "metrics": {"nodes": 2}, "origin": "model"},
        {"event": "patch_refused", "at": 0.7, "number": 2, "patch": {}, "diagnostics": [
            {"code": "EP201", "severity": "error", "message": "no component Txt", "pointer": "/root"}]},
        {"event": "usage", "at": 0.8, "attempt": 1, "input_tokens": 0, "output_tokens": 0, "estimated": True,
         "cost": "0"},
        {"event": "usage", "at": 0.9, "attempt": 2, "input_tokens": 100, "output_tokens": 50, "estimated": False,
         "cost": "0.25"},
        {"event": "run_ended", "at": 2.0, "status": status, "document": document, "metrics": {"nodes": 2, "score": 3},
         "accepted": 1, "refused": 1, "repaired": 0, "malformed": 0, "error": {}},
    ]  # fmt: skip


def record(epoch: Command | Inside, name: str, lines: list[dict[str, Any]], torn: str = "") -> Path:
    """Write a session file where sessions are."""
    home = epoch.command.home if isinstance(epoch, Inside) else epoch.home
    folder = home / "data" / "epoch" / "sessions"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.jsonl"
    path.write_text("".join(f"{json.dumps(line, separators=(',', ':'))}\n" for line in lines) + torn, "utf-8")
    return path


OLDEST, FAILED, CUT, NEWEST = (
    "20260101-000000-aaaaaa", "20260102-000000-bbbbbb", "20260103-000000-cccccc", "20260104-000000-dddddd"
)  # fmt: skip


@pytest.fixture
def four(inside: Inside) -> Inside:
    """Four sessions: one long ago, one that failed, one that was cut off, and a new one."""
    record(inside, OLDEST, rows("table of orders", ago=timedelta(days=40), provider="other", model="small"))
    record(inside, FAILED, rows("Login page", ago=timedelta(days=2), status="failed"))
    long_ago = time.time() - 3600
    os.utime(record(inside, CUT, rows("settings", ago=timedelta(hours=3))[:7], '{"event":"tex'), (long_ago, long_ago))
    record(inside, NEWEST, rows())
    return inside


def ids(result: Any) -> list[str]:
    assert result.code == 0, result.err
    return [line.decode() for line in result.out.splitlines()]


# ------------------------------------------------------------------ list


def test_a_table_has_a_line_a_session_the_newest_first(four: Inside) -> None:
    result = four("sessions", "list")
    head, *lines = result.out.decode().splitlines()
    assert head.split()[:3] == ["SESSION", "AGE", "STATUS"]
    assert [line.split()[0] for line in lines] == [NEWEST, CUT, FAILED, OLDEST]
    assert [line.split()[1] for line in lines][1:] == ["3h", "2d", "40d"]
    assert [line.split()[2] for line in lines] == ["complete", "unfinished", "failed", "complete"]
    assert lines[0].endswith("login form")
    assert "~$0.2500" in lines[0]
    assert (result.code, result.err) == (0, b"")


@pytest.mark.parametrize(
    ("flags", "found"),
    [
        ((), [NEWEST, CUT, FAILED, OLDEST]),
        (("--provider", "other"), [OLDEST]),
        (("-p", "ACME"), [NEWEST, CUT, FAILED]),
        (("--model", "large"), [NEWEST, CUT, FAILED]),
        (("--status", "unfinished"), [CUT]),
        (("--status", "failed"), [FAILED]),
        (("--since", "1h"), [NEWEST]),
        (("--since", "1d"), [NEWEST, CUT]),
        (("--since", (NOW - timedelta(days=10)).date().isoformat()), [NEWEST, CUT, FAILED]),
        (("--grep", "LOGIN"), [NEWEST, FAILED]),
        (("--grep", "login", "--status", "failed"), [FAILED]),
        (("--limit", "2"), [NEWEST, CUT]),
        (("--limit", "0"), [NEWEST, CUT, FAILED, OLDEST]),
        (("--grep", "nothing"), []),
    ],
)
def test_filters_choose_the_sessions(four: Inside, flags: tuple[str, ...], found: list[str]) -> None:
    assert ids(four("sessions", "list", "--format", "ids", *flags)) == found


def test_json_and_jsonl_hold_the_same(four: Inside) -> None:
    listed = json.loads(four("sessions", "list", "--format", "json").out)
    assert four("sessions", "list", "--format", "jsonl").lines == listed
    newest = listed[0]
    assert newest["session"] == NEWEST
    assert Path(newest["path"]).is_file()
    assert (newest["status"], newest["nodes"], newest["accepted"], newest["refused"]) == ("complete", 2, 1, 1)
    assert (newest["input_tokens"], newest["output_tokens"], newest["cost"]) == (100, 50, "0.25")
    assert (listed[1]["status"], listed[1]["cost"], listed[1]["seconds"]) == ("unfinished", None, 0.6)


def test_a_table_has_twenty_lines_and_says_that_there_are_more(inside: Inside) -> None:
    for index in range(22):
        record(inside, f"20260101-0000{index:02d}-aaaaaa", rows())
    result = inside("sessions", "list")
    assert len(result.out.splitlines()) == 21
    assert result.said == ["there are more: --limit 0 lists all"]
    assert len(inside("sessions", "list", "--limit", "0").out.splitlines()) == 23
    assert len(inside("sessions", "list", "--format", "ids").out.splitlines()) == 22
    assert inside("sessions", "list", "-q").err == b""


@pytest.mark.parametrize(
    "flags", [("--status", "done"), ("--since", "yesterday"), ("--format", "yaml"), ("--since", ""), ("--limit", "-1")]
)
def test_flags_that_cannot_be_used_are_usage_errors(four: Inside, flags: tuple[str, ...]) -> None:
    result = four("sessions", "list", *flags)
    assert (result.code, result.out) == (2, b"")
    assert result.err


def test_without_sessions_that_is_said(inside: Inside) -> None:
    result = inside("sessions", "list")
    assert (result.code, result.out) == (0, b"")
    assert result.said[0].startswith("no sessions, in ")
    assert inside("sessions", "list", "--format", "json").out == b"[]\n"
    assert inside("sessions", "stats").code == 0


def test_files_that_are_no_sessions_are_told_and_the_others_listed(four: Inside) -> None:
    record(four, "20260105-000000-eeeeee", [{"event": "party"}])
    result = four("sessions", "list", "--format", "ids")
    assert ids(result) == [NEWEST, CUT, FAILED, OLDEST]
    assert len(result.said) == 1
    assert "20260105-000000-eeeeee" in result.said[0]


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
def test_on_a_narrow_terminal_the_lines_fit(four: Inside) -> None:
    record(four, "20260105-000000-eeeeee", rows("a very long prompt " * 20))
    with Terminal(columns=80) as terminal:
        assert on_terminals(four.command, "sessions", "list", out=terminal, err=terminal)[0] == 0
        lines, text = [line for line in terminal.lines if line.strip()], terminal.text
    assert [line.split()[0] for line in lines] == ["SESSION", "20260105-000000-eeeeee", NEWEST, CUT, FAILED, OLDEST]
    assert "…" in text
    assert "WRITTEN BY" not in text


# ------------------------------------------------------------------ show, path, export


def test_show_tells_what_a_session_comes_to(four: Inside) -> None:
    result = four("sessions", "show", NEWEST)
    text = result.out.decode()
    assert (result.code, result.err) == (0, b"")
    for told in (
        "login form", "complete, after 2.0 s", "Acme large-1", "preset punk, profile strict", "Acme failed",
        "Acme failed: asking again", "refused patch 2: EP201 error: no component Txt", "1 accepted, 1 refused",
        "~100 in, ~50 out", "Container #page", "  Text “Log in”",
    ):  # fmt: skip
        assert told in " ".join(text.split()) or told in text, told


def test_without_a_name_the_last_is_shown(four: Inside) -> None:
    assert four("sessions", "show").out == four("sessions", "show", NEWEST).out
    assert four("sessions", "show", "@3").out == four("sessions", "show", FAILED).out


def test_a_session_that_was_cut_off_is_shown_up_to_there(four: Inside) -> None:
    result = four("sessions", "show", CUT)
    assert result.code == 0
    assert b"unfinished" in result.out
    assert "Text “Log in”" in result.out.decode()
    assert any("incomplete" in line for line in result.said)


def test_show_as_json_holds_all_of_it(four: Inside) -> None:
    found = json.loads(four("sessions", "show", NEWEST, "--format", "json").out)
    assert found["started"]["prompt"] == "login form"
    assert [attempt["reason"] for attempt in found["attempts"]] == ["initial", "retry"]
    assert found["attempts"][1]["usage"]["cost"] == "0.25"
    assert [event["action"] for event in found["recoveries"]] == ["retry"]
    assert [finding["code"] for finding in found["refused"]] == ["EP201"]
    assert (found["metrics"]["first_patch"], found["metrics"]["attempts"]) == (0.6, 2)
    assert found["document"]["root"] == DOCUMENT["root"]


def test_the_path_is_printed_for_other_tools(four: Inside) -> None:
    path = Path(four("sessions", "path").out.decode().rstrip("\n"))
    assert path.stem == NEWEST
    assert path.is_file()
    assert four("sessions", "path", "20260102").out.decode().rstrip("\n").endswith(f"{FAILED}.jsonl")


def test_events_are_exported_as_they_are(four: Inside) -> None:
    path = Path(four("sessions", "path").out.decode().rstrip("\n"))
    result = four("sessions", "export")
    assert result.out == b"".join(map(encode, read_session(path)))
    assert four("sessions", "export", "-o", "s.jsonl").code == 0
    assert (four.work / "s.jsonl").read_bytes() == result.out
    assert four("replay", "s.jsonl", "--format", "json").out == four("replay", NEWEST, "--format", "json").out


def test_a_session_of_an_earlier_format_is_exported_in_todays(inside: Inside) -> None:
    (inside.work / "old.jsonl").write_bytes(OLD.read_bytes())
    result = inside("sessions", "export", "old.jsonl")
    assert result.lines[0]["format"] == FORMAT
    assert result.lines == [to_json(event) for event in read_session(OLD)]


def test_the_document_is_exported_as_replay_gives_it(four: Inside) -> None:
    exported = four("sessions", "export", "--format", "json")
    assert json.loads(exported.out) == json.loads(four("replay", NEWEST, "--format", "json").out)


def test_the_report_is_markdown(four: Inside) -> None:
    record(four, "20260105-000000-eeeeee", rows("a <b>bold</b> | *prompt* [x](javascript:y)"))
    lines = four("sessions", "export", "--format", "md").out.decode().splitlines()
    assert lines[0] == "# Session s"
    assert r"- **prompt**: a \<b\>bold\</b\> \| \*prompt\* \[x\](javascript:y)" in lines
    assert "## Attempts" in lines
    assert "    Container #page" in lines
    assert "## What went wrong" in lines


def test_a_redacted_export_holds_no_secret_and_can_be_replayed(inside: Inside) -> None:
    key = "sk-" + "proj-AbC123dEf456GhI789jKl"
    record(inside, NEWEST, rows(f"a form for jane@acme.io with {key}", text="Write to jane@acme.io"))
    assert key.encode() in inside("sessions", "export").out
    result = inside("sessions", "export", "--redact", "-o", "shared.jsonl")
    assert result.code == 0
    data = (inside.work / "shared.jsonl").read_text("utf-8")
    assert key not in data
    assert "jane@acme.io" not in data
    again = inside("replay", "shared.jsonl", "--format", "json")
    assert json.loads(again.out)["root"]["children"][0]["text"] == "Write to [redacted:email]"
    report = inside("sessions", "export", "--redact", "--format", "md").out.decode()
    assert "jane" not in report
    assert r"\[redacted:key\]" in report


def test_a_redacted_session_reads_as_it_was_recorded(inside: Inside) -> None:
    """What the model wrote, which is read again, and the patches and the document say the same."""
    text = jsonl(add("/root", container(text_node("Write to jane@acme.io\nor bob@acme.io"), id="page")), {"op": "x"})
    inside("apply", stdin=text.encode())
    assert inside("sessions", "export", "--redact", "-o", "shared.jsonl").code == 0
    assert "acme.io" not in (inside.work / "shared.jsonl").read_text("utf-8")
    checked = inside("replay", "shared.jsonl", "--check")
    assert checked.code == 0, checked.out
    assert inside("validate", "shared.jsonl").code in {0, 1}


# ------------------------------------------------------------------ diff, stats


def test_two_that_are_the_same_have_no_difference(four: Inside) -> None:
    result = four("sessions", "diff", FAILED, NEWEST)
    assert result.code == 0
    assert result.out.decode().splitlines() == [
        "~ prompt: Login page → login form", "~ status: failed → complete"
    ]  # fmt: skip
    assert result.said == ["the same patches; no difference"]


def test_what_differs_is_told_of_patches_and_of_nodes(four: Inside) -> None:
    record(four, "20260105-000000-eeeeee", rows(text="Sign in"))
    result = four("sessions", "diff", NEWEST)
    lines = result.out.decode().splitlines()
    assert result.code == 1
    assert [line.split(":")[0] for line in lines[:2]] == ["- patch 1", "+ patch 1"]
    assert any('"Log in" → "Sign in"' in line for line in lines)
    assert result.said == ["patches: 1 only in the first, 1 only in the second; nodes: 1 changed"]
    assert four("sessions", "diff", NEWEST, "--exit-zero").code == 0


def test_a_difference_as_json_and_as_operations(four: Inside) -> None:
    record(four, "20260105-000000-eeeeee", rows(text="Sign in"))
    found = json.loads(four("sessions", "diff", "@2", "last", "--format", "json").out)
    assert [change["change"] for change in found["patches"]] == ["removed", "added"]
    assert found["facts"] == []
    assert found["document"][0]["fields"][0]["after"] == "Sign in"
    patches = four("sessions", "diff", "@2", "last", "--format", "patch").lines
    assert [(patch["op"], patch["value"]) for patch in patches] == [("replace", "Sign in")]


def test_the_statistics_are_those_of_the_sessions(four: Inside) -> None:
    groups = json.loads(four("sessions", "stats", "--format", "json").out)
    assert [(group["provider"], group["sessions"]) for group in groups] == [("acme", 3), ("other", 1)]
    acme = groups[0]
    assert acme["statuses"] == {"complete": 1, "failed": 1, "unfinished": 1}
    assert acme["spreads"]["first_patch"] == {"values": 3, "p50": 0.6, "p95": 0.6}
    assert acme["spreads"]["seconds"] == {"values": 3, "p50": 2.0, "p95": 2.0}
    assert (acme["totals"]["attempts"], acme["totals"]["recovered"], acme["cost"]) == (6, 3, "0.50")
    only = json.loads(four("sessions", "stats", "--format", "json", "-p", "other").out)
    assert [group["model"] for group in only] == ["small"]


def test_the_statistics_are_two_tables_for_people(four: Inside) -> None:
    lines = four("sessions", "stats").out.decode().splitlines()
    assert lines[0].split()[:3] == ["PROVIDER", "MODEL", "SESSIONS"]
    assert lines[1].split()[:3] == ["acme", "large-1", "3"]
    assert any("600 ms / 600 ms" in line for line in lines)


def test_answers_from_the_cache_do_not_count(inside: Inside) -> None:
    record(inside, NEWEST, rows(cached=OLDEST))
    assert json.loads(inside("sessions", "stats", "--format", "json").out) == []
    assert b"complete (cached)" in inside("sessions", "list").out


# ------------------------------------------------------------------ removing


def left(epoch: Inside) -> list[str]:
    return [path.stem for path in epoch.sessions()]


def test_sessions_are_removed_and_what_was_freed_is_said(four: Inside) -> None:
    result = four("sessions", "rm", FAILED, "last", "--yes")
    assert result.code == 0
    assert left(four) == [OLDEST, CUT]
    assert result.said[0].startswith("removed: 2 sessions, ")
    assert result.said[0].endswith(" kB freed")


def test_those_that_began_long_ago_are_removed(four: Inside) -> None:
    assert four("sessions", "rm", "--older-than", "30d", "-y").code == 0
    assert left(four) == [FAILED, CUT, NEWEST]
    assert four("sessions", "rm", "--older-than", "30d", "-y").said == ["there is nothing to remove"]


def test_all_are_removed_but_one_that_is_still_written(four: Inside) -> None:
    record(four, "20260105-000000-eeeeee", rows()[:6])
    record(four, "20260106-000000-ffffff", [{"event": "party"}])
    result = four("sessions", "rm", "--all", "--yes")
    assert result.code == 0
    assert left(four) == ["20260105-000000-eeeeee"]
    assert "may still be written" in result.said[0]


def test_without_a_terminal_nothing_is_removed_unasked(four: Inside) -> None:
    result = four("sessions", "rm", "--all")
    assert result.code == 2
    assert "--yes" in result.said[0]
    assert len(left(four)) == 4


@pytest.mark.parametrize("flags", [(), ("--all", "--older-than", "1d"), ("last", "--all")])
def test_it_has_to_be_said_in_one_way_which(four: Inside, flags: tuple[str, ...]) -> None:
    assert four("sessions", "rm", *flags, "--yes").code == 2
    assert len(left(four)) == 4


def test_only_sessions_of_the_user_are_removed(four: Inside) -> None:
    mine = four.work / "mine.jsonl"
    mine.write_bytes(OLD.read_bytes())
    assert four("sessions", "rm", "mine.jsonl", "--yes").code == 2
    assert mine.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
@pytest.mark.parametrize(("answer", "count"), [("n\n", 4), ("\n", 4), ("y\n", 3)])
def test_on_a_terminal_it_asks_first(four: Inside, answer: str, count: int) -> None:
    with Terminal() as terminal:
        how = {"stdin": terminal.file, "stdout": terminal.file, "stderr": terminal.file}
        with four.command.start("sessions", "rm", "last", **how) as process:
            terminal.wait_for("[y/N]")
            terminal.press(answer)
            assert process.wait(60) == 0
    assert len(left(four)) == count


# ------------------------------------------------------------------ whatever is in them


HOSTILE = "\x1b[31m\x1b]0;owned\x07\u202e\x9b"


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",), ("list", "--format", "json"), ("list", "--format", "ids"), ("show",), ("show", "--format", "json"),
        ("export",), ("export", "--format", "md"), ("export", "--format", "json"), ("stats",),
        ("stats", "--format", "json"), ("diff", "@2"), ("diff", "@2", "--format", "json"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_hostile_session_writes_no_escape(inside: Inside, arguments: tuple[str, ...]) -> None:
    words = dict.fromkeys(
        ("session", "epoch", "model", "title", "catalog", "profile", "provider", "continues"), HOSTILE
    )
    record(inside, OLDEST, rows())
    lines = rows(HOSTILE, text=HOSTILE, **words)
    lines[2]["error"]["message"] = lines[3]["message"] = lines[7]["diagnostics"][0]["message"] = HOSTILE
    record(inside, NEWEST, lines)
    result = inside("sessions", *arguments)
    assert result.out
    for written in (result.out.decode(), result.err.decode()):
        assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(written)


@pytest.mark.parametrize("command", ["show", "export", "path", "diff", "rm"])
def test_a_session_that_is_not_there_is_told(four: Inside, command: str) -> None:
    result = four("sessions", command, "20990101")
    assert result.code == 6
    assert len(result.said) == 1


@pytest.mark.parametrize(
    "spoiled",
    [
        [], [{"event": "party"}], rows()[1:],
        [*rows()[:1], {**rows()[6], "patch": {"op": "remove", "path": "/root/children/9"}}],
    ],
    ids=["empty", "no event", "no beginning", "a patch that does not fit"],
)  # fmt: skip
@pytest.mark.parametrize("arguments", [("show",), ("export", "--format", "json"), ("export", "--format", "md")])
def test_a_spoiled_session_is_unreadable_and_no_bug(
    inside: Inside, spoiled: list[dict[str, Any]], arguments: tuple[str, ...]
) -> None:
    record(inside, NEWEST, spoiled)
    result = inside("sessions", *arguments)
    assert result.code == 6, result.err
    assert len(result.said) == 1
    assert b"Traceback" not in result.err


# ------------------------------------------------------------------ disks that are full, and ids that are taken

LIMITED = ("sh", "-c", 'ulimit -f 4; trap "" XFSZ; exec "$@"', "sh", *EPOCH)
"""A limit on the size of files stands for the disk: a few lines of the session fit."""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_full_disk_costs_the_rest_of_the_session_and_nothing_else(epoch: Command) -> None:
    whole = epoch("gen", "login form", "--format", "json", "--no-log", "--no-cache")
    limited = Command(epoch.home, epoch.work, epoch.environment, LIMITED)
    result = limited("gen", "login form", "--format", "json", "--no-cache")
    assert (result.code, result.out) == (0, whole.out)
    warnings = [line for line in result.said if "cut short" in line]
    assert len(warnings) == 1
    assert "make room" in warnings[0]
    assert any(line.startswith("saved in part: ") for line in result.said)
    assert not any(line.startswith("saved: ") for line in result.said)
    (path,) = epoch.sessions()
    told: list[int] = []
    events = list(read_session(path, on_torn=told.append))
    assert events
    assert told == []
    (listed,) = json.loads(epoch("sessions", "list", "--format", "json").out)
    assert listed["status"] == "unfinished"
    assert epoch("replay", path.stem, "--format", "jsonl").code == 0


async def told(events: list[Event]) -> AsyncIterator[Event]:
    for event in events:
        yield event


def test_an_id_that_is_taken_is_changed_for_all_readers(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    events = list(read_session(OLD))
    started = events[0]
    assert isinstance(started, RunStarted)
    (tmp_path / f"{started.session}.jsonl").write_text("mine\n")
    data = DataOutput("events", write_data)
    with Readers(data=data, picture=False, sessions=tmp_path, verbosity=0) as readers:
        asyncio.run(readers.follow(told(events), lambda: None))
        readers.finish()
    out, err = capfdbinary.readouterr()
    name = f"{started.session}-2"
    assert (tmp_path / f"{started.session}.jsonl").read_text() == "mine\n"
    assert (tmp_path / f"{name}.jsonl").read_bytes() == out
    assert json.loads(out.splitlines()[0])["session"] == name
    assert f"again: epoch replay {name}" in err.decode()
