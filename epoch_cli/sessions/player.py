"""Playing a session under somebody's hands: play and pause, steps both ways, seeking, speed, idle limit.

A player knows events and time, and no screen. Whoever shows them asks `advance` at its own pace, and is told which
events to take in, or how many to take back.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import inf, isfinite
from typing import Final, Literal, NamedTuple

from epoch_cli.events import (
    AttemptStarted,
    DiagnosticFound,
    Event,
    PatchAccepted,
    PatchRefused,
    RecoveryChosen,
    RunEnded,
)

_LONGEST: Final = 1e9
"""Seconds of a pause that count at most: a session that was changed may hold any number."""


class Move(NamedTuple):
    """What to do to be where the player is: take `back` events back first, then take in `forward`."""

    back: int = 0
    forward: Sequence[Event] = ()


class Mark(NamedTuple):
    """Something worth a sign on the seek bar: when (in played seconds) and what."""

    at: float
    kind: Literal["refused", "finding", "attempt", "recovery", "end"]


_KINDS: Final[dict[type[Event], Literal["refused", "finding", "attempt", "recovery", "end"]]] = {
    PatchRefused: "refused",
    DiagnosticFound: "finding",
    AttemptStarted: "attempt",
    RecoveryChosen: "recovery",
    RunEnded: "end",
}


class Player:
    """A session being played.

    Its place is an absolute one, in played seconds: real time is only added to it, so that neither late calls nor
    another speed move anything.

    Args:
        events: all of them, oldest first.
        speed: 2 is twice as fast.
        idle_limit: the longest pause between two events, in recorded seconds.
        begin: how many events have been taken in already, when only a part is shown; nothing goes back before them,
            and played seconds count from the last of them.
        playing: whether it plays at first.

    Attributes:
        position: how many events were taken in.
        playing, speed: as of now; may be set at any time. It plays no longer once it has come to the end.
    """

    def __init__(
        self,
        events: Sequence[Event],
        *,
        speed: float = 1.0,
        idle_limit: float = inf,
        begin: int = 0,
        playing: bool = True,
    ) -> None:
        self.events = events
        self.begin = max(0, min(begin, len(events)))
        self.position = self.begin
        self.playing = playing
        self.speed = speed
        self._elapsed = 0.0
        self._idle_limit = idle_limit
        self._pauses = _pauses(events, self.begin)
        self._times = _times(self._pauses, idle_limit)
        self._marks = self._marked()
        self._patches = self._behind(PatchAccepted, PatchRefused)
        self._findings = self._behind(PatchRefused, DiagnosticFound)

    @property
    def idle_limit(self) -> float:
        """The longest pause between two events, in recorded seconds. Another one leaves it between the same events."""
        return self._idle_limit

    @idle_limit.setter
    def idle_limit(self, limit: float) -> None:
        since = self._elapsed - self._time_of(self.position)
        self._idle_limit = limit
        self._times = _times(self._pauses, limit)
        self._marks = self._marked()
        here = self._time_of(self.position)
        self._elapsed = min(here + since, here if self.at_end else self._times[self.position])

    @property
    def elapsed(self) -> float:
        """Where it is, in played seconds: pauses count up to the idle limit."""
        return self._elapsed

    @property
    def duration(self) -> float:
        """How long all of it is, in played seconds."""
        return self._time_of(len(self.events))

    @property
    def marks(self) -> Sequence[Mark]:
        """The signs for the seek bar, the earliest first; the same object as long as they are the same."""
        return self._marks

    @property
    def at_end(self) -> bool:
        """Whether there is nothing more to play."""
        return self.position >= len(self.events)

    def advance(self, seconds: float) -> Move:
        """That many seconds of real time went by."""
        if not self.playing:
            return Move()
        gone = seconds * self.speed if seconds > 0 and self.speed > 0 else 0.0
        self._elapsed = min(self._elapsed + gone, self.duration)
        move = self._go(max(self.position, bisect_right(self._times, self._elapsed)))
        self.playing = not self.at_end
        return move

    def toggle(self) -> Move:
        """Play or pause; at the end, play again from the beginning."""
        if self.at_end:
            return self.restart()
        self.playing = not self.playing
        return Move()

    def step(self, patches: int) -> Move:
        """Go on by so many patches (accepted or refused), or back for a negative number; pauses.

        It stops right behind a patch; behind the last one it goes on to the end, and before the first to the beginning.
        """
        return self._step(patches, [self.begin, *self._patches, len(self.events)])

    def step_finding(self, findings: int) -> Move:
        """Go to the next (1) or the previous (-1) refusal or diagnostic; pauses. Stays where there is none."""
        return self._step(findings, self._findings)

    def seek(self, to: float) -> Move:
        """Go to a moment, in played seconds; plays on if it did."""
        self._elapsed = min(max(to, 0.0), self.duration) if to == to else 0.0  # noqa: PLR0124  not a number
        return self._go(max(self.begin, bisect_right(self._times, self._elapsed)))

    def restart(self) -> Move:
        """Go to the beginning, and play."""
        self.playing = True
        self._elapsed = 0.0
        return self._go(self.begin)

    # ------------------------------------------------------------ places

    def _step(self, by: int, stops: Sequence[int]) -> Move:
        """Go `by` stops on or back from here, or as far as there are any."""
        self.playing = False
        there = stops[bisect_right(stops, self.position) :] if by > 0 else stops[: bisect_left(stops, self.position)]
        if not by or not there:
            return Move()
        position = there[min(by, len(there)) - 1] if by > 0 else there[max(by, -len(there))]
        self._elapsed = self._time_of(position)
        return self._go(position)

    def _go(self, position: int) -> Move:
        before, self.position = self.position, position
        if position > before:
            return Move(0, self.events[before:position])
        return Move(before - position)

    def _time_of(self, position: int) -> float:
        """When the last event before a position was."""
        return self._times[position - 1] if position > self.begin else 0.0

    def _marked(self) -> list[Mark]:
        rows = zip(self.events[self.begin :], self._times[self.begin :], strict=True)
        return [Mark(time, _KINDS[type(event)]) for event, time in rows if type(event) in _KINDS]

    def _behind(self, *kinds: type[Event]) -> list[int]:
        """The positions right behind the events of some kinds."""
        rows = enumerate(self.events[self.begin :], self.begin + 1)
        return [position for position, event in rows if isinstance(event, kinds)]


def _pauses(events: Sequence[Event], begin: int) -> list[float]:
    """How long before each event nothing happened; time that goes backwards stands still."""
    pauses, last = [], 0.0
    for index, event in enumerate(events):
        at = min(max(float(event.at), 0.0), _LONGEST) if isfinite(event.at) else last
        pauses.append(max(0.0, at - last) if index >= begin else 0.0)
        last = max(last, at)
    return pauses


def _times(pauses: Sequence[float], idle_limit: float) -> list[float]:
    """When each event is, in played seconds."""
    limit = max(0.0, idle_limit)
    return list(accumulate(min(pause, limit) for pause in pauses))
