"""Sessions of earlier formats are read as if they were of today's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli import read_session
from epoch_cli.document import apply_patch, finished
from epoch_cli.events import EVENT_TYPES, FORMAT, PatchAccepted, RepairMade, RunEnded, RunStarted, decode, encode
from epoch_cli.sessions import migration
from epoch_cli.sessions.migration import Migration

RECORDED = sorted((Path(__file__).parents[2] / "data" / "sessions").glob("format-*.jsonl"))
"""Written by the Epoch of their time; never changed since."""


def test_there_is_a_session_of_every_earlier_format() -> None:
    formats = {json.loads(path.read_bytes().splitlines()[0])["format"] for path in RECORDED}
    assert formats >= set(range(1, FORMAT))


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_a_session_of_an_earlier_format_is_read_whole(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_bytes().splitlines()]
    events = list(read_session(path))
    assert [event.kind for event in events] == [row["event"] for row in rows]
    assert [event.at for event in events] == [row["at"] for row in rows]
    first, last = events[0], events[-1]
    assert isinstance(first, RunStarted)
    assert isinstance(last, RunEnded)
    assert (first.format, first.prompt, first.continues, first.history) == (FORMAT, rows[0]["prompt"], "", [])
    document = first.base or {}
    for event in events:
        if isinstance(event, PatchAccepted):
            document = apply_patch(document, event.patch).document
    assert finished(document) == last.document == rows[-1]["document"]
    assert sum(isinstance(event, RepairMade) for event in events) == last.repaired


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_written_again_it_is_of_todays_format(path: Path) -> None:
    events = list(read_session(path))
    again = [decode(line) for line in b"".join(map(encode, events)).splitlines(keepends=True)]
    assert again == events
    assert json.loads(encode(events[0]))["format"] == FORMAT


def test_every_earlier_format_has_its_row_and_each_row_is_about_an_event() -> None:
    assert sorted(migration.UPGRADES) == list(range(1, FORMAT))
    for version, upgrades in migration.UPGRADES.items():
        assert set(upgrades) <= set(EVENT_TYPES)
        assert upgrades["run_started"]({"format": version})["format"] == version + 1


UPGRADES = {
    1: {"text": lambda row: {**row, "text": row["words"]}},
    2: {"run_started": lambda row: {**row, "format": 3}, "text": lambda row: {**row, "text": row["text"].upper()}},
}


@pytest.mark.parametrize(("version", "row", "text"), [(1, {"words": "a"}, "A"), (2, {"text": "a"}, "A")])
def test_rows_go_through_every_version_in_between(version: int, row: dict[str, Any], text: str) -> None:
    upgrading = Migration(UPGRADES, 3)
    upgrading.upgraded({"event": "run_started", "format": version})
    assert upgrading.upgraded({"event": "text", **row})["text"] == text


def test_rows_of_todays_format_are_left_alone() -> None:
    upgrading = Migration(UPGRADES, 3)
    upgrading.upgraded({"event": "run_started", "format": 3})
    row = {"event": "text", "text": "a"}
    assert upgrading.upgraded(row) is row


@every_row("version", ["1", None, True, -1, 99, 1.5])
def test_a_format_that_is_none_is_left_for_the_reader_to_refuse(version: Any) -> None:
    row = {"event": "run_started", "format": version}
    assert Migration(UPGRADES, 3).upgraded(row) == row
