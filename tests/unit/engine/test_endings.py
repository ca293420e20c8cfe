"""However a run ends: a status, an exit code of design section 7, and the document that was proved until then."""

from __future__ import annotations

import asyncio
import time
from itertools import count

import pytest
from support.scripted import (
    HANG,
    ScriptedProvider,
    Step,
    add,
    chunks,
    container,
    jsonl,
    of,
    run,
    says,
    text_node,
)

from epoch_cli import BudgetError, Control, Event, ProviderError, UsageError, generate, validate
from epoch_cli.catalog import Catalog, Profile
from epoch_cli.errors import ConfigError, EpochError
from epoch_cli.events import BudgetChanged, NoticeGiven, PatchAccepted, PatchRefused, RunEnded, UsageReported
from epoch_cli.providers.base import FinishPart, RefusalPart, ThinkingPart, UsagePart

PAGE = add("/root", container())


def child(index: int, **more: object) -> dict[str, object]:
    return add("/root/children/-", text_node(f"line {index}", **more))


def assert_ended(
    catalog: Catalog, events: list[Event], status: str, exit_code: int | None, children: int | None
) -> RunEnded:
    """The last event has this status and exit code, the document so many children, and it is valid."""
    ended = events[-1]
    assert isinstance(ended, RunEnded)
    assert ended.status == status
    assert ended.error.get("exit_code") == exit_code
    if exit_code is not None:
        assert set(ended.error) - {"kind"} == {"category", "message", "remedy", "exit_code"}
        assert ended.error["message"]
        assert ended.error["remedy"]
    if children is None:
        assert "root" not in ended.document
    else:
        assert len(ended.document["root"]["children"]) == children
    profile = events[0].profile if events[0].profile in catalog.profiles else "unlimited"
    assert validate(ended.document, catalog, profile=profile).gates == []
    return ended


# ------------------------------------------------------------------ providers that fail


@pytest.mark.parametrize("script", [[], ["Sorry, I cannot."], ['{"a": 1}'], [jsonl(add("/root", {"type": "Nope"}))]])
def test_an_answer_without_an_interface_is_a_failure(punk: Catalog, script: list[Step]) -> None:
    events = run(ScriptedProvider([*script, FinishPart("stop")]), punk)
    assert_ended(punk, events, "failed", 3, None)


def test_a_provider_that_fails_at_once_leaves_nothing(punk: Catalog) -> None:
    events = run(ScriptedProvider([ProviderError("no route", remedy="check the network", kind="network")]), punk)
    ended = assert_ended(punk, events, "failed", 3, None)
    assert (ended.error["kind"], ended.error["category"]) == ("network", "PROVIDER_ERROR")
    assert ended.error["message"] == "no route"


def test_a_provider_that_fails_in_the_middle_keeps_what_was_accepted(punk: Catalog) -> None:
    text = jsonl(PAGE, child(1)) + '{"op": "add", "path": "/root/chil'
    provider = ScriptedProvider([*chunks(text), ProviderError("connection reset", remedy="ask again")])
    events = run(provider, punk)
    assert_ended(punk, events, "failed", 3, 1)
    assert provider.closed == 1
    assert len(of(UsageReported, events)) == 1


def test_a_stream_without_its_end_is_truncated_and_that_is_an_error(punk: Catalog) -> None:
    events = run(ScriptedProvider(chunks(jsonl(PAGE, child(1)))), punk)
    ended = assert_ended(punk, events, "failed", 3, 1)
    assert (ended.error["kind"], ended.error["category"]) == ("truncated", "PROVIDER_ERROR")


def test_a_refusal_of_the_model_is_a_failure(punk: Catalog) -> None:
    events = run(ScriptedProvider([RefusalPart("I will not."), FinishPart("refusal")]), punk)
    ended = assert_ended(punk, events, "failed", 3, None)
    assert (ended.error["kind"], ended.error["category"]) == ("content", "PROVIDER_ERROR")


def test_the_output_limit_of_the_model_is_a_budget(punk: Catalog) -> None:
    events = run(ScriptedProvider([jsonl(PAGE, child(1)), FinishPart("length")]), punk)
    assert_ended(punk, events, "budget", 5, 1)


# ------------------------------------------------------------------ time


def test_a_provider_that_hangs_is_out_of_time(punk: Catalog) -> None:
    provider = ScriptedProvider([jsonl(PAGE, child(1)), HANG])
    began = time.monotonic()
    events = run(provider, punk, timeout=0.2)
    assert 0.15 < time.monotonic() - began < 5
    ended = assert_ended(punk, events, "timeout", 4, 1)
    assert provider.closed == 1
    assert "0.2" in ended.error["message"]
    assert "time" in [event.meter for event in of(BudgetChanged, events) if event.state == "reached"]


