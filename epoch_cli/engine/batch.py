"""Many runs in one event loop: so many at a time, each as soon as there is room for it, told as each ends.

There is no queue: what is to be done is taken from its source when there is room, and who reads the results too slowly
holds back what would be started next. So the memory that a batch takes is that of its running jobs.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


async def run_batch(
    items: Iterable[_Item],
    work: Callable[[_Item], Awaitable[_Result]],
    *,
    jobs: int,
    stopped: Callable[[], bool] = bool,
) -> AsyncGenerator[_Result, None]:
    """Do the work of each item, at most `jobs` at a time.

    Args:
        items: what is to be done; the next is taken when there is room for it.
        work: does one.
        jobs: how many at a time, from 1 on.
        stopped: whether nothing more is to be started; what runs then is waited for.

    Yields:
        What `work` gives, in the order in which the items end.

    Raises:
        Exception: what `work` raises. What still runs is cancelled, as it is when the caller leaves.
    """
    waiting = iter(items)
    running: set[asyncio.Task[_Result]] = set()
    ended: set[asyncio.Task[_Result]] = set()
    try:
        while True:
            while len(running) < jobs and not stopped():
                try:
                    item = next(waiting)
                except StopIteration:
                    break
                running.add(asyncio.ensure_future(_done(work, item)))
            if not running:
                return
            ended, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                yield task.result()
    finally:
        for task in running:
            task.cancel()
        # also those that ended at the same moment: of several failures one is raised, and none is left unseen
        await asyncio.gather(*running, *ended, return_exceptions=True)


async def _done(work: Callable[[_Item], Awaitable[_Result]], item: _Item) -> _Result:
    return await work(item)
