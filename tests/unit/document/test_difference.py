"""A difference makes the one document into the other, follows the nodes, and stays small and quick."""

from __future__ import annotations

import json
import time
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.choices import Choices
from support.documents import documents, everything
from support.every_row import every_row
from support.examples import examples
from support.nodes import box, button, chain, control, field, node, page, repeated, table, text

from epoch_cli.document import apply_patch, clone, equal
from epoch_cli.document.difference import difference
from epoch_cli.errors import PatchError

THOROUGH = settings(max_examples=examples(200), deadline=None, suppress_health_check=list(HealthCheck))


def makes(before: Any, after: Any) -> list[dict[str, Any]]:
    """The difference, after it was seen to make the one of the other, and to leave both alone."""
    old, new = json.dumps(before), json.dumps(after)
    patches = difference(before, after)
    assert (json.dumps(before), json.dumps(after)) == (old, new)
    made = apply_patch(clone(before), json.loads(json.dumps(patches))).document
    assert equal(made, after), (patches, made)
    return patches


def ops(before: Any, after: Any) -> list[str]:
    """The difference in short: operation and place."""
    return [" ".join(filter(None, (each["op"], each.get("from"), each["path"]))) for each in makes(before, after)]


# ---------------------------------------------------------------- it always makes the other


TYPES = ("Text", "Box", "Card", "Button")


def random_node(choices: Choices, depth: int) -> dict[str, Any]:
    made: dict[str, Any] = {"type": choices.of(TYPES)}
    if choices.one_in(3):
        made["id"] = choices.of("abcdef")  # few, so that they meet, and occur twice too
    if choices.one_in(2):
        made["text"] = choices.of(("one", "two", "three"))
    if choices.one_in(3):
        made["props"] = {choices.of("xy"): choices.number(3), choices.of("xy"): [choices.number(2), {"k": 1}]}
    if depth and choices.one_in(2):
        made["children"] = [random_node(choices, depth - 1) for _ in range(choices.number(4))]
    if depth and choices.one_in(5):
        made["itemTemplate"] = random_node(choices, depth - 1)
    return made


