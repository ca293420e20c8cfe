"""What is recorded when the disk is full, and under an id that is taken."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.command import EPOCH, Command
from support.recorded_sessions import OLD

from epoch_cli import read_session
from epoch_cli.cli.readers import Readers
from epoch_cli.cli.streams import write_data
from epoch_cli.events import Event, RunStarted
from epoch_cli.output.jsonl import DataOutput

LIMITED = ("sh", "-c", 'ulimit -f 4; export PYTHONDONTWRITEBYTECODE=1; trap "" XFSZ; exec "$@"', "sh", *EPOCH)
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


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize(("blocks", "sessions"), [(2, 1), (0, 0)])
def test_a_full_disk_leaves_the_document_of_a_file_on_stdout(epoch: Command, blocks: int, sessions: int) -> None:
    whole = epoch("gen", "login form", "--format", "json", "--no-log")
    prefix = tuple(part.replace("-f 4", f"-f {blocks}") for part in LIMITED)
    result = Command(epoch.home, epoch.work, epoch.environment, prefix)("gen", "login form", "-o", "ui.json")
    assert (result.code, result.out, len(epoch.sessions())) == (6, whole.out, sessions)
    said = result.err.decode()
    assert "what was meant for it went to stdout" in said
    assert "the session holds everything" not in said
    assert ("again: " in said) == bool(sessions)
    assert list(epoch.work.iterdir()) == []


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
    with Readers(data=data, picture="none", sessions=tmp_path, verbosity=0) as readers:
        asyncio.run(readers.follow(told(events), lambda: None))
        readers.finish()
    out, err = capfdbinary.readouterr()
    name = f"{started.session}-2"
    assert (tmp_path / f"{started.session}.jsonl").read_text() == "mine\n"
    assert (tmp_path / f"{name}.jsonl").read_bytes() == out
    assert json.loads(out.splitlines()[0])["session"] == name
    assert f"again: epoch replay {name}" in err.decode()


class Shown:
    """A screen, as far as a run knows one."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.lines: list[str] = []

    def feed(self, event: Event) -> None:
        self.events.append(event)

    async def breathe(self) -> None:
        await asyncio.sleep(0)

    def tell(self, line: str) -> None:
        self.lines.append(line)


def test_a_screen_shows_that_there_is_no_session(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("no folder\n")
    events, shown = list(read_session(OLD)), Shown()
    with Readers(data=None, picture="screen", sessions=tmp_path / "sessions", verbosity=0) as readers:
        readers.screen = shown
        asyncio.run(readers.follow(told(events), lambda: None))
    assert shown.events == events
    assert len(shown.lines) == 1
    assert str(tmp_path / "sessions") in shown.lines[0]
