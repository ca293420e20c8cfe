"""Do the tests notice when a rule stops working? `python -m tests.mutation_check [CODE …] [--jobs N]`.

Each rule is broken in turn, in a process of its own, and the files of the corpus that expect a finding of it are run:
every one has to fail, and there has to be one. First the whole corpus is run with nothing broken, when none may fail:
or else a failure would say nothing. Prints a line for each rule and, at the end, a line of JSON; the exit code is 1
when a broken rule went unnoticed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from epoch_cli.validation.rules import RULES
from tests.support.corpus import NOT_OF_FILES

TESTS = Path(__file__).resolve().parent
CORPUS = TESTS / "unit" / "linting" / "test_corpus.py"
_SUMMARY = re.compile(r"(\d+) (passed|failed|error)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the tests took it: how many failed and passed, pytest's exit code, and what was said."""

    code: str
    failed: int
    passed: int
    exit_code: int
    seconds: float
    output: str

    @property
    def noticed(self) -> bool:
        """Whether every test that should have failed did; 1 is pytest's exit code for tests that failed."""
        return self.exit_code == 1 and self.failed > 0 and not self.passed

    def __str__(self) -> str:
        name = RULES[self.code].name
        files = f"by {self.failed} of {self.failed + self.passed} files"
        word = "noticed" if self.noticed else f"NOT NOTICED (pytest: {self.exit_code})"
        said = "" if self.noticed else f"\n{self.output.strip()[-600:]}"
        return f"{self.code}  {name:<22} {word} {files}, {self.seconds:.1f} s{said}"


def run(code: str | None) -> Outcome:
    """Run the corpus in a process of its own, with one rule broken or none."""
    broken = ["-p", "support.without_rule", "--without-rule", code] if code else []
    quick = ["-q", "--no-header", "--tb=no", "-p", "no:cacheprovider", "-k", "file_gives"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(TESTS), os.environ.get("PYTHONPATH", "")))}
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *broken, *quick, str(CORPUS)],
        cwd=TESTS.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    last = done.stdout.rstrip().rpartition("\n")[2]
    counts = {word: int(number) for number, word in _SUMMARY.findall(last)}
    seconds = time.perf_counter() - start
    output = done.stdout + done.stderr
    return Outcome(code or "", counts.get("failed", 0), counts.get("passed", 0), done.returncode, seconds, output)


def main() -> int:
    """Break the rules, and say which were missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation_check", description=__doc__)
    parser.add_argument("codes", nargs="*", metavar="CODE", help="the rules to break; all when none is named")
    parser.add_argument("--jobs", type=int, default=2, help="how many to run at a time")
    flags = parser.parse_args()
    if unknown := set(flags.codes) - set(RULES):
        parser.error(f"there is no rule {', '.join(sorted(unknown))}")
    unbroken = run(None)
    if unbroken.exit_code != 0:
        print(unbroken.output)
        print("the corpus fails with every rule in place: mend that first")
        return 1
    codes = flags.codes or [code for code in RULES if code not in NOT_OF_FILES]
    with ThreadPoolExecutor(flags.jobs) as pool:
        outcomes = []
        for outcome in pool.map(run, codes):
            print(outcome, flush=True)
            outcomes.append(outcome)
    killed = sum(outcome.noticed for outcome in outcomes)
    row = {
        "name": "mutation_check",
        "value": killed,
        "limit": len(codes),
        "ok": killed == len(codes),
        "unit": "rules",
    }
    print(json.dumps(row))
    return 0 if killed == len(codes) else 1


if __name__ == "__main__":
    sys.exit(main())
