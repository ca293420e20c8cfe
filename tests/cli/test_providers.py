"""`epoch providers`: who could write, with which key and model, and whether they answer."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from support.command import Command
from support.provider_surroundings import NOWHERE, SERVERS, ollama_lists, openai_lists
from support.terminal import Terminal, on_terminals
from support.wire_server import JSON, Reply, WireServer

from epoch_cli.providers.table import load_table

KEY = "sk-Z9-never-shown"


@pytest.fixture
def server() -> Iterator[WireServer]:
    with WireServer() as listening:
        yield listening


def configure(epoch: Command, tables: Mapping[str, Mapping[str, str]]) -> None:
    """Write the user's configuration, in which no server of this machine answers unless a table says so."""
    lines = []
    for name, table in {**{name: {"base-url": NOWHERE} for name in SERVERS}, **tables}.items():
        lines += [f"[providers.{name}]", *(f"{key} = {json.dumps(value)}" for key, value in table.items())]
    folder = epoch.home / "config" / "epoch"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text("\n".join(lines), "utf-8")
    epoch.environment["OLLAMA_HOST"] = tables.get("ollama", {}).get("base-url", NOWHERE)


def listed(epoch: Command, *flags: str) -> dict[str, Any]:
    result = epoch("providers", "--output-format", "json", *flags)
    assert result.code == 0, result.err
    assert KEY.encode() not in result.out + result.err
    return {row["name"]: row for row in json.loads(result.out)}


def test_every_row_is_there_in_the_order_in_which_keys_are_looked_for(epoch: Command) -> None:
    lines = epoch("providers").out.decode().splitlines()
    assert lines[0].split() == ["NAME", "KEY", "MODEL", "ADDRESS"]
    assert [line.split()[0] for line in lines[1:]] == list(load_table().providers)
    row = load_table().provider("anthropic")
    assert lines[1].split() == ["anthropic", "no", "ANTHROPIC_API_KEY", row.model, row.base_url]


def test_keys_are_told_with_their_places_and_never_themselves(epoch: Command) -> None:
    assert epoch("keys", "set", "groq", "--stdin", stdin=KEY.encode()).code == 0
    epoch.environment.update(ANTHROPIC_API_KEY=KEY, CLOUDFLARE_API_TOKEN=KEY)
    found = listed(epoch)
    assert found["anthropic"]["key"] == {"found": True, "where": "ANTHROPIC_API_KEY", "needed": True}
    assert found["groq"]["key"]["where"].endswith("keys.json")
    assert found["openai"]["key"] == {"found": False, "where": None, "needed": True}
    assert found["ollama"]["key"] == {"found": False, "where": None, "needed": False}
    assert "CLOUDFLARE_ACCOUNT_ID" in found["cloudflare"]["missing"]
    text = epoch("providers").out.decode()
    assert KEY not in text
    assert re.search(r"^groq +~/config/epoch/keys\.json ", text, re.MULTILINE)
    assert "    the address of Cloudflare" in text, "said below the row, since there is a key"


def test_the_users_rows_are_there_with_where_they_are_from(epoch: Command) -> None:
    configure(epoch, {"acme": {"base-url": "https://ann:Z9@acme.example/v1", "title": "Acme\u001b[31m"}})
    found = listed(epoch)["acme"]
    assert found["origin"].endswith("config.toml")
    assert found["base_url"] == "https://***@acme.example/v1"
    text = epoch("providers").out
    assert b"Z9" not in text
    assert b"\x1b" not in text


def test_nothing_is_asked_without_check(epoch: Command, server: WireServer) -> None:
    configure(epoch, {"ollama": {"base-url": server.url}})
    assert "check" not in listed(epoch)["ollama"]
    assert server.seen == []


def test_check_asks_each_that_can_be_asked(epoch: Command, server: WireServer) -> None:
    server.answer("/api/tags", ollama_lists("qwen-a", "qwen-b"))
    server.answer("/acme/models", openai_lists("m"))
    server.answer("/refusing/models", Reply(json.dumps({"error": {"message": f"no {KEY}"}}), 401, JSON))
    epoch.environment["REFUSING_API_KEY"] = KEY
    tables = {name: {"base-url": f"{server.url}/{name}"} for name in ("acme", "refusing")}
    configure(epoch, {"ollama": {"base-url": server.url}, **tables})
    found = listed(epoch, "--check")
    assert found["ollama"]["check"]["reachable"]
    assert found["ollama"]["check"]["models"] == ["qwen-a", "qwen-b"]
    assert 0 <= found["ollama"]["check"]["milliseconds"] < 5000
    assert found["acme"]["check"]["models"] == ["m"]
    assert found["refusing"]["check"]["models"] is None
    assert "401" in found["refusing"]["check"]["failure"]
    assert "epoch keys set refusing" in found["refusing"]["check"]["remedy"]
    assert not found["vllm"]["check"]["reachable"]
    assert "check" not in found["anthropic"], "it has no key"
    assert sorted(seen.path for seen in server.seen) == ["/acme/models", "/api/tags", "/refusing/models"]
    (keyed,) = (seen for seen in server.seen if KEY in seen.headers.get("authorization", ""))
    assert keyed.path == "/refusing/models"


def test_all_are_asked_at_once(epoch: Command, server: WireServer) -> None:
    gate = threading.Event()
    names = ("one", "two", "three")
    for name in names:
        server.answer(f"/{name}/models", Reply(openai_lists("m").body, headers=JSON, before=gate))
    configure(epoch, {name: {"base-url": f"{server.url}/{name}"} for name in names})

    def open_when_all_ask() -> None:
        end = time.monotonic() + 20
        while len(server.seen) < len(names) and time.monotonic() < end:
            time.sleep(0.01)
        gate.set()

    watch = threading.Thread(target=open_when_all_ask)
    watch.start()
    found = listed(epoch, "--check")
    watch.join()
    assert [found[name]["check"]["reachable"] for name in names] == [True, True, True]


def test_check_is_told_below_each_row(epoch: Command, server: WireServer) -> None:
    server.answer("/api/tags", ollama_lists("qwen-a"))
    configure(epoch, {"ollama": {"base-url": server.url}})
    lines = epoch("providers", "--check").out.decode().splitlines()
    after = {line.split()[0]: below for line, below in zip(lines, [*lines[1:], ""], strict=True)}
    assert re.fullmatch(r"    answers in \d+ ms, 1 model", after["ollama"])
    assert "start the server at" in after["vllm"]


def test_it_fits_a_terminal(epoch: Command) -> None:
    epoch.environment["ANTHROPIC_API_KEY"] = KEY
    with Terminal(80, 60) as out, Terminal() as err:
        assert on_terminals(epoch, "providers", out=out, err=err)[0] == 0
        lines = [line.rstrip() for line in out.raw.decode().splitlines()]
        assert all(len(line) <= 80 for line in lines)
        assert re.match(r"anthropic +ANTHROPIC_API_KEY +claude-", lines[1])
        assert lines[2] == "    https://api.anthropic.com"
        assert KEY not in out.text


def test_an_unknown_format_names_those_there_are(epoch: Command) -> None:
    result = epoch("providers", "--output-format", "xml")
    assert result.code == 2
    assert "there are text, json" in result.said[0]
