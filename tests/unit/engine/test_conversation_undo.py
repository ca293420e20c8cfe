"""A run that is held: each turn can be taken back until it is kept."""

from __future__ import annotations

from functools import partial

import pytest
from support import scripted
from support.held import PAGE, child, held, refine, stages, texts
from support.scripted import HANG, ScriptedProvider, add, container, jsonl, of, says, text_node

from epoch_cli.catalog import Catalog
from epoch_cli.engine import Control
from epoch_cli.engine.continuing import continued
from epoch_cli.engine.options import Recovering
from epoch_cli.errors import ProviderError
from epoch_cli.events import (
    AttemptEnded,
    Event,
    PatchAccepted,
    RecoveryChosen,
)
from epoch_cli.providers.base import FinishPart
from epoch_cli.sessions.content import document_of


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
