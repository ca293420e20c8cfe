"""A stream that is cut at every one of its bytes: nothing is lost, and nothing is there twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from support.continuing import HABITS, Content, Habit
from support.faulty_server import ENDED, Asked, Behaviour, FaultyServer, cut, events
from support.recovered import assert_sound, followed, remote, same, shown
from support.scripted import add, of

from epoch_cli.catalog import Catalog
from epoch_cli.events import AttemptStarted

LOGIN = Content(
    [
        add("/root", {"type": "Form", "children": []}),
        add("/root/children/-", {"type": "Input", "props": {"label": "“É”"}}),
        add("/root/children/-", {"type": "Button", "id": "go", "text": "Go"}),
    ]
)
SIZE = 100
STREAM = events(LOGIN.text, SIZE) + ENDED
MARKED = len(STREAM) - len(b"data: [DONE]\n\n")
"""From here on the stream has said that it is whole."""
PARTS = 4


def going_on(habit: Habit, written: int) -> Behaviour:
    """The second answer: in full, as a model of this habit writes it."""

    async def behave(asked: Asked) -> None:
        text = habit(LOGIN, written, asked.document) if asked.document else LOGIN.text
        await asked.begin()
        await asked.send(events(text, SIZE) + ENDED)

    return behave


async def run(catalog: Catalog, position: int, habit: Habit) -> int:
    """A run whose first answer is cut behind so many bytes; gives how many requests the server got."""
    written = STREAM[:position].count(b"\n\n") * SIZE
    async with FaultyServer(cut(STREAM[:position], len(STREAM)), then=going_on(habit, written)) as server:
        told = await asyncio.wait_for(followed(remote(server), catalog), timeout=20)
        assert [each.document.get("root") for each in server.asked] == [had.get("root") for had in shown(told)]
        assert len(of(AttemptStarted, told)) == len(server.asked)
    end = assert_sound(told, catalog, each=False)
    assert (end.status, end.refused) == ("complete", 0)
    assert same(end.document, LOGIN.target)
    return len(server.asked)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_stream_that_is_cut_anywhere_ends_as_if_it_were_whole(
    punk: Catalog, part: int, record_property: Callable[[str, object], None]
) -> None:
    async def every() -> dict[int, int]:
        return {at: await run(punk, at, HABITS[at // PARTS % len(HABITS)]) for at in positions}

    positions = range(part, len(STREAM) + 1, PARTS)
    requests = asyncio.run(every())
    # whoever has seen the marker asks for no more, whether or not the last bytes came
    assert requests == {at: 1 if at >= MARKED else 2 for at in positions}
    heading = ("bytes", "cut behind every fourth from", "requests", "all whole in the end")
    record_property("row", ["A stream that is cut", heading, (len(STREAM), part, sum(requests.values()), "yes")])


def test_there_are_enough_positions() -> None:
    assert len(STREAM) >= 200
