"""What is around a command as an attacker or a careless user leaves it: folders, variables, modules, limits.

What was tried, and where it is shown what comes of it:

| tried | where |
| --- | --- |
| umask 000 | here |
| modules in the folder that we are in with names of ours | here; of the browser's process, `unit/cli/test_browser.py` |
| HOME and XDG variables that are empty, relative, or name what is not there | here |
| a user without a home, a home that takes nothing | `test_hostile_home.py` |
| a clock that was a year ahead, one that goes backwards | `test_hostile_clock.py`, `unit/hostile/test_clock.py` |
| files that change under a command | `test_hostile_moving.py` |
| names out of files of others, by which something is written | `test_hostile_names.py` |
| keys that are pasted where a name belongs | `test_hostile_keys.py` |
| few open files, no memory | here, `test_batch.py` |
| a configuration of a repository that names commands, keys or servers | `test_config_changes.py` |
| extensions of a repository that nobody has trusted | `test_trust.py` |
| stdin, stdout, stderr closed | here, `test_pipes.py` |
| full disks | `test_hostile_home.py`, `test_sessions_disk.py`, `test_batch.py`, `unit/engine/test_cache_upkeep.py` |
| two processes at once: keys, configuration, consents, caches, sessions of one id | `unit/config/test_keys.py`, |
| | `test_config_changes.py`, `test_trust.py`, `unit/engine/test_cache_upkeep.py`, `test_sessions_disk.py` |
| a session that is removed while it is played | here |
| redirects, proxies, addresses with passwords, keys over http | `unit/providers/test_http.py`, `test_http_ways.py`, |
| | `test_addresses.py`, `test_network.py` |
| other names, paths and origins at the live page | `unit/preview/test_server.py` |
| killed in the middle | `test_killed.py` |
| an answer that never ends | `unit/providers/test_http.py` |
"""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from support.command import EPOCH, Command, Inside, Result

from epoch_cli.__main__ import _bug

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes, limits and shells of a Unix")

CONSOLE = str(Path(sys.executable).with_name("epoch"))


def _through(shell: str, epoch: Command, *arguments: str, command: tuple[str, ...] = EPOCH) -> Result:
    """A command of its own, behind what a shell has set up."""
    return replace(epoch, prefix=("sh", "-c", shell, "sh", *command))(*arguments)


def test_with_any_umask_nobody_else_gets_at_what_is_kept(inside: Inside) -> None:
    fresh = inside.command.home / "fresh"
    fresh.mkdir(mode=0o755)
    inside.command.environment.update(
        {f"XDG_{name}_HOME": str(fresh / "local" / name) for name in ("DATA", "CONFIG", "CACHE")}
    )
    before = os.umask(0)
    try:
        assert inside("gen", "login", "-q", "-o", "login.json").code == 0
        assert inside("config", "set", "preset", "punk").code == 0
        assert inside("keys", "set", "openai", "--stdin", stdin=b"sk-0123456789abcdef0123456789").code == 0
    finally:
        os.umask(before)
    made = [*fresh.rglob("*")]
    assert {path.name for path in made} >= {"local", "CACHE", "sessions", "config.toml", "keys.json"}
    assert [path for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


@pytest.mark.parametrize("command", [EPOCH, (CONSOLE,)], ids=["module", "script"])
def test_modules_of_the_folder_that_we_are_in_are_not_ours(command: tuple[str, ...], epoch: Command) -> None:
    for name in ("json", "orjson", "rich", "typer", "tomllib", "asyncio", "logging", "platformdirs", "pydantic"):
        (epoch.work / f"{name}.py").write_text("raise SystemExit('ran a module of the repository')\n", "utf-8")
    result = _through('exec "$@"', epoch, "gen", "login", "-q", "--no-log", command=command)
    assert result.code == 0, result.err
    assert len(result.lines) == 10


@pytest.mark.parametrize("places", ["relative", "", "../work"])
def test_no_variable_makes_the_working_folder_the_users_own(places: str, inside: Inside) -> None:
    folders = {f"XDG_{name}_HOME": places for name in ("DATA", "CONFIG", "CACHE")}
    inside.command.environment.update(folders)
    for folder in (inside.work / "relative" / "epoch", inside.work / "epoch", inside.work / ".config" / "epoch"):
        folder.mkdir(parents=True)
        (folder / "config.toml").write_text('[providers.openai]\nkey-cmd = "touch ran"\n', "utf-8")
    result = inside("config", "show", "--format", "json")
    assert result.code == 0
    assert b"touch ran" not in result.out


def test_few_open_files_are_told_and_no_bug(epoch: Command) -> None:
    result = _through('ulimit -n 6; exec "$@"', epoch, "gen", "login", "-q", "--no-log")
    assert result.code == 6, result.err
    assert result.said[-1].startswith("epoch: Too many open files; ")


def test_no_memory_left_is_told_and_no_bug(capsys: pytest.CaptureFixture[str]) -> None:
    assert _bug(MemoryError()) == 6
    assert capsys.readouterr().err.startswith("epoch: there is no memory left; ")


def test_no_file_takes_the_number_of_a_stream_that_is_closed(epoch: Command) -> None:
    closed = replace(epoch, prefix=("sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *EPOCH))
    assert closed("gen", "login", stdout=None, stderr=None).code == 0
    (session,) = epoch.sessions()
    lines = session.read_bytes().splitlines()
    assert len(lines) > 10
    assert all(line.startswith(b"{") and line.endswith(b"}") for line in lines)


def test_a_session_that_is_removed_while_it_is_played_is_played_to_its_end(epoch: Command) -> None:
    epoch("gen", "login", "-q")
    (session,) = epoch.sessions()
    with epoch.start("replay", session.stem, "--speed", "50") as playing:
        assert playing.stdout is not None
        first = playing.stdout.readline()
        assert epoch("sessions", "rm", "--yes", session.stem).code in {0, 2}
        session.unlink(missing_ok=True)
        rest, said = playing.communicate(timeout=60)
    assert playing.returncode == 0, said
    assert len((first + rest).splitlines()) == 10


def test_a_folder_of_the_users_that_cannot_be_made_costs_the_session_and_no_more(inside: Inside) -> None:
    inside.command.environment["XDG_DATA_HOME"] = os.devnull
    result = inside("gen", "login", "-q")
    assert result.code == 0
    assert len(result.lines) == 10
    assert "the session cannot be written" in result.err.decode()
