"""What `epoch validate` says of the files it checked, in the form that a person or a program reads.

A form is one module with one `ReportWriter`, imported only when that form is asked for. Every string of a report may
come from a hostile file: text forms show it through `output.text.visible`, data forms escape it (design section 9), so
that no escape byte is ever written, except our own for colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from epoch_cli.errors import UsageError
from epoch_cli.nearest import did_you_mean
from epoch_cli.output.reports.counts import Counts, statistics, summary
from epoch_cli.output.reports.writer import ReportWriter
from epoch_cli.validation import Rule

__all__ = ["FORMATS", "Counts", "ReportWriter", "make_report", "statistics", "summary"]

_HOMES = {
    "concise": ("concise", "ConciseReport"),
    "full": ("full", "FullReport"),
    "json": ("data", "JsonReport"),
    "jsonl": ("data", "JsonLinesReport"),
    "github": ("github", "GithubReport"),
    "gitlab": ("gitlab", "GitlabReport"),
    "sarif": ("sarif", "SarifReport"),
    "junit": ("junit", "JunitReport"),
}
FORMATS: tuple[str, ...] = tuple(_HOMES)


def make_report(form: str, *, color: bool = False, width: int = 0, rules: Sequence[Rule] = ()) -> ReportWriter:
    """A writer of one report.

    Args:
        form: one of `FORMATS`.
        color: whether `concise` and `full` are for a terminal that shows colour; nothing else has any.
        width: the columns of the terminal that `full` is for; 0 where it is for none.
        rules: those besides Epoch's own that may have been broken, for the forms that list rules.

    Raises:
        UsageError: there is no such form.
    """
    if form not in _HOMES:
        raise UsageError(f"no output format {form!r}", remedy=did_you_mean(form, FORMATS))
    module, name = _HOMES[form]
    own: Mapping[str, Mapping[str, Any]] = {"full": {"width": width}, "sarif": {"rules": rules}}
    writer: ReportWriter = getattr(import_module(f"{__name__}.{module}"), name)(color=color, **own.get(form, {}))
    return writer
