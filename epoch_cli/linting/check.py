"""One file: its bytes in, everything there is to say of it out.

Most files are documents with nothing wrong, so nothing but bytes → value → findings happens for those; where things
stand in the text is looked up only when there is something to place.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from epoch_cli.errors import EpochError
from epoch_cli.linting.kinds import is_ours, kind_of_text, kind_of_value, may_be_ours
from epoch_cli.linting.report import FileKind, FileReport
from epoch_cli.linting.settings import LintSettings
from epoch_cli.reading.strict_json import BOM, TOKEN, NotStrictError, parse_strict
from epoch_cli.validation import RULES, Diagnostic, Selection, Severity
from epoch_cli.validation.diagnostics import Finding
from epoch_cli.validation.rules import reading
from epoch_cli.validation.rules.structure import MAX_NESTING
from epoch_cli.validation.validator import check_document


class _Look(NamedTuple):
    """What a text turned out to be: its kind, and its value or why it has none."""

    text: str
    kind: FileKind
    value: Any = None
    fault: NotStrictError | RecursionError | None = None

    @property
    def ours(self) -> bool:
        """Whether it is for us to judge when it was only come across."""
        return is_ours(self.value, self.kind) if self.fault is None else may_be_ours(self.text)


def check(name: str, raw: bytes, settings: LintSettings) -> FileReport:
    """Check a file.

    Args:
        name: how it is shown.
        raw: what stands in it.
        settings: what it is held to.
    """
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return _not_utf8(name, raw, error, settings.kind)
    return _check(name, raw, _look(text, raw, settings.kind), settings)


def check_found(name: str, raw: bytes, settings: LintSettings) -> FileReport | None:
    """As `check`, for a file that was come across in a folder: None when it is none of ours."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return _not_utf8(name, raw, error, settings.kind)
    look = _look(text, raw, settings.kind)
    return _check(name, raw, look, settings) if settings.kind or look.ours else None


def unreadable(name: str, error: EpochError, kind: FileKind = "document") -> FileReport:
    """The report on a file that could not even be opened."""
    finding = Finding("EP008", (), error.message, error.remedy)
    return FileReport(name, kind, [_error(finding)], readable=False)


def _look(text: str, raw: bytes, kind: FileKind | None) -> _Look:
    body = text.removeprefix(BOM)
    try:
        value = parse_strict(body, raw if body is text else None)
    except (NotStrictError, RecursionError) as error:
        return _Look(text, kind or kind_of_text(body), fault=error)
    return _Look(text, kind or kind_of_value(value), value)


def _check(name: str, raw: bytes, look: _Look, settings: LintSettings) -> FileReport:
    if look.kind == "session":
        from epoch_cli.linting.session_files import check_session  # noqa: PLC0415  documents need none of it

        return check_session(name, raw, settings)
    if look.kind == "patches":
        from epoch_cli.linting.patch_files import check_patches  # noqa: PLC0415  documents need none of it

        return check_patches(name, look.text, settings)
    if look.fault is not None:
        return not_json(name, look.text, look.fault)
    return check_value(name, look.text, look.value, settings)


def check_value(name: str, text: str, value: Any, settings: LintSettings) -> FileReport:
    """Check a document that was parsed from a text."""
    rules = settings.rules_for(name)
    report = check_document(value, settings.inspector, rules)
    quiet = has_suppressions(value)
    if not report.diagnostics and not quiet:
        return FileReport(name, metrics=report.metrics)
    kept, suppressed = report.diagnostics, 0
    if quiet:
        from epoch_cli.linting.suppression import apply_suppressions  # noqa: PLC0415  nearly no document has any

        left = apply_suppressions(value, report.diagnostics, rules)
        kept, suppressed = left.diagnostics, left.suppressed
    if not kept:
        return FileReport(name, metrics=report.metrics, suppressed=suppressed)
    from epoch_cli.linting.placing import Lines, place_in_document  # noqa: PLC0415  4 ms, and only when needed

    if isinstance(value, dict):
        from epoch_cli.validation.fixing_documents import attach_fixes  # noqa: PLC0415  as above

        kept = attach_fixes(report._replace(diagnostics=kept), value, settings.inspector, rules).diagnostics
    diagnostics = place_in_document(kept, text)
    lines = Lines(text).of(diagnostics)
    return FileReport(name, "document", diagnostics, lines=lines, metrics=report.metrics, suppressed=suppressed)


def has_suppressions(document: Any) -> bool:
    """Whether a document keeps findings quiet itself, in `metadata.epoch.ignore`."""
    metadata = document.get("metadata") if isinstance(document, dict) else None
    ours = metadata.get("epoch") if isinstance(metadata, dict) else None
    return isinstance(ours, dict) and "ignore" in ours


def not_json(name: str, text: str, error: NotStrictError | RecursionError) -> FileReport:
    """The report on a document that is no JSON, or more than JSON can say."""
    from epoch_cli.linting.placing import Lines, placed  # noqa: PLC0415  as above
    from epoch_cli.linting.text import fault_in_words  # noqa: PLC0415  as above

    lines, offset = Lines(text), len(text) - len(text.removeprefix(BOM))
    if isinstance(error, NotStrictError):
        code = reading.BY_REASON.get(str(error.reason), "EP001")
        finding = Finding(code, (), *fault_in_words(text.removeprefix(BOM), error))
        where = lines.at(min(error.at + offset, len(text)))
    else:
        finding = Finding("EP005", (), f"nested more than {MAX_NESTING} levels deep", "flatten it")
        where = lines.at(_too_deep(text) + offset)
    diagnostics = [placed(_error(finding), where)]
    return FileReport(name, "document", diagnostics, readable=False, lines=lines.of(diagnostics))


def _not_utf8(name: str, raw: bytes, error: UnicodeDecodeError, kind: FileKind | None) -> FileReport:
    from epoch_cli.linting.placing import Lines, placed  # noqa: PLC0415  as above

    before = Lines(raw[: error.start].decode())
    finding = Finding("EP008", (), f"not UTF-8 ({error.reason})", "save it as UTF-8")
    diagnostics = [placed(_error(finding), before.at(len(before.text)))]
    shown = Lines(raw.decode("utf-8", "replace"))
    return FileReport(name, kind or "document", diagnostics, readable=False, lines=shown.of(diagnostics))


def _error(finding: Finding) -> Diagnostic:
    """A finding that keeps a file from being read: always an error, whatever rules are selected."""
    return Selection().diagnose(RULES[finding.code], finding)._replace(severity=Severity.ERROR)


def _too_deep(text: str) -> int:
    """The offset of the first bracket that is nested too deeply."""
    depth = 0
    for match in TOKEN.finditer(text):
        depth += (match[0] in "{[") - (match[0] in "}]")
        if depth > MAX_NESTING:
            return match.start()
    return 0
