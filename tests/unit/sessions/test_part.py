"""A part of a session: from a patch or a moment on, until another, with what comes before it played and not shown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.every_row import every_row

from epoch_cli.errors import UsageError
from epoch_cli.events import Event, PatchAccepted, TextReceived
from epoch_cli.sessions.part import Moment, Place, Sequence, is_empty, parse_place, part_of


def text(at: float) -> TextReceived:
    return TextReceived(at=at, text=str(at))


def accepted(at: float, sequence: int) -> PatchAccepted:
    patch = {"op": "add", "path": "/root", "value": {}}
    return PatchAccepted(at=at, number=sequence, sequence=sequence, patch=patch, inverse=[], metrics={})


EVENTS: list[Event] = [
    text(0),
    accepted(1, 1),
    text(1),
    accepted(2, 2),
    accepted(2, 3),
    text(4),
    accepted(5, 4),
    text(6),
]


def shown(begin: Place | None = None, end: Place | None = None) -> list[Event]:
    return [played.event for played in part_of(EVENTS, begin, end) if played.shown]


def test_without_places_all_is_shown() -> None:
    assert shown() == EVENTS


def test_a_part_begins_with_what_led_to_its_first_patch() -> None:
    assert shown(Sequence(2)) == EVENTS[2:]
    assert shown(Sequence(3)) == EVENTS[4:]


def test_the_first_patch_is_the_whole() -> None:
    assert shown(Sequence(1)) == EVENTS


def test_a_part_ends_with_its_last_patch() -> None:
    assert shown(end=Sequence(2)) == EVENTS[:4]


def test_moments_are_in_the_part_that_they_bound() -> None:
    assert shown(Moment(2.0), Moment(5.0)) == EVENTS[3:7]
    assert shown(Moment(2.5)) == EVENTS[5:]


def test_a_patch_and_a_moment_go_together() -> None:
    assert shown(Sequence(2), Moment(2.0)) == EVENTS[2:5]
    assert shown(Moment(2.0), Sequence(2)) == EVENTS[3:4]


def test_what_comes_before_is_played_and_not_shown() -> None:
    played = list(part_of(EVENTS, Sequence(4)))
    assert [each.event for each in played] == EVENTS
    assert [each.shown for each in played] == [False] * 5 + [True] * 3


def test_beyond_the_end_nothing_is_shown() -> None:
    assert shown(Sequence(9)) == []
    assert shown(Moment(99.0)) == []
    assert shown(end=Sequence(9)) == EVENTS


def test_events_are_taken_one_by_one_and_none_behind_the_end() -> None:
    taken: list[Event] = []

    def source() -> Any:
        for event in EVENTS:
            taken.append(event)
            yield event

    list(part_of(source(), end=Sequence(1)))
    assert taken == EVENTS[:2]


@given(
    moments=st.lists(st.floats(0, 100), max_size=20).map(sorted),
    kinds=st.lists(st.booleans(), min_size=20, max_size=20),
    cut=st.integers(1, 20),
)
def test_two_parts_that_meet_are_the_whole(moments: list[float], kinds: list[bool], cut: int) -> None:
    events: list[Event] = []
    for moment, is_patch in zip(moments, kinds, strict=False):
        count = sum(isinstance(event, PatchAccepted) for event in events)
        events.append(accepted(moment, count + 1) if is_patch else text(moment))
    first = [played.event for played in part_of(events, end=Sequence(cut))]
    then = [played.event for played in part_of(events, Sequence(cut + 1)) if played.shown]
    assert first + then == events or sum(isinstance(event, PatchAccepted) for event in events) < cut
    assert len(first) + len(then) == len(events)


@pytest.mark.parametrize(
    ("written", "place"),
    [("12", Sequence(12)), ("1", Sequence(1)), ("3.5s", Moment(3.5)), ("0s", Moment(0.0)), ("1e2s", Moment(100.0))],
)
def test_places_are_numbers_and_times(written: str, place: Place) -> None:
    assert parse_place(written) == place


@every_row("written", ["", "0", "-1", "s", "x", "3.5", "nans", "infs", "-1s", "1 2", "9" * 10, "²"])
def test_anything_else_is_no_place(written: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_place(written)
    assert "3.5s" in caught.value.remedy


def test_a_part_that_ends_before_it_begins_is_empty() -> None:
    assert is_empty(Sequence(3), Sequence(2))
    assert is_empty(Moment(2.0), Moment(1.0))
    assert not is_empty(Sequence(2), Sequence(2))
    assert not is_empty(Sequence(9), Moment(0.0))
    assert not is_empty(None, Sequence(1))
