"""What every form of a report is to the one who writes it out."""

from __future__ import annotations

from typing import Protocol

from epoch_cli.linting.report import FileReport


class ReportWriter(Protocol):
    """Takes in the reports of files in order and gives text; a writer writes one report and is then used up.

    All texts in order, one after the other, are the report. They can be encoded as UTF-8.
    """

    def file(self, report: FileReport) -> str:
        """What can be written now that one more file is checked; may be empty."""
        ...

    def close(self) -> str:
        """The rest, when all files are checked; may be empty."""
        ...
