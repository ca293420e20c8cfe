"""Session files: their names, finding one, and reading one back that may be cut or of another time."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from epoch_cli import SessionError, UnreadableError, UsageError, read_session
from epoch_cli.events import FORMAT, RunStarted, TextReceived, encode, to_json
from epoch_cli.sessions import Recorder, find_session, new_session_id, session_path

STARTED = RunStarted(
    at=0.0, session="s", epoch="0", started="", prompt="p", provider="x", model="y", title="z", catalog="punk",
    catalog_digest="", profile="strict",
)  # fmt: skip
EVENTS = [STARTED, *(TextReceived(at=float(index), text=f"line {index} 🙂\n") for index in range(5))]


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    with Recorder(tmp_path / "s.jsonl") as recorder:
        for event in EVENTS:
            recorder.record(event)
    return tmp_path / "s.jsonl"


# ------------------------------------------------------------------ reading back


def test_a_session_is_read_back_as_it_was(recorded: Path) -> None:
    assert list(read_session(recorded)) == EVENTS
    assert list(read_session(str(recorded))) == EVENTS


def test_a_session_is_read_as_it_is_needed(recorded: Path) -> None:
    with recorded.open("ab") as file:
        file.write(b"nonsense\n")
    events = read_session(recorded)
    assert isinstance(events, Iterator)
    assert [next(events) for _ in EVENTS] == EVENTS
    with pytest.raises(SessionError):
        next(events)


@pytest.mark.parametrize("kept", [1, 20, -2, -1])
def test_a_torn_last_line_is_left_out_and_told(recorded: Path, kept: int) -> None:
    whole = recorded.read_bytes()
    last = encode(EVENTS[-1])
    recorded.write_bytes(whole[: -len(last)] + last[:kept])
    torn: list[int] = []
    assert list(read_session(recorded, on_torn=torn.append)) == EVENTS[:-1]
    assert torn == [len(EVENTS)]
    assert list(read_session(recorded)) == EVENTS[:-1]


def test_every_beginning_of_a_session_can_be_read(recorded: Path) -> None:
    whole = recorded.read_bytes()
    for length in range(0, len(whole), 13):
        recorded.write_bytes(whole[:length])
        found = list(read_session(recorded))
        assert found == EVENTS[: whole[:length].count(b"\n")]


def test_a_line_in_the_middle_that_is_no_event_is_told_with_its_number(recorded: Path) -> None:
    lines = recorded.read_bytes().splitlines(keepends=True)
    recorded.write_bytes(b"".join([*lines[:2], b"garbage\n", *lines[2:]]))
    with pytest.raises(SessionError, match=r"s\.jsonl:3: ") as refused:
        list(read_session(recorded))
    assert refused.value.exit_code == 6
    assert refused.value.remedy


@pytest.mark.parametrize("more", [{}, {"format": FORMAT + 1, "prompt": None, "wish": "p"}])
def test_a_later_format_is_refused_even_when_its_fields_are_others(recorded: Path, more: dict[str, Any]) -> None:
    row = {**to_json(STARTED), "format": FORMAT + 1, **more}
    if more:
        del row["prompt"]
    recorded.write_text(json.dumps(row) + "\n")
    with pytest.raises(SessionError) as refused:
        list(read_session(recorded))
    assert "format" in refused.value.message
    assert "update" in refused.value.remedy


def test_an_earlier_format_is_read(recorded: Path) -> None:
    recorded.write_text(json.dumps({**to_json(STARTED), "format": 0}) + "\n")
    assert len(list(read_session(recorded))) == 1


def test_a_format_that_is_no_number_is_refused(recorded: Path) -> None:
    recorded.write_text(json.dumps({**to_json(STARTED), "format": "next"}) + "\n")
    with pytest.raises(SessionError):
        list(read_session(recorded))


@pytest.mark.parametrize("what", ["missing", "folder"])
def test_a_file_that_cannot_be_opened_is_unreadable(tmp_path: Path, what: str) -> None:
    path = tmp_path / what
    if what == "folder":
        path.mkdir()
    with pytest.raises(UnreadableError) as refused:
        list(read_session(path))
    assert str(path) in refused.value.message


# ------------------------------------------------------------------ names, and finding by them


def test_an_id_sorts_by_time_and_two_never_meet() -> None:
    first = new_session_id(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), b"\x00\x01\x02")
    later = new_session_id(datetime(2026, 1, 2, 3, 4, 6, tzinfo=UTC), b"\x00\x00\x00")
    assert first == "20260102-030405-000102"
    assert first < later
    assert first != new_session_id(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), b"\x00\x01\x03")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    directory = tmp_path / "sessions"
    directory.mkdir()
    for session in ("20260101-000000-aaaaaa", "20260101-000000-bbbbbb", "20260202-000000-cccccc", "one", "one-more"):
        session_path(directory, session).write_bytes(encode(STARTED))
    return directory


def test_a_session_is_found_by_its_path(folder: Path) -> None:
    path = session_path(folder, "one")
    assert find_session(folder / "elsewhere", str(path)) == path


def test_a_session_is_found_by_its_id(folder: Path) -> None:
    assert find_session(folder, "20260202-000000-cccccc").stem == "20260202-000000-cccccc"


def test_a_whole_id_is_found_even_when_another_begins_with_it(folder: Path) -> None:
    assert find_session(folder, "one").stem == "one"


@pytest.mark.parametrize("wanted", ["202602", "2", "20260202-0"])
def test_a_session_is_found_by_the_beginning_of_its_id(folder: Path, wanted: str) -> None:
    if wanted == "2":
        for path in folder.glob("202601*"):
            path.unlink()
    assert find_session(folder, wanted).stem == "20260202-000000-cccccc"


def test_a_beginning_that_several_have_is_ambiguous_and_they_are_named(folder: Path) -> None:
    with pytest.raises(UsageError) as refused:
        find_session(folder, "20260101")
    assert refused.value.exit_code == 2
    assert "20260101-000000-aaaaaa" in refused.value.remedy
    assert "20260101-000000-bbbbbb" in refused.value.remedy


@pytest.mark.parametrize("wanted", ["nope", "", "*", "2026*", "[2]", "../sessions/one", "one\n", "a" * 5000, "\x00"])
def test_what_is_no_session_is_unreadable(folder: Path, wanted: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        find_session(folder, wanted)
    assert refused.value.exit_code == 6
    assert refused.value.remedy


def test_no_folder_at_all_means_no_session(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        find_session(tmp_path / "none", "20260101")


# ------------------------------------------------------------------ the newest


@pytest.mark.parametrize(
    ("wanted", "session"),
    [
        ("last", "20260202-000000-cccccc"),
        ("@1", "20260202-000000-cccccc"),
        ("@2", "20260101-000000-bbbbbb"),
        ("@3", "20260101-000000-aaaaaa"),
        ("@4", "one-more"),
    ],
)
def test_the_newest_sessions_are_found_by_their_place(folder: Path, wanted: str, session: str) -> None:
    os.utime(session_path(folder, "20260101-000000-aaaaaa"), (1000, 1000))
    os.utime(session_path(folder, "20260101-000000-bbbbbb"), (2000, 2000))
    assert find_session(folder, wanted).stem == session


def test_a_session_that_is_called_last_is_that_one(folder: Path) -> None:
    session_path(folder, "last").write_bytes(encode(STARTED))
    assert find_session(folder, "last").stem == "last"


@pytest.mark.parametrize("wanted", ["last", "@1", "@6"])
def test_where_there_are_not_so_many_that_is_told(folder: Path, wanted: str) -> None:
    directory = folder if wanted == "@6" else folder.parent / "none"
    with pytest.raises(UnreadableError) as refused:
        find_session(directory, wanted)
    assert "epoch gen" in refused.value.remedy


@pytest.mark.parametrize("wanted", ["@0", "@", "@-1", "@1.5", "Last", "@9999999"])
def test_what_is_no_place_is_no_session(folder: Path, wanted: str) -> None:
    with pytest.raises(UnreadableError, match="no such session"):
        find_session(folder, wanted)
