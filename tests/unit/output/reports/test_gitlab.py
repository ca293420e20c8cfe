"""`gitlab`: a Code Quality report, by what GitLab's documentation asks of one."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given, settings
from support.findings import REPORTS, finding, paired, written

from epoch_cli.linting.report import FileReport
from epoch_cli.output.reports.wording import statement

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def issues(*reports: FileReport) -> list[dict[str, Any]]:
    data = json.loads(written("gitlab", *reports))
    assert isinstance(data, list)
    return data


def check_shape(issue: dict[str, Any]) -> None:
    """The keys that GitLab needs, with their types."""
    assert {"description", "check_name", "fingerprint", "severity", "location"} == set(issue)
    assert all(isinstance(issue[key], str) for key in ("description", "check_name", "fingerprint"))
    assert issue["severity"] in SEVERITIES
    assert set(issue["location"]) == {"path", "lines"}
    assert isinstance(issue["location"]["path"], str)
    assert issue["location"]["lines"]["begin"] >= 1


def test_an_issue_says_what_and_where() -> None:
    report = FileReport("ui/a.json", diagnostics=[finding(hint="b", line=7, column=2), finding("EP107", "alone")])
    broken = FileReport("b.json", readable=False, diagnostics=[finding("EP008", "cannot be opened")])
    shown = [
        (issue["description"], issue["check_name"], issue["severity"], issue["location"])
        for issue in issues(report, broken)
    ]
    assert shown == [
        ("no such prop (b)", "unknown-prop", "major", {"path": "ui/a.json", "lines": {"begin": 7}}),
        ("alone", "template-alone", "minor", {"path": "ui/a.json", "lines": {"begin": 1}}),
        ("cannot be opened", "unreadable-file", "critical", {"path": "b.json", "lines": {"begin": 1}}),
    ]


def test_no_findings_are_an_empty_array() -> None:
    assert issues() == []
    assert issues(FileReport("a.json")) == []


@settings(deadline=None)
@given(REPORTS)
def test_every_finding_is_an_issue_of_its_own(reports: list[FileReport]) -> None:
    made = issues(*reports)
    for issue in made:
        check_shape(issue)
        assert re.fullmatch("[0-9a-f]{64}", issue["fingerprint"])
    assert len({issue["fingerprint"] for issue in made}) == len(made)
    expected = [(report.name, statement(each)) for report in reports for each in report.diagnostics]
    shown = [(issue["location"]["path"], issue["description"]) for issue in made]
    assert shown == [(paired(name), paired(text)) for name, text in expected]


@settings(deadline=None)
@given(REPORTS)
def test_lines_added_above_change_no_fingerprint(reports: list[FileReport]) -> None:
    moved = [
        report._replace(diagnostics=[each._replace(line=each.line + 5, column=1) for each in report.diagnostics])
        for report in reports
    ]
    before, after = ([issue["fingerprint"] for issue in issues(*some)] for some in (reports, moved))
    assert before == after


def test_the_same_finding_twice_has_two_fingerprints_and_keeps_the_first() -> None:
    once = FileReport("a.json", diagnostics=[finding(line=1)])
    twice = FileReport("a.json", diagnostics=[finding(line=1), finding(line=2)])
    first, second = (issue["fingerprint"] for issue in issues(twice))
    assert first != second
    assert [issue["fingerprint"] for issue in issues(once)] == [first]


def test_each_fact_makes_another_fingerprint() -> None:
    found = finding(pointer="/root")
    others = [found._replace(pointer="/root/a"), found._replace(message="x"), finding("EP302", pointer="/root")]
    reports = [FileReport("a.json", diagnostics=[each]) for each in (found, *others)]
    prints = {issues(report)[0]["fingerprint"] for report in [*reports, FileReport("b.json", diagnostics=[found])]}
    assert len(prints) == 5
