"""Wishes on a run that is under way: cancel, refine and undo, made before it starts, inside it, or from a thread."""

from __future__ import annotations

import asyncio
import threading
import time
from functools import partial

import pytest
from support import scripted
from support.scripted import HANG, ScriptedProvider, add, container, jsonl, of, says, text_node

from epoch_cli import Control, Event, ProviderError, apply_patch, validate
from epoch_cli.catalog import Catalog
from epoch_cli.events import AttemptStarted, PatchAccepted, PatchRefused, RunEnded
from epoch_cli.providers.base import FinishPart

# patch by patch: what is written is what is told; node by node is in test_granularity.py
run = partial(scripted.run, granularity="patch")
follow = partial(scripted.follow, granularity="patch")

PAGE = add("/root", container(text_node("one")))


def child(text: str) -> dict[str, object]:
    return add("/root/children/-", text_node(text))


def texts(event: Event) -> list[str]:
    return [node["text"] for node in event.document["root"]["children"]]


# ------------------------------------------------------------------ cancel


def test_cancel_ends_the_run_and_keeps_the_document(punk: Catalog) -> None:
    control = Control()
    provider = ScriptedProvider([jsonl(PAGE), jsonl(child("two")), control.cancel, HANG])
    events = run(provider, punk, control=control)
    assert isinstance(events[-1], RunEnded)
    assert events[-1].status == "cancelled"
    assert events[-1].error == {}
    assert texts(events[-1]) == ["one", "two"]
    assert provider.closed == 1


def test_cancel_before_the_start_ends_the_run_before_anything_is_read(punk: Catalog) -> None:
    control = Control()
    control.cancel()
    provider = ScriptedProvider(says(PAGE))
    events = run(provider, punk, control=control)
    assert events[-1].status == "cancelled"
    assert of(PatchAccepted, events) == []
    assert provider.opened == provider.closed


def test_cancel_from_another_thread_wakes_a_run_that_waits(punk: Catalog) -> None:
    control = Control()
    timer = threading.Timer(0.1, control.cancel)
    began = time.monotonic()
    events = run(ScriptedProvider([jsonl(PAGE), timer.start, HANG]), punk, control=control)
    timer.join()
    assert time.monotonic() - began < 5
    assert events[-1].status == "cancelled"
    assert texts(events[-1]) == ["one"]


def test_cancel_by_the_reader_takes_no_further_patch(punk: Catalog) -> None:
    control = Control()
    provider = ScriptedProvider([jsonl(PAGE), *(jsonl(child(str(index))) for index in range(9)), FinishPart("stop")])

    def watch(event: Event) -> None:
        if isinstance(event, PatchAccepted) and event.sequence == 2:
            control.cancel()

    events = run(provider, punk, control=control, watch=watch)
    assert events[-1].status == "cancelled"
    assert texts(events[-1]) == ["one", "0"]


def test_cancel_twice_and_after_the_end_is_harmless(punk: Catalog) -> None:
    control = Control()
    control.cancel()
    control.cancel()
    run(ScriptedProvider(says(PAGE)), punk, control=control)
    control.cancel()
    control.undo()
    control.refine("more")
    assert control.cancelled


def test_a_cancelled_run_does_not_go_on_to_refine(punk: Catalog) -> None:
    control = Control()
    control.refine("more")
    provider = ScriptedProvider([jsonl(PAGE), control.cancel, HANG])
    assert run(provider, punk, control=control)[-1].status == "cancelled"
    assert len(provider.requests) == 1


# ------------------------------------------------------------------ refine


def test_refine_asks_again_with_the_document_as_it_is(punk: Catalog) -> None:
    control = Control()
    provider = ScriptedProvider([control_step(control, "add a line"), *says(PAGE)], says(child("two")))
    events = run(provider, punk, control=control)
    assert [event.reason for event in of(AttemptStarted, events)] == ["initial", "refine"]
    assert [event.prompt for event in of(AttemptStarted, events)] == ["a page", "add a line"]
    assert texts(events[-1]) == ["one", "two"]
    second = provider.requests[1]
    assert second.brief.prompt == "add a line"
    assert second.brief.document["root"]["children"][0]["text"] == "one"
    assert '"text":"one"' in second.system
    assert provider.closed == 2


