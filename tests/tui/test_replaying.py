"""A session on the screen, played by its keys and by its bar."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import Any

import pytest
from support.screens import Clock, events_of, opened, replay_app, rows, run, settled, troubled_events, until, words

from epoch_cli.events import DiagnosticFound, Event, PatchAccepted, PatchRefused
from epoch_cli.sessions.player import Mark, Player
from epoch_cli.tui.app import EpochApp
from epoch_cli.tui.widgets.seek_bar import Playing, SeekBar, bar


def shown(app: EpochApp) -> int:
    """How many events the view has; the player is never elsewhere once all is drawn."""
    assert app.player is not None
    assert app.player.position == len(app.view.events)
    return len(app.view.events)


def test_a_replay_plays_to_its_end_by_its_clock() -> None:
    async def look() -> None:
        clock = Clock()
        app = replay_app(events_of(), clock=clock, playing=True)
        async with opened(app) as pilot:
            assert "playing" in words(app)
            clock.now += 1000
            await until(pilot, lambda: app.player is not None and app.player.at_end)
            await settled(pilot)
            assert app.view.document["root"] == events_of()[-1].document["root"]  # type: ignore[union-attr]
            assert "at the end" in words(app)

    run(look())


def test_space_pauses_and_plays_wherever_the_focus_is() -> None:
    async def look() -> None:
        app = replay_app(events_of(), playing=True)
        assert app.player is not None
        async with opened(app) as pilot:
            for key in ("1", "3", "4", "5", "6"):
                await pilot.press(key)
                before = app.player.playing
                await pilot.press("space")
                await settled(pilot)
                assert app.player.playing is not before, key
            assert ("paused" in words(app)) is not app.player.playing

    run(look())


def test_steps_go_from_patch_to_patch_and_back() -> None:
    async def look() -> None:
        app = replay_app(events_of())
        async with opened(app) as pilot:
            places = []
            for _ in range(4):
                await pilot.press("full_stop")
                await settled(pilot)
                places.append(shown(app))
                assert isinstance(app.view.events[-1], PatchAccepted)
            documents = app.view.document
            assert documents
            for place in reversed(places[:-1]):
                await pilot.press("comma")
                await settled(pilot)
                assert shown(app) == place

    run(look())


def test_findings_are_gone_to_both_ways() -> None:
    async def look() -> None:
        app = replay_app(troubled_events())
        async with opened(app) as pilot:
            await pilot.press("right_square_bracket", "right_square_bracket")
            await settled(pilot)
            assert isinstance(app.view.events[-1], PatchRefused | DiagnosticFound)
            second = shown(app)
            await pilot.press("left_square_bracket")
            await settled(pilot)
            assert isinstance(app.view.events[-1], PatchRefused | DiagnosticFound)
            assert shown(app) < second

    run(look())


def test_where_there_is_no_problem_a_notice_says_so() -> None:
    async def look() -> None:
        app = replay_app(events_of())
        async with opened(app, notices=True) as pilot:
            await pilot.press("right_square_bracket")
            await settled(pilot)
            assert "there is no problem after this" in words(app)
            assert not app.view.events
            await pilot.press("left_square_bracket")
            await settled(pilot)
            assert "there is no problem before this" in words(app)

    run(look())


def test_speed_doubles_and_halves_within_bounds_and_is_told() -> None:
    async def look() -> None:
        app = replay_app(events_of())
        assert app.player is not None
        async with opened(app) as pilot:
            await pilot.press("greater_than_sign", "greater_than_sign")
            await settled(pilot)
            assert app.player.speed == 4
            assert "4×" in words(app)
            for almost, key, bound in ((1 / 8, "less_than_sign", 1 / 16), (32.0, "greater_than_sign", 64)):
                app.player.speed = almost
                await pilot.press(key, key)
                assert app.player.speed == bound

    run(look())


def test_the_idle_limit_goes_off_and_on_again() -> None:
    async def look(limit: float, expected: list[float]) -> None:
        app = replay_app(events_of(), idle_limit=limit)
        assert app.player is not None
        async with opened(app) as pilot:
            for each in expected:
                await pilot.press("i")
                assert app.player.idle_limit == each

    run(look(inf, [2.0, inf, 2.0]))
    run(look(7.0, [inf, 7.0, inf]))


def test_seeking_by_keys_goes_as_many_seconds() -> None:
    async def look() -> None:
        app = replay_app(stretched(events_of()))
        assert app.player is not None
        async with opened(app) as pilot:
            app.go(app.player.seek(50))
            await pilot.press("shift+right", "shift+right")
            await settled(pilot)
            assert app.player.elapsed == pytest.approx(60)
            there = shown(app)
            await pilot.press("shift+left")
            await settled(pilot)
            assert app.player.elapsed == pytest.approx(55)
            assert shown(app) < there

    run(look())


def test_it_begins_again() -> None:
    async def look() -> None:
        app = replay_app(events_of(), at=len(events_of()))
        assert app.player is not None
        async with opened(app) as pilot:
            await pilot.press("0")
            await until(pilot, lambda: len(app.view.events) < len(events_of()))
            assert app.player.playing

    run(look())


def test_the_bar_is_clicked_and_dragged() -> None:
    async def look() -> None:
        app = replay_app(stretched(events_of()))
        assert app.player is not None
        async with opened(app) as pilot:
            seek_bar = app.main.query_one(SeekBar)
            left, right = bounds(rows(app)[-2])
            await pilot.mouse_down(seek_bar, offset=(right, 0))
            await settled(pilot)
            assert app.player.at_end
            await pilot.hover(seek_bar, offset=((left + right) // 2, 0))
            await settled(pilot)
            assert 0.3 < app.player.elapsed / app.player.duration < 0.7
            await pilot.mouse_up(seek_bar, offset=((left + right) // 2, 0))
            await pilot.hover(seek_bar, offset=(left, 0))
            await settled(pilot)
            assert app.player.elapsed > 0  # the button is up
            await pilot.click(seek_bar, offset=(left, 0))
            await settled(pilot)
            assert app.player.elapsed == 0

    run(look())


def test_each_event_is_told_once_and_in_order_however_often_one_goes_back() -> None:
    async def look() -> None:
        told: list[Event] = []
        app = replay_app(events_of(), on_reached=told.append)
        async with opened(app) as pilot:
            await pilot.press("full_stop", "full_stop", "comma", "comma", "comma", "full_stop")
            await settled(pilot)
            assert app.player is not None
            app.go(app.player.seek(inf))
            await settled(pilot)
            app.go(app.player.seek(0))
            app.go(app.player.seek(inf))
            await settled(pilot)
            assert told == list(events_of())

    run(look())


def test_what_was_taken_in_before_the_part_that_is_played_is_shown_and_not_told() -> None:
    async def look() -> None:
        told: list[Event] = []
        app = replay_app(events_of(), begin=30, on_reached=told.append)
        async with opened(app) as pilot:
            assert shown(app) == 30
            await pilot.press("comma")
            await settled(pilot)
            assert shown(app) == 30
            assert app.player is not None
            app.go(app.player.seek(inf))
            await settled(pilot)
            assert told == list(events_of()[30:])

    run(look())


def test_a_live_key_in_a_replay_is_answered_and_not_in_the_footer() -> None:
    async def look() -> None:
        app = replay_app(events_of(), at=20)
        async with opened(app, notices=True) as pilot:
            assert "Refine" not in rows(app)[-1]
            await pilot.press("r")
            await settled(pilot)
            assert [notice.message for notice in app._notifications] == ["Refine: this run is only shown"]
            await pilot.press("q")
            await until(pilot, lambda: app._exit)

    run(look())


def test_a_session_that_was_changed_is_shown_as_far_as_it_goes() -> None:
    from dataclasses import replace

    events = [
        replace(event, patch={"op": "remove", "path": "/root/children/99"})
        if isinstance(event, PatchAccepted) and event.sequence == 3
        else event
        for event in events_of()
    ]

    async def look() -> None:
        app = replay_app(events, at=len(events))
        async with opened(app, notices=True) as pilot:
            assert app._exception is None
            assert len(app._notifications) >= 1
            assert app.player is not None
            app.go(app.player.seek(0))
            await settled(pilot)
            assert app.view.events[1:] == []  # all of it is taken back, what did not fit once as well

    run(look())


MARKS = (Mark(2.0, "finding"), Mark(5.0, "attempt"), Mark(5.0, "refused"), Mark(10.0, "end"))


@pytest.mark.parametrize(("elapsed", "drawn"), [(0.0, "●─!──×────│"), (5.0, "━━!━━●────│"), (10.0, "━━!━━×━━━━●")])
def test_the_bar_has_a_mark_for_what_happened(elapsed: float, drawn: str) -> None:
    told = Playing(elapsed=elapsed, duration=10.0, marks=MARKS)
    assert bar(told, 11).plain == drawn


@pytest.mark.parametrize("cells", [0, 1, 7, 8, 300])
@pytest.mark.parametrize("duration", [0.0, 1e-9, 1e12])
def test_a_bar_of_any_width_and_length_is_as_wide_as_its_room(cells: int, duration: float) -> None:
    told = Playing(elapsed=duration / 2, duration=duration, marks=(Mark(duration, "end"), Mark(0.0, "recovery")))
    assert bar(told, cells).cell_length == cells


def bounds(row: str) -> tuple[int, int]:
    """The first and the last column of the bar on its row."""
    signs = [at for at, sign in enumerate(row) if sign in "━─●×!~│"]
    return signs[0], signs[-1]


def stretched(events: Any, seconds: float = 60.0) -> list[Event]:
    """The same run, slower: so that seconds mean something."""
    from dataclasses import replace

    last = events[-1].at
    return [replace(event, at=event.at / last * seconds) for event in events]


def test_a_player_may_come_with_its_end_reached() -> None:
    async def look() -> None:
        player = Player(events_of(), playing=False)
        player.seek(inf)
        told: list[Event] = []
        app = EpochApp(player=player, on_reached=told.append, clock=Clock())
        async with opened(app):
            assert told == list(events_of())

    run(look())


def test_a_session_whose_props_are_deep_is_shown_in_every_pane() -> None:
    """It may be of a file that somebody else made: what `epoch replay` reads, the screen has to show."""
    deep: Any = "end"
    for _ in range(700):
        deep = {"a": deep}
    inner = [{"type": "Text", "text": "shown all the same"}]
    base = {"root": {"type": "Container", "props": {"x": deep}, "condition": deep, "children": inner}}
    events = [replace(events_of()[0], base=base), *events_of()[1:3]]  # type: ignore[type-var]

    async def look() -> None:
        app = replay_app(events, at=len(events))
        async with opened(app, (120, 36)) as pilot:
            for key in "34152":
                await pilot.press(key)
                await settled(pilot)
            await until(pilot, lambda: not app.main.desk.pane("preview").behind)
            assert "props, condition: too deep to be drawn" in words(app)
            assert "shown all the same" in words(app)
        assert app._exception is None, app._exception

    run(look())
