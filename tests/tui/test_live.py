"""A live run on the screen: what may be asked of it and when, holding the picture still, cancelling and leaving."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from support import scripted
from support.screens import (
    Clock,
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
from textual.widgets import Input

from epoch_cli.engine import Control, Options, generate
from epoch_cli.engine.options import NO_RECOVERY, Recovering
from epoch_cli.errors import ProviderError
from epoch_cli.events import (
    TURN_FAILED,
    AttemptStarted,
    Event,
    NoticeGiven,
    PatchAccepted,
    RunEnded,
    StageEntered,
)
from epoch_cli.tui.app import EpochApp
from epoch_cli.tui.live import LiveRun
from epoch_cli.tui.widgets.status import StatusLine


def under_way() -> Sequence[Event]:
    """A run in the middle of its answer."""
    events = events_of()
    return events[: next(at for at, event in enumerate(events) if isinstance(event, PatchAccepted)) + 3]


def waiting() -> Sequence[Event]:
    """A run whose turn is over, and that waits for a wish."""
    events = [
        event
        for event in events_of()
        if not isinstance(event, RunEnded) and not (isinstance(event, StageEntered) and event.stage == "complete")
    ]
    return [*events, StageEntered(at=events[-1].at, stage="waiting")]


def footer(app: EpochApp) -> str:
    return rows(app)[-1]


def foot(app: EpochApp) -> str:
    """The row of the status line."""
    return rows(app)[app.main.query_one(StatusLine).region.y]


def notices(app: EpochApp) -> list[str]:
    return [notice.message for notice in app._notifications]


async def type_in(pilot: Any, text: str) -> None:
    await settled(pilot)
    pilot.app.screen.query_one(Input).value = text
    await pilot.press("enter")
    await settled(pilot)


@pytest.mark.parametrize(("key", "asked"), [("a", [("keep",)]), ("u", [("undo_turn",)])])
def test_a_key_is_a_wish(key: str, asked: list[tuple[str, ...]]) -> None:
    async def look() -> None:
        wishes = Wished()
        app = live_app(waiting(), wishes=wishes)
        async with opened(app) as pilot:
            await pilot.press(key)
            await settled(pilot)
            assert wishes.calls == asked

    run(look())


def test_a_change_that_waits_is_shown_and_taken_back_first() -> None:
    async def look() -> None:
        wishes = Wished()
        app = live_app(under_way(), wishes=wishes)
        async with opened(app) as pilot:
            wishes.waiting = ["make it blue"]
            app.wake()
            await settled(pilot)
            assert "+ 1 change waits: “make it blue”" in foot(app)
            assert not app.main.refusal("undo_turn")
            wishes.waiting += ["and [/oops]\x1b[2J round"]
            app.wake()
            await settled(pilot)
            assert "+ 2 changes wait, the last: “and [/oops]\\x1b[2J round”" in foot(app)
            await pilot.press("u", "u")
            await settled(pilot)
            assert notices(app)[-1] == "“make it blue” is not asked for any more"
            assert "wait" not in foot(app)

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


def test_refine_sends_what_was_typed_and_nothing_when_it_is_closed() -> None:
    async def look() -> None:
        wishes = Wished()
        app = live_app(waiting(), wishes=wishes)
        async with opened(app) as pilot:
            await pilot.press("r")
            await type_in(pilot, "a second button")
            assert wishes.calls == [("refine", "a second button")]
            assert app.live.prompts == ["login form", "a second button"]
            await pilot.press("r")
            await settled(pilot)
            assert "turn 3" in words(app)
            await pilot.press("escape")
            await settled(pilot)
            assert len(wishes.calls) == 1
            assert app.screen is app.main

    run(look())


def test_refine_that_comes_too_late_is_not_sent() -> None:
    async def look() -> None:
        wishes = Wished()
        app = live_app(waiting(), wishes=wishes)
        async with opened(app) as pilot:
            await pilot.press("r")
            await settled(pilot)
            app.run_over()
            await type_in(pilot, "a second button")
            assert wishes.calls == []

    run(look())


def test_somebody_else_is_asked_and_a_refusal_is_told() -> None:
    async def look(wishes: Wished) -> list[str]:
        app = live_app(waiting(), wishes=wishes)
        async with opened(app, notices=True) as pilot:
            await pilot.press("m")
            await type_in(pilot, "acme")
            await until(pilot, lambda: bool(wishes.calls))
            await settled(pilot)
            assert wishes.calls == [("another", "acme/large-1")]
            return notices(app)

    assert run(look(Wished())) == []
    refuses = ProviderError("no [key] for Acme", kind="auth", remedy="epoch keys set acme")
    assert run(look(Wished(refuses=refuses))) == ["no [key] for Acme; epoch keys set acme"]


def test_keys_that_mean_nothing_are_not_in_the_footer_and_answer_with_a_notice() -> None:
    async def look() -> None:
        wishes = Wished()
        app = live_app(events_of(), upto=2, wishes=wishes)
        async with opened(app, notices=True) as pilot:
            assert "Refine" in footer(app)
            assert "Accept" not in footer(app)
            await pilot.press("a", "u", "m")
            await settled(pilot)
            assert wishes.calls == []
            assert len(notices(app)) == 3
            for event in waiting()[2:]:
                app.feed(event)
            await settled(pilot)
            assert "Accept" in footer(app)
            assert "Undo" in footer(app)
            app.feed(events_of()[-1])
            app.run_over()
            await settled(pilot)
            assert "Refine" not in footer(app)
            assert "Quit" in footer(app)

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


def test_a_picture_that_is_held_still_says_how_much_waits_and_catches_up() -> None:
    async def look() -> None:
        app = live_app(under_way())
        async with opened(app) as pilot:
            seen = len(app.view.events)
            await pilot.press("p")
            for event in events_of()[len(under_way()) :]:
                app.feed(event)
            more = len(events_of()) - seen
            await settled(pilot)
            assert len(app.view.events) == seen
            assert f"paused, {more} waiting" in words(app)
            await pilot.press("p")
            await settled(pilot)
            assert len(app.view.events) == len(events_of())
            assert "paused" not in words(app)
            assert "complete" in words(app)

    run(look())


def test_the_first_ctrl_c_cancels_and_says_so_the_second_leaves() -> None:
    async def look() -> None:
        wishes = Wished()
        app = live_app(under_way(), wishes=wishes)
        async with opened(app, notices=True) as pilot:
            await pilot.press("ctrl+c")
            await settled(pilot)
            assert wishes.calls == [("cancel",)]
            assert "cancelled" in notices(app)[0]
            assert app.is_running
            await pilot.press("ctrl+c")
            await until(pilot, lambda: app._exit)

    run(look())


def test_a_run_that_was_cancelled_stays_to_be_looked_at() -> None:
    async def look() -> None:
        app = live_app(under_way())
        async with opened(app) as pilot:
            await pilot.press("ctrl+c")
            app.feed(replace(events_of()[-1], status="cancelled"))  # type: ignore[type-var]
            app.run_over()
            await settled(pilot)
            assert not app._exit
            assert "cancelled" in foot(app)
            await pilot.press("ctrl+c")
            await until(pilot, lambda: app._exit)

    run(look())


def test_ctrl_c_works_above_a_dialog() -> None:
    async def look() -> None:
        wishes = Wished()
        app = live_app(under_way(), wishes=wishes)
        async with opened(app) as pilot:
            await pilot.press("r")
            await settled(pilot)
            await pilot.press("ctrl+c")
            assert wishes.calls == [("cancel",)]

    run(look())


@pytest.mark.parametrize("key", ["q", "ctrl+q", "ctrl+c"])
def test_leaving_a_run_that_waits_releases_it(key: str) -> None:
    async def look() -> None:
        wishes = Wished()
        app = live_app(waiting(), wishes=wishes)
        async with opened(app) as pilot:
            await pilot.press(key)
            await pilot.pause()
            app.run_over()
            await until(pilot, lambda: app._exit)
            assert wishes.calls == [("release",)]

    run(look())


def test_leaving_while_it_writes_cancels_and_closes_when_the_run_has_ended() -> None:
    async def look() -> None:
        wishes = Wished()
        app = live_app(under_way(), wishes=wishes)
        async with opened(app) as pilot:
            await pilot.press("q")
            await pilot.pause()
            assert wishes.calls == [("cancel",)]
            assert not app._exit
            app.run_over()
            await until(pilot, lambda: app._exit)

    run(look())


def test_leaving_twice_does_not_wait_for_the_run() -> None:
    async def look() -> None:
        app = live_app(under_way())
        async with opened(app) as pilot:
            await pilot.press("q", "q")
            await until(pilot, lambda: app._exit)

    run(look())


def test_time_goes_on_between_events_and_stands_still_while_the_run_waits() -> None:
    async def look() -> None:
        clock = Clock()
        app = live_app(under_way(), clock=clock)
        async with opened(app, (120, 36)) as pilot:
            clock.now += 42
            await until(pilot, lambda: "0:42" in foot(app))
            for event in waiting()[len(under_way()) :]:
                app.feed(event)
            await settled(pilot)
            clock.now += 1000
            app.wake()
            await settled(pilot)
            assert "16:" not in foot(app)
            assert "waiting" in foot(app)

    run(look())


def test_a_picture_that_is_held_still_keeps_its_time() -> None:
    async def look() -> None:
        clock = Clock()
        app = live_app(under_way(), clock=clock)
        async with opened(app, (120, 36)) as pilot:
            clock.now += 42
            await until(pilot, lambda: "0:42" in foot(app))
            clock.now += 1000
            await pilot.press("p")
            await settled(pilot)
            assert "paused" in foot(app)
            assert "0:42" in foot(app)
            assert re.search(r"time 4[2-9]\b", " ".join(words(app).replace("━", " ").replace("─", " ").split()))
            clock.now += 1000
            app.wake()
            await settled(pilot)
            assert "0:42" in foot(app)
            await pilot.press("p")
            await until(pilot, lambda: "34:02" in foot(app))

    run(look())


def test_the_newest_node_is_followed_until_the_user_moves_and_again_by_its_key() -> None:
    async def look() -> None:
        app = live_app(under_way())
        async with opened(app) as pilot:
            assert app.selected is app.view.newest
            await pilot.press("home")
            await settled(pilot)
            moved = app.selected
            assert moved is app.view.root
            for event in waiting()[len(under_way()) :]:
                app.feed(event)
            await settled(pilot)
            assert app.selected is moved
            await pilot.press("f")
            await settled(pilot)
            assert app.selected is app.view.newest

    run(look())


def test_a_finding_is_gone_to_by_its_key() -> None:
    async def look() -> None:
        app = live_app(troubled_events())
        async with opened(app) as pilot:
            await pilot.press("right_square_bracket")
            await settled(pilot)
            assert "findings" in app.main.desk.shown

    run(look())


def test_a_run_that_breaks_off_says_so() -> None:
    async def look() -> None:
        app = live_app(under_way())
        app.run_over()
        async with opened(app):
            assert "broke off" in foot(app)

    run(look())


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
