"""Files that change under a command: gone, cut short, replaced or grown between being found and being read.

What was tried, and where else it is shown what comes of it:

- files to check, between being found and being read: here; while they are watched, `test_validate_watch.py`
- a session that is cut, replaced or goes on growing while it is played: here; removed, `test_hostile_surroundings.py`
- two processes that set keys of one configuration, give consent, keep keys or answers, or take one session's name:
  the table in `test_hostile_surroundings.py`
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.command import Command

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes of a Unix")

GOOD = b'{"root": {"type": "Text", "text": "x"}}'
WRONG = b'{"root": {"type": "Nope"}}'


def _replace(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(WRONG)
    other.replace(path)


def _make_endless(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (Path.unlink, 6, "No such file"),
        (lambda path: path.write_bytes(b""), 6, "the file is empty"),
        (lambda path: path.write_bytes(GOOD[:20]), 6, "EP001"),
        (_replace, 1, "EP201"),
        (lambda path: path.write_bytes(WRONG + b" " * 200_000), 1, "EP201"),
        (lambda path: (path.unlink(), path.mkdir()), 6, "directory"),
        (lambda path: path.chmod(0), 6, "ermission"),
        (_make_endless, 6, "larger than"),
    ],
    ids=["gone", "emptied", "cut", "replaced", "grown", "a folder now", "not to be read", "endless now"],
)
def test_a_file_is_judged_as_it_is_when_it_is_read(
    change: Callable[[Path], object], code: int, said: str, epoch: Command
) -> None:
    if said == "ermission" and os.geteuid() == 0:
        pytest.skip("an administrator may read everything")
    first, second = epoch.work / "a.json", epoch.work / "b.json"
    os.mkfifo(first)
    second.write_bytes(GOOD)
    with epoch.start("validate", "a.json", "b.json") as process:
        with first.open("wb") as pipe:  # both were found, and the first is being read
            change(second)
            pipe.write(GOOD)
        out, err = process.communicate(timeout=60)
    assert b"Traceback" not in err
    assert process.returncode == code, (out, err)
    assert said in (out + err).decode()


def _cut(path: Path, lines: list[bytes]) -> None:
    os.truncate(path, sum(map(len, lines[: len(lines) // 2])) + 30)


def _replaced(path: Path, lines: list[bytes]) -> None:
    other = path.with_name("other")
    other.write_bytes(b"nonsense\n" * len(lines))
    other.replace(path)


def _overwritten(path: Path, lines: list[bytes]) -> None:
    with path.open("r+b") as file:
        file.write(b"nonsense\n" * (path.stat().st_size // 9))


def _grown(path: Path, lines: list[bytes]) -> None:
    with path.open("ab") as file:
        file.write(lines[-1] + b'{"torn": ')


@pytest.mark.parametrize("change", [_cut, _replaced, _overwritten, _grown])
def test_a_session_that_changes_while_it_is_played_ends_without_a_bug(
    change: Callable[[Path, list[bytes]], None], epoch: Command
) -> None:
    epoch("gen", "login", "-q")
    (session,) = epoch.sessions()
    told = session.read_bytes().splitlines(keepends=True)
    at = next(number for number, line in enumerate(told) if b'"event":"patch_accepted"' in line)
    now = json.loads(told[at])["at"]
    filler = [json.dumps({"event": "text", "at": now, "text": " " * 500}).encode() + b"\n"] * 2_000
    lines = [*told[: at + 1], *filler, *told[at + 1 :]]
    session.write_bytes(b"".join(lines))  # more than is read at once
    with epoch.start("replay", session.stem, "--speed", "5") as process:
        assert process.stdout is not None
        begun = process.stdout.readline()
        change(session, lines)
        out, err = process.communicate(timeout=60)
    assert begun.startswith(b'{"op":')
    assert process.returncode in {0, 1, 6}, err
    assert b"Traceback" not in err
    assert b"bug" not in err
    assert all(line.startswith(b'{"op":') for line in out.splitlines())
