"""Many files: one after the other, or by several processes where that pays.

What is reported, and in which order, does not depend on how many processes there are.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Generator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from epoch_cli.errors import UnreadableError
from epoch_cli.linting.check import check, check_found, unreadable
from epoch_cli.linting.report import FileReport
from epoch_cli.linting.settings import LintSettings
from epoch_cli.linting.sources import Source, read_source

if TYPE_CHECKING:
    from epoch_cli.validation.additions import Note

_TURN = 32  # files that a worker takes at a time
_ENOUGH_FILES = 96  # from here on a second process pays: it costs some 10 ms
_ENOUGH_BYTES = 4 * 1024 * 1024


def check_source(source: Source, settings: LintSettings) -> FileReport | None:
    """Check one file; None for one that was come across in a folder and is none of ours."""
    try:
        raw = read_source(source)
    except UnreadableError as error:
        return unreadable(source.name, error, settings.kind or "document")
    if source.origin == "folder":
        return check_found(source.name, raw, settings)
    return check(source.name, raw, settings)


def check_sources(
    sources: Sequence[Source], settings: LintSettings, *, jobs: int | None = None
) -> Generator[FileReport | None, None, None]:
    """Check files, in their order.

    Args:
        sources: the files.
        settings: what they are held to.
        jobs: how many processes; None is as many as pay.

    Raises:
        RuntimeError: a worker failed or was killed.
    """
    turns = [sources[start : start + _TURN] for start in range(0, len(sources), _TURN)]
    number = min(worth(sources) if jobs is None else jobs, len(turns))

    added = settings.rules.added

    def check_turn(turn: Sequence[Source]) -> tuple[list[FileReport | None], list[Note]]:
        """The work of a worker: what there is to say, its parent says, or each of them would."""
        if added is None:
            return [check_source(source, settings) for source in turn], []
        added.notes.keep()
        return [check_source(source, settings) for source in turn], added.notes.take()

    if number < 2 or not can_fork():
        for source in sources:
            yield check_source(source, settings)
        return
    from epoch_cli.linting.workers import in_parallel  # noqa: PLC0415  few files need none

    for reports, notes in in_parallel(turns, check_turn, number):
        for note in notes:
            if added is not None:
                added.notes.tell(*note)
        yield from reports


def can_fork() -> bool:
    """Whether this process may be forked: the platform can, and there is no other thread to be cut in half."""
    return hasattr(os, "fork") and threading.active_count() == 1


def worth(sources: Sequence[Source]) -> int:
    """How many processes pay for these files, 1 for few and small ones."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if cores < 2 or len(sources) <= _TURN:
        return 1
    several = cores + 1  # turns are dealt out beforehand: one more evens out what some take longer
    if len(sources) >= _ENOUGH_FILES:
        return several
    size = 0
    for source in sources:
        with suppress(OSError):
            size += Path(source.path).stat().st_size if source.path else 0
    return several if size >= _ENOUGH_BYTES else 1
