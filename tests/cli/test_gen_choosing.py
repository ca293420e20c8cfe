"""Who writes when `epoch gen` is not told, and how it says why."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import pytest
from support.command import Command, Inside
from support.provider_surroundings import NOWHERE, SERVERS, ollama_lists, openai_lists
from support.wire_server import NDJSON, Reply, WireServer

KEY = "sk-Z9-never-shown"
PATCH = '{"op":"add","path":"/root","value":{"type":"Text","text":"Hello"}}\n'


@pytest.fixture
def server() -> Iterator[WireServer]:
    with WireServer() as listening:
        yield listening


@pytest.fixture
def alone(epoch: Command) -> Command:
    """The command on a machine where no server answers."""
    tables = "".join(f'[providers.{name}]\nbase-url = "{NOWHERE}"\n' for name in SERVERS)
    folder = epoch.home / "config" / "epoch"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(tables, "utf-8")
    epoch.environment["OLLAMA_HOST"] = NOWHERE
    return epoch


def add_config(command: Command, text: str) -> None:
    with (command.home / "config" / "epoch" / "config.toml").open("a", encoding="utf-8") as file:
        file.write(text)


def reasons(said: list[str]) -> list[str]:
    return [line.removeprefix("provider: ") for line in said if line.startswith("provider: ")]


def test_without_a_key_the_offline_composer_writes_and_says_why_when_asked(alone: Command) -> None:
    quiet = alone("gen", "login form")
    assert quiet.code == 0
    assert not reasons(quiet.said)
    result = alone("gen", "login form", "-v")
    assert reasons(result.said) == ["offline: no key was found, and no Ollama answers with a model"]
    assert result.out == quiet.out


def test_a_local_ollama_that_lists_a_model_writes(alone: Command, server: WireServer) -> None:
    server.answer("/api/tags", ollama_lists("qwen-a"))
    lines = (
        {"message": {"role": "assistant", "content": PATCH}, "done": False},
        {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop", "eval_count": 9},
    )
    server.answer("/api/chat", Reply("".join(json.dumps(line) + "\n" for line in lines), headers=NDJSON))
    alone.environment["OLLAMA_HOST"] = server.url.removeprefix("http://")
    result = alone("gen", "a greeting", "-v")
    assert result.code == 0, result.err
    assert [line["value"]["text"] for line in result.lines] == ["Hello"]
    assert reasons(result.said) == ["ollama: no key was found, and it answers with 1 model"]
    (asked,) = [seen.json for seen in server.seen if seen.path == "/api/chat"]
    assert asked["model"] == "qwen-a"


def test_in_ci_a_key_is_not_used_unless_somebody_said_so(alone: Command) -> None:
    alone.environment.update(CI="true", ANTHROPIC_API_KEY=KEY)
    result = alone("gen", "login form")
    assert result.code == 0
    assert result.said[0].startswith("epoch: CI is set and no provider was named")
    assert any("offline composer" in line for line in result.said)
    assert KEY.encode() not in result.out + result.err
    assert alone("gen", "login form", "-q").err == b""
    assert not alone("gen", "login form", "-p", "offline").said[0].startswith("epoch: CI")


def test_auto_explains_its_choice_line_by_line(alone: Command, server: WireServer) -> None:
    server.answer("/v1/models", openai_lists("local-model"))
    server.answer("/v1/chat/completions", Reply(b"data: [DONE]\n\n"))
    alone.environment["MISTRAL_API_KEY"] = KEY
    add_config(alone, f'[providers.acme]\nbase-url = "{server.url}/v1"\npaid = false\n')
    result = alone("gen", "a greeting", "-p", "auto", "-v")
    why = reasons(result.said)
    assert why[0] == "acme local-model: 100 = 100"
    assert why[1].startswith("mistral mistral-medium-latest: ")
    assert "($" in why[1]
    assert "anthropic: not available, no key was found" in why
    assert why[-1] == "acme: the most points"
    assert KEY.encode() not in result.err


def test_without_a_key_a_named_provider_says_both_ways_to_one(alone: Command) -> None:
    result = alone("gen", "login form", "-p", "anthropic")
    assert result.code == 3
    assert result.out == b""
    (line,) = result.said
    assert line.startswith("epoch: no key for Anthropic; ")
    for way in ("epoch keys set anthropic", "ANTHROPIC_API_KEY", "-p offline"):
        assert way in line


def test_a_key_that_is_stored_is_sent(alone: Command, server: WireServer) -> None:
    add_config(alone, f'[providers.anthropic]\nbase-url = "{server.url}"\n')
    assert alone("keys", "set", "anthropic", "--stdin", stdin=KEY.encode()).code == 0
    result = alone("gen", "login form", "-m", "sonnet")
    assert result.code == 3
    assert [seen.headers["x-api-key"] for seen in server.seen][:1] == [KEY]
    assert KEY.encode() not in result.out + result.err


def test_a_project_cannot_say_where_a_key_is_sent(alone: Command, server: WireServer) -> None:
    alone.environment["ANTHROPIC_API_KEY"] = KEY
    (alone.work / "epoch.toml").write_text(f'[providers.anthropic]\nbase-url = "{server.url}"\n')
    result = alone("gen", "login form", "-p", "anthropic")
    assert result.code == 2
    assert "config.toml" in result.said[0]
    assert server.seen == []


@pytest.mark.parametrize("flags", [(), ("-p", "offline")])
def test_nothing_of_the_network_is_loaded_for_the_offline_composer(alone: Command, flags: tuple[str, ...]) -> None:
    code = (
        "import sys; from epoch_cli.__main__ import main\n"
        "try: main()\n"
        "finally: print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    loading = Command(alone.home, alone.work, alone.environment, (sys.executable, "-c", code))
    assert loading("gen", "login form", *flags, "--no-log").code == 0  # fills the caches
    loaded = set(loading("gen", "login form", *flags, "--no-log").said[-1].split())
    assert "epoch_cli" in loaded
    assert loaded & {"httpx", "httpcore", "pydantic", "tomllib", "textual"} == set()


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["-p", ""], "--provider is empty"),
        (["-m", " "], "--model is empty"),
        (["--no-cache", "--refresh"], "--no-cache and --refresh are opposites"),
        (["-p", "offline", "-o", ""], "-o is not the name of a file"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_flags_that_say_nothing_are_usage_errors(inside: Inside, flags: list[str], words: str) -> None:
    result = inside("gen", "login form", *flags)
    assert (result.code, result.out) == (2, b"")
    assert words in result.err.decode()


def test_a_dash_is_stdout(inside: Inside) -> None:
    result = inside("gen", "login form", "-p", "offline", "-o", "-")
    assert (result.code, "root" in json.loads(result.out)) == (0, True)
    assert list(inside.work.iterdir()) == []
