"""A document as a json-render spec, and back: what is not told to be lost comes back as it was."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.documents import documents, everything, mutated
from support.every_row import every_row
from support.examples import examples
from support.nodes import box, button, control, node, page, repeated, table, text
from support.spec_streams import without_empties
from support.wild import wild_document

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.convert.formats import Options
from epoch_cli.convert.json_render.spec import read, write
from epoch_cli.document import equal

PUNK = load_catalog("punk")


def elements(*children: Any) -> dict[str, Any]:
    """The elements of a page with these children, without a loss."""
    written = write(page(*children), PUNK, Options())
    assert written.losses == ()
    spec = json.loads(written.text)
    assert read(written.text, PUNK, Options()).document == without_empties(page(*children))
    made: dict[str, Any] = spec["elements"]
    return made


def element(child: Any) -> dict[str, Any]:
    """The first child of a page as an element."""
    made: dict[str, Any] = elements(child)[
        f"{PUNK.components[child['type']].role}.2" if "id" not in child else child["id"]
    ]
    return made


def losses(child: Any) -> list[tuple[str, str, str]]:
    """What is lost of a child of a page: where in it, what, and what was done."""
    written = write(page(child), PUNK, Options())
    return [("/".join(map(str, each.path[3:])), each.what, each.done) for each in written.losses]


def test_nodes_become_elements_by_their_ids_or_by_role_and_number() -> None:
    written = write(page(text("Hello", id="hello"), text("again"), id="all"), PUNK, Options())
    assert json.loads(written.text) == {
        "root": "all",
        "elements": {
            "all": {"type": "Container", "props": {}, "children": ["hello", "text.1"]},
            "hello": {"type": "Text", "props": {"text": "Hello"}, "children": []},
            "text.1": {"type": "Text", "props": {"text": "again"}, "children": []},
        },
    }


@every_row(
    ("child", "props"),
    [
        (text("{context.user.name}"), {"text": {"$state": "/user/name"}}),
        (text("Hello {context.name}!"), {"text": {"$template": "Hello ${/name}!"}}),
        (text("costs $5, ${x}"), {"text": "costs $5, ${x}"}),
        (text("{not.bound} {}"), {"text": "{not.bound} {}"}),
        (control(defaultValue="{context.mail}"), {"defaultValue": {"$bindState": "/mail"}}),
        (text("x", testId="t"), {"text": "x", "data-testid": "t"}),
        (text("x", a11y={"label": "{context.l}", "hidden": True}),
         {"text": "x", "aria-label": {"$state": "/l"}, "aria-hidden": True}),
        (table({"key": "a", "label": "A", "value": "{item.a} of {context.n}"}, data="{context.rows}"),
         {"columns": [{"key": "a", "label": "A", "value": {"$template": "{item.a} of ${/n}"}}],
          "data": {"$state": "/rows"}}),
    ],
)  # fmt: skip
def test_bindings_and_fields_become_props(child: Any, props: Any) -> None:
    assert element(child)["props"] == props


@every_row(
    ("condition", "visible"),
    [
        ("{context.user.admin}", {"$state": "/user/admin"}),
        ("!{context.busy}", {"$state": "/busy", "not": True}),
        ("{context.plan} == 'pro'", {"$state": "/plan", "eq": "pro"}),
        ("{context.n} != true", {"$state": "/n", "neq": True}),
        ("{context.n} >= 1.5", {"$state": "/n", "gte": 1.5}),
        ("{context.n} < {context.most}", {"$state": "/n", "lt": {"$state": "/most"}}),
    ],
)
def test_conditions_say_when_an_element_is_visible(condition: str, visible: Any) -> None:
    assert element(text(condition=condition))["visible"] == visible


@every_row(
    "condition",
    ["flag", "", "{context.a} && {context.b}", "{context.n} > 'a'", "{props.x}", "{context.n} == 1.50",
     "{context.a} == null", "!{context.n} > 1", "{context.n}  == 1", "{ context.a }"],
)  # fmt: skip
def test_other_conditions_are_lost(condition: str) -> None:
    ((place, what, done),) = losses(text(condition=condition))
    assert (place, done) == ("condition", "left out: it is always shown")
    assert condition in what


def test_handlers_are_actions_by_what_they_mean() -> None:
    assert element(button(onClick="save"))["on"] == {"press": {"action": "save"}}
    assert element(node("Form", onSubmit="send"))["on"] == {"submit": {"action": "send"}}


def test_a_list_is_repeated_with_its_template_alone() -> None:
    made = elements(repeated(text("{item.name}", key="{item.id}")), repeated(text("{item}"), "{context.tags}"))
    assert made["stack.2"]["repeat"] == {"statePath": "/users", "key": "id"}
    assert made["stack.2"]["children"] == ["text.3"]
    assert made["text.3"]["props"] == {"text": {"$item": "name"}}
    assert made["stack.4"]["repeat"] == {"statePath": "/tags"}
    assert made["text.5"]["props"] == {"text": {"$item": ""}}


def test_lists_in_lists_repeat_over_a_field_of_the_item() -> None:
    made = elements(repeated(box(repeated(text("by {item.name}"), "{item.posts}"))))
    assert made["stack.4"]["repeat"] == {"statePath": {"$item": "posts"}}
    assert made["text.5"]["props"] == {"text": {"$template": "by ${name}"}}


@every_row(
    ("child", "lost"),
    [
        (text(key="k"), [("key", "the key k", "left out")]),
        (text("{props.title}"), [("text", "the binding {props.title}", "read from the state at /props/title")]),
        (text("{{user.name}}"), [("text", "the spelling of {{user.name}}", "written as {context.user.name}")]),
        (text("${x} {context.a}"), [("text", "${ in a text with bindings", "written as $ {")]),
        (text("a {item.b}"), [("text", "the binding {item.b} outside of a list", "read from the state")]),
        (node("Stack", dataSource="{context.a}"), [("dataSource", "a list without its other half", "left out")]),
        (node("Stack", itemTemplate=text()), [("itemTemplate", "a list without its other half", "left out")]),
        ({**repeated(text("x")), "children": [text()]}, [("children", "children beside an itemTemplate", "left out")]),
        (text(id="1 2"), [("id", "the id 1 2", "left out")]),
        (text("x", visible=True), [("props/visible", "the prop visible", "left out")]),
        (text("x", other={"$state": "/a"}),
         [("props/other", "an object with the key $state", "it is an expression there")]),
        ({"type": "Text", "colour": 1}, [("colour", "the field colour", "left out")]),
        ("text", [("", "a child that is no node", "left out")]),
    ],
)  # fmt: skip
def test_what_a_spec_cannot_say_is_told_with_its_place(child: Any, lost: Any) -> None:
    assert losses(child) == lost


def test_an_id_that_occurs_twice_names_the_first() -> None:
    written = write(page(text(id="a"), text(id="a")), PUNK, Options())
    assert list(json.loads(written.text)["elements"]) == ["container.1", "a", "text.2"]
    assert [each.path for each in written.losses] == [("root", "children", 1, "id")]


def test_what_stands_beside_the_root_is_lost() -> None:
    document = {"$schema": "x", "punkVersion": "1.0.0", "schemaVersion": "2", "metadata": {}, "root": text()}
    assert [each.path for each in write(document, PUNK, Options()).losses] == [
        ("$schema",),
        ("schemaVersion",),
        ("metadata",),
    ]


def test_data_is_the_state_to_begin_with() -> None:
    data = {"context": {"users": [{"name": "Ada"}]}, "props": {"title": "T"}}
    written = write(page(text("{context.users.0.name}")), PUNK, Options(data=data))
    assert json.loads(written.text)["state"] == {"users": [{"name": "Ada"}], "props": {"title": "T"}}


def test_an_empty_document_is_an_empty_spec() -> None:
    written = write({}, PUNK, Options())
    assert json.loads(written.text) == {"root": "", "elements": {}}
    assert read(written.text, PUNK, Options()).document == without_empties({})


def hold(document: Any, catalog: Catalog) -> None:
    """Nothing is lost that is not told, nothing told that is not lost, and nothing changes the document."""
    before = deepcopy(document)
    written = write(document, catalog, Options())
    assert document == before
    again = read(written.text, catalog, Options())
    assert equal(without_empties(document), without_empties(again.document)) == (not written.losses)
    assert written.losses or not again.losses
    assert write(again.document, catalog, Options()).losses == ()


@pytest.mark.parametrize("catalog", [PUNK, load_catalog("shadcn")], ids=lambda catalog: str(catalog.name))
@settings(max_examples=examples(25))
@given(data=st.data())
def test_losses_are_all_that_is_lost(data: st.DataObject, catalog: Catalog) -> None:
    hold(data.draw(documents(catalog)), catalog)


@settings(max_examples=examples(50))
@given(mutated(everything()))
def test_losses_are_all_that_is_lost_of_any_json(document: Any) -> None:
    hold(document, everything())


@every_row("seed", range(10))
def test_nothing_fails_on_what_nobody_has_proved(seed: int) -> None:
    spec = json.loads(write(wild_document(seed, PUNK), PUNK, Options()).text, parse_constant=pytest.fail)
    assert all(child in spec["elements"] for each in spec["elements"].values() for child in each["children"])
