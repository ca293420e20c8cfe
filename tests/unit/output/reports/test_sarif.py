"""`sarif`: a log that the schema of SARIF 2.1.0 accepts, and whose references lead somewhere."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given, settings
from jsonschema import Draft4Validator, FormatChecker
from support.every_row import every_row
from support.examples import examples
from support.findings import HOSTILE, REPORTS, finding, fix, paired, written

import epoch_cli
from epoch_cli.linting.report import FileReport
from epoch_cli.output.reports.sarif import artifact
from epoch_cli.output.reports.wording import statement
from epoch_cli.validation import FAMILIES, RULES, Diagnostic

SCHEMA = Path(__file__).parents[3] / "data" / "sarif" / "sarif-2.1.0-rtm.5.json"

# RFC 3986, appendix A, as far as characters and the first segment go
_CHARACTER = r"(?:[A-Za-z0-9._~!$&'()*+,;=@/?#\[\]-]|%[0-9A-Fa-f]{2})"
_ABSOLUTE = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:(?:{_CHARACTER}|:)*")
_RELATIVE = re.compile(rf"(?:(?!/)[^:/]*(?:/|$)|/)(?:{_CHARACTER}|:)*")
_CHARACTERS = re.compile(rf"(?:{_CHARACTER}|:)*")

FORMATS = FormatChecker(())


@FORMATS.checks("uri")
def is_uri(value: object) -> bool:
    return not isinstance(value, str) or _ABSOLUTE.fullmatch(value) is not None


@FORMATS.checks("uri-reference")
def is_reference(value: object) -> bool:
    return (
        not isinstance(value, str) or is_uri(value) or bool(_CHARACTERS.fullmatch(value) and _RELATIVE.fullmatch(value))
    )


@pytest.fixture(scope="module")
def schema() -> Draft4Validator:
    """The schema that the SARIF SDK of Microsoft tests with."""
    data = json.loads(SCHEMA.read_text("utf-8"))
    Draft4Validator.check_schema(data)
    return Draft4Validator(data, format_checker=FORMATS)


def log(*reports: FileReport) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(written("sarif", *reports))
    return data


def plain(message: str) -> str:
    """A message as a viewer shows it: without the backslashes that keep it from being a link."""
    return re.sub(r"\\([\\\[\]])", r"\1", message) if r"\](" in message else message


BAD = FileReport(
    "ui/log in.json",
    diagnostics=[
        finding(hint="b", pointer="/root/props/a~1b", line=7, column=3, fix=fix()),
        finding("EP107", "alone", line=9),
        finding("EP301", "x", severity="info"),
    ],
    lines={7: '  "a/b": 1'},
)
BROKEN = FileReport(
    "b.json", readable=False, diagnostics=[finding("EP001", "broken", severity="error", line=1, column=9)]
)


def test_the_schema_of_sarif_accepts_it(schema: Draft4Validator) -> None:
    schema.validate(log(BAD, BROKEN, FileReport("clean.json")))
    schema.validate(log())


def test_the_schema_is_not_blind(schema: Draft4Validator) -> None:
    broken = log(BAD)
    broken["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = "a b.json"
    broken["runs"][0]["results"][1]["level"] = "info"
    assert {"/".join(map(str, error.absolute_path)).rsplit("/", 1)[-1] for error in schema.iter_errors(broken)} == {
        "uri", "level",
    }  # fmt: skip


def test_the_tool_names_its_version_and_all_its_rules() -> None:
    driver = log()["runs"][0]["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("epoch", epoch_cli.__version__)
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    families = {rule.code: family for family, rules in FAMILIES.items() for rule in rules}
    for rule in driver["rules"]:
        row = RULES[rule["id"]]
        assert rule["name"] == row.name
        assert rule["shortDescription"] == {"text": row.text}
        assert (
            rule["defaultConfiguration"]["level"]
            == {"error": "error", "warning": "warning", "info": "note"}[row.severity]
        )
        assert rule["properties"] == {"kind": row.kind, "family": families[row.code]}
        assert f"epoch rules {row.code}" in rule["help"]["text"]


def test_a_result_says_what_where_and_how_to_mend_it() -> None:
    first, second, third = log(BAD)["runs"][0]["results"]
    assert (first["ruleId"], first["level"], first["message"]) == ("EP301", "error", {"text": "no such prop (b)"})
    assert first["ruleIndex"] == list(RULES).index("EP301")
    [location] = first["locations"]
    assert location == {
        "physicalLocation": {
            "artifactLocation": {"uri": "ui/log%20in.json", "uriBaseId": "SRCROOT"},
            "region": {"startLine": 7, "startColumn": 3, "endColumn": 8},
        },
        "logicalLocations": [{"fullyQualifiedName": "/root/props/a~1b"}],
    }
    assert first["properties"]["hint"] == "b"
    assert first["properties"]["fix"]["patches"][0]["op"] == "move"
    assert (second["level"], third["level"]) == ("warning", "note")
    assert second["locations"][0]["physicalLocation"]["region"] == {"startLine": 9}
    assert "region" not in third["locations"][0]["physicalLocation"]
    assert "logicalLocations" not in third["locations"][0]


def test_an_unreadable_file_is_a_result_and_a_failed_invocation() -> None:
    run = log(BAD, BROKEN)["runs"][0]
    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"] is False
    [notification] = invocation["toolExecutionNotifications"]
    assert notification["message"] == {"text": "broken"}
    assert notification["associatedRule"] == {"id": "EP001", "index": 0}
    assert notification["locations"] == run["results"][-1]["locations"]
    [invocation] = log(BAD)["runs"][0]["invocations"]
    assert invocation == {"executionSuccessful": True, "toolExecutionNotifications": []}


def test_columns_are_code_points_and_the_base_is_declared() -> None:
    run = log(BAD)["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    assert set(run["originalUriBaseIds"]) == {"SRCROOT"}


@every_row(
    ("name", "expected"),
    [
        ("a.json", {"uri": "a.json", "uriBaseId": "SRCROOT"}),
        ("./a.json", {"uri": "a.json", "uriBaseId": "SRCROOT"}),
        ("../a.json", {"uri": "../a.json", "uriBaseId": "SRCROOT"}),
        ("a b/ü%.json", {"uri": "a%20b/%C3%BC%25.json", "uriBaseId": "SRCROOT"}),
        ("http://x", {"uri": "http%3A//x", "uriBaseId": "SRCROOT"}),
        ("a#b?c.json", {"uri": "a%23b%3Fc.json", "uriBaseId": "SRCROOT"}),
        ("/tmp/a b.json", {"uri": "file:///tmp/a%20b.json"}),
        ("C:/x/a.json", {"uri": "file:///C:/x/a.json"}),
        ("C:\\x\\a.json", {"uri": "file:///C:/x/a.json"}),
        (os.fsdecode(b"\xff.json"), {"uri": "%FF.json", "uriBaseId": "SRCROOT"}),
    ],
)
def test_a_file_name_is_a_uri(name: str, expected: dict[str, str]) -> None:
    assert artifact(name) == expected


@given(HOSTILE.filter(lambda name: name and "\\" not in name))
def test_any_file_name_reads_back(name: str) -> None:
    made = artifact(name)
    assert is_reference(made["uri"])
    path = made["uri"] if "uriBaseId" in made else made["uri"].removeprefix("file://")
    assert unquote_to_bytes(path).lstrip(b"/") == _bytes(name).removeprefix(b"./").lstrip(b"/")


def _bytes(name: str) -> bytes:
    try:
        return name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogatepass")


def test_a_message_is_never_a_link() -> None:
    report = FileReport("a", diagnostics=[finding(message="see [this](http://evil) \\ [a]"), finding(message="[a] \\")])
    first, second = (result["message"]["text"] for result in log(report)["runs"][0]["results"])
    assert first == r"see \[this\](http://evil) \\ \[a\]"
    assert second == "[a] \\"


@settings(deadline=None, max_examples=examples(30))
@given(reports=REPORTS)
def test_whatever_was_found_the_log_is_valid_and_complete(schema: Draft4Validator, reports: list[FileReport]) -> None:
    data = log(*reports)
    run = data["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    expected = [(report, each) for report in reports for each in report.diagnostics]
    for result, (_, diagnostic) in zip(run["results"], expected, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == diagnostic.code
        assert plain(result["message"]["text"]) == paired(statement(diagnostic))
        assert_region(result["locations"][0]["physicalLocation"].get("region", {}), diagnostic)
    prints = [result["partialFingerprints"]["epochFinding/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)
    run["tool"]["driver"]["rules"] = rules[:1]  # they are the same every time, and judged once above
    schema.validate(data)


def assert_region(region: dict[str, int], diagnostic: Diagnostic) -> None:
    assert region.get("startLine", 0) == diagnostic.line
    if "startColumn" in region:
        assert region["startColumn"] == diagnostic.column
        assert region.get("endColumn", diagnostic.column + 1) > diagnostic.column
