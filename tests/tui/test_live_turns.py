"""The turns of a live run: a conversation with a real one, a turn that fails, and what can still be taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from support import scripted
from support.live_screens import foot, footer, type_in, waiting
from support.screens import (
    Wished,
    events_of,
    live_app,
    opened,
    punk,
    rows,
    run,
    settled,
    troubled_events,
    until,
    words,
)
from support.scripted import ScriptedProvider, add, container, says, text_node

from epoch_cli.engine import Control, Options, generate
from epoch_cli.engine.options import NO_RECOVERY, Recovering
from epoch_cli.errors import ProviderError
from epoch_cli.events import TURN_FAILED, AttemptStarted, Event, NoticeGiven, PatchAccepted, StageEntered
from epoch_cli.tui.app import EpochApp
from epoch_cli.tui.live import LiveRun


class Asked(Wished):
    """Wishes that reach a real run."""

    def __init__(self, control: Control) -> None:
        super().__init__()
        self.control = control

    def cancel(self) -> None:
        self.control.cancel()

    def release(self) -> None:
        self.control.release()

    def refine(self, prompt: str) -> None:
        self.control.refine(prompt)

    def keep(self) -> None:
        self.control.keep()

    def undo_turn(self) -> str:
        return self.control.undo_turn()

    def changes(self) -> list[str]:
        return list(self.control.changes)


def test_a_conversation_with_a_real_run() -> None:
    async def follow(app: EpochApp, control: Control, provider: ScriptedProvider) -> None:
        options = Options(recovering=NO_RECOVERY)
        async for event in generate("a page", catalog=punk(), provider=provider, options=options, control=control):
            app.feed(event)
            await app.breathe()
        app.run_over()

    async def look() -> None:
        control = Control()
        control.hold()
        provider = ScriptedProvider(
            says(add("/root", container(text_node("one")))), says(add("/root/children/-", text_node("two")))
        )
        app = live_app(wishes=Asked(control))
        async with opened(app) as pilot:
            run_ = asyncio.create_task(follow(app, control, provider))
            await until(pilot, lambda: app.live.waiting)
            await settled(pilot)
            assert "○ waiting" in foot(app)
            assert "“one”" in words(app)
            await pilot.press("r")
            await type_in(pilot, "another text")
            await until(pilot, lambda: app.live.turns == 2 and app.live.waiting)
            await settled(pilot)
            assert "“two”" in words(app)
            assert "“another text”" in rows(app)[0]
            assert "turn 2  3 accepted" in foot(app)
            await pilot.press("u")
            await until(pilot, lambda: app.live.waiting and len(app.view.document["root"]["children"]) == 1)
            await settled(pilot)
            assert "“two”" not in words(app)
            assert "“a page”" in rows(app)[0]  # what stands, and nothing of what was taken back
            assert "○ waiting for you  2 accepted" in foot(app)
            await pilot.press("u")
            await until(pilot, lambda: app.live.waiting and "root" not in app.view.document)
            await settled(pilot)
            assert "Undo" not in footer(app)
            assert "accepted" not in foot(app)
            assert "“" not in rows(app)[0]
            assert "there is no node" in words(app)
            await pilot.press("q")
            await until(pilot, lambda: app._exit)
            await run_
            assert app.live.ended

    run(look())


def test_a_turn_that_failed_says_so_while_the_run_waits() -> None:
    """With what counts less left out, so that there is room for why."""

    async def look() -> None:
        why = "Acme did not take the key: epoch keys set acme"
        failed = NoticeGiven(at=9.0, attempt=1, code=TURN_FAILED, message=why)
        *events, waits = (*troubled_events()[:-2], StageEntered(at=9.0, stage="waiting"))
        app = live_app([*events, failed, waits])
        async with opened(app) as pilot:
            assert foot(app).startswith(" × failed, waiting for you  ")
            assert "│ Acme did not take the key: epoch keys set ac" in foot(app)
            app.feed(StageEntered(at=9.5, stage="generating"))
            await settled(pilot)
            assert "failed" not in foot(app)
            assert "Acme" not in foot(app)

    run(look())


def test_undo_means_nothing_once_all_is_taken_back() -> None:
    async def look() -> None:
        accepted = [event for event in waiting() if isinstance(event, PatchAccepted)]
        # what came node by node is taken back with its first node
        accepted = [next(each for each in accepted if each.number == number) for number in {e.number for e in accepted}]
        undone = [
            replace(event, patch=inverse, inverse=[], origin="undo", sequence=len(accepted) + number)
            for number, event in enumerate(reversed(accepted), 1)
            for inverse in event.inverse
        ]
        app = live_app([*waiting()[:-1], *undone[:-1], waiting()[-1]])
        async with opened(app) as pilot:
            assert not app.main.refusal("undo_turn")
            app.feed(undone[-1])
            await settled(pilot)
            assert app.main.refusal("undo_turn")
            assert not app.main.refusal("another")  # the same wish is fulfilled again

    run(look())


def test_what_was_accepted_cannot_be_taken_back_any_more() -> None:
    async def look() -> None:
        wishes = Wished()
        app = live_app(waiting(), wishes=wishes)
        async with opened(app) as pilot:
            await pilot.press("a")
            await settled(pilot)
            assert "Undo" not in footer(app)
            await pilot.press("u", "a")
            assert wishes.calls == [("keep",)]
            second = [event for event in events_of() if isinstance(event, AttemptStarted | PatchAccepted)]
            app.feed(replace(second[0], reason="refine"))
            app.feed(replace(second[-1], sequence=99, number=99))
            await settled(pilot)
            assert "Undo" in footer(app)

    run(look())


def heard(*patches: Any, fallback: bool = False, wishes: Sequence[Any] = (), granularity: str = "patch") -> LiveRun:
    """What is known of a held run of these patches, to which a provider that breaks off may put an end, and wishes."""
    script: list[Any] = says(*patches)
    if fallback:
        script[-1] = ProviderError("gone", remedy="later", kind="server")
    control, left = Control(), list(wishes)
    control.hold()

    def watch(event: Event) -> None:
        if isinstance(event, StageEntered) and event.stage == "waiting":
            (left.pop(0) if left else Control.release)(control)

    how: dict[str, Any] = {"recovering": Recovering(0, 0, 0, (), "previous"), "document": BASE} if fallback else {}
    events = scripted.run(
        ScriptedProvider(script), punk(), control=control, watch=watch, granularity=granularity, **how
    )
    live = LiveRun(lambda: 0.0)
    for event in events[:-1]:
        live.hear(event)
    return live


BASE = {"root": container(text_node("base"))}
PATCHES = (
    add("/root", container(text_node("one"), container(text_node("two")), id="page")),
    add("/root/children/-", container(text_node("three"), text_node("four"))),
    {"op": "replace", "path": "/root/children/0/text", "value": "1"},
    {"op": "remove", "path": "/root/children/1"},
)


@pytest.mark.parametrize("granularity", ["patch", "node"])
def test_a_turn_can_be_taken_back_once(granularity: str) -> None:
    assert heard(*PATCHES, granularity=granularity).undoable
    assert not heard(*PATCHES, wishes=[Control.undo_turn], granularity=granularity).undoable


def test_nothing_can_be_taken_back_after_a_fallback_took_all_back() -> None:
    assert not heard(add("/root/children/-", text_node("two")), PATCHES[2], fallback=True).undoable
