"""Pages of what the screen shows: what is beside it goes with it, forward and back, and a key opens it."""

from __future__ import annotations

from typing import Any

from support.screens import events_of, opened, replay_app, run, settled, until

from epoch_cli.document import finished
from epoch_cli.errors import UnreadableError
from epoch_cli.events import Event
from epoch_cli.output.view import View
from epoch_cli.tui.pages import Pages


class Page:
    """Follows as a live page does."""

    def __init__(self) -> None:
        self.view = View()
        self.events: list[Event] = []

    def feed(self, event: Event) -> None:
        self.view.feed(event)

    def take_back(self) -> None:
        self.view.take_back()


def test_it_goes_where_the_screen_goes() -> None:
    async def look() -> None:
        page = Page()
        app = replay_app(events_of(), pages=Pages(beside=page))
        async with opened(app) as pilot:
            for key in (
                "full_stop",
                "full_stop",
                "full_stop",
                "comma",
                "full_stop",
                "comma",
                "comma",
                "shift+right",
                "0",
            ):
                await pilot.press(key)
                await settled(pilot)
                assert page.view.events == app.view.events, key
                assert page.view.document == app.view.document, key

    run(look())


def test_without_a_live_page_one_is_written_of_what_is_there() -> None:
    async def look() -> None:
        documents: list[Any] = []
        opened_pages: list[str] = []

        def write(document: Any) -> str:
            documents.append(document)
            if len(documents) > 2:
                raise UnreadableError("the disk is full", remedy="make room")
            return "file:///page.html"

        def opens(address: str) -> bool:
            opened_pages.append(address)
            return len(documents) == 1

        app = replay_app(events_of(), pages=Pages(write=write, open=opens))
        said: list[str] = []
        app.say = lambda message, **_: said.append(message)  # type: ignore[method-assign, assignment]
        async with opened(app) as pilot:
            await pilot.press("o")
            assert not documents  # there is nothing yet
            for _ in range(3):
                await pilot.press("full_stop")
            await settled(pilot)
            said.clear()
            for number in (1, 2, 3):
                await pilot.press("o")
                await until(pilot, lambda number=number: len(said) == number)
            assert said == [
                "opened file:///page.html",
                "there is no browser here for file:///page.html",
                "the disk is full; make room",
            ]
            assert documents == [finished(app.view.document)] * 3
            assert opened_pages == ["file:///page.html"] * 2

    run(look())
