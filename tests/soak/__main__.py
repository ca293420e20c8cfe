"""Thousands of generations in one process, from a server that fails at random: nothing may be lost, nothing may stay.

    python -m tests.soak                        # 10 000 generations, which take about half an hour
    python -m tests.soak --seconds 60           # as many as a minute has time for
    python -m tests.soak --seed 7 --only 1234   # one of them again, by its number, with its traceback

What each run is, and what must hold of it, is in `generations.py`; what the server does, in `server.py`. Between runs
nothing may be left open, and memory has to be flat: the median of each later stretch of the time is within 5 % of that
of the first after the warm-up. Prints a JSON line a figure and ends with 1 when a limit is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # `support`, as the tests import it

from epoch_cli import Options, generate, load_catalog
from epoch_cli.document import clone
from tests.benchmarks.figures import Figures

from .generations import BASE, World, run
from .measures import Held, a_run_more, grown, held, keep_nothing, kinds, windows
from .server import server
from .texts import ASKED, known_prompts

GENERATIONS = 10_000
SEED = 20_261_122
AT_ONCE = 4
LONGEST_EVERY = 500
"""The last run of so many has the longest prompt there is, and so has the first of the warm-up."""
WINDOWS = 8
FLAT, FLAT_OF_A_MINUTE = 1.05, 1.3
"""How much more may be held than in the first stretch; in a minute not all is worked out that is kept on purpose."""
_TOLD_FAULTS = 5
_PROGRESS = 500
_UNITS = {"memory": "bytes", "used": "bytes"}
_PATIENCE = 100
"""Hundredths of a second that closed connections may take to be gone."""
_PATIENCE_FOR_THREADS = 6000
"""The same for what the composer is at."""


class Warmth(NamedTuple):
    """What comes before memory is measured.

    Attributes:
        prompts: asked for before all runs.
        changes: asked for as changes of a document.
        runs: before all others, which are counted down from -1.
        share: of all runs, after which hardly anything new is worked out and kept any more.
    """

    prompts: Sequence[str]
    changes: Sequence[str]
    runs: int
    share: float


WARM_FOR_A_MINUTE = Warmth(ASKED, (), 10, 0.4)
WARM = Warmth((*ASKED, *known_prompts()), known_prompts(), 40, 0.15)


@dataclass
class Soak:
    """What came of all runs.

    Attributes:
        moments: what was held between them.
        outcomes: how often each ending came.
        faults: the runs that broke what must hold, by number.
        began: when the warm-up was over, as `time.monotonic` gives it.
    """

    world: World
    seed: int
    runs: int = 0
    moments: list[Held] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: dict[int, str] = field(default_factory=dict)
    began: float = 0.0
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)

    async def go(self, share: Callable[[int], float], batch: int, warm: Warmth) -> None:
        """Warm up, then run batches, `AT_ONCE` of each at a time, until the share of what is to be done is 1."""
        await self._warm_up(warm)
        self.began = time.monotonic()
        self.moments.append(held(0))
        while share(self.runs) < 1:
            await self._batch(range(self.runs, self.runs + batch))
            self.runs += batch
            moment = await self._settled()
            if self.runs % _PROGRESS == 0:
                size = (
                    f"{moment.memory / 1e6:.1f} MB, {moment.used / 1e6:.1f} MB of it in use, {moment.objects} objects"
                )
                print(f"{self.runs} runs: {size}", file=sys.stderr)
            if share(self.runs) >= warm.share:
                self.before = self.before or kinds()
                self.moments.append(moment)
            else:
                self.moments[0] = moment
        self.after = kinds()

    async def _warm_up(self, warm: Warmth) -> None:
        """What is worked out once is worked out now: languages, design system, and how large a prompt may be."""
        starts: tuple[tuple[Sequence[str], Any], ...] = ((warm.prompts, None), (warm.changes, BASE))
        for prompts, document in starts:
            for asked in prompts:
                async for _ in generate(asked, catalog=self.world.catalog, options=Options(document=clone(document))):
                    pass
        await self._batch(range(-1, -1 - warm.runs, -1))

    async def _settled(self) -> Held:
        """What is held once the connections that were just closed are gone; tells of tasks that stay.

        The composer may still be at a long prompt of a run that was cancelled: nobody waits for its thread but we.
        """
        for waited in range(_PATIENCE_FOR_THREADS):
            composing = any(thread.name == "composer" for thread in threading.enumerate())
            if not composing and (waited >= _PATIENCE or len(asyncio.all_tasks()) == 1):
                break
            await asyncio.sleep(0.01)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            print(f"--- after run {self.runs}: {task}", file=sys.stderr)
        return held(self.runs)

    async def _batch(self, numbers: Sequence[int]) -> None:
        left = list(reversed(numbers))

        async def work() -> None:
            while left:
                await self._one(left.pop())

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))

    async def _one(self, number: int) -> None:
        try:
            ending = await run(self.world, self.seed, number, longest=_is_longest(number))
        except Exception as error:  # noqa: BLE001  whatever it is, it is a finding
            ending = f"broken: {type(error).__name__}"
            self.faults[number] = f"{type(error).__name__}: {error}"
            if len(self.faults) <= _TOLD_FAULTS:
                print(f"--- run {number}: {traceback.format_exc()[-4000:]}", file=sys.stderr)
        self.outcomes[ending] += 1

    def tell(self, figures: Figures, seconds: float, flat: float) -> None:
        """All figures; `flat` is how many times of what was held at first may be held later."""
        figures.tell("generations", self.runs, 1, f"in {seconds:.0f} s", at_least=True)
        for ending, times in sorted(self.outcomes.items()):
            figures.tell(f"ended_{ending.replace(' ', '_')}", times, unit="runs")
        figures.tell("broken", len(self.faults), 0, "runs without an end, or whose session is another")
        for number in list(self.faults)[:_TOLD_FAULTS]:
            print(f"repeat it with: python -m tests.soak --seed {self.seed} --only {number}", file=sys.stderr)
        first, later = self.moments[0], self.moments[1:] or self.moments
        for what in ("descriptors", "tasks", "threads"):
            most = max(getattr(moment, what) for moment in later)
            figures.tell(what, most, getattr(first, what), "between runs, at most; the limit is what the warm-up left")
        self._tell_memory(figures, later, flat)

    def _tell_memory(self, figures: Figures, later: Sequence[Held], flat: float) -> None:
        sizes = windows(later, "memory", max(2, min(WINDOWS, len(later) // 5)))
        for number, size in enumerate(sizes):
            figures.tell(f"memory_{number + 1}_of_{len(sizes)}", size / 1e6, unit="MB resident, median of a stretch")
        for what in ("memory", "used", "objects"):
            found = windows(later, what, len(sizes))
            figures.tell(f"{what}_grown", max(found) / found[0], flat, "times the first stretch, at most")
            figures.tell(f"{what}_left", a_run_more(later, what), unit=f"{_UNITS.get(what, what)} a run")
        if figures.missed:
            print(f"most grown: {grown(self.before, self.after)}", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Soak, print, and say whether the limits hold."""
    asked = _parsed(arguments)
    keep_nothing()
    figures, began = Figures(), time.monotonic()
    with server() as address, tempfile.TemporaryDirectory(prefix="epoch-soak-") as folder:
        sessions = Path(folder, "sessions")
        sessions.mkdir()
        world = World(load_catalog(), address, sessions, Path(folder, "answers"))
        if asked.only is not None:
            print(asyncio.run(run(world, asked.seed, asked.only, longest=_is_longest(asked.only))))
            return 0
        soak = Soak(world, asked.seed)
        if asked.seconds:
            asyncio.run(soak.go(lambda _: (time.monotonic() - soak.began) / asked.seconds, 8, WARM_FOR_A_MINUTE))
        else:
            asyncio.run(soak.go(lambda runs: runs / asked.generations, 50, WARM))
        soak.tell(figures, time.monotonic() - began, FLAT_OF_A_MINUTE if asked.seconds else FLAT)
    return figures.exit_code


def _is_longest(number: int) -> bool:
    return number % LONGEST_EVERY == LONGEST_EVERY - 1


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="thousands of generations in one process")
    parser.add_argument("--generations", type=int, default=GENERATIONS, help=f"how many (default {GENERATIONS})")
    parser.add_argument("--seconds", type=float, default=0.0, help="as many as there is time for, instead")
    parser.add_argument("--seed", type=int, default=SEED, help="of all that is left to chance")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="one run and nothing else, with its traceback")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
