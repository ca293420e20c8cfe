"""The dialogs: what they ask, what they give, and that they fit."""

from __future__ import annotations

from typing import Any

import pytest
from support.dialogs import Made, hosted
from support.screens import Wished, events_of, live_app, opened, rows, run, settled, told, until, words
from textual.widgets import Input, OptionList

from epoch_cli.tui.screens.authors import AuthorScreen
from epoch_cli.tui.screens.confirm import ConfirmScreen
from epoch_cli.tui.screens.refine import RefineScreen
from epoch_cli.tui.screens.save_as import SaveScreen
from epoch_cli.tui.screens.search import SearchScreen
from epoch_cli.tui.wishes import Author

SIZES = [(80, 24), (60, 20), (40, 10)]
HOSTILE = "[/oops][@click=app.quit]x[/] \x1b]0;t\x07\u202e"
AUTHORS = [
    Author("offline", "offline composer", now=True),
    Author("acme/large-1", "Acme large-1"),
    Author("closed", "Closed AI", "no key; epoch keys set closed"),
    Author("evil", HOSTILE, HOSTILE),
    *(Author(f"model-{number}", f"Model {number}") for number in range(20)),
]
DIALOGS: dict[str, Made] = {
    "refine": lambda: RefineScreen(2, ["login form"]),
    "authors": lambda: AuthorScreen(AUTHORS),
    "search": lambda: SearchScreen(lambda text: "1 of 2"),
    "save": lambda: SaveScreen(b"{}", "ui.json"),
    "confirm": lambda: ConfirmScreen("Save as", f"{HOSTILE} exists. Write over it?", "Overwrite"),
}


def given(made: Made, *keys: str, size: tuple[int, int] = (80, 24)) -> tuple[list[Any], list[str]]:
    """What a dialog gave after some keys (empty while it is open), and what was to be seen then."""

    async def press() -> tuple[list[Any], list[str]]:
        async with hosted(made, size) as (app, pilot, results):
            await pilot.press(*keys)
            await pilot.pause()
            return results, rows(app)

    found: tuple[list[Any], list[str]] = run(press())
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", DIALOGS)
def test_it_is_whole_at_every_size(name: str, size: tuple[int, int]) -> None:
    _, shown = given(DIALOGS[name], size=size)
    text = "\n".join(shown)
    # all four corners, and both of the texts in its border
    assert all(corner in text for corner in "╭╮╰╯")
    assert "esc " in text
    assert all(len(row) == size[0] for row in shown)


@pytest.mark.parametrize("name", DIALOGS)
def test_escape_gives_nothing(name: str) -> None:
    assert given(DIALOGS[name], "escape")[0] == [None]


# ---------------------------------------------------------------- refine


def test_what_was_written_is_given() -> None:
    assert given(DIALOGS["refine"], "a", "space", "b", "enter")[0] == ["a b"]


def test_nothing_is_not_sent() -> None:
    results, shown = given(DIALOGS["refine"], "space", "enter")
    assert results == []
    assert "say what is to be changed" in "\n".join(shown)


def test_it_says_which_turn_it_will_be() -> None:
    assert "Refine, turn 3" in "\n".join(given(lambda: RefineScreen(3, ["a", "b"]))[1])


def test_earlier_prompts_come_back_and_what_was_being_written_too() -> None:
    made = lambda: RefineScreen(3, ["first", "second\nline"])  # noqa: E731
    assert given(made, "up", "enter")[0] == ["second line"]
    assert given(made, "up", "up", "up", "enter")[0] == ["first"]
    assert given(made, "n", "e", "w", "up", "down", "enter")[0] == ["new"]


def test_an_earlier_prompt_is_shown_as_text() -> None:
    results, shown = given(lambda: RefineScreen(2, [HOSTILE]), "up", size=(120, 36))
    assert results == []
    assert r"[/oops][@click=app.quit]x[/] \x1b]0;t\x07\u202e" in "\n".join(shown)


# ---------------------------------------------------------------- authors


def test_the_first_other_that_can_be_asked_is_picked_with_enter() -> None:
    assert given(DIALOGS["authors"], "enter")[0] == ["acme/large-1"]
    assert given(DIALOGS["authors"], "up", "enter")[0] == ["offline"]


def test_those_that_cannot_are_passed_by() -> None:
    assert given(DIALOGS["authors"], "down", "enter")[0] == ["model-0"]


def test_typing_leaves_those_that_fit() -> None:
    results, shown = given(DIALOGS["authors"], *"model", "space", "7")
    text = "\n".join(shown)
    assert results == []
    assert "Model 7" in text
    assert "Acme" not in text
    assert given(DIALOGS["authors"], *"large", "enter")[0] == ["acme/large-1"]


def test_one_that_cannot_be_asked_is_not_picked_and_says_why() -> None:
    results, shown = given(DIALOGS["authors"], *"closed", "enter")
    assert results == []
    assert "× Closed AI  no key; epoch keys set closed" in "\n".join(shown)


def test_when_nobody_fits_enter_does_nothing() -> None:
    results, shown = given(DIALOGS["authors"], *"nobody", "enter")
    assert results == []
    assert "Nobody fits." in "\n".join(shown)


def test_who_writes_now_is_told_by_a_word() -> None:
    assert "● offline composer  writes now" in "\n".join(given(DIALOGS["authors"])[1])


def test_names_are_shown_as_text() -> None:
    text = "\n".join(given(DIALOGS["authors"], *"evil", size=(120, 36))[1])
    assert r"× [/oops][@click=app.quit]x[/] \x1b]0;t\x07\u202e" in text


def test_a_click_picks_one() -> None:
    async def press() -> None:
        async with hosted(DIALOGS["authors"]) as (_, pilot, results):
            await pilot.click(OptionList, offset=(4, 1))
            await pilot.pause()
            assert results == ["acme/large-1"]

    run(press())


# ---------------------------------------------------------------- while a run goes on


@pytest.mark.parametrize("key", ["r", "m", "slash", "s", "question_mark", "ctrl+o", "ctrl+p"])
def test_a_run_goes_on_behind_it(key: str) -> None:
    async def press() -> None:
        events = events_of()
        app = live_app(events, upto=8)
        async with opened(app, (60, 20)) as pilot:
            await pilot.press(key)
            await pilot.pause()
            for event in events[8:]:
                app.feed(event)
            app.run_over()
            await settled(pilot)
            assert app.view.status().ended is not None
            assert "Traceback" not in words(app)

    run(press())


def test_the_end_of_a_run_while_a_line_is_typed_is_told() -> None:
    async def press() -> None:
        wishes = Wished()
        app = live_app(events_of(), upto=-1, wishes=wishes)
        async with opened(app, (60, 20), notices=True) as pilot:
            await pilot.press("r", "x")
            app.run_over()
            await pilot.press("enter")
            await until(pilot, lambda: "not asked: the run is over" in told(app))
            assert wishes.calls == []

    run(press())


def test_ctrl_c_ends_the_run_from_within_a_dialog() -> None:
    async def press() -> None:
        wishes = Wished()
        app = live_app(events_of(), upto=-1, wishes=wishes)
        async with opened(app, (60, 20)) as pilot:
            await pilot.press("r", "x", "ctrl+c")
            await settled(pilot)
            assert wishes.calls == [("cancel",)]
            assert app.screen.query_one(Input).value == "x"

    run(press())
