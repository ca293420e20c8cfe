"""The `epoch` command around all commands: what it answers itself, and what it makes of errors nobody expected."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from epoch_cli import __main__, __version__
from epoch_cli.errors import ExitCode


def test_the_version_is_said_without_a_word_more(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["epoch", "--version"])
    __main__.main()
    assert capfd.readouterr() == (f"epoch {__version__}\n", "")


def test_a_shell_that_asks_for_values_gets_them(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["epoch", "completions", "values", "sessions", ""])
    __main__.main()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (OSError(errno.EMFILE, os.strerror(errno.EMFILE)), ExitCode.UNREADABLE, "raise the limit (ulimit -n)"),
        (MemoryError(), ExitCode.UNREADABLE, "raise the limit (ulimit -v)"),
        (OSError(errno.EIO, "bad \x1b[2J disk"), ExitCode.BUG, "epoch: bug: OSError: "),
        (ValueError("odd"), ExitCode.BUG, "run again with EPOCH_TRACEBACK=1 and report it"),
    ],
    ids=["too many files", "no memory", "the disk", "a bug"],
)
@pytest.mark.parametrize("traced", [False, True])
def test_an_error_that_nobody_expected_says_what_to_do(
    error: Exception, code: ExitCode, said: str, traced: bool,
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.delenv("EPOCH_TRACEBACK", raising=False)
    if traced:
        monkeypatch.setenv("EPOCH_TRACEBACK", "1")
    assert __main__._bug(error) == code
    out, err = capfd.readouterr()
    assert said in err
    assert (type(error).__name__ in err.splitlines()[0]) == (traced or code == ExitCode.BUG)
    assert (len(err.splitlines()) > 1) == traced
    assert out == ""
    assert traced or "\x1b" not in err


@pytest.mark.parametrize(("first", "left"), [("HERE", ["b"]), ("", ["b"]), ("elsewhere", ["elsewhere", "b"])])
def test_no_module_of_the_working_folder_is_run(
    first: str, left: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [str(tmp_path) if first == "HERE" else first, "b"])
    __main__._leave_working_folder_out()
    assert sys.path == left


def test_a_working_folder_that_was_removed_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    monkeypatch.setattr(sys, "path", ["", "b"])
    __main__._leave_working_folder_out()
    assert sys.path == ["b"]