def slots(root: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Where the nodes below a root stand: container and key."""
    found: list[tuple[Any, Any]] = []
    stack = [root]
    while stack:
        here = stack.pop()
        inner = [(here["children"], at) for at in range(len(here.get("children", ())))]
        inner += [(here, "itemTemplate")] if "itemTemplate" in here else []
        found += inner
        stack += [container[key] for container, key in inner]
    return found


def put(choices: Choices, root: dict[str, Any], made: dict[str, Any]) -> None:
    """Put a node somewhere in a tree."""
    there = [root, *(container[key] for container, key in slots(root))]
    holder = choices.of(there)
    if choices.one_in(4):
        holder["itemTemplate"] = made
    else:
        children = holder.setdefault("children", [])
        children.insert(choices.number(len(children) + 1), made)


def edit(choices: Choices, root: dict[str, Any]) -> None:
    """Change a tree as people and models do: move, wrap, unwrap, add, remove, change."""
    places = slots(root)
    kind = choices.number(7)
    if kind == 0 or not places:
        put(choices, root, random_node(choices, 2))
        return
    container, key = choices.of(places)
    chosen = container[key]
    if kind == 1:
        del container[key]
    elif kind == 2:
        del container[key]
        put(choices, root, chosen)
    elif kind == 3:
        container[key] = {"type": "Box", "children": [chosen]}
    elif kind == 4 and isinstance(container, list):
        container[key : key + 1] = chosen.get("children", [])
    elif kind == 5:
        chosen[choices.of(("text", "id", "condition"))] = choices.of("abc")
    elif isinstance(container, list):
        container.reverse()
        chosen.pop("children", None) if choices.one_in(3) else chosen.setdefault("children", [])


@THOROUGH
@given(st.binary(min_size=30, max_size=200))
def test_after_edits_it_makes_the_edited_tree(raw: bytes) -> None:
    choices = Choices(raw)
    before = {"root": random_node(choices, 4), "punkVersion": "1.0.0"}
    after = deepcopy(before)
    for _ in range(1 + choices.number(6)):
        edit(choices, after["root"])
    makes(before, after)
    makes(after, before)


@THOROUGH
@given(st.binary(min_size=30, max_size=200))
def test_between_strangers_it_makes_the_other(raw: bytes) -> None:
    choices = Choices(raw)
    one, other = random_node(choices, 4), random_node(choices, 4)
    makes({"root": one}, {"root": other, "metadata": {"a": [1]}})


@settings(THOROUGH, max_examples=examples(60))
@given(documents(everything()), documents(everything()))
def test_between_real_documents_it_makes_the_other(before: Any, after: Any) -> None:
    makes(before, after)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from([0.0, 1.0, 0.5, -0.0, 2**64 - 1, "", "a", "/~"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["a", "/", "~", "", "root", "type", "children", "0", "-"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@THOROUGH
@given(JSON, JSON)
def test_any_json_is_made_of_any_other(before: Any, after: Any) -> None:
    makes(before, after)
    makes({"root": before}, {"root": after})


@THOROUGH
@given(JSON)
def test_of_equal_values_there_is_none(same: Any) -> None:
    assert difference(same, deepcopy(same)) == []


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [(1, 1.0, 0), (True, 1, 1), (0, False, 1), ([1], [True], 1), ({"a": 0}, {"a": -0.0}, 0)],
)
def test_true_is_not_one_and_one_is_one_point_zero(before: Any, after: Any, count: int) -> None:
    assert len(makes(before, after)) == count
    assert len(makes({"root": {"type": "A", "x": before}}, {"root": {"type": "A", "x": after}})) == count


# ---------------------------------------------------------------- it follows the nodes


CASES: dict[str, tuple[Any, Any, list[str]]] = {
    "a text": (page(text("a"), text("b")), page(text("a"), text("c")), ["replace /root/children/1/text"]),
    "a prop": (
        page(table({"key": "a", "label": "A"}, caption="x")), page(table({"key": "a", "label": "B"}, caption="x")),
        ["replace /root/children/0/props/columns/0/label"],
    ),
    "an element of a prop": (
        page(table({"key": "a", "label": "A"}, {"key": "b", "label": "B"}, {"key": "c", "label": "C"})),
        page(table({"key": "a", "label": "A"}, {"key": "c", "label": "C"})),
        ["remove /root/children/0/props/columns/1"],
    ),
    "a new first child": (
        page(text("a"), text("b")), page(button("x"), text("a"), text("b")), ["add /root/children/0"],
    ),
    "children removed": (
        page(text("a"), button("x"), text("b"), button("y")), page(text("a"), text("b")),
        ["remove /root/children/1", "remove /root/children/2"],
    ),
    "one for another": (page(text("a"), button("x")), page(text("a"), box()), ["replace /root/children/1"]),
    "the first goes last": (
        page(text("a"), text("b"), text("c")), page(text("b"), text("c"), text("a")),
        ["move /root/children/0 /root/children/2"],
    ),
    "by its id, though it changed": (
        page(text("a", id="t"), box(), box(text("x"))), page(box(), box(text("x"), text("b", id="t"))),
        ["move /root/children/0 /root/children/1/children/1", "replace /root/children/1/children/1/text"],
    ),
    "wrapped": (
        page(text("a"), button("x", id="go")), page(text("a"), node("Card", button("x", id="go"))),
        ["add /root/children/1", "move /root/children/2 /root/children/1/children/0"],
    ),
    "unwrapped": (
        page(node("Card", text("a"), button("x"))), page(text("a"), button("x")),
        ["move /root/children/0/children/0 /root/children/0", "move /root/children/1/children/0 /root/children/1",
         "remove /root/children/2"],
    ),
    "turned inside out": (
        page(node("Card", node("Box", text("a"), id="b"), id="c")),
        page(node("Box", node("Card", id="c"), text("a"), id="b")),
        ["move /root/children/0/children/0 /root/children/0", "move /root/children/1 /root/children/0/children/0",
         "remove /root/children/0/children/0/children"],
    ),
    "all children": (
        page(text("a"), text("b")), page(button("x"), button("y"), button("z")), ["replace /root/children"],
    ),
    "one for two": (page(text("a"), text("b")), page(button("x")), ["replace /root/children"]),
    "two for one": (page(text("a")), page(button("x"), button("y")), ["replace /root/children"]),
    "one for one": (page(text("a")), page(button("x")), ["replace /root/children/0"]),
    "no children any more": (page(text("a")), {"root": {"type": "Container"}}, ["remove /root/children"]),
    "the first children": ({"root": {"type": "Container"}}, page(text("a"), text("b")), ["add /root/children"]),
    "a template": (
        page(repeated(text("{item.a}"))), page(repeated(text("{item.b}"))),
        ["replace /root/children/0/itemTemplate/text"],
    ),
    "another template": (
        page(repeated(text("{item.a}"))), page(repeated(node("Card", text("{item.a}")))),
        ["replace /root/children/0/itemTemplate"],
    ),
    "a template no more": (
        page(repeated(text("{item.a}"))), page(node("Stack", dataSource="{context.users}")),
        ["remove /root/children/0/itemTemplate"],
    ),
    "a template becomes a child": (
        page(repeated(text("a", id="t"))), page(box(text("a", id="t"))),
        ["add /root/children/0", "move /root/children/1/itemTemplate /root/children/0/children/0",
         "remove /root/children/1"],
    ),
    "another component with the same id": (
        page(text("a"), button("x", id="go")), page(text("a"), text("y", id="go")), ["replace /root/children/1"],
    ),
    "another component around the same": (
        page(node("Card", text("a"), id="c", padding="md")), page(node("Form", text("a"), id="c", onSubmit="send")),
        ["remove /root/children/0/props/padding", "replace /root/children/0/type",
         "add /root/children/0/props/onSubmit"],
    ),
    "into the one behind it": (
        page(text("a", id="t"), box(text("b"), id="x")), page(box(text("a", id="t"), text("b"), id="x")),
        ["move /root/children/0 /root/children/1", "move /root/children/1 /root/children/0/children/0"],
    ),
    "outside of the tree": (
        {"root": text("a"), "metadata": {"a": 1, "b": 2}}, {"root": text("a"), "metadata": {"a": 1}, "$schema": "1"},
        ["remove /metadata/b", "add /$schema"],
    ),
    "most of a value": ({"a": 1, "b": 2, "c": 3}, {"a": 2, "b": 3, "c": 4}, ["replace "]),
    "most of a list": ([1, 2, 3], [4, 5, 6, 7], ["replace "]),
    "all that is inside": ({"x": {"a": 1, "b": 2}}, {"x": {"c": 1, "d": 2}}, ["replace /x"]),
    "little of a long value": (
        {"a": "x" * 60, "b": 1, "c": 2}, {"a": "x" * 60, "b": 2, "c": 3}, ["replace /b", "replace /c"],
    ),
    "the only element": ({"a": [1]}, {"a": [2]}, ["replace /a/0"]),
    "everything": ([1], {"root": text("a")}, ["replace "]),
}  # fmt: skip


@every_row(("before", "after", "expected"), CASES.values(), ids=CASES)
def test_a_change_is_as_small_as_it_was(before: Any, after: Any, expected: list[str]) -> None:
    assert [each.strip() for each in ops(before, after)] == [each.strip() for each in expected]


def test_a_moved_form_is_moved_and_not_written_again() -> None:
    form = node("Form", field(control(id="name")), field(control(id="mail")), button("Send"), id="form")
    patches = makes(page(text("a"), form, text("b")), page(text("a"), text("b"), node("Card", form, label="c")))
    assert [each["op"] for each in patches] == ["add", "move"]
    assert len(json.dumps(patches)) < 250


def test_what_is_moved_out_of_a_removed_node_is_kept() -> None:
    patches = makes(page(node("Card", text("a", id="a"), text("b"))), page(text("a", id="a")))
    assert [each["op"] for each in patches] == ["move", "remove"]


def test_two_nodes_with_one_id_are_no_trouble() -> None:
    makes(page(text("a", id="x"), text("b", id="x")), page(text("b", id="x"), button("a", id="x")))


def test_values_are_copies() -> None:
    after = page(text("a", props={"x": [1]}))
    (patch,) = difference(page(), after)
    made = apply_patch(page(), patch).document
    made["root"]["children"][0]["props"]["x"].append(2)
    patch["value"]["props"]["x"].append(3)
    assert after["root"]["children"][0]["props"]["x"] == [1]


# ---------------------------------------------------------------- it costs what it should


def test_what_is_nested_too_deeply_is_refused() -> None:
    with pytest.raises(PatchError, match="nested too deeply"):
        difference({"root": chain(3000)}, {"root": chain(2999)})


def large(count: int, random: Random) -> dict[str, Any]:
    """A document of so many nodes, most of them without ids, all said to be different."""
    rows = [box(text(f"row {number}"), button(f"go {number}")) for number in range(count // 3)]
    random.shuffle(rows)
    return page(*rows)


@pytest.mark.parametrize("kind", ["shuffled", "renamed", "reversed", "alike"])
def test_two_thousand_nodes_in_one_array_take_no_quadratic_time(kind: str) -> None:
    def seconds(count: int) -> float:
        before, after = large(count, Random(1)), large(count, Random(1))
        children = after["root"]["children"]
        if kind == "shuffled":
            Random(2).shuffle(children)
        elif kind == "reversed":
            children.reverse()
        elif kind == "renamed":
            for row in children:
                row["children"][0]["text"] += "!"
        else:
            before, after = page(*[text()] * count), page(*[text(), button()] * (count // 2))
        start = time.process_time()
        difference(before, after)
        return time.process_time() - start

    small, big = (min(seconds(count) for _ in range(3)) for count in (500, 2000))
    assert big < 2.0  # a quadratic matching takes half a minute
    assert big < 14 * small  # 4 times the nodes; 16 times is quadratic
