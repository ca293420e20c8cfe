"""Baselines: what was there before is kept quiet, what is new is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import box, codes, text

from epoch_cli.catalog import Catalog
from epoch_cli.errors import UsageError
from epoch_cli.linting.baseline import Baseline, baseline_text
from epoch_cli.linting.check import check
from epoch_cli.linting.report import FileReport
from epoch_cli.linting.settings import LintSettings

FAULTS = box(text(wobble=1), text(size="16px", wobble=1))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def checked(punk: Catalog, root: Any, name: str = "ui/x.json") -> FileReport:
    return check(name, json.dumps({"root": root}).encode(), LintSettings.of(punk))


def written(*reports: FileReport, path: str = "base.json") -> Baseline:
    Path(path).parent.mkdir(exist_ok=True)
    Path(path).write_text(baseline_text(reports, Path(path).parent))
    return Baseline.read(Path(path))


def test_what_is_known_is_counted_and_not_told(punk: Catalog) -> None:
    report = checked(punk, FAULTS)
    baseline = written(report)
    left = baseline.without_known(report)
    assert (codes(left), left.suppressed, left.lines) == ([], 3, {})
    assert baseline.gone([left]) == 0


def test_lines_may_move(punk: Catalog) -> None:
    baseline = written(checked(punk, FAULTS))
    raw = json.dumps({"metadata": {"x": 1}, "root": FAULTS}, indent=8).encode()
    assert codes(baseline.without_known(check("ui/x.json", raw, LintSettings.of(punk)))) == []


def test_what_is_new_is_told(punk: Catalog) -> None:
    baseline = written(checked(punk, FAULTS))
    left = baseline.without_known(checked(punk, box(text(wobble=1), text(wobble=1, wibble=2))))
    assert [(each.code, each.pointer) for each in left.diagnostics] == [("EP301", "/root/children/1/props/wibble")]
    assert left.suppressed == 2
    assert baseline.gone([left]) == 1
    assert set(left.lines) == {1}


def test_as_often_as_it_was_and_no_more(punk: Catalog) -> None:
    twice = box({"type": "Text", "props": {"columns": 1}}, {"type": "DataGrid", "props": {"caption": "c"}})
    report = checked(punk, twice)
    found = list(report.diagnostics)
    baseline = written(report._replace(diagnostics=found * 2))
    again = report._replace(diagnostics=[*found, *found, found[0]])
    assert len(baseline.without_known(again).diagnostics) == 1


def test_another_file_is_not_known(punk: Catalog) -> None:
    baseline = written(checked(punk, FAULTS))
    assert len(baseline.without_known(checked(punk, FAULTS, "ui/y.json")).diagnostics) == 3


def test_paths_count_from_the_baseline(punk: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    baseline = written(checked(punk, FAULTS), path="ci/base.json")
    assert json.loads(Path("ci/base.json").read_text())["files"].keys() == {"../ui/x.json"}
    Path("ui").mkdir()
    monkeypatch.chdir("ui")
    assert codes(baseline.without_known(checked(punk, FAULTS, "x.json"))) == []


def test_a_file_that_is_no_more_is_gone_and_one_that_was_not_checked_is_not(punk: Catalog) -> None:
    Path("ui").mkdir()
    Path("ui/y.json").write_text("{}")
    baseline = written(checked(punk, FAULTS), checked(punk, FAULTS, "ui/y.json"))
    assert baseline.gone([]) == 3
    assert baseline.gone([checked(punk, text(), "ui/y.json")]) == 6


def test_what_cannot_be_read_is_always_new(punk: Catalog) -> None:
    broken = check("ui/x.json", b"{", LintSettings.of(punk))
    assert json.loads(baseline_text([broken], Path()))["files"] == {}
    known = json.dumps({"version": 1, "files": {"ui/x.json": [{"code": "EP001", "pointer": "", "count": 1}]}})
    Path("base.json").write_text(known)
    assert codes(Baseline.read(Path("base.json")).without_known(broken)) == ["EP001"]


def test_the_file_is_sorted_a_finding_a_line_and_always_the_same(punk: Catalog) -> None:
    one, two = checked(punk, FAULTS, "b.json"), checked(punk, text(wobble=1), "a.json")
    made = baseline_text([one, two], Path())
    assert made == baseline_text([two, one], Path())
    assert made.endswith("}\n")
    data = json.loads(made)
    assert list(data["files"]) == ["a.json", "b.json"]
    rows = data["files"]["b.json"]
    assert rows == sorted(rows, key=lambda row: (row["code"], row["pointer"]))
    assert len([line for line in made.splitlines() if '"code"' in line]) == 4
    assert "line" not in made
    assert json.loads(baseline_text([], Path())) == {"version": 1, "files": {}}


@every_row(
    "content",
    ["", "[]", "{}", '{"version": 1}', '{"version": 1, "files": []}', '{"version": 1, "files": {"a": [{}]}}',
     '{"version": 1, "files": {"a": [{"code": "EP1", "pointer": "", "count": "x"}]}}',
     '{"version": 2, "files": {}}', "[" * 9999],
)  # fmt: skip
def test_what_is_no_baseline_is_refused(content: str) -> None:
    Path("base.json").write_text(content)
    with pytest.raises(UsageError, match=r"^base\.json: ") as caught:
        Baseline.read(Path("base.json"))
    assert "--write-baseline base.json" in caught.value.remedy


def test_a_baseline_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        Baseline.read(Path("base.json"))
