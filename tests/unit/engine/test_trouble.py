"""Recovery where several things go wrong at once, or one after the other in a bad order."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from support.scripted import ScriptedProvider, Step, add, container, jsonl, of, run, says, text_node

from epoch_cli.catalog import Catalog
from epoch_cli.engine import Control, Options, attempt, generate
from epoch_cli.engine.breaker import FAILURES, REST, Breakers
from epoch_cli.engine.continuing import continued
from epoch_cli.engine.options import NO_RECOVERY, Recovering, Standby
from epoch_cli.errors import ProviderError
from epoch_cli.events import AttemptEnded, Event, RecoveryChosen, UsageReported
from epoch_cli.providers.base import FinishPart

FRAME = add("/root", container(id="page"))
BAD = add("/root/children/-", {"type": "Nope", "id": "two"})
STOP = FinishPart("stop")
DOWN = ProviderError("down", kind="server")
LOCKED = ProviderError("no key", kind="auth")
LONG = ProviderError("too long", kind="context_length")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """That of this test's own breakers."""
    clock = Clock()
    monkeypatch.setattr(attempt, "BREAKERS", Breakers(clock))
    return clock


def line(text: str, **more: Any) -> dict[str, Any]:
    return add("/root/children/-", text_node(text, **more))


def go(provider: ScriptedProvider, catalog: Catalog, **how: Any) -> list[Event]:
    how.setdefault("recovering", Recovering())
    return run(provider, catalog, chance=lambda: 0.0, **how)


def texts(events: list[Event]) -> list[Any]:
    return [child.get("text") for child in events[-1].document["root"]["children"]]


def chosen(events: list[Event]) -> list[tuple[str, str]]:
    return [(each.trigger, each.action) for each in of(RecoveryChosen, events)]


def standby(provider: ScriptedProvider) -> Standby:
    provider.name = "second"

    async def opened() -> ScriptedProvider:
        return provider

    return Standby("second", opened)


@pytest.mark.parametrize("again", [[DOWN], [jsonl(line("g1"))]], ids=["failed", "cut"])
def test_what_a_correction_was_to_bring_is_asked_for_again_when_it_fails(punk: Catalog, again: list[Step]) -> None:
    wrong = [add("/root/children/-", {"type": "Nope", "id": f"b{number}"}) for number in range(3)]
    provider = ScriptedProvider(says(FRAME, *wrong), again, [STOP])
    go(provider, punk)
    assert provider.requests[2].system.count("- refused:") == 3


def test_a_patch_cap_reached_in_the_rest_of_a_failed_answer_ends_the_run(punk: Catalog) -> None:
    cap = punk.profile("strict")._replace(patches=2)
    half = json.dumps(line("1"))[:-1]
    provider = ScriptedProvider([jsonl(FRAME, line("0")) + half, DOWN], says(line("1"), line("2")))
    events = go(provider, punk, profile=cap)
    assert (events[-1].status, len(provider.requests)) == ("budget", 1)


def test_previous_is_what_was_there_before_the_wish_but_for_what_was_undone(punk: Catalog) -> None:
    control = Control()
    refuses = ProviderError("no", kind="content")
    provider = ScriptedProvider(
        [jsonl(FRAME, line("a"), line("b"), line("c")), lambda: control.refine("more"), STOP],
        [control.undo, control.undo, 0.01, jsonl(line("half")), 0.01, refuses],
    )
    events = go(provider, punk, control=control)
    assert events[-1].fallback == "previous"
    assert texts(events) == ["a"]


def test_an_undo_is_no_accepted_patch(punk: Catalog) -> None:
    control = Control()
    control.refine("more")
    provider = ScriptedProvider(says(FRAME, line("a")), [control.undo, 0.01, DOWN], says(line("b")))
    assert chosen(go(provider, punk, control=control)) == [("server", "retry")]


