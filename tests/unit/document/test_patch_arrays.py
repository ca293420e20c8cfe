"""An array of operations: applied whole or not at all, and taken back whole (RFC 6902 section 5, decision 4)."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import event, given
from support.every_row import every_row

from epoch_cli.document import apply_patch, equal
from epoch_cli.errors import PatchError

from .strategies import edits, thorough

START = {"z": 1, "y": {"k": [1, 2, {"deep": True}], "j": None}, "x": ["a", "b"], "w": {}}
FAILS = {"op": "test", "path": "/nowhere", "value": 1}

BEFORE_THE_FAILURE: dict[str, list[dict[str, Any]]] = {
    "add a member": [{"op": "add", "path": "/v", "value": 1}],
    "add over a member": [{"op": "add", "path": "/z", "value": 2}],
    "insert": [{"op": "add", "path": "/x/0", "value": "c"}],
    "append": [{"op": "add", "path": "/y/k/-", "value": []}],
    "remove the first member": [{"op": "remove", "path": "/z"}],
    "remove a member deep down": [{"op": "remove", "path": "/y/k"}],
    "remove an element": [{"op": "remove", "path": "/x/0"}],
    "replace": [{"op": "replace", "path": "/y", "value": 0}],
    "move a member away": [{"op": "move", "from": "/z", "path": "/w/z"}],
    "move a member to another name": [{"op": "move", "from": "/y", "path": "/yy"}],
    "move over a member": [{"op": "move", "from": "/z", "path": "/x"}],
    "move out over the parent": [{"op": "move", "from": "/y/k/2", "path": "/y"}],
    "move within an array": [{"op": "move", "from": "/x/1", "path": "/x/0"}],
    "move between arrays": [{"op": "move", "from": "/x/0", "path": "/y/k/1"}],
    "move out before its parent": [{"op": "move", "from": "/y/k/2/deep", "path": "/y/k/2"}],
    "copy": [{"op": "copy", "from": "/y", "path": "/w/y"}],
    "a test": [{"op": "test", "path": "/z", "value": 1}],
    "move to the same place": [{"op": "move", "from": "/z", "path": "/z"}],
    "the whole replaced": [{"op": "replace", "path": "", "value": {}}],
    "the whole replaced by a part, then changed": [
        {"op": "move", "from": "/y", "path": ""},
        {"op": "add", "path": "/new", "value": 1},
        {"op": "remove", "path": "/k"},
    ],
    "there and back": [{"op": "move", "from": "/z", "path": "/t"}, {"op": "move", "from": "/t", "path": "/z"}],
    "removed and put back": [{"op": "remove", "path": "/z"}, {"op": "add", "path": "/z", "value": 1}],
    "changed inside, then removed": [
        {"op": "add", "path": "/y/k/0", "value": 0},
        {"op": "remove", "path": "/y/k"},
        {"op": "remove", "path": "/y"},
    ],
    "all at once": [
        {"op": "add", "path": "/a", "value": {"b": []}},
        {"op": "copy", "from": "/y", "path": "/a/b/-"},
        {"op": "move", "from": "/a/b/0/k", "path": "/x"},
        {"op": "replace", "path": "/x/2", "value": "!"},
        {"op": "remove", "path": "/z"},
        {"op": "test", "path": "/x/2", "value": "!"},
    ],
}


@every_row("operations", BEFORE_THE_FAILURE.values(), ids=BEFORE_THE_FAILURE)
def test_an_array_that_fails_leaves_the_document_as_it_was_key_order_included(operations: list[Any]) -> None:
    document = copy.deepcopy(START)
    inner = [document["y"], document["x"], document["w"]]
    with pytest.raises(PatchError) as caught:
        apply_patch(document, [*operations, FAILS])
    assert json.dumps(document) == json.dumps(START)
    assert caught.value.index == len(operations)
    assert inner == [document["y"], document["x"], document["w"]]


@every_row("operations", BEFORE_THE_FAILURE.values(), ids=BEFORE_THE_FAILURE)
def test_an_array_that_succeeds_can_be_taken_back(operations: list[Any]) -> None:
    applied = apply_patch(copy.deepcopy(START), operations)
    back = json.loads(json.dumps(applied.inverse))
    assert equal(apply_patch(copy.deepcopy(applied.document), back).document, START)
    assert equal(apply_patch(applied.document, applied.inverse).document, START)


def test_later_operations_see_what_earlier_ones_made() -> None:
    operations = [
        {"op": "add", "path": "/list", "value": []},
        {"op": "add", "path": "/list/-", "value": {"n": 1}},
        {"op": "test", "path": "/list/0/n", "value": 1},
        {"op": "move", "from": "/list/0", "path": "/first"},
    ]
    assert apply_patch({}, operations).document == {"list": [], "first": {"n": 1}}


def test_an_empty_array_changes_nothing() -> None:
    document = {"a": 1}
    applied = apply_patch(document, [])
    assert applied.document is document
    assert applied.inverse == []


def test_a_single_operation_and_an_array_of_one_do_the_same() -> None:
    one, many = copy.deepcopy(START), copy.deepcopy(START)
    operation = {"op": "move", "from": "/y/k/2", "path": "/x/0"}
    assert apply_patch(one, operation).inverse == apply_patch(many, [operation]).inverse
    assert one == many


def test_a_tuple_is_an_array() -> None:
    assert apply_patch({}, ({"op": "add", "path": "/a", "value": 1},)).document == {"a": 1}


def test_what_is_no_operation_fails_at_its_index() -> None:
    document = {"a": 1}
    with pytest.raises(PatchError) as caught:
        apply_patch(document, [{"op": "remove", "path": "/a"}, "remove /a"])  # type: ignore[list-item]
    assert caught.value.index == 1
    assert document == {"a": 1}


@thorough
@given(edits)
def test_any_array_is_applied_and_reversible_or_leaves_no_trace(edit: tuple[Any, list[dict[str, Any]]]) -> None:
    start, patch = edit
    document, written = copy.deepcopy(start), json.dumps(patch)
    try:
        applied = apply_patch(document, patch)
    except PatchError as error:
        event("refused")
        assert json.dumps(document) == json.dumps(start)
        assert 0 <= error.index < len(patch)
    else:
        event(f"applied {len(patch)}")
        made = json.dumps(applied.document)
        back = copy.deepcopy(applied.inverse)
        assert equal(apply_patch(copy.deepcopy(applied.document), applied.inverse).document, start)
        assert json.dumps(applied.document) == made  # the inverse of the inverse had its own copy
        assert equal(apply_patch(applied.document, back).document, start)
    assert json.dumps(patch) == written


@thorough
@given(edits)
def test_one_by_one_is_the_same_as_at_once(edit: tuple[Any, list[dict[str, Any]]]) -> None:
    start, patch = edit
    single, inverses = copy.deepcopy(start), []
    try:
        for operation in patch:
            applied = apply_patch(single, operation)
            single = applied.document
            inverses.append(copy.deepcopy(applied.inverse))
    except PatchError as error:
        with pytest.raises(PatchError) as caught:
            apply_patch(copy.deepcopy(start), patch)
        assert str(caught.value) == str(error)
        return
    assert json.dumps(apply_patch(copy.deepcopy(start), patch).document) == json.dumps(single)
    for inverse in reversed(inverses):
        single = apply_patch(single, inverse).document
    assert equal(single, start)
