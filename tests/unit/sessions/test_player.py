"""A player under somebody's hands: time, steps, seeking; what it gives always leads to where it says it is."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import examples
from support.histories import accepted, attempt, ended, found, refused, started
from support.scripted import add

from epoch_cli.events import Event, RecoveryChosen, TextReceived
from epoch_cli.sessions.player import Mark, Move, Player


def text(at: float) -> TextReceived:
    return TextReceived(at=at, text="x")


def patch(at: float) -> Event:
    return accepted(add("/root", {"type": "Text"}), at=at)


def at(*times: float) -> list[Event]:
    return [text(moment) for moment in times]


RUN: list[Event] = [
    started(),
    attempt(at=0.5),
    text(1.0),
    patch(2.0),
    text(3.0),
    refused({}, at=4.0),
    text(5.0),
    patch(6.0),
    found("EP401", at=7.0),
    RecoveryChosen(
        at=7.5, attempt=1, category="PROVIDER_ERROR", trigger="server", action="retry", delay=0.0, message="again"
    ),
    ended(at=8.0),
]


def test_events_come_when_they_were_recorded() -> None:
    player = Player(at(0.0, 1.0, 1.5, 4.0))
    assert player.advance(0.0) == Move(0, player.events[:1])
    assert player.advance(0.9) == Move()
    assert player.advance(0.1) == Move(0, player.events[1:2])
    assert player.advance(10.0) == Move(0, player.events[2:])
    assert (player.elapsed, player.duration, player.at_end, player.playing) == (4.0, 4.0, True, False)


def test_many_short_moments_are_as_long_as_a_long_one() -> None:
    player = Player(at(0.0, 1000.0))
    for _ in range(3_000):
        player.advance(1 / 3)
    assert player.elapsed == pytest.approx(1000.0, abs=1e-6)


def test_another_speed_counts_from_now_on_and_moves_nothing() -> None:
    player = Player(at(0.0, 10.0, 20.0, 30.0))
    player.advance(10.0)
    player.speed = 4.0
    assert (player.elapsed, player.position) == (10.0, 2)
    player.advance(2.5)
    assert (player.elapsed, player.position) == (20.0, 3)
    player.speed = inf
    assert player.advance(0.001).forward == player.events[3:]


def test_a_pause_lasts_no_longer_than_the_idle_limit() -> None:
    player = Player(at(0.0, 60.0, 60.5, 1060.5), idle_limit=2.0)
    assert player.duration == 4.5
    player.advance(2.0)
    assert player.position == 2


def test_another_idle_limit_leaves_it_between_the_same_events() -> None:
    player = Player(at(0.0, 60.0, 120.0))
    player.advance(100.0)
    player.idle_limit = 10.0
    assert (player.position, player.elapsed, player.duration) == (2, 20.0, 20.0)
    assert len(player.advance(0.0).forward) == 1
    player.idle_limit = inf
    assert (player.position, player.elapsed, player.duration) == (3, 120.0, 120.0)


def test_a_part_begins_at_once_and_nothing_goes_back_before_it() -> None:
    player = Player(RUN, begin=4)
    assert (player.position, player.elapsed, player.duration) == (4, 0.0, 6.0)
    player.advance(2.0)
    assert player.position == 6
    for move in (player.step(-9), player.seek(-1.0), player.restart(), player.step_finding(-3)):
        assert move.back <= 2
        assert player.position == 4
    assert [mark.kind for mark in player.marks] == ["refused", "finding", "recovery", "end"]


def test_time_that_stands_still_plays_nothing() -> None:
    player = Player(RUN, playing=False)
    assert player.advance(100.0) == Move()
    assert player.toggle() == Move()
    assert player.playing
    player.speed = 0.0
    player.advance(100.0)
    assert player.position == 1


def test_toggling_pauses_and_plays_and_at_the_end_begins_again() -> None:
    player = Player(RUN)
    player.advance(3.0)
    player.toggle()
    assert not player.playing
    player.toggle()
    player.advance(100.0)
    assert player.at_end
    assert player.toggle() == Move(back=len(RUN))
    assert (player.playing, player.elapsed, player.position) == (True, 0.0, 0)


def test_steps_stop_right_behind_a_patch() -> None:
    player = Player(RUN)
    places = []
    for _ in range(5):
        player.step(1)
        places.append((player.position, player.elapsed, player.playing))
    assert places == [(4, 2.0, False), (6, 4.0, False), (8, 6.0, False), (11, 8.0, False), (11, 8.0, False)]
    places = []
    for _ in range(5):
        player.step(-1)
        places.append(player.position)
    assert places == [8, 6, 4, 0, 0]
    player.step(2)
    assert player.position == 6
    player.step(-2)
    assert player.position == 0


def test_steps_go_to_refusals_and_findings_and_no_further() -> None:
    player = Player(RUN)
    assert [player.step_finding(1).forward, player.position, player.playing] == [RUN[:6], 6, False]
    player.step_finding(1)
    assert (player.position, player.elapsed) == (9, 7.0)
    assert player.step_finding(1) == Move()
    assert player.step_finding(-1) == Move(back=3)
    assert player.step_finding(-1) == Move()
    player.step_finding(9)
    assert player.position == 9


def test_seeking_goes_both_ways_and_plays_on_if_it_did() -> None:
    player = Player(RUN)
    assert player.seek(4.5).forward == RUN[:6]
    assert (player.elapsed, player.playing) == (4.5, True)
    assert player.seek(2.0) == Move(back=2)
    player.playing = False
    player.seek(inf)
    assert (player.position, player.elapsed, player.playing) == (11, 8.0, False)
    player.seek(nan)
    assert (player.position, player.elapsed) == (1, 0.0)


def test_what_is_worth_a_sign_has_one() -> None:
    assert list(Player(RUN, idle_limit=0.5).marks) == [
        Mark(0.5, "attempt"), Mark(2.5, "refused"), Mark(4.0, "finding"), Mark(4.5, "recovery"), Mark(5.0, "end"),
    ]  # fmt: skip


def test_a_session_of_nothing_is_played() -> None:
    player = Player([])
    moves = [player.advance(1.0), player.step(1), player.step(-1), player.seek(5.0), player.toggle(), player.restart()]
    assert moves == [Move()] * 6
    assert (player.elapsed, player.duration, player.position, list(player.marks)) == (0.0, 0.0, 0, [])


@pytest.mark.parametrize(
    "times", [(5.0, 1.0, 3.0, 6.0), (-9.0, -1.0, 0.0, 1.0), (0.0, 1e308, 1e308), (0.0, nan, 1.0, inf, 2.0)]
)
def test_times_that_make_no_sense_break_nothing(times: tuple[float, ...]) -> None:
    player = Player(at(*times))
    assert 0.0 <= player.duration < inf
    player.step(1)
    player.seek(0.0)
    player.toggle()
    player.advance(1e12)
    assert player.at_end


def test_time_that_goes_backwards_stands_still() -> None:
    assert Player(at(5.0, 1.0, 3.0, 6.0)).duration == 6.0


OPERATIONS = st.one_of(
    st.tuples(st.just("advance"), st.floats(-1, 20) | st.sampled_from([inf, nan])),
    st.tuples(st.just("seek"), st.floats(allow_nan=True)),
    st.tuples(st.sampled_from(["step", "step_finding"]), st.integers(-4, 4)),
    st.tuples(st.sampled_from(["toggle", "restart"]), st.none()),
    st.tuples(st.just("speed"), st.floats(0, 100) | st.sampled_from([inf, nan, -1.0])),
    st.tuples(st.just("idle_limit"), st.floats(0, 10) | st.just(inf)),
)
MAKERS: list[Any] = [text, patch, lambda at: refused({}, at=at), lambda at: found("EP401", at=at)]


@settings(max_examples=examples(80), deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(MAKERS), st.floats(allow_nan=True, width=16)), max_size=12),
    st.integers(0, 12),
    st.lists(OPERATIONS, max_size=15),
)
def test_every_move_leads_to_where_it_says(made: Any, begin: int, operations: list[tuple[str, Any]]) -> None:
    events = [make(at) for make, at in made]
    player = Player(events, begin=begin)
    taken = events[: player.position]
    floor = len(taken)
    for name, value in operations:
        if name in {"speed", "idle_limit"}:
            setattr(player, name, value)
        else:
            move = getattr(player, name)(*([] if value is None else [value]))
            assert not (move.back and move.forward)
            taken = [*taken[: len(taken) - move.back], *move.forward]
        assert taken == events[: player.position]
        assert floor <= player.position <= len(events)
        assert 0.0 <= player.elapsed <= player.duration < inf