def test_a_server_that_answers_is_left_alone_no_more(punk: Catalog, clock: Clock) -> None:
    breaker = attempt.BREAKERS.of("scripted", "")
    for _ in range(FAILURES):
        breaker.failed()
    clock.now += REST
    slow = ScriptedProvider([jsonl(FRAME), *[step for text in "abc" for step in (0.1, jsonl(line(text)))], STOP])

    async def status(provider: ScriptedProvider, after: float) -> str:
        await asyncio.sleep(after)
        events = [event async for event in generate("login form", catalog=punk, provider=provider)]
        return str(events[-1].status)

    async def both() -> list[str]:
        return await asyncio.gather(status(slow, 0), status(ScriptedProvider(says(FRAME)), 0.05))

    assert asyncio.run(both()) == ["complete", "complete"]
    assert breaker.state == "closed"


@pytest.mark.parametrize(("how", "status"), [("timeout", "timeout"), ("cancel", "cancelled")])
def test_a_standby_that_hangs_while_it_is_opened_ends_with_the_run(punk: Catalog, how: str, status: str) -> None:
    async def hang() -> ScriptedProvider:
        await asyncio.sleep(3600)
        raise AssertionError

    async def ends() -> str:
        control = Control()
        if how == "cancel":
            asyncio.get_running_loop().call_later(0.1, control.cancel)
        recovering = Recovering(standbys=(Standby("slow", hang),))
        options = Options(recovering=recovering, timeout=0.2 if how == "timeout" else 60)
        provider = ScriptedProvider([LOCKED])
        run = generate("x", catalog=punk, provider=provider, options=options, control=control)
        return str([event async for event in run][-1].status)

    assert asyncio.run(asyncio.wait_for(ends(), 5)) == status


def test_an_edit_that_is_answered_in_words_is_asked_again_and_then_told(punk: Catalog) -> None:
    base = {"root": container(text_node("one"))}
    provider = ScriptedProvider(["Sorry, I cannot do that.", STOP])
    events = go(provider, punk, document=base, prompt="add a button")
    assert chosen(events) == [("malformed", "retry"), ("malformed", "retry"), ("malformed", "fallback")]
    assert (events[-1].status, events[-1].fallback) == ("fallback", "previous")
    assert "Sorry, I cannot do that." in events[-1].error["message"]


def test_an_edit_that_changes_nothing_on_purpose_is_complete(punk: Catalog) -> None:
    base = {"root": container(text_node("one"))}
    provider = ScriptedProvider([json.dumps(base), STOP])
    events = go(provider, punk, document=base, mode="whole")
    assert (events[-1].status, chosen(events)) == ("complete", [])


def test_the_composer_that_stands_in_takes_no_tokens(punk: Catalog) -> None:
    events = go(ScriptedProvider(["I think about it. " * 50]), punk, token_budget=10_000, prompt="login form")
    assert (events[-1].status, events[-1].fallback) == ("fallback", "minimal")


def test_a_last_resort_that_is_named_is_taken_whatever_failed(punk: Catalog) -> None:
    async def locked() -> ScriptedProvider:
        raise LOCKED

    recovering = Recovering(standbys=(Standby("openai", locked),), fallback="minimal")
    events = go(ScriptedProvider([DOWN]), punk, prompt="login form", recovering=recovering)
    assert events[-1].fallback == "minimal"
    unnamed = go(ScriptedProvider([LOCKED]), punk, prompt="login form")
    assert (unnamed[-1].status, unnamed[-1].error["exit_code"]) == ("failed", 3)


def test_a_standby_that_cannot_be_asked_does_not_hide_what_went_wrong(punk: Catalog) -> None:
    async def locked() -> ScriptedProvider:
        raise LOCKED

    recovering = Recovering(retries=1, standbys=(Standby("openai", locked),))
    provider = ScriptedProvider([DOWN])
    events = go(provider, punk, prompt="login form", recovering=recovering)
    assert chosen(events) == [("server", "retry"), ("server", "next"), ("auth", "fallback")]
    assert (events[-1].fallback, events[-1].error["message"]) == ("minimal", "down")
    assert len(provider.requests) == 2


