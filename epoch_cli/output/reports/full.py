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

What is not known is left out. The layout is that of rustc, which editors and people know how to read. On a terminal no
source line is longer than the terminal is wide, so that the carets stand where they belong; sentences are wrapped.
"""

from __future__ import annotations

from collections.abc import Iterator

from epoch_cli.linting.report import FileReport
from epoch_cli.output.reports.color import BOLD, GOOD, QUIET, SEVERITY_STYLES, Paint
from epoch_cli.output.reports.excerpt import WIDTH, excerpt
from epoch_cli.output.reports.wording import place
from epoch_cli.output.text import visible
from epoch_cli.validation import Diagnostic

_LEAST_ROOM = 24  # columns; in fewer, a terminal wraps as well as we do
_WHOLE = frozenset({"pointer", "help"})  # what is there to be copied is never wrapped


class FullReport:
    """Writes the findings of a file as soon as it is checked, with an empty line after each.

    Args:
        color: whether there is colour.
        width: the columns of the terminal; 0 where it is written to none, and nothing is wrapped.
    """

    def __init__(self, *, color: bool = False, width: int = 0) -> None:
        self._paint = Paint(on=color)
        self._width = width

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
        lead = f"{diagnostic.severity}[{diagnostic.code}]: "
        yield f"{kind}: {self._paint(self._wrapped(visible(diagnostic.message), len(lead)), BOLD)}"
        yield f"{margin}{self._paint('-->', QUIET)} {place(report.name, diagnostic)}"
        if diagnostic.line in report.lines:
            yield from self._source(report.lines[diagnostic.line], diagnostic, margin)
        for name, text in _notes(diagnostic):
            label = self._paint(name, GOOD if name.startswith("fix") else BOLD)
            said = visible(text)
            if name not in _WHOLE:
                said = self._wrapped(said, len(f"{margin} = {name}: "))
            yield f"{margin} {self._paint('=', QUIET)} {label}: {said}"
        yield ""

    def _wrapped(self, text: str, before: int) -> str:
        """A text that stands after `before` columns, its further lines below its first."""
        room = self._width - before
        if len(text) <= room or room < _LEAST_ROOM:
            return text
        from textwrap import wrap  # noqa: PLC0415  a pipe needs none

        return f"\n{' ' * before}".join(wrap(text, room, break_long_words=False, break_on_hyphens=False))

    def _source(self, line: str, diagnostic: Diagnostic, margin: str) -> Iterator[str]:
        room = min(WIDTH, self._width - len(f"{margin} | ")) if self._width else WIDTH
        shown = excerpt(line, diagnostic.column, room)
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
