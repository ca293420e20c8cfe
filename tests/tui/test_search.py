"""Search: what is typed is found while it is typed, and n and N go on."""

from __future__ import annotations

from support.screens import events_of, live_app, opened, run, settled, told, words
from textual.widgets import Input

from epoch_cli.tui.screens.main import MainScreen
from epoch_cli.tui.screens.search import SearchScreen


def test_it_counts_and_goes_to_the_first_while_one_types() -> None:
    async def press() -> None:
        app = live_app(events_of())
        async with opened(app, (60, 20)) as pilot:
            await pilot.press("home", "slash", *"BUTT")
            await settled(pilot)
            assert "1 of 2" in words(app)
            assert app.selected is not None
            assert app.selected.node["type"] == "Button"
            await pilot.press("z", "z")
            await settled(pilot)
            assert "no node has that" in words(app)

    run(press())


def test_enter_keeps_it_and_n_goes_round() -> None:
    async def press() -> None:
        app = live_app(events_of())
        async with opened(app, (60, 20), notices=True) as pilot:
            await pilot.press("slash", *"button", "enter")
            await settled(pilot)
            first = app.selected
            seen = []
            for key in ("n", "n", "N", "N"):
                await pilot.press(key)
                await pilot.pause()
                seen.append(app.selected is first)
            assert seen == [False, True, False, True]
            assert app.main.wanted == "button"
            assert "1 of 2 with “button”" in told(app)

    run(press())


def test_escape_ends_it() -> None:
    async def press() -> None:
        app = live_app(events_of())
        async with opened(app, (60, 20), notices=True) as pilot:
            await pilot.press("slash", *"button", "enter", "slash", "escape", "n")
            await settled(pilot)
            assert isinstance(app.screen, MainScreen)
            assert app.main.wanted == ""
            assert "nothing was searched for" in told(app)

    run(press())


def test_the_last_text_is_there_again_and_typing_replaces_it() -> None:
    async def press() -> None:
        app = live_app(events_of())
        async with opened(app, (60, 20)) as pilot:
            await pilot.press("slash", *"button", "enter", "slash")
            await settled(pilot)
            assert app.screen.query_one(Input).value == "button"
            await pilot.press("i")
            await pilot.pause()
            assert app.screen.query_one(Input).value == "i"

    run(press())


def test_signs_of_patterns_are_signs() -> None:
    async def press() -> None:
        app = live_app(events_of())
        async with opened(app, (60, 20)) as pilot:
            await pilot.press("slash")
            await pilot.pause()
            app.screen.query_one(Input).value = ".*[("
            await settled(pilot)
            assert isinstance(app.screen, SearchScreen)
            assert "no node has that" in words(app)

    run(press())


def test_a_run_goes_on_behind_the_line_and_what_comes_is_found() -> None:
    async def press() -> None:
        events = events_of()
        app = live_app(events, upto=6)
        async with opened(app, (60, 20)) as pilot:
            await pilot.press("slash", *"button", "enter")
            await settled(pilot)
            for event in events[6:]:
                app.feed(event)
            await settled(pilot)
            await pilot.press("n")
            await settled(pilot)
            assert app.selected is not None
            assert app.selected.node["type"] == "Button"

    run(press())
