"""What an event costs: what it changes, never the whole document."""

from __future__ import annotations

import gc
import time

import pytest
from support.histories import accepted, attempt, started
from support.scripted import add, container, text_node

from epoch_cli.events import Event, TextReceived
from epoch_cli.output.view import View


def flat(count: int) -> list[Event]:
    """Many nodes in one."""
    adds = [accepted(add("/root/children/-", text_node(f"{at}")), at + 2) for at in range(count)]
    return [started(), attempt(1), accepted(add("/root", container()), 1), *adds]


def spread(count: int) -> list[Event]:
    """The same, ten in each of many."""
    events: list[Event] = [started(), attempt(1), accepted(add("/root", container()), 1)]
    for at in range(count):
        if at % 10 == 0:
            events.append(accepted(add("/root/children/-", container()), at + 2))
        events.append(accepted(add(f"/root/children/{at // 10}/children/-", text_node("x")), at + 3))
        events.append(accepted(add(f"/root/children/{at // 10}/children/{at % 10}/text", "y"), at + 4))
    return events


def seconds(events: list[Event]) -> float:
    """What it takes to feed them, to ask what changed now and then, and to take them back; the best of three."""
    times = []
    for _ in range(3):
        gc.collect()  # what other tests have left is not our cost
        view, began = View(), time.process_time()
        for place, event in enumerate(events):
            view.feed(event)
            if place % 50 == 0:
                view.changes()
                view.meters()
        while view.take_back():
            pass
        times.append(time.process_time() - began)
    return min(times)


@pytest.mark.parametrize("run", [flat, spread])
def test_four_times_the_patches_take_about_four_times_as_long(run: object) -> None:
    few, many = (seconds(run(count)) for count in (250, 1_000))  # type: ignore[operator]
    assert many < 10 * few + 0.02


def test_what_is_being_written_is_looked_up_in_the_time_of_a_picture() -> None:
    """Also in a text that is nothing but a patch that breaks off in a string, over and over."""
    view = View()
    for event in (started(), attempt(1), *[TextReceived(at=0.1, text='{"op":"add","path":"/ro' * 8)] * 700):
        view.feed(event)
    began = time.process_time()
    view.pending()
    assert time.process_time() - began < 1.0
