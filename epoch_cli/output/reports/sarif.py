"""`sarif`: a log of the Static Analysis Results Interchange Format 2.1.0 (OASIS), for code scanning and editors.

One run. Its rules are all of Epoch's, and behind them those of extensions. A file that could not be read has its
finding as a result, so that it is shown in its place, and as a notification of an invocation that was not successful.
What mends a finding is in the result's properties: it is JSON Patch, and a SARIF `fix` would have to give places in the
file's text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from epoch_cli import __version__
from epoch_cli.linting.report import FileReport
from epoch_cli.output.reports.excerpt import token_length
from epoch_cli.output.reports.fingerprint import Fingerprints
from epoch_cli.output.reports.json_text import json_text
from epoch_cli.output.reports.wording import statement
from epoch_cli.validation import FAMILIES, RULES, Diagnostic, Rule, Severity

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT: Final = "SRCROOT"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]")


class SarifReport:
    """Keeps all results until the end, as they are one log."""

    def __init__(self, *, color: bool = False, rules: Sequence[Rule] = ()) -> None:
        del color
        self._families = {**FAMILIES, **({"extensions": tuple(rules)} if rules else {})}
        self._results: list[dict[str, Any]] = []
        self._notifications: list[dict[str, Any]] = []
        self._fingerprints = Fingerprints()
        self._places = {code: place for place, code in enumerate([*RULES, *(rule.code for rule in rules)])}

    def file(self, report: FileReport) -> str:
        """Nothing yet."""
        for diagnostic in report.diagnostics:
            self._results.append(self._result(report, diagnostic))
            if not report.readable:
                self._notifications.append(self._notification(report, diagnostic))
        return ""

    def close(self) -> str:
        """The whole log."""
        run = {
            "tool": {"driver": {"name": "epoch", "version": __version__, "rules": _rules(self._families)}},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {_ROOT: {"description": {"text": "the folder in which epoch ran"}}},
            "invocations": [
                {
                    "executionSuccessful": not self._notifications,
                    "toolExecutionNotifications": self._notifications,
                }
            ],
            "results": self._results,
        }
        return f"{json_text({'$schema': SCHEMA, 'version': '2.1.0', 'runs': [run]})}\n"

    def _result(self, report: FileReport, diagnostic: Diagnostic) -> dict[str, Any]:
        properties = {
            "pointer": diagnostic.pointer,
            "hint": diagnostic.hint,
            "fix": diagnostic.fix.to_json() if diagnostic.fix is not None else None,
        }
        return {
            **self._rule(diagnostic, "ruleId", "ruleIndex"),
            "level": _LEVELS[diagnostic.severity],
            "message": {"text": _message(statement(diagnostic))},
            "locations": [_location(report, diagnostic)],
            "partialFingerprints": {"epochFinding/v1": self._fingerprints.of(report.name, diagnostic)},
            "properties": {key: value for key, value in properties.items() if value},
        }

    def _notification(self, report: FileReport, diagnostic: Diagnostic) -> dict[str, Any]:
        return {
            "associatedRule": self._rule(diagnostic, "id", "index"),
            "level": _LEVELS[diagnostic.severity],
            "message": {"text": _message(statement(diagnostic))},
            "locations": [_location(report, diagnostic)],
        }

    def _rule(self, diagnostic: Diagnostic, code: str, index: str) -> dict[str, Any]:
        """A reference to a rule, under the names that it has there."""
        place = self._places.get(diagnostic.code)
        return {code: diagnostic.code} if place is None else {code: diagnostic.code, index: place}


def _rules(families: Mapping[str, Sequence[Rule]]) -> list[dict[str, Any]]:
    return [
        {
            "id": rule.code,
            "name": rule.name,
            "shortDescription": {"text": rule.text},
            "help": {"text": f"`epoch rules {rule.code}` explains this rule, with examples."},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
            "properties": {"kind": rule.kind, "family": family},
        }
        for family, rules in families.items()
        for rule in rules
    ]


def _location(report: FileReport, diagnostic: Diagnostic) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact(report.name)}}
    region = _region(report, diagnostic)
    if region:
        location["physicalLocation"]["region"] = region
    if diagnostic.pointer:  # the whole document needs no name
        location["logicalLocations"] = [{"fullyQualifiedName": diagnostic.pointer}]
    return location


def _region(report: FileReport, diagnostic: Diagnostic) -> dict[str, int]:
    """The lines and columns of a finding, as far as they are known; the end column is the one after the last."""
    if not diagnostic.line:
        return {}
    if not diagnostic.column:
        return {"startLine": diagnostic.line}
    region = {"startLine": diagnostic.line, "startColumn": diagnostic.column}
    line = report.lines.get(diagnostic.line)
    if line is not None:
        region["endColumn"] = diagnostic.column + token_length(line, diagnostic.column)
    return region


def artifact(name: str) -> dict[str, str]:
    """A file as an `artifactLocation` (SARIF 3.4): a relative one is relative to where we are.

    The name of a file is any bytes; those that are no UTF-8 are percent-encoded as they are.
    """
    drive = _DRIVE.match(name) is not None
    path = quote(_bytes(name.replace("\\", "/") if drive else name), safe="/:" if drive else "/")
    if drive or path.startswith("/"):
        return {"uri": f"file://{'/' * drive}{path}"}
    return {"uri": path.removeprefix("./"), "uriBaseId": _ROOT}


def _bytes(name: str) -> bytes:
    try:
        return name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogatepass")


def _message(text: str) -> str:
    """A message that holds no link by accident or by ill will (SARIF 3.11.6).

    Braces stay as they are: SARIF would have them doubled (3.11.5), but no viewer we know undoes that for a message
    without arguments, and `{{user.name}}` is something else than `{user.name}` in a binding.
    """
    return re.sub(r"([\\\[\]])", r"\\\1", text) if "](" in text else text
