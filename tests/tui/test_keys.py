"""Every key of the table does what the table says: a row without an expectation fails.

Those of panes and dialogs are in `tests/support/pane_keys.py`.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
import support.pane_keys  # noqa: F401  it registers what it expects
from support.screens import until, words
from support.stage import EFFECTS, Stage, Theatre, effect, paged, replay, troubled, written
from textual.command import CommandPalette

from epoch_cli.tui.keys import KEYS
from epoch_cli.tui.screens.authors import AuthorScreen
from epoch_cli.tui.screens.budgets import BudgetScreen
from epoch_cli.tui.screens.help import HelpScreen
from epoch_cli.tui.screens.jump import JumpScreen
from epoch_cli.tui.screens.refine import RefineScreen
from epoch_cli.tui.screens.save_as import SaveScreen
from epoch_cli.tui.screens.search import SearchScreen


@pytest.fixture(scope="module")
def theatre() -> Iterator[Theatre]:
    theatre = Theatre()
    yield theatre
    theatre.close()


ROWS = [(key.id, pressed) for key in KEYS for pressed in key.keys.split(",")]


@pytest.mark.parametrize(("name", "pressed"), ROWS, ids=[f"{name}-{pressed}" for name, pressed in ROWS])
def test_the_key_does_what_the_table_says(
    theatre: Theatre, name: str, pressed: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert name in EFFECTS, f"{name} has no expectation in {Path(__file__).name}"
    monkeypatch.chdir(tmp_path)
    theatre.play(EFFECTS[name], pressed)


def test_there_are_no_expectations_of_keys_that_are_gone() -> None:
    assert set(EFFECTS) == {key.id for key in KEYS}


# ---------------------------------------------------------------- live runs


@effect("live.refine")
async def refine(stage: Stage) -> None:
    await stage.press()
    assert isinstance(stage.app.screen, RefineScreen)
    await stage.type("in red")
    await stage.press("enter")
    assert stage.wishes == [("refine", "in red")]


@effect("live.accept", spoils=True)
async def accept(stage: Stage) -> None:
    await stage.press()
    assert stage.wishes == [("keep",)]


@effect("live.undo")
async def undo(stage: Stage) -> None:
    await stage.press()
    assert stage.wishes == [("undo_turn",)]


@effect("live.another")
async def another(stage: Stage) -> None:
    await stage.press()
    assert isinstance(stage.app.screen, AuthorScreen)
    await stage.type("acme")
    await stage.press("enter")
    await until(stage.pilot, lambda: stage.wishes)
    assert stage.wishes == [("another", "acme/large-1")]


@effect("live.pause")
async def pause(stage: Stage) -> None:
    await stage.press()
    assert stage.app.paused
    await stage.press()
    assert not stage.app.paused


# ---------------------------------------------------------------- replays


@effect("replay.play", replay)
async def play(stage: Stage) -> None:
    player = stage.app.player
    assert player is not None
    await stage.pilot.press(stage.key)
    await until(stage.pilot, lambda: player.playing)
    await stage.press()
    assert not player.playing


@effect("replay.forward", replay)
async def forward(stage: Stage) -> None:
    before = stage.app.view.status().accepted
    await stage.press_and_draw()
    assert stage.app.view.status().accepted == before + 1


@effect("replay.back", replay)
async def back(stage: Stage) -> None:
    before = stage.app.view.status().accepted
    await stage.press_and_draw()
    assert stage.app.view.status().accepted == before - 1


@effect("replay.faster", replay)
async def faster(stage: Stage) -> None:
    assert stage.app.player is not None
    before = stage.app.player.speed
    await stage.press()
    assert stage.app.player.speed == before * 2


@effect("replay.slower", replay)
async def slower(stage: Stage) -> None:
    assert stage.app.player is not None
    before = stage.app.player.speed
    await stage.press()
    assert stage.app.player.speed == before / 2


@effect("replay.seek_forward", replay)
async def seek_forward(stage: Stage) -> None:
    player = stage.app.player
    assert player is not None
    before = player.elapsed
    await stage.press()
    assert player.elapsed == pytest.approx(min(player.duration, before + 5))
    assert player.elapsed > before


@effect("replay.seek_back", replay)
async def seek_back(stage: Stage) -> None:
    player = stage.app.player
    assert player is not None
    before = player.elapsed
    await stage.press()
    assert player.elapsed == pytest.approx(max(0, before - 5))
    assert player.elapsed < before


@effect("replay.idle", replay)
async def idle(stage: Stage) -> None:
    player = stage.app.player
    assert player is not None
    before = player.idle_limit
    await stage.press()
    assert player.idle_limit != before
    await stage.press()
    assert player.idle_limit == before


@effect("replay.restart", replay)
async def restart(stage: Stage) -> None:
    player = stage.app.player
    assert player is not None
    assert player.elapsed > 0
    await stage.press_and_draw()
    assert player.elapsed == 0
    assert stage.app.view.status().accepted == 0


# ---------------------------------------------------------------- everywhere


@effect("app.search")
async def search(stage: Stage) -> None:
    await stage.press()
    assert isinstance(stage.app.screen, SearchScreen)


async def search_for(stage: Stage, text: str) -> None:
    await stage.press("slash")
    await stage.type(text)
    await stage.press("enter")


@effect("app.next_match")
async def next_match(stage: Stage) -> None:
    await search_for(stage, "button")
    first = stage.node
    await stage.press()
    assert stage.node is not first
    assert stage.node.node["type"] == "Button"


@effect("app.previous_match")
async def previous_match(stage: Stage) -> None:
    await search_for(stage, "button")
    first = stage.node
    await stage.press("n")
    await stage.press()
    assert stage.node is first


@effect("app.next_finding", troubled)
async def next_finding(stage: Stage) -> None:
    await stage.press()
    first = stage.pane("findings").chosen
    await stage.press()
    assert first is not None
    assert stage.pane("findings").chosen is not first


@effect("app.previous_finding", troubled)
async def previous_finding(stage: Stage) -> None:
    await stage.press("right_square_bracket")
    first = stage.pane("findings").chosen
    await stage.press("right_square_bracket")
    await stage.press()
    assert stage.pane("findings").chosen is first


@effect("app.follow")
async def follow(stage: Stage) -> None:
    await stage.press("home")
    assert not stage.app.main.following
    await stage.press()
    assert stage.app.main.following
    assert stage.node is stage.app.view.newest


@effect("app.jump")
async def jump(stage: Stage) -> None:
    await stage.press()
    screen = stage.app.screen
    assert isinstance(screen, JumpScreen)
    letter = next(letter for letter, target in screen.targets.items() if target.name == "json")
    await stage.press(letter)
    assert stage.focus == "json"


def shows(name: str, pane: str) -> None:
    """The key of a pane brings it to the front, with the focus on it or in it."""

    @effect(name)
    async def show(stage: Stage) -> None:
        await stage.press("6" if stage.key != "6" else "1")
        await stage.press()
        assert pane in stage.app.main.desk.shown
        assert stage.pane(pane).has_focus_within or stage.pane(pane).has_focus


for number, key in enumerate((key for key in KEYS if key.action.startswith("show_pane(")), 1):
    assert key.id == f"app.pane_{number}"
    shows(key.id, key.action.split("'")[1])


@effect("app.copy_pointer")
async def copy_pointer(stage: Stage) -> None:
    await stage.press()
    assert stage.app.clipboard == stage.node.pointer


@effect("app.copy_node")
async def copy_node(stage: Stage) -> None:
    await stage.press()
    assert f'"type": "{stage.node.node["type"]}"' in stage.app.clipboard


@effect("app.copy_document")
async def copy_document(stage: Stage) -> None:
    await stage.press()
    assert '"punkVersion"' in stage.app.clipboard


@effect("app.save_as")
async def save_as(stage: Stage) -> None:
    await stage.press()
    assert isinstance(stage.app.screen, SaveScreen)
    await stage.press("enter")
    assert "punkVersion" in written()


@effect("app.budgets")
async def budgets(stage: Stage) -> None:
    await stage.press()
    assert isinstance(stage.app.screen, BudgetScreen)
    shown = words(stage.app)
    assert all(f"{meter.name} " in shown and meter.text in shown for meter in stage.app.view.meters())


@effect("app.open_page", paged, spoils=True)
async def open_page(stage: Stage) -> None:
    opened_pages: list[str] = []
    stage.app.pages = stage.app.pages._replace(open=lambda address: not opened_pages.append(address))
    said: list[str] = []
    stage.app.say = lambda message, **_: said.append(message)  # type: ignore[method-assign, assignment]
    await stage.press()
    await until(stage.pilot, lambda: said)
    assert opened_pages == [stage.app.pages.live]
    assert said == [f"opened {stage.app.pages.live}"]


@effect("app.theme")
async def theme(stage: Stage) -> None:
    before = stage.app.theme
    await stage.press()
    assert stage.app.theme != before


@effect("app.palette")
async def palette(stage: Stage) -> None:
    await stage.press()
    assert CommandPalette.is_open(stage.app)


@effect("app.help")
async def help_of(stage: Stage) -> None:
    await stage.press()
    assert isinstance(stage.app.screen, HelpScreen)


@effect("app.interrupt", spoils=True)
async def interrupt(stage: Stage) -> None:
    await stage.press("r")  # it comes before what a line that is written into does with it
    await stage.press()
    assert stage.wishes == [("cancel",)]


@effect("app.suspend")
async def suspend(stage: Stage) -> None:
    sent: list[object] = []
    with (  # the driver of tests cannot be suspended, and the tests should go on; tests/cli/test_screen.py does it all
        patch.object(type(stage.app._driver), "can_suspend", True),
        patch("textual.app.os.kill", lambda _, number: sent.append(number)),
    ):
        await stage.press()
    assert sent == [signal.SIGTSTP]


@effect("app.quit", spoils=True)
async def quit_(stage: Stage) -> None:
    await stage.press()
    assert stage.wishes == [("cancel",)]
    stage.app.run_over()
    await until(stage.pilot, lambda: stage.app._exit)