def test_whoever_is_asked_next_has_all_its_chances(punk: Catalog) -> None:
    second = ScriptedProvider([LONG], says(FRAME))
    events = go(ScriptedProvider([LONG]), punk, recovering=Recovering(standbys=(standby(second),)))
    assert events[-1].status == "complete"


def test_whoever_is_asked_next_does_not_answer_for_the_one_before(punk: Catalog) -> None:
    wrong = says(add("/root", {"type": "Nope"}))
    second = ScriptedProvider(wrong, says(FRAME))
    events = go(ScriptedProvider(wrong), punk, recovering=Recovering(standbys=(standby(second),)))
    assert "our answer" not in second.requests[0].system
    assert "EP201" in second.requests[1].system
    assert events[-1].status == "complete"


def test_that_nothing_more_is_tried_is_told_too(punk: Catalog) -> None:
    assert chosen(go(ScriptedProvider(says(FRAME, BAD)), punk))[-1] == ("refused", "keep")
    assert chosen(go(ScriptedProvider([LOCKED]), punk)) == [("auth", "fail")]


def rests(clock: Clock, provider: ScriptedProvider) -> None:
    """Have the server of a provider be left alone from now on."""
    for _ in range(FAILURES):
        attempt.breaker_of(provider).failed()


def test_a_server_that_rests_is_not_waited_for(punk: Catalog, clock: Clock) -> None:
    provider, second = ScriptedProvider(says(FRAME)), ScriptedProvider(says(FRAME))
    rests(clock, provider)
    alone = go(provider, punk, prompt="login form")
    assert (chosen(alone), alone[-1].status) == ([("overloaded", "fallback")], "fallback")
    assert alone[-1].at < 2
    events = go(provider, punk, recovering=Recovering(standbys=(standby(second),)))
    assert (chosen(events), events[-1].status) == ([("overloaded", "next")], "complete")
    assert not provider.requests


def test_a_wish_whose_first_request_was_held_back_is_a_turn_of_its_own(punk: Catalog, clock: Clock) -> None:
    control = Control()
    control.refine("and more")
    first, second = ScriptedProvider(says(FRAME)), ScriptedProvider(says(line("a")))

    def watch(event: Event) -> None:
        if isinstance(event, AttemptEnded):
            rests(clock, first)

    recovering = Recovering(standbys=(standby(second),))
    events = go(first, punk, control=control, watch=watch, recovering=recovering)
    assert [turn.prompt for turn in continued(events).history] == ["a page", "and more"]


def test_what_was_refused_is_told_once_though_a_request_was_held_back(punk: Catalog, clock: Clock) -> None:
    first, second = ScriptedProvider([jsonl(FRAME, BAD)]), ScriptedProvider(says(line("a")), says(line("z")))

    def watch(event: Event) -> None:
        if isinstance(event, AttemptEnded) and event.attempt == 1:
            rests(clock, first)

    go(first, punk, watch=watch, recovering=Recovering(standbys=(standby(second),)))
    assert second.requests[-1].system.count("- refused:") == 1


def test_a_correction_that_nobody_can_pay_for_leaves_the_rest_as_it_is(punk: Catalog) -> None:
    wrong = [add("/root/children/-", {"type": "Nope", "text": "long " * 90}) for _ in range(9)]
    first = ScriptedProvider(says(FRAME, *wrong))
    took = of(UsageReported, go(first, punk, recovering=NO_RECOVERY))[0]
    budget = 2 * took.input_tokens + took.output_tokens + 20  # enough for the same prompt, not for one with the faults
    events = go(ScriptedProvider(says(FRAME, *wrong)), punk, token_budget=budget)
    assert events[-1].status == "complete"
    assert chosen(events)[-1] == ("refused", "keep")


def test_an_operation_that_was_taken_is_no_unfinished_end(punk: Catalog) -> None:
    provider = ScriptedProvider([jsonl(FRAME) + json.dumps(line("0"))], [STOP])
    go(provider, punk)
    assert "It ended with" not in provider.requests[1].system
