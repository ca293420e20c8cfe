"""One text from its format to another, by way of a document; what is lost or wrong is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import FORMATS, Format, Loss, Options, with_models
from epoch_cli.convert.guess import guess_format
from epoch_cli.convert.losses import tell_read, tell_written
from epoch_cli.errors import UnreadableError, UsageError
from epoch_cli.linting.check import check, check_found
from epoch_cli.linting.documents import document_of
from epoch_cli.linting.placing import Lines, in_reading_order, place_in_document
from epoch_cli.linting.report import FileReport
from epoch_cli.linting.settings import LintSettings
from epoch_cli.linting.text import decoded
from epoch_cli.reading.strict_json import BOM
from epoch_cli.validation import Diagnostic
from epoch_cli.validation.validator import check_document

_PLACE = re.compile(r"\d+(:\d+)?: ")
_OURS = FORMATS["punk"]
_NO_OPTIONS = Options()


class Converted(NamedTuple):
    """What came of a text.

    Attributes:
        report: the findings on it, among them what was lost.
        text: the result; None where the text could not be read.
        losses: how many things were lost on the way, whether their rules count or not.
    """

    report: FileReport
    text: str | None = None
    losses: int = 0


@dataclass(frozen=True, eq=False)
class Conversion:
    """What is done with each text.

    Attributes:
        target: the format to write.
        settings: what documents are held to.
        options: for the target; their version and name say nothing of what is read.
        source: the format to read; None finds out.
    """

    target: Format
    settings: LintSettings
    options: Options = _NO_OPTIONS
    source: Format | None = None

    def convert(self, name: str, raw: bytes, *, found: bool = False) -> Converted | None:
        """Convert a text.

        Args:
            name: of its file, as it is shown.
            raw: what stands in it.
            found: it was come across in a folder: then None is given for what is none of ours.

        Raises:
            UsageError: nothing tells its format, or that cannot be read.
            UnreadableError: it is empty, or not of its format; says where. The report tells a document that is none.
        """
        text = decoded(name, raw).removeprefix(BOM)
        form = self.source or guess_format(name, text)
        if form is None and found:
            return None
        if form is not _OURS and not text.strip():  # what is wrong with a document, its check says
            raise UnreadableError(f"{name}:1:1: the file is empty", remedy="give a text to convert")
        if form is None:
            raise UsageError(f"{name}: nothing tells its format", remedy="name it: --from FORMAT")
        try:
            if form is not _OURS:
                return self._of_others(name, text, form)
            report = check_found(name, raw, self.settings) if found else check(name, raw, self.settings)
            return self._of_ours(name, raw, text, report) if report is not None else None
        except RecursionError:
            raise UnreadableError(f"{name}: nested too deeply", remedy="flatten it") from None

    def _of_ours(self, name: str, raw: bytes, text: str, report: FileReport) -> Converted:
        if not report.readable:
            return Converted(report)
        document = document_of(name, raw)
        if not isinstance(document, dict) or not isinstance(document.get("root", {}), dict):
            return Converted(report._replace(readable=False))
        written, losses = self._written(document)
        told = self._told(name, losses)
        told = place_in_document(told, text) if report.kind == "document" else told
        return Converted(_with(report, told, text), written, len(losses))

    def _of_others(self, name: str, text: str, form: Format) -> Converted:
        inspector = self.settings.inspector
        try:
            document, lost = form.reader()(text, inspector.catalog, Options(surface=self.options.surface))
        except UnreadableError as error:
            between = ":" if _PLACE.match(error.message) else ": "
            raise UnreadableError(f"{name}{between}{error.message}", remedy=error.remedy) from None
        rules = self.settings.rules_for(name)
        checked = check_document(document, inspector, rules)
        written, losses = self._written(document)
        told = [*tell_read(lost, form, rules), *checked.diagnostics, *self._told(name, losses)]
        report = FileReport(name, metrics=checked.metrics)
        return Converted(_with(report, [_with_pointer(each) for each in told], text), written, len(lost) + len(losses))

    def _written(self, document: dict[str, Any]) -> tuple[str, tuple[Loss, ...]]:
        written = self.target.writer()(document, self._catalog, self.options)
        return written.text, written.losses

    @cached_property
    def _catalog(self) -> Catalog:
        """The design system with the data models of the run: made once, for what is derived from it is kept in it."""
        return with_models(self.settings.inspector.catalog, self.settings.inspector.models)

    def _told(self, name: str, losses: tuple[Loss, ...]) -> list[Diagnostic]:
        return tell_written(losses, self.target, self.settings.rules_for(name))


def _with(report: FileReport, told: list[Diagnostic], text: str) -> FileReport:
    """A report with more to say, in reading order."""
    if not told:
        return report
    diagnostics = in_reading_order([*report.diagnostics, *told])
    return report._replace(diagnostics=diagnostics, lines=Lines(text).of(diagnostics))


def _with_pointer(diagnostic: Diagnostic) -> Diagnostic:
    """A finding on a document that stands in no file says in words where it is."""
    if diagnostic.line or not diagnostic.pointer:
        return diagnostic
    return diagnostic._replace(message=f"{diagnostic.pointer}: {diagnostic.message}")
