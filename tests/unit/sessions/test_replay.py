"""Playing a session back: the same events, at the recorded pace or another, on a clock that does not drift."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from math import inf
from typing import Any

import pytest

from epoch_cli import Event, replay
from epoch_cli.events import TextReceived


def at(*times: float) -> list[Event]:
    return [TextReceived(at=moment, text=str(index)) for index, moment in enumerate(times)]


class Clock:
    """Time that passes only by sleeping; every sleep takes `late` seconds too long."""

    def __init__(self, *, late: float = 0.0, start: float = 1000.0) -> None:
        self.now = self.start = start
        self.late = late
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds + self.late


def play(events: Sequence[Event], clock: Clock, *, work: float = 0.0, **how: Any) -> list[float]:
    """When each event came, in seconds after the start; the reader takes `work` seconds for each."""

    async def run() -> list[float]:
        moments: list[float] = []
        seen: list[Event] = []
        async for event in replay(events, clock=clock, sleep=clock.sleep, **how):
            seen.append(event)
            moments.append(clock.now - clock.start)
            clock.now += work
        assert seen == list(events)
        return moments

    return asyncio.run(run())


def test_events_come_when_they_came() -> None:
    assert play(at(0, 0.5, 0.5, 2.0), Clock()) == pytest.approx([0, 0.5, 0.5, 2.0])


@pytest.mark.parametrize(("speed", "times"), [(2.0, [0, 0.5, 1.5]), (0.5, [0, 2, 6]), (inf, [0, 0, 0])])
def test_speed_is_a_factor(speed: float, times: list[float]) -> None:
    assert play(at(0, 1, 3), Clock(), speed=speed) == pytest.approx(times)


def test_without_waiting_nothing_sleeps() -> None:
    clock = Clock()
    play(at(0, 1, 100, 1e9), clock, speed=inf)
    assert clock.slept == []


def test_long_pauses_are_cut_to_the_idle_limit() -> None:
    assert play(at(0, 1, 61, 61.5, 300), Clock(), idle_limit=2.0) == pytest.approx([0, 1, 3, 3.5, 5.5])


def test_the_idle_limit_is_in_recorded_seconds() -> None:
    assert play(at(0, 60), Clock(), idle_limit=2.0, speed=4.0) == pytest.approx([0, 0.5])


def test_an_idle_limit_of_zero_takes_no_pause() -> None:
    assert play(at(0, 1, 60), Clock(), idle_limit=0.0) == [0, 0, 0]


def test_sleeping_too_long_once_delays_nothing_after_it() -> None:
    times = [index * 0.1 for index in range(1, 101)]
    moments = play(at(*times), Clock(late=0.03))
    assert max(moment - due for moment, due in zip(moments, times, strict=True)) == pytest.approx(0.03)


def test_a_slow_reader_delays_only_what_is_due_meanwhile() -> None:
    moments = play(at(0, 0.1, 0.2, 10), Clock(), work=1.0)
    assert moments == pytest.approx([0, 1, 2, 10])


def test_a_clock_that_went_back_in_the_recording_is_no_pause() -> None:
    assert play(at(0, 5, 1, 2), Clock()) == pytest.approx([0, 5, 5, 6])


def test_a_first_event_that_is_late_is_waited_for() -> None:
    assert play(at(3, 4), Clock()) == pytest.approx([3, 4])


def test_a_part_begins_at_once() -> None:
    assert play(at(60, 61), Clock(), begin=60.0) == pytest.approx([0, 1])
    assert play(at(60, 61), Clock(), begin=59.5, speed=0.5) == pytest.approx([1, 3])


def test_an_empty_session_is_an_empty_replay() -> None:
    assert play([], Clock()) == []


def test_events_are_taken_one_by_one() -> None:
    taken: list[int] = []

    def source() -> Any:
        for index, event in enumerate(at(0, 0, 0)):
            taken.append(index)
            yield event

    async def first() -> None:
        events = replay(source(), speed=inf)
        await anext(events)
        assert taken == [0]
        await events.aclose()  # type: ignore[attr-defined]

    asyncio.run(first())


def test_by_itself_it_uses_the_clock_of_the_event_loop() -> None:
    async def run() -> list[Event]:
        return [event async for event in replay(at(0, 0.05, 0.1))]

    began = time.monotonic()
    assert asyncio.run(run()) == at(0, 0.05, 0.1)
    assert 0.09 < time.monotonic() - began < 3
