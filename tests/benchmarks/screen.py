"""The live screen: how soon it is there, whether it keeps up with 2 000 patches, and what it takes.

    python -m tests.benchmarks.screen [--quick] [run|paint]

Limits (design.md section 8): no event of 2 000 patches is missed, at full speed and at 200 patches a second; of the
times that a timer of the same event loop fires too late, 95 of 100 are 50 ms at most, so that a key is answered at
once; the first picture takes 1.5 times as long as that of an empty Textual app at most. An open screen on which
nothing happens takes 5 % of a processor at most. What drains take, and the same run without a screen, is for
information.

Every run is a process of its own on a real terminal of 120 × 36 with the preview, or of 79 × 36 with the tree alone,
drained by this process; runs that are compared take turns. The machine should have nothing else to do.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks.drained_terminal import DrainedTerminal, python, surroundings
from tests.benchmarks.figures import Figures, script

SIZES = {"preview": (120, 36), "tree": (79, 36)}
LATEST = 50.0
FIRST_PICTURE = 1.5
IDLE = 5.0
EMPTY = "from textual.app import App\nApp().run()\n"


class Amount(NamedTuple):
    """How much is measured."""

    patches: int = 2000
    pace: int = 200
    rounds: int = 9
    idling: int = 3


QUICK = Amount(patches=300, rounds=3, idling=1)


# ---------------------------------------------------------------- long runs


def tell_runs(figures: Figures, amount: Amount, environment: dict[str, str]) -> None:
    """Run the patches each way, and tell what that took."""
    for speed, pace in (("full", 0), (f"at_{amount.pace}", amount.pace)):
        alone = json.loads(subprocess.check_output(_shown(amount, pace, "headless"), env=environment))
        figures.tell(f"headless_{speed}_wall", alone["seconds"], unit="s")
        figures.tell(f"headless_{speed}_cpu", alone["cpu"], unit="s")
        for way, size in SIZES.items():
            with DrainedTerminal(_shown(amount, pace, way), environment, size) as terminal:
                found = json.loads(terminal.answer() or "{}")
            if not found:
                raise SystemExit(f"the run with {way} {speed} failed:\n{terminal.last.decode(errors='replace')}")
            _tell_run(figures, f"{way}_{speed}", found, amount, drawn=terminal.taken)


def _tell_run(figures: Figures, name: str, found: dict[str, Any], amount: Amount, *, drawn: int) -> None:
    figures.tell(f"{name}_missed", found["missed"], 0, "events")
    figures.tell(f"{name}_accepted", found["accepted"], amount.patches, "patches", at_least=True)
    figures.tell(f"{name}_same_document", int(found["same"]), 1, "of 1", at_least=True)
    late = _milliseconds(found["late"])
    figures.tell(f"{name}_heartbeat_p50", _share(late, 0.5), unit="ms behind a timer of 10 ms")
    figures.tell(f"{name}_heartbeat_p95", _share(late, 0.95), LATEST, unit="ms behind a timer of 10 ms")
    figures.tell(f"{name}_heartbeat_max", late[-1], unit="ms behind a timer of 10 ms")
    figures.tell(f"{name}_key_p95", _waits(late, 0.95), unit="ms that a key waits which is pressed at any moment")
    figures.tell(f"{name}_start_max", max(_milliseconds(found["starting"])), unit="ms behind, before the first picture")
    drains = _milliseconds(found["drains"])
    figures.tell(f"{name}_drains", len(drains), unit="drains")
    figures.tell(f"{name}_drains_total", sum(drains) / 1000, unit="s")
    for share, word in ((0.5, "p50"), (0.95, "p95"), (1.0, "max")):
        figures.tell(f"{name}_drains_{word}", _share(drains, share), unit="ms")
    figures.tell(f"{name}_wall", found["seconds"], unit="s")
    figures.tell(f"{name}_behind", found["behind"], unit="s from the last patch until all is drawn")
    figures.tell(f"{name}_cpu", found["cpu"], unit="s")
    figures.tell(f"{name}_drawn", drawn / 1000, unit="kB to the terminal")
    if "idle" in found:
        figures.tell(f"{name}_idle", 100 * found["idle"], IDLE, unit="% of a processor, when all is drawn")


def _shown(amount: Amount, pace: int, way: str) -> list[str]:
    idling = amount.idling if pace else 0
    return python("-m", "tests.benchmarks.shown_run", str(amount.patches), str(pace), way, str(idling))


def _milliseconds(seconds: Sequence[float]) -> list[float]:
    return sorted(1000 * each for each in seconds) or [0.0]


def _share(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _waits(late: Sequence[float], share: float) -> float:
    """Of waits that are as likely as they are long: a timer feels a long one once only, a key meets it more often."""
    total = sum(late)
    passed = 0.0
    for each in late:
        passed += each
        if passed >= share * total:
            return each
    return 0.0


# ---------------------------------------------------------------- the first picture


def tell_first_pictures(figures: Figures, rounds: int, environment: dict[str, str], folder: Path) -> None:
    """Start each in turn, and tell the medians."""
    empty = folder / "empty.py"
    empty.write_text(EMPTY, "utf-8")
    epoch = script("epoch")
    session = folder / "session.jsonl"
    session.write_bytes(
        subprocess.check_output(
            [epoch, "gen", "login form", "-p", "offline", "--format", "events", "-q"], env=environment
        )
    )
    starts: dict[str, Callable[[], float]] = {
        "empty": lambda: _first_picture(python(str(empty)), environment),
        "gen": lambda: _first_picture([epoch, "gen", "login form", "-p", "offline", "--tui"], environment, b"Tree"),
        "replay": lambda: _first_picture([epoch, "replay", str(session), "--tui"], environment, b"Tree"),
    }
    seconds: dict[str, list[float]] = {name: [] for name in starts}
    for each in range(rounds + 1):
        for name, start in starts.items():
            took = start()
            if each:  # the first of each warms the caches up
                seconds[name].append(took)
    medians = {name: statistics.median(each) for name, each in seconds.items()}
    for name, median in medians.items():
        figures.tell(f"first_picture_{name}", median, unit="s from the start of the process")
    for name in ("gen", "replay"):
        figures.tell(f"first_picture_{name}_over_empty", medians[name] / medians["empty"], FIRST_PICTURE)


def _first_picture(command: list[str], environment: dict[str, str], *words: bytes) -> float:
    with DrainedTerminal(command, environment, (120, 36)) as terminal:
        return terminal.first_picture(*words)


def main(*wanted: str) -> int:
    """Measure, print, and say whether the limits hold."""
    amount = QUICK if "--quick" in wanted else Amount()
    parts = [each for each in wanted if each != "--quick"] or ["paint", "run"]
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:
        environment = surroundings(folder)
        if "paint" in parts:
            tell_first_pictures(figures, amount.rounds, environment, Path(folder))
        if "run" in parts:
            tell_runs(figures, amount, environment)
    return figures.exit_code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
