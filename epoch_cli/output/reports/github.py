"""`github`: workflow commands, which GitHub Actions shows as annotations on the changed lines.

    ::error file=ui/login.json,line=7,col=9,title=EP301 unknown-prop::no prop "labell" (did you mean "label"?)

The commands and their escapes are those of `actions/toolkit` (`packages/core/src/command.ts`).
"""

from __future__ import annotations

from epoch_cli.linting.report import FileReport
from epoch_cli.output.reports.wording import statement, title
from epoch_cli.output.text import visible
from epoch_cli.validation import Diagnostic, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


class GithubReport:
    """Writes the findings of a file as soon as it is checked."""

    def __init__(self, *, color: bool = False) -> None:
        del color

    def file(self, report: FileReport) -> str:
        """A command for each finding; nothing for a file without any."""
        return "".join(f"{_command(report.name, diagnostic)}\n" for diagnostic in report.diagnostics)

    def close(self) -> str:
        """Nothing is left to say."""
        return ""


def escape_data(text: str) -> str:
    """Text as it may stand after the last `::`."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """Text as it may stand as the value of a property."""
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")


def _command(name: str, diagnostic: Diagnostic) -> str:
    properties = {
        "file": visible(name),
        "line": str(diagnostic.line or ""),
        "col": str((diagnostic.line and diagnostic.column) or ""),
        "title": visible(title(diagnostic)),
    }
    listed = ",".join(f"{key}={escape_property(value)}" for key, value in properties.items() if value)
    return f"::{_COMMANDS[diagnostic.severity]} {listed}::{escape_data(visible(statement(diagnostic)))}"
