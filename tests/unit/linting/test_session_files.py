"""Sessions: recorded patches are judged again, with the rules of today."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import add, box, button, text
from support.scripted import ScriptedProvider

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.engine import Control, Options, generate
from epoch_cli.engine.options import NO_RECOVERY
from epoch_cli.events import encode
from epoch_cli.linting.check import check
from epoch_cli.linting.report import FileReport
from epoch_cli.linting.settings import LintSettings

Edit = Callable[[list[dict[str, Any]]], None]


def session(catalog: Catalog, *patches: Any, base: Any = None, **how: Any) -> bytes:
    """What a real run records."""
    script = ["".join(f"{json.dumps(patch)}\n" for patch in patches), *how.pop("then", ())]

    async def run() -> bytes:
        options = Options(document=base, recovering=NO_RECOVERY, **how)
        events = generate("p", catalog=catalog, provider=ScriptedProvider(script), options=options)
        return b"".join([encode(event) async for event in events])

    return asyncio.run(run())


def edited(raw: bytes, edit: Edit) -> bytes:
    rows = [json.loads(line) for line in raw.splitlines()]
    edit(rows)
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def checked(catalog: Catalog, raw: bytes, **how: Any) -> FileReport:
    report = check("s.jsonl", raw, LintSettings.of(catalog, **how))
    assert report.kind == "session"
    return report


def codes(report: FileReport) -> list[str]:
    return [each.code for each in report.diagnostics]


PATCHES = [add("/root", box()), add("/root/children/-", text("a")), add("/root/children/-", button("Go"))]


@pytest.fixture
def poorer(tmp_path: Path) -> Catalog:
    """The design system of tomorrow, without buttons."""
    path = tmp_path / "poorer.toml"
    path.write_text('[preset]\nname = "poorer"\nextends = "punk"\nremove = ["Button"]\n')
    return load_catalog(path)


def test_what_a_run_records_is_clean(punk: Catalog) -> None:
    report = checked(punk, session(punk, *PATCHES))
    assert report.diagnostics == []
    assert report.metrics is not None
    assert report.metrics.nodes == 3


def test_what_was_refused_then_is_not_told_now(punk: Catalog) -> None:
    assert checked(punk, session(punk, *PATCHES, add("/root/children/-", {"type": "Slider"}))).diagnostics == []


def test_what_breaks_a_rule_of_today_stands_in_the_event_that_wrote_it(punk: Catalog, poorer: Catalog) -> None:
    raw = session(punk, *PATCHES, add("/root/children/-", text("after it")))
    report = checked(poorer, raw)
    assert codes(report) == ["EP201"]
    (found,) = report.diagnostics
    line = raw.splitlines()[found.line - 1].decode()
    assert json.loads(line)["event"] == "patch_accepted"
    assert line[found.column - 1 :].startswith('"Button"')
    assert report.lines == {found.line: line}
    assert report.readable


def test_what_only_the_end_shows_is_told_with_its_event(punk: Catalog) -> None:
    raw = session(punk, PATCHES[0], add("/root/children/-", {"type": "Form", "children": []}))
    report = checked(punk, raw)
    assert codes(report) == ["EP811"]
    (found,) = report.diagnostics
    assert raw.splitlines()[found.line - 1][found.column - 1 :].startswith(b'{"type":"Form"')


def test_a_run_that_took_something_back(punk: Catalog) -> None:
    control = Control()

    async def run() -> bytes:
        script = [*(json.dumps(patch) + "\n" for patch in PATCHES), control.undo, json.dumps(PATCHES[1]) + "\n"]
        events = generate("p", catalog=punk, provider=ScriptedProvider(script), options=Options(), control=control)
        return b"".join([encode(event) async for event in events])

    raw = asyncio.run(run())
    assert b'"origin":"undo"' in raw
    assert checked(punk, raw).diagnostics == []


def test_the_document_it_started_from_counts(punk: Catalog) -> None:
    base = {"root": box(text("old", wobble=1))}
    raw = session(punk, add("/root/children/-", text("new")), base=base)
    report = checked(punk, raw)
    assert codes(report) == ["EP301"]
    assert report.diagnostics[0].line == 1
    assert raw.splitlines()[0][report.diagnostics[0].column - 1 :].startswith(b'"wobble"')


def test_a_torn_last_line_is_left_out(punk: Catalog) -> None:
    raw = session(punk, *PATCHES)
    for cut in (1, 2, 40):
        assert checked(punk, raw[:-cut]).diagnostics == []


def drop_first(rows: list[dict[str, Any]]) -> None:
    del rows[0]


def later_format(rows: list[dict[str, Any]]) -> None:
    rows[0]["format"] = 99


def unknown_event(rows: list[dict[str, Any]]) -> None:
    rows[2]["event"] = "sneeze"


def misplaced(rows: list[dict[str, Any]]) -> None:
    next(row for row in rows if row["event"] == "patch_accepted")["patch"]["path"] = "/nowhere/at/all"


def no_patch(rows: list[dict[str, Any]]) -> None:
    next(row for row in rows if row["event"] == "patch_accepted")["patch"] = {"op": "add"}


def another_document(rows: list[dict[str, Any]]) -> None:
    rows[-1]["document"]["root"]["children"] = []


@every_row("edit", [drop_first, later_format, unknown_event, misplaced, no_patch, another_document])
def test_what_is_no_session_cannot_be_read(punk: Catalog, edit: Edit) -> None:
    report = checked(punk, edited(session(punk, *PATCHES), edit), kind="session")
    assert codes(report) == ["EP009"]
    assert not report.readable
    assert report.diagnostics[0].line >= 1


def test_a_line_that_is_no_json_is_told_with_its_number(punk: Catalog) -> None:
    lines = session(punk, *PATCHES).splitlines()
    lines[3] = b"{half"
    report = checked(punk, b"\n".join([*lines, b""]))
    assert [(each.code, each.line, each.column) for each in report.diagnostics] == [("EP009", 4, 1)]


def test_half_a_character_is_a_finding_and_no_bug(punk: Catalog) -> None:
    def half(rows: list[dict[str, Any]]) -> None:
        accepted = [row for row in rows if row["event"] == "patch_accepted"]
        accepted[1]["patch"]["value"]["text"] = "\ud83d"

    report = checked(punk, edited(session(punk, *PATCHES), half))
    assert codes(report)
