"""What every benchmark needs: medians of runs side by side, and figures as JSON lines."""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Figures:
    """Figures of one benchmark; each is printed as it is known, and `exit_code` says whether a limit was missed."""

    missed: list[str] = field(default_factory=list)

    def tell(
        self, name: str, value: float, limit: float | None = None, unit: str = "ratio", *, at_least: bool = False
    ) -> None:
        """Print a figure; its limit is the most it may be, or the least. One without a limit is for information."""
        ok = limit is None or (value >= limit if at_least else value <= limit)
        if not ok:
            self.missed.append(name)
        row = {"name": name, "value": round(value, 3), "limit": limit, "ok": ok, "unit": unit}
        if at_least and limit is not None:
            row["at_least"] = True
        print(json.dumps(row), flush=True)

    @property
    def exit_code(self) -> int:
        """0, or 1 when a limit was missed."""
        return 1 if self.missed else 0


def side_by_side(
    calls: dict[str, Callable[[], Any]], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, float]:
    """Median seconds of each call; every round makes all of them in turn, so that a noisy moment meets all."""
    for call in calls.values():
        call()
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    gc.disable()
    try:
        for _ in range(rounds):
            for name, call in calls.items():
                began = clock()
                call()
                seconds[name].append(clock() - began)
            gc.collect()
    finally:
        gc.enable()
    return {name: statistics.median(each) for name, each in seconds.items()}


def script(name: str) -> str:
    """The path of a console script of this environment."""
    path = Path(sys.executable).parent / name
    if not path.exists():
        raise SystemExit(f"{path} is missing: install the project with `pip install -e '.[dev]'`")
    return str(path)


def process(command: Sequence[str], environment: dict[str, str], expected: int = 0) -> Callable[[], None]:
    """A call that runs a command to its end; it must end with the expected code."""

    def run() -> None:
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        if done.returncode != expected:
            raise SystemExit(f"{' '.join(command[:4])} … ended with {done.returncode}: {done.stderr.decode()[:500]}")

    return run
