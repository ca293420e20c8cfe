"""A run from its first event to its last: their order, what is recorded, what is counted."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from itertools import count
from math import inf
from typing import Any

import jsonpatch
import pytest
from support import scripted
from support.scripted import (
    HANG,
    ScriptedProvider,
    add,
    chunks,
    container,
    jsonl,
    of,
    says,
    text_node,
)

from epoch_cli import Control, Event, Options, UsageError, apply_patch, generate, validate
from epoch_cli.catalog import Catalog
from epoch_cli.document import clone
from epoch_cli.events import (
    AttemptStarted,
    DiagnosticFound,
    PatchAccepted,
    PatchRefused,
    RepairMade,
    RunEnded,
    RunStarted,
    TextReceived,
    UsageReported,
    from_json,
    to_json,
)
from epoch_cli.providers.base import FinishPart, RefusalPart, ThinkingPart, UsagePart

# patch by patch: what is written is what is told; node by node is in test_granularity.py
run = partial(scripted.run, granularity="patch")
follow = partial(scripted.follow, granularity="patch")

PAGE = add("/root", container(text_node("one"), text_node("two")))
MORE = add("/root/children/-", text_node("three"))
WRONG = add("/root/children/-", {"type": "Marquee"})


def test_run_started_is_first_and_run_ended_last_and_each_once(punk: Catalog) -> None:
    events = run(ScriptedProvider(says(PAGE, WRONG, MORE)), punk)
    assert isinstance(events[0], RunStarted)
    assert isinstance(events[-1], RunEnded)
    assert len(of(RunStarted, events)) == len(of(RunEnded, events)) == 1


def test_an_attempt_is_told_before_its_text_and_its_usage_after(punk: Catalog) -> None:
    kinds = [type(event) for event in run(ScriptedProvider(says(PAGE)), punk)]
    assert kinds[0] is RunStarted
    assert kinds.index(AttemptStarted) < kinds.index(TextReceived) < kinds.index(PatchAccepted)
    assert kinds.index(UsageReported) > max(at for at, kind in enumerate(kinds) if kind is TextReceived)


def test_a_patch_is_told_right_after_the_text_that_completes_it(punk: Catalog) -> None:
    events = run(ScriptedProvider([jsonl(PAGE), jsonl(MORE), FinishPart("stop")]), punk)
    kinds = [type(event) for event in events if isinstance(event, (TextReceived, PatchAccepted))]
    assert kinds == [TextReceived, PatchAccepted, TextReceived, PatchAccepted]


def test_time_never_goes_back_and_starts_at_zero(punk: Catalog) -> None:
    events = run(ScriptedProvider(says(PAGE, WRONG, MORE)), punk)
    times = [event.at for event in events]
    assert times[0] == 0
    assert times == sorted(times)


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_text_is_recorded_exactly_as_it_came(punk: Catalog, size: int) -> None:
    text = f"Sure! 🙂 \r\n```json\n{jsonl(PAGE, MORE)}```\n\ttrailing  "
    pieces = chunks(text, size)
    events = run(ScriptedProvider([*pieces, FinishPart("stop")]), punk)
    assert [event.text for event in of(TextReceived, events)] == pieces
    assert len(of(PatchAccepted, events)) == 2


def test_channels_are_kept_apart(punk: Catalog) -> None:
    script = [ThinkingPart("hmm"), jsonl(PAGE), RefusalPart("but not that"), FinishPart("stop")]
    texts = of(TextReceived, run(ScriptedProvider(script), punk))
    assert [(event.channel, event.text) for event in texts] == [
        ("thinking", "hmm"), ("text", jsonl(PAGE)), ("refusal", "but not that"),
    ]  # fmt: skip


def test_thinking_and_refusals_are_never_read_for_patches(punk: Catalog) -> None:
    script = [ThinkingPart(jsonl(WRONG, PAGE)), RefusalPart(jsonl(PAGE)), jsonl(MORE), FinishPart("stop")]
    events = run(ScriptedProvider(script), punk)
    assert of(PatchAccepted, events) == []
    assert [event.patch for event in of(PatchRefused, events)] == [MORE]


def test_thinking_in_the_middle_of_a_patch_does_not_disturb_it(punk: Catalog) -> None:
    text = jsonl(PAGE)
    events = run(ScriptedProvider([text[:30], ThinkingPart('"}]}'), text[30:], FinishPart("stop")]), punk)
    assert len(of(PatchAccepted, events)) == 1


def test_accepted_patches_count_from_one_and_written_patches_too(punk: Catalog) -> None:
    events = run(ScriptedProvider(says(PAGE, WRONG, MORE, WRONG, MORE)), punk)
    accepted = of(PatchAccepted, events)
    assert [event.sequence for event in accepted] == [1, 2, 3]
    assert [event.patch["meta"]["sequence"] for event in accepted] == [1, 2, 3]
    assert [event.number for event in accepted] == [1, 3, 5]
    assert [event.number for event in of(PatchRefused, events)] == [2, 4]


def test_meta_keeps_the_id_and_nothing_else_of_what_was_written(punk: Catalog) -> None:
    written = {"id": "p-1", "sequence": 99, "validated": False, "note": "x", "complexity": {"nodes": 0}}
    (event,) = of(PatchAccepted, run(ScriptedProvider(says({**PAGE, "meta": written})), punk))
    assert event.patch["meta"] == {
        "id": "p-1",
        "sequence": 1,
        "validated": True,
        "complexity": {"nodes": 3, "depth": 2, "bindings": 0},
    }


def test_an_accepted_patch_is_plain_rfc_6902(punk: Catalog) -> None:
    login = add("/root", container({"type": "Form", "id": "form", "children": []}))
    button = add("#form/children/-", {"type": "Button", "text": "Go"})
    events = run(ScriptedProvider(says(login, button)), punk)
    document: dict[str, object] = {}
    for event in of(PatchAccepted, events):
        assert set(event.patch) <= {"op", "path", "value", "from", "meta"}
        assert event.patch["path"].startswith("/")
        document = jsonpatch.apply_patch(document, [event.patch])
    assert document["root"] == events[-1].document["root"]


def test_a_patch_id_seen_twice_is_refused_as_a_duplicate(punk: Catalog) -> None:
    again = {**MORE, "meta": {"id": "same"}}
    events = run(ScriptedProvider(says(PAGE, again, again)), punk)
    assert [event.diagnostics[0].code for event in of(PatchRefused, events)] == ["EP907"]
    assert len(events[-1].document["root"]["children"]) == 3


def test_a_refusal_says_what_was_written_and_why(punk: Catalog) -> None:
    (event,) = of(PatchRefused, run(ScriptedProvider(says(PAGE, WRONG)), punk))
    assert event.patch == WRONG
    (diagnostic,) = event.diagnostics
    assert diagnostic.code == "EP201"
    assert diagnostic.pointer == "/root/children/2/type"
    assert diagnostic.message
    assert diagnostic.hint


def test_repairs_are_told_before_the_patch_they_belong_to(punk: Catalog) -> None:
    bare = add("/root", {"type": "Container"})
    events = run(ScriptedProvider(says(bare, add("/root/children/-", text_node("hi")))), punk)
    (repair,) = of(RepairMade, events)
    assert repair.number == 2
    at = events.index(repair)
    following = next(event for event in events[at:] if isinstance(event, PatchAccepted))
    assert following.number == 2
    assert repair.repair.grade == "lossless"


def test_everything_is_counted_at_the_end(punk: Catalog) -> None:
    text = jsonl(add("/root", {"type": "Container"}), add("/root/children/-", text_node("hi")), WRONG)
    text += '{"op": "add", "path": "/root/children/-", "value": {"a": 1, "a": 2}}\n{"op": "add",\n'
    events = run(ScriptedProvider([*chunks(text), FinishPart("stop")]), punk)
    ended = events[-1]
    assert (ended.accepted, ended.refused, ended.repaired, ended.malformed) == (2, 1, 1, 2)
    assert ended.status == "complete"
    found = [event.diagnostic.code for event in of(DiagnosticFound, events)]
    assert found == ["EP002", "EP006"]


def test_malformed_text_is_told_with_its_line_and_column(punk: Catalog) -> None:
    text = jsonl(PAGE) + 'so:\n{"op": "add" "path": "/root"}\n'
    (event,) = of(DiagnosticFound, run(ScriptedProvider([*chunks(text), FinishPart("stop")]), punk, heal=False))
    assert (event.diagnostic.line, event.diagnostic.column) == (3, 14)


def test_a_test_that_holds_is_no_change_and_one_that_fails_is_a_refusal(punk: Catalog) -> None:
    holds = {"op": "test", "path": "/root/children/0/text", "value": "one"}
    fails = {"op": "test", "path": "/root/children/0/text", "value": "two"}
    events = run(ScriptedProvider(says(PAGE, holds, fails, MORE)), punk)
    assert [event.sequence for event in of(PatchAccepted, events)] == [1, 2]
    assert [event.diagnostics[0].code for event in of(PatchRefused, events)] == ["EP906"]


def test_patches_in_a_list_or_a_wrapper_are_told_one_by_one(punk: Catalog) -> None:
    text = f'{{"patches": [{jsonl(PAGE).strip()}, {jsonl(MORE).strip()}]}}'
    events = run(ScriptedProvider([*chunks(text), FinishPart("stop")]), punk)
    assert [event.patch["path"] for event in of(PatchAccepted, events)] == ["/root", "/root/children/-"]


def test_deferred_findings_come_at_the_end_and_are_no_failure(punk: Catalog) -> None:
    events = run(ScriptedProvider(says(add("/root", {"type": "Form", "children": []}))), punk)
    (found,) = of(DiagnosticFound, events)
    assert found.diagnostic.code == "EP811"
    assert events.index(found) == len(events) - 3  # before the last stage, and the end
    assert events[-1].status == "complete"
    assert events[-1].error == {}


def test_the_end_tells_the_finished_document_and_its_weight(punk: Catalog) -> None:
    ended = run(ScriptedProvider(says(PAGE, MORE)), punk)[-1]
    assert list(ended.document)[:2] == ["punkVersion", "schemaVersion"]
    assert validate(ended.document, punk).diagnostics == []
    assert ended.metrics == validate(ended.document, punk).metrics.to_json()
    assert ended.metrics["nodes"] == 4


def test_patches_and_inverses_lead_from_the_start_to_the_end_and_back(punk: Catalog) -> None:
    base = {"root": container(text_node("zero"))}
    script = says(
        add("/root/children/0", text_node("first")),
        {"op": "replace", "path": "/root/children/1/text", "value": "nought"},
        {"op": "move", "from": "/root/children/0", "path": "/root/children/1"},
        {"op": "copy", "from": "/root/children/0", "path": "/root/children/-"},
        {"op": "remove", "path": "/root/children/0"},
    )
    events = run(ScriptedProvider(script), punk, document=base)
    document = clone(base)
    for event in of(PatchAccepted, events):
        document = apply_patch(document, event.patch).document
    assert document["root"] == events[-1].document["root"]
    for event in reversed(of(PatchAccepted, events)):
        document = apply_patch(document, event.inverse).document
    assert document == base


def test_what_was_told_does_not_change_afterwards(punk: Catalog) -> None:
    change = {"op": "replace", "path": "/root/children/0/text", "value": "changed"}
    events = run(ScriptedProvider(says(PAGE, change)), punk)
    assert of(PatchAccepted, events)[0].patch["value"] == PAGE["value"]


def test_a_base_is_told_kept_by_its_owner_and_edited(punk: Catalog) -> None:
    base = {"root": container(text_node("zero"), id="page"), "metadata": {"by": "me"}}
    before = clone(base)
    provider = ScriptedProvider(says(add("/root/children/-", text_node("one"))))
    events = run(provider, punk, document=base)
    assert events[0].base == before
    assert base == before
    assert events[-1].document["metadata"] == {"by": "me"}
    assert len(events[-1].document["root"]["children"]) == 2
    assert '"id":"page"' in provider.requests[0].system
    assert provider.requests[0].brief.document == before


def test_the_request_holds_the_rendered_prompt_the_wish_and_the_extra_text(punk: Catalog) -> None:
    provider = ScriptedProvider(says(PAGE))
    events = run(provider, punk, prompt="a page of two", system="Speak plainly.")
    (request,) = provider.requests
    assert request.turns[-1].content == request.brief.prompt == "a page of two"
    assert request.turns[-1].role == "user"
    assert request.system.endswith("Speak plainly.")
    assert "- DataGrid: " in request.system
    assert of(AttemptStarted, events)[0].prompt == "a page of two"


def test_the_start_says_who_writes_under_which_rules(punk: Catalog) -> None:
    started = run(ScriptedProvider(says(PAGE)), punk, profile="foundation", session="s-1")[0]
    assert (started.session, started.profile, started.catalog) == ("s-1", "foundation", "punk")
    assert (started.provider, started.model, started.title) == ("scripted", "script-1", "scripted model")
    assert started.catalog_digest == punk.digest
    assert started.base is None


def test_reported_usage_replaces_the_estimate(punk: Catalog) -> None:
    told, guessed = (
        of(UsageReported, run(ScriptedProvider([*script, *says(PAGE)]), punk))[0]
        for script in ([UsagePart(input_tokens=11, output_tokens=22)], [])
    )
    assert (told.input_tokens, told.output_tokens, told.estimated) == (11, 22, False)
    assert guessed.estimated
    assert guessed.output_tokens == -(-len(jsonl(PAGE)) // 4)


@pytest.mark.parametrize("prompt", ["", "  ", "\n\t"])
def test_an_empty_prompt_is_a_usage_error_before_anything_is_asked(punk: Catalog, prompt: str) -> None:
    provider = ScriptedProvider(says(PAGE))
    with pytest.raises(UsageError):
        run(provider, punk, prompt=prompt)
    assert provider.requests == []


def test_unknown_providers_and_profiles_are_usage_errors(punk: Catalog) -> None:
    with pytest.raises(UsageError, match="nope"):
        run("nope", punk)
    with pytest.raises(UsageError, match="nope"):
        run(ScriptedProvider(says(PAGE)), punk, profile="nope")


def test_the_same_run_with_the_same_clocks_gives_identical_events(punk: Catalog) -> None:
    def once() -> list[Event]:
        ticks = count()
        return run(
            ScriptedProvider([ThinkingPart("…"), *says(PAGE, WRONG, MORE), HANG][:-1]),
            punk,
            clock=lambda: next(ticks) * 0.125,
            now=lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
            entropy=lambda length: bytes(range(length)),
        )

    first, second = once(), once()
    assert [to_json(event) for event in first] == [to_json(event) for event in second]
    assert first[0].session == "20260102-030405-000102"
    assert first[0].started == "2026-01-02T03:04:05.000+00:00"


def test_two_runs_at_once_do_not_disturb_each_other(punk: Catalog) -> None:
    async def both() -> list[list[Event]]:
        one = ScriptedProvider([*chunks(jsonl(PAGE)), 0.01, *says(MORE)])
        two = ScriptedProvider([0.005, *says(add("/root", container()))])
        return list(await asyncio.gather(follow(one, punk), follow(two, punk)))

    one, two = asyncio.run(both())
    assert len(one[-1].document["root"]["children"]) == 3
    assert two[-1].document["root"]["children"] == []


def test_generate_takes_no_options_at_all(punk: Catalog) -> None:
    async def last() -> Event:
        events = [event async for event in generate("x", catalog=punk, provider=ScriptedProvider(says(PAGE)))]
        return events[-1]

    assert asyncio.run(last()).status == "complete"
    assert Options().profile == "strict"
    assert not Control().cancelled


@pytest.mark.parametrize(
    ("options", "limits"),
    [
        ({}, {"tokens": 32_000, "cost": None, "time": 120.0}),
        ({"token_budget": 9000, "timeout": inf}, {"tokens": 9000, "cost": None, "time": None}),
    ],
)
def test_the_start_tells_the_limits_of_the_whole_run(
    punk: Catalog, options: dict[str, Any], limits: dict[str, Any]
) -> None:
    started = run("offline", punk, prompt="login form", **options)[0]
    assert started.settings["limits"] == limits
    assert from_json(to_json(started)) == started


def test_the_limit_of_money_is_told_in_dollars(punk: Catalog) -> None:
    started = run("offline", punk, prompt="login form", max_cost=Decimal("0.25"))[0]
    assert started.settings["limits"]["cost"] == 0.25
