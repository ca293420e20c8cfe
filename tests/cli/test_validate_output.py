"""Where reports go: formats to stdout and to files, a summary to stderr, and nothing a pipe could choke on."""

from __future__ import annotations

import json
import os
import re
from typing import Any

import pytest
from support.command import Command, Inside
from support.nodes import box, text
from support.terminal import Terminal, on_terminals

from epoch_cli.output.reports import FORMATS

CODES = ["EP705", "EP301", "EP811"]
FAULTS = {"root": box(text("\u202e\u009b31m", wobble=1), {"type": "Form", "children": []})}


@pytest.fixture
def here(inside: Inside) -> Inside:
    write(inside.work, FAULTS)
    return inside


def write(work: Any, value: Any, name: str = "x.json") -> None:
    (work / name).write_text(json.dumps(value, ensure_ascii=False), "utf-8")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_goes_to_stdout_or_to_a_file_the_same(here: Inside, form: str) -> None:
    out = here("validate", "x.json", "--output-format", form).out
    filed = here("validate", "x.json", "--output-format", form, "-o", "report")
    assert (filed.code, filed.out) == (1, b"")
    assert (here.work / "report").read_bytes() == out != b""
    assert b"\x1b" not in out + filed.err


def test_a_pipe_gets_lines(here: Inside) -> None:
    result = here("validate", "x.json")
    lines = result.out.decode().splitlines()
    assert [line.split()[1] for line in lines] == CODES
    assert all(line.startswith("x.json:1:") for line in lines)


def test_each_file_belongs_to_the_format_before_it(here: Inside) -> None:
    result = here(
        "validate", "--output-format=jsonl", "-oa", "x.json", "--output-format", "github", "--output", "b",
        "--output-format", "concise", "--output-format", "junit", "-o", "c",
    )  # fmt: skip
    assert result.code == 1
    assert json.loads((here.work / "a").read_text().splitlines()[0])["code"] == "EP705"
    assert (here.work / "b").read_text().startswith("::error file=x.json")
    assert (here.work / "c").read_text().startswith("<?xml")
    assert result.out.startswith(b"x.json:1:")


def test_a_file_without_a_format_has_the_usual_one(here: Inside) -> None:
    result = here("validate", "x.json", "-o", "report")
    assert result.out == b""
    assert (here.work / "report").read_text().startswith("x.json:1:")


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--output-format", "sariff"], "did you mean 'sarif'?"),
        (["--output-format", "json", "--output-format", "full"], "two formats for stdout"),
        (["--output-format", "json", "-o", "a", "-o", "b"], "-o b: the format before it has a file already"),
        (["--output-format", "json", "-o", "a", "--output-format", "full", "-o", "a"], "a is given twice"),
        (["-o", "no/such/folder"], "no/such is no folder"),
        (["-o", "."], "is a folder"),
        (["-o", "x.json"], "x.json is one of the files to check"),
        (["--write-baseline", "x.json"], "x.json is one of the files to check"),
    ],
)
def test_outputs_that_make_no_sense_are_refused(here: Inside, flags: list[str], words: str) -> None:
    before = (here.work / "x.json").read_bytes()
    result = here("validate", "x.json", *flags)
    assert result.code == 2
    assert words in result.err.decode()
    assert (here.work / "x.json").read_bytes() == before


def test_a_report_in_a_folder_that_is_checked_is_written_again(here: Inside) -> None:
    for _ in range(2):
        assert here("validate", ".", "--output-format", "json", "-o", "report.json").code == 1
    assert json.loads((here.work / "report.json").read_text())["files"][0]["name"] == "x.json"


def test_a_report_that_cannot_be_written_is_told(epoch: Command) -> None:
    write(epoch.work, FAULTS)
    (epoch.work / "report").symlink_to("/dev/full/x")
    result = epoch("validate", "x.json", "-o", "report")
    assert result.code in {2, 6}
    assert "report" in result.said[-1]


@pytest.mark.parametrize("arguments", [("validate", "x.json"), ("gen", "login form"), ("schema", "patch")])
def test_a_pipe_is_written_to_and_stays_a_pipe(epoch: Command, arguments: tuple[str, str]) -> None:
    write(epoch.work, FAULTS)
    os.mkfifo(epoch.work / "pipe")
    with epoch.start(*arguments, "-o", "pipe") as process:
        written = (epoch.work / "pipe").read_bytes()
        process.communicate(timeout=60)
    assert process.returncode in {0, 1}
    assert written
    assert (epoch.work / "pipe").is_fifo()
    assert epoch(*arguments, "-o", "/dev/stdout").out == written


