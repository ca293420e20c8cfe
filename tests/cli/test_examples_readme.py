"""Every command of README is run as it stands, block by block, and what README shows of it is what comes out."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.command import Command
from support.examples_folder import copied, prepared, run_example
from support.wire_server import JSON, NDJSON, Reply, WireServer

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
INSTALLING = (
    'python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/epoch gen "login form"\n',
    "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/pytest\n",
)
"""What is run by whoever tries Epoch, letter by letter, and the second by CI."""
TYPED = {"epoch keys set anthropic": "sk-ant-0123456789abcdef0123456789abcdef\n"}
PATCH = '{"op":"add","path":"/root","value":{"type":"Card","children":[{"type":"Text","text":"Log in"}]}}\n'


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    return [block for block in found if block not in INSTALLING]


def lines_of(block: str) -> list[str]:
    """The commands of a block, without what is remarked behind them."""
    return [re.sub(r"\s+# .*$", "", line) for line in block.replace("\\\n", "").splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Command:
    command = prepared(tmp_path_factory.mktemp("readme"))
    (acme,) = (block for block in blocks("toml") if block.startswith("# acme.toml\n"))
    (command.work / "acme.toml").write_text(acme, "utf-8")
    return command


@contextmanager
def models() -> Iterator[dict[str, str]]:
    """Servers of this machine in place of those that the examples ask; gives the variables that say where they are."""
    said = (
        {"type": "message_start", "message": {"usage": {"input_tokens": 9, "output_tokens": 1}}},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": PATCH}},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 30}},
        {"type": "message_stop"},
    )
    anthropic = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in said)
    lines = (
        {"message": {"role": "assistant", "content": PATCH}, "done": False},
        {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop", "eval_count": 3},
    )
    ollama = "".join(f"{json.dumps(line)}\n" for line in lines)
    listed = json.dumps({"models": [{"name": "qwen3", "model": "qwen3"}]})
    answers = {
        "/v1/messages": Reply(anthropic),
        "/api/chat": Reply(ollama, headers=NDJSON),
        "/api/tags": Reply(listed, headers=JSON),
    }
    with WireServer(answers) as server:  # type: ignore[arg-type]
        yield {"ANTHROPIC_BASE_URL": server.url, "OLLAMA_HOST": server.url}
        assert {seen.path for seen in server.seen} >= {"/v1/messages", "/api/chat"}


def shows(shown: str, printed: str) -> bool:
    """Whether what was printed begins with what is shown; how long it took differs from run to run."""
    lines = (re.sub(r"\d+\\\.\d\\ s$", "[0-9.]+ s", re.escape(line)) for line in shown.splitlines())
    pattern = "".join(f"{line}\n" for line in lines)
    return re.match(pattern, printed) is not None


@pytest.mark.parametrize("block", blocks("sh"), ids=lambda block: lines_of(block)[0])
def test_a_block_of_commands_works_as_it_stands(block: str, folder: Command, tmp_path: Path) -> None:
    command = copied(folder, tmp_path)
    asks = "-m sonnet" in block
    with models() if asks else nobody() as servers:
        command.environment.update(servers)
        for line in lines_of(block):
            result = run_example(command, line, TYPED.get(line, ""))
            assert (result.code, b"Traceback" in result.err) == (0, False), (line, result.out, result.err)


@contextmanager
def nobody() -> Iterator[dict[str, str]]:
    yield {}


@pytest.mark.parametrize("block", blocks("console"), ids=lambda block: block.partition("\n")[0][2:])
def test_what_is_shown_is_what_comes_out(block: str, folder: Command, tmp_path: Path) -> None:
    if "jq " in block and not shutil.which("jq") and "EPOCH_CI" not in os.environ:
        pytest.skip("no jq")
    line, shown = re.fullmatch(r"\$ ((?:.*\\\n)*.*)\n((?:.*\n)*)", block).groups()  # type: ignore[union-attr]
    result = run_example(copied(folder, tmp_path), line.replace("\\\n", ""))
    printed = (result.out + result.err).decode()
    assert shows(shown, printed), printed
    assert result.code == 0


def test_the_two_commands_stand_there_letter_by_letter() -> None:
    for line in INSTALLING:
        assert f"```sh\n{line}```\n" in README


def test_what_is_shown_is_held_to_every_letter_but_for_the_time() -> None:
    assert shows("done: 2 patches, 0.2 s\n", "done: 2 patches, 13.1 s\nsaved: x\n")
    assert not shows("done: 3 patches, 0.2 s\n", "done: 2 patches, 0.2 s\n")
    assert not shows("Card\ndone: 0.1 s\n", "Card\n  Text\ndone: 0.1 s\n")
