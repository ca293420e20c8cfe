"""The layout: which panes are seen at which size, with one set of widgets for all sizes."""

from __future__ import annotations

import asyncio

import pytest
from support.histories import ended
from support.screens import events_of, live_app, opened, replay_app, rows, run, settled, words
from textual.events import Resize
from textual.geometry import Size

from epoch_cli.tui.app import EpochApp
from epoch_cli.tui.layout import SHARING, TITLES, PaneName, front_of, shape_of, shown_at

RECENT: list[PaneName] = list(TITLES)


@pytest.mark.parametrize(
    ("size", "width", "short"),
    [
        ((200, 50), "wide", False),
        ((120, 36), "wide", False),
        ((119, 36), "normal", False),
        ((80, 24), "normal", False),
        ((79, 24), "narrow", False),
        ((80, 20), "normal", False),
        ((80, 19), "normal", True),
        ((1, 1), "narrow", True),
        ((0, 0), "narrow", True),
    ],
)
def test_a_size_has_a_class(size: tuple[int, int], width: str, short: bool) -> None:
    assert shape_of(*size) == (width, short)


@pytest.mark.parametrize(
    ("width", "recent", "shown"),
    [
        ("wide", RECENT, {"tree", "preview", "patches", "findings"}),
        ("wide", ["patches", "json", *RECENT], {"tree", "json", "patches", "findings"}),
        ("normal", RECENT, {"tree", "preview"}),
        ("normal", ["tree", "findings", *RECENT], {"tree", "findings"}),
        ("narrow", RECENT, {"tree"}),
        ("narrow", ["findings", *RECENT], {"findings"}),
    ],
)
def test_what_was_looked_at_last_is_seen(width: str, recent: list[PaneName], shown: set[str]) -> None:
    assert set(shown_at(width, recent)) == shown
    assert front_of(width, recent) in shown
    assert [name for name in shown if name in SHARING[width]] == [front_of(width, recent)]


def displayed(app: EpochApp) -> set[str]:
    return {name for name in TITLES if app.main.desk.pane(name).region.area > 0}


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20), (40, 10)])
def test_only_the_panes_of_a_size_are_drawn(size: tuple[int, int]) -> None:
    async def look() -> None:
        app = live_app(events_of())
        async with opened(app, size):
            assert displayed(app) == set(shown_at(shape_of(*size).width, RECENT))

    run(look())


def test_at_80_columns_and_24_rows_all_around_the_panes_is_five_rows() -> None:
    async def look() -> None:
        app = replay_app(events_of(), at=20)
        async with opened(app, (80, 24)):
            assert app.main.desk.size.height >= 19

    run(look())


def test_short_screens_have_neither_header_nor_borders_and_one_line_for_meters_and_status() -> None:
    async def look() -> None:
        app = live_app(events_of())
        async with opened(app, (80, 12)):
            lines = rows(app)
            assert "epoch" not in lines[0]
            assert "Preview" in lines[0]
            assert "complete  offline composer" in lines[-2]  # which else the header tells
            assert "nodes" in lines[-2] or "depth" in lines[-2]
            assert app.main.desk.pane("tree").styles.border_top[0] == ""

    run(look())


def test_on_a_short_screen_why_a_run_failed_has_the_room_of_the_meters() -> None:
    async def look() -> None:
        error = {"message": "acme: the connection was lost after a while", "remedy": "try again", "exit_code": 3}
        app = live_app([*events_of()[:-1], ended(at=60.0, status="failed", error=error)])
        async with opened(app, (80, 24)) as pilot:
            assert "depth" in rows(app)[-2]
            await pilot.resize_terminal(80, 14)
            await settled(pilot)
            assert "acme: the connection was lost after a while" in rows(app)[-2]
            assert "depth" not in rows(app)[-2]
            await pilot.resize_terminal(80, 24)
            await settled(pilot)
            assert "depth" in rows(app)[-2]

    run(look())


@pytest.mark.parametrize("size", [(10, 3), (2, 2)])
def test_a_tiny_screen_has_no_scroll_bars_around_it(size: tuple[int, int]) -> None:
    async def look() -> None:
        async with opened(live_app(events_of()), size) as pilot:
            assert pilot.app.screen.scrollbars_enabled == (False, False)
            assert size[1] < 3 or "Quit" in rows(pilot.app)[-1]

    run(look())


def test_focus_and_choice_survive_every_size() -> None:
    async def look() -> None:
        app = live_app(events_of())
        async with opened(app, (120, 36)) as pilot:
            await pilot.press("6")
            await settled(pilot)
            focused, chosen = app.focused, app.selected
            assert focused is app.main.desk.pane("findings")
            assert chosen is not None
            for size in [(80, 24), (60, 20), (40, 10), (1, 1), (60, 20), (200, 50)]:
                await pilot.resize_terminal(*size)
                await settled(pilot)
                assert app.focused is focused, size
                assert app.selected is chosen, size
                assert "findings" in app.main.desk.shown

    run(look())


def test_a_storm_of_sizes_changes_no_widget() -> None:
    async def look() -> None:
        app = live_app(events_of())
        async with opened(app, (120, 36)) as pilot:
            panes = [app.main.desk.pane(name) for name in TITLES]
            for turn in range(100):
                size = Size(1 + turn * 37 % 160, 1 + turn * 13 % 50)
                app.post_message(Resize(size, size))  # as a driver does: it does not wait for what comes of it
                await asyncio.sleep(0)
            await pilot.resize_terminal(80, 24)
            await settled(pilot)
            assert [app.main.desk.pane(name) for name in TITLES] == panes
            assert displayed(app) == {"tree", "preview"}
            assert app._exception is None

    run(look())


def test_a_pane_that_was_hidden_is_up_to_date_when_it_is_shown() -> None:
    async def look() -> None:
        app = live_app(events_of(), upto=10)
        async with opened(app, (80, 24)) as pilot:
            for event in events_of()[10:]:
                app.feed(event)
            await settled(pilot)
            await pilot.press("3")
            await settled(pilot)
            assert '"root"' in words(app)
            await pilot.press("5")
            await settled(pilot)
            assert "accepted" in words(app)

    run(look())


def test_every_pane_comes_by_its_number_and_by_a_click_on_its_title() -> None:
    async def look() -> None:
        app = live_app(events_of())
        async with opened(app, (60, 20)) as pilot:
            for number, name in enumerate(TITLES, 1):
                await pilot.press(str(number))
                await settled(pilot)
                assert displayed(app) == {name}
            title = rows(app)[1]
            await pilot.click(offset=(title.index("Log") + 1, 1))
            await settled(pilot)
            assert displayed(app) == {"patches"}

    run(look())