def test_a_provider_that_hangs_before_its_first_word_is_out_of_time(punk: Catalog) -> None:
    assert_ended(punk, run(ScriptedProvider([HANG]), punk, timeout=0.05), "timeout", 4, None)


def test_a_provider_that_never_stops_talking_is_out_of_time(punk: Catalog) -> None:
    ticks = count()
    provider = ScriptedProvider([jsonl(PAGE), *["blah "] * 100_000])
    events = run(provider, punk, timeout=50.0, clock=lambda: next(ticks) * 0.1, token_budget=10**9)
    assert_ended(punk, events, "timeout", 4, 0)


# ------------------------------------------------------------------ budgets


def test_a_prompt_over_the_token_budget_is_an_error_and_nothing_is_sent(punk: Catalog) -> None:
    provider = ScriptedProvider(says(PAGE))
    with pytest.raises(BudgetError) as refused:
        run(provider, punk, token_budget=100)
    assert provider.requests == []
    assert refused.value.exit_code == 5
    assert refused.value.remedy


def test_an_answer_over_the_token_budget_ends_the_run(punk: Catalog) -> None:
    provider = ScriptedProvider([jsonl(PAGE, child(1)), *["word " * 100] * 1000, FinishPart("stop")])
    events = run(provider, punk, token_budget=12_000)
    ended = assert_ended(punk, events, "budget", 5, 1)
    assert "~" in ended.error["message"]
    assert provider.closed == 1
    assert [event.state for event in of(BudgetChanged, events) if event.meter == "tokens"] == ["near", "reached"]


def test_thinking_counts_against_the_token_budget(punk: Catalog) -> None:
    provider = ScriptedProvider([jsonl(PAGE), *[ThinkingPart("hm " * 200)] * 1000])
    assert_ended(punk, run(provider, punk, token_budget=12_000), "budget", 5, 0)


def test_reported_usage_replaces_the_estimate_in_the_token_budget(punk: Catalog) -> None:
    """Decision 14: what the provider counted is what was used, and a refinement no longer fits."""
    control = Control()
    control.refine("more")
    provider = ScriptedProvider([jsonl(PAGE), UsagePart(input_tokens=31_000, output_tokens=900), FinishPart("stop")])
    events = run(provider, punk, control=control, token_budget=32_000)
    assert_ended(punk, events, "budget", 5, 0)
    assert len(provider.requests) == 1


def test_more_patches_than_the_profile_allows_end_the_run(punk: Catalog) -> None:
    few = Profile("few", patches=4)
    provider = ScriptedProvider(says(PAGE, *(child(index) for index in range(10))))
    events = run(provider, punk, profile=few)
    ended = assert_ended(punk, events, "budget", 5, 3)
    assert provider.closed == 1
    assert ended.accepted == 4
    assert [event.diagnostics[0].code for event in of(PatchRefused, events)] == ["EP608"]


def test_refused_patches_count_as_written(punk: Catalog) -> None:
    few = Profile("few", patches=4)
    wrong = add("/root/children/-", {"type": "Nope"})
    events = run(ScriptedProvider(says(PAGE, wrong, wrong, wrong, child(1))), punk, profile=few)
    assert_ended(punk, events, "budget", 5, 0)


def test_as_many_patches_as_the_profile_allows_are_fine(punk: Catalog) -> None:
    few = Profile("few", patches=4)
    events = run(ScriptedProvider(says(PAGE, *(child(index) for index in range(3)))), punk, profile=few)
    assert_ended(punk, events, "complete", None, 3)


@pytest.mark.parametrize(
    ("meter", "caps", "node", "code", "fit"),
    [
        ("nodes", {"nodes": 4}, {"type": "Text"}, "EP601", 3),
        ("score", {"score": 7}, {"type": "Text", "text": "{context.a}"}, "EP607", 2),
        ("bindings", {"bindings": 2}, {"type": "Text", "text": "{context.a}"}, "EP605", 2),
        ("handlers", {"handlers": 2}, {"type": "Button", "text": "Go", "props": {"onClick": "go"}}, "EP606", 2),
    ],
)
def test_what_goes_over_a_cap_is_refused_and_the_run_goes_on(
    punk: Catalog, meter: str, caps: dict[str, int], node: dict[str, object], code: str, fit: int
) -> None:
    profile = Profile("small", **caps)
    events = run(ScriptedProvider(says(PAGE, *[add("/root/children/-", node)] * 5)), punk, profile=profile)
    ended = assert_ended(punk, events, "complete", None, fit)
    assert {diagnostic.code for event in of(PatchRefused, events) for diagnostic in event.diagnostics} == {code}
    assert ended.metrics[meter] <= caps[meter]
    states = [event.state for event in of(BudgetChanged, events) if event.meter == meter]
    assert states[-1] == "reached"
    assert len(states) == len(set(states))


