"""The quick way of common operations and the planned one are one (design section 8)."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import examples

from epoch_cli.document.patch import _apply_quickly, plan_operation
from epoch_cli.errors import PatchError

DOCUMENT: dict[str, Any] = {
    "": 1,
    "a": [1, {"b": None}, [2, "x"], "text"],
    "c": {"-": [], "0": {"d": [{}]}, "e/f": 2},
    "n": 5,
}
TOKENS = ("", "a", "c", "0", "1", "2", "3", "4", "01", "-", "-1", "b", "d", "e~1f", "n", "²", "1024")
POINTERS = st.lists(st.sampled_from(TOKENS), max_size=5).map(lambda tokens: "".join(f"/{token}" for token in tokens))
VALUES = st.sampled_from([None, 1, "x", [1, {"y": []}], {"k": {"l": 1}}])


@st.composite
def operations(draw: st.DrawFn) -> dict[str, Any]:
    operation: dict[str, Any] = {"op": draw(st.sampled_from(["add", "replace", "remove", "test", "copy", "nope"]))}
    operation["path"] = draw(POINTERS | st.sampled_from(["a", "x/y", "/a/1/b", "/c/0/d/0", "/a/-", "/c/-/-"]))
    if draw(st.integers(0, 9)):
        operation["value"] = draw(VALUES)
    return operation


@settings(deadline=None, database=None, derandomize=True, max_examples=examples(3000))
@given(operations())
def test_both_ways_make_the_same(operation: dict[str, Any]) -> None:
    quick, planned = copy.deepcopy(DOCUMENT), copy.deepcopy(DOCUMENT)
    inverse = _apply_quickly(quick, operation)
    if inverse is None:
        assert quick == DOCUMENT
        return
    step = plan_operation(planned, operation)
    step.carry_out()
    assert quick == planned
    assert [inverse] == step.inverse
    if "value" in operation and isinstance(operation["value"], (dict, list)):
        operation["value"].clear()
        assert quick == planned


def test_the_quick_way_is_taken() -> None:
    for operation in (
        {"op": "add", "path": "/a/-", "value": 1},
        {"op": "add", "path": "/a/1", "value": [2]},
        {"op": "add", "path": "/c/new", "value": {}},
        {"op": "replace", "path": "/a/1/b", "value": 3},
        {"op": "remove", "path": "/a/2/0"},
        {"op": "remove", "path": "/c/0"},
    ):
        assert _apply_quickly(copy.deepcopy(DOCUMENT), operation) is not None


def test_what_is_refused_is_left_to_the_plan() -> None:
    refused = [("remove", path) for path in ("/a/5", "/a/01", "/nope/x", "/n/0", "/a/-", "")]
    refused += [("add", f"/a/{token}") for token in ("", " ", "+", "+1", ",", "-1", "--", "01", "5", "x")]
    for op, path in refused:
        operation = {"op": op, "path": path, "value": 1}
        assert _apply_quickly(copy.deepcopy(DOCUMENT), operation) is None
        try:
            plan_operation(DOCUMENT, operation)
        except PatchError:
            continue
        raise AssertionError(path)
