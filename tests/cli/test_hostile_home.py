"""A user without a home, one whose home takes nothing, and a full disk: what can be done without is done.

What was tried, and where else it is shown what comes of it: `test_hostile_surroundings.py` has the table.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.command import EPOCH, Command, Inside

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="homes of a Unix")

DOCUMENT = '{"root": {"type": "Text", "text": "x"}}'
KEY = b"sk-0123456789abcdef0123456789"

READING: dict[tuple[str, ...], int] = {
    ("replay", "last"): 6,
    ("sessions", "list"): 0,
    ("keys", "list"): 0,
    ("config", "show"): 0,
    ("trust", "--list"): 0,
    ("cache", "stats"): 0,
    ("models",): 0,
    ("validate", "d.json"): 0,
}
"""What only reads a home, or can do without what it would write there."""
WRITING: dict[tuple[str, ...], bytes] = {
    ("config", "set", "preset", "punk"): b"config.toml: cannot be written (",
    ("keys", "set", "openai", "--stdin"): b"keys.json: cannot be written (",
}


@pytest.fixture
def homeless(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> Inside:
    """The command for a user whom the system does not know, and without HOME: as in many a container."""
    import pwd

    def unknown(number: int) -> object:
        raise KeyError(f"getpwuid(): uid not found: {number}")

    env, ours = Command.env, ("HOME", "USERPROFILE", "LOCALAPPDATA")
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.setattr(
        Command,
        "env",
        lambda self: {name: value for name, value in env(self).items() if name not in ours and name[:4] != "XDG_"},
    )
    return inside


def check(inside: Inside) -> None:
    """Hold every command to what it says and how it ends."""
    (inside.work / "d.json").write_text(DOCUMENT, "utf-8")
    for words, code in READING.items():
        result = inside(*words)
        assert result.code == code, (words, result.err)
        assert b"bug" not in result.err, words
    for words, told in WRITING.items():
        result = inside(*words, stdin=KEY)
        assert result.code == 2, (words, result.err)
        assert told in result.err
        assert KEY not in result.out + result.err
        assert len(result.said) == 1


def test_a_user_without_a_home_is_told_so_where_it_matters(homeless: Inside) -> None:
    check(homeless)
    result = homeless("gen", "login", "-q")
    assert (result.code, len(result.lines)) == (0, 10)
    assert b"HOME-is-not-set" in result.err
    assert b"the session cannot be written" in result.err
    assert not Path("/proc/HOME-is-not-set").exists()


def test_a_disk_that_is_full_is_told_by_whoever_writes(epoch: Command) -> None:
    """One that holds 64 KiB, and is mounted for these commands alone."""
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-rm", "true"], check=False).returncode:
        pytest.skip("the system lets nobody mount anything")
    disk = epoch.work / "disk"
    disk.mkdir()
    (epoch.work / "d.json").write_text(DOCUMENT, "utf-8")
    commands = {
        "keys set openai --stdin": (2, "keys.json: cannot be written (No space left on device)"),
        "config set preset punk": (2, "config.toml: cannot be written (No space left on device)"),
        "gen login -q --no-log -o made.json": (6, "made.json: cannot be written (No space left on device)"),
        "catalog init mine": (6, "catalog.toml: cannot be written (No space left on device)"),
    }
    lines = [
        'mount -t tmpfs -o size=64k none "$1" || exit 99',
        'shift; cd disk; cat /dev/zero >fill 2>/dev/null; export HOME="$PWD"; unset "${!XDG_@}"',
        *(f'"$@" {each} <../key >/dev/null 2>../said; echo "$? $(tail -n 1 ../said)"' for each in commands),
        "rm fill; ls -A",
    ]
    (epoch.work / "key").write_bytes(KEY)
    result = subprocess.run(
        ["unshare", "-rm", "bash", "-c", "\n".join(lines), "bash", str(disk), *EPOCH],
        cwd=epoch.work,
        env=epoch.env(),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode == 99:
        pytest.skip("the system lets nobody mount anything")
    told = result.stdout.splitlines()
    for line, (code, message) in zip(told, commands.values(), strict=False):
        assert line.startswith(f"{code} "), (line, code)
        assert message in line
    assert KEY.decode() not in result.stdout + result.stderr
    assert not {"made.json", "epoch.toml"} & set(told)  # nothing half written


def test_a_home_that_takes_nothing_costs_what_would_be_kept_and_no_more(inside: Inside) -> None:
    for name in ("data", "config", "cache"):
        folder = inside.command.home / name
        folder.mkdir(exist_ok=True)
        shutil.rmtree(folder / "epoch", ignore_errors=True)
        (folder / "epoch").write_text("", "utf-8")  # where a folder of ours would be
    (inside.work / "d.json").write_text(DOCUMENT, "utf-8")
    for words in READING:
        result = inside(*words)
        assert b"bug" not in result.err, (words, result.err)
        assert result.code != 70, words
        if words[0] in {"validate", "models"}:
            assert result.code == 0, (words, result.err)
    for words, told in WRITING.items():
        result = inside(*words, stdin=KEY)
        assert result.code == 2, (words, result.err)
        assert b"cannot be" in result.err, told
