"""A document written: which components of A2UI say it, and what is told as lost."""

from __future__ import annotations

from typing import Any

import pytest
from support.a2ui import Client, messages
from support.every_row import every_row
from support.wild import wild_document

from epoch_cli.catalog import load_catalog
from epoch_cli.convert.a2ui.branches import ROOT
from epoch_cli.convert.a2ui.writing import write
from epoch_cli.convert.formats import Loss, Options
from epoch_cli.errors import UsageError

PUNK, SHADCN = load_catalog("punk"), load_catalog("shadcn")
Tree = dict[str, Any]


def written(node: Any, catalog: Any = PUNK) -> tuple[Tree, dict[str, Any], tuple[Loss, ...]]:
    """What is shown of a node in a container, its data, and its losses."""
    made = write({"root": {"type": "Container", "children": [node]}}, catalog, Options())
    client = Client(made.text)
    return client.seen()["children"][0], client.data, made.losses


def field(control: Any, **props: Any) -> Any:
    """A control in a field."""
    return {"type": "FormField", "props": {"label": "Name", **props}, "children": [control]}


REQUIRED = {"condition": {"call": "required", "args": {"value": {"path": "/input/who"}}}, "message": "Please."}


@every_row(
    ("node", "tree"),
    [
        (
            {"type": "Text", "text": "Hi", "props": {"size": "typography-h2"}},
            {"component": "Text", "text": "Hi", "variant": "h2"},
        ),
        ({"type": "Text", "text": "{context.a.0.b}"}, {"component": "Text", "text": {"path": "/a/0/b"}}),
        (
            {"type": "Text", "text": "Hi {context.a}"},
            {
                "component": "Text",
                "text": {"call": "formatString", "args": {"value": "Hi ${/a}"}, "returnType": "string"},
            },
        ),
        (
            {"type": "Stack", "props": {"direction": "row", "justify": "between"}, "children": []},
            {"component": "Row", "children": [], "justify": "spaceBetween"},
        ),
        (
            {"type": "Stack", "dataSource": "{context.l}", "itemTemplate": {"type": "Text", "text": "{item.x}"}},
            {
                "component": "Column",
                "children": {"componentId": {"component": "Text", "text": {"path": "x"}}, "path": "/l"},
            },
        ),
        (
            {"type": "Card", "children": [{"type": "Text", "text": "a"}]},
            {"component": "Card", "child": {"component": "Column", "children": [{"component": "Text", "text": "a"}]}},
        ),
        (
            field({"type": "Input", "props": {"name": "who", "type": "password", "required": True}}, error="Please."),
            {
                "component": "TextField", "label": "Name", "variant": "obscured",
                "value": {"path": "/input/who"}, "checks": [REQUIRED],
            },
        ),
        (
            field({"type": "Input", "props": {"defaultValue": "{context.user.name}"}}, hint="As in your passport."),
            {
                "component": "Column",
                "children": [
                    {"component": "TextField", "label": "Name", "value": {"path": "/user/name"}},
                    {"component": "Text", "text": "As in your passport.", "variant": "caption"},
                ],
            },
        ),
        (
            {
                "type": "Button", "text": "Go",
                "props": {"variant": "ghost", "onClick": "go", "disabled": "{context.off}"},
            },
            {
                "component": "Button", "variant": "borderless", "child": {"component": "Text", "text": "Go"},
                "action": {"event": {"name": "go", "context": {}}},
                "checks": [
                    {"condition": {"call": "not", "args": {"value": {"path": "/off"}}}, "message": "This is disabled."}
                ],
            },
        ),
        (
            {"type": "Avatar", "props": {"src": "/a.png", "alt": "Ada"}, "a11y": {"description": "A picture."}},
            {
                "component": "Image", "url": "/a.png", "description": "Ada", "variant": "avatar",
                "accessibility": {"description": "A picture."},
            },
        ),
    ],
)  # fmt: skip
def test_what_can_be_said_is_said_without_a_loss(node: Any, tree: Tree) -> None:
    made, _, losses = written(node)
    assert made == tree
    assert losses == ()


def test_what_a_control_says_at_first_is_in_the_data_model() -> None:
    check = {"type": "Input", "props": {"type": "checkbox", "label": "Yes", "name": "yes", "defaultValue": True}}
    made, data, _ = written(check)
    assert made["value"] == {"path": "/input/yes"}
    assert data == {"/input/yes": True}
    choice = {"type": "Select", "props": {"options": ["a", "b"], "name": "one", "defaultValue": "b"}}
    assert written(field(choice))[1] == {"/input/one": ["b"]}


