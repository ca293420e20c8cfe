"""What a model writes is drawn as text, whatever it is: nothing is obeyed, nothing breaks, all of it is visible."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

import pytest
from support.panes import accepted, attempt, diagnostic, found, nodes, refused, repaired, run, shown, text, view_of
from support.screens import Clock, live_app, opened, punk, rows, settled
from textual.widget import Widget

from epoch_cli.output.text import visible
from epoch_cli.output.view import View
from epoch_cli.tui.panes.choosing import ChoosingLines
from epoch_cli.tui.panes.detail import DetailPane
from epoch_cli.tui.panes.findings import FindingList
from epoch_cli.tui.panes.json_pane import JsonPane
from epoch_cli.tui.panes.patch_log import PatchLog
from epoch_cli.tui.panes.schema_tree import SchemaTree

PANES = [SchemaTree, PatchLog, FindingList, JsonPane, DetailPane]
SIZES = [(80, 24), (60, 20)]

# what is written, and how people see it
LABELS = {
    "a closing tag": ("[/oops]", "[/oops]"),
    "a tag that acts": ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
    "a link": ("[link=file:///x]y[/link]", "[link=file:///x]y[/link]"),
    "an emoji name": (":warning: [b]", ":warning: [b]"),
    "a window title": ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
    "a cleared screen": ("\x1b[2J\x9b2J", "\\x1b[2J\\x9b2J"),
    "lines": ("one\ntwo\r\tthree", "one\\ntwo\\r\\tthree"),
    "right to left": ("abc\u202edef\u2066", "abc\\u202edef\\u2066"),
    "zero width": ("a\u200bb\u200d\ufeffc", "a\\u200bb\\u200d\\ufeffc"),
    "wide characters": ("漢字かな", "漢字かな"),
    "emoji": ("😀 yes", "😀 yes"),
    "variables of a style sheet": ("$primary {color: red}", "$primary {color: red}"),
}
HALF = {"half a character": ("x\ud800y", "x\\ud800y")}
"""For a view of its own: JSON with half a character is written by other means, which escape all the rest as well."""
NO_NODES: list[Any] = [
    *[None, 1, "x", [], {}],
    {"type": 7, "id": None, "props": [], "children": {"a": 1}},
    {"type": {}, "text": {}, "dataSource": 3, "a11y": "x", "itemTemplate": "y", "key": 1 << 70},
]
_OBEYED = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def view_with(*labels: str) -> View:
    """A run in which everything that anybody else writes is one of the labels."""
    children, events = [], []
    for number, label in enumerate(labels, 1):
        props = {label: label, "options": [label]}
        held = {"type": label, "id": label, "text": label, "props": props, "dataSource": label}
        children += [held, {"type": "Button", "text": label, "props": {label: 1}}]
        wrong = {"op": "add", "path": "/root/children/-", "value": held}
        text_of_button = f"/root/children/{2 * number - 1}/text"
        said = diagnostic(label, message=label, hint=label, pointer=f"/root/{label}")
        events += [
            repaired(number, text_of_button, label),
            accepted(number, "replace", text_of_button, label + "!"),
            refused(number, wrong, said),
            found("warning", code=label, message=label, hint=label, pointer=f"/root/children/0/{label}"),
        ]
    base = {"root": {"type": "Container", "children": children}}
    return view_of(attempt(2, "correction"), *events, base=base)


def drawn(pane: Widget) -> list[str]:
    """What is drawn of a pane, and that none of it means anything to a terminal or to Textual."""
    lines = []
    for strip in pane.render_lines(pane.size.region):
        assert strip.cell_length == pane.size.width
        for segment in strip:
            assert segment.control is None
            assert _OBEYED.search(segment.text) is None
            assert segment.style is None or segment.style.link is None
            assert segment.style is None or not {name for name in segment.style.meta if name.startswith("@")}
        lines.append(strip.text)
    return lines


def ready(pane: type[Widget]) -> Any:
    """The pane; one that looks at the time finds that it may always write."""
    return partial(pane, clock=Clock()) if pane is JsonPane else pane


def all_drawn(pane: Widget, view: View) -> str:
    """All that is drawn while the user goes to every node and every line."""
    lines = drawn(pane)
    for node in nodes(view):
        pane.select(node)
        lines += drawn(pane)
    if isinstance(pane, ChoosingLines):
        pane.action_first_line()
        for _ in range(pane.count()):
            pane.action_line_down()
            lines += drawn(pane)
    return "\n".join(lines)


def _in_json(label: str, *, ascii_: bool) -> str:
    return visible(json.dumps(label, ensure_ascii=ascii_)[1:-1])


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("pane", PANES)
def test_hostile_labels_are_text_in_every_pane(pane: type[Widget], size: tuple[int, int]) -> None:
    async def look(labels: dict[str, tuple[str, str]]) -> None:
        view = view_with(*(label for label, _ in labels.values()))
        async with shown(ready(pane), view, size, catalog=punk()) as (widget, app, pilot):
            said = all_drawn(widget, view)
            for label, seen in labels.values():
                # in JSON some of it is an escape of JSON, and the rest one as everywhere
                assert any(form in said for form in (seen, _in_json(label, ascii_=False), _in_json(label, ascii_=True)))
            await pilot.press("enter", "v", "w", "home")
            await pilot.click(widget, offset=(20, 1))
            assert app.is_running
            drawn(widget)

    run(look(LABELS))
    if size == SIZES[0]:
        run(look(HALF))


@pytest.mark.parametrize("pane", PANES)
def test_ten_thousand_characters_take_no_more_than_the_pane(pane: type[Widget]) -> None:
    async def look() -> None:
        labels = ["word " * 2000, "x" * 10_000, "漢" * 10_000, "a\u0301" * 10_000]
        view = view_with(*labels)
        async with shown(ready(pane), view, (60, 20), catalog=punk()) as (widget, _, pilot):
            said = all_drawn(widget, view)
            assert all(label[:3] in said for label in labels)
            await pilot.press("enter", "right", "w")
            drawn(widget)

    run(look())


@pytest.mark.parametrize("pane", PANES)
def test_depth_64_in_every_pane_whatever_its_size(pane: type[Widget]) -> None:
    async def look() -> None:
        deep: dict[str, Any] = {"type": "Text", "text": "the end"}
        for level in range(63):
            deep = {"type": "Box", "id": f"box{level}", "children": [deep]}
        view = view_of(accepted(1, "add", "/root", deep), found(pointer="/root" + "/children/0" * 63))
        async with shown(pane, view, SIZES[0], catalog=punk()) as (widget, app, pilot):
            widget.select(nodes(app.view)[-1])
            for size in (*SIZES, (30, 8), (10, 3), (3, 1)):
                await pilot.resize_terminal(*size)
                await pilot.press("end", "up", "home")
                drawn(widget)

    run(look())


def test_a_hostile_node_that_is_being_written() -> None:
    async def look() -> None:
        view = view_of(
            text('{"op": "add", "path": "/root", "value": {"type": "[/oops]\\u001b[2J", "id": "[@click=app.quit]x",')
        )
        async with shown(SchemaTree, view) as (pane, _, _):
            assert drawn(pane)[0].rstrip() == " … [/oops]\\x1b[2J #[@click=app.quit]x  pending"

    run(look())


def test_what_is_said_at_the_edge_is_text() -> None:
    async def look() -> None:
        async with shown(JsonPane, view_with("[@click=app.quit]x[/]")) as (pane, app, pilot):
            pane.select(nodes(app.view)[2])
            await pilot.press("w")
            assert pane.told == "Button “[@click=app.quit]x[/]!”"
            assert "[@click=app.quit]x[/]" in pane._border_subtitle.plain
            assert not pane._border_subtitle.spans

    run(look())


@pytest.mark.parametrize("pane", PANES)
def test_a_document_that_is_none_is_drawn_all_the_same(pane: type[Widget]) -> None:
    async def look() -> None:
        base = {"root": {"type": ["Container"], "props": {"": {"a": [1, {"b": None}]}}, "children": [*NO_NODES]}}
        view = view_of(base=base)
        async with shown(pane, view, catalog=punk()) as (widget, _, pilot):
            all_drawn(widget, view)
            await pilot.press("down", "enter", "w")
            drawn(widget)

    run(look())


@pytest.mark.parametrize("size", [(60, 20), (120, 36)], ids=str)
def test_hostile_labels_are_text_on_the_whole_screen(size: tuple[int, int]) -> None:
    async def look() -> None:
        worst = ("a tag that acts", "a closing tag", "a window title", "right to left", "zero width")
        events = view_with(*(LABELS[name][0] for name in worst)).events
        async with opened(live_app(events), size, notices=True) as pilot:
            for key in ("2", "3", "4", "5", "6", "down", "enter", "y"):
                await pilot.press(key)
                await settled(pilot)
                assert not any(_OBEYED.search(row) for row in rows(pilot.app))
            assert pilot.app.is_running

    run(look())
