"""A run that is held: it waits for wishes when a turn is over."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from itertools import count
from math import inf
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import scripted
from support.examples import examples
from support.held import BAD, PAGE, Wish, another, child, held, is_waiting, named, refine, stages, texts
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
    StageEntered,
)
from epoch_cli.providers.base import FinishPart
from epoch_cli.sessions.content import document_of

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


@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
