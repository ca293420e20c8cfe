"""The stage for keys: a running screen on which a key is tried, and what each key is expected to do there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, NamedTuple

from support.screens import (
    PATIENCE,
    Wished,
    events_of,
    live_app,
    opened,
    replay_app,
    settled,
    troubled_events,
)
from textual.pilot import Pilot

from epoch_cli.tui.app import EpochApp
from epoch_cli.tui.pages import Pages

PROMPT = "login form"
SAVED = Path("login-form.json")


def write(text: str) -> None:
    SAVED.write_text(text, "utf-8")


def written() -> str:
    """What is in the file that save as suggests."""
    return SAVED.read_text("utf-8")


class Stage(NamedTuple):
    """A running screen, and the key that is tried on it."""

    app: EpochApp
    pilot: Pilot[Any]
    key: str

    async def press(self, *keys: str) -> None:
        """Press keys, without any the one that is tried."""
        await self.pilot.press(*(keys or (self.key,)))
        await self.pilot.pause()

    async def press_and_draw(self, *keys: str) -> None:
        """The same, and wait until all that comes of it is drawn."""
        await self.pilot.press(*(keys or (self.key,)))
        await settled(self.pilot)

    async def type(self, text: str) -> None:
        """Write into the line with the focus."""
        await self.press(*("space" if letter == " " else letter for letter in text))

    @property
    def wishes(self) -> list[tuple[str, ...]]:
        """What the run was asked."""
        assert isinstance(self.app.wishes, Wished)
        return self.app.wishes.calls

    @property
    def focus(self) -> str:
        """The pane with the focus."""
        assert self.app.screen.focused is not None
        return str(self.app.screen.focused.id)

    @property
    def node(self) -> Any:
        """The chosen node."""
        assert self.app.selected is not None
        return self.app.selected

    def pane(self, name: str) -> Any:
        return self.app.main.desk.pane(name)  # type: ignore[arg-type]


Effect = Callable[[Stage], Awaitable[None]]
Factory = Callable[[], EpochApp]


class Expected(NamedTuple):
    """What a key is expected to do: on which screen, and how that is seen; `spoils` a screen that it leaves changed."""

    of: Factory
    check: Effect
    spoils: bool


EFFECTS: dict[str, Expected] = {}


def live() -> EpochApp:
    """A run that is not over yet."""
    return live_app(events_of(PROMPT), upto=-1)


def paged() -> EpochApp:
    return live_app(events_of(PROMPT), pages=Pages("http://127.0.0.1:8000/page"))


def troubled() -> EpochApp:
    return live_app(troubled_events(), upto=-1)


def replay() -> EpochApp:
    """A session that stands still in its middle, at the fourth patch."""
    app = replay_app(events_of(PROMPT))
    to_the_middle(app)
    return app


def to_the_middle(app: EpochApp) -> None:
    assert app.player is not None
    for _ in range(4):
        app.go(app.player.step(1))


def effect(name: str, of: Factory = live, *, spoils: bool = False) -> Callable[[Effect], Effect]:
    """What the binding of this id is expected to do on a screen."""

    def register(check: Effect) -> Effect:
        assert name not in EFFECTS
        EFFECTS[name] = Expected(of, check, spoils)
        return check

    return register


class Theatre:
    """A screen that several tests have one after the other: opening one takes longer than what most of them do."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._of: Factory | None = None
        self._open: AbstractAsyncContextManager[Pilot[Any]] | None = None
        self._stage: Stage | None = None

    def play(self, expected: Expected, key: str) -> None:
        """Try a key; what fails or spoils a screen is the last one to have it."""
        whole = False
        try:
            self._runner.run(self._play(expected, key))
            whole = not expected.spoils
        finally:
            if not whole:
                self._runner.run(self._close())

    def close(self) -> None:
        self._runner.run(self._close())
        self._runner.close()

    async def _play(self, expected: Expected, key: str) -> None:
        async with asyncio.timeout(3 * PATIENCE):
            if self._stage is None or self._of is not expected.of:
                await self._close()
                app = expected.of()
                self._of, self._open = expected.of, opened(app)
                self._stage = Stage(app, await self._open.__aenter__(), key)
            else:
                await tidied(self._stage)
            await expected.check(self._stage._replace(key=key))

    async def _close(self) -> None:
        open_, self._open, self._stage = self._open, None, None
        if open_ is not None:
            await open_.__aexit__(None, None, None)


async def tidied(stage: Stage) -> None:
    """Put a screen back as it was when it was opened."""
    app = stage.app
    while len(app.screen_stack) > 1:
        await app.pop_screen()
    if app.player is not None:
        app.player.speed = 1
        app.go(app.player.restart())
        to_the_middle(app)
    else:
        stage.wishes.clear()
        del app.live.prompts[1:]
    app.theme = app.look.theme
    app.hold_picture(False)
    app.copy_to_clipboard("")
    app.main.wanted = ""
    stage.pane("tree").matches("")
    stage.pane("tree").action_expand_all()
    app.main.desk.bring("tree")
    app.main.action_follow()
    await settled(stage.pilot)
