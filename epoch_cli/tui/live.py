"""What is known of the run at this very moment, which is ahead of what is drawn: for wishes, and for the clock."""

from __future__ import annotations

from collections.abc import Callable

from epoch_cli.events import (
    NEW_TURN,
    AttemptStarted,
    Event,
    PatchAccepted,
    PatchRefused,
    RunEnded,
    RunStarted,
    StageEntered,
    takes_back,
)


class LiveRun:
    """Hears the events of a live run as they come.

    Args:
        clock: seconds, from any start.

    Attributes:
        over: no more events come.
        waiting: the turn is over, and the run waits for a wish.
        turns: how many turns began.
        prompts: what was asked for in this conversation, oldest first.
        ended: whether the run said how it ended.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began: float | None = None
        self.over = False
        self.waiting = False
        self.turns = 0
        self._kept = 0  # turns that are kept for good
        self._inverses = 0  # operations that would take all of the others back
        self._last = 0  # the number of the last patch
        self.prompts: list[str] = []
        self.ended = False

    @property
    def under_way(self) -> bool:
        """Whether something is being done."""
        return not (self.over or self.waiting or self.ended)

    @property
    def undoable(self) -> bool:
        """Whether there is anything that was not kept, and could be taken back."""
        return self._inverses > 0

    def keep(self) -> None:
        """The turns so far are kept, the one under way among them."""
        self._kept, self._inverses = self.turns, 0

    def hear(self, event: Event) -> None:
        """Take in the next event."""
        self._began = self._clock() - event.at
        if isinstance(event, RunEnded):
            self.ended = True
        else:
            self.waiting = isinstance(event, StageEntered) and event.stage == "waiting"
        if isinstance(event, RunStarted):
            self.prompts = [*(str(turn.get("prompt", "")) for turn in event.history), event.prompt]
        elif isinstance(event, AttemptStarted) and event.reason in NEW_TURN:
            self.turns += 1
        elif isinstance(event, (PatchAccepted, PatchRefused)):
            if isinstance(event, PatchAccepted) and self.turns > self._kept:
                self._count(event)
            self._last = event.number

    def _count(self, event: PatchAccepted) -> None:
        if takes_back(event, self._last):
            self._inverses -= 1
        elif event.number != self._last:  # of a patch that came node by node the first node holds all others
            self._inverses += len(event.inverse)

    def now(self) -> float | None:
        """Seconds since the run started; None while its time stands still, and before it started."""
        if self._began is None or not self.under_way:
            return None
        return self._clock() - self._began
