"""A run that is held: it waits for wishes when a turn is over, and each turn can be taken back until it is kept."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import count
from math import inf
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import scripted
from support.recovered import assert_sound
from support.replaying import hold_events
from support.scripted import HANG, ScriptedProvider, add, container, jsonl, of, says, text_node

from epoch_cli.catalog import Catalog
from epoch_cli.engine import Control, Options, generate
from epoch_cli.engine.cache import AnswerCache
from epoch_cli.engine.continuing import continued
from epoch_cli.engine.options import Recovering
from epoch_cli.errors import ProviderError
from epoch_cli.events import (
    AttemptEnded,
    AttemptStarted,
    DiagnosticFound,
    Event,
    NoticeGiven,
    PatchAccepted,
    RecoveryChosen,
    RunEnded,
    RunStarted,
    StageEntered,
    TextReceived,
)
from epoch_cli.providers.base import FinishPart
from epoch_cli.providers.prices import FREE, Price, Rates
from epoch_cli.sessions.content import document_of

Wish = Callable[[Control], Any]

PAGE = add("/root", container(text_node("one")))
BAD = ProviderError("no such model", remedy="name another", kind="not_found")


def child(text: str) -> dict[str, Any]:
    return add("/root/children/-", text_node(text))


def texts(event: Any) -> list[str]:
    return [node.get("text", "") for node in event.document.get("root", {}).get("children", [])]


def refine(prompt: str) -> Wish:
    return lambda control: control.refine(prompt)


def another(provider: Any) -> Wish:
    return lambda control: control.another(provider)


def is_waiting(event: Event) -> bool:
    return isinstance(event, StageEntered) and event.stage == "waiting"


def stages(events: Sequence[Event]) -> list[str]:
    return [event.stage for event in of(StageEntered, events)]


def held(provider: Any, punk: Catalog, *wishes: Wish, control: Control | None = None, **how: Any) -> list[Event]:
    """A run that is held, and one wish each time that it waits; after the last it is released."""
    control = control or Control()
    control.hold()
    left = list(wishes)
    watch = how.pop("watch", lambda event: None)

    def wishing(event: Event) -> None:
        watch(event)
        if is_waiting(event):
            (left.pop(0) if left else Control.release)(control)

    events = scripted.run(provider, punk, control=control, watch=wishing, **{"granularity": "patch", **how})
    assert left == []
    assert len(of(RunEnded, events)) == 1
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert_sound(events, punk, each=False)
    return events


def named(name: str, *scripts: Any) -> ScriptedProvider:
    provider = ScriptedProvider(*scripts)
    provider.name, provider.title = name, f"{name} model"
    return provider


# ------------------------------------------------------------------ waiting


def test_a_run_that_is_held_says_what_there_is_to_say_and_waits(punk: Catalog) -> None:
    events = held(ScriptedProvider(says(PAGE)), punk)
    assert stages(events)[-3:] == ["validating", "waiting", "complete"]
    assert events[-1].status == "complete"
    assert texts(events[-1]) == ["one"]


def test_the_findings_are_told_before_the_wait_and_not_again_at_the_end(punk: Catalog) -> None:
    flawed = says(add("/root", container({"type": "Form", "children": []})))
    events = held(ScriptedProvider(flawed), punk)
    kinds = [event.stage if isinstance(event, StageEntered) else type(event).__name__ for event in events]
    found = len(of(DiagnosticFound, events))
    assert found > 0
    assert kinds[-found - 4 :] == ["validating", *["DiagnosticFound"] * found, "waiting", "complete", "RunEnded"]
    without = scripted.run(ScriptedProvider(flawed), punk, granularity="patch")
    assert [event.diagnostic for event in of(DiagnosticFound, events)] == [
        event.diagnostic for event in of(DiagnosticFound, without)
    ]


def test_the_findings_are_told_anew_when_something_changed(punk: Catalog) -> None:
    flawed = says(add("/root", container({"type": "Form", "children": []})))
    events = held(ScriptedProvider(flawed, says(child("two"))), punk, refine("more"))
    assert stages(events).count("validating") == 2
    assert len(of(DiagnosticFound, events)) % 2 == 0


def test_a_run_that_is_not_held_tells_the_same_to_the_last_event(punk: Catalog) -> None:
    how: dict[str, Any] = {"granularity": "patch", "clock": lambda: 0.0, "session": "mine"}
    kept = replace(scripted.run(ScriptedProvider(says(PAGE)), punk, **how)[0], started="")
    events = held(ScriptedProvider(says(PAGE)), punk, **how)
    plain = scripted.run(ScriptedProvider(says(PAGE)), punk, **how)
    assert replace(events[0], started="") == kept
    assert [event for event in events[1:] if not is_waiting(event)] == plain[1:]


def test_released_before_the_first_turn_is_over_it_ends_with_it(punk: Catalog) -> None:
    control = Control()
    events = scripted.run(ScriptedProvider([control.hold, jsonl(PAGE), control.release, FinishPart("stop")]), punk)
    assert "waiting" not in stages(events)
    assert events[-1].status == "complete"


def test_a_run_can_be_held_when_it_has_started_already(punk: Catalog) -> None:
    control = Control()

    def watch(event: Event) -> None:
        if isinstance(event, PatchAccepted):
            control.hold()
        if is_waiting(event):
            control.release()

    events = scripted.run(ScriptedProvider(says(PAGE)), punk, control=control, watch=watch)
    assert stages(events)[-2:] == ["waiting", "complete"]


def test_what_was_wished_for_before_the_release_is_still_done(punk: Catalog) -> None:
    def wish(control: Control) -> None:
        control.refine("more")
        control.release()

    control = Control()
    control.hold()
    watch = lambda event: wish(control) if is_waiting(event) else None  # noqa: E731
    events = scripted.run(ScriptedProvider(says(PAGE), says(child("two"))), punk, control=control, watch=watch)
    assert texts(events[-1]) == ["one", "two"]
    assert stages(events).count("waiting") == 1


def test_cancelled_while_it_waits_nothing_is_cut_off(punk: Catalog) -> None:
    events = held(ScriptedProvider(says(PAGE)), punk, Control.cancel)
    assert events[-1].status == "complete"
    assert texts(events[-1]) == ["one"]


def test_cancelled_while_it_waits_it_does_not_begin_a_refinement(punk: Catalog) -> None:
    def wish(control: Control) -> None:
        control.refine("more")
        control.cancel()

    provider = ScriptedProvider(says(PAGE))
    assert held(provider, punk, wish)[-1].status == "complete"
    assert len(provider.requests) == 1


def test_cancelled_while_it_writes_it_ends_as_ever(punk: Catalog) -> None:
    control = Control()
    events = held(ScriptedProvider([jsonl(PAGE), control.cancel, HANG]), punk, control=control)
    assert events[-1].status == "cancelled"
    assert "waiting" not in stages(events)


@pytest.mark.parametrize("wish", [Control.release, Control.cancel, refine("more"), Control.undo_turn])
def test_a_wish_from_another_thread_wakes_it(punk: Catalog, wish: Wish) -> None:
    control = Control()
    control.hold()
    provider = ScriptedProvider(says(PAGE), says(child("two")))
    made = threading.Event()

    async def conversation() -> list[Event]:
        events = []
        async for event in generate("a page", catalog=punk, provider=provider, control=control):
            events.append(event)
            if is_waiting(event) and made.is_set():
                control.release()
            elif is_waiting(event):
                made.set()
                threading.Timer(0.02, wish, (control,)).start()
        return events

    events = asyncio.run(asyncio.wait_for(conversation(), 10))
    assert isinstance(events[-1], RunEnded)
    assert made.is_set()


# ------------------------------------------------------------------ time


def test_the_clock_stands_still_while_it_waits(punk: Catalog) -> None:
    ticking = [0.0]

    def watch(event: Event) -> None:
        ticking[0] += 1000 if is_waiting(event) else 0.001

    events = held(
        ScriptedProvider(says(PAGE), says(child("two"))), punk, refine("more"), watch=watch, clock=lambda: ticking[0]
    )
    assert events[-1].status == "complete"
    assert 0 < events[-1].at < 1


def test_a_timeout_counts_what_is_written_and_not_what_is_waited(punk: Catalog) -> None:
    ticking = [0.0]

    def watch(event: Event) -> None:
        ticking[0] += 1000 if is_waiting(event) else 0.001

    def late() -> None:
        ticking[0] += 31

    provider = ScriptedProvider(says(PAGE), [jsonl(child("two")), late, *says(child("three"))])
    events = held(provider, punk, refine("more"), watch=watch, clock=lambda: ticking[0], timeout=30.0)
    assert events[-1].status == "timeout"
    assert texts(events[-1]) == ["one", "two"]


# ------------------------------------------------------------------ a turn that fails


def test_a_failure_is_told_and_can_be_made_good(punk: Catalog) -> None:
    events = held(ScriptedProvider([BAD], says(PAGE)), punk, refine("a page, please"))
    assert [event.error.get("message") for event in of(AttemptEnded, events)] == ["no such model", None]
    assert [event.action for event in of(RecoveryChosen, events)] == ["fail"]
    assert (events[-1].status, events[-1].error) == ("complete", {})


def test_why_a_turn_failed_is_told_each_time_the_run_waits(punk: Catalog) -> None:
    provider = ScriptedProvider(says(PAGE), [BAD], says(child("two")))
    events = held(provider, punk, refine("more"), refine("more"))
    notices = of(NoticeGiven, events)
    assert [(each.code, each.message) for each in notices] == [("turn-failed", "no such model: name another")]
    assert is_waiting(events[events.index(notices[0]) + 1])


def test_released_after_a_failure_it_ends_with_it(punk: Catalog) -> None:
    events = held(ScriptedProvider([BAD]), punk)
    without = scripted.run(ScriptedProvider([BAD]), punk, granularity="patch")
    assert (events[-1].status, events[-1].error) == (without[-1].status, without[-1].error)


def test_a_failure_is_forgotten_with_its_turn(punk: Catalog) -> None:
    events = held(ScriptedProvider(says(PAGE), [jsonl(child("two")), BAD]), punk, refine("more"), Control.undo_turn)
    assert (events[-1].status, events[-1].error, texts(events[-1])) == ("complete", {}, ["one"])


def test_a_failure_that_was_kept_is_how_it_ends(punk: Catalog) -> None:
    provider = ScriptedProvider(says(PAGE), [jsonl(child("two")), BAD])
    events = held(provider, punk, refine("more"), Control.keep, Control.undo_turn)
    assert (events[-1].status, texts(events[-1])) == ("failed", ["one", "two"])


def test_after_a_fallback_whom_the_user_chose_is_asked_again(punk: Catalog) -> None:
    gone = ProviderError("down", remedy="", kind="content")
    provider = ScriptedProvider([gone], says(add("/root/children/-", text_node("more"))))
    how: dict[str, Any] = {"prompt": "login form", "recovering": Recovering()}
    events = held(provider, punk, refine("more"), **how)
    assert [event.provider for event in of(AttemptStarted, events)] == ["scripted", "offline", "scripted"]
    assert (events[-1].status, events[-1].fallback) == ("complete", "")
    fell = held(ScriptedProvider([gone]), punk, **how)
    assert (fell[-1].status, fell[-1].fallback) == ("fallback", "minimal")


@pytest.mark.parametrize("fallback", ["previous", "minimal", "empty"])
def test_a_fallback_can_be_taken_back_with_its_turn(punk: Catalog, fallback: Any) -> None:
    provider = ScriptedProvider(says(PAGE), [jsonl(child("two")), ProviderError("down", remedy="", kind="content")])
    how: dict[str, Any] = {"prompt": "login form", "recovering": Recovering(fallback=fallback)}
    events = held(provider, punk, refine("more"), Control.undo_turn, **how)
    assert (events[-1].status, texts(events[-1])) == ("complete", ["one"])


def test_a_limit_of_the_whole_run_ends_it(punk: Catalog) -> None:
    profile = punk.profile("strict")._replace(patches=2)
    events = held(ScriptedProvider(says(PAGE, child("two"), child("three"))), punk, profile=profile)
    assert events[-1].status == "budget"
    assert "waiting" not in stages(events)


def test_a_prompt_that_does_not_fit_is_told_and_can_be_taken_back(punk: Catalog) -> None:
    provider = ScriptedProvider(says(PAGE))
    wishes = (refine("word " * 60_000), Control.undo_turn)
    events = held(provider, punk, *wishes)
    assert [event.code for event in of(NoticeGiven, events)] == ["turn-failed"]
    assert events[-1].status == "complete"
    assert held(ScriptedProvider(says(PAGE)), punk, wishes[0])[-1].status == "budget"


# ------------------------------------------------------------------ undo a turn


def test_a_turn_is_taken_back_as_a_whole(punk: Catalog) -> None:
    provider = ScriptedProvider(says(PAGE), says(child("two"), child("three")), says(child("four")))
    events = held(provider, punk, refine("more"), Control.undo_turn, refine("other"))
    assert texts(events[-1]) == ["one", "four"]
    assert [event.origin for event in of(PatchAccepted, events)] == ["model"] * 3 + ["undo"] * 2 + ["model"]
    assert [turn.content for turn in provider.requests[2].turns if turn.role == "user"] == ["a page", "other"]


def test_turn_by_turn_down_to_where_it_started(punk: Catalog) -> None:
    base = {"root": container(text_node("base"))}
    provider = ScriptedProvider(says(child("one")), says(child("two")))
    wishes = (refine("more"), *[Control.undo_turn] * 3)
    events = held(provider, punk, *wishes, document=base)
    assert texts(events[-1]) == ["base"]
    assert events[-1].status == "complete"
    assert stages(events).count("waiting") == 5


def test_with_everything_taken_back_there_is_nothing_and_nothing_failed(punk: Catalog) -> None:
    events = held(ScriptedProvider(says(PAGE)), punk, Control.undo_turn)
    assert (events[-1].status, events[-1].error) == ("cancelled", {})
    assert document_of(events) == {}
    again = held(ScriptedProvider(says(PAGE)), punk, Control.undo_turn, refine("a page"))
    assert (again[-1].status, texts(again[-1])) == ("complete", ["one"])


def test_what_was_kept_stays(punk: Catalog) -> None:
    provider = ScriptedProvider(says(PAGE), says(child("two")), says(child("three")))
    wishes = (refine("more"), Control.keep, Control.undo_turn, refine("more"), *[Control.undo_turn] * 2)
    assert texts(held(provider, punk, *wishes)[-1]) == ["one", "two"]


def test_a_turn_under_way_is_ended_first(punk: Catalog) -> None:
    control = Control()
    provider = ScriptedProvider(says(PAGE), [jsonl(child("two")), control.undo_turn, HANG])
    events = held(provider, punk, refine("more"), control=control)
    assert texts(events[-1]) == ["one"]
    assert provider.opened == provider.closed == 2
    ended = of(AttemptEnded, events)[-1]
    assert (ended.finish, ended.error) == ("", {})
    undone = next(event for event in events if isinstance(event, PatchAccepted) and event.origin == "undo")
    assert events.index(undone) > events.index(ended)
    assert events[-1].status == "complete"


def test_half_a_patch_is_taken_back_with_the_rest(punk: Catalog) -> None:
    control = Control()
    half = jsonl(add("/root", container(text_node("one"), container(text_node("two")))))[:-30]
    provider = ScriptedProvider([half, control.undo_turn, HANG], says(PAGE))
    events = held(provider, punk, refine("again"), control=control, granularity="node")
    assert texts(events[-1]) == ["one"]


def test_a_turn_that_is_kept_while_it_is_written_is_not_ended(punk: Catalog) -> None:
    control = Control()
    script = [jsonl(PAGE), control.keep, control.undo_turn, 0.01, *says(child("two"))]
    events = held(ScriptedProvider(script), punk, Control.undo_turn, control=control)
    assert texts(events[-1]) == ["one", "two"]


def test_changes_that_wait_are_taken_back_before_the_turn_that_they_wait_for(punk: Catalog) -> None:
    control, taken = Control(), []
    undo = lambda: taken.append((control.changes, control.undo_turn()))  # noqa: E731  a step of a script
    asks = [partial(control.refine, "other"), partial(control.refine, "more")]
    provider = ScriptedProvider([jsonl(PAGE), *asks, undo, undo, jsonl(child("two")), FinishPart("stop")])
    assert texts(held(provider, punk, control=control)[-1]) == ["one", "two"]
    assert taken == [(("other", "more"), "more"), (("other",), "other")]
    assert len(provider.requests) == 1


def test_what_was_asked_for_on_top_of_a_turn_does_not_outlive_it(punk: Catalog) -> None:
    control = Control()
    undo = partial(control.undo_turn)
    provider = ScriptedProvider([jsonl(PAGE), partial(control.refine, "other"), undo, undo, HANG])
    assert held(provider, punk, control=control)[-1].status == "cancelled"
    assert len(provider.requests) == 1


def test_what_is_asked_for_after_a_turn_was_taken_back_is_done(punk: Catalog) -> None:
    control = Control()
    script = [jsonl(PAGE), control.undo_turn, lambda: control.refine("other"), HANG]
    provider = ScriptedProvider(script, says(add("/root", container(text_node("two")))))
    assert texts(held(provider, punk, control=control)[-1]) == ["two"]
    assert [turn.content for turn in provider.requests[1].turns] == ["other"]


def test_a_wait_for_the_next_try_ends_with_the_turn(punk: Catalog) -> None:
    control = Control()
    busy = ProviderError("busy", remedy="", kind="rate", retry_after=20.0)
    provider = ScriptedProvider([busy], says(PAGE))

    def watch(event: Event) -> None:
        if isinstance(event, RecoveryChosen):
            control.undo_turn()

    events = held(
        provider, punk, refine("a page"), control=control, watch=watch, recovering=Recovering(), chance=lambda: 0.0
    )
    assert texts(events[-1]) == ["one"]


def test_without_being_held_a_turn_taken_back_ends_the_run(punk: Catalog) -> None:
    control = Control()
    provider = ScriptedProvider([jsonl(PAGE), control.undo_turn, HANG])
    events = scripted.run(provider, punk, control=control)
    assert events[-1].status == "cancelled"


@pytest.mark.parametrize("granularity", ["node", "patch"])
def test_single_patches_are_taken_back_while_it_waits(punk: Catalog, granularity: str) -> None:
    provider = ScriptedProvider(says(PAGE, child("two")), says(child("three")), says(child("four")))
    wishes = (refine("more"), Control.undo, Control.undo, refine("other"))
    events = held(provider, punk, *wishes, granularity=granularity)
    assert texts(events[-1]) == ["one", "four"]
    asked = [turn.content for turn in provider.requests[2].turns if turn.role == "user"]
    assert asked == ["a page", "other"]


def test_a_session_goes_on_without_the_turns_that_were_taken_back(punk: Catalog) -> None:
    provider = ScriptedProvider(says(PAGE), says(child("two"), child("three")), says(child("four")))
    events = held(provider, punk, refine("more"), Control.undo_turn, refine("other"))
    assert [turn.prompt for turn in continued(events).history] == ["a page", "other"]
    assert [
        turn.prompt for turn in continued(held(ScriptedProvider(says(PAGE)), punk, Control.undo_turn)).history
    ] == []


# ------------------------------------------------------------------ another provider


def test_another_writes_the_same_anew_and_from_then_on(punk: Catalog) -> None:
    first = ScriptedProvider(says(PAGE), says(child("two")))
    other = named("other", says(child("TWO")), says(child("three")))
    events = held(first, punk, refine("more"), another(other), refine("yet more"))
    assert texts(events[-1]) == ["one", "TWO", "three"]
    attempts = [(event.provider, event.reason, event.prompt) for event in of(AttemptStarted, events)]
    assert attempts == [
        ("scripted", "initial", "a page"),
        ("scripted", "refine", "more"),
        ("other", "refine", "more"),
        ("other", "refine", "yet more"),
    ]
    assert [turn.content for turn in other.requests[0].turns if turn.role == "user"] == ["a page", "more"]


def test_another_takes_over_in_the_middle(punk: Catalog) -> None:
    control = Control()
    other = named("other", says(add("/root", container(text_node("two")))))
    provider = ScriptedProvider([jsonl(PAGE), partial(control.another, other), HANG])
    events = held(provider, punk, control=control)
    assert texts(events[-1]) == ["two"]
    assert [event.reason for event in of(AttemptStarted, events)] == ["initial", "initial"]
    assert provider.closed == 1
    assert [turn.prompt for turn in continued(events).history] == ["a page"]


@pytest.mark.parametrize("undone", [True, False])
def test_another_makes_a_failure_good(punk: Catalog, undone: bool) -> None:
    wishes = ([Control.undo_turn] if undone else []) + [another(named("other", says(PAGE)))]
    events = held(ScriptedProvider([BAD]), punk, *wishes)
    assert (events[-1].status, texts(events[-1])) == ("complete", ["one"])
    assert [event.prompt for event in of(AttemptStarted, events)] == ["a page", "a page"]


def test_what_was_kept_is_not_asked_for_again(punk: Catalog) -> None:
    other = named("other", says(child("two")))
    events = held(ScriptedProvider(says(PAGE)), punk, Control.keep, another(other), refine("more"))
    assert texts(events[-1]) == ["one", "two"]
    assert [event.code for event in of(NoticeGiven, events)] == ["author-changed"]
    assert [event.provider for event in of(AttemptStarted, events)] == ["scripted", "other"]


@pytest.mark.parametrize("writing", [True, False])
def test_one_that_cannot_be_asked_is_told_and_changes_nothing(punk: Catalog, writing: bool) -> None:
    control = Control()
    other, provider = named("other", says(PAGE)), ScriptedProvider(says(PAGE), says(child("two")))
    provider.price = FREE
    if writing:
        provider.scripts = [
            [jsonl(PAGE), partial(control.another, other), 0.01, FinishPart("stop")],
            says(child("two")),
        ]
    wishes = [refine("more")] if writing else [another(other), refine("more")]
    events = held(provider, punk, *wishes, control=control, max_cost=Decimal(5))
    assert texts(events[-1]) == ["one", "two"]
    (notice,) = of(NoticeGiven, events)
    assert notice.code == "not-asked"
    assert "no price is known for other model" in notice.message
    assert other.opened == 0


def test_one_that_is_too_dear_is_told_and_the_run_waits(punk: Catalog) -> None:
    provider, other = ScriptedProvider(says(PAGE)), named("other", says(PAGE))
    provider.price, other.price = FREE, Price(Rates(*[Decimal(10**6)] * 4))
    events = held(provider, punk, another(other), Control.undo_turn, max_cost=Decimal(1))
    assert other.opened == 0
    assert [event.code for event in of(NoticeGiven, events)] == ["turn-failed"]
    assert events[-1].status == "cancelled"


# ------------------------------------------------------------------ answers from the cache


@pytest.fixture
def cache(tmp_path: Path) -> AnswerCache:
    return AnswerCache(tmp_path / "answers")


@pytest.mark.parametrize("late", [True, False])
@pytest.mark.parametrize("granularity", ["node", "patch"])
def test_a_cached_answer_is_refined(punk: Catalog, cache: AnswerCache, granularity: str, late: bool) -> None:
    nested = says(add("/root", container(text_node("one"), container(text_node("in"), id="box"))), child("two"))
    how: dict[str, Any] = {"cache": cache, "granularity": granularity}
    first = scripted.run(ScriptedProvider(nested), punk, **how)
    provider, control = ScriptedProvider(says(child("three"))), Control()
    if late:
        left: list[Wish] = [refine("more"), Control.undo_turn, refine("more"), Control.release]

        def watch(event: Event) -> None:
            if isinstance(event, TextReceived):
                control.hold()
            if is_waiting(event):
                left.pop(0)(control)

        events = scripted.run(provider, punk, control=control, watch=watch, **how)
    else:
        events = held(provider, punk, refine("more"), Control.undo_turn, refine("more"), **how)
    assert of(RunStarted, events)[0].cached == of(RunStarted, first)[0].session
    assert texts(events[-1]) == ["one", "", "two", "three"]
    assert [event.attempt for event in of(AttemptStarted, events)] == [1, 2, 3]
    assert [turn.content for turn in provider.requests[0].turns if turn.role == "user"] == ["a page", "more"]
    assert_sound(events, punk)
    lasting = [event for event in events if isinstance(event, PatchAccepted)]
    assert lasting[: len(of(PatchAccepted, first))] == of(PatchAccepted, first)


def test_a_cached_answer_can_be_taken_back_and_asked_of_another(punk: Catalog, cache: AnswerCache) -> None:
    how: dict[str, Any] = {"cache": cache, "granularity": "patch"}
    scripted.run(ScriptedProvider(says(PAGE, child("two"))), punk, **how)
    provider = ScriptedProvider(says(PAGE))
    assert document_of(held(provider, punk, Control.undo_turn, **how)) == {}
    other = named("other", says(add("/root", container(text_node("new")))))
    events = held(provider, punk, another(other), **how)
    assert (texts(events[-1]), provider.opened) == (["new"], 0)


def test_a_cached_answer_that_is_released_at_once_ends_as_it_did(punk: Catalog, cache: AnswerCache) -> None:
    how: dict[str, Any] = {"cache": cache, "granularity": "patch"}
    first = scripted.run(ScriptedProvider(says(PAGE)), punk, **how)
    events = held(ScriptedProvider(says(PAGE)), punk, **how)
    ends = [replace(each[-1], at=0.0, validation=0.0) for each in (first, events)]
    assert ends[0] == ends[1]


def test_a_held_run_is_kept_for_others_without_its_waiting(punk: Catalog, cache: AnswerCache) -> None:
    how: dict[str, Any] = {"cache": cache, "granularity": "patch"}
    held(ScriptedProvider(says(PAGE)), punk, **how)
    provider = ScriptedProvider(says(PAGE))
    again = scripted.run(provider, punk, **how)
    assert provider.opened == 0
    assert stages(again) == stages(scripted.run(provider, punk, granularity="patch"))


def test_a_held_run_with_more_than_one_turn_is_no_answer(punk: Catalog, cache: AnswerCache) -> None:
    how: dict[str, Any] = {"cache": cache, "granularity": "patch"}
    held(ScriptedProvider(says(PAGE), says(child("two"))), punk, refine("more"), **how)
    provider = ScriptedProvider(says(PAGE))
    scripted.run(provider, punk, **how)
    assert provider.opened == 1


# ------------------------------------------------------------------ others in the loop


@pytest.mark.parametrize("hold", [True, False])
def test_a_provider_that_never_waits_lets_others_work(punk: Catalog, hold: bool) -> None:
    """By a clock on which each event takes 10 ms: how many come while nobody else in the loop has a turn."""
    now, turns = [0.0], [0]
    lines = jsonl(PAGE, *(child(f"line {index}") for index in range(300)))
    provider = ScriptedProvider([lines, FinishPart("stop")])
    options = Options(profile="unlimited", token_budget=10**9, clock=lambda: now[0], timeout=inf)
    control = Control()

    async def others() -> None:
        while True:
            turns[0] += 1
            await asyncio.sleep(0)

    async def most_events_in_a_row() -> int:
        task = asyncio.create_task(others())
        most = alone = seen = 0
        async for event in generate("a page", catalog=punk, provider=provider, control=control, options=options):
            now[0] += 0.01
            alone, seen = (alone + 1 if turns[0] == seen else 0), turns[0]
            most = max(most, alone)
            if is_waiting(event):
                control.release()
        task.cancel()
        return most

    if hold:
        control.hold()
    most = asyncio.run(most_events_in_a_row())
    assert most <= 4 if hold else most > 100


# ------------------------------------------------------------------ all of it together

FAULTS = [
    ProviderError("no", remedy="", kind="not_found"),
    ProviderError("cut", remedy="", kind="truncated"),
    ProviderError("won't", remedy="", kind="content"),
]
LINES = [
    PAGE,
    child("two"),
    child("three"),
    add("/root/children/0/children/-", text_node("no place")),
    add("/root/children/-", {"type": "Nothing"}),
    {"op": "remove", "path": "/root/children/0"},
    {"op": "replace", "path": "/root/children/0", "value": container(text_node("inner"), text_node("more"))},
    add("/root/children/0", container(container(text_node("deep")))),
]
WISHES: list[Wish] = [
    Control.undo_turn,
    Control.undo,
    Control.keep,
    refine("more"),
    refine("other"),
    Control.release,
    Control.hold,  # only amid a run: it wakes nobody
]
answers = st.tuples(
    st.lists(st.sampled_from(LINES), min_size=1, max_size=5), st.sampled_from([None, None, *FAULTS]), st.integers(5, 60)
)


folders = count()


def script_of(answer: tuple[list[dict[str, Any]], ProviderError | None, int]) -> list[Any]:
    lines, fault, size = answer
    return [*says(*lines, size=size)[:-1], fault or FinishPart("stop")]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    scripts=st.lists(answers, min_size=1, max_size=4),
    others=st.lists(answers, min_size=1, max_size=2),
    between=st.lists(st.integers(-1, len(WISHES) - 2), max_size=6),
    amid=st.dictionaries(st.integers(1, 120), st.integers(-1, len(WISHES) - 1), max_size=4),
    granularity=st.sampled_from(["node", "patch"]),
    fallback=st.sampled_from([None, "auto", "empty"]),
    cached=st.booleans(),
    cut=st.integers(1, 250),
)
def test_whatever_is_wished_for_the_run_ends_and_its_session_is_the_same(
    punk: Catalog,
    tmp_path: Path,
    scripts: list[Any],
    others: list[Any],
    between: list[int],
    amid: dict[int, int],
    granularity: Any,
    fallback: Any,
    cached: bool,
    cut: int,
) -> None:
    """The last of the wishes is another provider; `scripted.run` holds all of it to `--check`, here what is cut off."""
    wishes: list[Wish] = [*WISHES, another(named("other", *map(script_of, others)))]
    control, left, seen = Control(), list(between), count()
    control.hold()

    def watch(event: Event) -> None:
        number = next(seen)
        if number in amid:
            wishes[amid[number]](control)
        if is_waiting(event):
            (wishes[left.pop()] if left else Control.release)(control)

    how: dict[str, Any] = {
        "granularity": granularity,
        "recovering": Recovering(1, 1, 1, (), fallback),
        "chance": lambda: 0.0,
        "cache": AnswerCache(tmp_path / str(next(folders))) if cached else None,
        "token_budget": 10**7,
    }
    if cached:
        scripted.run(ScriptedProvider(script_of(scripts[0])), punk, **how)
    events = scripted.run(ScriptedProvider(*map(script_of, scripts)), punk, control=control, watch=watch, **how)
    ended = assert_sound(events, punk)
    assert ended.document.get("root") == document_of(events).get("root")
    assert [event.at for event in events] == sorted(event.at for event in events)
    hold_events(events[:cut], punk)
    assert continued(events[:cut]).document == document_of(events[:cut])
