"""`json` and `jsonl`: findings as data, with the same facts in both."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.findings import HOSTILE, REPORTS, finding, fix, paired, written

from epoch_cli.document.metrics import Metrics
from epoch_cli.linting.report import FileReport
from epoch_cli.output.reports.json_text import json_text
from epoch_cli.output.text import visible
from epoch_cli.validation import Diagnostic

REPORT = FileReport(
    "ui/日本.json",
    diagnostics=[
        finding(message="no such prop", pointer="/root/props/a", hint="b", line=2, column=3, fix=fix()),
        finding("EP107", "no dataSource", fix=fix("lossy")),
    ],
    metrics=Metrics(nodes=3, depth=2),
    suppressed=4,
)
BROKEN = FileReport("b.json", "patches", [finding("EP008", "cannot be opened")], readable=False)


def test_json_is_one_object_with_every_file_and_the_sums() -> None:
    data = json.loads(written("json", REPORT, BROKEN))
    assert list(data) == ["files", "summary"]
    first, second = data["files"]
    assert list(first) == ["name", "kind", "readable", "metrics", "suppressed", "diagnostics"]
    assert (first["name"], first["kind"], first["readable"], first["suppressed"]) == (
        "ui/日本.json",
        "document",
        True,
        4,
    )
    assert first["metrics"] == {
        "nodes": 3, "depth": 2, "children": 0, "bindings": 0, "handlers": 0, "conditions": 0, "loops": 0,
        "longest_string": 0, "score": 3,
    }  # fmt: skip
    assert first["diagnostics"][0] == {
        "code": "EP301", "severity": "error", "message": "no such prop", "pointer": "/root/props/a", "hint": "b",
        "rule": "unknown-prop", "line": 2, "column": 3,
        "fix": {
            "name": "nearest-prop", "grade": "lossless", "message": "rename it",
            "patches": [{"op": "move", "from": "/root/props/a", "path": "/root/props/b"}],
        },
    }  # fmt: skip
    assert (second["readable"], second["metrics"], second["kind"]) == (False, None, "patches")
    assert data["summary"] == {
        "files": 1, "unreadable": 1, "errors": 2, "warnings": 1, "infos": 0, "fixable": {"lossless": 1, "lossy": 1},
        "suppressed": 4,
    }  # fmt: skip


def test_a_file_is_a_line_of_json_and_no_file_is_an_empty_list() -> None:
    lines = written("json", REPORT, BROKEN).splitlines()
    assert lines[0] == '{"files":['
    assert [json.loads(line.rstrip(","))["name"] for line in lines[1:3]] == ["ui/日本.json", "b.json"]
    assert json.loads(written("json"))["files"] == []


def test_jsonl_is_a_finding_a_line_with_its_file() -> None:
    rows = [json.loads(line) for line in written("jsonl", REPORT, FileReport("clean.json"), BROKEN).splitlines()]
    assert [(row["file"], row["code"]) for row in rows] == [
        ("ui/日本.json", "EP301"), ("ui/日本.json", "EP107"), ("b.json", "EP008"),
    ]  # fmt: skip
    assert "line" not in rows[1]
    assert rows[1]["pointer"] == ""


@settings(deadline=None)
@given(REPORTS)
def test_json_reads_back_as_what_was_found(reports: list[FileReport]) -> None:
    data = json.loads(written("json", *reports))
    for row, report in zip(data["files"], reports, strict=True):
        assert row["name"] == paired(report.name)
        assert row["diagnostics"] == paired([each.to_json() for each in report.diagnostics])
        for found in filter(lambda found: "message" in found, row["diagnostics"]):  # every rule gives one
            assert Diagnostic.from_json(found).to_json() == found


@settings(deadline=None)
@given(REPORTS)
def test_jsonl_reads_back_as_what_was_found(reports: list[FileReport]) -> None:
    rows = [json.loads(line) for line in written("jsonl", *reports).split("\n")[:-1]]
    expected = [(report.name, each.to_json()) for report in reports for each in report.diagnostics]
    assert [(row.pop("file"), row) for row in rows] == [(paired(name), paired(found)) for name, found in expected]


@every_row("value", ["\x7f", "\x7f\ud800", "\x9b2J", "\u202e", "\U000e0041", "\x1b", "\n", 2**70, "日本 🙂"])
def test_what_is_hidden_is_escaped_and_reads_back(value: Any) -> None:
    text = json_text([value])
    assert json.loads(text) == [value]
    assert visible(text) == text


def test_what_can_be_read_stays_readable() -> None:
    assert json_text({"a": "日本 é"}) == '{"a":"日本 é"}'


@given(st.recursive(HOSTILE | st.integers() | st.booleans() | st.none(), lambda inner: st.lists(inner, max_size=3)))
def test_any_value_reads_back(value: Any) -> None:
    text = json_text(value)
    text.encode("utf-8")
    assert visible(text) == text
    assert json.loads(text) == (paired(value) if isinstance(value, (str, list)) else value)
