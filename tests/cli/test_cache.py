"""The cache of answers, as users meet it: a second request that is not sent, and `epoch cache`."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.command import Command, Inside, Result
from support.terminal import Terminal, on_terminals
from support.wire_server import JSON, Reply, WireServer

from epoch_cli import read_session

KEY = "sk-test-0123456789abcdef"
PATH = "/v1/responses"
GEN = ("gen", "login form", "-p", "openai", "-m", "x")


def event(**data: object) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"


def said(text: str) -> bytes:
    return event(type="response.output_text.delta", delta=text)


def reply(text: str = "Welcome back") -> Reply:
    """An answer of two patches, with its usage."""
    root = {"op": "add", "path": "/root", "value": {"type": "Container", "id": "page", "children": []}}
    title = {"op": "add", "path": "/root/children/-", "value": {"type": "Text", "id": "title", "text": text}}
    usage = {"input_tokens": 1200, "output_tokens": 90}
    end = event(type="response.completed", response={"status": "completed", "usage": usage})
    return Reply(b"".join([*(said(json.dumps(patch) + "\n") for patch in (root, title)), end]))


@pytest.fixture(autouse=True)
def _cold(epoch: Command) -> None:
    """Nothing is kept yet."""
    shutil.rmtree(epoch.home / "cache")


@pytest.fixture
def server(epoch: Command) -> Iterator[WireServer]:
    """A server that the command asks."""
    with WireServer({PATH: reply()}) as server:
        configure(epoch, f'[providers.openai]\nbase-url = "{server.url}/v1"\n')
        yield server


def configure(epoch: Command, text: str) -> None:
    """Give the command a key, and its user a configuration."""
    epoch.environment["OPENAI_API_KEY"] = KEY
    file = epoch.home / "config" / "epoch" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def answers(epoch: Command) -> Path:
    return epoch.home / "cache" / "epoch" / "answers"


def sessions(inside: Inside) -> list[Path]:
    """The sessions that were written, oldest first, even in the same second."""
    return sorted(inside.sessions(), key=lambda path: path.stat().st_mtime_ns)


def entries(epoch: Command) -> list[Path]:
    return sorted(answers(epoch).iterdir()) if answers(epoch).is_dir() else []


# ---------------------------------------------------------------- gen


def test_what_was_asked_before_is_answered_without_asking(inside: Inside, server: WireServer) -> None:
    first = inside(*GEN, "--usage")
    second = inside(*GEN, "--usage")
    assert (first.code, second.code) == (0, 0)
    assert len(server.seen) == 1
    assert second.out == first.out
    assert len(first.lines) == 2
    (old, new) = sessions(inside)
    assert f"cached: the answer of session {old.stem}; --refresh asks again" in second.said
    assert "usage: nothing, cached" in second.said
    assert "usage: 1200 tokens in, 90 out, cost unknown" in first.said
    assert not any(line.startswith("cached") for line in first.said)
    rows = [json.loads(line) for line in new.read_text("utf-8").splitlines()]
    assert rows[0]["cached"] == old.stem
    assert {(row["input_tokens"], row["cost"]) for row in rows if row["event"] == "usage"} == {(0, "0")}


def test_a_cached_run_is_a_session_that_replays_like_any_other(inside: Inside, server: WireServer) -> None:
    first, second = inside(*GEN), inside(*GEN)
    newest = sessions(inside)[-1]
    replayed = inside("replay", newest.stem, "--format", "jsonl")
    assert replayed.out == second.out == first.out
    assert len(server.seen) == 1


def test_an_entry_is_a_session_without_the_key(inside: Inside, server: WireServer) -> None:
    inside(*GEN)
    (entry,) = entries(inside.command)
    assert entry.stat().st_mode & 0o777 == 0o600
    assert list(read_session(entry)) == list(read_session(sessions(inside)[0]))
    assert inside("validate", str(entry)).code == 0
    assert KEY.encode() not in entry.read_bytes()
    assert inside("replay", str(entry), "--format", "jsonl").lines[1]["value"]["text"] == "Welcome back"


@pytest.mark.parametrize(
    "changed",
    [
        ("gen", "sign-in form", "-p", "openai", "-m", "x"),
        ("gen", "login form", "-p", "openai", "-m", "y"),
        (*GEN, "--param", "temperature=0.3"),
        (*GEN, "--budget", "foundation"),
        (*GEN, "-s", "be brief"),
        (*GEN, "--no-heal"),
    ],
)
def test_anything_else_is_asked(inside: Inside, server: WireServer, changed: tuple[str, ...]) -> None:
    inside(*GEN)
    inside(*changed)
    assert len(server.seen) == 2
    assert len(entries(inside.command)) == 2


def test_refresh_asks_again_and_keeps_the_new_answer(inside: Inside, server: WireServer) -> None:
    server.answer(PATH, reply("old"), reply("new"), reply("never asked for"))
    inside(*GEN)
    fresh = inside(*GEN, "--refresh")
    third = inside(*GEN)
    assert len(server.seen) == 2
    assert [done.lines[1]["value"]["text"] for done in (fresh, third)] == ["new", "new"]
    assert not any(line.startswith("cached") for line in fresh.said)


@pytest.mark.parametrize("flag", ["--no-cache", "--no-log"])
def test_without_the_cache_it_is_asked_and_nothing_is_kept(inside: Inside, server: WireServer, flag: str) -> None:
    for _ in range(2):
        assert inside(*GEN, flag).code == 0
    assert len(server.seen) == 2
    assert entries(inside.command) == []


def test_the_configuration_can_switch_it_off(inside: Inside, server: WireServer) -> None:
    (inside.work / "epoch.toml").write_text("cache = false\n")
    for _ in range(2):
        assert inside(*GEN).code == 0
    assert len(server.seen) == 2
    assert entries(inside.command) == []


def test_an_answer_that_failed_is_not_kept(inside: Inside, server: WireServer) -> None:
    server.answer(PATH, Reply(b'{"error":{"message":"no such key"}}', 401, JSON), reply())
    assert inside(*GEN).code == 3
    assert entries(inside.command) == []
    assert inside(*GEN).code == 0
    assert len(server.seen) == 2


def test_the_offline_composer_is_never_cached(inside: Inside) -> None:
    inside("gen", "login form", "-p", "offline")
    assert entries(inside.command) == []


def test_a_folder_that_cannot_be_used_costs_only_the_cache(inside: Inside, server: WireServer) -> None:
    answers(inside.command).parent.mkdir(parents=True)
    answers(inside.command).write_text("mine")
    first, second = inside(*GEN), inside(*GEN, "-v")
    assert (first.code, second.code) == (0, 0)
    assert len(server.seen) == 2
    assert not any("cache" in line for line in first.said)
    assert any(line.startswith("cache: ") and "answers" in line for line in second.said)


def test_a_hit_is_drawn_on_a_terminal_and_says_so(inside: Inside, server: WireServer) -> None:
    inside(*GEN)
    with Terminal() as terminal:
        code, _, _ = on_terminals(inside.command, *GEN, out=terminal, err=terminal)
        assert code == 0
        assert "Welcome back" in terminal.text
        assert "cached: the answer of session" in terminal.text
    assert len(server.seen) == 1


# ---------------------------------------------------------------- epoch cache


@pytest.fixture
def filled(inside: Inside) -> Inside:
    """The command with three answers of 1 000, 2 000 and 3 000 bytes, given 3, 2 and 1 days ago."""
    folder = answers(inside.command)
    folder.mkdir(parents=True)
    for days, size in ((3, 1000), (2, 2000), (1, 3000)):
        file = folder / f"{days:064x}.jsonl"
        file.write_bytes(b"x" * size)
        answered = time.time() - days * 86_400
        os.utime(file, (answered, answered))
    return inside


def left(filled: Inside) -> list[int]:
    """How many days old the answers are that are left."""
    return [int(path.stem, 16) for path in entries(filled.command)]


def stats(inside: Inside) -> Result:
    return inside("cache", "stats", "--format", "json")


def test_stats_say_what_there_is(filled: Inside) -> None:
    done = stats(filled)
    (held,) = [json.loads(done.out)]
    assert done.code == 0
    assert held["answers"]["path"] == str(answers(filled.command))
    assert (held["answers"]["entries"], held["answers"]["bytes"], held["answers"]["used_again"]) == (3, 6000, 0)
    assert held["answers"]["oldest"] < held["answers"]["newest"]
    table = filled("cache", "stats").out.decode().splitlines()
    assert table[1].split()[:4] == ["answers", "3", "6.0", "kB"]
    assert table[2].startswith("checked files")
    assert filled("cache", "stats", "--format", "xml").code == 2


def test_stats_of_nothing_are_zero(inside: Inside) -> None:
    assert json.loads(stats(inside).out)["answers"]["entries"] == 0
    assert inside("cache", "stats").code == 0


def test_clear_removes_everything_and_says_what_was_freed(filled: Inside) -> None:
    filled("gen", "login form", "-p", "offline")  # which keeps the checked design system
    done = filled("cache", "clear", "--yes")
    assert done.code == 0
    assert done.said[0].startswith("removed: 3 answers and ")
    assert done.said[0].endswith(" freed")
    assert entries(filled.command) == []
    held = json.loads(stats(filled).out)
    assert held["files"]["entries"] == 0
    assert filled.sessions() != []
    assert filled("cache", "clear").said == ["the cache is empty"]


@pytest.mark.parametrize("name", ["answers/x.jsonl", "x.json"])
def test_clear_says_what_it_could_not_remove(filled: Inside, name: str) -> None:
    (answers(filled.command).parent / name).mkdir()  # which no file can be removed from, whoever asks
    done = filled("cache", "clear", "--yes")
    assert (done.code, entries(filled.command)[:3]) == (6, entries(filled.command)[:1])
    assert done.said[0].startswith("removed: 3 answers and ")
    assert f"{name}: cannot be removed" in done.said[1]


def test_what_a_killed_run_left_is_seen_and_cleared(filled: Inside) -> None:
    for path in entries(filled.command):
        path.rename(path.with_name(f".{path.stem}.part"))
    table = filled("cache", "stats").out.decode().splitlines()
    assert table[2].split()[:4] == ["unfinished", "3", "6.0", "kB"]
    assert json.loads(stats(filled).out)["answers"]["unfinished"] == 3
    assert filled("cache", "clear", "--yes").code == 0
    assert list(answers(filled.command).iterdir()) == []


def test_clear_asks_nobody_where_there_is_no_terminal(filled: Inside) -> None:
    done = filled("cache", "clear")
    assert done.code == 2
    assert b"--yes" in done.err
    assert left(filled) == [1, 2, 3]


@pytest.mark.parametrize(
    ("keys", "gone"), [("y\n", True), ("yes\n", True), ("n\n", False), ("\n", False), ("\x04", False)]
)
def test_clear_asks_on_a_terminal(filled: Inside, keys: str, gone: bool) -> None:
    with Terminal() as terminal:
        process = filled.command.start("cache", "clear", stdin=terminal.file, stderr=terminal.file)
        terminal.wait_for("Remove 3 answers and 0 checked files, 6.0 kB? [y/N]")
        terminal.press(keys)
        process.communicate(timeout=30)
        terminal.wait_for("removed")
    assert process.returncode == 0
    assert left(filled) == ([] if gone else [1, 2, 3])


@pytest.mark.parametrize(
    ("arguments", "kept"),
    [
        ((), [1, 2, 3]),
        (("--older-than", "36h"), [1]),
        (("--max-bytes", "5kB"), [1, 2]),
        (("--max-bytes", "5kB", "--older-than", "36h"), [1]),
        (("--older-than", "0s"), []),
        (("--max-bytes", "0"), []),
    ],
)
def test_prune_removes_what_is_old_or_too_much(filled: Inside, arguments: tuple[str, ...], kept: list[int]) -> None:
    done = filled("cache", "prune", *arguments)
    assert done.code == 0
    assert left(filled) == kept
    removed = "1 answer" if len(kept) == 2 else f"{3 - len(kept)} answers"
    assert done.said[0].startswith(f"removed: {removed}, ")


@pytest.mark.parametrize("arguments", [("--max-bytes", "much"), ("--older-than", "7")])
def test_prune_says_what_a_limit_looks_like(filled: Inside, arguments: tuple[str, ...]) -> None:
    done = filled("cache", "prune", *arguments)
    assert done.code == 2
    assert arguments[0].encode() in done.err
    assert left(filled) == [1, 2, 3]
