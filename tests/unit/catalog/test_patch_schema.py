"""The JSON Schema of one operation: RFC 6902 as Epoch emits it, with values that fit their places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.scripted import ScriptedProvider, add, container, of, run, says, text_node

from epoch_cli.catalog import Catalog
from epoch_cli.catalog.json_schema import document_schema, patch_schema
from epoch_cli.engine import Control
from epoch_cli.events import PatchAccepted, RunEnded

Check = Callable[[Any], bool]


@pytest.fixture(scope="module")
def accepts(punk: Catalog) -> Check:
    return Draft202012Validator(document_schema(punk)).is_valid


@pytest.fixture(scope="module")
def accepts_patch(punk: Catalog) -> Check:
    return Draft202012Validator(patch_schema(punk)).is_valid


def node(type_: str, **props: Any) -> dict[str, Any]:
    return {"type": type_, "props": props}


GOOD_PATCHES: dict[str, dict[str, Any]] = {
    "a root": add("/root", container(text_node("a"), props={"gap": "md"})),
    "a child": add("/root/children/-", text_node("a")),
    "a child of a child": add("/root/children/0/children/12", text_node("a")),
    "a template": add("/root/children/0/itemTemplate", text_node("a")),
    "children": add("/root/children", [text_node("a")]),
    "a prop": {"op": "replace", "path": "/root/props/padding", "value": "lg"},
    "a text": {"op": "replace", "path": "/root/children/0/text", "value": "b"},
    "another type": {"op": "replace", "path": "/root/type", "value": "Stack"},
    "metadata": add("/metadata", {"kind": "page"}),
    "a removal": {"op": "remove", "path": "/root/children/3"},
    "a move": {"op": "move", "path": "/root/children/-", "from": "/root/children/0"},
    "a copy": {"op": "copy", "path": "/root/children/-", "from": "/root/children/0"},
    "a test": {"op": "test", "path": "/root/id", "value": None},
    "escapes": add("/metadata/a~1b~0c/ü", 1),
    "meta": add("/root", text_node("a"), meta={
        "id": "p1", "sequence": 1, "validated": True, "complexity": {"nodes": 1, "depth": 1, "bindings": 0},
    }),
}  # fmt: skip

BAD_PATCHES: dict[str, Any] = {
    "no object": [add("/root", text_node("a"))],
    "no op": {"path": "/root", "value": text_node("a")},
    "an unknown op": {"op": "append", "path": "/root", "value": text_node("a")},
    "no path": {"op": "remove"},
    "no value": {"op": "add", "path": "/root"},
    "no from": {"op": "move", "path": "/root/children/-"},
    "a value in a removal": {"op": "remove", "path": "/root/text", "value": "a"},
    "from in an addition": {**add("/root", text_node("a")), "from": "/root"},
    "a path that is no pointer": add("root/children/-", text_node("a")),
    "a path with a bad escape": add("/metadata/~2", 1),
    "a path by id": add("#list/children/-", text_node("a")),
    "a node of an unknown type": add("/root/children/-", {"type": "Txt"}),
    "a node with an unknown prop inside": add("/root", container(node("Text", colour="primary"))),
    "text for a node": add("/root/children/0", "a"),
    "a node for children": add("/root/children", text_node("a")),
    "a number for a text": add("/root/children/0/text", 1),
    "a bad id": add("/root/id", "a b"),
    "an unknown type": {"op": "replace", "path": "/root/children/0/type", "value": "Txt"},
    "a list for metadata": add("/metadata", []),
    "a sequence of zero": add("/root", text_node("a"), meta={"sequence": 0}),
    "an unknown member": add("/root", text_node("a"), comment="x"),
}


@pytest.mark.parametrize("patch", GOOD_PATCHES.values(), ids=GOOD_PATCHES)
def test_a_good_patch_passes(accepts_patch: Check, patch: Any) -> None:
    assert accepts_patch(patch)


@pytest.mark.parametrize("patch", BAD_PATCHES.values(), ids=BAD_PATCHES)
def test_a_bad_patch_is_refused(accepts_patch: Check, patch: Any) -> None:
    assert not accepts_patch(patch)


def test_an_error_in_a_patch_is_told_once_and_where_it_is(punk: Catalog) -> None:
    bad = add("/root/children/-", container(node("Text", align="middle")))
    (error,) = Draft202012Validator(patch_schema(punk)).iter_errors(bad)
    assert list(error.absolute_path) == ["value", "children", 0, "props", "align"]


def test_every_patch_that_a_run_emits_passes_and_so_does_its_document(
    punk: Catalog, accepts: Check, accepts_patch: Check
) -> None:
    control = Control()
    patches = [
        add("/root", container(text_node("a", id="a"), text_node("Hi {{user.name}}"), id="page"), meta={"id": "first"}),
        add("#page/children/-", node("Select", label="b", options=["x"])),
        {"op": "copy", "from": "/root/children/0", "path": "/root/children/-"},
        {"op": "move", "from": "/root/children/0", "path": "/root/children/2"},
        {"op": "replace", "path": "/root/children/0/text", "value": "c"},
        add("/root/props/gap", "md"),
        {"op": "test", "path": "/root/type", "value": "Container"},
        add("/root/children/-", {"type": "Txt"}),
        {"op": "remove", "path": "/root/children/1"},
    ]
    model = ScriptedProvider([*says(*patches)[:-1], control.undo, *says(add("/metadata", {"kind": "page"}))])
    events = run(model, punk, control=control)
    emitted = [event.patch for event in of(PatchAccepted, events)]
    assert {patch["op"] for patch in emitted} == {"add", "remove", "replace", "move"}
    assert {event.origin for event in of(PatchAccepted, events)} == {"model", "undo"}
    for patch in emitted:
        assert accepts_patch(patch), patch
    assert accepts(of(RunEnded, events)[0].document)
