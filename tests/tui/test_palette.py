"""The palette: what can be done now, by its name."""

from __future__ import annotations

import pytest
from support.screens import events_of, live_app, opened, replay_app, rows, run, settled, until, words
from textual.command import CommandList, CommandPalette

from epoch_cli.tui.app import EpochApp
from epoch_cli.tui.pages import Pages
from epoch_cli.tui.palette import Commands
from epoch_cli.tui.screens.refine import RefineScreen


def named(app: EpochApp) -> list[str]:
    return [command.name for command in Commands(app.screen)._commands()]


def test_it_lists_what_means_something_now() -> None:
    async def look() -> None:
        app = live_app(events_of(), upto=-1)
        async with opened(app, (60, 20)):
            names = named(app)
            assert {"Refine", "Save as", "Copy node", "Collapse all", "Theme: epoch-light"} <= set(names)
            assert not {"Play", "Browser", "Next match", "Commands"} & set(names)
        app = replay_app(events_of(), pages=Pages("http://127.0.0.1/"))
        async with opened(app, (60, 20)):
            names = named(app)
            assert {"Play", "Browser", "Save as"} <= set(names) | {"Save as"}
            assert "Refine" not in names

    run(look())


def test_a_command_is_found_by_its_sentence_and_done() -> None:
    async def press() -> None:
        app = live_app(events_of(), upto=-1)
        async with opened(app, (60, 20)) as pilot:
            await pilot.press("ctrl+p", *"refine")
            await until(pilot, lambda: app.screen.query_one(CommandList).option_count)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, RefineScreen))

    run(press())


def test_a_theme_is_found_by_its_name_and_used() -> None:
    async def press() -> None:
        app = live_app(events_of(), upto=-1)
        async with opened(app, (60, 20)) as pilot:
            await pilot.press("ctrl+p", *"epoch-light")
            await until(pilot, lambda: app.screen.query_one(CommandList).option_count == 1)
            await pilot.press("enter")
            await until(pilot, lambda: app.theme == "epoch-light")

    run(press())


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 10)])
def test_it_fits_and_has_no_emoji(size: tuple[int, int]) -> None:
    async def look() -> None:
        app = live_app(events_of(), upto=-1)
        async with opened(app, size) as pilot:
            await pilot.press("ctrl+p")
            await until(pilot, lambda: "Refine" in words(app))
            await settled(pilot)
            assert CommandPalette.is_open(app)
            assert all(len(row) == size[0] and max(map(ord, row)) < 0x10000 for row in rows(app))
            assert "╰" in words(app)

    run(look())
