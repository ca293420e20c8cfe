"""Fixes for the text of a file: `validation/fixing_documents.py` says what changes, and only that is written anew."""

from __future__ import annotations

from dataclasses import dataclass

from epoch_cli.document.patch import Patch
from epoch_cli.document.pointer import parse_pointer
from epoch_cli.linting.check import has_suppressions
from epoch_cli.linting.kinds import is_ours, kind_of_value
from epoch_cli.linting.report import FileKind
from epoch_cli.linting.rewrite import rewrite
from epoch_cli.linting.settings import LintSettings
from epoch_cli.linting.suppression import read_suppressions
from epoch_cli.reading.strict_json import BOM, NotStrictError, parse_strict
from epoch_cli.validation import Diagnostic, Repair
from epoch_cli.validation.fixing_documents import fix_document


@dataclass(frozen=True, slots=True)
class FixedText:
    """A document's text before and after its repairs, and the patches that lead from the one to the other."""

    before: str
    after: str
    repairs: list[Repair]
    patches: list[Patch]

    @property
    def changed(self) -> bool:
        """Whether anything was fixed."""
        return self.before != self.after


def fix_text(
    name: str, raw: bytes, settings: LintSettings, *, found: bool = False, unsafe: bool = False, add_ids: bool = False
) -> FixedText | FileKind | None:
    """Fix a document; what it keeps quiet itself is meant, and left.

    Args:
        name: how the file is shown.
        raw: what stands in it.
        settings: what it is held to.
        found: it was come across in a folder: one that is none of ours is left alone.
        unsafe: make lossy repairs, too.
        add_ids: give every node an id.

    Returns:
        The text; or the kind of a file that is no document, as only those are fixed; None for one that cannot be read
        or is none of ours.
    """
    if settings.kind not in {None, "document"}:
        return settings.kind
    try:
        text = raw.decode()
        value = parse_strict(text.removeprefix(BOM))
    except (UnicodeDecodeError, NotStrictError, RecursionError):
        return None
    kind = settings.kind or kind_of_value(value)
    if kind != "document":
        return kind
    if not isinstance(value, dict) or (found and settings.kind is None and not is_ours(value, kind)):
        return None
    rules = settings.rules_for(name)
    entries = read_suppressions(value, rules.added)[0] if has_suppressions(value) else []

    def wanted(diagnostic: Diagnostic) -> bool:
        tokens = parse_pointer(diagnostic.pointer)
        return not any(entry.covers(diagnostic, tokens) for entry in entries)

    fixed = fix_document(value, settings.inspector, rules, unsafe=unsafe, add_ids=add_ids, wanted=wanted)
    if not fixed.patches:
        return FixedText(text, text, [], [])
    return FixedText(text, rewrite(text, value, fixed.document), fixed.repairs, fixed.patches)
