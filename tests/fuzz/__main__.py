"""Searches for inputs that break what must hold, guided by the branches that they take (atheris, libFuzzer).

    python -m tests.fuzz                             # all targets, in a minute together
    python -m tests.fuzz reader sse --seconds 600    # two of them, side by side for ten minutes
    python -m tests.fuzz reader --repeat FILE        # one input again, with its traceback
    python -m tests.fuzz reader --keep               # and keep the best of what was found in tests/fuzz/corpus

Prints a JSON line a figure and ends with 1 when there is a finding: its file stands outside of the project, and stderr
says how to repeat it. `targets/__init__.py` says what a target is. What is in `corpus/` the ordinary tests try, too,
without a fuzzer (`test_corpus.py`).

Needs atheris, which is on PyPI for Linux: pip install -e '.[fuzz]'
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from math import ceil
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # `support` and `unit`, as the tests import them

from tests.benchmarks.figures import Figures

from .campaign import Ending, inputs_in, search
from .keeping import keep
from .targets import TARGETS, find_target

SECONDS = 60.0
LEAST = 50
"""Inputs that a search has to try, or it did not search at all."""
_STARTING = 2.0
"""Seconds until a search begins."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Search, print, and say whether nothing was found."""
    asked = _parsed(arguments)
    names = asked.targets or list(TARGETS)
    for name in names:
        find_target(name)
    if asked.repeat:
        return repeat(names[0], asked.repeat)
    if find_spec("atheris") is None:
        raise SystemExit("atheris is not installed: pip install -e '.[fuzz]' (Linux)")
    folder = Path(asked.folder or tempfile.mkdtemp(prefix="epoch-fuzz-"))
    figures = Figures()
    began = time.monotonic()
    rounds = ceil(len(names) / asked.jobs)
    each = max(1.0, asked.seconds / rounds - _STARTING)
    with ThreadPoolExecutor(asked.jobs) as pool:
        for ending in pool.map(lambda name: search(name, each, folder / name, asked.seed), names):
            tell(figures, ending)
            if asked.keep and not ending.findings:
                kept = keep(ending.name, inputs_in(folder / ending.name))
                figures.tell(f"{ending.name}_kept", len(kept), unit="files in the project")
    figures.tell("seconds", time.monotonic() - began, unit=f"s, {asked.jobs} searches at a time")
    if not figures.missed and not asked.folder:
        shutil.rmtree(folder, ignore_errors=True)
    return figures.exit_code


def tell(figures: Figures, ending: Ending) -> None:
    """The figures of one search, and on stderr how to repeat what it found."""
    unit = f"inputs, {ending.branches} branches, {ending.corpus} inputs that take one of their own"
    figures.tell(f"{ending.name}_tried", ending.inputs, LEAST, unit, at_least=True)
    figures.tell(f"{ending.name}_findings", len(ending.findings), 0, "inputs")
    if ending.findings or ending.inputs < LEAST:
        print(f"--- {ending.name}\n{ending.said}", file=sys.stderr)
    for path in ending.findings:
        print(f"repeat it with: python -m tests.fuzz {ending.name} --repeat {path}", file=sys.stderr)


def repeat(name: str, path: Path) -> int:
    """Check one input again; an error comes with its traceback."""
    began = time.monotonic()
    find_target(name).check(path.read_bytes())
    print(f"{path} breaks nothing ({time.monotonic() - began:.2f} s)", file=sys.stderr)
    return 0


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="search for inputs that break something")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"all by default: {', '.join(TARGETS)}")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for all targets together (default 60)")
    parser.add_argument("--jobs", type=int, default=2, help="searches at a time (default 2)")
    parser.add_argument("--seed", type=int, default=0, help="the same search again, as far as that goes")
    parser.add_argument("--folder", help="where inputs and findings go; a temporary one by default")
    parser.add_argument("--keep", action="store_true", help="keep the best inputs in the project")
    parser.add_argument("--repeat", type=Path, metavar="FILE", help="check one input, and nothing else")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
