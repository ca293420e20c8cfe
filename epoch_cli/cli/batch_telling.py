"""What a batch tells: a line of JSON for each prompt on stdout, and how far it has come on stderr."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

from epoch_cli.cli.batch_results import result_line
from epoch_cli.cli.streams import say, write_data
from epoch_cli.errors import ExitCode
from epoch_cli.events import UsageReported
from epoch_cli.output.batch_bar import BatchBar, batch_bar
from epoch_cli.output.narration import usage_text
from epoch_cli.output.text import visible

WORST_FIRST = (
    ExitCode.BUG,
    ExitCode.UNREADABLE,
    ExitCode.USAGE,
    ExitCode.PROVIDER,
    ExitCode.TIMEOUT,
    ExitCode.BUDGET,
    ExitCode.FALLBACK,
    ExitCode.FINDINGS,
)
"""Of the exit codes of several runs, the first of these counts (design section 7)."""

_SHOWN = 5
"""How many failures are said without -v; the others are counted."""


class Teller:
    """Tells how each prompt went as it ends, and what all of them come to.

    Args:
        total: how many prompts there are.
        verbosity: below 0 nothing is said but errors; from 1 on each prompt is.
        usage: whether tokens and cost are said at the end.
    """

    def __init__(self, total: int, *, verbosity: int, usage: bool) -> None:
        self.cost: Decimal | None = Decimal(0)
        self._total = total
        self._verbosity = verbosity
        self._usage = usage
        self._reports: list[UsageReported] = []
        self._statuses: Counter[str] = Counter()
        self._codes: set[int] = set()
        self._running = 0
        self._bar: BatchBar | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        if self._verbosity >= 0 and sys.stderr.isatty():
            bar = batch_bar(sys.stderr, self._total, self._statuses.total())
            self._bar = self._stack.enter_context(bar)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar = None
        self._stack.close()

    def started(self, name: str) -> None:
        """A prompt is being asked."""
        self._running += 1
        if self._verbosity >= 1:
            self.say(f"{name}: started")
        self._draw()

    def waiting(self, name: str, provider: str, seconds: float) -> None:
        """A prompt is not asked yet, because its provider asks to slow down."""
        if self._verbosity >= 1:
            self.say(f"{name}: waits {seconds:.1f} s, as {provider} asks to slow down")

    def left(self) -> None:
        """One that was being asked is over, whatever came of it."""
        self._running -= 1

    def ended(self, row: Mapping[str, Any], usage: Sequence[UsageReported] = ()) -> None:
        """How a prompt went; raises as `write_data`."""
        self._statuses[row["status"]] += 1
        self._codes.add(row["exit_code"])
        self._reports += usage if self._usage else ()
        self._add(row)
        self._say_end(row)
        self._draw()
        with self._bar_away(stdout=True):
            write_data(result_line(row))

    def finish(self, seconds: float, unasked: int) -> None:
        """Say what all of it comes to; `unasked` are those that are left for the next time."""
        if self._verbosity < 0:
            return
        failed = self._failed
        if failed > _SHOWN and self._verbosity < 1:
            self.say(f"{failed - _SHOWN} more that failed; -v shows all")
        counts = [f"{count} {status}" for status, count in self._statuses.items()]
        counts += [f"{unasked} not asked"] if unasked else []
        self.say(f"{'stopped' if unasked else 'done'}: {', '.join(counts) or 'nothing'}, {seconds:.1f} s")
        if self._usage and self._reports:
            self.say(f"usage: {usage_text(self._reports)}")

    @property
    def exit_code(self) -> ExitCode:
        """The worst of all."""
        return next((code for code in WORST_FIRST if code in self._codes), ExitCode.OK)

    def say(self, line: str) -> None:
        """Say a line on stderr, above the bar."""
        with self._bar_away(stdout=False):
            say(visible(line))

    @property
    def _failed(self) -> int:
        return self._statuses.total() - self._statuses["complete"] - self._statuses["skipped"]

    def _add(self, row: Mapping[str, Any]) -> None:
        if row["status"] != "skipped" and self.cost is not None:
            self.cost = None if row["cost"] is None else self.cost + Decimal(row["cost"])

    def _say_end(self, row: Mapping[str, Any]) -> None:
        error = row.get("error")
        if self._verbosity >= 1 or (error and self._failed <= _SHOWN):
            patches = "1 patch" if row["accepted"] == 1 else f"{row['accepted']} patches"
            took = f", {patches}, {row['seconds']:.1f} s" if row["seconds"] is not None else ""
            why = f": {error['message']}" if error else ""
            remedy = f"; {error['remedy']}" if error and error["remedy"] else ""
            self.say(f"{row['id']}: {row['status']}{took}{why}{remedy}")

    def _draw(self) -> None:
        if self._bar is not None:
            self._bar.show(self._statuses.total(), max(self._running, 0), self._failed, self.cost)

    def _bar_away(self, *, stdout: bool) -> AbstractContextManager[None]:
        """The bar is away while something is written where it stands."""
        if self._bar is None or (stdout and not sys.stdout.isatty()):
            return nullcontext()
        return self._bar.away()
