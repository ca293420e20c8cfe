"""RFC 6902, one operation at a time: what each does, what it refuses, and its way back (decision 4)."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli.document import apply_patch, clone, equal
from epoch_cli.errors import PatchError, PointerError


def add(path: str, value: Any) -> dict[str, Any]:
    return {"op": "add", "path": path, "value": value}


def replace(path: str, value: Any) -> dict[str, Any]:
    return {"op": "replace", "path": path, "value": value}


def remove(path: str) -> dict[str, Any]:
    return {"op": "remove", "path": path}


def move(source: str, path: str) -> dict[str, Any]:
    return {"op": "move", "from": source, "path": path}


def copied(source: str, path: str) -> dict[str, Any]:
    return {"op": "copy", "from": source, "path": path}


def expect(path: str, value: Any) -> dict[str, Any]:
    return {"op": "test", "path": path, "value": value}


def text(value: Any) -> str:
    return json.dumps(value)


# ---------------------------------------------------------------- what each operation does

DONE: list[tuple[str, Any, Any, Any]] = [
    ("add a member", {"a": 1}, add("/b", 2), {"a": 1, "b": 2}),
    ("add over a member", {"a": 1, "b": 1}, add("/a", 2), {"a": 2, "b": 1}),
    ("add in front", [1, 2], add("/0", 0), [0, 1, 2]),
    ("add in between", [1, 2], add("/1", 0), [1, 0, 2]),
    ("add at the end by number", [1, 2], add("/2", 0), [1, 2, 0]),
    ("add at the end by hyphen", [1, 2], add("/-", 0), [1, 2, 0]),
    ("add into an empty array", [], add("/0", 0), [0]),
    ("add an array as one element", [1], add("/-", [2, 3]), [1, [2, 3]]),
    ("add null", {}, add("/a", None), {"a": None}),
    ("add a member named -", {}, add("/-", 1), {"-": 1}),
    ("add a member named 01", {}, add("/01", 1), {"01": 1}),
    ("add a member without a name", {"a": {}}, add("/a/", 1), {"a": {"": 1}}),
    ("add deep down", {"a": [{"b": {}}]}, add("/a/0/b/c", 1), {"a": [{"b": {"c": 1}}]}),
    ("add with ~ and /", {}, add("/~0~1", 1), {"~/": 1}),
    ("remove a member", {"a": 1, "b": 2}, remove("/a"), {"b": 2}),
    ("remove an element", [1, 2, 3], remove("/1"), [1, 3]),
    ("remove null", {"a": None}, remove("/a"), {}),
    ("replace a member", {"a": 1, "b": 2}, replace("/a", {"c": []}), {"a": {"c": []}, "b": 2}),
    ("replace an element", [1, 2, 3], replace("/1", 0), [1, 0, 3]),
    ("replace null by false", {"a": None}, replace("/a", False), {"a": False}),
    ("move a member", {"a": 1, "b": {}}, move("/a", "/b/c"), {"b": {"c": 1}}),
    ("move over a member", {"a": 1, "b": 2}, move("/a", "/b"), {"b": 1}),
    ("move down in an array", ["a", "b", "c", "d"], move("/1", "/3"), ["a", "c", "d", "b"]),
    ("move up in an array", ["a", "b", "c", "d"], move("/3", "/1"), ["a", "d", "b", "c"]),
    ("move to the end", ["a", "b", "c"], move("/0", "/-"), ["b", "c", "a"]),
    ("move to the last place", ["a", "b", "c"], move("/0", "/2"), ["b", "c", "a"]),
    ("move to where it is", ["a", "b"], move("/1", "/1"), ["a", "b"]),
    ("move a member to where it is", {"a": 1, "b": 2}, move("/a", "/a"), {"a": 1, "b": 2}),
    ("move into a sibling's place after it", [["x"], "y"], move("/1", "/0/-"), [["x", "y"]]),
    ("move out over its parent", {"a": {"b": 1}, "c": 2}, move("/a/b", "/a"), {"a": 1, "c": 2}),
    ("move out before its parent", [["x", "y"]], move("/0/1", "/0"), ["y", ["x"]]),
    ("move out to its parent's end", [["x", "y"]], move("/0/1", "/-"), [["x"], "y"]),
    ("move out to the top", {"a": {"b": {"c": 1}}}, move("/a/b", ""), {"c": 1}),
    ("move between arrays", {"a": [1, 2], "b": [3]}, move("/a/0", "/b/1"), {"a": [2], "b": [3, 1]}),
    ("move under a name that begins like its own", {"a": 1, "ab": {}}, move("/a", "/ab/c"), {"ab": {"c": 1}}),
    ("move over what stands behind its place", [0, {"a": 1}, {"a": 2}], move("/0", "/1/a"), [{"a": 1}, {"a": 0}]),
    ("move over what stands before its place", [{"a": 1}, 0], move("/1", "/0/a"), [{"a": 0}]),
    ("move deep over what stands behind", [0, [{"a": 1}], [{"a": 2}]], move("/0", "/1/0/a"), [[{"a": 1}], [{"a": 0}]]),
    ("copy a member", {"a": [1]}, copied("/a", "/b"), {"a": [1], "b": [1]}),
    ("copy over a member", {"a": 1, "b": 2}, copied("/a", "/b"), {"a": 1, "b": 1}),
    ("copy into itself", {"a": {"b": 1}}, copied("/a", "/a/c"), {"a": {"b": 1, "c": {"b": 1}}}),
    ("copy in an array", [1, 2], copied("/0", "/2"), [1, 2, 1]),
    ("copy to the end", [1, 2], copied("/0", "/-"), [1, 2, 1]),
    ("copy the whole into itself", {"a": 1}, copied("", "/b"), {"a": 1, "b": {"a": 1}}),
    ("copy to the top", {"a": {"b": 1}}, copied("/a", ""), {"b": 1}),
    ("test in another order", {"a": {"b": 1, "c": 2}}, expect("/a", {"c": 2, "b": 1}), {"a": {"b": 1, "c": 2}}),
    ("test the whole", [1], expect("", [1]), [1]),
    ("test 1 and 1.0", {"a": 1}, expect("/a", 1.0), {"a": 1}),
    ("members that mean nothing", {"a": 1}, {**add("/b", 2), "meta": {"id": "x"}, "from": 7}, {"a": 1, "b": 2}),
    ("add the whole", {"a": 1}, add("", [1]), [1]),
    ("replace the whole", [1], replace("", {"a": 1}), {"a": 1}),
    ("move the whole to itself", {"a": 1}, move("", ""), {"a": 1}),
]


@every_row(("document", "operation", "expected"), [row[1:] for row in DONE], ids=[row[0] for row in DONE])
def test_an_operation_does_what_the_rfc_says(document: Any, operation: Any, expected: Any) -> None:
    document = copy.deepcopy(document)
    applied = apply_patch(document, operation)
    assert equal(applied.document, expected), applied.document
    if operation["path"] != "":
        assert applied.document is document


@every_row(("document", "operation", "expected"), [row[1:] for row in DONE], ids=[row[0] for row in DONE])
def test_the_inverse_of_an_operation_restores_the_start(document: Any, operation: Any, expected: Any) -> None:
    applied = apply_patch(copy.deepcopy(document), operation)
    back = json.loads(text(applied.inverse))
    assert all(each["op"] in {"add", "remove", "replace", "move"} for each in back)
    assert equal(apply_patch(applied.document, back).document, document)


@every_row(("document", "operation", "expected"), [row[1:] for row in DONE], ids=[row[0] for row in DONE])
def test_an_operation_is_left_as_it_was_written(document: Any, operation: Any, expected: Any) -> None:
    before = text(operation)
    apply_patch(copy.deepcopy(document), operation)
    assert text(operation) == before


# ---------------------------------------------------------------- what each operation refuses

REFUSED: list[tuple[str, Any, Any]] = [
    ("add past the end", [1], add("/2", 0)),
    ("add at a negative index", [1], add("/-1", 0)),
    ("add at a leading zero", [1], add("/00", 0)),
    ("add at a word", [1], add("/x", 0)),
    ("add at another script's digit", [1], add("/٠", 0)),
    ("add at a superscript", [1, 2, 3], add("/²", 0)),
    ("add at an exponent", [1], add("/1e0", 0)),
    ("add below what is not there", {}, add("/a/b", 0)),
    ("add below a scalar", {"a": 1}, add("/a/b", 0)),
    ("add below null", {"a": None}, add("/a/b", 0)),
    ("add into a string", {"a": "text"}, add("/a/0", "x")),
    ("add below -", [[1]], add("/-/0", 0)),
    ("remove what is not there", {"a": 1}, remove("/b")),
    ("remove past the end", [1], remove("/1")),
    ("remove the hyphen", [1], remove("/-")),
    ("remove the whole", {"a": 1}, remove("")),
    ("replace what is not there", {"a": 1}, replace("/b", 1)),
    ("replace past the end", [1], replace("/1", 1)),
    ("replace the hyphen", [1], replace("/-", 1)),
    ("move what is not there", {"a": 1}, move("/b", "/c")),
    ("move what is not there to itself", {"a": 1}, move("/b", "/b")),
    ("move to nowhere", {"a": 1}, move("/a", "/b/c")),
    ("move below a number", {"a": [1], "n": 5}, move("/a/0", "/n/x/y")),
    ("move below a text", {"a": [1], "n": "word"}, move("/a/0", "/n/0/y")),
    ("move into itself", {"a": {"b": {}}}, move("/a", "/a/b/c")),
    ("move into its own place-to-be", {"a": {}}, move("/a", "/a/b")),
    # 4.4: from must not be a proper prefix of path, though what would be there after the removal is something else
    ("move below its own index", [1, [2]], move("/0", "/0/0")),
    ("move the whole into itself", {"a": 1}, move("", "/a")),
    ("move past the end that is left", [1, 2], move("/0", "/2")),
    ("move to -1", [1, 2], move("/0", "/-1")),
    ("move from the hyphen", [1], move("/-", "/0")),
    ("copy what is not there", {"a": 1}, copied("/b", "/c")),
    ("copy from the hyphen", [1], copied("/-", "/0")),
    ("copy past the end", [1], copied("/0", "/2")),
    ("test of something else", {"a": 1}, expect("/a", 2)),
    ("test of what is not there", {"a": 1}, expect("/b", None)),
    ("test of true as 1", {"a": True}, expect("/a", 1)),
    ("test of 1 as true", {"a": 1}, expect("/a", True)),
    ("test of false as 0", {"a": [False]}, expect("/a", [0])),
    ("test of null as false", {"a": None}, expect("/a", False)),
    ("test of a number as a string", {"a": 10}, expect("/a", "10")),
    ("test of an array as its start", {"a": [1, 2]}, expect("/a", [1])),
    ("test of an object as a part of it", {"a": {"b": 1, "c": 2}}, expect("/a", {"b": 1})),
    ("test of an empty array as an empty object", {"a": []}, expect("/a", {})),
    ("no operation", {"a": 1}, {"path": "/a"}),
    ("unknown operation", {"a": 1}, {"op": "spam", "path": "/a"}),
    ("operation in capitals", {"a": 1}, {"op": "REMOVE", "path": "/a"}),
    ("operation that is no string", {"a": 1}, {"op": ["add"], "path": "/a", "value": 1}),
    ("no path", {"a": 1}, {"op": "remove"}),
    ("path that is null", {"a": 1}, {"op": "remove", "path": None}),
    ("path that is no pointer", {"a": 1}, remove("a")),
    ("path with a bad escape", {"a~b": 1}, remove("/a~b")),
    ("add without value", {"a": 1}, {"op": "add", "path": "/a"}),
    ("replace without value", {"a": 1}, {"op": "replace", "path": "/a"}),
    ("test without value", {"a": None}, {"op": "test", "path": "/a"}),
    ("move without from", {"a": 1}, {"op": "move", "path": "/b"}),
    ("copy without from", {"a": 1}, {"op": "copy", "path": "/b"}),
    ("from that is no string", {"a": 1}, {"op": "copy", "from": 0, "path": "/b"}),
    ("from that is no pointer", {"a": 1}, copied("a", "/b")),
    ("no object", {"a": 1}, 7),
]


@every_row(("document", "operation"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_refused_operation_changes_nothing_not_even_the_order_of_keys(document: Any, operation: Any) -> None:
    document = {"last": 0, **document} if isinstance(document, dict) else copy.deepcopy(document)
    before = text(document)
    with pytest.raises(PatchError) as caught:
        apply_patch(document, [operation])
    assert text(document) == before
    assert caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.index == 0


def test_an_error_says_where_and_what_to_do() -> None:
    with pytest.raises(PatchError) as caught:
        apply_patch({"root": {"children": []}}, replace("/root/children/3", {}))
    assert caught.value.pointer == "/root/children/3"
    assert caught.value.remedy


# ---------------------------------------------------------------- the root


@pytest.mark.parametrize("operation", [add("", {"new": []}), replace("", {"new": []})])
def test_replacing_the_root_gives_another_document_and_leaves_the_first_alone(operation: Any) -> None:
    first = {"a": 1}
    applied = apply_patch(first, operation)
    assert applied.document == {"new": []}
    assert first == {"a": 1}
    applied.document["new"].append(1)
    assert operation["value"] == {"new": []}
    assert apply_patch(applied.document, applied.inverse).document == {"a": 1}


@every_row("start", [{}, [], "text", 1, None, True])
def test_any_json_value_can_be_the_root(start: Any) -> None:
    applied = apply_patch(start, replace("", {"a": 1}))
    assert applied.document == {"a": 1}
    assert equal(apply_patch(applied.document, applied.inverse).document, start)


# ---------------------------------------------------------------- equality


@every_row(
    ("left", "right", "same"),
    [
        (1, 1.0, True),
        (0, -0.0, True),
        (1, True, False),
        (0, False, False),
        (True, True, True),
        (None, None, True),
        (None, 0, False),
        ("1", 1, False),
        ("", None, False),
        ([1, True], [1, True], True),
        ([1, True], [True, 1], False),
        ([], {}, False),
        ({}, [], False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"a": 1}, {"a": True}, False),
        ({"a": 1}, {"a": 1, "b": None}, False),
        (2**53 + 1, float(2**53), False),
        ("e\u0301", "\u00e9", False),
    ],
)
def test_json_values_are_equal_as_json(left: Any, right: Any, same: bool) -> None:
    assert equal(left, right) is same
    assert equal(right, left) is same


# ---------------------------------------------------------------- nothing is shared


def test_a_value_is_copied_into_the_document() -> None:
    value: dict[str, Any] = {"list": [1]}
    document = apply_patch({}, [add("/a", value), replace("/a/list", value["list"]), add("/b", value)]).document
    document["a"]["list"].append(2)
    document["b"]["more"] = True
    assert value == {"list": [1]}
    value["list"].append(3)
    assert document["b"] == {"list": [1], "more": True}
    assert document["a"] == {"list": [1, 2]}


def test_a_copy_shares_nothing_with_its_origin() -> None:
    document = apply_patch({"a": {"b": [1]}}, copied("/a", "/c")).document
    document["c"]["b"].append(2)
    assert document["a"] == {"b": [1]}


@every_row(
    ("operation", "later"),
    [
        (replace("/a", 0), add("/c/x", 1)),
        (remove("/a"), add("/c/x", 1)),
        (move("/a/b", "/a"), add("/a/x", 1)),
        (move("/a/b", "/c/b"), add("/c/b/x", 1)),
        (move("/a/b", ""), add("/x", 1)),
        (move("/a/b", "/list/0"), add("/list/0/x", 1)),
        (move("/list/0/deep", "/list/0"), add("/list/0/x", 1)),
        (copied("/a", "/c"), add("/c/x", 1)),
        (add("/a", {}), add("/a/x", 1)),
        (replace("", {"a": {}}), add("/a/x", 1)),
    ],
)
def test_later_changes_do_not_reach_an_inverse_that_was_kept(operation: Any, later: Any) -> None:
    document = {"a": {"b": {"k": 1}}, "c": {}, "list": [{"deep": {"k": 2}}]}
    applied = apply_patch(document, operation)
    kept = text(applied.inverse)
    apply_patch(applied.document, later)
    assert text(applied.inverse) == kept


# ---------------------------------------------------------------- hostile input


def repr_or_type(value: Any) -> str:
    return type(value).__name__ if isinstance(value, int) else repr(value)[:12]


def nested(levels: int) -> Any:
    value: Any = 1
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


@pytest.mark.parametrize("levels", [2_000, 100_000])
@pytest.mark.parametrize(
    "operation",
    [
        lambda deep: add("/b", deep),
        lambda deep: replace("/a", deep),
        lambda deep: replace("", deep),
        lambda deep: expect("/a", deep),
        lambda deep: copied("/a", "/b"),
        lambda deep: {"op": deep, "path": "/a"},
        lambda deep: {"op": "add", "path": deep, "value": 1},
    ],
    ids=["add", "replace", "replace the whole", "test", "copy", "op", "path"],
)
def test_deep_nesting_is_a_patch_error_and_no_recursion_error(levels: int, operation: Any) -> None:
    document = {"a": nested(levels), "c": 1}
    with pytest.raises(PatchError):
        apply_patch(document, operation(nested(levels)))
    assert list(document) == ["a", "c"]


def test_what_is_deep_already_can_be_moved_and_removed() -> None:
    document = {"a": nested(100_000)}
    apply_patch(document, move("/a", "/b"))
    apply_patch(document, remove("/b"))
    assert document == {}


def test_clone_says_that_a_value_is_too_deep() -> None:
    with pytest.raises(PatchError, match="deep"):
        clone(nested(100_000))


@every_row("index", ["9" * 19, "9" * 5_000, "18446744073709551616", "1" + "0" * 100])
@every_row("operation", [lambda at: add(at, 1), remove, lambda at: replace(at, 1), lambda at: move("/0", at)])
def test_a_huge_index_is_a_place_that_is_not_there(index: str, operation: Any) -> None:
    document = [1, 2]
    with pytest.raises(PointerError):
        apply_patch(document, operation("/" + index))
    assert document == [1, 2]


@every_row("op", [None, 1, 10**5_000, float("nan"), [], {}, "add\n", "", object()], ids=repr_or_type)
def test_an_operation_of_any_kind_of_name_is_a_patch_error(op: Any) -> None:
    with pytest.raises(PatchError):
        apply_patch({}, {"op": op, "path": "/a", "value": 1})
