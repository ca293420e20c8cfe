"""A project's files: every one of the four folders, as bytes, and nothing that leads elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from epoch_cli.errors import ConfigError
from epoch_cli.extensions.entries import find_folder
from epoch_cli.extensions.project import MOST_BYTES, MOST_FILES, read_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".epoch" / "rules").mkdir(parents=True)
    return tmp_path / ".epoch"


def test_all_files_of_the_four_folders_count_and_no_others(folder: Path) -> None:
    (folder / "readers" / "data").mkdir(parents=True)
    (folder / "other").mkdir()
    for name in ("rules/a.py", "rules/_shared.py", "rules/b.txt", "readers/data/c.json", "other/d.py", "e.py"):
        (folder / name).write_text(name)
    files = read_files(folder)
    assert sorted(files.files) == ["readers/data/c.json", "rules/_shared.py", "rules/a.py", "rules/b.txt"]
    assert [(each.kind, each.name, each.source) for each in files.entries()] == [("rules", "a", b"rules/a.py")]


def test_the_nearest_folder_counts_up_to_the_repository(folder: Path) -> None:
    inner = folder.parent / "a" / "b"
    inner.mkdir(parents=True)
    assert find_folder(inner) == folder
    (folder.parent / "a" / ".epoch").mkdir()
    assert find_folder(inner) == folder, "one without extensions is none"
    (folder.parent / "a" / ".epoch" / "rules").mkdir()
    assert find_folder(inner) == folder.parent / "a" / ".epoch"
    (inner / ".git").mkdir()
    assert find_folder(inner) is None


@pytest.mark.parametrize("name", ["rules/a.py", "rules/deep", "readers", "rules/gone.py"])
def test_a_link_is_trouble(name: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "x.py").write_text("x")
    target = {"rules/a.py": tmp_path / "target" / "x.py", "rules/gone.py": tmp_path / "nothing"}
    (folder / name).symlink_to(target.get(name, tmp_path / "target"))
    files = read_files(folder)
    assert files.trouble == f"{name} is a link"
    assert files.files == {}


def test_a_pipe_is_not_waited_for_and_large_files_are_not_read(folder: Path) -> None:
    os.mkfifo(folder / "rules" / "pipe.py")
    assert read_files(folder).trouble == "rules/pipe.py is no plain file of at most 1 MiB"
    (folder / "rules" / "pipe.py").unlink()
    (folder / "rules" / "large.py").write_bytes(b"#" * (MOST_BYTES + 1))
    assert read_files(folder).trouble == "rules/large.py is no plain file of at most 1 MiB"


def test_too_many_files_are_trouble(folder: Path) -> None:
    for number in range(MOST_FILES + 1):
        (folder / "rules" / f"{number}.py").touch()
    assert read_files(folder).trouble == f"it holds more than {MOST_FILES} files"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_cannot_be_read_is_an_error(folder: Path) -> None:
    (folder / "rules" / "a.py").touch(mode=0)
    with pytest.raises(ConfigError, match="cannot be read"):
        read_files(folder)
