"""`junit`: test results, read by a JUnit reader and by an XML parser."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from hypothesis import given, settings
from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite
from support.findings import REPORTS, finding, written

from epoch_cli.linting.report import FileReport
from epoch_cli.output.reports.wording import statement
from epoch_cli.output.text import visible

BAD = FileReport(
    "ui/a.json",
    diagnostics=[
        finding(hint="b", pointer="/root", line=7, column=2),
        finding("EP107", "alone", line=9, column=4),
        finding(hint="b", pointer="/root", line=8, column=2),
    ],
)
BROKEN = FileReport("b.json", readable=False, diagnostics=[finding("EP008", "cannot be opened")])


def suites(*reports: FileReport) -> list[TestSuite]:
    return list(JUnitXml.fromstring(written("junit", *reports).encode()))


def safe(text: str) -> str:
    """Text as it is shown; XML holds neither of the two last characters of the first plane."""
    return visible(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


def test_errors_fail_warnings_pass_and_an_unreadable_file_could_not_run() -> None:
    bad, broken, clean = suites(BAD, BROKEN, FileReport("clean.json"))
    assert (bad.name, bad.tests, bad.failures, bad.errors) == ("ui/a.json", 3, 2, 0)
    first, second, third = bad
    assert first.name == "EP301 unknown-prop /root"
    assert first.classname == "ui/a.json"
    [failure] = first.result
    assert isinstance(failure, Failure)
    assert (failure.type, failure.message) == ("EP301", "no such prop")
    assert failure.text == "ui/a.json:7:2: EP301 unknown-prop error: no such prop (b)"
    assert second.is_passed
    assert second.system_out == "ui/a.json:9:4: EP107 template-alone warning: alone"
    assert third.name == "EP301 unknown-prop /root (2)"
    [case] = broken
    assert isinstance(case.result[0], Error)
    assert (broken.tests, broken.failures, broken.errors) == (1, 0, 1)
    [case] = clean
    assert (case.is_passed, case.name, clean.tests, clean.failures) == (True, "valid", 1, 0)


def test_the_sums_are_those_of_the_suites(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(written("junit", BAD, BROKEN, FileReport("clean.json")), "utf-8")
    report = JUnitXml.fromfile(str(tmp_path / "report.xml"))
    assert (report.tests, report.failures, report.errors, report.skipped) == (5, 2, 1, 0)
    report.update_statistics()  # counts the cases itself
    assert (report.tests, report.failures, report.errors, report.skipped) == (5, 2, 1, 0)


def test_no_file_is_a_report_too() -> None:
    assert suites() == []


@settings(deadline=None)
@given(REPORTS)
def test_any_text_survives_the_reader(reports: list[FileReport]) -> None:
    read = suites(*reports)
    assert [suite.name for suite in read] == [safe(report.name) for report in reports]
    for suite, report in zip(read, reports, strict=True):
        cases = list(suite)
        assert len(cases) == max(len(report.diagnostics), 1)
        assert len({case.name for case in cases}) == len(cases)
        for case, diagnostic in zip(cases, report.diagnostics, strict=False):
            said = told(case)
            assert said.endswith(safe(statement(diagnostic)))
            assert case.is_passed == (diagnostic.severity != "error")
            if case.result:
                assert case.result[0].message == safe(diagnostic.message)


def told(case: TestCase) -> str:
    """What a case says, whether it passed or not."""
    return str(case.system_out if case.is_passed else case.result[0].text)


@settings(deadline=None)
@given(REPORTS)
def test_it_is_xml_with_the_elements_of_the_schema(reports: list[FileReport]) -> None:
    root = ET.fromstring(written("junit", *reports).encode())
    assert root.tag == "testsuites"
    assert {suite.tag for suite in root} <= {"testsuite"}
    assert {case.tag for suite in root for case in suite} <= {"testcase"}
    assert {each.tag for case in root.iter("testcase") for each in case} <= {"failure", "error", "system-out"}
    for name in ("tests", "failures", "errors"):
        assert int(root.attrib[name]) == sum(int(suite.attrib[name]) for suite in root)
