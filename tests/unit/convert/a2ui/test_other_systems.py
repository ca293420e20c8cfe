"""A2UI read into design systems that lack much, and written out of what has no place there: nothing goes untold."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.convert.a2ui.reading import read
from epoch_cli.convert.formats import Options

from .test_reading import EVENT, PUNK, TEXT, it, read_one, text_of
from .test_writing import field, written

POOR = """
[preset]
name = "poor"
[components.Page]
role = "container"
children = true
[components.Note]
role = "text"
props = { words = { type = "string", means = "label" } }
[components.Press]
role = "action"
text = true
name = { from = ["text"], required = true }
props = { look = { type = "token", group = "color", means = "variant" }, go = { type = "handler", means = "press" } }
[tokens.color]
prefix = "c"
tokens = { ink = "#000000" }
"""
BARE = """
[preset]
name = "bare"
[components.Page]
role = "container"
children = true
"""


MORE = """
[preset]
name = "more"
extends = "punk"
[components.Press]
role = "action"
text = true
interactive = true
name = { from = ["text"], required = true }
props = { to = { type = "string", means = "href" }, onPress = { type = "handler", means = "press" } }
[components.Count]
role = "input"
interactive = true
name = { from = ["label"], required = true }
implies = { type = "number" }
[components.Count.props]
label = { type = "string" }
min = { type = "number" }
max = { type = "number" }
required = { type = "boolean" }
error = { type = "string" }
name = { type = "string" }
"""


@pytest.fixture(scope="module")
def systems(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Catalog]:
    made = {"punk": PUNK}
    for name, text in {"poor": POOR, "bare": BARE, "more": MORE}.items():
        folder = tmp_path_factory.mktemp(name)
        (folder / "catalog.toml").write_text(text, "utf-8")
        made[name] = load_catalog(folder)
    return made


NOTE = {"type": "Note", "props": {"words": "Go"}, "id": "words"}
MANY = [{"id": f"w{number}", "component": "Text", "text": "x"} for number in range(40)]
READ: list[tuple[str, list[Any], Any, str]] = [
    ("poor", [it("Text", text="Hi", variant="h2")], {"type": "Note", "props": {"words": "Hi"}, "id": "it"}, "level h2"),
    (
        "poor", [it("Text", text="Hi", accessibility={"label": "Greeting"})],
        {"type": "Note", "a11y": {"label": "Greeting"}, "props": {"words": "Hi"}, "id": "it"}, "",
    ),
    (
        "poor", [it("Image", url="https://x.org/a.png", description="A cat")],
        {"type": "Note", "props": {"words": "A cat"}, "id": "it"}, "a picture",
    ),
    ("poor", [it("Image", url="https://x.org/a.png")], None, "the Image"),
    (
        "punk", [it("Image", url="javascript:x", description="A cat")],
        {"type": "Avatar", "props": {"alt": "A cat"}, "id": "it"}, "an address that could run something",
    ),
    ("poor", [it("Card", child="words"), TEXT], {"type": "Page", "id": "it", "children": [NOTE]}, "direction"),
    (
        "poor", [it("Tabs", tabs=[{"title": "A", "child": "words"}]), TEXT],
        {"type": "Page", "id": "it", "children": [NOTE]}, "the tabs",
    ),
    ("poor", [it("Modal", trigger="words", content="words"), TEXT], NOTE, "which button opens it"),
    (
        "poor", [it("Button", child="words", variant="primary", action=EVENT), TEXT],
        {"type": "Press", "text": "Go", "props": {"go": "go"}, "id": "it"}, "the variant primary",
    ),
    ("poor", [it("TextField", label="Mail")], None, "the TextField"),
    ("bare", [it("Text", text="Hi")], None, "the Text"),
    ("bare", [it("Button", child="words", action=EVENT), TEXT], None, "the Button"),
    (
        "punk", [it("Button", child="many", action=EVENT), {
            "id": "many", "component": "Row", "children": [each["id"] for each in MANY]}, *MANY],
        {"type": "Button", "text": " ".join("x" * 15), "props": {"variant": "secondary", "onClick": "go"}, "id": "it"},
        "what else stands on a button",
    ),
    (
        "punk", [it("Column", children=["it.control", "it.hint"]), {"id": "it.hint", "component": "Text", "text": "h"}],
        None, "a field without a control",
    ),
    (
        "punk",
        [it("Column", children=["it.title", "words"]), {"id": "it.title", "component": "Text", "text": "T"}, TEXT],
        {"type": "Stack", "id": "it", "children": [{"type": "Text", "text": "Go", "id": "words"}]}, "the title T",
    ),
]  # fmt: skip


@every_row(("name", "components", "node", "lost"), READ)
def test_what_a_design_system_has_no_place_for_is_told(
    name: str, components: list[Any], node: Any, lost: str, systems: dict[str, Catalog]
) -> None:
    made, back = read_one(*components, catalog=systems[name])
    assert made == node
    assert any(lost in loss.what for loss in back.losses)


WRITTEN: list[tuple[Any, str]] = [
    (field({"type": "Input", "id": "inner", "props": {"name": "who"}}), "the id inner"),
    (field({"type": "Input", "props": {"name": "who", "label": "Who"}}), "a label beside the one of its field"),
    (
        {"type": "Input", "props": {"label": "Who", "defaultValue": "{context.input.who}"}},
        "the binding {context.input.who}",
    ),
    (
        {"type": "Button", "text": "Go", "props": {"onClick": "go", "disabled": "{context.a.b} or so"}},
        "that it is disabled",
    ),
]


@every_row(("node", "lost"), WRITTEN)
def test_what_cannot_be_written_is_told(node: Any, lost: str) -> None:
    _, _, losses = written(node)
    assert any(lost in loss.what for loss in losses), losses


def test_in_a_list_a_value_is_kept_beside_the_item() -> None:
    row = {"type": "Input", "props": {"label": "Who", "defaultValue": "{item.name}"}}
    node = {"type": "Stack", "dataSource": "{context.users}", "itemTemplate": row}
    tree, _, _ = written(node)
    assert tree["children"]["componentId"]["value"] == {"path": "name"}


def test_a_button_that_leads_somewhere_is_written_as_a_link(systems: dict[str, Catalog]) -> None:
    tree, _, losses = written({"type": "Press", "text": "Go", "props": {"to": "https://x.org/"}}, systems["more"])
    assert tree["action"] == {"event": {"name": "open", "context": {"url": "https://x.org/"}}}
    assert [loss.what for loss in losses] == ["a button that leads somewhere"]


def test_bounds_and_the_message_of_a_number_are_its_checks(systems: dict[str, Catalog]) -> None:
    props = {"label": "Age", "min": 18, "max": 99, "required": True, "error": "Too young", "name": "age"}
    tree, _, losses = written({"type": "Count", "props": props}, systems["more"])
    asked, numeric = tree["checks"]
    assert (asked["condition"]["call"], asked["message"]) == ("required", "Too young")
    assert numeric["condition"]["args"] == {"value": {"path": "/input/age"}, "min": 18, "max": 99}
    assert not any("error" in loss.what for loss in losses)


SURFACES: list[tuple[list[Any], Any, str]] = [
    ([it("Text", text="Hi")], None, "its theme"),
    ([it("Text", text="Hi")], [1], "the data model"),
    ([it("Text", text="Hi"), {"id": "x", "component": 5}], None, "the component x without a type"),
    ([it("Column", children=["a b!"]), {"id": "a b!", "component": "Text", "text": "x"}], None, "the id a b!"),
]


@every_row(("components", "data", "lost"), SURFACES)
def test_what_of_a_surface_has_no_place_is_told(components: list[Any], data: Any, lost: str) -> None:
    root = {"id": "root", "component": "Column", "children": ["it"]}
    themed = text_of(root, *components, data=data).replace(
        '"surfaceId": "s", "catalogId"', '"surfaceId": "s", "theme": {"primaryColor": "#ff0000"}, "catalogId"'
    )
    back = read(themed, PUNK, Options())
    assert back.document["root"]["children"]
    assert any(lost in loss.what for loss in back.losses)
