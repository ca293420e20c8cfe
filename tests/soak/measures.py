"""What a process holds: memory, objects, open files, tasks and threads, and whether that stays the same."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
import statistics
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_DESCRIPTORS: Final = Path("/proc/self/fd")
_LIBRARY: Final = ctypes.CDLL(None)
_STATM: Final = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Held:
    """What the process holds at a moment when no run is under way.

    Attributes:
        runs: how many there were until then.
        memory: resident, in bytes.
        blocks: of memory that Python has given out.
        objects: that the garbage collector knows.
        descriptors: open files, sockets and pipes.
        tasks: of the event loop.
        threads: of the process.
    """

    runs: int
    memory: int
    blocks: int
    objects: int
    descriptors: int
    tasks: int
    threads: int


def held(runs: int) -> Held:
    """What is held now, once what is garbage is gone, and what the allocator keeps for later is given back."""
    gc.collect()
    trim()
    return Held(
        runs,
        int(_STATM.read_text("ascii").split()[1]) * _PAGE,
        sys.getallocatedblocks(),
        len(gc.get_objects()),
        len(list(_DESCRIPTORS.iterdir())),
        len(asyncio.all_tasks()),
        threading.active_count(),
    )


def trim() -> None:
    """Have the C library give back what is free: what it keeps of one long prompt is no leak, and comes and goes."""
    if hasattr(_LIBRARY, "malloc_trim"):  # glibc's
        _LIBRARY.malloc_trim(0)


def kinds() -> Counter[str]:
    """How many objects there are of each type."""
    return Counter(f"{type(each).__module__}.{type(each).__qualname__}" for each in gc.get_objects())


def windows(moments: Sequence[Held], what: str, count: int) -> list[float]:
    """The medians of a measure over so many stretches of the same length."""
    size = len(moments) / count
    stretches = [moments[round(number * size) : round((number + 1) * size)] for number in range(count)]
    return [statistics.median(getattr(moment, what) for moment in stretch) for stretch in stretches if stretch]


def a_run_more(moments: Sequence[Held], what: str) -> float:
    """How much of a measure is left by each run: between the medians of the first and the last third."""
    third = max(1, len(moments) // 3)
    first, last = moments[:third], moments[-third:]
    runs = statistics.median(each.runs for each in last) - statistics.median(each.runs for each in first)
    if not runs:
        return 0.0
    more: float = statistics.median(getattr(each, what) for each in last) - statistics.median(
        getattr(each, what) for each in first
    )
    return more / runs


def grown(before: Counter[str], after: Counter[str], most: int = 12) -> dict[str, Any]:
    """The types with the most new objects."""
    return dict((after - before).most_common(most))
