"""The scorer gives points for what is there and for nothing else: one document meets a check, another does not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from composer.composing import EXAMPLES, OWN, TRANSLATED
from composer.score import CHECKS, count, score
from support.every_row import every_row

Node = dict[str, Any]


def node(kind: str, *children: Node, text: str = "", **props: Any) -> Node:
    made: Node = {"type": kind}
    made |= {"text": text} if text else {}
    made |= {"props": props} if props else {}
    return {**made, "children": list(children)} if children else made


def field(label: str, control: Node, **props: Any) -> Node:
    return node("FormField", control, label=label, **props)


EMAIL = field("Work email", node("Input", type="email"), required=True)
SIZES = node("Select", label="Size", options=["Small", {"value": "l", "label": "Large"}])
GRID = node("DataGrid", columns=[{"key": "total", "label": "Total"}], data="{context.orders}", caption="All orders")
TABS = node("Tabs", node("Text", text="Inside"), tabs=[{"id": "one", "label": "Billing"}])

CASES: list[tuple[dict[str, Any], Node, Node]] = [
    ({"types": ["form"]}, node("Form"), node("FormField", label="Form")),
    ({"fields": ["EMAIL"]}, EMAIL, node("Text", text="Work email")),
    ({"fields": ["size"]}, SIZES, node("DataGrid", columns=[{"key": "size", "label": "Size"}])),
    ({"fields": ["name"]}, node("Input", label="Name"), node("Input", placeholder="Name", name="name")),
    ({"input_types": {"email": "email"}}, EMAIL, field("Email", node("Input", type="text"))),
    ({"input_types": {"size": "text"}}, field("Size", node("Input")), SIZES),
    (
        {"input_types": {"email": "email"}},
        EMAIL,
        node("Box", field("Email", node("Input")), node("Input", type="email")),
    ),
    ({"required": ["email"]}, EMAIL, field("Email", node("Input", required=False))),
    ({"required": ["size"]}, field("Size", node("Input", required=True)), node("Box", SIZES, EMAIL)),
    ({"not_required": ["size"]}, SIZES, field("Size", node("Input"), required=True)),
    ({"not_required": ["phone"]}, field("Phone", node("Input")), EMAIL),
    ({"columns": ["total"]}, GRID, node("Text", text="Total")),
    ({"columns": ["t"]}, GRID, node("DataGrid", columns="{context.t}")),
    ({"options": ["large"]}, SIZES, node("Tabs", tabs=["Large"])),
    ({"options": ["small"]}, SIZES, node("Select", label="Small", options=["Large"])),
    ({"buttons": ["save"]}, node("Button", text="Save all"), node("Text", text="Save")),
    ({"buttons": ["save"]}, node("Button", label="Save"), node("Button", text="Go", onClick="save")),
    ({"buttons": ["save"]}, node("Button", text="✓", ariaLabel="Save"), node("Button", text="Save", ariaLabel="Close")),
    ({"tabs": ["billing"]}, TABS, node("Text", text="Billing")),
    ({"text": ["billing"]}, TABS, node("Button", onClick="openBilling")),
    ({"text": ["total"]}, GRID, node("Select", options=["Total"], label="Sums")),
    ({"text": ["all orders"]}, node("Text", text="All orders"), GRID),
    ({"text": ["delete"]}, node("Modal", title="Delete it?"), node("Input", placeholder="Delete")),
    ({"binding": "{context.orders}"}, GRID, node("Text", text="{context.orders}")),
    ({"min_count": {"Text": 2}}, node("Box", node("Text"), node("Text")), node("Box", node("Text"), node("Box"))),
    ({"max_nodes": 2}, node("Box", node("Text")), node("Box", node("Text"), node("Text"))),
    ({"forbid": ["forgot"]}, EMAIL, node("Button", text="Forgot it?")),
    ({"forbid": ["on_secret"]}, EMAIL, node("Button", onClick="ON_SECRET")),
    ({"forbid": ['say "x"']}, EMAIL, node("Text", text='Say "X"')),
    ({"forbid": ['"Input"']}, GRID, EMAIL),
    ({"forbid": "ß"}, EMAIL, node("Text", text="Straße")),
]


@every_row(("expect", "good", "bad"), CASES, ids=[json.dumps(case[0]) for case in CASES])
def test_a_check_tells_one_from_the_other(expect: dict[str, Any], good: Node, bad: Node) -> None:
    assert score({"root": good}, expect) == []
    assert len(score({"root": bad}, expect)) == 1


def test_every_kind_of_expectation_is_tried() -> None:
    assert {kind for expect, _, _ in CASES for kind in expect} == CHECKS.keys()


def test_an_empty_document_gets_points_only_for_what_is_not_there() -> None:
    free = {"forbid", "max_nodes"}
    for row in [*OWN, *EXAMPLES, *TRANSLATED]:
        expect = {kind: wanted for kind, wanted in row.expect.items() if kind not in free}
        assert len(score({}, expect)) == count(expect), row.prompt


def test_each_miss_is_a_point() -> None:
    expect = {
        "fields": ["a", "b"],
        "input_types": {"a": "date"},
        "min_count": {"Card": 3},
        "max_nodes": 0,
        "forbid": "x",
    }
    assert count(expect) == 6
    assert len(score({"root": node("Text", text="x")}, expect)) == 6


def test_what_nobody_can_check_is_an_error() -> None:
    with pytest.raises(KeyError):
        score({}, {"colour": ["red"]})


def test_every_prompt_expects_something_that_can_be_checked() -> None:
    for row in [*OWN, *EXAMPLES, *TRANSLATED]:
        assert count(row.expect) > 0, row.prompt
        assert row.expect.keys() <= CHECKS.keys(), row.prompt
