"""Findings: the rules they come from, and the diagnostics that people and programs read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from epoch_cli.document.pointer import format_pointer

if TYPE_CHECKING:
    from epoch_cli.validation.additions import Additions


class Severity(StrEnum):
    """How bad a finding is; it never changes whether a rule is a gate (decision 3)."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


Kind = Literal["gate", "deferred"]
Anchor = Literal["value", "key"]
Grade = Literal["lossless", "lossy"]
Fixing = Literal["off", "safe", "all"]
Path = tuple[str | int, ...]


class Rule(NamedTuple):
    """One thing that can be wrong.

    A `gate` refuses the patch that would cause a finding; a `deferred` rule is about a whole screen and reports at the
    end of a run. `code` is stable and never used again for something else; `text` is what the rule asks, one line.
    `anchor` is what a position in a file shows: the value at the finding's path, or the key that should not be there.
    """

    code: str
    name: str
    kind: Kind
    text: str
    severity: Severity = Severity.ERROR
    anchor: Anchor = "value"


class Fix(NamedTuple):
    """A change that would mend a finding: `patches` are plain RFC 6902 on the document, applied in order as one.

    A `lossless` fix keeps everything that was meant; a `lossy` one guesses.
    """

    name: str
    grade: Grade
    message: str
    patches: tuple[dict[str, Any], ...]

    def to_json(self) -> dict[str, Any]:
        """The fix as reports carry it."""
        return {"name": self.name, "grade": self.grade, "message": self.message, "patches": list(self.patches)}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Fix:
        """The inverse of `to_json`.

        Raises:
            KeyError, TypeError: it is no fix.
        """
        return cls(row["name"], row["grade"], row["message"], tuple(row["patches"]))


@dataclass(slots=True)
class Finding:
    """A rule broken at a path, before it is placed in a document: what the checks pass around.

    `path` is relative to whatever is being checked and grows on the way out; `excess` is how much a cap is exceeded.
    """

    code: str
    path: Path
    message: str
    hint: str = ""
    excess: int = 0


class Diagnostic(NamedTuple):
    """A finding, placed: stable code, severity, message (what), JSON pointer (where), hint (what to do).

    `line` and `column` are 1-based and 0 when the text it came from is not at hand; `fix` is how to mend it, if known.
    """

    code: str
    severity: Severity
    message: str
    pointer: str
    hint: str = ""
    rule: str = ""
    line: int = 0
    column: int = 0
    fix: Fix | None = None

    @property
    def is_about_wish(self) -> bool:
        """Whether it is about what was asked for (`rules/wishes.py`), and not about what was written."""
        return self.code.startswith("EW")

    def to_json(self) -> dict[str, Any]:
        """The diagnostic as events and reports carry it; what is empty is left out."""
        row = {
            "code": self.code,
            "severity": str(self.severity),
            "message": self.message,
            "pointer": self.pointer,
            "hint": self.hint,
            "rule": self.rule,
            "line": self.line,
            "column": self.column,
            "fix": self.fix.to_json() if self.fix is not None else None,
        }
        return {key: value for key, value in row.items() if value or key in {"message", "pointer"}}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Diagnostic:
        """The inverse of `to_json`; fields of a later Epoch are passed over.

        Raises:
            ValueError, KeyError, TypeError: it is no diagnostic.
        """
        known = {name: value for name, value in row.items() if name in cls._fields}
        fix = Fix.from_json(row["fix"]) if row.get("fix") else None
        return cls(**{**known, "severity": Severity(row["severity"]), "fix": fix})


class Selection(NamedTuple):
    """Which rules count, and how bad each is.

    Rules are named by their codes, or by how those begin: `EP3` is all of EP301, EP302, … Nothing selected is every
    rule; the longer of two beginnings wins, and of two equal ones `ignore`. `severities` are by code. `added` are rules
    and repairs that are not Epoch's own; None for none.
    """

    ignore: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = MappingProxyType({})
    select: frozenset[str] = frozenset()
    added: Additions | None = None

    @classmethod
    def of(cls, rules: Selection | Collection[str] | None) -> Selection:
        """A selection as callers give it: none, one, or what to leave out: codes, beginnings, names or families.

        Raises:
            UsageError: there is no rule of such a name.
        """
        if isinstance(rules, Selection):
            return rules
        if all(term.startswith("EP") for term in rules or ()):
            return cls(frozenset(rules or ()))
        from epoch_cli.validation.selecting import code_prefix  # noqa: PLC0415  names are known above this module

        return cls(frozenset(map(code_prefix, rules or ())))

    def to_json(self) -> dict[str, Any]:
        """The selection as plain data; of what was added the names and versions, where there is any."""
        severities = {code: str(severity) for code, severity in sorted(self.severities.items())}
        row = {"ignore": sorted(self.ignore), "select": sorted(self.select), "severities": severities}
        return row if self.added is None else {**row, "added": list(self.added.names)}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Selection:
        """The inverse of `to_json`, but for what was added; what is not there has its default."""
        severities = {code: Severity(word) for code, word in row.get("severities", {}).items()}
        return cls(frozenset(row.get("ignore", ())), severities, frozenset(row.get("select", ())))

    def counts(self, code: str) -> bool:
        """Whether findings of this code are looked at."""
        if not self.ignore and not self.select:
            return True
        wanted = max((len(prefix) for prefix in self.select if code.startswith(prefix)), default=-1)
        unwanted = max((len(prefix) for prefix in self.ignore if code.startswith(prefix)), default=-1)
        return unwanted < wanted if self.select else unwanted < 0

    def diagnose(self, rule: Rule, finding: Finding, at: Path = ()) -> Diagnostic:
        """Place a finding below the path `at`."""
        return Diagnostic(
            code=rule.code,
            severity=self.severities.get(rule.code, rule.severity),
            message=finding.message,
            pointer=format_pointer((*at, *finding.path)),
            hint=finding.hint,
            rule=rule.name,
        )
