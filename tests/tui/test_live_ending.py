"""How a live run ends on the screen: it is cancelled, the user leaves it, or it breaks off."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.live_screens import foot, notices, under_way, waiting
from support.screens import Wished, events_of, live_app, opened, run, settled, until


def test_the_first_ctrl_c_cancels_and_says_so_the_second_leaves() -> None:
    async def look() -> None:
        wishes = Wished()
        app = live_app(under_way(), wishes=wishes)
        async with opened(app, notices=True) as pilot:
            await pilot.press("ctrl+c")
            await settled(pilot)
            assert wishes.calls == [("cancel",)]
            assert "cancelled" in notices(app)[0]
            assert app.is_running
            await pilot.press("ctrl+c")
            await until(pilot, lambda: app._exit)

    run(look())


def test_a_run_that_was_cancelled_stays_to_be_looked_at() -> None:
    async def look() -> None:
        app = live_app(under_way())
        async with opened(app) as pilot:
            await pilot.press("ctrl+c")
            app.feed(replace(events_of()[-1], status="cancelled"))  # type: ignore[type-var]
            app.run_over()
            await settled(pilot)
            assert not app._exit
            assert "cancelled" in foot(app)
            await pilot.press("ctrl+c")
            await until(pilot, lambda: app._exit)

    run(look())


def test_ctrl_c_works_above_a_dialog() -> None:
    async def look() -> None:
        wishes = Wished()
        app = live_app(under_way(), wishes=wishes)
        async with opened(app) as pilot:
            await pilot.press("r")
            await settled(pilot)
            await pilot.press("ctrl+c")
            assert wishes.calls == [("cancel",)]

    run(look())


@pytest.mark.parametrize("key", ["q", "ctrl+q", "ctrl+c"])
def test_leaving_a_run_that_waits_releases_it(key: str) -> None:
    async def look() -> None:
        wishes = Wished()
        app = live_app(waiting(), wishes=wishes)
        async with opened(app) as pilot:
            await pilot.press(key)
            await pilot.pause()
            app.run_over()
            await until(pilot, lambda: app._exit)
            assert wishes.calls == [("release",)]

    run(look())


def test_leaving_while_it_writes_cancels_and_closes_when_the_run_has_ended() -> None:
    async def look() -> None:
        wishes = Wished()
        app = live_app(under_way(), wishes=wishes)
        async with opened(app) as pilot:
            await pilot.press("q")
            await pilot.pause()
            assert wishes.calls == [("cancel",)]
            assert not app._exit
            app.run_over()
            await until(pilot, lambda: app._exit)

    run(look())


def test_leaving_twice_does_not_wait_for_the_run() -> None:
    async def look() -> None:
        app = live_app(under_way())
        async with opened(app) as pilot:
            await pilot.press("q", "q")
            await until(pilot, lambda: app._exit)

    run(look())


def test_a_run_that_breaks_off_says_so() -> None:
    async def look() -> None:
        app = live_app(under_way())
        app.run_over()
        async with opened(app):
            assert "broke off" in foot(app)

    run(look())
