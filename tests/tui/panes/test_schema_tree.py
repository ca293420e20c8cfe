"""The schema tree: lines, keys, the mouse, its place while the tree grows, search."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from support.histories import attempt
from support.panes import accepted, diagnostic, nodes, refused, repaired, run, shown, text, view_of
from support.screens import events_of, troubled_events
from textual.events import MouseScrollDown

from epoch_cli.events import StageEntered
from epoch_cli.output.view import View
from epoch_cli.tui.panes.branches import Branches
from epoch_cli.tui.panes.schema_tree import SchemaTree

FORM: dict[str, Any] = {
    "type": "Container",
    "id": "page",
    "children": [
        {"type": "Text", "text": "Sign in"},
        {"type": "Form", "id": "login", "children": [{"type": "Input", "props": {"label": "Email"}}]},
        {"type": "Select", "props": {"options": ["one", "two"]}},
    ],
}


def view() -> Any:
    return view_of(accepted(1, "add", "/root", FORM))


def test_each_node_is_a_line_with_its_state_as_a_sign_and_a_word() -> None:
    async def look() -> None:
        async with shown(SchemaTree, view()) as (_, app, _):
            assert app.lines()[:5] == [
                "┃+ ▾ Container #page  added",
                " + ├── Text “Sign in”  added",
                " + ├─▾ Form #login  added",
                " + │ └── Input “Email”  added",
                " + └── Select [one, two]  added",
            ]

    run(look())


def test_all_states_are_told_by_words() -> None:
    async def look() -> None:
        events = [
            repaired(2, "/root/children/0/text"),
            accepted(2, "replace", "/root/children/0/text", "Log in"),
            accepted(3, "replace", "/root/children/1/id", "enter"),
            refused(4, {"op": "add", "path": "/root/children/-", "value": {"type": "Txt"}}, diagnostic("EP201")),
            refused(5, {"op": "replace", "path": "/root/children/2/props/options", "value": 1}),
        ]
        async with shown(SchemaTree, view_of(*events, base={"root": FORM})) as (_, app, _):
            assert app.lines()[:6] == [
                "┃  ▾ Container #page",
                " * ├── Text “Log in”  repaired",
                " ~ ├─▾ Form #enter  changed",
                "   │ └── Input “Email”",
                "   ├── Select [one, two]  1 refused",
                " × └── Txt  refused EP201",
            ]

    run(look())


def test_the_node_that_is_being_written_stands_at_its_place() -> None:
    async def look() -> None:
        async with shown(SchemaTree, view()) as (_, app, pilot):
            app.take_in(text('{"op": "add", "path": "/root/children/1", "value": {"type": "Button", "id": "go",'))
            await pilot.pause()
            assert app.lines()[1:4] == [
                " + ├── Text “Sign in”  added",
                " … ├── Button #go  pending",
                " + ├─▾ Form #login  added",
            ]
            app.take_in(
                text(' "text": "Go"}}\n'), accepted(2, "add", "/root/children/1", {"type": "Button", "id": "go"})
            )
            await pilot.pause()
            assert app.lines()[2] == " + ├── Button #go  added"
            assert "pending" not in "\n".join(app.lines())

    run(look())


def test_the_first_node_is_pending_when_there_is_no_tree() -> None:
    async def look() -> None:
        async with shown(SchemaTree, view_of()) as (_, app, pilot):
            assert app.lines()[0] == " the first node is awaited"
            app.take_in(text('{"op": "add", "path": "/root", "value": {"type": "Container", "id": "a",'))
            await pilot.pause()
            assert app.lines()[0] == " … Container #a  pending"

    run(look())


def test_keys_move_choose_close_and_open() -> None:
    async def look() -> None:
        async with shown(SchemaTree, view()) as (pane, app, pilot):
            root, title, form, mail, select = nodes(app.view)
            await pilot.press("down", "j")
            assert app.chosen == [title, form]
            assert app.moves == 2
            await pilot.press("left")
            assert app.lines()[2] == "┃+ ├─▸ Form #login  added"
            assert len(app.lines()) - app.lines().count("") == 4
            await pilot.press("right", "right")
            assert pane.chosen is mail
            await pilot.press("left")
            assert pane.chosen is form
            await pilot.press("enter")
            assert "▸" in app.lines()[2]
            await pilot.press("space")
            assert "▾" in app.lines()[2]
            await pilot.press("end")
            assert pane.chosen is select
            await pilot.press("home")
            assert pane.chosen is root
            await pilot.press("z")
            assert app.lines()[:4] == [
                "┃+ ▾ Container #page  added",
                " + ├── Text “Sign in”  added",
                " + ├─▸ Form #login  added",
                " + └── Select [one, two]  added",
            ]
            await pilot.press("Z", "pagedown")
            assert pane.chosen is select
            await pilot.press("pageup", "up")
            assert pane.chosen is root

    run(look())


def test_closing_all_leaves_the_cursor_on_what_is_still_seen() -> None:
    async def look() -> None:
        async with shown(SchemaTree, view()) as (pane, app, pilot):
            _, _, form, mail, _ = nodes(app.view)
            pane.reveal(mail)
            await pilot.press("z")
            assert pane.chosen is form
            assert app.chosen == [form]
            assert app.lines()[2].startswith("┃")

    run(look())


def test_space_plays_in_a_replay() -> None:
    async def look() -> None:
        async with shown(SchemaTree, view(), player=SimpleNamespace()) as (pane, app, pilot):
            await pilot.press("space")
            assert "▾" in app.lines()[0]
            assert pane.check_action("fold", ("space",)) is False

    run(look())


def test_the_mouse_chooses_and_folds() -> None:
    async def look() -> None:
        async with shown(SchemaTree, view()) as (pane, app, pilot):
            form = nodes(app.view)[2]
            await pilot.click(SchemaTree, offset=(10, 2))
            assert app.chosen == [form]
            assert "▾" in app.lines()[2]
            await pilot.click(SchemaTree, offset=(5, 2))
            assert "▸" in app.lines()[2]
            await pilot.click(SchemaTree, offset=(5, 15))
            assert pane.chosen is form

    run(look())


def test_the_wheel_ends_following() -> None:
    async def look() -> None:
        async with shown(SchemaTree, view()) as (pane, app, pilot):
            await pilot._post_mouse_events([MouseScrollDown], pane)
            await pilot.pause()
            assert app.moves == 1

    run(look())


def test_the_cursor_stays_with_its_node_and_the_picture_where_it_was() -> None:
    async def look() -> None:
        many = {"type": "Container", "children": [{"type": "Text", "text": f"row {n}"} for n in range(60)]}
        async with shown(SchemaTree, view_of(accepted(1, "add", "/root", many)), (40, 12)) as (pane, app, pilot):
            chosen = nodes(app.view)[31]
            pane.reveal(chosen)
            await pilot.pause()
            before = app.lines()
            app.take_in(accepted(2, "add", "/root/children/0", {"type": "Text", "text": "above"}))
            await pilot.pause()
            assert pane.chosen is chosen
            assert app.lines() == before

    run(look())


def test_a_chosen_node_that_goes_leaves_the_cursor_on_its_line() -> None:
    async def look() -> None:
        async with shown(SchemaTree, view()) as (pane, app, pilot):
            select = nodes(app.view)[4]
            pane.reveal(nodes(app.view)[3])
            app.take_in(accepted(2, "remove", "/root/children/1"))
            await pilot.pause()
            assert pane.chosen is select
            assert app.lines()[2] == "┃+ └── Select [one, two]  added"

    run(look())


def test_closed_branches_stay_closed_while_the_tree_grows_and_shrinks() -> None:
    async def look() -> None:
        async with shown(SchemaTree, view()) as (pane, app, pilot):
            pane.reveal(nodes(app.view)[2])
            await pilot.press("left")
            app.take_in(accepted(2, "add", "/root/children/1/children/-", {"type": "Button", "text": "Go"}))
            app.take_in(accepted(3, "add", "/root/children/0", {"type": "Text", "text": "above"}))
            await pilot.pause()
            assert app.lines()[3] == "┃+ ├─▸ Form #login  added"
            app.take_back(2)
            await pilot.pause()
            assert app.lines()[2] == "┃+ ├─▸ Form #login  added"
            app.take_back(1)
            await pilot.pause()
            assert app.lines()[0] == " the first node is awaited"

    run(look())


def test_revealing_opens_what_is_around_and_scrolls_there() -> None:
    async def look() -> None:
        deep = {"type": "Text", "text": "here"}
        for level in range(20):
            deep = {"type": "Box", "id": f"box{level}", "children": [{"type": "Text"}, deep]}
        async with shown(SchemaTree, view_of(accepted(1, "add", "/root", deep)), (60, 10)) as (pane, app, pilot):
            await pilot.press("z")
            pane.reveal(nodes(app.view)[-1])
            await pilot.pause()
            assert any(line.startswith("┃") and "“here”" in line for line in app.lines())
            assert app.chosen == []

    run(look())


def test_selecting_elsewhere_moves_the_cursor_silently() -> None:
    async def look() -> None:
        async with shown(SchemaTree, view()) as (pane, app, pilot):
            pane.select(nodes(app.view)[3])
            await pilot.pause()
            assert app.lines()[3].startswith("┃")
            assert (app.chosen, app.moves) == ([], 0)

    run(look())


def test_search_finds_types_ids_and_words_whatever_their_case() -> None:
    async def look() -> None:
        async with shown(SchemaTree, view()) as (pane, app, _):
            root, title, form, mail, select = nodes(app.view)
            assert pane.matches("sign") == [title]
            assert pane.matches("LOGIN") == [form]
            assert pane.matches("two") == [select]
            assert pane.matches("te") == [title]
            assert pane.matches("t") == [root, title, mail, select]
            assert pane.matches(".*") == []
            assert pane.matches("") == []

    run(look())


def test_what_is_found_is_marked() -> None:
    async def look() -> None:
        async with shown(SchemaTree, view()) as (pane, _, _):
            pane.matches("log")
            marked = [segment.text for segment in pane.render_line(2) if segment.style and segment.style.reverse]
            assert marked == ["log"]
            pane.matches("")
            assert not any(segment.style and segment.style.reverse for segment in pane.render_line(2))

    run(look())


def test_no_node_is_awaited_of_a_run_that_waits_or_is_over() -> None:
    async def look() -> None:
        view = view_of()
        view.feed(attempt())
        async with shown(SchemaTree, view) as (_, app, pilot):
            assert app.lines()[0] == " the first node is awaited"
            app.take_in(StageEntered(at=1.0, stage="waiting"))
            await pilot.pause()
            assert app.lines()[0] == " there is no node"

    run(look())


@pytest.mark.parametrize("width", [20, 30, 60, 80])
def test_a_long_line_is_cut_and_its_state_is_still_told(width: int) -> None:
    async def look() -> None:
        long = {"type": "Text", "text": "a very long text that does not fit on any line of a narrow pane"}
        async with shown(SchemaTree, view_of(accepted(1, "add", "/root", long)), (width, 6)) as (_, app, _):
            line = app.lines()[0]
            assert len(line) <= width
            assert line.endswith("added")
            assert "…" in line or width == 80

    run(look())


def test_a_deep_node_is_seen_with_the_levels_that_are_left_out() -> None:
    async def look() -> None:
        deep = {"type": "Text", "text": "the end"}
        for _ in range(63):
            deep = {"type": "Box", "children": [deep]}
        async with shown(SchemaTree, view_of(accepted(1, "add", "/root", deep))) as (_, app, pilot):
            await pilot.press("end")
            await pilot.pause()
            line = next(line for line in app.lines() if line.startswith("┃"))
            assert "Text “the end”" in line
            assert "…57 " in line

    run(look())


def test_only_what_changed_is_counted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def look() -> None:
        many = {"type": "Container", "children": [{"type": "Text", "text": f"row {n}"} for n in range(500)]}
        async with shown(SchemaTree, view_of(accepted(1, "add", "/root", many))) as (pane, app, _):
            monkeypatch.setattr(pane._branches, "rebuild", lambda root: pytest.fail("all of the tree was counted"))
            app.take_in(accepted(2, "add", "/root/children/-", {"type": "Text", "text": "one more"}))
            assert pane.count() == 502

    run(look())


@pytest.mark.parametrize("events", [events_of, troubled_events])
def test_every_step_of_a_run_on_and_back_draws_what_is_there(events: Any) -> None:
    def lines_anew(view: View) -> list[Any]:
        anew = Branches()
        anew.rebuild(view.root)
        if (pending := view.pending()) is not None:
            anew.expect(view.holder(pending), pending.place)
        return anew.lines(0, 1000)

    async def look() -> None:
        async with shown(SchemaTree, View()) as (pane, app, _):
            for event in events():
                app.take_in(event)
                assert pane._branches.lines(0, 1000) == lines_anew(app.view)
            while app.view.events:
                app.take_back()
                assert pane._branches.lines(0, 1000) == lines_anew(app.view)

    run(look())