def test_a_meter_says_each_state_once_and_only_from_near_on(punk: Catalog) -> None:
    events = run(
        ScriptedProvider(says(PAGE, *(child(index) for index in range(9)))), punk, profile=Profile("p", nodes=10)
    )
    nodes = [(event.state, event.used, event.limit) for event in of(BudgetChanged, events) if event.meter == "nodes"]
    assert nodes == [("near", 8, 10), ("reached", 10, 10)]


def test_without_caps_there_are_no_meters(punk: Catalog) -> None:
    script = says(PAGE, *(child(index) for index in range(200)), size=500)
    events = run(ScriptedProvider(script), punk, profile="unlimited", token_budget=10**9)
    assert of(BudgetChanged, events) == []
    assert_ended(punk, events, "complete", None, 200)


def test_the_specifications_caps_hold_in_the_default_profile(punk: Catalog) -> None:
    groups = [add("/root/children/-", container()) for _ in range(13)]
    fill = [add(f"/root/children/{group}/children/-", text_node("x")) for group in range(12) for _ in range(13)]
    ended = run(ScriptedProvider(says(PAGE, *groups, *fill, size=400)), punk)[-1]
    assert ended.metrics["children"] == 12
    assert ended.metrics["nodes"] == 50
    assert ended.metrics["score"] <= 100
    assert validate(ended.document, punk).gates == []


# ------------------------------------------------------------------ readers that leave


def test_when_the_reader_leaves_the_provider_is_closed_at_once(punk: Catalog) -> None:
    provider = ScriptedProvider([jsonl(PAGE), jsonl(child(1)), HANG])

    async def leave() -> int:
        events = generate("x", catalog=punk, provider=provider)
        async for event in events:
            if isinstance(event, PatchAccepted):
                break
        await events.aclose()  # type: ignore[attr-defined]
        return provider.closed

    assert asyncio.run(asyncio.wait_for(leave(), 10)) == 1


def test_when_a_reader_that_waits_is_cancelled_the_provider_is_closed(punk: Catalog) -> None:
    provider = ScriptedProvider([jsonl(PAGE), HANG])

    async def cancelled() -> int:
        accepted = asyncio.Event()

        async def read() -> None:
            async for event in generate("x", catalog=punk, provider=provider):
                if isinstance(event, PatchAccepted):
                    accepted.set()

        task = asyncio.create_task(read())
        await accepted.wait()
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return provider.closed

    assert asyncio.run(asyncio.wait_for(cancelled(), 10)) == 1


def test_a_whole_run_closes_the_provider_and_leaves_no_task_behind(punk: Catalog) -> None:
    provider = ScriptedProvider(says(PAGE))

    async def whole() -> set[asyncio.Task[object]]:
        async for _ in generate("x", catalog=punk, provider=provider):
            pass
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert asyncio.run(whole()) == set()
    assert provider.closed == 1


def test_reported_usage_is_told_even_when_the_answer_fails(punk: Catalog) -> None:
    script = [UsagePart(input_tokens=7, output_tokens=8), jsonl(PAGE), ProviderError("gone", remedy="x")]
    (usage,) = of(UsageReported, run(ScriptedProvider(script), punk))
    assert (usage.input_tokens, usage.output_tokens, usage.estimated) == (7, 8, False)


@pytest.mark.parametrize(
    ("error", "code"), [(ConfigError("no such header", remedy="x"), 2), (UsageError("no", remedy="x"), 2)]
)
def test_what_cannot_be_asked_at_all_ends_the_run_as_any_failure_does(
    punk: Catalog, error: EpochError, code: int
) -> None:
    """A header or a certificate that cannot be used is found out when the request is sent; nothing was used then."""
    events = run(ScriptedProvider([error]), punk)
    assert_ended(punk, events, "failed", code, None)
    (usage,) = of(UsageReported, events)
    assert (usage.input_tokens, usage.output_tokens, usage.estimated) == (0, 0, False)


def test_an_answer_that_ends_in_a_way_of_its_own_is_told_as_that(punk: Catalog) -> None:
    events = run(ScriptedProvider([jsonl(PAGE), FinishPart("other", "MALFORMED_RESPONSE")]), punk)
    (notice,) = of(NoticeGiven, events)
    assert (notice.code, notice.message.rpartition(" ")[2]) == ("ended-otherwise", "MALFORMED_RESPONSE")
    assert_ended(punk, events, "complete", None, 0)
