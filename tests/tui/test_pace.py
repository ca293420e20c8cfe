"""A run as fast as it gets: the screen misses nothing of it, and never takes the loop for long."""

from __future__ import annotations

import asyncio
import time

from support import scripted
from support.screens import events_of, live_app, opened, punk, run, settled
from textual.pilot import Pilot

from epoch_cli.engine import Control, Options, generate
from epoch_cli.output.outcome import Outcome
from epoch_cli.tui.app import EpochApp
from epoch_cli.tui.drain import BUDGET

PATCHES = 500
SLOWEST = 20
"""How many times longer than its budget one drain may take on a busy machine, with the panes that it tells."""


def _answer() -> scripted.Script:
    """A page of so many patches, in pieces that are smaller than a patch."""
    root = scripted.add("/root", scripted.container(id="page"))
    texts = (scripted.add("/root/children/-", scripted.text_node(f"text {n}")) for n in range(PATCHES - 1))
    return scripted.says(root, *texts, size=48)


async def _feed(app: EpochApp, pilot: Pilot[None]) -> tuple[int, Outcome]:
    """Feed a run as `epoch gen` does; gives how many events there were, and what came of them."""
    outcome, told = Outcome(), 0
    options = Options(profile="unlimited", token_budget=10_000_000)
    provider = scripted.ScriptedProvider(_answer())
    events = generate("a long page", catalog=punk(), provider=provider, options=options, control=Control())
    async for event in events:
        told += 1
        outcome.feed(event)
        app.feed(event)
        await app.breathe()
    app.run_over()
    await settled(pilot)
    return told, outcome


def test_no_event_of_a_fast_run_is_missed() -> None:
    async def look() -> None:
        app = live_app()
        async with opened(app, (79, 36)) as pilot:
            told, outcome = await _feed(app, pilot)
            assert len(app.view.events) == told > PATCHES
            assert outcome.accepted == PATCHES
            assert app.view.document == outcome.document
            assert app.view.status().accepted == PATCHES

    run(look())


def test_a_fast_run_is_drawn_in_batches_that_end_soon() -> None:
    async def look() -> None:
        app = live_app()
        drains: list[float] = []
        beat = app._beat

        def noted() -> None:
            began = time.perf_counter()
            beat()
            drains.append(time.perf_counter() - began)

        app._beat = noted  # type: ignore[method-assign]
        async with opened(app, (79, 36)) as pilot:
            told, _ = await _feed(app, pilot)
        assert 2 < len(drains) < told / 10
        assert sorted(drains)[len(drains) // 2] < SLOWEST * BUDGET

    run(look())


def test_other_tasks_have_their_turn_while_events_come_without_a_pause() -> None:
    event = events_of("login form")[1]

    async def look() -> None:
        app = live_app()
        turns = 0

        async def other() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        async with opened(app, (79, 36)):
            task = asyncio.ensure_future(other())
            ends = time.perf_counter() + 0.2
            while time.perf_counter() < ends:
                app.feed(event)
                await app.breathe()
            assert turns > 2
            task.cancel()

    run(look())
