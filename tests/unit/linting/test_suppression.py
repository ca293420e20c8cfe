"""`metadata.epoch.ignore`: findings that a document keeps quiet itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import box, codes, text

from epoch_cli.catalog import Catalog
from epoch_cli.linting.check import check
from epoch_cli.linting.report import FileReport
from epoch_cli.linting.settings import LintSettings
from epoch_cli.validation import Draft, Selection

ROOT = box(text(size="16px", wobble=1), box(text(size="#fff"), {"type": "Slider"}))


def document(*ignore: Any, root: Any = ROOT) -> dict[str, Any]:
    return {"root": root, "metadata": {"epoch": {"ignore": list(ignore)}}}


def checked(punk: Catalog, value: Any, rules: Any = None) -> FileReport:
    return check("x.json", json.dumps(value, indent=1).encode(), LintSettings.of(punk, rules=rules))


def test_without_it_everything_is_told(punk: Catalog) -> None:
    report = checked(punk, {"root": ROOT})
    assert codes(report) == ["EP403", "EP301", "EP403", "EP201"]
    assert report.suppressed == 0


@every_row(
    ("entries", "left"),
    [
        (["EP403"], ["EP301", "EP201"]),
        (["raw-value"], ["EP301", "EP201"]),
        (["tokens"], ["EP301", "EP201"]),
        (["EP4", "EP3"], ["EP201"]),
        (["all"], []),
        ([{"code": "EP403"}], ["EP301", "EP201"]),
        ([{"code": "EP403", "pointer": "/root/children/0"}], ["EP301", "EP403", "EP201"]),
        ([{"code": "EP403", "pointer": "/root/children/1/children/0/props/size"}], ["EP403", "EP301", "EP201"]),
        ([{"code": "all", "pointer": "/root/children/1"}], ["EP403", "EP301"]),
        ([{"code": "EP403", "reason": "the old brand"}, {"code": "EP2", "pointer": "/root"}], ["EP301"]),
        ([{"code": "EP403", "pointer": ""}], ["EP301", "EP201"]),
    ],
)
def test_what_an_entry_covers_is_counted_and_not_told(punk: Catalog, entries: list[Any], left: list[str]) -> None:
    report = checked(punk, document(*entries))
    assert codes(report) == left
    assert report.suppressed == 4 - len(left)
    assert report.metrics is not None


@pytest.mark.parametrize(
    "entry",
    [
        "EP801",
        {"code": "EP801", "reason": "gone"},
        {"code": "EP403", "pointer": "/root/children/1/children/1"},
        {"code": "EP403", "pointer": "/root/children/0/pro"},
        {"code": "EP403", "pointer": "/nowhere"},
    ],
)
def test_an_entry_that_does_nothing_is_a_finding_at_its_place(punk: Catalog, entry: Any) -> None:
    value = document("EP3", entry)
    report = checked(punk, value)
    assert codes(report) == ["EP403", "EP403", "EP201", "EP108"]
    unused = report.diagnostics[-1]
    assert unused.severity == "warning"
    assert unused.pointer == "/metadata/epoch/ignore/1"
    assert report.lines[unused.line].strip().startswith(json.dumps(entry, indent=1).split("\n")[0])


def test_an_entry_on_a_clean_document_is_unused(punk: Catalog) -> None:
    report = checked(punk, document("EP301", root=text()))
    assert codes(report) == ["EP108"]


def test_an_entry_is_not_unused_when_its_rules_do_not_all_count(punk: Catalog) -> None:
    assert codes(checked(punk, document("EP8", root=text()), Selection(select=frozenset({"EP3", "EP1"})))) == []
    assert codes(checked(punk, document("EP8", root=text()), ["EP801"])) == []
    assert codes(checked(punk, document("EP301", root=text()), ["EP108"])) == []


@every_row(
    ("entry", "at", "words"),
    [
        (5, "", "an entry is a number"),
        ("EP999", "", "no rule is called"),
        ("unknown-porp", "", "no rule is called"),
        ({"code": "nonsense"}, "/code", "no rule is called"),
        ({"pointer": "/root"}, "", "names no rule"),
        ({"code": "EP3", "pointer": "root"}, "/pointer", "JSON pointer"),
        ({"code": "EP3", "path": "/root"}, "/path", "no field"),
        ({"code": 3}, "/code", "not a string"),
        ({"code": "EP3", "reason": 3}, "/reason", "not a string"),
    ],
)
def test_a_malformed_entry_is_a_finding_and_suppresses_nothing(punk: Catalog, entry: Any, at: str, words: str) -> None:
    report = checked(punk, document(entry))
    assert codes(report) == ["EP403", "EP301", "EP403", "EP201", "EP109"]
    assert report.diagnostics[-1].pointer == f"/metadata/epoch/ignore/0{at}"
    assert words in report.diagnostics[-1].message
    assert report.diagnostics[-1].hint


def test_a_list_that_is_none_is_a_finding(punk: Catalog) -> None:
    value = {"root": text(), "metadata": {"epoch": {"ignore": "EP301"}}}
    assert codes(checked(punk, value)) == ["EP109"]


@pytest.mark.parametrize("metadata", [{}, {"epoch": 5}, {"epoch": []}, {"epoch": {}}, {"ignore": ["EP301"]}])
def test_other_metadata_is_none_of_this(punk: Catalog, metadata: Any) -> None:
    assert codes(checked(punk, {"root": text(wobble=1), "metadata": metadata})) == ["EP301"]


def test_what_entries_say_of_themselves_cannot_be_suppressed_here(punk: Catalog) -> None:
    assert "EP108" in codes(checked(punk, document("EP108", root=text())))


def test_a_draft_is_not_silenced(punk: Catalog) -> None:
    draft = Draft(punk, document("all", root=box()))
    assert not draft.propose({"op": "add", "path": "/root/children/-", "value": {"type": "Slider"}}).accepted
