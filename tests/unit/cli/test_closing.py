"""What is left when a reader fails: nothing that waits for the collector."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from epoch_cli.cli.closing import closing
from epoch_cli.cli.readers import Readers
from epoch_cli.errors import PatchError
from epoch_cli.events import Event, PatchAccepted, TextReceived

NOWHERE = PatchAccepted(
    at=0.0,
    number=1,
    sequence=1,
    patch={"op": "replace", "path": "/root/children/7", "value": {}},
    inverse=[],
    metrics={},
)


def test_when_a_reader_raises_the_events_are_closed_at_once() -> None:
    closed: list[bool] = []

    async def events() -> AsyncIterator[Event]:
        try:
            yield TextReceived(at=0.0, text="x")
            yield NOWHERE
            yield TextReceived(at=0.0, text="y")
        finally:
            closed.append(True)

    async def follow() -> None:
        readers = Readers(data=None, picture="none", sessions=None, verbosity=-1)
        source = events()  # held here: it must not be the end of its last reference that closes it
        with pytest.raises(PatchError):
            await readers.follow(source, lambda: None)
        assert closed == [True]

    asyncio.run(follow())


def test_what_cannot_be_closed_is_read_all_the_same() -> None:
    class Numbers:
        def __init__(self) -> None:
            self.left = [3, 2, 1]

        def __aiter__(self) -> Numbers:
            return self

        async def __anext__(self) -> int:
            if not self.left:
                raise StopAsyncIteration
            return self.left.pop()

    async def read() -> list[int]:
        async with closing(Numbers()) as numbers:
            return [number async for number in numbers]

    assert asyncio.run(read()) == [1, 2, 3]
