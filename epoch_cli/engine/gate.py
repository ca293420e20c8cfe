"""A gate before a provider that several runs share: when it asks one of them to slow down, all of them wait."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Callable, Iterable
from typing import Any

from epoch_cli.engine.recovery import LONGEST_WAIT, TABLE, delay_before
from epoch_cli.errors import ProviderError
from epoch_cli.providers.base import NoticePart, Part, Provider, Request
from epoch_cli.providers.limits import RateLimit

_APART = 0.25
"""Seconds over which those who waited are spread, so that they do not all come at once."""


class Gate:
    """Open, or shut for some seconds; for one event loop.

    Args:
        clock: seconds from any start.
        chance: a number from 0 to 1.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, chance: Callable[[], float] = random.random
    ) -> None:
        self._clock = clock
        self._chance = chance
        self._opens = 0.0
        self._refusals = 0

    @property
    def shut_for(self) -> float:
        """Seconds until it opens; 0 while it is open."""
        return max(0.0, self._opens - self._clock())

    async def opened(self) -> None:
        """Wait until it is open; a little longer when it was shut."""
        while wait := self.shut_for:  # noqa: ASYNC110  it is a time that is waited for, and it may be put off
            await asyncio.sleep(wait + self._chance() * _APART)

    def refused(self, error: ProviderError) -> None:
        """A request failed: one that came too soon shuts the gate for as long as the server asks for, or we guess.

        No longer than a run would wait: then each finds out for itself, and says so.
        """
        if error.kind != "rate":
            return
        self._refusals += 1
        if error.retry_after is None:
            self._shut(delay_before(self._refusals, TABLE["rate"].delay, None, 1.0))
        else:
            self._shut(error.retry_after)

    def answered(self, limits: Iterable[RateLimit]) -> None:
        """A request was taken, and its answer told of these limits: one of which nothing is left shuts the gate."""
        self._refusals = 0
        for limit in limits:
            if limit.remaining == 0 and limit.resets is not None:
                self._shut(limit.resets)

    def _shut(self, seconds: float) -> None:
        self._opens = max(self._opens, self._clock() + min(seconds, LONGEST_WAIT))


class GatedProvider:
    """A provider behind a gate; in all else the provider itself."""

    def __init__(self, provider: Provider, gate: Gate) -> None:
        self.name = provider.name
        self.model = provider.model
        self.title = provider.title
        self.gate = gate
        self._provider = provider

    def __getattr__(self, name: str) -> Any:
        return getattr(self._provider, name)

    async def stream(self, request: Request) -> AsyncGenerator[Part, None]:
        """As the provider's, once the gate is open; raises as it does."""
        await self.gate.opened()
        parts = self._provider.stream(request)
        answered = False
        try:
            async for part in parts:
                if not answered and not isinstance(part, NoticePart):  # those come before there is an answer
                    answered = True
                    self.gate.answered(getattr(self._provider, "limits", ()))
                yield part
        except ProviderError as error:
            self.gate.refused(error)
            raise
        finally:
            close = getattr(parts, "aclose", None)
            if close is not None:
                await close()
