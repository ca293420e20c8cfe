"""Playing a session under somebody's hands: play and pause, steps both ways, seeking, speed, idle limit.

A player knows events and time, and no screen. Whoever shows them asks `advance` at its own pace, and is told which
events to take in, or how many to take back.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Literal, NamedTuple

from epoch_cli.events import Event


class Move(NamedTuple):
    """What to do to be where the player is: take `back` events back first, then take in `forward`."""

    back: int = 0
    forward: Sequence[Event] = ()


class Mark(NamedTuple):
    """Something worth a sign on the seek bar: when (in played seconds) and what."""

    at: float
    kind: Literal["refused", "finding", "attempt", "recovery", "end"]


class Player:
    """A session being played.

    Args:
        events: all of them, oldest first.
        speed: 2 is twice as fast.
        idle_limit: the longest pause between two events, in recorded seconds.
        begin: how many events have been taken in already, when only a part is shown; nothing goes back before them.
        playing: whether it plays at first.

    Attributes:
        position: how many events were taken in.
        playing, speed, idle_limit: as of now.
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
        self.position = begin
        self.playing = playing
        self.speed = speed
        self.idle_limit = idle_limit

    @property
    def elapsed(self) -> float:
        """Where it is, in played seconds: pauses count up to the idle limit."""
        raise NotImplementedError

    @property
    def duration(self) -> float:
        """How long all of it is, in played seconds."""
        raise NotImplementedError

    @property
    def marks(self) -> Sequence[Mark]:
        """The signs for the seek bar."""
        raise NotImplementedError

    @property
    def at_end(self) -> bool:
        """Whether there is nothing more to play."""
        return self.position >= len(self.events)

    def advance(self, seconds: float) -> Move:
        """That many seconds of real time went by."""
        raise NotImplementedError

    def toggle(self) -> Move:
        """Play or pause; at the end, play again from the beginning."""
        raise NotImplementedError

    def step(self, patches: int) -> Move:
        """Go on by so many patches (accepted or refused), or back for a negative number; pauses."""
        raise NotImplementedError

    def step_finding(self, findings: int) -> Move:
        """Go to the next (1) or the previous (-1) refusal or diagnostic; pauses."""
        raise NotImplementedError

    def seek(self, to: float) -> Move:
        """Go to a moment, in played seconds; plays on if it did."""
        raise NotImplementedError

    def restart(self) -> Move:
        """Go to the beginning, and play."""
        raise NotImplementedError
