"""What a process holds: memory, objects, open files, tasks and threads, and whether that stays the same."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
import re
import statistics
import sys
import tempfile
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
_ARENA_MAX: Final = -8
_MMAP_THRESHOLD: Final = -3
_ALLOCATED: Final = (
    *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
    *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
)
_IN_BLOCKS: Final = re.compile(rb"# bytes in allocated blocks *= *([\d,]+)")


@dataclass(frozen=True, slots=True)
class Held:
    """What the process holds at a moment when no run is under way.

    Attributes:
        runs: how many there were until then.
        memory: resident, in bytes.
        used: bytes that were asked for and are not given back: what is resident without the gaps between them.
        objects: that the garbage collector knows.
        descriptors: open files, sockets and pipes.
        tasks: of the event loop.
        threads: of the process.
    """

    runs: int
    memory: int
    used: int
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
        used(),
        len(gc.get_objects()),
        len(list(_DESCRIPTORS.iterdir())),
        len(asyncio.all_tasks()),
        threading.active_count(),
    )


def keep_nothing() -> None:
    """Have the C library give back all that is free, from now on: what it keeps for later would look like a leak.

    It keeps the ends of the heaps that it makes for threads, and by and by takes longer texts for something to keep. To
    be called before there are threads.
    """
    if hasattr(_LIBRARY, "mallopt"):
        _LIBRARY.mallopt(_ARENA_MAX, 1)
        _LIBRARY.mallopt(_MMAP_THRESHOLD, 1 << 20)


def trim() -> None:
    """Have the C library give back what is free: what it keeps of one long prompt is no leak, and comes and goes."""
    if hasattr(_LIBRARY, "malloc_trim"):  # glibc's
        _LIBRARY.malloc_trim(0)


def used() -> int:
    """The bytes in use, by what Python's allocator says of small objects, and the C library of all others."""
    with tempfile.TemporaryFile() as told:
        stderr = os.dup(2)
        os.dup2(told.fileno(), 2)
        try:
            sys._debugmallocstats()
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
        told.seek(0)
        found = _IN_BLOCKS.search(told.read())
    small = int(found[1].replace(b",", b"")) if found else 0
    if not hasattr(_LIBRARY, "mallinfo2"):  # glibc's, since 2.33
        return small
    _LIBRARY.mallinfo2.restype = _Allocated
    others = _LIBRARY.mallinfo2()
    return small + int(others.uordblks) + int(others.hblkhd)


class _Allocated(ctypes.Structure):
    """What `mallinfo2` tells: `uordblks` and `hblkhd` are the bytes that are in use."""

    _fields_ = tuple((name, ctypes.c_size_t) for name in _ALLOCATED)


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
