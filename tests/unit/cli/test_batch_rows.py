"""The line of a prompt of a batch, where something went wrong that no provider told."""

from __future__ import annotations

import errno

import pytest

from epoch_cli.cli.batch_rows import error_of


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE])
def test_too_many_open_files_are_no_bug(number: int) -> None:
    error = error_of(OSError(number, "Too many open files"))
    assert (error["exit_code"], error["message"]) == (6, "too many files are open")
    assert "--jobs" in error["remedy"]


def test_what_nobody_expected_is_a_bug() -> None:
    assert error_of(OSError(errno.EIO, "Input/output error"))["exit_code"] == 70