def test_statistics_stand_instead_of_findings(here: Inside) -> None:
    (here.work / "y.json").write_bytes((here.work / "x.json").read_bytes())
    result = here("validate", "x.json", "y.json", "--statistics")
    assert result.code == 1
    assert [line.split()[:3] for line in result.out.decode().splitlines()] == [
        ["2", "EP301", "unknown-prop"],
        ["2", "EP705", "unsafe-character"],
        ["2", "EP811", "no-submit"],
    ]


def test_statistics_make_room_for_a_format_that_is_named(here: Inside) -> None:
    result = here("validate", "x.json", "--statistics", "--output-format", "jsonl")
    assert [row["code"] for row in result.lines] == CODES
    assert any("EP301" in line for line in result.said)


def test_quiet_says_nothing_but_findings(here: Inside) -> None:
    result = here("validate", "x.json", "-q")
    assert result.err == b""
    assert len(result.out.splitlines()) == 3


def test_a_closed_pipe_ends_it(epoch: Command) -> None:
    for number in range(300):
        write(epoch.work, FAULTS, f"{number}.json")
    with epoch.start("validate", ".", "--output-format", "full") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        said = process.stderr.read()
    assert process.returncode == 141
    assert b"Traceback" not in said
    assert b"bug" not in said


# ---------------------------------------------------------------- on a terminal


def test_a_terminal_gets_source_lines_and_colour(epoch: Command) -> None:
    write(epoch.work, FAULTS)
    with Terminal(100, 40) as screen:
        code, _, _ = on_terminals(epoch, "validate", "x.json", out=screen, err=screen)
        assert code == 1
        assert "--> x.json:1:" in screen.text
        assert "^^^" in screen.text
        assert "1 file checked" in screen.text
        assert b"\x1b[" in screen.raw
        assert b"\x9b31m" not in screen.raw
        assert "\u202e".encode() not in screen.raw


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_carets_stand_below_what_they_are_about_however_wide_a_terminal_is(epoch: Command, columns: int) -> None:
    long = box(*(text("wörld " * 5) for _ in range(9)), text("x", colr="red"), text("and more of it " * 9))
    write(epoch.work, {"root": long})
    with Terminal(columns, 40) as screen:
        on_terminals(epoch, "validate", "x.json", "--select", "EP301", out=screen, err=screen)
        shown = screen.lines
    carets = next(index for index, line in enumerate(shown) if "^" in line)
    start, end = shown[carets].index("^"), shown[carets].rindex("^") + 1
    assert shown[carets - 1].startswith("1 | …")
    assert shown[carets - 1][start:end] == '"colr"'
    assert shown[carets + 1].strip() == "|"


def test_sentences_are_wrapped_between_words_on_a_terminal(epoch: Command) -> None:
    write(epoch.work, {"root": {"type": "Button", "text": "Go", "props": {"qqqqqqqq": 1}}})
    with Terminal(50, 40) as screen:
        on_terminals(epoch, "validate", "x.json", out=screen, err=screen)
        shown = screen.lines
    hint = next(index for index, line in enumerate(shown) if "= hint: " in line)
    assert shown[hint + 1].startswith(" " * len("  = hint: "))
    assert not shown[hint + 1].startswith(" " * len("  = hint:  "))


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_without_colour_gets_none(epoch: Command, environment: dict[str, str]) -> None:
    epoch.environment |= environment
    write(epoch.work, FAULTS)
    with Terminal(100, 40) as screen:
        on_terminals(epoch, "validate", "x.json", out=screen, err=screen)
        assert "--> x.json:1:" in screen.text
        assert re.search(rb"\x1b\[[\d;]*m", screen.raw) is None
        # on a slow machine there is a bar for a while, which is taken away with an escape sequence
        assert b"\x1b" not in screen.raw or "NO_COLOR" in environment


def test_a_file_written_from_a_terminal_has_no_colour(epoch: Command) -> None:
    write(epoch.work, FAULTS)
    with Terminal() as screen:
        on_terminals(epoch, "validate", "x.json", "--output-format", "full", "-o", "report", out=screen, err=screen)
    assert b"\x1b" not in (epoch.work / "report").read_bytes()
