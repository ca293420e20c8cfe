"""Sessions: the patches that were accepted are judged again, with the rules of today; so is what they made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from epoch_cli.document.node import Document, finished
from epoch_cli.document.patch import apply_patch, clone, equal
from epoch_cli.document.positions import Position
from epoch_cli.errors import PatchError, SessionError
from epoch_cli.events import Event, PatchAccepted, RunEnded, RunStarted
from epoch_cli.linting.patch_files import PatchRun, PatchText
from epoch_cli.linting.placing import Lines, in_reading_order, placed
from epoch_cli.linting.report import FileReport
from epoch_cli.linting.settings import LintSettings
from epoch_cli.sessions.store import read_events
from epoch_cli.validation import RULES, Diagnostic, Selection
from epoch_cli.validation.diagnostics import Finding, Path

_T = TypeVar("_T")


class _Broken(Exception):  # noqa: N818  a finding on its way out
    """The file is no session from here on."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


def check_session(name: str, raw: bytes, settings: LintSettings) -> FileReport:
    """Check a session file. A last line without its end was being written when the process died: it is left out."""
    rules = settings.rules_for(name)
    session = _Session(settings, rules)
    fault: list[Diagnostic] = []
    try:
        session.read(raw)
    except (_Broken, SessionError) as error:
        remedy = error.remedy or "is this a session?"
        finding = Finding("EP009", (), str(error).removeprefix(f"{session.line}: "), remedy)
        fault = [placed(rules.diagnose(RULES["EP009"], finding), Position(max(session.line, 1), 1))]
    lines = Lines(raw.decode("utf-8", "replace"))
    ordered = in_reading_order([*session.diagnostics, *fault])
    metrics = session.run.draft.metrics if session.run is not None else None
    return FileReport(name, "session", ordered, not fault, lines.of(ordered), metrics)


class _Session:
    """One session being read; `line` is the number of the line at hand."""

    def __init__(self, settings: LintSettings, rules: Selection) -> None:
        self._settings = settings
        self._rules = rules
        self.line = 0
        self.run: PatchRun | None = None
        self.diagnostics: list[Diagnostic] = []
        self._ended: RunEnded | None = None
        self._plain: Document = {}  # what the patches make, nothing judged and nothing repaired

    def read(self, raw: bytes) -> None:
        """Read all events.

        Raises:
            SessionError, _Broken: at line `line` it is none.
        """
        lines = raw.split(b"\n")
        for event in read_events(self._numbered(lines)):
            self._event(event, lines[self.line - 1])
        if self.run is None:
            raise _Broken("the session has no beginning", "give a file that epoch gen wrote")
        self._finish(self.run)

    def _numbered(self, lines: list[bytes]) -> Iterator[bytes]:
        for number, line in enumerate(lines, 1):
            last = number == len(lines)
            if last and not line:
                return
            self.line = number
            yield line if last else line + b"\n"

    def _event(self, event: Event, line: bytes) -> None:
        if isinstance(event, RunStarted):
            base = event.base
            self._plain = self._guarded(lambda: clone(base or {}))
            self.run = self._guarded(lambda: PatchRun(self._settings, self._rules, base))
            if base:
                self.run.begin(self._text(line, ("base",), ("base",)))
        elif self.run is None:
            raise _Broken("the first event is not the start of a run", "give a file that epoch gen wrote")
        elif isinstance(event, PatchAccepted):
            self._patch(self.run, event, line)
        elif isinstance(event, RunEnded):
            self._ended = event

    def _patch(self, run: PatchRun, event: PatchAccepted, line: bytes) -> None:
        self._plain = self._guarded(lambda: apply_patch(self._plain, event.patch).document)
        text = self._text(line, ("patch",), ("patch", "value"))
        taken_back = event.origin == "undo"
        self.diagnostics += self._guarded(lambda: run.propose_again(event.patch, text, taken_back=taken_back))

    def _text(self, line: bytes, begin: Path, value: Path) -> PatchText:
        return PatchText(line.decode("utf-8", "replace"), Position(self.line, 1), begin, value)

    def _finish(self, run: PatchRun) -> None:
        if run.patches:
            self.diagnostics += self._guarded(run.at_the_end)
        if self._ended is not None and not equal(self._ended.document, finished(self._plain)):
            raise _Broken("the document at the end is not what the patches make", "the file was changed")

    def _guarded(self, step: Callable[[], _T]) -> _T:
        try:
            return step()
        except PatchError as error:
            raise _Broken(f"a patch does not fit: {error.message}", "the file was changed") from None
        except (UnicodeError, RecursionError, TypeError, ValueError) as error:
            raise _Broken(f"an event holds what is no JSON: {error}", "the file was changed") from None
