"""The screen in tests: apps over real events and a clock that stands still, so that pictures are the same each time.

async def look() -> None:
    app = live_app(events_of("login form"))
    async with opened(app, (80, 24)) as pilot:
        await pilot.press("3")
        await settled(pilot)
        assert "Preview" in words(app)

run(look())
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from support import scripted
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.events import Event
from epoch_cli.sessions.player import Player
from epoch_cli.tui.app import EpochApp
from epoch_cli.tui.look import Look
from epoch_cli.tui.wishes import Author

SIZES = ((80, 24), (60, 20), (120, 36))
"""What screens are looked at in, columns first."""
PATIENCE = 10.0
"""Seconds after which something that a test waits for is missing."""


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Wished:
    """The other side of `Wishes`: remembers what was asked; `refuses` is raised by `another`, `waiting` is undone."""

    def __init__(self, *authors: Author, refuses: Exception | None = None) -> None:
        self.calls: list[tuple[str, ...]] = []
        self.refuses = refuses
        self.waiting: list[str] = []
        self._authors = list(authors) or [
            Author("offline", "offline composer", now=True),
            Author("acme/large-1", "Acme large-1"),
            Author("closed", "Closed AI", "no key"),
        ]

    def cancel(self) -> None:
        self.calls.append(("cancel",))

    def release(self) -> None:
        self.calls.append(("release",))

    def refine(self, prompt: str) -> None:
        self.calls.append(("refine", prompt))

    def keep(self) -> None:
        self.calls.append(("keep",))

    def undo_turn(self) -> str:
        self.calls.append(("undo_turn",))
        return self.waiting.pop() if self.waiting else ""

    def changes(self) -> list[str]:
        return self.waiting

    def authors(self) -> list[Author]:
        return self._authors

    async def another(self, name: str) -> None:
        self.calls.append(("another", name))
        if self.refuses is not None:
            raise self.refuses


@cache
def punk() -> Catalog:
    """The built-in design system."""
    return load_catalog("punk")


@cache
def events_of(prompt: str = "login form") -> tuple[Event, ...]:
    """A real run of the offline composer."""
    return _run_apart("offline", prompt)


@cache
def troubled_events() -> tuple[Event, ...]:
    """A real run in which patches are refused and repaired, and text cannot be read."""
    provider = scripted.ScriptedProvider(
        [
            *scripted.says(
                scripted.add(
                    "/root", {"type": "Container", "id": "page", "children": [{"type": "Text", "text": "Hi"}]}
                ),
                scripted.add("/root/children/-", {"type": "Txt", "text": "no such component"}),
                scripted.add("/root/children/-", {"type": "Button", "text": "Send", "props": {"varient": "primary"}}),
                scripted.add("/root/children/-", {"type": "Input", "id": "mail", "props": {"type": "email"}}),
                scripted.add("/root/children/-", {"type": "Text", "text": "bye", "props": {"color": "#ff0000"}}),
            )[:-1],
            '{"op": "add", "path": ]\n',
            *scripted.says(scripted.add("/root/children/-", {"type": "Text", "text": "the end"})),
        ]
    )
    return _run_apart(provider, "a page with mistakes")


def events_by(provider: scripted.ScriptedProvider, prompt: str) -> tuple[Event, ...]:
    """A real run of a model that writes what a test tells it to."""
    return _run_apart(provider, prompt)


def _run_apart(provider: Any, prompt: str) -> tuple[Event, ...]:
    """A run in a thread and so in a loop of its own: tests may ask for events while theirs is running."""
    with ThreadPoolExecutor(1) as thread:
        return tuple(thread.submit(scripted.run, provider, punk(), prompt=prompt).result())


def live_app(
    events: Sequence[Event] = (), *, upto: int | None = None, wishes: Wished | None = None, **how: Any
) -> EpochApp:
    """A live run whose first events (all without `upto`) have come; the clock stands at the last of them."""
    clock = how.pop("clock", None) or Clock()
    app = EpochApp(wishes=wishes or Wished(), catalog=how.pop("catalog", punk()), clock=clock, **how)
    for event in events[:upto]:
        clock.now = event.at
        app.feed(event)
    return _quiet(app)


def replay_app(events: Sequence[Event], *, at: int | None = None, playing: bool = False, **how: Any) -> EpochApp:
    """A session that is played from its `at`-th event; it stands still unless `playing`."""
    clock = how.pop("clock", None) or Clock()
    options = {name: how.pop(name) for name in ("speed", "idle_limit", "begin") if name in how}
    player = Player(events, playing=playing, **options)
    app = EpochApp(player=player, catalog=how.pop("catalog", punk()), clock=clock, **how)
    if at is not None:
        while player.position < at:
            app.go(player.step(1))
    return _quiet(app)


def _quiet(app: EpochApp) -> EpochApp:
    app.animation_level = "none"
    return app


@asynccontextmanager
async def opened(
    app: EpochApp, size: tuple[int, int] = (80, 24), *, notices: bool = False
) -> AsyncIterator[Pilot[None]]:
    """The app while it runs, in a terminal of so many columns and rows; everything that was fed is drawn."""
    async with app.run_test(size=size, notifications=notices) as pilot:
        await settled(pilot)
        yield pilot


async def settled(pilot: Pilot[Any]) -> None:
    """Until everything that is queued was taken in and drawn."""
    app = pilot.app
    assert isinstance(app, EpochApp)
    await until(pilot, lambda: app.idle)
    await pilot.pause()
    await pilot.pause()


async def until(pilot: Pilot[Any], holds: Any) -> None:
    """Until something holds; a test that waits in vain fails."""
    async with asyncio.timeout(PATIENCE):
        while not holds() and pilot.app._exception is None:
            await pilot.pause(0.01)


def run(test: Coroutine[Any, Any, Any]) -> Any:
    """Run a test that awaits."""
    return asyncio.run(asyncio.wait_for(test, 6 * PATIENCE))


def rows(app: App[Any]) -> list[str]:
    """What is on the screen, row by row, as plain text."""
    width, height = app.size
    strips = app.screen._compositor.render_strips(app.size)
    return ["".join(segment.text for segment in strip)[:width] for strip in strips[:height]]


def words(app: App[Any]) -> str:
    """The same, as one text."""
    return "\n".join(rows(app))


def told(app: App[Any]) -> str:
    """The notices that the app gave, as one text."""
    return "\n".join(notice.message for notice in app._notifications)


def shot(app: EpochApp, file: str | Path | None = None) -> str:
    """The screen as SVG; also written to a file, to be looked at."""
    for line in app.screen.query(Input):
        line.cursor_blink = False  # which leaves the cursor where it is, to be seen
    picture = app.export_screenshot(title=json.dumps(list(app.size)))
    if file is not None:
        Path(file).write_text(picture, "utf-8")
    return picture


def looks(theme: str) -> Look:
    """A theme, and nothing else out of the ordinary."""
    return Look(theme=theme)
