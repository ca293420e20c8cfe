"""What became of each node: the same as the operations say, told for people."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.choices import Choices
from support.every_row import every_row
from support.examples import examples
from support.nodes import box, button, chain, node, page, repeated, text

from epoch_cli.document import clone, equal, resolve
from epoch_cli.document.changes import Row, changes
from epoch_cli.document.difference import difference
from epoch_cli.errors import PatchError

from .test_difference import edit, random_node

THOROUGH = settings(max_examples=examples(200), deadline=None, suppress_health_check=list(HealthCheck))


def told(before: Any, after: Any) -> list[str]:
    """The changes in short: what became of which node, by type and id or text."""
    return [f"{row.kind} {row.level} {name(row)}" for row in changes(before, after).found]


def name(row: Row) -> str:
    return " ".join(filter(None, (row.node["type"], row.node.get("id", row.node.get("text", "")))))


@THOROUGH
@given(st.binary(min_size=30, max_size=200))
def test_every_node_of_both_documents_is_told_once_and_in_its_place(raw: bytes) -> None:
    choices = Choices(raw)
    before = {"root": random_node(choices, 4)}
    after = clone(before)
    for _ in range(choices.number(6)):
        edit(choices, after["root"])
    found = changes(before, after)
    old = [row.before for row in found.rows if row.before is not None]
    new = [row.after for row in found.rows if row.after is not None]
    assert sorted(old) == sorted(set(old)) == sorted(paths(before["root"]))
    assert new == paths(after["root"])  # in reading order
    assert bool(found.found) == bool(difference(before, after))
    for row in found.rows:
        assert (row.kind == "added") == (row.before is None)
        assert (row.kind == "removed") == (row.after is None)
        if row.after is not None:
            assert resolve(after, [str(step) for step in row.after]) is row.node
        for change in row.fields:
            check_field(before, after, row, change)


def check_field(before: Any, after: Any, row: Row, change: Any) -> None:
    """What a change says of a field is so, where no other change of the same array moves it."""
    if any(step.isdecimal() for step in change.path):
        return
    assert row.before is not None
    assert row.after is not None
    old, new = resolve(before, [str(step) for step in row.before]), row.node
    if change.kind != "added":
        assert equal(resolve(old, change.path), change.before)
    if change.kind != "removed":
        assert equal(resolve(new, change.path), change.after)


def paths(root: Any) -> list[tuple[str | int, ...]]:
    found: list[tuple[str | int, ...]] = []
    stack: list[tuple[Any, tuple[str | int, ...]]] = [(root, ("root",))]
    while stack:
        here, path = stack.pop()
        found.append(path)
        inner = [(child, (*path, "children", at)) for at, child in enumerate(here.get("children", []))]
        inner += [(here["itemTemplate"], (*path, "itemTemplate"))] if "itemTemplate" in here else []
        stack += reversed(inner)
    return found


CASES: dict[str, tuple[Any, Any, list[str]]] = {
    "nothing": (page(text("a")), page(text("a")), []),
    "added": (page(text("a")), page(text("a"), button("b")), ["added 1 Button b"]),
    "removed where it stood": (
        page(text("a"), button("b"), text("c")), page(text("a"), text("d"), text("c")),
        ["removed 1 Button b", "added 1 Text d"],
    ),
    "changed": (page(text("a")), page(text("b")), ["changed 1 Text b"]),
    "moved": (page(text("a"), box(text("b"))), page(box(text("a"), text("b"))), ["moved 2 Text a"]),
    "moved and changed": (
        page(text("a", id="t"), box()), page(box(text("b", id="t"))), ["moved 2 Text t"],
    ),
    "turned round": (page(text("a"), text("b"), text("c")), page(text("c"), text("a"), text("b")), ["moved 1 Text c"]),
    "with all that is in it": (
        page(text("x")), page(text("x"), node("Card", box(text("a")), id="c")),
        ["added 1 Card c", "added 2 Container", "added 3 Text a"],
    ),
    "unwrapped": (
        page(node("Card", text("a"), button("b"), id="c")), page(text("a"), button("b")),
        ["removed 1 Card c", "moved 1 Text a", "moved 1 Button b"],
    ),
    "a child that becomes a template, and its neighbour goes": (
        page(node("Stack", button("b"), text("a", id="t"))), page(node("Stack", itemTemplate=text("a", id="t"))),
        ["removed 2 Button b", "moved 2 Text t"],
    ),
    "a template": (
        page(repeated(text("a"))), page(repeated(button("b"))), ["removed 2 Text a", "added 2 Button b"],
    ),
}  # fmt: skip


@every_row(("before", "after", "expected"), CASES.values(), ids=CASES)
def test_each_change_is_told(before: Any, after: Any, expected: list[str]) -> None:
    assert told(before, after) == expected


def test_a_part_of_what_is_new_is_not_outermost() -> None:
    rows = changes(page(text("x")), page(text("x"), node("Card", box(text("a"))))).found
    assert [row.outermost for row in rows] == [True, False, False]


def test_fields_are_told_with_both_values() -> None:
    before = {"root": text("a", size="h1", align="start"), "metadata": {"x": 1}}
    after = {"root": text("a", size="h2", color="primary"), "metadata": {"x": 2}, "punkVersion": "1"}
    found = changes(before, after)
    (row,) = found.found
    assert [(each.kind, each.path, each.before, each.after) for each in row.fields] == [
        ("removed", ("props", "align"), "start", None),
        ("changed", ("props", "size"), "h1", "h2"),
        ("added", ("props", "color"), None, "primary"),
    ]
    assert [(each.kind, each.path, each.before, each.after) for each in found.beside] == [
        ("changed", ("metadata", "x"), 1, 2),
        ("added", ("punkVersion",), None, "1"),
    ]


@pytest.mark.parametrize(
    ("before", "after"), [([1], {"root": 3}), ({}, {"root": 3}), (1, 2), ({"root": 1}, {"root": 2})]
)
def test_what_is_no_tree_is_compared_as_values(before: Any, after: Any) -> None:
    found = changes(before, after)
    assert found.beside
    assert not found.rows


def test_of_a_document_without_a_tree_every_node_was_added() -> None:
    tree = page(box(text("a")), repeated(text("b")))
    come, gone = changes({"punkVersion": "1"}, tree), changes(tree, {})
    assert [(row.kind, row.level, row.outermost) for row in come.rows] == [
        ("added", 0, True), ("added", 1, False), ("added", 2, False), ("added", 1, False), ("added", 2, False),
    ]  # fmt: skip
    assert [row.after for row in come.rows] == [row.before for row in gone.rows]
    assert {row.kind for row in gone.rows} == {"removed"}
    assert [each.path for each in come.beside] == [("punkVersion",)]


def test_what_is_nested_too_deeply_is_refused() -> None:
    with pytest.raises(PatchError, match="nested too deeply"):
        changes({"root": chain(3000)}, {"root": chain(2999)})
