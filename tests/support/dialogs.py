"""A dialog over an empty app: it needs no more than a place to stand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.screen import ModalScreen

from epoch_cli.tui.themes import OUR_THEMES

Made = Callable[[], ModalScreen[Any]]


@asynccontextmanager
async def hosted(
    made: Made, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[App[None], Pilot[None], list[Any]]]:
    """The dialog, open; with the app, its pilot, and what the dialog gave (empty while it is open)."""
    app: App[None] = App()
    app.animation_level = "none"
    for theme in OUR_THEMES:
        app.register_theme(theme)
    app.theme = OUR_THEMES[0].name
    results: list[Any] = []
    async with app.run_test(size=size) as pilot:
        await app.push_screen(made(), results.append)
        await pilot.pause()
        yield app, pilot, results
