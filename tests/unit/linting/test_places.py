"""Line and column of a finding are what an editor shows, however a file is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from support.every_row import every_row
from support.nodes import box, button, text

from epoch_cli.catalog import Catalog
from epoch_cli.linting.check import check
from epoch_cli.linting.settings import LintSettings

EMOJI = "👩‍👩‍👧 ✅ 日本"
FAULTS: dict[str, Any] = {
    "metadata": {"note": EMOJI},
    "root": box(
        text(EMOJI, color="16px"),
        {"type": "Carousel"},
        button("Go", variant="loud", wobble=1),
        {"type": "Input", "props": {"placeholder": EMOJI}},
        {"type": "DataGrid", "props": {"caption": "c", "columns": [{"key": "a"}]}},
    ),
}
EXPECTED = {
    "EP403": '"16px"',
    "EP201": '"Carousel"',
    "EP304": '"loud"',
    "EP301": '"wobble"',
    "EP801": '{"type": "Input"',
    "EP305": '{"key": "a"}',
}

WRITERS: dict[str, Callable[[Any], str]] = {
    "one line": json.dumps,
    "no escapes": lambda value: json.dumps(value, ensure_ascii=False),
    "minified": lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
    "indented": lambda value: json.dumps(value, ensure_ascii=False, indent=2),
    "tabs": lambda value: json.dumps(value, ensure_ascii=False, indent="\t"),
    "crlf": lambda value: json.dumps(value, ensure_ascii=False, indent=4).replace("\n", "\r\n"),
    "cr": lambda value: json.dumps(value, ensure_ascii=False, indent=4).replace("\n", "\r"),
    "bom": lambda value: "\ufeff" + json.dumps(value, ensure_ascii=False),
    "bom and crlf": lambda value: "\ufeff" + json.dumps(value, indent=1).replace("\n", "\r\n") + "\r\n",
    "white space before": lambda value: "\n\n \t" + json.dumps(value),
}


def at(content: str, line: int, column: int) -> str:
    """What stands at a place, found by counting as an editor does."""
    lines = content.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join([lines[line - 1][column - 1 :], *lines[line:]])


@every_row("written", WRITERS)
def test_a_finding_stands_at_what_it_is_about(punk: Catalog, written: str) -> None:
    content = WRITERS[written](FAULTS)
    report = check("x.json", content.encode(), LintSettings.of(punk))
    found = {each.code: each for each in report.diagnostics}
    assert set(found) == set(EXPECTED)
    for code, start in EXPECTED.items():
        here = at(content, found[code].line, found[code].column)
        assert "".join(here.split()).startswith("".join(start.split())), code
    places = [(each.line, each.column) for each in report.diagnostics]
    assert places == sorted(places)


@every_row("written", WRITERS)
def test_the_lines_of_findings_come_with_the_report(punk: Catalog, written: str) -> None:
    content = WRITERS[written](FAULTS)
    report = check("x.json", content.encode(), LintSettings.of(punk))
    assert set(report.lines) == {each.line for each in report.diagnostics}
    for number, line in report.lines.items():
        assert line == at(content, number, 1).split("\n")[0]


def test_nothing_is_placed_in_a_clean_file(punk: Catalog) -> None:
    report = check("x.json", json.dumps({"root": text("fine")}).encode(), LintSettings.of(punk))
    assert (report.diagnostics, report.lines, report.readable) == ((), {}, True)
    assert report.metrics is not None
    assert report.metrics.nodes == 1
