"""Findings that a document keeps quiet itself: `metadata.epoch.ignore`.

    "metadata": {"epoch": {"ignore": ["EP817", {"code": "unknown-prop", "pointer": "/root/children/3", "reason": "…"}]}}

An entry names rules as flags do; with a `pointer` it is about that place and all that is inside. This is for files that
people own: a draft knows nothing of it, so a model cannot silence a gate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from epoch_cli.document.pointer import parse_pointer
from epoch_cli.errors import PointerError, UsageError
from epoch_cli.validation import RULES, Diagnostic, Selection
from epoch_cli.validation.diagnostics import Finding, Path
from epoch_cli.validation.rules.words import json_type, quote, suggest
from epoch_cli.validation.selecting import code_prefix

if TYPE_CHECKING:
    from epoch_cli.validation.additions import Additions

UNUSED, MALFORMED = "EP108", "EP109"

_FIELDS = ("code", "pointer", "reason")
_PLACE: Path = ("metadata", "epoch", "ignore")


@dataclass(slots=True)
class Suppression:
    """One entry: rules by how their codes begin, the place it is about, and where the entry itself stands."""

    prefix: str
    tokens: tuple[str, ...]
    path: Path
    said: str
    uses: int = 0

    def covers(self, diagnostic: Diagnostic, tokens: tuple[str, ...]) -> bool:
        """Whether it is about a finding, which is at `tokens`."""
        return diagnostic.code.startswith(self.prefix) and tokens[: len(self.tokens)] == self.tokens


class Kept(NamedTuple):
    """What is left to be said of a document, and how much is not."""

    diagnostics: list[Diagnostic]
    suppressed: int


def apply_suppressions(document: dict[str, Any], diagnostics: Sequence[Diagnostic], rules: Selection) -> Kept:
    """Leave out what a document suppresses; entries that are wrong, or did nothing, are findings themselves.

    Those cannot be suppressed in the document, only with `--ignore`. An entry is not called unused when the rules it
    is about do not all count in this run.
    """
    entries, findings = read_suppressions(document, rules.added)
    codes = [*RULES, *(rules.added.rules if rules.added is not None else ())]
    kept: list[Diagnostic] = []
    for diagnostic in diagnostics:
        tokens = parse_pointer(diagnostic.pointer)
        covering = [entry for entry in entries if entry.covers(diagnostic, tokens)]
        for entry in covering:
            entry.uses += 1
        if not covering:
            kept.append(diagnostic)
    for entry in entries:
        about = [code for code in codes if code.startswith(entry.prefix)]
        if not entry.uses and about and all(map(rules.counts, about)):
            message = f"nothing is suppressed by {entry.said}"
            findings.append(Finding(UNUSED, entry.path, message, "remove it"))
    own = [rules.diagnose(RULES[finding.code], finding) for finding in findings if rules.counts(finding.code)]
    return Kept([*kept, *own], len(diagnostics) - len(kept))


def read_suppressions(
    document: dict[str, Any], added: Additions | None = None
) -> tuple[list[Suppression], list[Finding]]:
    """The entries of a document that has some, and what is wrong with others; `added` are rules besides Epoch's own."""
    listed = document["metadata"]["epoch"]["ignore"]
    if not isinstance(listed, list):
        hint = 'write a list, such as ["EP301"]'
        return [], [Finding(MALFORMED, _PLACE, f"`ignore` is {json_type(listed)}, not a list", hint)]
    entries: list[Suppression] = []
    findings: list[Finding] = []
    for index, item in enumerate(listed):
        read = _read(item, added)
        if isinstance(read, Finding):
            findings.append(replace(read, path=(*_PLACE, index, *read.path)))
        else:
            entries.append(replace(read, path=(*_PLACE, index)))
    return entries, findings


def _read(item: Any, added: Additions | None) -> Suppression | Finding:
    row = {"code": item} if isinstance(item, str) else item
    if not isinstance(row, dict):
        return Finding(MALFORMED, (), f"an entry is {json_type(item)}", 'write a code, or {"code": …, "pointer": …}')
    if (fault := _wrong_field(row)) is not None:
        return fault
    if "code" not in row:
        return Finding(MALFORMED, (), "an entry names no rule", 'write {"code": "EP301", "pointer": …}')
    try:
        prefix = code_prefix(row["code"], added, absent=True)
    except UsageError as error:
        return Finding(MALFORMED, ("code",) if row is item else (), error.message, error.remedy)
    try:
        tokens = parse_pointer(row.get("pointer", ""))
    except PointerError as error:
        return Finding(MALFORMED, ("pointer",), error.message, error.remedy)
    place = f" at {quote(row['pointer'])}" if tokens else ""
    return Suppression(prefix, tokens, (), f"{quote(row['code'])}{place}")


def _wrong_field(row: dict[str, Any]) -> Finding | None:
    for name, value in row.items():
        if name not in _FIELDS:
            hint = suggest(name, _FIELDS, otherwise=f"it has {', '.join(_FIELDS)}")
            return Finding(MALFORMED, (name,), f"an entry has no field {quote(name)}", hint)
        if not isinstance(value, str):
            return Finding(MALFORMED, (name,), f"`{name}` is {json_type(value)}, not a string", "write a string")
    return None
