"""The clock of a run: it stands still while the run waits for a wish."""

from __future__ import annotations

from collections.abc import Callable


class RunClock:
    """Counts the seconds of a run from its start.

    Args:
        clock: seconds from any start, never going back.

    Attributes:
        now: the clock that it goes by.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.now = clock
        self._began = clock()
        self._stands_since: float | None = None
        self._told_before = 0.0
        self._latest = 0.0

    @property
    def elapsed(self) -> float:
        """Seconds that the run has taken; those in which it waited for a wish are not counted."""
        now = self.now() if self._stands_since is None else self._stands_since
        return now - self._began

    def at(self) -> float:
        """The moment as events have it, to the microsecond; never before the one that was told last."""
        self._latest = max(self._latest, round(self._told_before + self.elapsed, 6))
        return self._latest

    def stand_still(self) -> None:
        """Stop, until `go_on`."""
        if self._stands_since is None:
            self._stands_since = self.now()

    def go_on(self) -> None:
        """Go on from where it stood."""
        if self._stands_since is not None:
            self._began += self.now() - self._stands_since
            self._stands_since = None

    def begin_behind(self, at: float) -> None:
        """What was told up to this moment took no time: it is the answer of another run."""
        self._told_before = max(0.0, at - self.elapsed)
