"""Playing a session back on a clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from math import inf

from epoch_cli.events import Event

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


async def replay(
    events: Iterable[Event],
    speed: float = 1.0,
    idle_limit: float = inf,
    *,
    begin: float = 0.0,
    clock: Clock | None = None,
    sleep: Sleep = asyncio.sleep,
) -> AsyncIterator[Event]:
    """Yield events at the pace at which they were recorded.

    Each is due at an absolute time, so that waiting a little too long once does not delay all that follows.

    Args:
        events: recorded events, oldest first.
        speed: 2 is twice as fast; `inf` does not wait at all.
        idle_limit: the longest pause between two events, in recorded seconds.
        begin: when the first of the events is counted from, in recorded seconds: those of a part begin at once.
        clock: seconds, from any start; the event loop's by default.
        sleep: waits that many seconds.
    """
    now = clock or asyncio.get_running_loop().time
    start, position, last = now(), 0.0, begin
    for event in events:
        position += min(max(event.at - last, 0.0), idle_limit)
        last = event.at
        wait = start + position / speed - now()
        if wait > 0:
            await sleep(wait)
        yield event
