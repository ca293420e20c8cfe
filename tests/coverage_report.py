"""How much of the package the tests ran through: `python -m tests.coverage_report FOLDER [--least PERCENT]`.

FOLDER is where the tests noted it, `EPOCH_COVERAGE` when they ran (`support/coverage.py`). Prints the modules with most
that nothing ran through, then lines and branches as JSON lines like those of the benchmarks; ends with 1 when either is
below PERCENT.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

import slipcover

from tests.benchmarks.figures import Figures
from tests.support.coverage import PACKAGE, noted

_SHOWN = 15


def main() -> int:
    """Print the report; whether lines and branches are enough is the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--least", type=float, default=0.0)
    parser.add_argument("--missing", metavar="PART", help="also print what is missing in files with PART in their name")
    given = parser.parse_args()
    found = _coverage(given.folder)
    files: dict[str, Any] = found["files"]
    for name in sorted(files, key=lambda name: _missing(files[name]), reverse=True)[:_SHOWN]:
        summary = files[name]["summary"]
        print(f"{summary['missing_lines']:5} lines {summary['missing_branches']:5} branches  {os.path.relpath(name)}")
    for name, file in files.items() if given.missing else ():
        if given.missing in name:
            print(os.path.relpath(name), *file["missing_lines"], *map(tuple, file["missing_branches"]))
    figures, summary = Figures(), found["summary"]
    for kind in ("lines", "branches"):
        covered, missing = summary[f"covered_{kind}"], summary[f"missing_{kind}"]
        figures.tell(
            f"{kind} the tests run through", 100 * covered / (covered + missing), given.least, "%", at_least=True
        )
    return figures.exit_code


def _coverage(folder: Path) -> dict[str, Any]:
    probes = slipcover.Slipcover(branch=True, source=[str(PACKAGE)])
    for file, places in noted(folder).items():
        probes.newly_seen[file].update(places)
    found: dict[str, Any] = probes.get_coverage()
    return found


def _missing(file: dict[str, Any]) -> int:
    return int(file["summary"]["missing_lines"] + file["summary"]["missing_branches"])


if __name__ == "__main__":
    sys.exit(main())
