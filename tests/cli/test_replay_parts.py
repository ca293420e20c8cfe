"""`epoch replay` with a part of a session, from stdin, and at its own pace."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from support.command import Command, Inside, wait_until
from support.scripted import add, container, jsonl, text_node

from epoch_cli.document import apply_patch
from epoch_cli.events import PatchAccepted, RunEnded, RunStarted, encode

START = RunStarted(
    at=0.0, session="s", epoch="0", started="", prompt="p", provider="x", model="y", title="z", catalog="punk",
    catalog_digest="", profile="strict",
)  # fmt: skip


def accepted(sequence: int, at: float) -> PatchAccepted:
    patch = add("/root", container()) if sequence == 1 else add("/root/children/-", text_node(f"text {sequence}"))
    return PatchAccepted(
        at=at, number=sequence, sequence=sequence, patch=patch, inverse=[], metrics={"nodes": sequence, "score": 0}
    )


def session(*moments: float, settings: dict[str, Any] | None = None) -> bytes:
    """A session in which a patch is accepted at each of some moments."""
    started = START if settings is None else RunStarted(**{**_fields(START), "settings": settings})
    patches = [accepted(sequence, at) for sequence, at in enumerate(moments, 1)]
    document: dict[str, Any] = {}
    for each in patches:
        document = apply_patch(document, each.patch).document
    ended = RunEnded(
        at=moments[-1], status="complete", document=document, metrics={"nodes": len(moments), "score": 0},
        accepted=len(moments), refused=0, repaired=0, malformed=0,
    )  # fmt: skip
    return b"".join(map(encode, [started, *patches, ended]))


def _fields(event: Any) -> dict[str, Any]:
    return {name: getattr(event, name) for name in event.__dataclass_fields__ if name != "kind"}


@pytest.fixture
def recorded(inside: Inside) -> Inside:
    """Five patches, one a second, in `s.jsonl`."""
    (inside.work / "s.jsonl").write_bytes(session(1, 2, 3, 4, 5))
    return inside


def sequences(out: bytes) -> list[str]:
    return [json.loads(line)["value"].get("text", "page") for line in out.splitlines()]


@pytest.mark.parametrize(
    ("flags", "shown"),
    [
        (["--from", "4"], ["text 4", "text 5"]),
        (["--until", "2"], ["page", "text 2"]),
        (["--from", "2", "--until", "3"], ["text 2", "text 3"]),
        (["--from", "3s", "--until", "4s"], ["text 3", "text 4"]),
        (["--from", "3.5s"], ["text 4", "text 5"]),
        (["--from", "2", "--until", "3.5s"], ["text 2", "text 3"]),
        (["--until", "99"], ["page", "text 2", "text 3", "text 4", "text 5"]),
    ],
)
def test_of_a_part_only_its_patches_are_printed(recorded: Inside, flags: list[str], shown: list[str]) -> None:
    result = recorded("replay", "s.jsonl", *flags)
    assert result.code == 0, result.err
    assert sequences(result.out) == shown
    assert b"cut" not in result.err


def test_events_are_those_of_the_part(recorded: Inside) -> None:
    result = recorded("replay", "s.jsonl", "--format", "events", "--from", "2", "--until", "3")
    assert [(row["event"], row["sequence"]) for row in result.lines] == [("patch_accepted", 2), ("patch_accepted", 3)]


def test_two_parts_that_meet_are_the_whole(recorded: Inside) -> None:
    whole = recorded("replay", "s.jsonl", "--format", "events").out
    first = recorded("replay", "s.jsonl", "--format", "events", "--until", "3").out
    assert first + recorded("replay", "s.jsonl", "--format", "events", "--from", "4").out == whole


def test_the_document_of_a_part_is_that_of_its_end(recorded: Inside) -> None:
    result = recorded("replay", "s.jsonl", "--format", "json", "--from", "3", "--until", "4")
    texts = [node["text"] for node in json.loads(result.out)["root"]["children"]]
    assert texts == ["text 2", "text 3", "text 4"]
    tree = recorded("replay", "s.jsonl", "--format", "tree", "--until", "2").out.decode()
    assert ("text 2" in tree, "text 3" in tree) == (True, False)


def test_what_is_before_a_part_is_not_narrated(recorded: Inside) -> None:
    said = recorded("replay", "s.jsonl", "--from", "4", "-vv").said
    assert [line for line in said if line.startswith("patch ")] == [
        "patch 4: add /root/children/-",
        "patch 5: add /root/children/-",
    ]


@pytest.mark.parametrize(
    "flags",
    [
        ["--from", "7"],
        ["--from", "9s"],
        ["--from", "4", "--until", "3"],
        ["--from", "4s", "--until", "3s"],
        ["--from", "5", "--until", "1s"],
        ["--from", "0"],
        ["--until", "soon"],
        ["--realtime", "--instant"],
        ["--preset", "punk"],
        ["--step"],
        ["--check", "--from", "2"],
        ["--check", "--step"],
        ["--check", "--realtime"],
        ["--check", "--format", "tree"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_played_is_a_usage_error_with_a_remedy(recorded: Inside, flags: list[str]) -> None:
    result = recorded("replay", "s.jsonl", *flags)
    assert result.code == 2, result.err
    assert result.out == b""
    assert len(result.said) == 1
    assert "; " in result.said[0]


def test_a_part_that_is_empty_says_how_much_there_is(recorded: Inside) -> None:
    assert "it has 5 patches and takes 5 s" in recorded("replay", "s.jsonl", "--from", "99").said[0]


# ------------------------------------------------------------------ stdin and names


def test_stdin_is_a_session_like_any_other(recorded: Inside) -> None:
    whole = session(1, 2, 3)
    result = recorded("replay", "-", stdin=whole)
    assert sequences(result.out) == ["page", "text 2", "text 3"]
    events = recorded("replay", "-", "--format", "events", stdin=whole)
    assert events.out == whole


def test_a_torn_last_line_of_stdin_is_left_out_and_said(recorded: Inside) -> None:
    whole = session(1, 2, 3)
    result = recorded("replay", "-", stdin=whole[: whole.rindex(b'"run_ended"') + 40])
    assert result.code == 0
    assert sequences(result.out) == ["page", "text 2", "text 3"]
    assert any(line.startswith("epoch: stdin:") and "incomplete" in line for line in result.said)
    assert any("cut off" in line for line in result.said)


@pytest.mark.parametrize("stdin", [b"", b"x\n", b"[]\n", b"\x00\xff\n"])
def test_what_is_no_session_on_stdin_is_unreadable(recorded: Inside, stdin: bytes) -> None:
    result = recorded("replay", "-", stdin=stdin)
    assert result.code == 6
    assert result.said[-1].startswith("epoch: stdin:")


def test_the_last_session_has_a_name(inside: Inside) -> None:
    result = inside("gen", "login form", "-p", "offline")
    assert inside("replay", "last").out == result.out


def test_a_run_in_a_pipe_can_be_followed(shared: Command) -> None:
    """Events of a run that is under way are played as they come, and the last byte is there at its end."""
    rows = [
        {"text": jsonl(add("/root", container()))},
        {"pause": 1.0},
        {"text": jsonl(add("/root/children/-", text_node("x")))},
    ]
    scripted = shared.scripted([*rows, {"finish": "stop"}])
    with (
        scripted.start("gen", "x", "--format", "events", "--no-log") as gen,
        shared.start("replay", "-", stdin=gen.stdout) as played,
    ):
        assert gen.stdout is not None
        assert played.stdout is not None
        gen.stdout.close()
        first = played.stdout.readline()
        assert gen.poll() is None  # it has not ended yet
        rest, _ = played.communicate(timeout=30)
    assert len(first.splitlines() + rest.splitlines()) == 2
    assert played.returncode == 0


# ------------------------------------------------------------------ pace


def seconds(command: Inside, *arguments: str, stdin: bytes = b"") -> float:
    began = time.monotonic()
    result = command("replay", *arguments, stdin=stdin)
    assert result.code == 0, result.err
    return time.monotonic() - began


def test_in_a_pipe_it_waits_only_when_it_is_told_to(inside: Inside) -> None:
    (inside.work / "s.jsonl").write_bytes(session(0.0, 1.2))
    assert seconds(inside, "s.jsonl") < 1.0
    assert seconds(inside, "s.jsonl", "--realtime") >= 1.2
    assert seconds(inside, "s.jsonl", "--realtime", "--speed", "8") < 1.0


def test_a_part_begins_at_once(inside: Inside) -> None:
    (inside.work / "s.jsonl").write_bytes(session(100.0, 200.0, 200.3))
    assert 0.3 <= seconds(inside, "s.jsonl", "--realtime", "--from", "3") < 5
    assert 0.3 <= seconds(inside, "s.jsonl", "--realtime", "--from", "200s") < 5


def test_a_session_may_bound_its_pauses_and_the_flag_comes_first(inside: Inside) -> None:
    (inside.work / "s.jsonl").write_bytes(session(0.0, 60.0, settings={"idle_limit": 0.2}))
    assert 0.2 <= seconds(inside, "s.jsonl", "--realtime") < 5
    assert 0.8 <= seconds(inside, "s.jsonl", "--realtime", "--idle-limit", "0.8") < 5
    for odd in (-1, "x", None, True):
        (inside.work / "s.jsonl").write_bytes(session(0.0, 0.1, settings={"idle_limit": odd}))
        assert seconds(inside, "s.jsonl", "--realtime") >= 0.1


@pytest.mark.parametrize("source", ["file", "stdin"])
def test_ctrl_c_leaves_at_once(epoch: Command, source: str, tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_bytes(session(0.0, 600.0))
    with epoch.start("replay", str(path) if source == "file" else "-", "--realtime", stdin=subprocess.PIPE) as played:
        assert played.stdin is not None
        assert played.stdout is not None
        played.stdin.write(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))  # and no more comes
        played.stdin.flush()
        assert played.stdout.readline()
        played.send_signal(signal.SIGINT)
        wait_until(lambda: played.poll() is not None)
        played.stdin.close()
    assert played.returncode == 130


@pytest.mark.parametrize("flag", ["--speed", "--idle-limit"])
@pytest.mark.parametrize("number", ["nan", "inf"])
def test_a_number_that_nobody_can_wait_by_is_a_usage_error(inside: Inside, flag: str, number: str) -> None:
    (inside.work / "s.jsonl").write_bytes(session(0.0, 0.1))
    result = inside("replay", "s.jsonl", flag, number)
    assert (result.code, result.out) == (2, b"")
    assert f"{flag}: {number} is no number" in result.err.decode()


def test_no_name_at_all_is_a_usage_error(inside: Inside) -> None:
    result = inside("replay", "")
    assert (result.code, "no session is named" in result.err.decode()) == (2, True)


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="needs pipes that have a path")
def test_a_pipe_with_a_path_is_read_as_a_file(inside: Inside) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as file:
        file.write(session(0.0, 0.1))
    try:
        assert inside("replay", f"/dev/fd/{reading}").code == 0
    finally:
        os.close(reading)
