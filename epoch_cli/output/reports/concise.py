"""`concise`: a line a finding, to be read by people, `grep` and editors.

    ui/login.json:7:18: EP301 error: Button has no prop "labell" (did you mean "label"?)

The place is a link in most terminals; a line or column that is not known is left out.
"""

from __future__ import annotations

from epoch_cli.linting.report import FileReport
from epoch_cli.output.reports.color import BOLD, SEVERITY_STYLES, Paint
from epoch_cli.output.reports.wording import place, statement
from epoch_cli.output.text import visible
from epoch_cli.validation import Diagnostic


class ConciseReport:
    """Writes the findings of a file as soon as it is checked."""

    def __init__(self, *, color: bool = False) -> None:
        self._paint = Paint(on=color)

    def file(self, report: FileReport) -> str:
        """A line for each finding; nothing for a file without any."""
        return "".join(f"{self._line(report.name, diagnostic)}\n" for diagnostic in report.diagnostics)

    def close(self) -> str:
        """Nothing is left to say."""
        return ""

    def _line(self, name: str, diagnostic: Diagnostic) -> str:
        where = self._paint(place(name, diagnostic), BOLD)
        kind = self._paint(visible(f"{diagnostic.code} {diagnostic.severity}"), SEVERITY_STYLES[diagnostic.severity])
        return f"{where}: {kind}: {visible(statement(diagnostic))}"
