"""The keys at the foot: a click is as good as the key, and what lies below the mouse is told."""

from __future__ import annotations

from support.screens import events_of, live_app, opened, rows, run, settled, until

from epoch_cli.tui.keys import KEYS
from epoch_cli.tui.screens.help import HelpScreen
from epoch_cli.tui.widgets.key_line import KeyLine


def test_a_click_on_a_key_does_what_the_key_does() -> None:
    async def click() -> None:
        app = live_app(events_of(), upto=-1)
        async with opened(app) as pilot:
            foot = rows(app)[-1]
            assert "? Help" in foot
            await pilot.click(KeyLine, offset=(foot.index("? Help") + 3, 0))
            await until(pilot, lambda: isinstance(app.screen, HelpScreen))

    run(click())


def test_a_click_between_two_keys_does_nothing() -> None:
    async def click() -> None:
        app = live_app(events_of(), upto=-1)
        async with opened(app) as pilot:
            await pilot.click(KeyLine, offset=(rows(app)[-1].index("? Help") - 1, 0))
            await settled(pilot)
            assert app.screen is app.main

    run(click())


def test_the_key_below_the_mouse_is_told_in_a_sentence() -> None:
    async def point() -> None:
        app = live_app(events_of(), upto=-1)
        async with opened(app) as pilot:
            line = app.main.query_one(KeyLine)
            await pilot.hover(KeyLine, offset=(rows(app)[-1].index("? Help"), 0))
            assert line.tooltip == next(key.tooltip for key in KEYS if key.action == "help")
            await pilot.hover("#tree", offset=(3, 3))
            assert line.tooltip is None

    run(point())
