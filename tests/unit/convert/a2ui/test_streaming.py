"""A stream: what all its messages leave behind is what the whole document would have been written as."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from support.a2ui import Client, messages
from support.wild import wild_document

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.convert.a2ui.streaming import stream
from epoch_cli.convert.a2ui.writing import write
from epoch_cli.convert.formats import Options
from epoch_cli.document import Patch, apply_patch
from epoch_cli.errors import PatchError

Node = dict[str, Any]


class Run:
    """A document that grows by patches, and a client that has their messages."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog, self.document = catalog, {}
        self.stream, self.client = stream(catalog, Options()), Client()

    def feed(self, patch: Patch) -> list[dict[str, Any]]:
        """Apply a patch; the messages that it makes."""
        self.document = apply_patch(self.document, patch).document
        text = self.stream.feed(self.document, patch)
        self.client.take(text)
        return messages(text)

    def holds(self) -> None:
        """The client has what the document says now."""
        whole = Client(write(self.document, self.catalog, Options()).text)
        assert self.client.seen() == whole.seen()
        assert _named(self.client.data) == _named(whole.data)
        assert self.client.created == 1


def _named(data: dict[str, Any]) -> dict[str, Any]:
    """What is kept by name; other paths have ids in them that depend on the order in which nodes came."""
    return {path: value for path, value in data.items() if not path.startswith("/unnamed/")}


@pytest.mark.parametrize("name", ["punk", "shadcn"])
def test_after_every_patch_the_surface_is_the_whole_documents(name: str) -> None:
    catalog = load_catalog(name)
    for seed in range(6):
        hand = _Hand(Random(seed), catalog)
        run = Run(catalog)
        run.feed({"op": "add", "path": "/root", "value": hand.node()})
        for _ in range(14):
            patch = hand.patch(run.document)
            try:
                apply_patch(deepcopy(run.document), patch)
            except PatchError:
                continue
            run.feed(patch)
            run.holds()
        assert run.stream.close(run.document).losses == write(run.document, catalog, Options()).losses


def test_the_surface_begins_once_and_before_anything_else() -> None:
    run = Run(load_catalog("punk"))
    first = run.feed({"op": "add", "path": "/root", "value": {"type": "Stack", "children": []}})
    assert [*first[0]] == ["version", "createSurface"]
    then = run.feed({"op": "add", "path": "/root/children/0", "value": {"type": "Text", "text": "a"}})
    assert [[*each] for each in then] == [["version", "updateComponents"]]


def test_a_document_that_stays_empty_is_a_surface_with_nothing_on_it() -> None:
    catalog = load_catalog("punk")
    written = stream(catalog, Options()).close({})
    assert written.text == write({}, catalog, Options()).text
    assert Client(written.text).seen() == {"component": "Column", "children": []}


def test_a_patch_sends_what_it_changes_and_nothing_else() -> None:
    run = Run(load_catalog("punk"))
    rows = [{"type": "Stack", "children": [{"type": "Text", "text": f"{n}"} for n in range(50)]} for _ in range(20)]
    run.feed({"op": "add", "path": "/root", "value": {"type": "Container", "children": rows}})
    sent = run.feed({"op": "replace", "path": "/root/children/3/children/7/text", "value": "new"})
    assert [each["text"] for each in sent[0]["updateComponents"]["components"]] == ["new"]
    sent = run.feed({"op": "add", "path": "/root/children/5/children/0", "value": {"type": "Text", "text": "first"}})
    components = sent[0]["updateComponents"]["components"]
    assert [each["component"] for each in components] == ["Column", "Text"]
    assert components[0]["children"][0] == components[1]["id"]


def test_what_a_control_says_at_first_goes_when_it_goes() -> None:
    run = Run(load_catalog("punk"))
    control = {"type": "Input", "props": {"label": "Name", "name": "who", "defaultValue": "Ada"}}
    run.feed({"op": "add", "path": "/root", "value": {"type": "Form", "children": [control]}})
    assert run.client.data == {"/input/who": "Ada"}
    run.feed({"op": "replace", "path": "/root/children/0/props/defaultValue", "value": "Bob"})
    assert run.client.data == {"/input/who": "Bob"}
    run.feed({"op": "remove", "path": "/root/children/0"})
    assert run.client.data == {}


def test_a_form_whose_handler_comes_late_is_told_by_the_buttons_that_are_there() -> None:
    run = Run(load_catalog("punk"))
    button = {"type": "Stack", "children": [{"type": "Button", "id": "go", "text": "Go"}]}
    run.feed({"op": "add", "path": "/root", "value": {"type": "Form", "children": [button]}})
    run.feed({"op": "add", "path": "/root/props", "value": {"onSubmit": "send"}})
    assert run.client.components["go"]["action"]["event"]["name"] == "send"
    run.holds()


class _Hand:
    """Writes nodes and patches at random; no two of its nodes have the same id or the same name."""

    def __init__(self, random: Random, catalog: Catalog) -> None:
        self.random, self.catalog, self.count = random, catalog, 0

    def node(self) -> Node:
        """A node, with what stands in it."""
        made = wild_document(self.random.randrange(10**6), self.catalog)
        root = made.get("root") if isinstance(made, dict) else None
        if not isinstance(root, dict):
            return {"type": "Stranger"}
        found: Node = json.loads(json.dumps(self.random.choice([each for _, each in _nodes(root, "")])))
        for _, each in _nodes(found, ""):
            self.count += 1
            if "id" in each:
                each["id"] = f"i{self.count}"
            if isinstance(each.get("props"), dict) and "name" in each["props"]:
                each["props"]["name"] = f"n{self.count}"
        return found

    def patch(self, document: dict[str, Any]) -> Patch:
        """A patch, which need not fit."""
        if not isinstance(document.get("root"), dict):
            return {"op": "add", "path": "/root", "value": self.node()}
        nodes = list(_nodes(document["root"], "/root"))
        path, node = self.random.choice(nodes)
        count = len(node["children"]) if isinstance(node.get("children"), list) else 0
        child = f"{path}/children/{self.random.randint(0, count)}"
        self.count += 1
        props = self.node().get("props")
        choices: list[Patch] = [
            *[{"op": "add", "path": each, "value": self.node()} for each in (child, f"{path}/children/-")],
            {"op": "replace", "path": child, "value": self.node()},
            *[{"op": "remove", "path": each} for each in (child, f"{path}/text", path)],
            {"op": "add", "path": f"{path}/children", "value": [self.node()]},
            {"op": "add", "path": f"{path}/itemTemplate", "value": self.node()},
            {"op": "add", "path": f"{path}/dataSource", "value": "{context.users}"},
            {"op": "add", "path": f"{path}/id", "value": f"j{self.count}"},
            {"op": "add", "path": f"{path}/type", "value": self.random.choice(list(self.catalog.components))},
            {"op": "add", "path": f"{path}/props", "value": props if isinstance(props, dict) else {}},
            *[
                {"op": "move", "from": self.random.choice(nodes)[0], "path": each}
                for each in (child, f"{path}/itemTemplate")
            ],
            {"op": "copy", "from": self.random.choice(nodes)[0], "path": "/root/itemTemplate"},
        ]
        return self.random.choice(choices)


def _nodes(node: Node, path: str) -> list[tuple[str, Node]]:
    found = [(path, node)]
    children = node.get("children")
    for index, child in enumerate(children if isinstance(children, list) else []):
        found += _nodes(child, f"{path}/children/{index}") if isinstance(child, dict) else []
    if isinstance(node.get("itemTemplate"), dict):
        found += _nodes(node["itemTemplate"], f"{path}/itemTemplate")
    return found