def control_step(control: Control, prompt: str) -> object:
    return lambda: control.refine(prompt)


def test_refine_before_the_start_and_from_a_thread_are_both_kept_in_order(punk: Catalog) -> None:
    control = Control()
    control.refine("second")
    thread = threading.Thread(target=control.refine, args=("third",))
    thread.start()
    thread.join()
    provider = ScriptedProvider(says(PAGE), says(child("two")), says(child("three")))
    events = run(provider, punk, control=control)
    assert [request.brief.prompt for request in provider.requests] == ["a page", "second", "third"]
    assert texts(events[-1]) == ["one", "two", "three"]
    assert [event.sequence for event in of(PatchAccepted, events)] == [1, 2, 3]


def test_an_empty_refinement_does_not_swallow_the_next(punk: Catalog) -> None:
    control = Control()
    control.refine("")
    control.refine("add a line")
    provider = ScriptedProvider(says(PAGE), says(child("two")))
    assert texts(run(provider, punk, control=control)[-1]) == ["one", "two"]


def test_a_refinement_that_fails_keeps_what_was_there(punk: Catalog) -> None:
    control = Control()
    control.refine("more")
    provider = ScriptedProvider(says(PAGE), [jsonl(child("two")), ProviderError("gone", remedy="x")])
    ended = run(provider, punk, control=control)[-1]
    assert ended.status == "failed"
    assert texts(ended) == ["one", "two"]


def test_a_refinement_over_the_token_budget_ends_the_run_with_the_document(punk: Catalog) -> None:
    control = Control()
    control.refine("x" * 400_000)
    ended = run(ScriptedProvider(says(PAGE)), punk, control=control)[-1]
    assert (ended.status, ended.error["exit_code"]) == ("budget", 5)
    assert texts(ended) == ["one"]


def test_the_author_of_a_new_answer_sees_the_document_without_what_was_refused(punk: Catalog) -> None:
    control = Control()
    control.refine("more")
    wrong = add("/root/children/0", {"type": "Nope"})
    change = {"op": "replace", "path": "/root/children/0/text", "value": "changed"}
    events = run(ScriptedProvider(says(PAGE, wrong), says(change)), punk, control=control)
    assert len(of(PatchRefused, events)) == 1
    assert texts(events[-1]) == ["changed"]


# ------------------------------------------------------------------ undo


def test_undo_takes_the_last_patch_back_and_tells_it_as_a_patch(punk: Catalog) -> None:
    control = Control()
    provider = ScriptedProvider([jsonl(PAGE), jsonl(child("two")), control.undo, 0.01, FinishPart("stop")])
    events = run(provider, punk, control=control)
    assert texts(events[-1]) == ["one"]
    accepted = of(PatchAccepted, events)
    assert [event.origin for event in accepted] == ["model", "model", "undo"]
    assert [event.patch["meta"]["sequence"] for event in accepted] == [1, 2, 3]
    assert accepted[-1].patch["op"] == "remove"


def test_undo_twice_takes_two_back_and_more_than_there_is_takes_all(punk: Catalog) -> None:
    control = Control()
    base = {"root": container(text_node("base"))}
    steps = [jsonl(child("a")), jsonl(child("b")), control.undo, control.undo, control.undo, 0.01, *says(child("c"))]
    events = run(ScriptedProvider(steps), punk, control=control, document=base)
    assert texts(events[-1]) == ["base", "c"]


def test_undo_before_the_start_has_nothing_to_take_back(punk: Catalog) -> None:
    control = Control()
    control.undo()
    assert texts(run(ScriptedProvider(says(PAGE)), punk, control=control)[-1]) == ["one"]


