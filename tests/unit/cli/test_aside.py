"""stdout and stderr while a screen has the terminal."""

from __future__ import annotations

import os
import pty
import sys
from pathlib import Path

import pytest

from epoch_cli.cli.aside import Aside
from epoch_cli.cli.streams import PipeClosed, say, standing_in, write_data
from epoch_cli.errors import UnreadableError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")


def test_a_file_gets_data_at_once(tmp_path: Path) -> None:
    file = tmp_path / "data.jsonl"
    with file.open("w", encoding="utf-8") as stdout, standing_in(Aside(stdout)):
        write_data(b"one\n")
        assert file.read_bytes() == b"one\n"


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="needs a disk that is full")
def test_a_file_that_cannot_be_written_is_told_of_with_the_write() -> None:
    with FULL.open("w", encoding="utf-8") as stdout:
        aside = Aside(stdout)
        with pytest.raises(UnreadableError):
            aside.write(b"one\n")


@pytest.mark.parametrize("opened", [os.pipe, pty.openpty])
def test_data_that_others_may_show_waits_for_the_end_and_so_does_what_is_said(
    opened: object, capfd: pytest.CaptureFixture[str]
) -> None:
    first, second = opened()  # type: ignore[operator]
    other, ours = (first, second)
    with os.fdopen(ours, "w", encoding="utf-8") as stdout:
        aside = Aside(stdout)
        with standing_in(aside):
            write_data(b"data\n")
            say("said")
        assert capfd.readouterr() == ("", "")
        aside.close()
        assert capfd.readouterr() == ("data\n", "said\n")
        aside.close()
        assert capfd.readouterr() == ("", "")
    os.close(other)


def test_a_pipe_that_was_closed_meanwhile_is_told_of_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    with os.fdopen(writer, "w", encoding="utf-8") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        aside = Aside()
        os.close(reader)
        aside.write(b"x")
        with pytest.raises(PipeClosed):
            aside.close()
