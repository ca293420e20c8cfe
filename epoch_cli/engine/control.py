"""Wishes on a run that is under way: the only way from a reader back to the engine."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from epoch_cli.providers import Provider


@dataclass(frozen=True, slots=True)
class UndoTurn:
    """Take the last turn back."""


@dataclass(frozen=True, slots=True)
class Keep:
    """What the turns so far have made stays."""


@dataclass(frozen=True, slots=True)
class Another:
    """Take the last turn back, and have somebody else fulfil the same wish."""

    provider: Provider


TurnWish = UndoTurn | Keep | Another
"""A wish on the last turn that has begun; one under way does not go on until it is fulfilled."""


class Control:
    """Carries the wishes of a user to a run; may be used from any thread and from signal handlers.

    A control belongs to one run. Wishes made before the run starts are kept. A wish on the last turn comes before a
    refinement that waits, and is about the turn that is under way, if one is.
    """

    def __init__(self) -> None:
        self._refinements: deque[str] = deque()
        self._turn_wishes: deque[TurnWish] = deque()
        self._undos: deque[None] = deque()  # one each: of a number, two threads may lose one
        self._cancelled = False
        self._held = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake: asyncio.Event | None = None

    @property
    def cancelled(self) -> bool:
        """Whether the run was asked to end."""
        return self._cancelled

    @property
    def held(self) -> bool:
        """Whether the run waits for wishes when a turn is over, instead of ending."""
        return self._held and not self._cancelled

    def cancel(self) -> None:
        """End the run now; what was accepted until then is kept. Of a run that waits, nothing is cut off."""
        self._cancelled = True
        self._notify()

    def refine(self, prompt: str) -> None:
        """Ask for a change of what is there, once the provider has finished its answer; nothing asked is nothing."""
        if not prompt.strip():
            return
        self._refinements.append(prompt)
        self._notify()

    def undo(self) -> None:
        """Take the last accepted patch back."""
        self._undos.append(None)
        self._notify()

    def hold(self) -> None:
        """Wait for wishes when a turn is over, and do not end before `release` or `cancel`."""
        self._held = True

    def release(self) -> None:
        """The user is done: the run ends as soon as what was wished for is fulfilled."""
        self._held = False
        self._notify()

    def undo_turn(self) -> str:
        """Take back the last wish: a change that still waits, which this gives, or else a turn, which is no text.

        Of the last turn that was not kept all patches are taken back; an answer that still comes is ended first. What
        was asked for on top of a turn never outlives it.
        """
        with suppress(IndexError):
            return self._refinements.pop()
        self._wish(UndoTurn())
        return ""

    def keep(self) -> None:
        """The turns so far, the one under way among them, cannot be taken back by `undo_turn` any more."""
        self._wish(Keep())

    def another(self, provider: Provider) -> None:
        """Take the last turn back as `undo_turn` does, and ask somebody else for the same, who then writes on.

        What was undone just before is asked for again; what was kept is not: this one then only writes from now on.
        """
        self._wish(Another(provider))

    @property
    def changes(self) -> tuple[str, ...]:
        """The changes asked for that still wait, oldest first."""
        return tuple(self._refinements)

    # For the engine.

    def attach(self, loop: asyncio.AbstractEventLoop) -> asyncio.Event:
        """The run begins: gives the event that is set whenever there is a new wish."""
        self._loop, self._wake = loop, asyncio.Event()
        if self._cancelled or self._undos or self._turn_wishes:
            self._wake.set()
        return self._wake

    @property
    def wished(self) -> bool:
        """Whether there is any wish that is not fulfilled yet; to be held is none."""
        return self._cancelled or bool(self._undos or self._refinements or self._turn_wishes)

    @property
    def undo_wished(self) -> bool:
        """Whether there is a patch to take back."""
        return bool(self._undos)

    def take_undos(self) -> int:
        """How many patches to take back; the wishes are then fulfilled."""
        undos = len(self._undos)
        for _ in range(undos):
            self._undos.popleft()
        return undos

    def take_refinement(self) -> str | None:
        """The next change asked for, None when there is none."""
        with suppress(IndexError):  # another thread may take it back in between
            return self._refinements.popleft()
        return None

    @property
    def turn_wish(self) -> TurnWish | None:
        """The first wish on the last turn, None when there is none."""
        return self._turn_wishes[0] if self._turn_wishes else None

    def take_turn_wish(self) -> TurnWish | None:
        """The same; it is then fulfilled."""
        return self._turn_wishes.popleft() if self._turn_wishes else None

    def _wish(self, wish: TurnWish) -> None:
        self._turn_wishes.append(wish)
        self._notify()

    def _notify(self) -> None:
        if self._loop is not None and self._wake is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)
