"""What holds for every form of a report, whatever the files did."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from support.every_row import every_row
from support.examples import examples
from support.findings import HOSTILE, REPORTS, finding, written

from epoch_cli import UsageError
from epoch_cli.linting.report import FileReport
from epoch_cli.output.reports import FORMATS, make_report, statistics, summary
from epoch_cli.output.text import visible


def test_the_forms_are_those_of_the_command_line() -> None:
    assert FORMATS == ("concise", "full", "json", "jsonl", "github", "gitlab", "sarif", "junit")


def test_an_unknown_form_is_told_the_known_ones() -> None:
    with pytest.raises(UsageError, match="xml") as caught:
        make_report("xml")
    assert all(form in caught.value.remedy for form in FORMATS)


@pytest.mark.parametrize("form", FORMATS)
@settings(deadline=None, max_examples=examples(60))
@given(reports=REPORTS)
def test_nothing_that_a_terminal_obeys_gets_out(form: str, reports: list[FileReport]) -> None:
    text = written(form, *reports)
    text.encode("utf-8")
    assert visible(text.replace("\n", "")) == text.replace("\n", "")
    assert not text or text.endswith("\n")


@settings(deadline=None, max_examples=examples(60))
@given(reports=REPORTS, name=HOSTILE)
def test_nor_out_of_the_figures(reports: list[FileReport], name: str) -> None:
    reports.append(FileReport("a.json", diagnostics=[finding(rule=name)]))
    for text in (statistics(reports), summary(reports, 1, 2)):
        text.encode("utf-8")
        assert visible(text.replace("\n", "")) == text.replace("\n", "")


@every_row("form", FORMATS)
def test_colour_is_for_people_only(form: str) -> None:
    report = FileReport(
        "a.json", diagnostics=[finding(message="\x1b]0;title\x07", line=1, column=1)], lines={1: "\x1b"}
    )
    plain, colored = written(form, report), written(form, report, color=True)
    assert "\x1b" not in plain
    if form not in {"concise", "full"}:
        assert colored == plain
    else:
        assert colored != plain
        assert "\x1b]" not in colored
        assert "\x1b\n" not in colored
        for style in ("0", "1", "1;31", "1;34", "32"):
            colored = colored.replace(f"\x1b[{style}m", "")
        assert colored == plain


@every_row("form", FORMATS)
def test_a_form_imports_nothing_that_only_another_needs(form: str) -> None:
    unwanted = {"rich", "pydantic", "xml", "textual", "httpx"}
    if form != "sarif":
        unwanted |= {"epoch_cli.output.reports.sarif"}
    if form not in {"sarif", "gitlab"}:
        unwanted |= {"epoch_cli.output.reports.fingerprint"}
    if form not in {"sarif", "full"}:
        unwanted |= {"epoch_cli.output.reports.excerpt"}
    code = (
        "import sys; import epoch_cli.linting.report; before = set(sys.modules)\n"
        "from epoch_cli.output.reports import make_report\n"
        "from epoch_cli.linting.report import FileReport\n"
        f"w = make_report({form!r}); w.file(FileReport('a')); w.close()\n"
        "print(*(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert f"epoch_cli.output.reports.{'data' if form in {'json', 'jsonl'} else form}" in done.stdout.split()
    assert not unwanted & set(done.stdout.split())


@every_row("form", FORMATS)
def test_no_file_and_clean_files_are_no_findings(form: str) -> None:
    assert "EP3" not in written(form).replace('"id":"EP3', "").replace("epoch rules EP3", "")
    clean = written(form, FileReport("a.json"), FileReport("b.json"))
    if form in {"concise", "full", "jsonl", "github"}:
        assert clean == ""


@every_row("form", ["concise", "full", "json", "jsonl", "github", "gitlab"])
def test_a_finding_is_written_as_soon_as_its_file_is_checked(form: str) -> None:
    assert "no such prop" in make_report(form).file(FileReport("a.json", diagnostics=[finding()]))
