"""What may be asked of a live run, and when: each wish reaches it, and what means nothing now is refused in words."""

from __future__ import annotations

import pytest
from support.live_screens import foot, footer, notices, type_in, under_way, waiting
from support.screens import Wished, events_of, live_app, opened, run, settled, until, words

from epoch_cli.errors import ProviderError


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
