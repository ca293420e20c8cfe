"""A run that is held: another provider writes the next turn, or a cached answer is gone on with."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from support import scripted
from support.held import BAD, PAGE, Wish, another, child, held, is_waiting, named, refine, stages, texts
from support.recovered import assert_sound
from support.scripted import HANG, ScriptedProvider, add, container, jsonl, of, says, text_node

from epoch_cli.catalog import Catalog
from epoch_cli.engine import Control
from epoch_cli.engine.cache import AnswerCache
from epoch_cli.engine.continuing import continued
from epoch_cli.events import (
    AttemptStarted,
    Event,
    NoticeGiven,
    PatchAccepted,
    RunStarted,
    TextReceived,
)
from epoch_cli.providers.base import FinishPart
from epoch_cli.providers.prices import FREE, Price, Rates
from epoch_cli.sessions.content import document_of

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
