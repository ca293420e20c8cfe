"""`github`: workflow commands, read back by the rules of the runner."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.findings import HOSTILE, REPORTS, finding, written

from epoch_cli.linting.report import FileReport
from epoch_cli.output.reports.github import escape_data, escape_property
from epoch_cli.output.reports.wording import statement
from epoch_cli.output.text import visible

_DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
_PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def unescape(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for escaped, char in table:
        text = text.replace(escaped, char)
    return text


def parse(line: str) -> tuple[str, dict[str, str], str]:
    """Command, properties and message, as `ActionCommand.TryParseV2` of actions/runner reads a line of a log.

    Raises:
        ValueError: the runner would take the line for ordinary output.
    """
    if not line.startswith("::"):
        raise ValueError(line)
    info, separator, message = line[2:].partition("::")
    if not separator:
        raise ValueError(line)
    command, _, listed = info.partition(" ")
    properties = {}
    for each in filter(None, listed.strip().split(",")):
        key, equals, value = each.partition("=")
        if equals and key:
            properties[key] = unescape(value, _PROPERTY)
    return command, properties, unescape(message, _DATA)


def test_each_severity_is_a_command_with_place_and_title() -> None:
    report = FileReport(
        "ui/login.json",
        diagnostics=[
            finding(message='no prop "labell"', hint='did you mean "label"?', line=7, column=9),
            finding("EP107", "100%: no, really"),
            finding("EP301", "a", severity="info", line=3),
        ],
    )
    assert written("github", report).splitlines() == [
        '::error file=ui/login.json,line=7,col=9,title=EP301 unknown-prop::no prop "labell" (did you mean "label"?)',
        "::warning file=ui/login.json,title=EP107 template-alone::100%25: no, really",
        "::notice file=ui/login.json,line=3,title=EP301 unknown-prop::a",
    ]


@every_row("name", ["a,b.json", "C:/x.json", "100%.json", "a=b.json", "::error::x", "%2C.json", "日本.json"])
def test_any_file_name_survives(name: str) -> None:
    line = written("github", FileReport(name, diagnostics=[finding()])).rstrip("\n")
    assert parse(line)[1]["file"] == name


@settings(deadline=None)
@given(REPORTS)
def test_the_runner_reads_every_finding_and_nothing_else(reports: list[FileReport]) -> None:
    lines = written("github", *reports).split("\n")[:-1]
    expected = [(report, each) for report in reports for each in report.diagnostics]
    assert len(lines) == len(expected)
    for line, (report, diagnostic) in zip(lines, expected, strict=True):
        command, properties, message = parse(line)
        assert command == {"error": "error", "warning": "warning", "info": "notice"}[diagnostic.severity]
        assert message == visible(statement(diagnostic))
        assert properties.pop("file") == visible(report.name)
        assert properties.pop("title") == f"{diagnostic.code} {diagnostic.rule}"
        place = {"line": diagnostic.line, "col": diagnostic.line and diagnostic.column}
        assert properties == {key: str(value) for key, value in place.items() if value}


@given(HOSTILE | st.text("%0AD25:,3C\r\n"))
def test_escapes_are_undone_by_the_runner(text: str) -> None:
    assert unescape(escape_data(text), _DATA) == text
    assert unescape(escape_property(text), _PROPERTY) == text
    assert not set("\r\n") & set(escape_data(text))
    assert not set("\r\n:,") & set(escape_property(text))