def test_a_buttons_event_in_a_list_tells_the_entry() -> None:
    button = {"type": "Button", "text": "{item.name}", "props": {"onClick": "pick"}}
    made, _, _ = written({"type": "Stack", "dataSource": "{context.l}", "itemTemplate": button})
    assert made["children"]["componentId"]["action"] == {"event": {"name": "pick", "context": {"item": {"path": "."}}}}


def test_a_forms_handler_is_told_by_its_button() -> None:
    button = {"type": "Stack", "children": [{"type": "Button", "text": "Go"}]}
    made, _, losses = written({"type": "Form", "props": {"onSubmit": "send"}, "children": [button]})
    assert made["children"][0]["children"][0]["action"]["event"]["name"] == "send"
    assert [(loss.what, loss.done) for loss in losses] == [
        ("what a form tells when it is sent", "told by the buttons in it"),
        ("the Form", "written as a column"),
    ]


def test_a_table_is_a_row_of_headings_and_a_list_of_rows() -> None:
    columns = [{"key": "name", "label": "Name"}, {"key": "x", "label": "Both", "value": "{item.a} {item.b.c}"}]
    made, _, _ = written(
        {"type": "DataGrid", "props": {"columns": columns, "data": "{context.users}", "caption": "All"}}
    )
    caption, head, _, rows = made["children"]
    assert caption["text"] == "All"
    assert [cell["text"] for cell in head["children"]] == ["Name", "Both"]
    assert rows["children"]["path"] == "/users"
    first, second = rows["children"]["componentId"]["children"]
    assert first["text"] == {"path": "name"}
    assert second["text"]["args"]["value"] == "${a} ${b/c}"


