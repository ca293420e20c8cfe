"""Specs that others wrote: what a document can say is read, anything else is told with its line, and nothing hangs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import Options
from epoch_cli.convert.json_render.spec import read
from epoch_cli.errors import UnreadableError


def spec(**elements: Any) -> str:
    """A spec that begins with the first of these elements."""
    return json.dumps({"root": next(iter(elements)), "elements": elements})


def one(**element: Any) -> str:
    """A spec of one element."""
    return spec(a={"type": "Text", "props": {}, **element})


def read_node(text: str, punk: Catalog) -> tuple[Any, list[str]]:
    """The root of a document, and what was lost."""
    found = read(text, punk, Options())
    return found.document["root"], [each.what for each in found.losses]


@every_row(
    ("element", "node", "lost"),
    [
        ({"visible": True}, {}, []),
        ({"visible": {"$state": "/a", "not": False}}, {"condition": "{context.a}"}, []),
        ({"visible": [{"$state": "/a"}, {"$state": "/b"}]}, {}, ["the condition"]),
        ({"visible": {"$and": []}}, {}, ["the condition"]),
        ({"visible": {"$index": True, "eq": 0}}, {}, ["the condition"]),
        ({"visible": {"$state": "/a", "eq": "it's"}}, {}, ["the condition"]),
        ({"props": {"text": {"$bindState": "/a"}}}, {"text": "{context.a}"}, ["that {context.a} is written back"]),
        ({"props": {"text": {"$cond": True, "$then": 1, "$else": 2}}}, {}, ["the expression $cond"]),
        ({"props": {"text": {"$computed": "f"}}}, {}, ["the expression $computed"]),
        ({"props": {"text": {"$index": True}}}, {}, ["the expression $index"]),
        ({"props": {"text": {"$state": "/a b"}}}, {}, ["the path /a b"]),
        ({"props": {"text": {"$state": "/~2"}}}, {}, ["the path /~2"]),
        ({"props": {"text": {"$template": "${/a b}${c} ${/d}"}}}, {"text": "{context.c} {context.d}"}, ["the path"]),
        ({"props": {"text": "{context.a}"}}, {"text": "{context.a}"}, ["braces that are plain text in {context.a}"]),
        ({"props": {"size": None}}, {"props": {"size": None}}, []),
        ({"props": "none"}, {}, ["props that are no object"]),
        ({"watch": {}}, {}, ["the member watch of an element"]),
        ({"on": {"press": {"action": "save"}}}, {}, ["the event press"]),
        ({"on": []}, {}, ["events that are no object"]),
        ({"children": {}}, {}, ["children that are no list"]),
        ({"children": ["b", 1]}, {"children": []}, ["the element b, which is not there", "a child that is no key"]),
        ({"children": ["a"]}, {"children": []}, ["the element a a second time"]),
        ({"repeat": {"statePath": 1}}, {}, ["the list 1"]),
        ({"repeat": {"statePath": "/rows"}}, {"dataSource": "{context.rows}"}, ["a list without anything to repeat"]),
    ],
)  # fmt: skip
def test_what_no_document_says_is_told(punk: Catalog, element: Any, node: Any, lost: list[str]) -> None:
    made, told = read_node(one(**element), punk)
    assert made == {"type": "Text", "id": "a", **node}
    assert len(told) == len(lost)
    assert all(what.startswith(begin) for what, begin in zip(told, lost, strict=True))


@every_row(
    ("bindings", "name", "lost"),
    [
        ({"action": "save"}, "save", []),
        ([{"action": "save"}], "save", []),
        ([{"action": "save"}, {"action": "close"}], "save", ["only save is called"]),
        ({"action": "save", "params": {"id": 1}}, "save", ["only save is called"]),
        ({"do": "save"}, None, ["left out"]),
        (3, None, ["left out"]),
    ],
)
def test_of_an_action_the_name_is_read(punk: Catalog, bindings: Any, name: str | None, lost: list[str]) -> None:
    text = spec(a={"type": "Button", "props": {"label": "Go"}, "on": {"press": bindings}})
    found = read(text, punk, Options())
    assert found.document["root"]["props"].get("onClick") == name
    assert [each.done for each in found.losses] == lost


def test_several_nodes_of_an_entry_are_put_into_one(punk: Catalog) -> None:
    words = {"type": "Text", "props": {"text": {"$item": "name"}}}
    repeat = {"statePath": "/users", "key": "id"}
    made, told = read_node(
        spec(a={"type": "Stack", "props": {}, "repeat": repeat, "children": ["b", "c"]}, b=words, c=words), punk
    )
    template = made["itemTemplate"]
    assert (template["type"], template["key"]) == ("Stack", "{item.id}")
    assert [child["text"] for child in template["children"]] == ["{item.name}"] * 2
    assert told == ["more than one node for an entry"]


def test_slots_are_put_among_the_children(punk: Catalog) -> None:
    words = {"type": "Text", "props": {"text": "x"}}
    made, told = read_node(
        spec(a={"type": "Card", "props": {}, "children": ["b"], "slots": {"footer": ["c"]}}, b=words, c=words), punk
    )
    assert [child["id"] for child in made["children"]] == ["b", "c"]
    assert told == ["the slot footer"]


def test_an_element_that_is_never_shown_is_left_out_with_all_in_it(punk: Catalog) -> None:
    hidden = {"type": "Card", "props": {}, "children": ["c"], "visible": False}
    made, told = read_node(spec(a={"type": "Card", "children": ["b"]}, b=hidden, c={"type": "Text"}), punk)
    assert made == {"type": "Card", "id": "a", "children": []}
    assert told == ["an element that is never shown", "1 element that nothing leads to"]


def test_losses_have_the_lines_they_come_from(punk: Catalog) -> None:
    lines = [
        '{"root": "a",',
        ' "state": {},',
        ' "elements": {"a": {"type": "Text",',
        '  "visible": [],',
        ' "props": {"text": {"$index": true}}}}}',
    ]
    text = "\n".join(lines)
    found = [(each.what, each.line, each.column) for each in read(text, punk, Options()).losses]
    assert found == [("the initial state", 2, 11), ("the condition []", 4, 14), ("the expression $index", 5, 20)]


@every_row(
    ("text", "message"),
    [
        ("", "1:1: the file is empty"),
        ('{"root": }', "1:10: not JSON"),
        ("[]", "no json-render spec"),
        ('{"root": "a", "elements": []}', "no json-render spec"),
        ('{"elements": {}}', "a json-render spec whose root is no key"),
        ('{"root": {}, "elements": {}}', "a json-render spec whose root is no key"),
        ('{"root": "", "elements": {}, "x": ' + "[" * 200 + "]" * 200 + "}", "nested more than 128 levels deep"),
    ],
)
def test_what_is_no_spec_is_refused(punk: Catalog, text: str, message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(text, punk, Options())
    assert caught.value.message.startswith(message)
    assert caught.value.remedy


def test_elements_that_go_too_deep_are_refused(punk: Catalog) -> None:
    deep = {f"e{at}": {"type": "Card", "props": {}, "children": [f"e{at + 1}"]} for at in range(5_000)}
    with pytest.raises(UnreadableError, match="more than 100 levels deep"):
        read(spec(**deep), punk, Options())


def test_one_element_that_all_others_share_is_read_once(punk: Catalog) -> None:
    doubling = {f"e{at}": {"type": "Card", "children": [f"e{at + 1}", f"e{at + 1}"]} for at in range(60)}
    found = read(spec(**doubling, e60={"type": "Text"}), punk, Options())
    assert len(found.losses) == 60
