"""The figures of a report: how many findings of which kind, how many of them can be mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from epoch_cli.linting.report import FileReport
from epoch_cli.output.reports.wording import count
from epoch_cli.output.text import visible
from epoch_cli.validation import Severity


class Counts:
    """What was found in all files so far.

    Attributes:
        files: files that could be read.
        unreadable: files that could not.
        severities: findings by severity; what makes a file unreadable is one too.
        fixable: findings that a fix of each grade would mend.
        suppressed: findings kept quiet by documents or a baseline.
    """

    __slots__ = ("files", "fixable", "severities", "suppressed", "unreadable")

    def __init__(self, reports: Iterable[FileReport] = ()) -> None:
        self.files = 0
        self.unreadable = 0
        self.suppressed = 0
        self.severities: Counter[str] = Counter()
        self.fixable: Counter[str] = Counter()
        for report in reports:
            self.add(report)

    def add(self, report: FileReport) -> None:
        """Take in one more file."""
        if report.readable:
            self.files += 1
        else:
            self.unreadable += 1
        self.suppressed += report.suppressed
        for diagnostic in report.diagnostics:
            self.severities[diagnostic.severity] += 1
            if diagnostic.fix is not None:
                self.fixable[diagnostic.fix.grade] += 1

    def to_json(self) -> dict[str, object]:
        """The figures as the `json` report ends with them."""
        return {
            "files": self.files,
            "unreadable": self.unreadable,
            "errors": self.severities[Severity.ERROR],
            "warnings": self.severities[Severity.WARNING],
            "infos": self.severities[Severity.INFO],
            "fixable": {"lossless": self.fixable["lossless"], "lossy": self.fixable["lossy"]},
            "suppressed": self.suppressed,
        }


def summary(reports: Iterable[FileReport], skipped: int = 0, fixed: int = 0) -> str:
    """A run in one to three lines for stderr, which fit a terminal of 80 columns; no line end after the last.

    Args:
        reports: every file of the run.
        skipped: files that were passed over because they are none of ours.
        fixed: findings that were mended, and so are in no report.
    """
    counts = Counts(reports)
    mended = ", ".join(filter(None, (f"{fixed} fixed" if fixed else "", _fixable(counts))))
    beside = (
        (counts.unreadable, f"{count(counts.unreadable, 'file')} unreadable"),
        (skipped, f"{count(skipped, 'file')} skipped"),
        (counts.suppressed, f"{count(counts.suppressed, 'finding')} suppressed"),
    )
    lines = (_found(counts), mended, ", ".join(text for number, text in beside if number))
    return "\n".join(filter(None, lines))


def _found(counts: Counts) -> str:
    total = sum(counts.severities.values())
    found = f"{count(counts.files, 'file')} checked, {count(total, 'finding') if total else 'no findings'}"
    by_severity = [count(counts.severities[each], each) for each in Severity if counts.severities[each]]
    return f"{found}: {', '.join(by_severity)}" if by_severity else found


def _fixable(counts: Counts) -> str:
    lossless, lossy = counts.fixable["lossless"], counts.fixable["lossy"]
    if not lossless:
        return f"{lossy} fixable with --fix --unsafe-fixes" if lossy else ""
    return f"{lossless} fixable with --fix" + (f", {lossy} more with --unsafe-fixes" if lossy else "")


def statistics(reports: Iterable[FileReport]) -> str:
    """How often each rule is broken, most often first: count, code, name, and whether a fix is known; a line each."""
    found: Counter[tuple[str, str]] = Counter()
    fixable = set()
    for report in reports:
        for diagnostic in report.diagnostics:
            rule = (diagnostic.code, diagnostic.rule)
            found[rule] += 1
            if diagnostic.fix is not None:
                fixable.add(rule)
    ranked = sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))
    width = max((len(str(number)) for _, number in ranked), default=0)
    rows = (f"{number:>{width}} {' '.join(rule)}{' [fixable]' * (rule in fixable)}" for rule, number in ranked)
    return "".join(f"{visible(row.rstrip())}\n" for row in rows)
