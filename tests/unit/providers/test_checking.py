"""Whether a provider answers."""

from __future__ import annotations

import asyncio
import sys
import threading
from pathlib import Path

from support.provider_surroundings import NOWHERE, make_surroundings, openai_lists
from support.wire_server import JSON, Reply, WireServer

from epoch_cli.providers.checking import check_provider, listens


def test_the_models_it_lists_and_the_time_it_took(tmp_path: Path) -> None:
    with WireServer({"/v1/models": openai_lists("a", "b")}) as server:
        surroundings = make_surroundings(tmp_path, providers={"acme": {"base-url": f"{server.url}/v1"}})
        checked = asyncio.run(check_provider("acme", surroundings, seconds=5))
    assert [model.id for model in checked.models or ()] == ["a", "b"]
    assert 0 < checked.seconds < 5
    assert checked.failure == ""


def test_a_server_that_never_answers_is_given_up(tmp_path: Path) -> None:
    with WireServer({"/v1/models": Reply(b"{}", headers=JSON, before=threading.Event())}) as server:
        surroundings = make_surroundings(tmp_path, providers={"acme": {"base-url": f"{server.url}/v1"}})
        checked = asyncio.run(check_provider("acme", surroundings, seconds=0.3))
        assert server.seen[0].gone.wait(5)
    assert checked.models is None
    assert checked.failure == "no answer in 0.3 s"
    assert checked.remedy


def test_what_goes_wrong_is_told_and_not_raised(tmp_path: Path) -> None:
    surroundings = make_surroundings(tmp_path)
    told = {"anthropic": "no key for Anthropic", "nobody": "no provider 'nobody'", "vllm": "cannot reach http://"}
    for name, said in told.items():
        checked = asyncio.run(check_provider(name, surroundings, seconds=5))
        assert checked.failure.startswith(said)  # its name stands beside it
        assert checked.remedy
        assert checked.models is None


def test_a_slow_command_for_a_key_does_not_hold_up_the_others(tmp_path: Path) -> None:
    with WireServer({"/v1/models": openai_lists("a")}) as server:
        slow = f"'{sys.executable}' -c 'import time; time.sleep(1); print(1)'"
        own = {"slow": {"base-url": f"{server.url}/v1", "key-cmd": slow}, "quick": {"base-url": f"{server.url}/v1"}}
        surroundings = make_surroundings(tmp_path, providers=own)

        async def both() -> tuple[bool, bool]:
            found = await asyncio.gather(*(check_provider(name, surroundings, seconds=0.8) for name in own))
            return bool(found[0].models), bool(found[1].models)

        assert asyncio.run(both()) == (True, True)


def test_a_port_is_open_or_it_is_not(tmp_path: Path) -> None:
    with WireServer() as server:
        own = {"here": {"base-url": server.url}, "gone": {"base-url": NOWHERE}, "bad": {"base-url": "http://x:99999"}}
        own["open"] = {"base-url": "http://127.0.0.1/{NOT_SET}"}
        surroundings = make_surroundings(tmp_path, providers=own)
        rows = surroundings.table().providers

        async def knock() -> list[bool]:
            return [await listens(rows[name], surroundings) for name in own]

        assert asyncio.run(knock()) == [True, False, False, False]
        assert server.seen == []
