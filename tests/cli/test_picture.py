"""What is drawn: `--tui`, `--no-tui` and `--plain`, on terminals of many kinds and on none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.command import Command
from support.scripted import add, container, jsonl, text_node

PATCHES = (add("/root", container(id="page")), add("/root/children/-", text_node("hello")))
DONE = [{"text": jsonl(*PATCHES)}, {"finish": "stop"}]
has_terminals = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")


@pytest.mark.parametrize("command", [("gen", "x"), ("replay", "last")])
def test_without_a_terminal_there_is_no_screen(inside: Command, command: tuple[str, str]) -> None:
    result = inside(*command, "--tui")
    assert (result.code, result.out) == (2, b"")
    assert "--tui draws on stderr" in result.said[0]
    assert b"\x1b" not in result.err


@pytest.mark.parametrize("other", ["--plain", "--quiet", "--dry-run"])
def test_a_screen_is_the_opposite_of_saying_little(inside: Command, other: str) -> None:
    result = inside("gen", "x", "--tui", other)
    assert result.code == 2
    assert f"--tui and {other} are opposites" in result.said[0]


def test_plain_is_the_opposite_of_quiet(inside: Command) -> None:
    assert "--plain and --quiet are opposites" in inside("gen", "x", "--plain", "-q").said[0]


@pytest.mark.parametrize("flag", ["--tui", "--plain"])
def test_a_check_draws_nothing(inside: Command, flag: str) -> None:
    assert f"takes no {flag}" in inside("replay", "last", "--check", flag).said[0]


def test_plain_says_what_a_screen_shows_and_leaves_stdout_as_it_is(epoch: Command) -> None:
    bare = epoch.scripted(DONE)("gen", "x")
    plain = epoch.scripted(DONE)("gen", "x", "--plain")
    assert plain.code == 0
    assert plain.out == bare.out
    said = plain.err.decode()
    assert b"\x1b" not in plain.err
    assert "prompt: x" in said
    assert "added: Text “hello”" in said
    assert "outcome: complete, 2 accepted" in said
    assert said.index("outcome:") < said.index("saved:") < said.index("again: epoch replay")
    assert "done: " not in said


def test_a_replay_says_the_same_plain_lines(epoch: Command) -> None:
    live = epoch.scripted(DONE)("gen", "x", "--plain")
    again = epoch("replay", str(epoch.sessions()[0]), "--plain")
    assert again.code == 0
    assert again.said == [line for line in live.said if not line.startswith(("saved:", "again:"))]


if sys.platform != "win32":
    from support.at_screen import at_screen
    from support.terminal import Terminal, on_terminals


@has_terminals
def test_plain_on_a_terminal_moves_no_cursor_and_writes_no_data(epoch: Command) -> None:
    with Terminal(100, 40) as out, Terminal(100, 40) as err:
        assert on_terminals(epoch.scripted(DONE), "gen", "x", "--plain", out=out, err=err)[0] == 0
        assert out.raw == b""
        assert b"\x1b" not in err.raw
        assert "outcome: complete" in err.text


@has_terminals
@pytest.mark.parametrize(
    ("environment", "flags"),
    [
        ({"TERM": "dumb"}, ()),
        ({"CI": "true"}, ("-p", "offline")),
        ({}, ("--no-tui",)),
        ({}, ("--format", "tree")),
        ({}, ("-q",)),
    ],
    ids=["dumb", "ci", "no-tui", "format", "quiet"],
)
def test_no_screen_opens_by_itself(epoch: Command, environment: dict[str, str], flags: tuple[str, ...]) -> None:
    epoch.environment = environment
    with Terminal() as terminal, at_screen(epoch, "gen", "login form", *flags, terminal=terminal) as process:
        assert process.wait(20) == 0
        assert b"\x1b[?1049h" not in terminal.raw


@has_terminals
def test_a_simple_terminal_is_refused_when_a_screen_is_asked_for(epoch: Command) -> None:
    epoch.environment = {"TERM": "dumb"}
    with Terminal() as terminal, at_screen(epoch, "gen", "login form", "--tui", terminal=terminal) as process:
        assert process.wait(20) == 2
        terminal.wait_for("'dumb' shows no screen")


@has_terminals
def test_without_a_terminal_for_keys_nothing_is_drawn(epoch: Command) -> None:
    """stderr is a terminal, but not the one that this process belongs to, and stdin is none."""
    with Terminal(100, 24) as terminal:
        how = {"stdout": subprocess.PIPE, "stderr": terminal.file, "start_new_session": True}
        with epoch.start("gen", "login form", "--tui", **how) as process:
            out, _ = process.communicate(timeout=20)
        assert (process.returncode, out) == (2, b"")
        terminal.wait_for("no terminal to read them from")
        assert b"\x1b" not in terminal.raw


def test_a_run_without_a_screen_loads_nothing_of_it(epoch: Command, tmp_path: Path) -> None:
    code = "import sys; from epoch_cli.__main__ import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    loading = Command(epoch.home, epoch.work, prefix=(sys.executable, "-c", code))
    headless = loading("gen", "login form", "-p", "offline")
    played = loading("replay", str(epoch.sessions()[0]))
    plain = loading("replay", str(epoch.sessions()[0]), "--plain")
    for result in (headless, played, plain):
        assert result.code == 0
        loaded = set(result.said[-1].split())
        assert "epoch_cli.cli.running" in loaded or "epoch_cli.cli.replay" in loaded
        assert not loaded & {"textual", "epoch_cli.tui.app", "epoch_cli.cli.screen", "epoch_cli.sessions.player"}
    assert not set(headless.said[-1].split()) & {"epoch_cli.output.plain", "epoch_cli.output.view"}
    assert json.loads(played.out.splitlines()[0])["op"] == "add"


@has_terminals
@pytest.mark.parametrize("command", ["gen", "replay"])
def test_the_first_picture_waits_for_nothing_of_a_run(epoch: Command, command: str, tmp_path: Path) -> None:
    """What a run takes is 120 ms of imports; they begin when the screen is there."""
    loaded = tmp_path / "loaded"
    code = (
        "import sys; from epoch_cli.tui.app import EpochApp; ready = EpochApp.on_ready\n"
        f"def noted(app): open({str(loaded)!r}, 'w').write(' '.join(sys.modules)); ready(app)\n"
        "EpochApp.on_ready = noted\nfrom epoch_cli.__main__ import main; main()"
    )
    assert epoch("gen", "login form", "-p", "offline").code == 0  # the presets are in the cache
    arguments = ("login form", "-p", "offline") if command == "gen" else (str(epoch.sessions()[0]),)
    loading = Command(epoch.home, epoch.work, prefix=(sys.executable, "-c", code))
    with Terminal() as terminal, at_screen(loading, command, *arguments, "--tui", terminal=terminal) as process:
        terminal.wait_for("Tree")
        terminal.press("q")
        assert process.wait(20) in {0, 130}  # the run may still go on
    names = set(loaded.read_text().split())
    assert "epoch_cli.tui.screens.main" in names
    of_a_run = {"epoch_cli.engine.generation", "epoch_cli.engine.run", "epoch_cli.reading.reader"}
    of_a_document = {"epoch_cli.validation.draft", "epoch_cli.tui.preview.canvas"}
    of_an_answer = {"epoch_cli.providers.base", "epoch_cli.providers.offline.compose", "httpx", "pydantic"}
    assert not sorted(names & (of_a_run | of_a_document | of_an_answer | {"rich.live"}))
