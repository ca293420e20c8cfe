"""The JSON pane: the document or the chosen node, where it scrolls to, and how seldom it writes."""

from __future__ import annotations

from functools import partial
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import examples
from support.panes import accepted, nodes, refused, run, shown, view_of
from support.screens import Clock

from epoch_cli.document.pointer import format_pointer
from epoch_cli.tui.panes import json_pane
from epoch_cli.tui.panes.json_pane import JsonPane
from epoch_cli.tui.panes.json_text import json_lines, json_parts, lines_of

PAGE: dict[str, Any] = {
    "type": "Container",
    "children": [{"type": "Text", "text": "Hi"}, {"type": "Input", "id": "mail", "props": {"required": True}}],
}

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


def timed(clock: Clock) -> Any:
    """The pane with a clock that stands still: it may always write."""
    return partial(JsonPane, clock=clock)


def test_the_document_is_written_as_json() -> None:
    async def look() -> None:
        async with shown(JsonPane, view_of(accepted(1, "add", "/root", PAGE))) as (pane, app, _):
            assert (
                "\n".join(line[2:] for line in app.lines()).strip()
                == orjson.dumps({"root": PAGE}, option=orjson.OPT_INDENT_2).decode()
            )
            assert pane.told == "document · 18 lines"

    run(look())


def test_without_a_document_it_says_so() -> None:
    async def look() -> None:
        async with shown(JsonPane, view_of()) as (_pane, app, pilot):
            assert app.lines()[0] == " nothing is written so far"
            await pilot.press("w")
            assert app.lines()[0] == " no node is chosen"

    run(look())


def test_a_key_shows_the_chosen_node_alone() -> None:
    async def look() -> None:
        async with shown(JsonPane, view_of(accepted(1, "add", "/root", PAGE))) as (pane, app, pilot):
            pane.select(nodes(app.view)[1])
            await pilot.press("w")
            assert [line[2:] for line in app.lines() if line] == ["{", '  "type": "Text",', '  "text": "Hi"', "}"]
            assert pane.told == "Text “Hi”"
            pane._not_before = 0
            pane.select(nodes(app.view)[2])
            await pilot.pause()
            assert '    "required": true' in [line[2:] for line in app.lines()]
            await pilot.press("w")
            assert pane.told == "document · 18 lines"

    run(look())


def test_the_lines_of_the_chosen_node_are_marked_and_scrolled_to() -> None:
    async def look() -> None:
        many = {"type": "Container", "children": [{"type": "Text", "text": f"row {n}"} for n in range(60)]}
        clock = Clock()
        view = view_of(accepted(1, "add", "/root", many))
        async with shown(timed(clock), view, (60, 12)) as (pane, app, pilot):
            pane.select(nodes(app.view)[41])
            await pilot.pause()
            marked = [line[2:].strip() for line in app.lines() if line.startswith("┃")]
            assert [line.split("  ")[0] for line in marked] == ["{", '"type": "Text",', '"text": "row 40"', "},"]

    run(look())


def test_the_place_is_kept_when_the_document_grows() -> None:
    async def look() -> None:
        many = {"type": "Container", "children": [{"type": "Text", "text": f"row {n}"} for n in range(60)]}
        clock = Clock()
        view = view_of(accepted(1, "add", "/root", many))
        async with shown(timed(clock), view, (60, 12)) as (_pane, app, pilot):
            await pilot.press("pagedown", "pagedown")
            before = app.lines()
            app.take_in(accepted(2, "add", "/root/children/-", {"type": "Text", "text": "one more"}))
            await pilot.pause()
            assert app.lines() == before
            assert app.moves == 2, "who reads does not want to be taken elsewhere"
            await pilot.press("end")
            assert "one more" in "\n".join(app.lines())

    run(look())


def test_long_lines_are_moved_sideways() -> None:
    async def look() -> None:
        long = {"type": "Text", "text": "start " + "x" * 60 + " the end"}
        async with shown(JsonPane, view_of(accepted(1, "add", "/root", long)), (40, 10)) as (_, app, pilot):
            assert "the end" not in "\n".join(app.lines())
            await pilot.press(*["right"] * 10)
            assert 'the end"' in "\n".join(app.lines())
            await pilot.press(*["left"] * 10)
            assert '"text": "start' in "\n".join(app.lines())

    run(look())


def test_a_big_document_is_not_written_for_more_than_a_tenth_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    written = []

    def slowly(value: Any) -> list[str]:
        clock.now += 0.02
        written.append(clock.now)
        return json_lines(value)

    async def look() -> None:
        monkeypatch.setattr(json_pane, "json_lines", slowly)
        view = view_of(accepted(1, "add", "/root", PAGE))
        async with shown(timed(clock), view) as (_pane, app, pilot):
            for step in range(2, 42):
                clock.now += 0.01
                app.take_in(accepted(step, "replace", "/root/children/0/text", f"text {step}"))
            assert len(written) <= 3
            await pilot.pause(0.25)
            assert "text 41" in "\n".join(app.lines()), "the last is shown when there is time"

    run(look())


def test_a_refused_node_is_shown_alone_but_marks_nothing_of_the_document() -> None:
    async def look() -> None:
        wrong = {"op": "add", "path": "/root/children/-", "value": {"type": "\ud800", "n": 1 << 70}}
        events = [accepted(1, "add", "/root", PAGE), refused(2, wrong)]
        async with shown(JsonPane, view_of(*events)) as (pane, app, pilot):
            pane.select(nodes(app.view)[-1])
            await pilot.pause()
            assert not any(line.startswith("┃") for line in app.lines())
            await pilot.press("w")
            assert '  "type": "\\ud800",' in [line[2:] for line in app.lines()]
            assert '  "n": 1180591620717411303424' in [line[2:] for line in app.lines()]

    run(look())


@settings(max_examples=examples(60))
@given(VALUES, st.data())
def test_a_part_stands_where_it_is_said_to(value: Any, data: st.DataObject) -> None:
    path: list[str | int] = []
    part = value
    while isinstance(part, (dict, list)) and part and data.draw(st.booleans()):
        step = data.draw(st.sampled_from(list(part) if isinstance(part, dict) else list(range(len(part)))))
        path.append(step)
        part = part[step]
    where = lines_of(value, format_pointer(tuple(path)))
    assert where is not None
    lines = json_lines(value)[where.start : where.stop]
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    text = "\n".join(line[indent:] for line in lines).removesuffix(",")
    name = f"{orjson.dumps(path[-1]).decode()}: " if path and isinstance(path[-1], str) else ""
    assert text == name + orjson.dumps(part, option=orjson.OPT_INDENT_2).decode()


def test_no_part_no_lines() -> None:
    assert lines_of({"root": []}, "/root/0") is None
    assert lines_of({"root": []}, "/other") is None
    assert lines_of({"root": []}, "root") is None


@settings(max_examples=examples(60))
@given(VALUES)
def test_coloured_lines_lose_nothing(value: Any) -> None:
    from epoch_cli.output.text import visible

    for line in json_lines(value):
        assert "".join(text for text, _ in json_parts(line)) == visible(line)


def test_names_strings_numbers_and_words_are_told_apart() -> None:
    parts = [part for part in json_parts('  "a": [-1.5e3, true, null, "b"],') if part[0].strip()]
    assert parts == [
        *[('"a"', "source"), (":", "muted"), ("[", "muted"), ("-1.5e3", "note"), (",", "muted"), ("true", "warn")],
        *[(",", "muted"), ("null", "warn"), (",", "muted"), ('"b"', "good"), ("],", "muted")],
    ]
