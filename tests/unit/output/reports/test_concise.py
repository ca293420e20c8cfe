"""`concise`: a line a finding."""

from __future__ import annotations

import re

from hypothesis import given, settings
from support.findings import REPORTS, finding, written

from epoch_cli.linting.report import FileReport
from epoch_cli.output.text import visible


def test_a_line_a_finding_with_place_rule_message_and_hint() -> None:
    report = FileReport(
        "ui/login.json",
        diagnostics=[
            finding(message='no prop "labell"', hint='did you mean "label"?', line=7, column=9),
            finding("EP107", "this itemTemplate has no dataSource", line=8),
            finding("EP008", "it cannot be opened"),
        ],
    )
    assert written("concise", report).splitlines() == [
        'ui/login.json:7:9: EP301 error: no prop "labell" (did you mean "label"?)',
        "ui/login.json:8: EP107 warning: this itemTemplate has no dataSource",
        "ui/login.json: EP008 error: it cannot be opened",
    ]


def test_with_colour_the_place_and_the_kind_stand_out() -> None:
    report = FileReport("a.json", diagnostics=[finding(message="[bold]", line=1, column=2)])
    assert written("concise", report, color=True) == "\x1b[1ma.json:1:2\x1b[0m: \x1b[1;31mEP301 error\x1b[0m: [bold]\n"


@settings(deadline=None)
@given(REPORTS)
def test_every_finding_is_one_line(reports: list[FileReport]) -> None:
    lines = written("concise", *reports).split("\n")[:-1]
    expected = [(report, each) for report in reports for each in report.diagnostics]
    assert len(lines) == len(expected)
    for line, (report, diagnostic) in zip(lines, expected, strict=True):
        assert line.startswith(visible(report.name))
        tail = line.removeprefix(visible(report.name))
        assert re.match(rf"(:\d+){{0,2}}: {diagnostic.code} {diagnostic.severity}: ", tail)
        assert visible(diagnostic.message) in tail
        assert visible(diagnostic.hint) in tail
