"""`epoch batch` over a real server: how many are asked at a time, who waits, what it costs, what it weighs."""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from dataclasses import replace

import pytest
from support.batches import PATCHES, prompts, root_of
from support.command import Command, wait_until
from support.scripted import add, container, jsonl, text_node
from support.wire_server import JSON, Reply, Seen, WireServer

from epoch_cli.errors import ExitCode


def event(**data: object) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"


ANSWER = event(type="response.output_text.delta", delta=jsonl(*PATCHES)) + event(
    type="response.completed",
    response={"status": "completed", "usage": {"input_tokens": 1000, "output_tokens": 100}},
)


@pytest.fixture
def asked(epoch: Command) -> Command:
    """The command with a key for OpenAI."""
    epoch.environment["OPENAI_API_KEY"] = "sk-test-0123456789abcdef"
    return epoch


def configure(epoch: Command, server: WireServer, more: str = "") -> None:
    file = epoch.home / "config" / "epoch" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'[providers.openai]\nbase-url = "{server.url}/v1"\n{more}', "utf-8")


def test_so_many_are_asked_at_a_time_and_no_more(asked: Command) -> None:
    enough = threading.Event()
    with WireServer({"/v1/responses": Reply(ANSWER, before=enough)}) as server:
        configure(asked, server)
        process = asked.start("batch", prompts(asked, *"abcdefg"), "-o", "ui", "-p", "openai", "-m", "x", "-j", "3")
        wait_until(lambda: len(server.seen) == 3)
        time.sleep(0.2)
        assert len(server.seen) == 3
        enough.set()
        out, err = process.communicate(timeout=30)
        assert (process.returncode, len(server.seen)) == (0, 7), err
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["tokens"] for row in rows] == [{"input": 1000, "output": 100}] * 7
    assert [row["estimated"] for row in rows] == [False] * 7


def test_when_one_is_asked_to_slow_down_the_others_wait(asked: Command) -> None:
    times: list[float] = []

    def answer(_: Seen) -> Reply:
        times.append(time.monotonic())
        if len(times) == 1:
            return Reply(b'{"error": {"message": "slow down"}}', 429, {**JSON, "retry-after": "1"})
        return Reply(ANSWER)

    with WireServer({"/v1/responses": answer}) as server:
        configure(asked, server)
        result = asked(
            "batch",
            prompts(asked, *"abc"),
            "-o",
            "ui",
            "-p",
            "openai",
            "-m",
            "x",
            "--jobs",
            "1",
            "--retries",
            "0",
            "--no-fallback",
        )
    assert [line["status"] for line in result.lines] == ["failed", "complete", "complete"]
    assert times[1] - times[0] >= 1


def test_all_prompts_together_keep_to_the_money(asked: Command) -> None:
    prices = '[prices."x"]\ninput = 1\noutput = 1\n'  # 1100 tokens cost $0.0011
    with WireServer({"/v1/responses": Reply(ANSWER)}) as server:
        configure(asked, server, prices)
        most = ("-p", "openai", "-m", "x", "--max-cost", "0.012", "--jobs", "1")
        result = asked("batch", prompts(asked, *"abcdefghijkl"), "-o", "ui", *most)
    statuses = [line["status"] for line in result.lines]
    assert result.code == ExitCode.BUDGET
    assert statuses.count("complete") >= 1
    assert statuses.count("budget") >= 1
    assert sum(float(line["cost"] or 0) for line in result.lines) <= 0.012
    assert len(server.seen) < 12


def test_what_was_answered_before_costs_nothing_and_says_so(asked: Command) -> None:
    with WireServer({"/v1/responses": Reply(ANSWER)}) as server:
        configure(asked, server, '[prices."x"]\ninput = 1\noutput = 1\n')
        flags = ("-p", "openai", "-m", "x", "--usage")
        (first,) = asked("batch", prompts(asked, "a"), "-o", "one", *flags).lines
        (again,) = asked("batch", "prompts.jsonl", "-o", "two", *flags).lines
        (anew,) = asked("batch", "prompts.jsonl", "-o", "three", "--no-cache", *flags).lines
    assert [(row["cached"], row["cost"]) for row in (first, again, anew)] == [
        (False, "0.0011"),
        (True, "0"),
        (False, "0.0011"),
    ]
    assert len(server.seen) == 2
    assert root_of(asked.work / again["file"]) == root_of(asked.work / first["file"])


def pages(seen: Seen) -> Reply:
    """An answer of its own to each prompt, of two hundred nodes and as many pieces."""
    (name,) = set(re.findall(r"page-[0-9]+", json.dumps(seen.json)))
    lines = [add("/root", container(id=name)), *(add("/root/children/-", text_node(f"{name} {n}")) for n in range(200))]
    events = [event(type="response.output_text.delta", delta=jsonl(line)) for line in lines]
    return Reply(b"".join(events) + event(type="response.completed", response={"status": "completed"}))


MEASURED = """
import atexit, pathlib
atexit.register(lambda: pathlib.Path("memory").write_text(pathlib.Path("/proc/self/status").read_text()))
from epoch_cli.__main__ import main
main()
"""


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the most memory that a process had, as Linux tells it"
)
def test_ten_at_once_lose_nothing_and_stay_small(asked: Command) -> None:
    names = [f"page-{number}" for number in range(10)]
    measured = replace(asked, prefix=(sys.executable, "-c", MEASURED))
    with WireServer({"/v1/responses": pages}) as server:
        configure(asked, server)
        lines = prompts(asked, *({"id": name, "prompt": f"the {name}"} for name in names))
        flags = ("-p", "openai", "-m", "x", "-j", "10", "--budget", "unlimited", "--token-budget", "1000000")
        assert measured("batch", lines, "-o", "ui", *flags).code == 0
    for name in names:
        texts = [f"{name} {number}" for number in range(200)]
        assert [node["text"] for node in root_of(asked.work / "ui" / f"{name}.json")["children"]] == texts
    (kilobytes,) = re.findall(r"VmHWM:\s+(\d+) kB", (asked.work / "memory").read_text())
    assert int(kilobytes) * 1024 <= 100_000_000
