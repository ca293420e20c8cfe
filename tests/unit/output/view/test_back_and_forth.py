"""A view that takes events back is as if they had never come, and one that is drawn by changes alone is complete."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import examples
from support.histories import histories
from support.scripted import ScriptedProvider, add, container, follow, says, text_node

from epoch_cli.catalog import Catalog
from epoch_cli.document import parse_pointer
from epoch_cli.document.pointer import resolve
from epoch_cli.engine import Control
from epoch_cli.events import Event, PatchAccepted
from epoch_cli.output.outline import inner_nodes
from epoch_cli.output.view import Changes, NodeView, View


def line(node: NodeView) -> tuple[Any, ...]:
    """All that is told of one node."""
    return (
        json.dumps(node.node), node.state, tuple(node.patches), node.attempt, node.turn, tuple(node.repairs),
        tuple(node.reasons), node.pointer,
    )  # fmt: skip


def dumped(view: View) -> dict[str, Any]:
    """All that a view shows, as plain data."""
    nodes = [] if view.root is None else list(view.root.walk())
    places = {node: place for place, node in enumerate(nodes)}
    pending = view.pending()
    return {
        "document": json.dumps(view.document),  # with the order of keys
        "nodes": [(line(node), [places[each] for each in node.inner]) for node in nodes],
        "newest": None if view.newest is None else places[view.newest],
        "log": list(view.log),
        "findings": list(view.findings),
        "status": view.status(),
        "meters": view.meters(),
        "pending": json.dumps(pending),
        "holder": None if pending is None or (node := view.holder(pending)) is None else places[node],
        "started": view.started,
        "events": list(view.events),
    }


def fed(events: list[Event]) -> View:
    view = View()
    for event in events:
        view.feed(event)
    return view


def check_mirrors(view: View) -> None:
    """The tree is that of the document, and each node is found where it says it is."""
    root = view.document.get("root")
    assert (view.root is None) == (root is None)
    for node in view.root.walk() if view.root is not None else ():
        assert node is view.root or (node.parent is not None and node in node.parent.inner)
        assert node.is_under(view.root)
        if node.state == "refused":
            assert node.parent is not None
            assert node.pointer == node.parent.pointer
            continue
        shown = [each.node for each in node.inner if each.state != "refused"]
        assert [*map(id, shown)] == [*map(id, inner_nodes(node.node))]
        assert [each.state == "refused" for each in node.inner] == sorted(
            each.state == "refused" for each in node.inner
        )
        assert resolve(view.document, parse_pointer(node.pointer)) is node.node
        assert view.find(node.pointer) is node
        assert view.find(f"{node.pointer}/props/label") is node


class Drawn:
    """A screen that looks at nothing but what a view says has changed."""

    def __init__(self) -> None:
        self.root: NodeView | None = None
        self.lines: dict[NodeView, tuple[Any, ...]] = {}
        self.inner: dict[NodeView, list[NodeView]] = {}
        self.log: list[Any] = []
        self.findings: list[Any] = []
        self.document = "{}"

    def update(self, view: View, changes: Changes) -> None:
        if changes.root:
            self.root, self.lines, self.inner = view.root, {}, {}
        for node in changes.lines & self.lines.keys():
            self.lines[node] = self._line(node)
        for node in changes.branches & self.inner.keys():
            self.inner[node] = list(node.inner)
        self._draw_new()
        self.log[changes.log :] = view.log[changes.log :]
        self.findings[changes.findings :] = view.findings[changes.findings :]
        if changes.document:
            self.document = json.dumps(view.document)

    def _draw_new(self) -> None:
        """Draw what came into a branch, forget what went out of one."""
        there: set[NodeView] = set()
        stack = [] if self.root is None else [self.root]
        while stack:
            node = stack.pop()
            there.add(node)
            if node not in self.lines:
                self.lines[node], self.inner[node] = self._line(node), list(node.inner)
            stack += self.inner[node]
        for gone in self.lines.keys() - there:
            del self.lines[gone], self.inner[gone]

    def _line(self, node: NodeView) -> tuple[Any, ...]:
        own = {key: value for key, value in node.node.items() if key not in {"children", "itemTemplate"}}
        return json.dumps(own), *line(node)[1:-1]

    def check(self, view: View) -> None:
        nodes = [] if view.root is None else list(view.root.walk())
        assert self.root is view.root
        assert self.inner == {node: node.inner for node in nodes}
        assert self.lines == {node: self._line(node) for node in nodes}
        assert self.log == view.log
        assert self.findings == view.findings
        assert self.document == json.dumps(view.document)


@settings(max_examples=examples(60), deadline=None)
@given(histories(), st.data())
def test_taking_events_back_leaves_what_there_was_before_them(events: list[Event], data: st.DataObject) -> None:
    view, pictures = View(), [dumped(View())]
    for event in events:
        view.feed(event)
        pictures.append(dumped(view))
        check_mirrors(view)
    here = len(events)
    for to in [*data.draw(st.lists(st.integers(0, len(events)), max_size=4)), 0, len(events)]:
        while here > to:
            assert view.take_back() is events[here - 1]
            here -= 1
            if data.draw(st.booleans()):
                assert dumped(view) == pictures[here]
        while here < to:
            view.feed(events[here])
            here += 1
        assert dumped(view) == pictures[here]
        check_mirrors(view)
    assert dumped(view) == dumped(fed(events))


def test_nothing_can_be_taken_back_before_the_first_event() -> None:
    assert View().take_back() is None


@settings(max_examples=examples(60), deadline=None)
@given(histories(), st.data())
def test_a_screen_that_draws_only_what_changed_shows_everything(events: list[Event], data: st.DataObject) -> None:
    view, drawn, here = View(), Drawn(), 0
    for to in [*data.draw(st.lists(st.integers(0, len(events)), max_size=6)), len(events)]:
        while here > to:
            view.take_back()
            here -= 1
        while here < to:
            view.feed(events[here])
            here += 1
        drawn.update(view, view.changes())
        drawn.check(view)


@settings(max_examples=examples(30), deadline=None)
@given(histories())
def test_nothing_is_told_to_have_changed_when_nothing_did(events: list[Event]) -> None:
    view = fed(events)
    view.changes()
    assert view.changes() == Changes(
        root=False, lines=frozenset(), branches=frozenset(), log=len(view.log), findings=len(view.findings),
        document=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def real_run(punk: Catalog) -> list[Event]:
    """A run with refusals and repairs, a correction, a refinement and an undo."""
    control = Control()
    first = says(
        add("/root", container(text_node("Log in", props={"size": "h1"}), id="page")),
        add("/root/children/-", {"type": "Buton", "text": "Save"}),
        add("/root/children/-", {"type": "button", "text": "Save", "props": {"on_click": "save"}}),
    )
    provider = ScriptedProvider(
        [*first[:-1], lambda: control.refine("a text more"), first[-1]],
        [*says(add("/root/children/-", text_node("More")))[:-1], lambda: control.undo(), first[-1]],
    )
    return asyncio.run(follow(provider, punk, control=control))


def test_a_real_run_can_be_gone_through_both_ways(real_run: list[Event]) -> None:
    view, pictures, drawn = View(), [], Drawn()
    for event in real_run:
        pictures.append(dumped(view))
        view.feed(event)
        check_mirrors(view)
    for picture in reversed(pictures):
        view.take_back()
        drawn.update(view, view.changes())
        drawn.check(view)
        assert dumped(view) == picture
    assert {each["root"]["type"] for each in [fed(real_run).document]} == {"Container"}
    assert any(isinstance(event, PatchAccepted) and event.origin == "undo" for event in real_run)
