"""What the readers of a run say and write, of all of it or of a part, and when what they write to takes no more."""

from __future__ import annotations

import errno
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from epoch_cli.cli.readers import Readers
from epoch_cli.cli.streams import PipeClosed
from epoch_cli.errors import ExitCode, UnreadableError
from epoch_cli.events import Event, PatchAccepted
from epoch_cli.output.jsonl import DataOutput
from epoch_cli.sessions import read_session

EVENTS = list(read_session(Path(__file__).parents[2] / "data" / "sessions" / "format-1.jsonl"))
PATCHES = sum(isinstance(event, PatchAccepted) for event in EVENTS)


def hand(readers: Readers, events: list[Event], closed: Callable[[], None] = lambda: None) -> None:
    for event in events:
        readers.take(event, closed)


@pytest.mark.parametrize(
    ("picture", "verbosity", "said"),
    [("none", -1, ["usage: "]), ("plain", 0, ["usage: "]), ("none", 0, ["done: ", "usage: "])],
)
def test_the_usage_is_said_at_the_end_however_little_else_is(
    picture: str, verbosity: int, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with Readers(data=None, picture=picture, sessions=None, verbosity=verbosity, usage=True) as readers:  # type: ignore[arg-type]
        hand(readers, EVENTS)
        readers.finish()
    lines = capsys.readouterr().err.splitlines()
    assert [any(part in line for line in lines) for part in said] == [True] * len(said), lines
    assert verbosity >= 0 or len(lines) == 1


@pytest.mark.parametrize("picture", ["none", "plain", "tree"])
def test_of_what_comes_before_a_part_nothing_is_said_and_nothing_is_missing(
    picture: str, capsys: pytest.CaptureFixture[str]
) -> None:
    written: list[bytes] = []
    middle = next(number for number, event in enumerate(EVENTS) if isinstance(event, PatchAccepted)) + 1
    with Readers(
        data=DataOutput("jsonl", written.append),
        picture=picture,
        sessions=None,
        verbosity=0,  # type: ignore[arg-type]
    ) as readers:
        for event in EVENTS[:middle]:
            readers.pass_over(event)
        assert capsys.readouterr() == ("", "")
        hand(readers, EVENTS[middle:])
        readers.finish()
    assert b"".join(written).count(b"\n") == PATCHES - 1
    assert readers.outcome.document["root"]
    assert readers.exit_code == ExitCode.OK


def test_when_the_pipe_is_closed_the_run_is_told_once_and_nothing_more_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    def write(data: bytes) -> None:
        try:
            os.write(writing, data)
        except BrokenPipeError:
            raise PipeClosed from None

    ends: list[bool] = []
    with Readers(data=DataOutput("jsonl", write), picture="none", sessions=None, verbosity=0) as readers:
        hand(readers, EVENTS, lambda: ends.append(True))
        before = capsys.readouterr().err
        readers.finish()
    os.close(writing)
    assert (ends, capsys.readouterr().err) == ([True], "")
    assert "done: " not in before
    assert readers.exit_code == ExitCode.BROKEN_PIPE
    readers.raise_failure()  # who closed a pipe is no failure


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk")
def test_a_disk_without_room_is_a_failure_after_all_was_heard() -> None:
    file = os.open("/dev/full", os.O_WRONLY)

    def write(data: bytes) -> None:
        try:
            os.write(file, data)
        except OSError as error:
            raise UnreadableError(f"cannot be written ({error.strerror})", remedy="make room") from None

    with Readers(data=DataOutput("jsonl", write), picture="none", sessions=None, verbosity=-1) as readers:
        hand(readers, EVENTS)
        readers.finish()
    os.close(file)
    assert readers.outcome.ended is not None
    with pytest.raises(UnreadableError, match=os.strerror(errno.ENOSPC)):
        readers.raise_failure()


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_session_that_the_disk_takes_in_part_is_said_to_be_cut_short(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Readers(data=None, picture="none", sessions=tmp_path, verbosity=0) as readers:
        hand(readers, EVENTS[:3])
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))
        try:
            hand(readers, EVENTS[3:])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        readers.finish()
    said = capsys.readouterr().err
    assert said.count("the session is cut short: ") == 1
    assert "saved in part: " in said
    assert not readers.session_whole
    assert [type(event) for event in read_session(tmp_path / f"{readers.session}.jsonl")] == [
        type(event) for event in EVENTS[:3]
    ]
