"""`epoch models`: what there is, what it costs, and what one prompt would cost at each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from support.command import Command, Inside, Result
from support.terminal import Terminal, on_terminals
from support.wire_server import JSON, Reply, WireServer

from epoch_cli.cli.models import ANSWER_TOKENS
from epoch_cli.providers.table import load_table

TABLE = load_table()


def config(command: Command, text: str) -> None:
    path = command.home / "config" / "epoch" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def rows(result: Result) -> list[dict[str, Any]]:
    assert (result.code, result.err) == (0, b"")
    found: list[dict[str, Any]] = json.loads(result.out)
    return found


def test_every_model_of_the_table_is_a_line_under_its_provider(inside: Inside) -> None:
    result = inside("models")
    assert (result.code, result.err) == (0, b"")
    lines = result.out.decode().splitlines()
    assert lines[0].split() == ["MODEL", "NAMES", "WINDOW", "OUTPUT", "IN", "OUT", "CACHED", "NOTE"]
    heads = [line.split(":")[0] for before, line in pairwise(lines) if not before]
    assert heads[:-1] == list(TABLE.providers)
    assert {line.partition(" ")[0] for line in lines} >= {model.id for model in TABLE.models}
    (sonnet,) = (line for line in lines if line.startswith("claude-sonnet-5-5 "))
    assert sonnet.split() == ["claude-sonnet-5-5", "sonnet", "1M", "128K", "2", "10", "0.1", "default"]
    (opus,) = (line for line in lines if line.startswith("claude-3-opus-20240229 "))
    assert opus.endswith("retired 2026-01-05 -> claude-opus-5-5")
    assert b"\x1b" not in result.out


def test_one_provider_alone(inside: Inside) -> None:
    found = rows(inside("models", "-p", "anthropic", "--output-format", "json"))
    assert {row["provider"] for row in found} == {"anthropic"}
    assert [row["id"] for row in found] == [model.id for model in TABLE.models if model.provider == "anthropic"]
    opus = next(row for row in found if row["id"] == "claude-opus-5-5")
    assert opus == {
        "provider": "anthropic", "id": "claude-opus-5-5", "names": ["opus"], "context": 1_000_000, "output": 128_000,
        "price": {"input": "4.0", "output": "20.0", "cached": "0.2", "cache_write": "5.0", "tiers": []},
        "default": False, "state": "current", "retires": None, "successor": None, "live": None,
    }  # fmt: skip
    old = next(row for row in found if row["id"] == "claude-3-opus-20240229")
    assert (old["state"], old["retires"], old["successor"]) == ("retired", "2026-01-05", "claude-opus-5-5")


def test_rows_and_prices_of_ones_own_are_listed(inside: Inside) -> None:
    config(
        inside.command,
        '[providers.acme]\nbase-url = "https://ai.acme.example/v1"\nmodel = "big"\n'
        '[[models]]\nprovider = "acme"\nid = "big"\ncontext = 5000\n[prices.big]\ninput = 1\noutput = 2\n',
    )
    (row,) = rows(inside("models", "-p", "acme", "--output-format", "json"))
    assert (row["id"], row["default"], row["price"]["output"]) == ("big", True, "2.0")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-p", "antropic"), "did you mean 'anthropic'?"),
        (("-p", "offline"), "rules"),
        (("--output-format", "jsn"), "did you mean 'json'?"),
        (("--live", "--estimate", "x"), "do not go together"),
        (("--estimate", " "), "the prompt is empty"),
    ],
)
def test_what_cannot_be_done_is_a_usage_error(inside: Inside, arguments: tuple[str, ...], said: str) -> None:
    result = inside("models", *arguments)
    assert (result.code, result.out) == (2, b"")
    assert said in result.err.decode()


# ---------------------------------------------------------------- estimates


def test_an_estimate_is_the_cheapest_first_and_says_what_it_assumes(inside: Inside) -> None:
    result = inside("models", "--estimate", "login form")
    assert result.code == 0
    (told,) = result.said
    tokens = int(re.match(r"~(\d+) tokens of prompt", told)[1])  # type: ignore[index]
    assert inside("prompt", "login form").said == [f"~{tokens} tokens"]
    assert f"{ANSWER_TOKENS} of answer assumed" in told
    head, *lines = [line.split() for line in result.out.decode().splitlines()]
    assert head == ["COST", "PROVIDER", "MODEL", "NOTE"]
    costs = [line[0] for line in lines]
    numbers = [Decimal(cost[1:]) for cost in costs if cost.startswith("$")]
    assert numbers == sorted(numbers)
    assert costs == ["free"] * costs.count("free") + [f"${n}" for n in numbers] + ["unknown"] * costs.count("unknown")
    assert 4 <= costs.count("free") < 10
    expected = (Decimal(tokens) * 2 + ANSWER_TOKENS * 10) / 1_000_000
    assert [f"${expected:.4f}", "anthropic", "claude-sonnet-5-5"] in lines
    assert not any("claude-3-opus" in word for line in lines for word in line)
    assert not inside("models", "--estimate", "login form", "-q").err


def test_an_estimate_for_programs_has_exact_money(inside: Inside) -> None:
    result = inside("models", "--estimate", "login form", "-p", "anthropic", "--output-format", "json")
    data = json.loads(result.out)
    assert data["answer_tokens"] == ANSWER_TOKENS
    cost = {row["model"]: row["cost"] for row in data["models"]}["claude-opus-5-5"]
    assert Decimal(cost) == (Decimal(data["prompt_tokens"]) * 4 + ANSWER_TOKENS * 20) / 1_000_000


# ---------------------------------------------------------------- the providers' own lists

LIST = {"data": [{"id": "big"}, {"id": "fresh-9"}, {"id": "old-2026-01-02"}, {"id": "evil\x1b[31m"}]}


@pytest.fixture
def server() -> Iterator[WireServer]:
    with WireServer({"/v1/models": Reply(json.dumps(LIST).encode(), headers=JSON)}) as server:
        yield server


def configured(command: Command, url: str) -> None:
    known = "".join(f'[[models]]\nprovider = "acme"\nid = "{name}"\n' for name in ("big", "lost", "old"))
    config(command, f'[providers.acme]\nbase-url = "{url}/v1"\n{known}')


def test_live_marks_what_is_new_and_what_is_missing(inside: Inside, server: WireServer) -> None:
    configured(inside.command, server.url)
    found = rows(inside("models", "-p", "acme", "--live", "--output-format", "json"))
    assert {row["id"]: row["live"] for row in found} == {
        "big": None, "lost": "missing", "old": None, "fresh-9": "new", "evil\x1b[31m": "new",
    }  # fmt: skip
    text = inside("models", "-p", "acme", "--live").out
    assert b"\x1b" not in text
    assert re.search(rb"^lost .* not in its list$", text, re.MULTILINE)
    assert re.search(rb"^fresh-9 .* new$", text, re.MULTILINE)
    assert [seen.path for seen in server.seen] == ["/v1/models"] * 2


def test_live_tells_what_the_list_says_of_a_model(inside: Inside) -> None:
    soon = datetime.now().astimezone().date() + timedelta(days=30)
    told = [
        {"id": "big", "context_length": 9000, "shutdown_date": f"{soon}"},
        {"id": "other", "context_length": 7000, "shutdown_date": f"{soon}T00:00:00Z"},
        {"id": "odd", "shutdown_date": "soon"},
    ]
    with WireServer({"/v1/models": Reply(json.dumps({"data": told}).encode(), headers=JSON)}) as server:
        configured(inside.command, server.url)
        found = rows(inside("models", "-p", "acme", "--live", "--output-format", "json"))
        assert f"retiring {soon}" in inside("models", "-p", "acme", "--live").out.decode()
    facts = {row["id"]: (row["context"], row["state"], row["retires"]) for row in found}
    assert facts["big"] == (9000, "retiring", str(soon))
    assert facts["other"] == (7000, "retiring", str(soon))
    assert facts["odd"] == (None, "current", None)


def test_live_without_a_provider_asks_those_that_can_be_asked(epoch: Command, server: WireServer) -> None:
    configured(epoch, server.url)
    epoch.environment["OLLAMA_HOST"] = "http://127.0.0.1:9"
    result = epoch("models", "--live", "--output-format", "json")
    assert result.code == 0
    assert {row["id"] for row in json.loads(result.out) if row["live"] == "new"} == {"fresh-9", "evil\x1b[31m"}
    assert any(line.startswith("ollama: ") for line in result.said)
    assert not any(line.startswith(("anthropic: ", "acme: ")) for line in result.said)


def test_live_without_a_key_says_how_to_get_one(inside: Inside) -> None:
    result = inside("models", "-p", "anthropic", "--live")
    assert (result.code, result.out) == (3, b"")
    assert "epoch keys set anthropic" in result.err.decode()


# ---------------------------------------------------------------- terminals


@pytest.mark.parametrize("columns", [80, 60])
def test_a_terminal_is_not_overrun(epoch: Command, columns: int) -> None:
    with Terminal(columns, 400) as screen:
        assert on_terminals(epoch, "models", out=screen, err=screen)[0] == 0
        lines = [line.rstrip() for line in screen.lines]
    assert any(line == "    default" for line in lines)
    shown = [line.split()[0].rstrip("…") for line in lines if line and not line.startswith((" ", "(", "IN,"))]
    known = [model.id for model in TABLE.models]
    assert len([name for name in shown if any(each.startswith(name) for each in known)]) >= len(known)


def test_a_warm_run_parses_no_toml(epoch: Command) -> None:
    code = (
        "import sys; sys.argv = ['epoch', 'models']\n"
        "from epoch_cli.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.exit(sorted({'pydantic', 'tomllib', 'httpx', 'rich', 'textual'} & set(sys.modules)) or 0)"
    )
    run = Command(epoch.home, epoch.work, epoch.environment, (epoch.prefix[0], "-c"))
    assert run(code).code != 0  # the first run has to
    result = run(code)
    assert (result.code, result.err) == (0, b"")


def test_nothing_is_written_where_it_runs(epoch: Command) -> None:
    assert epoch("models", "-p", "openai").code == 0
    assert list(Path(epoch.work).iterdir()) == []
