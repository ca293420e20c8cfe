"""`full`: findings with their source, as people read them."""

from __future__ import annotations

from textwrap import dedent

import pyte
from hypothesis import given, settings
from support.findings import REPORTS, finding, fix, written

from epoch_cli.linting.report import FileReport
from epoch_cli.output.text import visible


def golden(text: str) -> str:
    return dedent(text).removeprefix("\n")


def test_a_finding_with_all_there_is_to_say() -> None:
    report = FileReport(
        "ui/login.json",
        diagnostics=[
            finding(
                message='Button has no prop "labell"', pointer="/root/props/labell", hint='did you mean "label"?',
                line=7, column=9, fix=fix(message="rename labell to label"),
            )
        ],
        lines={7: '        "labell": "Log in"'},
    )  # fmt: skip
    assert written("full", report) == golden("""
        error[EP301]: Button has no prop "labell"
         --> ui/login.json:7:9
          |
        7 |         "labell": "Log in"
          |         ^^^^^^^^
          |
          = hint: did you mean "label"?
          = fix (lossless): rename labell to label
          = pointer: /root/props/labell
          = help: epoch rules EP301

    """)


def test_findings_follow_each_other_and_the_margin_is_as_wide_as_the_line_number() -> None:
    report = FileReport(
        "a.json",
        diagnostics=[
            finding("EP107", "this itemTemplate has no dataSource", line=112, column=1, pointer="/root"),
            finding("EP301", "unknown", severity="info", line=9, column=1, fix=fix("lossy", "guess")),
        ],
        lines={112: '"itemTemplate": {}', 9: ""},
    )
    assert written("full", report) == golden("""
        warning[EP107]: this itemTemplate has no dataSource
           --> a.json:112:1
            |
        112 | "itemTemplate": {}
            | ^^^^^^^^^^^^^^
            |
            = pointer: /root
            = help: epoch rules EP107

        info[EP301]: unknown
         --> a.json:9:1
          |
        9 |
          | ^
          |
          = fix (lossy): guess
          = help: epoch rules EP301

    """)


def test_without_a_place_or_its_line_there_is_no_source() -> None:
    report = FileReport(
        "a.json", diagnostics=[finding("EP008", "no such file"), finding(line=3, column=1)], lines={4: "x"}
    )
    assert written("full", report) == golden("""
        error[EP008]: no such file
        --> a.json
         = help: epoch rules EP008

        error[EP301]: no such prop
         --> a.json:3:1
          = help: epoch rules EP301

    """)


def test_a_minified_line_is_cut_on_both_sides() -> None:
    line = (
        '{"type":"Box","children":[' + '{"type":"Text","text":"a"},' * 20 + '{"typ":1}' + ',{"type":"Text"}' * 9 + "]}"
    )
    column = line.index('"typ"') + 1
    report = FileReport("a.json", diagnostics=[finding(line=1, column=column)], lines={1: line})
    shown = written("full", report).splitlines()
    assert shown[3] == (
        '1 | …},{"type":"Text","text":"a"},{"typ":1},{"type":"Text"},{"type":"Text"},{"type":"Text"},{"type":"Te…'
    )
    assert shown[4] == f"  | {' ' * shown[3][4:].index(chr(34) + 'typ' + chr(34))}^^^^^"


def test_on_a_colour_terminal_it_looks_the_same_with_colours() -> None:
    report = FileReport(
        "a.json",
        diagnostics=[finding(message="\x1b[2Jgone", line=1, column=7, pointer="/a", fix=fix())],
        lines={1: '\t"日": "\x1b[2J"'},
    )
    screen = pyte.Screen(80, 12)
    pyte.Stream(screen).feed(written("full", report, color=True).replace("\n", "\r\n"))
    seen = [line.rstrip() for line in screen.display]
    plain = pyte.Screen(80, 12)
    pyte.Stream(plain).feed(written("full", report).replace("\n", "\r\n"))
    assert seen == [line.rstrip() for line in plain.display]
    assert seen[0] == r"error[EP301]: \x1b[2Jgone"
    assert screen.buffer[0][0].fg == "red"
    caret = next(column for column in range(80) if screen.buffer[4][column].data == "^")
    assert screen.buffer[3][caret].data == '"'
    assert screen.buffer[4][caret].fg == "red"


@settings(deadline=None)
@given(REPORTS)
def test_every_finding_is_a_paragraph_of_its_own(reports: list[FileReport]) -> None:
    expected = [each for report in reports for each in report.diagnostics]
    paragraphs = written("full", *reports).split("\n\n")[:-1]
    assert len(paragraphs) == len(expected)
    for text, diagnostic in zip(paragraphs, expected, strict=True):
        lines = text.split("\n")
        assert lines[0] == f"{diagnostic.severity}[{diagnostic.code}]: {visible(diagnostic.message)}"
        assert lines[-1].endswith(f"epoch rules {diagnostic.code}")
        assert any(line.endswith(f"= hint: {visible(diagnostic.hint)}") for line in lines) == bool(diagnostic.hint)
