"""What the keys of panes and dialogs are expected to do; `tests/tui/test_keys.py` tries them."""

from __future__ import annotations

from support.stage import PROMPT, Stage, effect, troubled, write, written
from textual.widgets import Input, OptionList

from epoch_cli.tui.panes.json_pane import JsonPane
from epoch_cli.tui.screens.budgets import BudgetScreen
from epoch_cli.tui.screens.confirm import ConfirmScreen
from epoch_cli.tui.screens.main import MainScreen
from epoch_cli.tui.screens.save_as import SaveScreen

# ---------------------------------------------------------------- the schema tree


@effect("tree.collapse_all")
async def collapse_all(stage: Stage) -> None:
    before = stage.pane("tree").count()
    await stage.press()
    assert stage.pane("tree").count() < before


@effect("tree.expand_all")
async def expand_all(stage: Stage) -> None:
    before = stage.pane("tree").count()
    await stage.press("z")
    await stage.press()
    assert stage.pane("tree").count() == before


def folds(name: str, *first: str) -> None:
    @effect(name)
    async def fold(stage: Stage) -> None:
        await stage.press("home")
        before = stage.pane("tree").count()
        await stage.press()
        assert stage.pane("tree").count() < before
        await stage.press("enter")
        assert stage.pane("tree").count() == before


folds("tree.toggle")
folds("tree.space")
folds("tree.close")


@effect("tree.open")
async def open_branch(stage: Stage) -> None:
    await stage.press("home")
    before = stage.pane("tree").count()
    await stage.press("left")
    await stage.press()
    assert stage.pane("tree").count() == before


# ---------------------------------------------------------------- lists and texts


@effect("list.up")
async def up(stage: Stage) -> None:
    await stage.press("end")
    before = stage.pane("tree").cursor
    await stage.press()
    assert stage.pane("tree").cursor == before - 1


@effect("list.down")
async def down(stage: Stage) -> None:
    await stage.press("home")
    await stage.press()
    assert stage.pane("tree").cursor == 1


@effect("list.page_up")
async def page_up(stage: Stage) -> None:
    await stage.press("end")
    before = stage.pane("tree").cursor
    await stage.press()
    assert stage.pane("tree").cursor < before - 1


@effect("list.page_down")
async def page_down(stage: Stage) -> None:
    await stage.press("home")
    await stage.press()
    assert stage.pane("tree").cursor > 1


@effect("list.first")
async def first(stage: Stage) -> None:
    await stage.press("end")
    await stage.press()
    assert stage.pane("tree").cursor == 0


@effect("list.last")
async def last(stage: Stage) -> None:
    await stage.press("home")
    await stage.press()
    assert stage.pane("tree").cursor == stage.pane("tree").count() - 1


@effect("list.left", spoils=True)
async def left(stage: Stage) -> None:
    await stage.pilot.resize_terminal(40, 24)
    await stage.press("3")
    await stage.press("right", "right")
    before = stage.pane("json").scroll_offset.x
    await stage.press()
    assert stage.pane("json").scroll_offset.x < before


@effect("list.right", spoils=True)
async def right(stage: Stage) -> None:
    await stage.pilot.resize_terminal(40, 24)
    await stage.press("3")
    await stage.press()
    assert stage.pane("json").scroll_offset.x > 0


@effect("list.choose")
async def choose(stage: Stage) -> None:
    await stage.press("5")
    await stage.press("home")
    await stage.press(*["down"] * 12, "up", "up")
    stage.app.main.following = True
    await stage.press()
    assert not stage.app.main.following


@effect("list.severity", troubled, spoils=True)
async def severity(stage: Stage) -> None:
    await stage.press("6")
    before = stage.pane("findings").told
    await stage.press()
    assert stage.pane("findings").told != before


@effect("list.whole", spoils=True)
async def whole(stage: Stage) -> None:
    await stage.press("3")
    pane = stage.pane("json")
    assert isinstance(pane, JsonPane)
    before = pane.count()
    await stage.press()
    assert pane.count() < before


# ---------------------------------------------------------------- dialogs


@effect("dialog.close")
async def close(stage: Stage) -> None:
    for opening in ("r", "m", "slash", "s", "b", "question_mark", "ctrl+o"):
        await stage.press(opening)
        assert not isinstance(stage.app.screen, MainScreen)
        await stage.press()
        assert isinstance(stage.app.screen, MainScreen)
    assert not stage.wishes


@effect("dialog.earlier")
async def earlier(stage: Stage) -> None:
    await stage.press("r")
    await stage.press()
    assert stage.app.screen.query_one(Input).value == PROMPT


@effect("dialog.later")
async def later(stage: Stage) -> None:
    await stage.press("m")
    names = stage.app.screen.query_one(OptionList)
    before = names.highlighted
    await stage.press()
    assert before is not None
    assert names.highlighted != before


async def ask_to_overwrite(stage: Stage) -> None:
    await stage.press("s")
    await stage.press("enter")
    assert isinstance(stage.app.screen, ConfirmScreen)


@effect("dialog.yes")
async def yes(stage: Stage) -> None:
    write("mine")
    await ask_to_overwrite(stage)
    await stage.press()
    assert written() != "mine"
    assert isinstance(stage.app.screen, MainScreen)


@effect("dialog.no")
async def no(stage: Stage) -> None:
    write("mine")
    await ask_to_overwrite(stage)
    await stage.press()
    assert written() == "mine"
    assert isinstance(stage.app.screen, SaveScreen)


@effect("dialog.find")
async def find(stage: Stage) -> None:
    await stage.press("question_mark")
    await stage.press()
    assert isinstance(stage.app.screen.focused, Input)


@effect("dialog.budgets")
async def close_budgets(stage: Stage) -> None:
    await stage.press("b")
    assert isinstance(stage.app.screen, BudgetScreen)
    await stage.press()
    assert isinstance(stage.app.screen, MainScreen)


@effect("dialog.leave")
async def leave(stage: Stage) -> None:
    await stage.press("question_mark")
    await stage.press()
    assert isinstance(stage.app.screen, MainScreen)
    assert not stage.wishes
