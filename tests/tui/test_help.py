"""The help: what works here, as it is mapped now."""

from __future__ import annotations

import pytest
from support.screens import events_of, live_app, opened, replay_app, run, settled, words
from textual.containers import VerticalScroll

from epoch_cli.tui.keys import KEYS
from epoch_cli.tui.screens.help import HelpScreen, Row, groups_of, help_text

GROUPS = {"This run": [Row("r", "Refine", "Ask for a change of what is there.")], "Everywhere": [Row("q", "Quit", "")]}


def test_it_lists_what_works_with_the_focus_where_it_is() -> None:
    async def look() -> None:
        app = live_app(events_of(), upto=-1)
        async with opened(app) as pilot:
            in_tree = groups_of(app.screen)
            assert list(in_tree) == ["This run", "In this pane", "Everywhere"]
            assert "Collapse all" in [row.name for row in in_tree["In this pane"]]
            assert "Browser" not in [row.name for row in in_tree["Everywhere"]]
            await pilot.press("3")
            await settled(pilot)
            in_json = [row.name for row in groups_of(app.screen)["In this pane"]]
            assert "Whole/node" in in_json
            assert "Collapse all" not in in_json

    run(look())


def test_in_a_replay_it_lists_what_plays() -> None:
    async def look() -> None:
        app = replay_app(events_of())
        async with opened(app):
            groups = groups_of(app.screen)
            assert "This run" not in groups
            played = {key.description for key in KEYS if key.where == "replay"}
            assert {row.name for row in groups["This replay"]} == played
            assert "space" not in [row.keys for row in groups["In this pane"]]

    run(look())


@pytest.mark.parametrize("width", [36, 59, 60, 76, 120])
def test_no_line_is_longer_than_the_screen_is_wide(width: int) -> None:
    rows = [Row(key.id[:8], key.description, key.tooltip) for key in KEYS]
    lines = help_text({"Everywhere": rows}, width).plain.splitlines()
    said = " ".join(" ".join(lines).split())
    assert all(len(line) <= width for line in lines)
    assert all(word in said for key in KEYS for word in key.tooltip.split())


def test_what_is_searched_for_is_left() -> None:
    plain = help_text(GROUPS, 70, "change ask").plain
    assert "Refine" in plain
    assert "Quit" not in plain
    assert help_text(GROUPS, 70, "nothing").plain == "No key does that."


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 10)])
def test_it_scrolls_to_its_end_at_every_size(size: tuple[int, int]) -> None:
    async def look() -> None:
        app = live_app(events_of(), upto=-1)
        async with opened(app, size) as pilot:
            await pilot.press("question_mark")
            await settled(pilot)
            assert "Keys that work here" in words(app)
            assert "esc close" in words(app)
            await pilot.press("end")
            await settled(pilot)
            assert "`epoch help screen` lists the ids." in " ".join(words(app).replace("│", " ").split())

    run(look())


def test_typing_finds_a_key() -> None:
    async def look() -> None:
        app = live_app(events_of(), upto=-1)
        async with opened(app) as pilot:
            await pilot.press("question_mark", "slash", *"refine?"[:-1])
            await settled(pilot)
            assert "Ask for a change" in words(app)
            assert "Copy pointer" not in words(app)
            await pilot.press("enter", "q")
            await pilot.pause()
            assert not isinstance(app.screen, HelpScreen)

    run(look())


def test_resizing_lays_it_out_anew() -> None:
    async def look() -> None:
        app = live_app(events_of(), upto=-1)
        async with opened(app, (120, 36)) as pilot:
            await pilot.press("question_mark")
            await settled(pilot)
            await pilot.resize_terminal(40, 12)
            await settled(pilot)
            assert app.screen.query_one(VerticalScroll).max_scroll_x == 0
            assert "Keys that work here" in words(app)

    run(look())
