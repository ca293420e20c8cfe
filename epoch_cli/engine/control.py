"""Wishes on a run that is under way: the only way from a reader back to the engine."""

from __future__ import annotations

import asyncio
from collections import deque


class Control:
    """Carries cancel, refine and undo to a run; may be used from any thread and from signal handlers.

    A control belongs to one run. Wishes made before the run starts are kept.
    """

    def __init__(self) -> None:
        self._refinements: deque[str] = deque()
        self._undos = 0
        self._cancelled = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake: asyncio.Event | None = None

    @property
    def cancelled(self) -> bool:
        """Whether the run was asked to end."""
        return self._cancelled

    def cancel(self) -> None:
        """End the run now; what was accepted until then is kept."""
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
        self._undos += 1
        self._notify()

    # For the engine.

    def attach(self, loop: asyncio.AbstractEventLoop) -> asyncio.Event:
        """The run begins: gives the event that is set whenever there is a new wish."""
        self._loop, self._wake = loop, asyncio.Event()
        if self._cancelled or self._undos:
            self._wake.set()
        return self._wake

    @property
    def wished(self) -> bool:
        """Whether there is any wish that is not fulfilled yet."""
        return self._cancelled or self._undos > 0 or bool(self._refinements)

    @property
    def undo_wished(self) -> bool:
        """Whether there is a patch to take back."""
        return self._undos > 0

    def take_undos(self) -> int:
        """How many patches to take back; the wishes are then fulfilled."""
        undos, self._undos = self._undos, 0
        return undos

    def take_refinement(self) -> str | None:
        """The next change asked for, None when there is none."""
        return self._refinements.popleft() if self._refinements else None

    def _notify(self) -> None:
        if self._loop is not None and self._wake is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)
