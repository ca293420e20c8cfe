"""Those who stand by in a batch: opened once, and behind the gate of their name."""

from __future__ import annotations

import asyncio

import pytest
from support.scripted import ScriptedProvider, add, container, follow, of, says

from epoch_cli import load_catalog
from epoch_cli.cli.batch_authors import Gates
from epoch_cli.engine.gate import GatedProvider
from epoch_cli.engine.options import Recovering, Standby
from epoch_cli.errors import ProviderError
from epoch_cli.events import RunEnded
from epoch_cli.providers import Provider

FAILS = ScriptedProvider([ProviderError("no", kind="bad_request")])


def test_a_standby_is_opened_once_for_all_runs_and_only_when_it_is_needed() -> None:
    opened: list[str] = []
    second = ScriptedProvider(says(add("/root", container(id="page"))))

    async def opening() -> Provider:
        opened.append("second")
        await asyncio.sleep(0.01)
        return second

    standbys = Gates().standbys([Standby("second", opening)])
    assert opened == []

    async def one_after_the_other() -> None:
        first, again = await standbys[0].open(), await standbys[0].open()
        assert first is again

    asyncio.run(one_after_the_other())
    assert opened == ["second"]


def test_runs_that_need_it_at_once_share_it_and_end_well() -> None:
    second = ScriptedProvider(says(add("/root", container(id="page"))))

    async def opening() -> Provider:
        await asyncio.sleep(0.01)
        return second

    recovering = Recovering(standbys=Gates().standbys([Standby("second", opening)]))

    async def both() -> list[str]:
        runs = (follow(FAILS, load_catalog(), recovering=recovering) for _ in range(2))
        return [of(RunEnded, events)[0].status for events in await asyncio.gather(*runs)]

    assert asyncio.run(both()) == ["complete", "complete"]


def test_a_provider_that_stands_by_is_behind_the_same_gate_as_where_it_is_asked_first() -> None:
    gates, slow = Gates(), ScriptedProvider()

    async def opening() -> Provider:
        return slow

    async def standing_by() -> Provider:
        return await gates.standbys([Standby("scripted", opening)])[0].open()

    stood_by = asyncio.run(standing_by())
    assert isinstance(stood_by, GatedProvider)
    assert stood_by.gate is gates.behind(slow).gate
    other = ScriptedProvider()
    other.name = "other"
    assert gates.behind(other).gate is not stood_by.gate


def test_one_that_cannot_be_opened_says_so_to_each_run() -> None:
    async def locked() -> Provider:
        raise ProviderError("no key", kind="auth")

    (standby,) = Gates().standbys([Standby("locked", locked)])
    for _ in range(2):
        with pytest.raises(ProviderError, match="no key"):
            asyncio.run(_open(standby))


async def _open(standby: Standby) -> Provider:
    return await standby.open()
