"""Do the tests notice a change of the code? `python -m tests.mutants [--sample N] [--seed N] [--jobs N] [--only PART]`.

A sample of all mutants of `document/`, `reading/` and `validation/` is drawn, and of each the tests are run that go
through its line, nearest first, until one fails. Prints a line for each mutant, a diff of each that survived, and the
figures as JSON lines; the exit code is 1 when too many did. `--again FILE` takes the output of a run before for the
sample, and tries those again that were not killed then: after tests were sharpened.

    found.py    what is mutated, and what is not because no test could tell
    mapped.py   which tests run through a line
    forked.py   tests in forks of one process, where a module has another text
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.figures import Figures
from tests.mutants.forked import Ran, Run, Trial, import_heavy, run_all
from tests.mutants.found import PACKAGES, ROOT, Mutant, named, sample
from tests.mutants.mapped import TestFile, mapped, tests_of

LEAST = 0.85


@dataclass
class Verdict:
    """What came of a mutant: killed or timeout, survived or no test; by which test."""

    mutant: Mutant
    what: str
    seconds: float
    by: str

    @property
    def killed(self) -> bool:
        """Whether anybody noticed; a loop without end is noticed, too."""
        return self.what in {"killed", "timeout"}

    def __str__(self) -> str:
        return f"{self.mutant} {self.what} {self.seconds:.1f} s {self.by}".rstrip()


def main() -> int:
    """Draw the sample, try each mutant, and say which survived."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sample", type=int, default=420, metavar="N", help="how many mutants (420)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which ones are drawn (1)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="how many are tried at a time (2)")
    parser.add_argument("--only", default="", metavar="PART", help="of files with this in their path")
    parser.add_argument("--most", type=float, default=25.0, metavar="S", help="seconds of tests for each mutant (25)")
    parser.add_argument("--again", type=Path, metavar="FILE", help="try those that survived in an output of before")
    flags = parser.parse_args()
    import_heavy()
    files = mapped(flags.jobs)
    if not _unbroken_passes(files, flags.most, flags.jobs):
        return 1
    verdicts: list[Verdict] = []
    mutants = _left(flags.again, verdicts) if flags.again else sample(flags.sample, flags.seed, flags.only)
    run_all((_trial(mutant, files, flags.most, verdicts) for mutant in mutants), flags.jobs)
    for verdict in verdicts:
        if not verdict.killed:
            print(f"\n{verdict}\n{verdict.mutant.difference}")
    return _tell(verdicts)


def _tell(verdicts: list[Verdict]) -> int:
    figures = Figures()
    figures.tell("mutants", len(verdicts), unit="mutants")
    for what in ("killed", "timeout", "survived", "no test"):
        figures.tell(f"mutants: {what}", sum(verdict.what == what for verdict in verdicts), unit="mutants")
    for package in PACKAGES:
        here = [verdict for verdict in verdicts if verdict.mutant.path.startswith(f"epoch_cli/{package}/")]
        if here:
            figures.tell(f"mutants killed in {package}", _share(here), at_least=True)
    figures.tell("mutants killed", _share(verdicts), LEAST, at_least=True)
    return figures.exit_code


def _share(verdicts: list[Verdict]) -> float:
    return sum(verdict.killed for verdict in verdicts) / max(len(verdicts), 1)


def _left(output: Path, verdicts: list[Verdict]) -> list[Mutant]:
    """The mutants that were not killed in a run before, whose other verdicts are kept."""
    left: list[Mutant] = []
    seen: set[str] = set()
    for line in output.read_text("utf-8").splitlines():
        mutant, what = named(line), line.split()[2:3]
        if mutant is None or str(mutant) in seen:
            continue
        seen.add(str(mutant))
        if what in (["killed"], ["timeout"]):
            verdicts.append(Verdict(mutant, what[0], 0.0, "before"))
        elif mutant.source is not None:
            left.append(mutant)
    return left


def _trial(mutant: Mutant, files: list[TestFile], most: float, verdicts: list[Verdict]) -> Trial:
    """Run the tests of a mutant, the nearest ones first."""
    began = time.monotonic()
    what, by = "no test", ""
    for tests in tests_of(mutant, files, most):
        ran: Ran = yield _run(tests, files, (mutant.path, mutant.source or ""))
        what = "survived" if ran.passed else "timeout" if ran.timeout else "killed"
        if not ran.passed:
            by = (ran.failed or [ran.last or "while tests were collected"])[0]
            break
    verdicts.append(Verdict(mutant, what, time.monotonic() - began, by))
    print(verdicts[-1], flush=True)


def _run(tests: list[str], files: list[TestFile], mutant: tuple[str, str]) -> Run:
    paths = dict.fromkeys(test.partition("::")[0] for test in tests)
    seconds = {test: spent for file in files if file.path in paths for test, spent in file.seconds.items()}
    return Run(list(paths), seconds, tests, mutant)


def _unbroken_passes(files: list[TestFile], most: float, at_once: int) -> bool:
    """Whether nothing fails when a module is replaced by itself, one of each package: or failures would say nothing."""
    failed: list[str] = []
    run_all((_unbroken(f"epoch_cli/{package}", files, most, failed) for package in PACKAGES), at_once)
    for test in failed:
        print(f"{test} fails with nothing broken: mend that first")
    return not failed


def _unbroken(package: str, files: list[TestFile], most: float, failed: list[str]) -> Trial:
    """Replace what most tests run through by itself, and run its tests."""
    path = max(_modules(package), key=lambda path: sum(path in file.lines for file in files))
    line = max(line for file in files for line in file.lines.get(path, ()))
    for tests in tests_of(Mutant(path, line, 0, "", 0), files, most):
        ran: Ran = yield _run(tests, files, (path, (ROOT / path).read_text("utf-8")))
        if not ran.passed:
            failed.extend(ran.failed or [ran.last or path])


def _modules(package: str) -> Iterator[str]:
    return (path.relative_to(ROOT).as_posix() for path in sorted((ROOT / package).rglob("*.py")))


if __name__ == "__main__":
    sys.exit(main())
