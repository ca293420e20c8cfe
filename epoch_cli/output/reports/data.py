"""`json` and `jsonl`: the findings as data. The shapes are stable: fields may be added, none goes away.

`json` is one object, a file a line:

    {"files": [{"name", "kind": "document" | "patches" | "session", "readable", "metrics": {…} | null, "suppressed",
                "diagnostics": [diagnostic, …]}, …],
     "summary": {"files", "unreadable", "errors", "warnings", "infos", "fixable": {"lossless", "lossy"}, "suppressed"}}

`jsonl` is a diagnostic a line, with its `file`.

A diagnostic is `{"code", "severity": "error" | "warning" | "info", "message", "pointer", "hint", "rule", "line",
"column", "fix": {"name", "grade", "message", "patches"}}`; what is empty or not known is left out, except `pointer`,
which is empty for the whole document.
"""

from __future__ import annotations

from epoch_cli.linting.report import FileReport
from epoch_cli.output.reports.counts import Counts
from epoch_cli.output.reports.json_text import json_text


class JsonReport:
    """Writes a file at a time, so that a long run need not be kept."""

    def __init__(self, *, color: bool = False) -> None:
        del color
        self._counts = Counts()
        self._before = '{"files":[\n'

    def file(self, report: FileReport) -> str:
        """The object of one file."""
        self._counts.add(report)
        row = {
            "name": report.name,
            "kind": report.kind,
            "readable": report.readable,
            "metrics": report.metrics.to_json() if report.metrics is not None else None,
            "suppressed": report.suppressed,
            "diagnostics": [diagnostic.to_json() for diagnostic in report.diagnostics],
        }
        before, self._before = self._before, ",\n"
        return f"{before}{json_text(row)}"

    def close(self) -> str:
        """The end of the list, and the summary."""
        before = '{"files":[' if self._before != ",\n" else "\n"
        return f'{before}],"summary":{json_text(self._counts.to_json())}}}\n'


class JsonLinesReport:
    """Writes a line a finding; files without findings do not show."""

    def __init__(self, *, color: bool = False) -> None:
        del color

    def file(self, report: FileReport) -> str:
        """The findings of one file."""
        rows = ({"file": report.name, **diagnostic.to_json()} for diagnostic in report.diagnostics)
        return "".join(f"{json_text(row)}\n" for row in rows)

    def close(self) -> str:
        """Nothing is left to say."""
        return ""
