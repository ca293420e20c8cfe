r"""`full`: each finding with the source line it is about, what to do, and where to read more.

    error[EP301]: Button has no prop "labell"
     --> ui/login.json:7:9
      |
    7 |         "labell": "Log in"
      |         ^^^^^^^^
      |
      = hint: did you mean "label"?
      = fix (lossless): rename labell to label
      = pointer: /root/props/labell
      = help: epoch rules EP301

What is not known is left out. The layout is that of rustc, which editors and people know how to read.
"""

from __future__ import annotations

from collections.abc import Iterator

from epoch_cli.linting.report import FileReport
from epoch_cli.output.reports.color import BOLD, GOOD, QUIET, SEVERITY_STYLES, Paint
from epoch_cli.output.reports.excerpt import excerpt
from epoch_cli.output.reports.wording import place
from epoch_cli.output.text import visible
from epoch_cli.validation import Diagnostic


class FullReport:
    """Writes the findings of a file as soon as it is checked, with an empty line after each."""

    def __init__(self, *, color: bool = False) -> None:
        self._paint = Paint(on=color)

    def file(self, report: FileReport) -> str:
        """A paragraph for each finding; nothing for a file without any."""
        return "".join(f"{line}\n" for each in report.diagnostics for line in self._paragraph(report, each))

    def close(self) -> str:
        """Nothing is left to say."""
        return ""

    def _paragraph(self, report: FileReport, diagnostic: Diagnostic) -> Iterator[str]:
        style = SEVERITY_STYLES[diagnostic.severity]
        margin = " " * len(str(diagnostic.line or ""))
        kind = self._paint(visible(f"{diagnostic.severity}[{diagnostic.code}]"), style)
        yield f"{kind}: {self._paint(visible(diagnostic.message), BOLD)}"
        yield f"{margin}{self._paint('-->', QUIET)} {place(report.name, diagnostic)}"
        if diagnostic.line in report.lines:
            yield from self._source(report.lines[diagnostic.line], diagnostic, margin)
        for name, text in _notes(diagnostic):
            label = self._paint(name, GOOD if name.startswith("fix") else BOLD)
            yield f"{margin} {self._paint('=', QUIET)} {label}: {visible(text)}"
        yield ""

    def _source(self, line: str, diagnostic: Diagnostic, margin: str) -> Iterator[str]:
        shown = excerpt(line, diagnostic.column)
        bar = self._paint("|", QUIET)
        caret = self._paint("^" * shown.length, SEVERITY_STYLES[diagnostic.severity])
        yield f"{margin} {bar}"
        yield f"{self._paint(str(diagnostic.line), QUIET)} {bar} {shown.text}".rstrip()
        yield f"{margin} {bar} {' ' * shown.before}{caret}"
        yield f"{margin} {bar}"


def _notes(diagnostic: Diagnostic) -> Iterator[tuple[str, str]]:
    """What is said below the source, in order."""
    if diagnostic.hint:
        yield "hint", diagnostic.hint
    if diagnostic.fix is not None:
        yield f"fix ({diagnostic.fix.grade})", diagnostic.fix.message
    if diagnostic.pointer:
        yield "pointer", diagnostic.pointer
    yield "help", f"epoch rules {diagnostic.code}"
