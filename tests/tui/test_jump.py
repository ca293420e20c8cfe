"""Jump mode: a letter at every pane, wherever its title stands."""

from __future__ import annotations

import pytest
from support.screens import events_of, live_app, opened, rows, run, settled

from epoch_cli.tui.layout import TITLES
from epoch_cli.tui.screens.jump import LETTERS, JumpScreen
from epoch_cli.tui.screens.main import MainScreen


def test_no_letter_is_given_twice() -> None:
    assert len(set(LETTERS)) == len(LETTERS) >= len(TITLES)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20), (40, 10)])
def test_every_pane_has_its_letter_at_its_title(size: tuple[int, int]) -> None:
    async def press() -> None:
        app = live_app(events_of())
        async with opened(app, size) as pilot:
            await pilot.press("ctrl+o")
            await settled(pilot)
            assert isinstance(app.screen, JumpScreen)
            targets = app.screen.targets
            assert [target.name for target in targets.values()] == list(TITLES)
            assert len({target.at for target in targets.values()}) == len(TITLES)
            shown = rows(app)
            for letter, target in targets.items():
                assert shown[target.at.y][target.at.x] == letter
            if size[0] >= 60:  # with less room a tab is its number alone
                for target in targets.values():
                    assert shown[target.at.y][target.at.x + 1 :].lstrip(" [").startswith(TITLES[target.name])
            if size[0] < 120:
                front = shown[targets["s" if size[0] >= 80 else "a"].at.y]
                assert front.count("[") == front.count("]") == 1  # no letter stands for a bracket

    run(press())


@pytest.mark.parametrize("name", TITLES)
def test_its_letter_goes_to_a_pane(name: str) -> None:
    async def press() -> None:
        app = live_app(events_of())
        async with opened(app, (60, 20)) as pilot:
            await pilot.press("ctrl+o")
            await pilot.pause()
            assert isinstance(app.screen, JumpScreen)
            letter = next(letter for letter, target in app.screen.targets.items() if target.name == name)
            await pilot.press(letter)
            await settled(pilot)
            assert app.main.desk.shown == (name,)

    run(press())


def test_a_click_on_a_letter_goes_there() -> None:
    async def press() -> None:
        app = live_app(events_of())
        async with opened(app) as pilot:
            await pilot.press("ctrl+o")
            await settled(pilot)
            assert isinstance(app.screen, JumpScreen)
            target = next(target for target in app.screen.targets.values() if target.name == "json")
            await pilot.click(offset=(target.at.x, target.at.y))
            await settled(pilot)
            assert "json" in app.main.desk.shown
            assert isinstance(app.screen, MainScreen)

    run(press())


def test_other_keys_do_nothing_and_another_size_ends_it() -> None:
    async def press() -> None:
        app = live_app(events_of())
        async with opened(app) as pilot:
            await pilot.press("ctrl+o", "9", "tab")
            await pilot.pause()
            assert isinstance(app.screen, JumpScreen)
            await pilot.resize_terminal(60, 20)
            await settled(pilot)
            assert isinstance(app.screen, MainScreen)

    run(press())
