"""Null for what is absent: gone where a schema makes a model write it, kept where it is a value."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from support.every_row import every_row
from support.nodes import add, node, replace

from epoch_cli import Draft
from epoch_cli.catalog import Catalog
from epoch_cli.validation.nulls import without_nulls

CASES: dict[str, tuple[Any, Any]] = {
    "fields of a node": ({"type": "Text", "id": None, "text": "a", "props": None}, {"type": "Text", "text": "a"}),
    "props": ({"type": "Card", "props": {"gap": None, "shadow": "md"}}, {"type": "Card", "props": {"shadow": "md"}}),
    "all props": ({"type": "Card", "props": {"padding": None}}, {"type": "Card", "props": {}}),
    "a11y": ({"type": "Card", "a11y": {"label": None, "hidden": True}}, {"type": "Card", "a11y": {"hidden": True}}),
    "children": ({"type": "Card", "children": [None]}, {"type": "Card", "children": []}),
    "nodes inside": (
        {"type": "Card", "children": [{"type": "Text", "id": None}], "itemTemplate": {"type": "Text", "key": None}},
        {"type": "Card", "children": [{"type": "Text"}], "itemTemplate": {"type": "Text"}},
    ),
    "entries of a list": (
        {"type": "DataGrid", "props": {"columns": [{"key": "a", "label": "A", "align": None}]}},
        {"type": "DataGrid", "props": {"columns": [{"key": "a", "label": "A"}]}},
    ),
    "rows of data stay": (
        {"type": "DataGrid", "props": {"data": [{"a": None}], "caption": None}},
        {"type": "DataGrid", "props": {"data": [{"a": None}]}},
    ),
    "unknown component": ({"type": "Chart", "props": {"a": None, "b": {"c": None}}},
                          {"type": "Chart", "props": {"b": {"c": None}}}),
    "text": ("a", "a"),
    "no node": ({"a": None}, {"a": None}),
    "null itself": (None, None),
}  # fmt: skip


@every_row("case", CASES)
def test_what_is_absent_is_left_out(case: str, punk: Catalog) -> None:
    given, expected = CASES[case]
    patch = add("/root/children/-", given)
    before = deepcopy(patch)
    assert without_nulls(patch, punk) == add("/root/children/-", expected)
    assert patch == before


def test_fields_of_an_operation_may_be_null_too(punk: Catalog) -> None:
    patch = {"op": "remove", "path": "/root/text", "from": None, "value": None, "meta": None}
    assert without_nulls(patch, punk) == {"op": "remove", "path": "/root/text"}


def test_a11y_may_be_written_by_itself(punk: Catalog) -> None:
    given = replace("/root/a11y", {"label": "Users", "role": None})
    assert without_nulls(given, punk) == replace("/root/a11y", {"label": "Users"})


def test_what_has_no_nulls_stays_as_it_is(punk: Catalog) -> None:
    patch = add("/root", node("Card", node("Text", text="a"), padding="md"), meta={"id": "1"})
    assert without_nulls(patch, punk) == patch


def test_a_draft_takes_what_is_left(punk: Catalog) -> None:
    patch = add("/root", {"type": "Card", "id": None, "props": {"padding": None}, "children": None, "a11y": None})
    assert not Draft(punk).propose(patch).accepted
    assert Draft(punk).propose(without_nulls(patch, punk)).accepted
