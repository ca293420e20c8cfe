"""Keeping up with a live run: its time, its newest node, its findings, and a picture that is held still meanwhile."""

from __future__ import annotations

import re

from support.live_screens import foot, under_way, waiting
from support.screens import Clock, events_of, live_app, opened, run, settled, troubled_events, until, words


def test_a_picture_that_is_held_still_says_how_much_waits_and_catches_up() -> None:
    async def look() -> None:
        app = live_app(under_way())
        async with opened(app) as pilot:
            seen = len(app.view.events)
            await pilot.press("p")
            for event in events_of()[len(under_way()) :]:
                app.feed(event)
            more = len(events_of()) - seen
            await settled(pilot)
            assert len(app.view.events) == seen
            assert f"paused, {more} waiting" in words(app)
            await pilot.press("p")
            await settled(pilot)
            assert len(app.view.events) == len(events_of())
            assert "paused" not in words(app)
            assert "complete" in words(app)

    run(look())


def test_time_goes_on_between_events_and_stands_still_while_the_run_waits() -> None:
    async def look() -> None:
        clock = Clock()
        app = live_app(under_way(), clock=clock)
        async with opened(app, (120, 36)) as pilot:
            clock.now += 42
            await until(pilot, lambda: "0:42" in foot(app))
            for event in waiting()[len(under_way()) :]:
                app.feed(event)
            await settled(pilot)
            clock.now += 1000
            app.wake()
            await settled(pilot)
            assert "16:" not in foot(app)
            assert "waiting" in foot(app)

    run(look())


def test_a_picture_that_is_held_still_keeps_its_time() -> None:
    async def look() -> None:
        clock = Clock()
        app = live_app(under_way(), clock=clock)
        async with opened(app, (120, 36)) as pilot:
            clock.now += 42
            await until(pilot, lambda: "0:42" in foot(app))
            clock.now += 1000
            await pilot.press("p")
            await settled(pilot)
            assert "paused" in foot(app)
            assert "0:42" in foot(app)
            assert re.search(r"time 4[2-9]\b", " ".join(words(app).replace("━", " ").replace("─", " ").split()))
            clock.now += 1000
            app.wake()
            await settled(pilot)
            assert "0:42" in foot(app)
            await pilot.press("p")
            await until(pilot, lambda: "34:02" in foot(app))

    run(look())


def test_the_newest_node_is_followed_until_the_user_moves_and_again_by_its_key() -> None:
    async def look() -> None:
        app = live_app(under_way())
        async with opened(app) as pilot:
            assert app.selected is app.view.newest
            await pilot.press("home")
            await settled(pilot)
            moved = app.selected
            assert moved is app.view.root
            for event in waiting()[len(under_way()) :]:
                app.feed(event)
            await settled(pilot)
            assert app.selected is moved
            await pilot.press("f")
            await settled(pilot)
            assert app.selected is app.view.newest

    run(look())


def test_a_finding_is_gone_to_by_its_key() -> None:
    async def look() -> None:
        app = live_app(troubled_events())
        async with opened(app) as pilot:
            await pilot.press("right_square_bracket")
            await settled(pilot)
            assert "findings" in app.main.desk.shown

    run(look())
