"""Figures: what the summary and the statistics say."""

from __future__ import annotations

from hypothesis import given, settings
from support.findings import REPORTS, finding, fix

from epoch_cli.linting.report import FileReport
from epoch_cli.output.reports import Counts, statistics, summary

LOSSLESS, LOSSY = fix(), fix("lossy")
WARNING = finding("EP107", "alone")


def report(*diagnostics: object, **more: object) -> FileReport:
    return FileReport("a.json", diagnostics=list(diagnostics), **more)  # type: ignore[arg-type]


def test_all_is_well() -> None:
    assert summary([]) == "0 files checked, no findings"
    assert summary([report()]) == "1 file checked, no findings"
    assert summary([report(), report()]) == "2 files checked, no findings"


def test_findings_are_counted_by_severity() -> None:
    assert summary([report(finding())]) == "1 file checked, 1 finding: 1 error"
    found = [report(finding(), finding(), WARNING), report(finding(severity="info"), finding(severity="info"))]
    assert summary(found) == "2 files checked, 5 findings: 2 errors, 1 warning, 2 infos"


def test_what_can_be_mended_is_told_by_the_flags_that_do_it() -> None:
    assert summary([report(finding(fix=LOSSLESS))]).endswith("1 error\n1 fixable with --fix")
    assert summary([report(finding(fix=LOSSY))]).endswith("1 error\n1 fixable with --fix --unsafe-fixes")
    both = report(finding(fix=LOSSY), finding(fix=LOSSLESS), finding(fix=LOSSLESS))
    assert summary([both]).endswith("3 errors\n2 fixable with --fix, 1 more with --unsafe-fixes")


def test_what_was_mended_and_what_was_left_out_is_told() -> None:
    assert summary([report()], fixed=3) == "1 file checked, no findings\n3 fixed"
    assert summary([report(finding(fix=LOSSY))], fixed=3).endswith("\n3 fixed, 1 fixable with --fix --unsafe-fixes")
    broken = report(finding("EP008", "cannot be opened"), readable=False)
    assert summary([report(suppressed=2), broken], skipped=1) == (
        "1 file checked, 1 finding: 1 error\n1 file unreadable, 1 file skipped, 2 findings suppressed"
    )


def test_statistics_rank_the_rules_and_mark_what_has_a_fix() -> None:
    found = [
        report(*[finding()] * 11, WARNING),
        report(WARNING, finding("EP302", fix=LOSSY), WARNING, finding("EP302")),
    ]
    assert statistics(found) == (
        "11 EP301 unknown-prop\n" + " 3 EP107 template-alone\n" + " 2 EP302 missing-prop [fixable]\n"
    )
    assert statistics([report()]) == ""


def test_rules_broken_as_often_come_by_their_code() -> None:
    lines = statistics([report(WARNING, finding())]).splitlines()
    assert [line.split()[1] for line in lines] == ["EP107", "EP301"]


@settings(deadline=None)
@given(REPORTS)
def test_the_figures_add_up(reports: list[FileReport]) -> None:
    counts = Counts(reports)
    total = sum(len(each.diagnostics) for each in reports)
    assert sum(counts.severities.values()) == total
    assert counts.files + counts.unreadable == len(reports)
    assert sum(int(line.split()[0]) for line in statistics(reports).splitlines()) == total
    assert len(summary(reports).splitlines()) <= 3
