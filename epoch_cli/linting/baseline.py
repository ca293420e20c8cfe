"""Findings that were there before, in a file: so that a repository can adopt the linter and still fail on new ones.

    {"version": 1, "files": {"ui/login.json": [{"code": "EP817", "pointer": "/root", "count": 1}]}}

A finding is known by its file, code and pointer, and not by its line, which changes with everything above it. Paths
count from the folder of the baseline file. Sorted, one finding a line: what changes in a review is what changed.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from epoch_cli.config.bounded_reading import MOST_GIVEN, read_bounded
from epoch_cli.errors import UsageError
from epoch_cli.linting.patterns import absolute
from epoch_cli.linting.report import FileReport

VERSION = 1

Known = Counter[tuple[str, str]]


class Baseline:
    """The findings known of files; each is used up by the finding that it stands for.

    Args:
        folder: what paths count from: where the baseline file lies.
        files: the known findings, by path.
    """

    def __init__(self, folder: Path, files: dict[str, Known]) -> None:
        self._folder = absolute(folder)
        self._left = files

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read a baseline file.

        Raises:
            UsageError: it cannot be read, or is none.
        """
        remedy = f"write it anew with --write-baseline {path}"
        try:
            data = json.loads(read_bounded(path, MOST_GIVEN))
        except OSError as error:
            raise UsageError(f"{path}: the baseline cannot be read ({error.strerror})", remedy=remedy) from None
        except (ValueError, RecursionError) as error:
            raise UsageError(f"{path}: the baseline is no JSON ({error})", remedy=remedy) from None
        try:
            version, files = data["version"], {str(name): _known(rows) for name, rows in data["files"].items()}
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError):  # the last for 1e999 of them
            raise UsageError(f"{path}: this is no baseline", remedy=remedy) from None
        if version != VERSION:
            raise UsageError(f"{path}: baseline version {version}, this Epoch reads {VERSION}", remedy=remedy)
        return cls(path.parent, files)

    def without_known(self, report: FileReport) -> FileReport:
        """The report on a file without the findings that are known; what keeps a file from being read is always new."""
        left = self._left.get(_key(report.name, self._folder))
        if not left or not report.readable:
            return report
        kept = []
        for diagnostic in report.diagnostics:
            if left[diagnostic.code, diagnostic.pointer] > 0:
                left[diagnostic.code, diagnostic.pointer] -= 1
            else:
                kept.append(diagnostic)
        known = len(report.diagnostics) - len(kept)
        lines = {number: line for number, line in report.lines.items() if any(each.line == number for each in kept)}
        return report._replace(diagnostics=kept, lines=lines, suppressed=report.suppressed + known)

    def gone(self, checked: Iterable[FileReport]) -> int:
        """How many known findings no longer occur, in the files that were checked or that are no more."""
        names = {_key(report.name, self._folder) for report in checked if report.readable}
        return sum(
            known.total()
            for name, known in self._left.items()
            if name in names or not os.path.lexists(absolute(name, self._folder))
        )


def baseline_text(reports: Iterable[FileReport], folder: Path) -> str:
    """The baseline of what was found, for a file in `folder`."""
    base = absolute(folder)
    files = {
        _key(report.name, base): Counter((each.code, each.pointer) for each in report.diagnostics)
        for report in reports
        if report.readable and report.diagnostics
    }
    blocks = []
    for name in sorted(files):
        rows = [
            json.dumps({"code": code, "pointer": pointer, "count": count})
            for (code, pointer), count in sorted(files[name].items())
        ]
        blocks.append(f"    {json.dumps(name)}: [\n      " + ",\n      ".join(rows) + "\n    ]")
    inside = "{\n" + ",\n".join(blocks) + "\n  }" if blocks else "{}"
    return f'{{\n  "version": {VERSION},\n  "files": {inside}\n}}\n'


def _known(rows: Any) -> Known:
    known: Known = Counter()
    for row in rows:
        known[str(row["code"]), str(row["pointer"])] += max(int(row.get("count", 1)), 0)
    return known


def _key(name: str, folder: str) -> str:
    """The path of a file as the baseline has it."""
    return os.path.relpath(absolute(name), folder).replace(os.sep, "/")
