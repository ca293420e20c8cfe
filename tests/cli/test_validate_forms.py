"""`epoch validate --output-format …` on real files: what each reader gets through a pipe."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from junitparser import JUnitXml
from support.command import Command, Result
from support.nodes import node
from support.terminal import Terminal, on_terminals

from epoch_cli.output.reports import FORMATS

SARIF = Path(__file__).parents[1] / "data" / "sarif" / "sarif-2.1.0-rtm.5.json"
BAD = {"root": node("Stack", node("Button", text="Sénd 🙂", varant="\x1b[31mred"), node("Text", text="\x9b2J\u202e"))}


@pytest.fixture(scope="module")
def folder(shared: Command) -> Path:
    """A good file, a bad one, and one that is no JSON."""
    files = {
        "good.json": json.dumps({"root": node("Button", text="Send")}),
        "bad file.json": json.dumps(BAD, indent=2, ensure_ascii=False),
        "broken.json": '{"root": {"type": "Button",}}\n',
    }
    for name, text in files.items():
        (shared.work / name).write_text(text, "utf-8")
    return shared.work


def validate(epoch: Command, form: str) -> Result:
    return epoch("validate", "good.json", "bad file.json", "broken.json", "--output-format", form)


@pytest.mark.parametrize("form", FORMATS)
def test_no_escape_byte_gets_into_a_pipe(shared: Command, folder: Path, form: str) -> None:
    result = validate(shared, form)
    assert result.code == 6
    assert b"varant" in result.out
    for stream in (result.out, result.err):
        assert b"\x1b" not in stream
        assert not {"\x9b", "\u202e"} & set(stream.decode("utf-8"))


def test_concise_lines_are_places_that_can_be_followed(shared: Command, folder: Path) -> None:
    lines = validate(shared, "concise").out.decode().splitlines()
    [line] = [line for line in lines if "EP301" in line]
    name, row, column, rest = line.split(":", 3)
    text = (folder / name).read_text("utf-8").splitlines()[int(row) - 1]
    assert text[int(column) - 1 :].startswith('"varant"')
    assert rest.startswith(" EP301 error: ")
    assert any(line.startswith("broken.json:1:28: EP001 error: ") for line in lines)


def test_full_shows_the_source_with_a_caret(shared: Command, folder: Path) -> None:
    lines = validate(shared, "full").out.decode().splitlines()
    at = next(number for number, line in enumerate(lines) if '"varant": "' in line and " | " in line)
    caret = lines[at + 1]
    assert lines[at][caret.index("^") : caret.rindex("^") + 1] == '"varant"'


def test_all_data_forms_agree_on_what_was_found(shared: Command, folder: Path) -> None:
    def found(rows: list[dict[str, Any]], name: str) -> list[tuple[Any, ...]]:
        return [(name, row["code"], row["line"], row["column"], row["message"]) for row in rows]

    data = json.loads(validate(shared, "json").out)
    expected = [each for file in data["files"] for each in found(file["diagnostics"], file["name"])]
    assert expected
    lines = validate(shared, "jsonl").lines
    assert [each for row in lines for each in found([row], row["file"])] == expected
    issues = json.loads(validate(shared, "gitlab").out)
    assert [(each["location"]["path"], each["location"]["lines"]["begin"]) for each in issues] == [
        (name, line) for name, _, line, _, _ in expected
    ]
    [run] = json.loads(validate(shared, "sarif").out)["runs"]
    regions = [each["locations"][0]["physicalLocation"]["region"] for each in run["results"]]
    assert [
        (each["ruleId"], region["startLine"], region["startColumn"])
        for each, region in zip(run["results"], regions, strict=True)
    ] == [(code, line, column) for _, code, line, column, _ in expected]
    commands = validate(shared, "github").out.decode().splitlines()
    assert len(commands) == len(expected)
    assert all(
        f"line={line},col={column}," in text for text, (_, _, line, column, _) in zip(commands, expected, strict=True)
    )


def test_sarif_of_real_files_is_valid(shared: Command, folder: Path) -> None:
    log = json.loads(validate(shared, "sarif").out)
    Draft4Validator(json.loads(SARIF.read_text("utf-8"))).validate(log)
    [run] = log["runs"]
    uris = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in run["results"]]
    assert set(uris) == {"bad%20file.json", "broken.json"}
    assert run["invocations"][0]["executionSuccessful"] is False


def test_junit_of_real_files_is_read_by_a_junit_reader(shared: Command, folder: Path) -> None:
    good, bad, broken = JUnitXml.fromstring(validate(shared, "junit").out)
    assert (good.name, good.tests, good.failures, good.errors) == ("good.json", 1, 0, 0)
    assert bad.failures >= 1
    assert (broken.errors, broken.failures) == (1, 0)


def test_on_a_terminal_the_caret_stands_below_the_key_in_colour(shared: Command, folder: Path) -> None:
    with Terminal(100, 60) as screen:
        code, _, _ = on_terminals(shared, "validate", "bad file.json", out=screen, err=None)
        screen.wait_for("epoch rules EP301")
        lines = screen.lines
        row = next(number for number, line in enumerate(lines) if '"varant"' in line and " | " in line)
        column = lines[row].index('"varant"')
        assert code == 1
        assert lines[row + 1].replace("|", " ") == f"{' ' * column}{'^' * 8}"
        assert screen.screen.buffer[row + 1][column].fg == "red"
        assert r"\x1b[31mred" in screen.text
