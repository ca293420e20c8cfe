"""Files that are written as a whole, and what no file is put in place of."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from threading import Thread

from epoch_cli.linting.writing import is_special, replace_file


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    replace_file(path, b"one")
    replace_file(str(path), b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    """As root a rename would even replace `/dev/null`."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    link = tmp_path / "link"
    link.symlink_to(pipe)
    read: list[bytes] = []
    for path in (pipe, link):
        reader = Thread(target=lambda: read.append(pipe.read_bytes()))
        reader.start()
        replace_file(path, b"all of it")
        reader.join(20)
    assert read == [b"all of it"] * 2
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert link.is_symlink()


def test_devices_and_pipes_are_special_and_nothing_else_is(tmp_path: Path) -> None:
    assert is_special(os.devnull)
    assert not any(map(is_special, [tmp_path, __file__, tmp_path / "missing", "x" * 5000, "\0"]))
