"""A2UI read: what each component becomes, what is told as lost, and what a hostile text comes to."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli.catalog import load_catalog
from epoch_cli.convert.a2ui.reading import read
from epoch_cli.convert.formats import Options, ReadBack
from epoch_cli.errors import UnreadableError
from epoch_cli.validation import validate

PUNK, SHADCN = load_catalog("punk"), load_catalog("shadcn")
BASIC = "https://a2ui.org/specification/v0_9/catalogs/basic/catalog.json"
BEGIN = {"version": "v0.9", "createSurface": {"surfaceId": "s", "catalogId": BASIC}}


def text_of(*components: Any, data: Any = None) -> str:
    """Messages of a surface."""
    messages = [BEGIN, {"version": "v0.9", "updateComponents": {"surfaceId": "s", "components": components}}]
    if data is not None:
        messages.append({"version": "v0.9", "updateDataModel": {"surfaceId": "s", "value": data}})
    return "\n".join(json.dumps(message) for message in messages)


def read_one(*inner: Any, data: Any = None, catalog: Any = PUNK) -> tuple[Any, ReadBack]:
    """The node that the component `it` becomes, in a column."""
    root = {"id": "root", "component": "Column", "children": ["it"]}
    back = read(text_of(root, *inner, data=data), catalog, Options())
    return (back.document["root"].get("children") or [None])[0], back


def it(component: str, **properties: Any) -> dict[str, Any]:
    """The component that is read."""
    return {"id": "it", "component": component, **properties}


TEXT = {"id": "words", "component": "Text", "text": "Go"}
EVENT = {"event": {"name": "go", "context": {}}}
LINK = {"functionCall": {"call": "openUrl", "args": {"url": "https://example.com"}, "returnType": "void"}}


@every_row(
    ("components", "node"),
    [
        ([it("Text", text="Hi", variant="h2")], {"type": "Text", "id": "it", "props": {"size": "h2"}, "text": "Hi"}),
        ([it("Text", text={"path": "/a/b"})], {"type": "Text", "id": "it", "text": "{context.a.b}"}),
        (
            [it("Text", text={"call": "formatString", "args": {"value": "${/a} of \\${b} ${'x'}"}})],
            {"type": "Text", "id": "it", "text": "{context.a} of ${b} x"},
        ),
        (
            [it("Row", children=["words"], justify="spaceBetween"), TEXT],
            {
                "type": "Stack", "id": "it", "props": {"direction": "row", "justify": "between"},
                "children": [{"type": "Text", "id": "words", "text": "Go"}],
            },
        ),
        (
            [it("List", children={"componentId": "words", "path": "/users"}), {**TEXT, "text": {"path": "name"}}],
            {
                "type": "Stack", "id": "it", "dataSource": "{context.users}",
                "itemTemplate": {"type": "Text", "id": "words", "text": "{item.name}"},
            },
        ),
        (
            [it("Card", child="in"), {"id": "in", "component": "Column", "children": ["words"]}, TEXT],
            {"type": "Card", "id": "it", "children": [{"type": "Text", "id": "words", "text": "Go"}]},
        ),
        (
            [it("Button", child="words", variant="primary", action=EVENT), TEXT],
            {"type": "Button", "id": "it", "props": {"onClick": "go"}, "text": "Go"},
        ),
        (
            [it("TextField", label="Mail", value={"path": "/user/mail"}, variant="obscured")],
            {
                "type": "FormField", "id": "it", "props": {"label": "Mail"},
                "children": [{"type": "Input", "props": {"type": "password", "defaultValue": "{context.user.mail}"}}],
            },
        ),
        (
            [it("CheckBox", label="Yes", value=True)],
            {"type": "Input", "id": "it", "props": {"type": "checkbox", "defaultValue": True, "label": "Yes"}},
        ),
        (
            [it("Tabs", tabs=[{"title": "One two", "child": "words"}]), TEXT],
            {
                "type": "Tabs", "id": "it", "props": {"tabs": [{"id": "one-two", "label": "One two"}]},
                "children": [{"type": "Text", "id": "words", "text": "Go"}],
            },
        ),
        (
            [it("DateTimeInput", label="When", value={"path": "/input/when"}, enableDate=True, enableTime=True)],
            {
                "type": "FormField", "id": "it", "props": {"label": "When"},
                "children": [{"type": "Input", "props": {"type": "datetime-local", "name": "when"}}],
            },
        ),
    ],
)  # fmt: skip
def test_components_in_punk(components: list[Any], node: Any) -> None:
    made, back = read_one(*components)
    assert made == node
    assert back.losses == ()


def test_another_design_system_says_the_same_in_its_own_way() -> None:
    assert read_one(it("Divider", axis="vertical"), catalog=SHADCN)[0] == {
        "type": "Separator", "id": "it", "props": {"orientation": "vertical"},
    }  # fmt: skip
    slider = it("Slider", label="How much", value={"path": "/input/much"}, max=10)
    assert read_one(slider, catalog=SHADCN)[0]["children"] == [{"type": "Slider", "props": {"name": "much", "max": 10}}]
    _, back = read_one(it("Button", child="words", action=LINK), TEXT, catalog=SHADCN)
    assert [loss.what for loss in back.losses] == ["the href https://example.com"]


@every_row(
    ("components", "what"),
    [
        ([it("Gauge", value=3)], "the component Gauge"),
        ([it("Divider")], "the Divider"),
        ([it("Text", text="x", weight=2)], "its weight"),
        ([it("Text", text="x", flavour="y")], "the property flavour"),
        ([it("Text", text={"call": "formatDate", "args": {"value": {"path": "/d"}}})], "the function formatDate"),
        ([it("Text", text="see {context.a}")], "words that look like a binding"),
        ([it("Text", text={"path": "/a b"})], "the path /a b"),
        ([it("Text", text=["x"])], "a value that is no text"),
        ([it("Image", url="javascript:alert(1)")], "an address that could run something"),
        ([it("Button", child="words", action={"event": {"name": "do it now!"}}), TEXT], "the event do it now!"),
        ([it("TextField", label="x", checks=[{"condition": {"call": "regex"}, "message": ""}])], "the check regex"),
        ([it("Column", children=["gone"])], "the component gone, which is not there"),
        ([it("Text", text="x"), TEXT], "1 component that nothing shows"),
    ],
)
def test_what_is_not_read_is_told_with_its_line(components: list[Any], what: str) -> None:
    _, back = read_one(*components)
    found = [loss for loss in back.losses if loss.what == what]
    assert found
    assert found[0].line in {0, 2}


def test_what_is_read_is_never_a_script_nor_a_code() -> None:
    script = {"event": {"name": "alert(1)//", "context": {}}}
    made, back = read_one(it("Button", child="words", action=script), TEXT)
    assert made["props"]["onClick"].isidentifier()
    assert validate(back.document, PUNK).ok


def test_later_messages_replace_components_and_data() -> None:
    text = text_of({"id": "root", "component": "Text", "text": "old"})
    update = {"surfaceId": "s", "components": [{"id": "root", "component": "Text", "text": "new"}]}
    later = json.dumps({"version": "v0.9", "updateComponents": update})
    assert read(f"{text}\n{later}", PUNK, Options()).document["root"]["text"] == "new"


def test_a_surface_is_chosen_by_its_name_and_the_others_are_told() -> None:
    text = text_of({"id": "root", "component": "Text", "text": "first"})
    text += "\n" + text.replace('"surfaceId": "s"', '"surfaceId": "t"').replace("first", "second")
    back = read(text, PUNK, Options(surface="t"))
    assert back.document["root"]["text"] == "second"
    assert [loss.what for loss in back.losses] == ["1 other surface"]
    assert read(text, PUNK, Options()).document["root"]["text"] == "first"


@pytest.mark.parametrize("wrap", [lambda text: text, lambda text: f"[{','.join(text.splitlines())}]"])
def test_json_lines_and_an_array_say_the_same(wrap: Any) -> None:
    text = text_of({"id": "root", "component": "Text", "text": "Hi"})
    assert read(wrap(text), PUNK, Options()).document["root"] == {"type": "Text", "text": "Hi"}


@every_row(
    ("text", "said"),
    [
        ("", "no message"),
        ("\ufeff \n", "no message"),
        ("hello", "1: not JSON"),
        (json.dumps(BEGIN) + "\n{", "2: not JSON"),
        ("[" * 100_000, "1: not JSON"),
        ("[1]", "1: a message is an object"),
        ("{}", "1: no message of A2UI"),
        ('{"version": "v1.0", "createSurface": {"surfaceId": "s"}}', "1: a message of A2UI v1.0"),
        ('{"beginRendering": {"surfaceId": "s"}}', "1: a message of A2UI another version"),
        ('{"version": 9, "createSurface": {"surfaceId": "s"}}', "1: a message of A2UI"),
        ('{"createSurface": {"surfaceId": 3}}', "1: no message of A2UI"),
        ('{"createSurface": {"surfaceId": "s"}, "deleteSurface": {"surfaceId": "s"}}', "1: no message of A2UI"),
        ('{"updateComponents": {"surfaceId": "s", "components": 3}}', "1: components is no list"),
        (json.dumps(BEGIN), "has no component root"),
        (json.dumps(BEGIN) + '\n{"deleteSurface": {"surfaceId": "s"}}', "no surface is left"),
    ],
)
def test_what_is_no_surface_cannot_be_read(text: str, said: str) -> None:
    with pytest.raises(UnreadableError, match=said) as raised:
        read(text, PUNK, Options())
    assert raised.value.remedy


def test_a_component_in_itself_is_left_out_there() -> None:
    columns = [{"id": name, "component": "Column", "children": ["root", "a", "b"]} for name in ("root", "a", "b")]
    back = read(text_of(*columns), PUNK, Options())
    assert {"the component root in itself", "the component a in itself"} <= {loss.what for loss in back.losses}


def test_sharing_does_not_multiply() -> None:
    """Each level shows the next one twice: a thousand million texts, if it were believed."""
    levels = [{"id": f"c{n}", "component": "Row", "children": [f"c{n + 1}", f"c{n + 1}"]} for n in range(30)]
    root = {"id": "root", "component": "Column", "children": ["c0"]}
    text = text_of(root, *levels, {"id": "c30", "component": "Text", "text": "x" * 100})
    back = read(text, PUNK, Options())
    assert len(json.dumps(back.document)) < 500_000
    assert any("in another place" in loss.what for loss in back.losses)


def test_ten_thousand_components_are_read_in_seconds_and_a_tower_of_them_is_cut() -> None:
    many = [{"id": f"c{n}", "component": "Text", "text": "x"} for n in range(5_000)]
    root = {"id": "root", "component": "Column", "children": [each["id"] for each in many] + ["t0"]}
    tower = [{"id": f"t{n}", "component": "Column", "children": [f"t{n + 1}"]} for n in range(5_000)]
    begun = time.process_time()
    back = read(text_of(root, *many, *tower), PUNK, Options())
    assert time.process_time() - begun < 10
    assert len(back.document["root"]["children"]) == 5_001
    assert "which lies too deep" in " ".join(loss.what for loss in back.losses)


JUNK = (None, True, 0, -1.5, "x", "{context.a}", [], ["root"], [[1]], {}, {"path": 3}, {"call": 3}, {"path": "/a//b"})
NAMES = (
    "text", "variant", "children", "child", "tabs", "trigger", "content", "action", "checks", "label", "value",
    "options", "min", "max", "url", "name", "axis", "accessibility", "weight", "id",
)  # fmt: skip
KINDS = (
    "Text", "Image", "Icon", "Video", "Row", "Column", "List", "Card", "Tabs", "Modal", "Divider", "Button", "Other",
    "TextField", "CheckBox", "ChoicePicker", "Slider", "DateTimeInput",
)  # fmt: skip


@every_row("kind", KINDS)
def test_a_property_may_be_anything(kind: str) -> None:
    root = {"id": "root", "component": "Column", "children": ["it", "words"]}
    for name in NAMES:
        for junk in JUNK:
            back = read(text_of(root, {**it(kind), name: junk}, TEXT), SHADCN, Options())
            validate(back.document, SHADCN)


@every_row("path", ["", "/", "/a/b", "/a/-", "/list/0/x", "/list/9", "a" * 100, "/" * 100, 3, None])
def test_data_may_be_put_anywhere(path: Any) -> None:
    text = text_of({"id": "root", "component": "Text", "text": "x"}, data={"a": 1, "list": [1]})
    for body in ({"path": path, "value": {"y": 1}}, {"path": path}):
        message = {"version": "v0.9", "updateDataModel": {"surfaceId": "s", **body}}
        assert read(f"{text}\n{json.dumps(message)}", PUNK, Options()).document["root"]["text"] == "x"


def test_two_components_of_one_id_in_one_message_are_told() -> None:
    _, back = read_one(it("Text", text="one"), it("Text", text="two"))
    assert [(loss.what, loss.line) for loss in back.losses] == [("a component it before another", 2)]
    _, back = read_one(it("Text", text="one"), it("Text", text="one"))
    assert back.losses == ()
    changed = {"version": "v0.9", "updateComponents": {"surfaceId": "s", "components": [it("Text", text="two")]}}
    root = {"id": "root", "component": "Column", "children": ["it"]}
    text = f"{text_of(root, it('Text', text='one'))}\n{json.dumps(changed)}"
    assert read(text, PUNK, Options()).losses == ()
