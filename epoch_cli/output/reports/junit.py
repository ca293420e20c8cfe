"""`junit`: JUnit XML, which most CI systems show as test results (the schema of Apache Ant and Jenkins).

A file is a test suite. Each error in it is a failed test, what makes it unreadable is a test that could not run. A
warning or an information is a test that passed and says so in `system-out`: it does not make `epoch validate` fail
either, unless it is asked to. A file without findings is one test that passed.
"""

from __future__ import annotations

from collections import Counter

from epoch_cli.linting.report import FileReport
from epoch_cli.output.reports.wording import place, statement, title
from epoch_cli.output.text import visible
from epoch_cli.validation import Diagnostic, Severity

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"})
# beside what `visible` writes out, XML 1.0 (section 2.2) forbids these two
_FORBIDDEN = str.maketrans({"\ufffe": "\\ufffe", "\uffff": "\\uffff"})


class JunitReport:
    """Keeps all suites until the end, as their sums come first."""

    def __init__(self, *, color: bool = False) -> None:
        del color
        self._suites: list[str] = []
        self._sums: Counter[str] = Counter()

    def file(self, report: FileReport) -> str:
        """Nothing yet."""
        outcomes = Counter(_outcome(report, diagnostic) for diagnostic in report.diagnostics)
        sums = {
            "tests": max(len(report.diagnostics), 1),
            "failures": outcomes["failure"],
            "errors": outcomes["error"],
            "skipped": 0,
        }
        self._sums.update(sums)
        opening = _tag("testsuite", name=report.name, **sums, time="0")
        self._suites.append(f"  <{opening}>\n{''.join(_cases(report))}  </testsuite>\n")
        return ""

    def close(self) -> str:
        """The whole report."""
        names = ("tests", "failures", "errors", "skipped")
        opening = _tag("testsuites", name="epoch validate", **{name: self._sums[name] for name in names}, time="0")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<{opening}>\n{"".join(self._suites)}</testsuites>\n'


def _cases(report: FileReport) -> list[str]:
    if not report.diagnostics:
        return [f"    <{_tag('testcase', name='valid', classname=report.name, file=report.name, time='0')}/>\n"]
    seen: Counter[str] = Counter()
    cases = []
    for diagnostic in report.diagnostics:
        name = f"{title(diagnostic)} {diagnostic.pointer}".rstrip()
        seen[name] += 1
        # readers take tests of the same name for the same test
        number = f" ({seen[name]})" if seen[name] > 1 else ""
        cases.append(_case(report, diagnostic, f"{name}{number}"))
    return cases


def _case(report: FileReport, diagnostic: Diagnostic, name: str) -> str:
    where: dict[str, object] = {"classname": report.name, "file": report.name}
    if diagnostic.line:
        where["line"] = diagnostic.line
    opening = _tag("testcase", name=name, **where, time="0")
    return f"    <{opening}>\n      {_body(report, diagnostic)}\n    </testcase>\n"


def _body(report: FileReport, diagnostic: Diagnostic) -> str:
    outcome = _outcome(report, diagnostic)
    said = f"{place(report.name, diagnostic)}: {title(diagnostic)} {diagnostic.severity}: {statement(diagnostic)}"
    if outcome == "passed":
        return f"<system-out>{_text(said)}</system-out>"
    return f"<{_tag(outcome, message=diagnostic.message, type=diagnostic.code)}>{_text(said)}</{outcome}>"


def _outcome(report: FileReport, diagnostic: Diagnostic) -> str:
    if diagnostic.severity is not Severity.ERROR:
        return "passed"
    return "failure" if report.readable else "error"


def _tag(element: str, /, **attributes: object) -> str:
    return " ".join((element, *(f'{key}="{_text(str(value))}"' for key, value in attributes.items())))


def _text(text: str) -> str:
    """Any text as XML character data on one line, for attributes and between tags."""
    return visible(text).translate(_FORBIDDEN).translate(_ENTITIES)
