"""How far a run is, as people see it: what past runs took is learnt, and told only to who looks."""

from __future__ import annotations

import json
import threading

import pytest
from support.command import Command
from support.scripted import add, container, jsonl, text_node
from support.terminal import Terminal, on_terminals
from support.wire_server import Reply, WireServer

from epoch_cli.events import RunStarted, decode

PATCHES = (add("/root", container(id="page")), add("/root/children/-", text_node("hello")))
ASK = ("gen", "login form", "-p", "openai", "-m", "x", "--no-cache")


def event(**data: object) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"


def said(text: str) -> bytes:
    return event(type="response.output_text.delta", delta=text)


END = event(type="response.completed", response={"status": "completed"})


@pytest.fixture
def asked(epoch: Command) -> Command:
    """The command with a key for OpenAI."""
    epoch.environment["OPENAI_API_KEY"] = "sk-test-0123456789abcdef"
    return epoch


def configure(epoch: Command, server: WireServer) -> None:
    file = epoch.home / "config" / "epoch" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'[providers.openai]\nbase-url = "{server.url}/v1"\n', "utf-8")


def started(epoch: Command) -> RunStarted:
    """The first event of the last session."""
    newest = max(epoch.sessions(), key=lambda path: path.stat().st_mtime_ns)
    event = decode(newest.read_bytes().splitlines()[0])
    assert isinstance(event, RunStarted)
    return event


def test_the_time_that_is_left_is_learnt_from_past_runs_and_told_to_who_looks(asked: Command) -> None:
    second = threading.Event()
    whole = (said(jsonl(*PATCHES)), END)
    with WireServer({"/v1/responses": Reply((b"".join(whole),))}) as server:
        configure(asked, server)
        for _ in range(3):
            first = asked(*ASK, "-v")
            assert first.code == 0
            assert " s left" not in first.err.decode(), "nobody knows before there is a history"
        asked(*ASK)
        assert started(asked).expected is None, "nobody looks"
        verbose = asked(*ASK, "-v")
        expected = started(asked).expected
        assert expected is not None
        assert (expected["sessions"], expected["patches"]) == (4.0, 2.0)
        assert "stage: preparing, ~1 s left" in verbose.said
        stages = [line.split()[1].strip(",") for line in verbose.said if line.startswith("stage: ")]
        assert stages[0] == "preparing"
        assert stages[-1] == "complete"
        server.answer("/v1/responses", Reply((said(jsonl(*PATCHES)), second, END)))

        def watch(_: object) -> None:
            terminal.wait_for("tokens")
            assert "generating" in terminal.text
            second.set()

        with Terminal() as terminal:
            assert on_terminals(asked, *ASK, out=terminal, err=terminal, watch=watch)[0] == 0
            assert "generating" not in terminal.text
        assert started(asked).expected is not None
