"""The app: events in, pictures out, whatever comes and whenever."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import replace

from support.screens import (
    Wished,
    events_by,
    events_of,
    live_app,
    opened,
    replay_app,
    rows,
    run,
    settled,
    until,
    words,
)
from support.scripted import ScriptedProvider, add, container, says, text_node

from epoch_cli.events import PatchAccepted, RunStarted
from epoch_cli.output.view import NodeView
from epoch_cli.tui.app import EpochApp
from epoch_cli.tui.panes.pane import NodeChosen, PointerChosen
from epoch_cli.tui.terminal_app import TerminalApp


def test_a_run_is_seen_from_its_events_alone() -> None:
    async def look() -> None:
        app = live_app()
        async with opened(app) as pilot:
            assert "starting" in words(app)
            for event in events_of():
                app.feed(event)
            await settled(pilot)
            text = words(app)
            for said in ("“login form”", "offline composer", "Container", "FormField", "nodes 10/50", "● complete"):
                assert said in text

    run(look())


def test_events_may_come_before_the_screen_is_there() -> None:
    async def look() -> None:
        app = EpochApp(wishes=Wished())
        for event in events_of():
            app.feed(event)
        async with opened(app):
            assert len(app.view.events) == len(events_of())

    run(look())


def test_a_replay_and_the_live_run_leave_the_same_picture() -> None:
    async def picture(app: EpochApp) -> list[str]:
        async with opened(app, (120, 36)):
            return rows(app)[1:-5]

    live = run(picture(live_app(events_of())))
    played = run(picture(replay_app(events_of(), at=len(events_of()))))
    assert live[:-3] == played[:-3]


def test_a_prompt_may_hold_anything() -> None:
    async def look() -> None:
        first = events_of()[0]
        assert isinstance(first, RunStarted)
        prompt = "[/oops] [@click=app.quit]x[/] \x1b]0;owned\x07 \u202e"
        app = live_app([replace(first, prompt=prompt), *events_of()[1:]])
        async with opened(app, (120, 36)) as pilot:
            assert "[/oops] [@click=app.quit]x[/] \\x1b]0;owned\\x07 \\u202e" in rows(app)[0]
            await pilot.click(offset=(rows(app)[0].index("x[/]"), 0))
            await settled(pilot)
            assert not app._exit

    run(look())


def test_a_chosen_node_is_told_to_every_pane_that_is_seen() -> None:
    async def look() -> None:
        app = live_app(events_of())
        async with opened(app, (120, 36)) as pilot:
            heard: list[tuple[str, NodeView | None]] = []
            for name in app.main.desk.shown:
                app.main.desk.pane(name).select = lambda node, name=name: heard.append((name, node))
            root = app.view.root
            assert root is not None
            app.main.post_message(NodeChosen(root))
            await settled(pilot)
            assert heard == [(name, root) for name in app.main.desk.shown]
            assert app.selected is root
            assert not app.main.following
            app.main.post_message(PointerChosen("/root/children/1/children/0/props/label"))
            await settled(pilot)
            assert app.selected is not None
            assert app.selected.pointer == "/root/children/1/children/0"

    run(look())


def test_a_chosen_node_that_is_gone_leaves_the_one_around_it() -> None:
    async def look() -> None:
        app = replay_app(events_of(), at=len(events_of()))
        async with opened(app) as pilot:
            app.main.following = False
            newest = app.view.newest
            assert newest is not None
            app.main.post_message(NodeChosen(newest))
            await settled(pilot)
            await pilot.press("comma", "comma", "comma")
            await settled(pilot)
            assert app.selected is not newest
            assert app.selected is app.view.find(app.selected.pointer)  # type: ignore[union-attr]
            await pilot.press(*["comma"] * 12)
            await settled(pilot)
            assert app.view.root is None
            assert app.selected is None

    run(look())


def test_a_bug_of_the_screen_ends_it_and_is_handed_over_without_a_word() -> None:
    async def look() -> None:
        app = TerminalApp(wishes=Wished())
        for event in events_of():
            app.feed(event)
        task = asyncio.create_task(app.run_async(headless=True, size=(80, 24)))
        async with asyncio.timeout(10):
            while not app.view.events:  # noqa: ASYNC110  the app tells nobody
                await asyncio.sleep(0.01)

            def broken(*_: object) -> None:
                raise RuntimeError("broken")

            app.main.draw = broken  # type: ignore[method-assign, assignment]
            app.wake()
            await task
        assert "broken" in str(app.failure)
        assert not app._exit_renderables

    run(look())


def test_the_wishes_of_a_run_that_ended_early_are_refused() -> None:
    async def look() -> None:
        wishes = Wished()
        app = live_app(events_of(), wishes=wishes)
        app.run_over()
        async with opened(app) as pilot:
            await pilot.press("r", "a", "u", "m", "p")
            await settled(pilot)
            assert app.screen is app.main
            await pilot.press("q")
            await until(pilot, lambda: app._exit)
            assert wishes.calls == []

    run(look())


def test_what_the_first_picture_does_not_need_is_not_imported_for_it() -> None:
    late = (
        *("textual.widgets._data_table", "textual.widgets._text_area", "textual.widgets._tabbed_content"),
        *("textual.widgets._markdown", "textual.widgets._selection_list", "textual.widgets._collapsible"),
        *("epoch_cli.tui.screens.refine", "epoch_cli.tui.screens.help"),
        *("httpx", "pydantic", "tomllib"),
    )
    code = f"import sys, epoch_cli.tui.app; print([name for name in {late!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_pane_that_was_away_shows_what_was_chosen_meanwhile() -> None:
    """Though nothing was drawn in between: the run waits, or is over."""

    async def look() -> None:
        app = live_app(events_of())
        async with opened(app, (80, 24)) as pilot:
            nodes = list(app.view.root.walk())  # type: ignore[union-attr]
            first, last = nodes[1], nodes[-1]
            heading = "#forgot-password-button"
            assert last.node["id"] == heading[1:]
            await pilot.press("4")
            app.main.show_node(first)
            await settled(pilot)
            assert heading not in words(app)
            await pilot.press("2")
            app.main.show_node(last)
            await settled(pilot)
            assert heading not in words(app).split("Detail")[-1]
            await pilot.press("4")
            await settled(pilot)
            detail = app.main.desk.pane("detail")
            assert heading in "".join(text for text, _ in detail.parts(0, 60))

    run(look())


def test_a_chosen_node_that_is_removed_leaves_the_one_around_it() -> None:
    inner = container(text_node("deep"), text_node("other"), id="inner")
    page = add("/root", container(text_node("one"), inner, text_node("last"), id="page"))
    gone = {"op": "remove", "path": "/root/children/1/children/0"}
    events = events_by(ScriptedProvider(says(page, gone)), "a page")
    last = max(at for at, event in enumerate(events) if isinstance(event, PatchAccepted))

    async def look() -> None:
        app = live_app(events[:last])
        async with opened(app, (120, 36)) as pilot:
            node = app.view.find("/root/children/1/children/0")
            assert node is not None
            app.main.show_node(node)
            await settled(pilot)
            app.feed(events[last])
            await settled(pilot)
            assert app.selected is not None
            assert app.selected.node.get("id") == "inner"
            assert app.main.desk.pane("tree").chosen is app.selected

    run(look())
