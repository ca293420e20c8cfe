"""Patch files: each operation is judged on what those before it made, and findings stand where they were written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import add, box, button, duplicate, move, remove, replace, text

from epoch_cli.catalog import Catalog
from epoch_cli.linting.check import check
from epoch_cli.linting.report import FileReport
from epoch_cli.linting.settings import LintSettings
from epoch_cli.validation import Selection, Severity

START = add("/root", box())


def checked(punk: Catalog, content: str, **how: Any) -> FileReport:
    report = check("x.jsonl", content.encode(), LintSettings.of(punk, **how))
    assert report.kind == "patches"
    return report


def lines(*patches: Any) -> str:
    return "".join(f"{json.dumps(patch)}\n" for patch in patches)


def found(report: FileReport) -> list[tuple[str, int, str]]:
    """Code, line, and what stands at the place of each finding."""
    return [(each.code, each.line, report.lines[each.line][each.column - 1 :]) for each in report.diagnostics]


def starts(report: FileReport, *expected: tuple[str, int, str]) -> None:
    told = found(report)
    assert [row[:2] for row in told] == [row[:2] for row in expected]
    for (_, _, here), (code, _, start) in zip(told, expected, strict=True):
        assert here.startswith(start), (code, here)


def test_clean_patches_have_nothing_to_say(punk: Catalog) -> None:
    report = checked(punk, lines(START, add("/root/children/-", text()), add("/root/children/0", button())))
    assert found(report) == []
    assert report.readable
    assert report.metrics is not None
    assert report.metrics.nodes == 3


def test_a_fault_inside_a_value_stands_at_its_place_in_the_patch(punk: Catalog) -> None:
    report = checked(punk, lines(START, add("/root/children/-", box(text(), text(size="16px"), {"type": "Slider"}))))
    starts(report, ("EP403", 2, '"16px"'), ("EP201", 2, '"Slider"'))


def test_a_fault_of_the_patch_stands_where_the_patch_begins(punk: Catalog) -> None:
    patches = [START, remove("/root"), replace("/root/children/3/text", "x"), {"op": "ad", "path": "/root"}]
    report = checked(punk, "\n" + lines(*patches))
    starts(report, ("EP904", 3, '{"op": "remove"'), ("EP903", 4, '{"op": "replace"'), ("EP901", 5, '{"op": "ad"'))


def test_a_prop_that_is_written_alone(punk: Catalog) -> None:
    patches = [
        START,
        add("/root/children/-", text()),
        add("/root/children/0/props/size", "huge"),
        add("/root/children/0/props/wobble", 1),
        replace("/root/children/0/text", 5),
    ]
    starts(
        checked(punk, lines(*patches)),
        ("EP401", 3, '"huge"'),
        ("EP301", 4, '{"op": "add", "path": "/root/children/0/props/wobble"'),
        ("EP103", 5, "5}"),
    )


def test_pointers_after_a_refusal_are_those_of_the_writer(punk: Catalog) -> None:
    """Decision 16: the third child, as the model counts, is the second of the document."""
    patches = [
        START,
        add("/root/children/-", text("a")),
        add("/root/children/-", {"type": "Slider"}),
        add("/root/children/-", text("c", size="16px")),
        replace("/root/children/2/text", "after a refused one"),
    ]
    report = checked(punk, lines(*patches))
    starts(report, ("EP201", 3, '"Slider"'), ("EP403", 4, '"16px"'), ("EP905", 5, '{"op": "replace"'))


def test_a_node_addressed_by_its_id(punk: Catalog) -> None:
    report = checked(punk, lines(START, add("/root/children/-", box(id="top")), add("#top/children/-", text(size="x"))))
    starts(report, ("EP401", 3, '"x"'))


def test_what_only_the_end_shows_stands_at_what_wrote_it(punk: Catalog) -> None:
    patches = [
        START,
        add("/root/children/-", box(text("before"), {"type": "Form", "children": []})),
        add("/root/children/0", text("comes before it")),
        move("/root/children/1/children/1", "/root/children/-"),
        add("/root/children/-", text("after")),
    ]
    report = checked(punk, lines(*patches))
    starts(report, ("EP811", 2, '{"type": "Form"'))
    assert report.diagnostics[0].pointer == "/root/children/2"


def test_what_was_mended_later_is_not_told(punk: Catalog) -> None:
    patches = [START, add("/root/children/-", {"type": "Form", "children": []})]
    save = add("/root/children/0/children/-", button("Save"))
    assert [code for code, *_ in found(checked(punk, lines(*patches)))] == ["EP811"]
    assert found(checked(punk, lines(*patches, save))) == []


def test_what_was_copied_stands_at_the_copy(punk: Catalog) -> None:
    form = {"type": "Form", "id": "f", "children": []}
    report = checked(
        punk, lines(START, add("/root/children/-", form), duplicate("/root/children/0", "/root/children/-"))
    )
    starts(report, ("EP811", 2, '{"type": "Form"'), ("EP811", 3, '{"op": "copy"'))


def test_a_scalar_written_later_is_the_later_patchs(punk: Catalog) -> None:
    patches = [
        START,
        add("/root/children/-", text("Title", size="h1")),
        add("/root/children/-", text("Part", size="h2")),
        replace("/root/children/1/props/size", "h3"),
    ]
    report = checked(punk, lines(*patches))
    starts(report, ("EP813", 4, '"h3"'))


@every_row(
    "content",
    [
        json.dumps([START, add("/root/children/-", {"type": "Slider"})]),
        json.dumps([START, add("/root/children/-", {"type": "Slider"})], indent=2),
        json.dumps({"patches": [START, add("/root/children/-", {"type": "Slider"})]}),
        json.dumps(START, indent=2) + "\n" + json.dumps(add("/root/children/-", {"type": "Slider"}), indent=2),
        "\ufeff" + lines(START, add("/root/children/-", {"type": "Slider"})).replace("\n", "\r\n"),
        json.dumps(START) + ' "👩" ' + json.dumps(add("/root/children/-", {"type": "Slider"})),
    ],
)
def test_patches_are_found_however_they_are_written(punk: Catalog, content: str) -> None:
    report = checked(punk, content)
    starts(report, (report.diagnostics[0].code, report.diagnostics[0].line, '"Slider"'))
    assert report.diagnostics[0].code == "EP201"


def test_what_cannot_be_read_is_told_and_the_rest_is_judged(punk: Catalog) -> None:
    content = (
        lines(START) + '{"op": "add", "path": }\n{"no": "patch"}\n' + lines(add("/root/children/-", {"type": "S"}))
    )
    report = checked(punk, content)
    starts(report, ("EP001", 2, "}"), ("EP007", 3, '{"no"'), ("EP201", 4, '"S"'))
    assert report.readable
    assert {each.severity for each in report.diagnostics} == {Severity.ERROR}


def test_a_long_stretch_that_cannot_be_read_is_told_once(punk: Catalog) -> None:
    report = checked(punk, lines(START) + '{"op": "add", "value": "' + "x" * 2_000_000)
    assert len(report.diagnostics) == 1


@pytest.mark.parametrize("content", ["", "only prose", '{"op": "add", "pa', "\ufeff\n"])
def test_a_file_without_a_patch_cannot_be_read(punk: Catalog, content: str) -> None:
    report = checked(punk, content, kind="patches")
    assert not report.readable
    assert len(report.diagnostics) == 1


def test_rules_that_are_left_out_refuse_nothing(punk: Catalog) -> None:
    content = lines(START, add("/root/children/-", text(wobble=1)))
    assert found(checked(punk, content, rules=["unknown-prop"])) == []
    soft = Selection(severities={"EP301": Severity.WARNING})
    assert [each.severity for each in checked(punk, content, rules=soft).diagnostics] == [Severity.WARNING]
