"""A document as OpenUI Lang: what stands where, and what is told when it cannot be said."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.convert.formats import Options, Written
from epoch_cli.convert.openui.library import BUILT_IN, library_of
from epoch_cli.convert.openui.library_schema import library_schema
from epoch_cli.convert.openui.streaming import stream
from epoch_cli.convert.openui.writing import write
from epoch_cli.document import apply_patch

USERS = """\
root = team
team = Stack([text1, list], null, "lg")
text1 = Text("Hi " + $context.user.name + "!", "h2")
list = Stack([@Each($context.users, "item", Card([Text(item.name), item.online ? Badge("on line") : null, \
Stack([@Each(item.tags, "item2", Badge(item2))])], null, null, null, null, null, {id: "one", key: item.id}))])
"""


def team() -> dict[str, Any]:
    """A list in a list, with conditions and bindings."""
    tags = {"type": "Stack", "dataSource": "{item.tags}", "itemTemplate": {"type": "Badge", "text": "{item}"}}
    badge = {"type": "Badge", "condition": "{item.online}", "text": "on line"}
    card = {
        "type": "Card", "id": "one", "key": "{item.id}",
        "children": [{"type": "Text", "text": "{item.name}"}, badge, tags],
    }  # fmt: skip
    users = {"type": "Stack", "id": "list", "dataSource": "{context.users}", "itemTemplate": card}
    heading = {"type": "Text", "props": {"size": "h2"}, "text": "Hi {context.user.name}!"}
    return {"type": "Stack", "id": "team", "props": {"spacing": "lg"}, "children": [heading, users]}


def written(root: Any, catalog: Catalog) -> Written:
    """A root as text."""
    return write({"root": root}, catalog, Options())


def test_the_root_comes_first_and_everything_before_what_is_in_it(punk: Catalog) -> None:
    assert written(team(), punk) == Written(USERS)


def test_arguments_have_their_places(punk: Catalog) -> None:
    table = library_of(punk).by_type["DataGrid"]
    assert [each.name for each in table.parameters][:2] == ["columns", "data"]
    assert [each.name for each in table.parameters][-2:] == ["ariaLabel", "node"]
    assert [each.place for each in library_of(punk).by_type["Card"].parameters][:2] == ["children", "prop"]
    assert library_of(punk).by_type["Text"].parameters[0].place == "text"


@pytest.mark.parametrize("preset", ["punk", "shadcn"])
def test_the_schema_has_the_arguments_in_their_order(preset: str) -> None:
    catalog = load_catalog(preset)
    schema = library_schema(catalog)
    assert schema["$defs"].keys() == library_of(catalog).by_name.keys()
    for name, signature in library_of(catalog).by_name.items():
        assert list(schema["$defs"][name]["properties"]) == [each.name for each in signature.parameters]
        assert set(schema["$defs"][name]["required"]) <= set(schema["$defs"][name]["properties"])
        assert name not in BUILT_IN
        assert name[0].isupper()


def test_handlers_are_mutations_said_once(punk: Catalog) -> None:
    button = {"type": "Button", "text": "Go", "props": {"onClick": "send"}}
    text = written({"type": "Card", "children": [button, button | {"text": "Go on"}]}, punk).text
    assert text.count('send = Mutation("send")\n') == 1
    assert text.count("Action([@Run(send)])") == 2


def test_two_bindings_are_texts_and_not_numbers(punk: Catalog) -> None:
    assert (
        'Text("" + $context.a + $context.b)' in written({"type": "Text", "text": "{context.a}{context.b}"}, punk).text
    )


LOSSES: list[tuple[Any, str, tuple[str | int, ...]]] = [
    ({"type": "Nobody"}, "the component Nobody", ("root",)),
    ({"type": "Text", "props": {"a": "x"}}, "a prop that the component does not have", ("root", "props", "a")),
    ({"type": "Text", "props": {"size": None}}, "null, which is no value of a prop", ("root", "props", "size")),
    ({"type": "Text", "children": [{"type": "Text"}]}, "nodes where none can be", ("root", "children")),
    ({"type": "Card", "text": "x"}, "the text of a component that shows none", ("root", "text")),
    ({"type": "Card", "condition": "x"}, "a condition that is not one binding", ("root", "condition")),
    ({"type": "Card", "itemTemplate": {"type": "Text"}}, "a template without a list", ("root", "itemTemplate")),
    ({"type": "Card", "style": "x"}, "a field that nodes do not have", ("root", "style")),
    ({"type": "DataGrid", "props": {"columns": float("nan")}}, "the number nan", ("root", "props", "columns")),
    ({"type": "Card", "children": [3]}, "what is no node", ("root", "children", 0)),
    ({"type": "Text", "text": 3}, "a field of another type", ("root", "text")),
]  # fmt: skip


@every_row(("root", "what", "path"), LOSSES, ids=[what for _, what, _ in LOSSES])
def test_what_cannot_be_said_is_told(root: Any, what: str, path: Any, punk: Catalog) -> None:
    losses = written(root, punk).losses
    assert [(loss.what, loss.path) for loss in losses] == [(what, path)]
    assert losses[0].done


# ---------------------------------------------------------------- streams

GROWING: list[tuple[dict[str, Any], str]] = [
    ({"op": "add", "path": "/root", "value": {"type": "Card", "id": "login"}}, "root = login\nlogin = Card()\n"),
    (
        {"op": "add", "path": "/root/children", "value": [{"type": "Text", "text": "Hi"}]},
        'login = Card([text1])\ntext1 = Text("Hi")\n',
    ),
    (
        {"op": "add", "path": "/root/children/-", "value": {"type": "Form"}},
        "login = Card([text1, form1])\nform1 = Form()\n",
    ),
    ({"op": "replace", "path": "/root/children/0/text", "value": "Hello"}, 'text1 = Text("Hello")\n'),
    ({"op": "test", "path": "/root/type", "value": "Card"}, ""),
    ({"op": "add", "path": "/root/children/1/id", "value": "form"}, "login = Card([text1, form])\nform = Form()\n"),
    ({"op": "remove", "path": "/root/children/0"}, "login = Card([form])\n"),
]  # fmt: skip


def test_a_stream_says_what_a_patch_changed(punk: Catalog) -> None:
    streaming = stream(punk, Options())
    document: dict[str, Any] = {}
    for patch, said in GROWING:
        document = apply_patch(document, patch).document
        assert streaming.feed(document, patch) == said, patch
    assert streaming.close(document).text == "login = Card([form])\n", "or their parser has not seen its end"


def test_a_stream_of_nothing(punk: Catalog) -> None:
    assert stream(punk, Options()).close({}).text == "root = null\n"
