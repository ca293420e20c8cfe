"""What comes in, waited for together with wishes and the clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from math import inf
from typing import Any, Final

END: Final[Any] = object()
"""Comes after the last item."""


class Arrivals:
    """The items of an async iterator, one by one, unless a wish or the end of the time comes first.

    Args:
        items: parts of a provider's answer, or chunks of bytes.
        wake: set whenever there is a new wish.
    """

    def __init__(self, items: AsyncIterator[Any], wake: asyncio.Event) -> None:
        self._items = items
        self._wake = wake
        self._next: asyncio.Task[Any] | None = None
        self._woken: asyncio.Task[Any] | None = None

    async def next(self, patience: float) -> Any:
        """The next item, None when there is a wish to look at first, `END` after the last.

        Raises:
            TimeoutError: nothing came within `patience` seconds.
        """
        if self._next is None:
            self._next = asyncio.ensure_future(_advance(self._items))
        if self._woken is None:
            self._woken = asyncio.ensure_future(self._wake.wait())
        done, _ = await asyncio.wait(
            {self._next, self._woken},
            timeout=None if patience == inf else patience,
            return_when=asyncio.FIRST_COMPLETED,
        )
        if self._woken in done:
            self._wake.clear()
            self._woken = None
            return None
        if self._next not in done:
            raise TimeoutError
        task, self._next = self._next, None
        return task.result()

    async def close(self) -> None:
        """Stop waiting, and close what the items come from at once."""
        waiting = [task for task in (self._next, self._woken) if task is not None]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        close = getattr(self._items, "aclose", None)
        if close is not None:
            await close()


async def _advance(items: AsyncIterator[Any]) -> Any:
    try:
        return await anext(items)
    except StopAsyncIteration:
        return END