@every_row(
    ("node", "path", "what"),
    [
        ({"type": "Card", "props": {"shadow": "lg"}}, ("props", "shadow"), "the prop shadow"),
        ({"type": "Text", "text": "x", "condition": "{context.a}"}, ("condition",), "the condition {context.a}"),
        ({"type": "Text", "text": "x", "a11y": {"live": "polite"}}, ("a11y", "live"), "the live of a11y"),
        ({"type": "Text", "text": "{props.x}"}, ("text",), "the binding {props.x}"),
        ({"type": "Text", "text": "a {context.é}"}, ("text",), "the binding {context.é}"),
        ({"type": "Text", "text": "x", "key": "k"}, ("key",), "the key k"),
        (
            {"type": "Button", "text": "x", "props": {"variant": "danger", "onClick": "f"}},
            ("props", "variant"),
            "the variant danger",
        ),
        ({"type": "Button", "text": "x"}, (), "a button without a handler"),
        ({"type": "Modal", "props": {"title": "x"}}, (), "what opens it"),
        ({"type": "Unheard", "text": "x"}, (), "the Unheard"),
        ({"type": "Box"}, (), "the Box"),
        ({"type": "Badge", "text": "x"}, (), "the Badge"),
        ({"type": "Stack", "children": ["x"]}, ("children", 0), "a child that is no node"),
        ({"type": "Text", "id": "root", "text": "x"}, ("id",), "the id root"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_a_loss_at_its_place(node: Any, path: tuple[Any, ...], what: str) -> None:
    losses = written(node)[2]
    assert [(loss.path, loss.what) for loss in losses] == [(("root", "children", 0, *path), what)]
    assert losses[0].done


def test_the_documents_other_members_are_losses() -> None:
    losses = write({"root": {"type": "Container"}, "metadata": {"a": 1}}, PUNK, Options()).losses
    assert [loss.path for loss in losses] == [("metadata",)]


@pytest.mark.parametrize("catalog", [PUNK, SHADCN], ids=["punk", "shadcn"])
def test_nothing_that_a_component_says_makes_no_difference(catalog: Any) -> None:
    """A prop is written, or told as lost: with and without it cannot come to the same."""
    for component in catalog.components.values():
        words = {"text": "words"} if component.text else {}
        for name, prop in component.props.items():
            others = {each: _value(component.props[each]) for each in component.required if each != name}
            without = {"type": component.type, **words, "props": others}
            having = {**without, "props": {**others, name: _value(prop)}}
            made = [write({"root": node}, catalog, Options()) for node in (without, having)]
            assert made[0] != made[1], (component.type, name)
            assert not words or "words" in made[0].text


def _value(prop: Any) -> Any:
    """A value of a prop that is not its default."""
    kind = prop.types[0]
    if kind in {"enum", "boolean"}:
        choices = prop.values or (True, False)
        return next(each for each in choices if each != prop.default)
    if kind == "array":
        return [{"id": "a", "key": "a", "value": "b", "label": "c"}]
    return {"number": 7, "token": "sm", "object": {"a": 1}}.get(kind, "said")


def test_ids_are_kept_and_those_that_are_made_are_no_ids_of_nodes() -> None:
    inner = [{"type": "Text", "id": "a", "text": "x"}, {"type": "Text", "id": "a", "text": "y"}, {"type": "Text"}]
    made = write({"root": {"type": "Container", "children": inner}}, PUNK, Options())
    components = messages(made.text)[1]["updateComponents"]["components"]
    assert [each["id"] for each in components] == [ROOT, "a", "_1", "_2"]
    assert [loss.what for loss in made.losses] == ["the id a"]


def test_components_come_after_those_that_they_stand_in() -> None:
    made = write(wild_document(4, PUNK), PUNK, Options())
    client = Client(made.text)
    order = [each["id"] for each in messages(made.text)[1]["updateComponents"]["components"]]
    assert order[0] == ROOT
    assert set(client.named()) <= set(order)


def test_a_surface_has_the_name_and_the_data_that_are_given() -> None:
    options = Options(name="orders", data={"context": {"a": 1}})
    created, data, *_ = messages(write({"root": {"type": "Container"}}, PUNK, options).text)
    assert created["createSurface"]["surfaceId"] == "orders"
    assert data["updateDataModel"] == {"surfaceId": "orders", "path": "/", "value": {"a": 1}}


def test_only_versions_that_there_are_can_be_written() -> None:
    assert write({}, PUNK, Options(version="0.9")).text == write({}, PUNK, Options()).text
    with pytest.raises(UsageError, match=r"no version '0\.7' of A2UI") as raised:
        write({}, PUNK, Options(version="0.7"))
    assert raised.value.remedy == "use 0.9"


def test_no_address_that_runs_something_is_written() -> None:
    made = write({"root": {"type": "Avatar", "props": {"src": "java\tscript:alert(1)", "alt": "x"}}}, PUNK, Options())
    assert "script:" not in made.text
    assert ("root", "props", "src") in [loss.path for loss in made.losses]


@every_row("key", [["a"], {"a": 1}, 3, True])
@every_row("rows", [[{"a": 1}], "{context.rows}"])
def test_a_column_whose_key_is_no_text_has_empty_cells(key: Any, rows: Any) -> None:
    table = {"type": "DataGrid", "props": {"caption": "c", "columns": [{"key": key, "label": "A"}], "data": rows}}
    _, _, losses = written(table)
    assert ("root", "children", 0, "props", "columns") in [loss.path for loss in losses]
    assert "the key of a column, which is no text" in [loss.what for loss in losses]


@every_row(
    ("outer", "inner", "path"),
    [
        (True, False, ("children", 0, "props", "required")),
        (False, True, ("props", "required")),
        ("{context.needed}", None, ("props", "required")),
        (None, "{context.needed}", ("children", 0, "props", "required")),
        (True, "{context.needed}", ("children", 0, "props", "required")),
        (True, None, None),
        (None, True, None),
        (False, False, None),
    ],
)
def test_a_field_and_its_control_that_disagree_on_required(outer: Any, inner: Any, path: Any) -> None:
    said = [{} if value is None else {"required": value} for value in (outer, inner)]
    _, _, losses = written(field({"type": "Input", "props": {"name": "who", **said[1]}}, **said[0]))
    assert [loss.path[3:] for loss in losses if "required" in loss.path] == ([path] if path else [])


@every_row("field", ["children", "props", "itemTemplate", "a11y"])
@every_row("value", [True, 3, "x"])
def test_a_field_of_another_type_is_told(field: str, value: Any) -> None:
    losses = write({"root": {"type": "Card", field: value}}, PUNK, Options()).losses
    assert [(loss.path, loss.what) for loss in losses] == [(("root", field), f"the {field}, which is of another type")]
