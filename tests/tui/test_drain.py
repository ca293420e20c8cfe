"""The queue between the run and the screen: nothing is lost, and a slow screen is asked less often."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import examples
from support.screens import Clock, events_of, live_app, opened, run, settled, until, words

from epoch_cli.events import Event, StageEntered
from epoch_cli.tui.drain import BUDGET, LONGEST, MOST, SHORTEST, Drain, rest_after


def event(at: float) -> Event:
    return StageEntered(at=at, stage="generating")


def drain_into(taken: list[Any], clock: Callable[[], float] = lambda: 0.0) -> Drain:
    return Drain(taken.append, taken.pop, clock)


def test_events_are_taken_in_in_their_order_and_in_batches() -> None:
    taken: list[Event] = []
    drain = drain_into(taken)
    events = [event(at) for at in range(2 * MOST + 3)]
    drain.put_all(events)
    assert [drain.run(), drain.run(), drain.run(), drain.run()] == [MOST, MOST, 3, 0]
    assert taken == events
    assert len(drain) == 0


def test_a_batch_ends_when_its_time_is_over() -> None:
    clock, taken = Clock(), []

    def take(each: Event) -> None:
        taken.append(each)
        clock.now += BUDGET / 2.5

    drain = Drain(take, taken.pop, clock)
    drain.put_all(event(at) for at in range(7))
    assert [drain.run(), drain.run(), drain.run()] == [3, 3, 1]
    assert len(taken) == 7


def test_one_event_that_takes_longer_than_a_batch_may_is_a_batch() -> None:
    clock, taken = Clock(), []

    def take(each: Event) -> None:
        taken.append(each)
        clock.now += 10 * BUDGET

    drain = Drain(take, taken.pop, clock)
    drain.put_all([event(0), event(1)])
    assert [drain.run(), drain.run()] == [1, 1]


@given(moves=st.lists(st.integers(-8, 8), max_size=30))
@settings(max_examples=examples(50))
def test_what_is_taken_back_is_taken_back_in_its_turn(moves: list[int]) -> None:
    taken: list[Event] = []
    expected: list[Event] = []
    drain = drain_into(taken)
    for move in moves:
        if move >= 0:
            more = [event(len(expected) + at) for at in range(move)]
            drain.put_all(more)
            expected += more
        else:
            back = min(-move, len(expected))
            drain.put_back(back)
            del expected[len(expected) - back :]
    while drain:
        drain.run()
    assert taken == expected


def test_what_waits_is_taken_back_without_ever_being_taken_in() -> None:
    taken: list[Event] = []
    drain = drain_into(taken)
    drain.put_all([event(0), event(1), event(2)])
    drain.put_back(2)
    assert len(drain) == 1
    drain.run()
    assert taken == [event(0)]


@pytest.mark.parametrize(
    ("took", "rest"), [(0.0, SHORTEST), (0.01, SHORTEST), (0.05, 0.2), (0.1, 0.4), (0.5, LONGEST), (30.0, LONGEST)]
)
def test_slow_drawing_is_rested_from_at_least_four_times_as_long(took: float, rest: float) -> None:
    assert rest_after(took) == pytest.approx(rest)


def test_a_screen_that_draws_slowly_gets_fewer_pictures_and_loses_no_event() -> None:
    async def look() -> None:
        app = live_app()
        async with opened(app) as pilot:
            pictures = 0
            draw = app.main.draw

            def slowly(*how: Any) -> None:
                nonlocal pictures
                pictures += 1
                import time

                time.sleep(0.06)
                draw(*how)

            app.main.draw = slowly  # type: ignore[method-assign]
            began = asyncio.get_running_loop().time()
            for each in events_of():
                app.feed(each)
                await asyncio.sleep(0.01)
            await settled(pilot)
            took = asyncio.get_running_loop().time() - began
            assert app.view.events == list(events_of())
            assert pictures <= took / (5 * 0.06) + 2

    run(look())


def test_a_run_that_never_waits_leaves_the_screen_alive() -> None:
    async def look() -> None:
        app = live_app()
        async with opened(app) as pilot:
            for each in events_of():
                app.feed(each)
                await app.breathe()
            await settled(pilot)
            assert "Container" in words(app)
            assert len(app.view.events) == len(events_of())

    run(look())


def test_nothing_is_drawn_while_nothing_happens() -> None:
    async def look() -> None:
        app = live_app(events_of())
        app.run_over()
        async with opened(app) as pilot:
            pictures = 0

            def counted(*_: Any) -> None:
                nonlocal pictures
                pictures += 1

            app.main.draw = counted  # type: ignore[method-assign]
            await asyncio.sleep(0.4)
            assert pictures == 0
            app.wake()
            await until(pilot, lambda: pictures == 1)

    run(look())
