"""How far a batch has come: one line with a bar on a terminal, gone when it is over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from typing import Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from epoch_cli.providers.prices import money


def batch_bar(stream: TextIO, total: int, done: int) -> BatchBar:
    """A bar on a terminal, for so many prompts of which some were done before."""
    return BatchBar(Console(file=stream, highlight=False, markup=False, emoji=False), total, done)


class BatchBar:
    """Draws how many prompts are done, run and failed, what they cost, and how long the rest takes about."""

    def __init__(self, console: Console, total: int, done: int) -> None:
        self._progress = Progress(
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.description}", markup=False),
            TimeElapsedColumn(),
            TextColumn("left ~", style="dim"),
            TimeRemainingColumn(elapsed_when_finished=False),
            console=console,
            transient=True,
            refresh_per_second=8,
            redirect_stdout=False,
        )
        self._task = self._progress.add_task("", total=total, completed=done)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *failure: object) -> None:
        with suppress(OSError):  # a terminal that has gone needs no last picture
            self._progress.stop()

    def show(self, done: int, running: int, failed: int, cost: Decimal | None) -> None:
        """So many are done, failed ones among them, and so many run; `cost` is what the done ones took, if known."""
        said = [f"{running} running"]
        said += [f"{failed} failed"] if failed else []
        said += [money(cost)] if cost else []
        self._progress.update(self._task, completed=done, description=", ".join(said))

    @contextmanager
    def away(self) -> Iterator[None]:
        """Take the bar away while something else is written to the same terminal."""
        self._progress.stop()
        try:
            yield
        finally:
            self._progress.start()
