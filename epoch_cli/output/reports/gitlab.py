"""`gitlab`: a Code Quality report, which GitLab shows in merge requests (docs.gitlab.com/ci/testing/code_quality).

An error is `major`, a warning `minor`, an information `info`; what makes a file unreadable is `critical`.
"""

from __future__ import annotations

from epoch_cli.linting.report import FileReport
from epoch_cli.output.reports.fingerprint import Fingerprints
from epoch_cli.output.reports.json_text import json_text
from epoch_cli.output.reports.wording import statement
from epoch_cli.validation import Diagnostic, Severity

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


class GitlabReport:
    """Writes the findings of a file as soon as it is checked, an issue a line, as one array."""

    def __init__(self, *, color: bool = False) -> None:
        del color
        self._fingerprints = Fingerprints()
        self._before = "[\n"

    def file(self, report: FileReport) -> str:
        """The issues of one file."""
        text = ""
        for diagnostic in report.diagnostics:
            text += f"{self._before}{json_text(self._issue(report, diagnostic))}"
            self._before = ",\n"
        return text

    def close(self) -> str:
        """The end of the array."""
        return "\n]\n" if self._before == ",\n" else "[]\n"

    def _issue(self, report: FileReport, diagnostic: Diagnostic) -> dict[str, object]:
        return {
            "description": statement(diagnostic),
            "check_name": diagnostic.rule or diagnostic.code,
            "fingerprint": self._fingerprints.of(report.name, diagnostic),
            "severity": _SEVERITIES[diagnostic.severity] if report.readable else "critical",
            # GitLab wants a line; a finding without one is about the file
            "location": {"path": report.name, "lines": {"begin": diagnostic.line or 1}},
        }