def test_undo_from_another_thread(punk: Catalog) -> None:
    control = Control()

    def wish() -> None:
        thread = threading.Thread(target=control.undo)
        thread.start()
        thread.join()

    steps = [jsonl(PAGE), jsonl(child("two")), wish, 0.05, *says(child("three"))]
    assert texts(run(ScriptedProvider(steps), punk, control=control)[-1]) == ["one", "three"]


@pytest.mark.parametrize("moment", [PatchAccepted, "last"])
def test_undo_wished_by_the_reader_at_the_last_patch_is_not_lost(punk: Catalog, moment: object) -> None:
    control = Control()
    script = [jsonl(PAGE), jsonl(child("two"))] + (
        [FinishPart("stop")] if moment is PatchAccepted else [0.0, FinishPart("stop")]
    )

    def watch(event: Event) -> None:
        if isinstance(event, PatchAccepted) and event.sequence == 2:
            control.undo()

    assert texts(run(ScriptedProvider(script), punk, control=control, watch=watch)[-1]) == ["one"]


def test_patches_after_an_undo_lead_from_the_start_to_the_end(punk: Catalog) -> None:
    events = run_with_undo(punk)
    document: dict[str, object] = {}
    for event in of(PatchAccepted, events):
        document = apply_patch(document, event.patch).document
    assert document["root"] == events[-1].document["root"]
    assert validate(events[-1].document, punk).gates == []


def test_inverses_lead_back_over_an_undo_too(punk: Catalog) -> None:
    events = run_with_undo(punk)
    document = {"root": events[-1].document["root"]}
    for event in reversed(of(PatchAccepted, events)):
        document = apply_patch(document, event.inverse).document
    assert document == {}


def run_with_undo(punk: Catalog) -> list[Event]:
    control = Control()
    steps = [jsonl(PAGE), jsonl(child("two")), control.undo, 0.01, *says(child("three"))]
    return run(ScriptedProvider(steps), punk, control=control)


def test_a_pointer_into_what_was_taken_back_does_not_edit_its_neighbour(punk: Catalog) -> None:
    """Decision 16: the model does not know of the undo; its `children/1` is the line that is gone."""
    control = Control()
    rewrite = {"op": "replace", "path": "/root/children/1/text", "value": "TWO"}
    steps = [jsonl(PAGE), jsonl(child("two")), control.undo, 0.01, *says(child("three"), rewrite)]
    events = run(ScriptedProvider(steps), punk, control=control)
    assert texts(events[-1]) == ["one", "three"]
    assert [event.patch for event in of(PatchRefused, events)] == [rewrite]


def test_a_pointer_behind_what_was_taken_back_edits_what_the_model_means(punk: Catalog) -> None:
    control = Control()
    rewrite = {"op": "replace", "path": "/root/children/2/text", "value": "THREE"}
    steps = [jsonl(PAGE), jsonl(child("two")), control.undo, 0.01, *says(child("three"), rewrite)]
    assert texts(run(ScriptedProvider(steps), punk, control=control)[-1]) == ["one", "THREE"]


def test_wishes_from_many_threads_at_once_are_all_fulfilled(punk: Catalog) -> None:
    control = Control()

    async def many() -> list[Event]:
        threads = [threading.Thread(target=control.refine, args=(f"wish {index}",)) for index in range(20)]
        provider = ScriptedProvider([*says(PAGE)[:-1], 0.05, FinishPart("stop")], says(child("x")))
        task = asyncio.create_task(follow(provider, punk, control=control, token_budget=10**7, profile="unlimited"))
        await asyncio.sleep(0.01)
        for thread in threads:
            thread.start()
        events = await task
        for thread in threads:
            thread.join()
        return events

    events = asyncio.run(asyncio.wait_for(many(), 20))
    assert len(events[-1].document["root"]["children"]) == 21
