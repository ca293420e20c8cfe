"""Events wait here until the screen has time for them: taken in by batches, so that a fast run never blocks a key.

feed ─▶ queue ─▶ drain (a batch, at most 25 ms) ─▶ panes drawn once ─▶ rest (at least four times as long) ─▶ …
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

from epoch_cli.events import Event

MOST: Final = 500
"""Events in one batch, at most."""

BUDGET: Final = 0.025
"""Seconds that taking a batch in may take: after that the keyboard comes first."""

SHORTEST: Final = 0.05
"""Seconds between two batches when drawing is fast: 20 pictures a second look like motion."""

LONGEST: Final = 1.0
"""Seconds between two batches when drawing is slow: longer would look like nothing happens."""

_SHARE: Final = 4  # of the time, at most a fifth is spent on drawing


class Drain:
    """A queue of events to take in, and of events to take back.

    Args:
        take: takes one event in.
        take_back: takes the last one back.
        clock: seconds, to see how long a batch takes.
    """

    def __init__(
        self,
        take: Callable[[Event], object],
        take_back: Callable[[], object],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._take = take
        self._take_back = take_back
        self._clock = clock
        self._queue: deque[Event | None] = deque()  # None: one is taken back

    def __len__(self) -> int:
        """How many wait."""
        return len(self._queue)

    def put(self, event: Event) -> None:
        """An event is to be taken in, behind all that wait."""
        self._queue.append(event)

    def put_all(self, events: Iterable[Event]) -> None:
        """The same, of many."""
        self._queue.extend(events)

    def put_back(self, count: int) -> None:
        """So many events are to be taken back, behind all that wait: first of those, which then are never taken in."""
        while count and self._queue and self._queue[-1] is not None:
            self._queue.pop()
            count -= 1
        self._queue.extend([None] * count)

    def run(self) -> int:
        """Take in a batch, in order; gives how many there were. At least one, so that it always goes on."""
        until = self._clock() + BUDGET
        for count in range(1, MOST + 1):
            if not self._queue:
                return count - 1
            event = self._queue.popleft()
            if event is None:
                self._take_back()
            else:
                self._take(event)
            if self._clock() >= until:
                return count
        return MOST


def rest_after(took: float) -> float:
    """How many seconds to wait before the next batch, when taking the last one in and drawing it took so many."""
    return min(LONGEST, max(SHORTEST, _SHARE * took))
