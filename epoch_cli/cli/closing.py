"""Leaving what gives events at once, with all that it holds, such as a connection."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

_Item = TypeVar("_Item")


@asynccontextmanager
async def closing(items: AsyncIterator[_Item]) -> AsyncGenerator[AsyncIterator[_Item], None]:
    """Give an iterator, and close it when the block is left, however that is; one that cannot be closed needs none.

    A generator that is merely dropped is closed when the collector comes, and `cli` turns the collector off.
    """
    try:
        yield items
    finally:
        close = getattr(items, "aclose", None)
        if close is not None:
            await close()
