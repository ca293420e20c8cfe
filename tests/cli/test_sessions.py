"""`epoch sessions`: what was recorded, listed, shown, compared, measured and removed."""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from support.command import Command, Inside
from support.recorded_sessions import CUT, DOCUMENT, FAILED, NEWEST, NOW, OLD, OLDEST, record, rows
from support.terminal import Terminal, on_terminals


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


def test_ids_and_all_exclude_each_other(four: Inside) -> None:
    assert "exclude each other" in four("sessions", "rm", "--all", "last", "--yes").said[0]


def test_one_that_cannot_be_removed_keeps_no_other_from_it(four: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    unlink = Path.unlink

    def stuck(path: Path, *, missing_ok: bool = False) -> None:  # root may remove anything
        if path.stem == NEWEST:
            raise PermissionError(1, "Operation not permitted")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", stuck)
    result = four("sessions", "rm", "--all", "--yes")
    assert (result.code, left(four)) == (6, [NEWEST])
    assert result.said[0].startswith("removed: 3 sessions, ")
    assert f"{NEWEST}.jsonl: cannot be removed (Operation not permitted)" in result.said[1]


def test_what_is_too_young_anyway_is_not_said_to_be_left(four: Inside) -> None:
    record(four, "20260105-000000-eeeeee", rows()[:4])
    result = four("sessions", "rm", "--older-than", "30d", "--yes")
    assert (len(result.said), result.said[0][:8]) == (1, "removed:")


def test_a_long_prompt_is_cut_in_a_table_and_whole_in_json(inside: Inside) -> None:
    prompt = "login form " * 1000
    record(inside, NEWEST, rows(prompt))
    assert len(inside("sessions", "list").out.decode().splitlines()[1]) < 300
    assert json.loads(inside("sessions", "list", "--format", "json").out)[0]["prompt"] == prompt


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


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_what_is_no_file_among_the_sessions_holds_nothing_up(four: Command) -> None:
    pipe = four.sessions()[0].with_name("20990101-000000-aaaaaa.jsonl")
    os.mkfifo(pipe)
    assert len(four("sessions", "list", "--format", "ids").out.split()) == 4
    assert four("sessions", "stats").code == 0
    assert four("sessions", "show", "last").code == 0
    assert four("sessions", "rm", "--all", "--yes").code == 0
    assert (four.sessions(), pipe.exists()) == ([pipe], True)


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
