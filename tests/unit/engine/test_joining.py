"""What an answer that begins again writes over what is there: what is new is added, what differs is set."""

from __future__ import annotations

from typing import Any

from support.every_row import every_row

from epoch_cli.document import apply_patch
from epoch_cli.engine.joining import agree, is_begun, joined, likeness, same_node


def node(kind: str, *children: Any, **fields: Any) -> dict[str, Any]:
    return {"type": kind, **fields, **({"children": list(children)} if children else {})}


A, B, C = (node("Text", text=name) for name in "ABC")
JOINED: dict[str, tuple[Any, Any, Any]] = {
    "what is new": ({"type": "Card"}, {"type": "Card", "props": {"a": 1}}, {"type": "Card", "props": {"a": 1}}),
    "what differs": (node("Text", text="A"), node("Text", text="B"), node("Text", text="B")),
    "a field inside": (
        node("Card", props={"a": {"b": 1, "c": 2}}), node("Card", props={"a": {"b": 3}}),
        node("Card", props={"a": {"b": 3, "c": 2}}),
    ),
    "what was an object and is none": (
        node("Card", props={"a": "x"}), node("Card", props={"a": {"b": 1}}), node("Card", props={"a": {"b": 1}}),
    ),
    "what was a list and is none": (
        node("Stack", A), {"type": "Stack", "children": "none"}, {"type": "Stack", "children": "none"},
    ),
    "the same": (node("Stack", A, B), node("Stack", A, B), node("Stack", A, B)),
    "a child between": (node("Stack", A, C), node("Stack", A, B, C), node("Stack", A, B, C)),
    "a child at the end": (node("Stack", A), node("Stack", A, B, C), node("Stack", A, B, C)),
    "what is no longer written stays": (node("Stack", A, B, C), node("Stack", A, B), node("Stack", A, B, C)),
    "another order moves nothing": (
        node("Stack", A, B, node("Badge")), node("Stack", B, A, node("Card")),
        node("Stack", A, B, node("Badge"), node("Card")),
    ),
    "another type keeps the children": (
        node("Stack", A, B), node("Card", C, id="c"), node("Card", A, B, C, id="c"),
    ),
    "another type of what had none": (node("Text", text="A"), node("Card", C), node("Card", C)),
}  # fmt: skip


@every_row(("there", "value", "made"), JOINED.values(), ids=JOINED)
def test_what_is_written_again_joins_what_is_there(there: Any, value: Any, made: Any) -> None:
    document = {"root": there}
    for patch in joined(there, value, ("root",)):
        assert patch["op"] != "remove"
        document = apply_patch(document, patch).document
    assert document == {"root": made}
    assert list(joined(made, value, ("root",))) == [] or "order" in str(made)


def test_what_is_begun_keeps_the_names_that_are_in_use() -> None:
    there, value = node("Stack", node("Card", id="a-2")), node("Stack", node("Card", B, id="a"), C)
    document = {"root": there}
    for patch in joined(there, value, ("root",), begun=True):
        document = apply_patch(document, patch).document
    assert document == {"root": node("Stack", node("Card", B, id="a-2"), C)}


@every_row(
    ("there", "value", "same"),
    [
        (node("Card", id="a", props={"x": 1}), node("Card", id="a"), True),
        (node("Card", id="a"), node("Card", id="b"), False),
        (node("Card"), node("Stack"), False),
        ({"props": {}}, node("Card"), False),
        (node("Card"), "Card", False),
    ],
)
def test_a_node_is_known_by_its_type_and_names(there: Any, value: Any, same: bool) -> None:
    assert same_node(there, value) is same


@every_row(
    ("there", "value", "same"),
    [
        (node("Card", A), node("Card", A, B), True),
        (node("Card", A, B), node("Card", A), True),
        (node("Card", A, B), node("Card", B), False),
        (node("Card", id="a"), node("Card", id="b"), False),
        (node("Card", id="a", props={"x": 1}), node("Card", id="a", props={"y": 1}), True),
        (node("Card", props={"x": 1}), node("Card", props={"x": 2}), False),
        ({"type": "Card", "children": "none"}, node("Card", A), False),
        (1, 1, True),
    ],
)
def test_two_values_agree_where_no_field_of_both_differs(there: Any, value: Any, same: bool) -> None:
    assert agree(there, value) is same


@every_row(
    ("there", "value", "begun"),
    [
        (node("Card", A), node("Card", A, B), True),
        (node("Card", A, B), node("Card", A), False),
        (node("Card", A), node("Card", B), False),
        (node("Card"), node("Stack"), False),
        (node("Card", "x"), node("Card", A), False),
        ("Card", node("Card"), False),
    ],
)
def test_a_node_is_the_beginning_of_one_with_more_in_it(there: Any, value: Any, begun: bool) -> None:
    assert is_begun(there, value) is begun


def test_what_tells_nodes_apart_is_their_name_or_what_is_first_in_them() -> None:
    assert likeness(node("Card", A)) == likeness(node("Card", A, B, props={"x": 1}))
    assert likeness(node("Card", A)) != likeness(node("Card", B))
    assert likeness(node("Card", props={"x": 1})) != likeness(node("Card", props={"x": 2}))
    assert likeness(node("Card", "x")) == likeness(node("Card", "x"))
    assert likeness(node("Card", "\ud800")) != likeness(node("Card", "x"))
