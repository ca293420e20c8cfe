"""The preview follows a run, forth and back, and ends as one that was built at the end."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from support.previews import ALL, PreviewApp, as_if_built_anew, caught_up, previewed, run, seen, shown_instead, view_of
from support.screens import events_of, troubled_events
from textual.widgets import Input

from epoch_cli.output.view import View
from epoch_cli.tui.preview.part import Part

RUNS = ["login form", "crm dashboard with a table of orders", "settings with tabs"]


def _pane(pilot: Any) -> Any:
    assert isinstance(pilot.app, PreviewApp)
    return pilot.app.pane


@pytest.mark.parametrize("seed", range(4))
def test_after_any_steps_forth_and_back_it_is_as_if_built_anew(seed: int) -> None:
    async def look() -> None:
        random = Random(seed)
        events = troubled_events() if seed == 3 else events_of(RUNS[seed])
        view, at = View(), 0
        async with previewed(view=view, size=(60, 24)) as pilot:
            for _ in range(12):
                forth = random.random() < 0.7
                for _ in range(random.randrange(1, 14)):
                    if forth and at < len(events):
                        view.feed(events[at])
                        at += 1
                    elif not forth and at > 1:
                        view.take_back()
                        at -= 1
                _pane(pilot).update_view(view, view.changes())
                if random.random() < 0.5:  # drains come while it is still behind, too
                    await pilot.pause()
            await caught_up(pilot)
            await as_if_built_anew(pilot, view)

    run(look())


def test_what_did_not_change_keeps_its_widgets_and_what_was_typed() -> None:
    async def look() -> None:
        fields = [
            {"type": "Input", "id": f"field-{n}", "props": {"label": f"Field {n}", "name": f"f{n}"}} for n in range(3)
        ]
        root: dict[str, Any] = {"type": "Form", "children": fields}
        async with previewed(root) as pilot:
            view = pilot.app.view  # type: ignore[attr-defined]
            first, second, third = pilot.app.query(Input)
            second.focus()
            await pilot.press("h", "i")
            children = view.document["root"]["children"]
            del view.root.inner[0]
            del children[0]
            children[1]["props"]["label"] = "Renamed"
            _pane(pilot).update_view(view, ALL)
            await caught_up(pilot)
            left = list(pilot.app.query(Input))
            assert first not in left
            assert left[0] is second  # untouched, and still where the user types
            assert second.has_focus
            assert second.value == "hi"
            assert left[1] is not third
            assert "Renamed" in seen(pilot)

    run(look())


def test_what_is_moved_keeps_its_widgets_and_what_was_typed() -> None:
    async def look() -> None:
        fields = [{"type": "Input", "id": f"f{n}", "props": {"label": f"Field {n}"}} for n in range(4)]
        async with previewed({"type": "Form", "children": fields}) as pilot:
            view = pilot.app.view  # type: ignore[attr-defined]
            before = list(pilot.app.query(Input))
            before[3].focus()
            await pilot.press("h", "i")
            children = view.document["root"]["children"]
            for here, there in ((3, 0), (1, 2)):  # the last one to the front, and one down
                view.root.inner.insert(there, view.root.inner.pop(here))
                children.insert(there, children.pop(here))
            _pane(pilot).update_view(view, ALL)
            await caught_up(pilot)
            after = list(pilot.app.query(Input))
            assert [before.index(each) for each in after] == [3, 1, 0, 2]
            assert after[0].value == "hi"
            assert [line.strip(" │┃▊▎") for line in seen(pilot).splitlines() if "Field" in line] == [
                "Field 3",
                "Field 1",
                "Field 0",
                "Field 2",
            ]

    run(look())


def test_a_control_that_is_made_anew_keeps_what_was_typed() -> None:
    async def look() -> None:
        root = {"type": "Input", "props": {"label": "Name"}}
        async with previewed(root) as pilot:
            view = pilot.app.view  # type: ignore[attr-defined]
            pilot.app.query_one(Input).focus()
            await pilot.press("A", "d", "a")
            view.document["root"]["props"]["label"] = "Your name"
            _pane(pilot).update_view(view, ALL)
            await caught_up(pilot)
            assert "Your name" in seen(pilot)
            assert pilot.app.query_one(Input).value == "Ada"

    run(look())


def test_a_large_document_is_cut_with_a_calm_line() -> None:
    async def look() -> None:
        texts = [{"type": "Text", "text": f"line {n}"} for n in range(50)]
        async with previewed({"type": "Text"}, size=(40, 20)) as pilot:
            _pane(pilot).most = 30
            await shown_instead(pilot, {"type": "Box", "children": texts})
            assert len(pilot.app.query(Part)) == 30 + 1
            _pane(pilot).query_one("VerticalScroll").scroll_end(animate=False)
            await pilot.pause()
            assert "… 21 more nodes" in seen(pilot)
            await shown_instead(pilot, {"type": "Text", "text": "all of it"})
            assert "more node" not in seen(pilot)

    run(look())


def test_a_chosen_node_that_there_is_no_room_for_is_where_that_is_said() -> None:
    async def look() -> None:
        texts = [{"type": "Text", "text": f"line {n}"} for n in range(50)]
        async with previewed({"type": "Text"}, size=(40, 20)) as pilot:
            _pane(pilot).most = 30
            view = await shown_instead(pilot, {"type": "Box", "children": texts})
            assert "more nodes" not in seen(pilot)
            _pane(pilot).select(view.find("/root/children/45"))
            await pilot.pause()
            await pilot.pause()
            assert "… 21 more nodes" in seen(pilot)

    run(look())


def test_a_list_stands_three_times_with_samples_of_the_declared_models() -> None:
    async def look() -> None:
        card = {"type": "Card", "children": [{"type": "Text", "text": "{item.name}: {item.email}"}]}
        root = {"type": "Stack", "dataSource": "{context.users}", "itemTemplate": card}
        models = {"User": {"fields": {"name": "string", "email": "string"}}}
        async with previewed(root, models=models) as pilot:
            screen = seen(pilot)
            assert "each of ‹users› · 3 samples" in screen
            assert "‹name› Ada Lovelace: ‹email› ada@example.com" in " ".join(screen.split())
            assert "Grace Hopper: grace@example.com" in screen
            assert "Alan Turing: alan@example.com" in screen

    run(look())


def test_a_node_that_is_being_written_is_a_skeleton() -> None:
    async def look() -> None:
        events = events_of("login form")
        view = View()
        async with previewed(view=view) as pilot:
            shown = False
            for event in events:
                view.feed(event)
                if view.pending() is not None:
                    _pane(pilot).update_view(view, view.changes())
                    await caught_up(pilot)
                    shown = shown or "▒▒▒" in seen(pilot)
            _pane(pilot).update_view(view, view.changes())
            await caught_up(pilot)
            assert "▒" not in seen(pilot)
            assert shown

    run(look())


def test_without_a_catalog_everything_is_a_titled_box_with_its_children() -> None:
    async def look() -> None:
        root = {"type": "Container", "children": [{"type": "Text", "text": "words of it"}]}
        async with previewed(root, catalog=None) as pilot:
            screen = seen(pilot)
            for words in ("Container", "Text", "words of it"):
                assert words in screen

    run(look())


def test_an_empty_view_shows_nothing_and_does_not_raise() -> None:
    async def look() -> None:
        async with previewed(view=View()) as pilot:
            assert not pilot.app.query(Part)
            await shown_instead(pilot, None)
            assert view_of(None) is not None

    run(look())
