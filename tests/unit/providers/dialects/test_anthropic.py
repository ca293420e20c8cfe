"""Anthropic: requests with a marked prefix, blocks to parts, counts that do not overlap."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli.providers.base import (
    Constraint,
    FinishPart,
    Parameters,
    PingPart,
    RefusalPart,
    TextPart,
    ThinkingPart,
    ToolInputPart,
    Turn,
    UsagePart,
)
from epoch_cli.providers.dialects import Ask
from epoch_cli.providers.dialects.anthropic import DIALECT, LIMIT, VERSION
from epoch_cli.providers.failures import Failed
from epoch_cli.providers.remote import RemoteProvider
from epoch_cli.providers.rows import ModelRow

from .asks import BY_SCHEMA, EVERYTHING, SCHEMA, ask_of, failure_in, finishes_in, read, row_of, text_in, usages_in

ROW = row_of("anthropic", sampling=False, effort="reasoning", schema="json_schema", seed_field="")
ASK = ask_of(ROW)

START = {"type": "message_start", "message": {"usage": {"input_tokens": 5, "output_tokens": 1}}}
STOP = {"type": "message_stop"}


def block(kind: str, index: int = 0, **more: Any) -> dict[str, Any]:
    return {"type": "content_block_start", "index": index, "content_block": {"type": kind, **more}}


def delta(kind: str, name: str, text: str, index: int = 0) -> dict[str, Any]:
    return {"type": "content_block_delta", "index": index, "delta": {"type": kind, name: text}}


def text(piece: str, index: int = 0) -> dict[str, Any]:
    return delta("text_delta", "text", piece, index)


def end(reason: str | None = "end_turn", usage: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"type": "message_delta", "delta": {"stop_reason": reason, **more}, "usage": usage or {}}


def with_prefix(ask: Ask, stable: int) -> Ask:
    return ask._replace(request=replace(ask.request, stable=stable))


# ---------------------------------------------------------------- requests


def test_a_streaming_request() -> None:
    prepared = DIALECT.prepare(ASK)
    assert prepared.path == "/v1/messages"
    assert prepared.headers == {"anthropic-version": VERSION}
    assert prepared.dropped == ()
    assert prepared.body == {
        "model": "some-model",
        "max_tokens": LIMIT,
        "messages": [
            {"role": "user", "content": "a login form"},
            {"role": "assistant", "content": '{"op":"add"}'},
            {"role": "user", "content": "and a logo"},
        ],
        "stream": True,
        "system": [{"type": "text", "text": "Write patches."}],
    }


def test_a_row_can_ask_for_another_version() -> None:
    row = ROW._replace(headers={"Anthropic-Version": "2023-06-01"})
    ask = ask_of(row)
    assert RemoteProvider(row, ask.model).describe(ask.request)["headers"]["anthropic-version"] == "2023-06-01"


def test_the_stable_part_of_the_system_prompt_is_a_block_that_is_kept() -> None:
    ask = with_prefix(ask_of(ROW, system="Catalog. Now: a card.", constraint=BY_SCHEMA), len("Catalog. "))
    kept, rest = DIALECT.prepare(ask).body["system"]
    assert kept == {"type": "text", "text": "Catalog. ", "cache_control": {"type": "ephemeral"}}
    assert rest == {"type": "text", "text": "Now: a card.\n\nWrite one object."}


def test_a_system_prompt_that_is_all_stable_is_one_block() -> None:
    ask = with_prefix(ask_of(ROW, system="Catalog."), len("Catalog."))
    assert [each["text"] for each in DIALECT.prepare(ask).body["system"]] == ["Catalog."]


def test_no_system_prompt_is_none() -> None:
    assert "system" not in DIALECT.prepare(ask_of(ROW, system="")).body


def test_turns_of_the_same_role_are_one_and_empty_ones_none() -> None:
    turns = (Turn("user", "a"), Turn("user", "b"), Turn("assistant", " "), Turn("user", "c"), Turn("assistant", "d"))
    assert DIALECT.prepare(ask_of(ROW, turns=turns)).body["messages"] == [
        {"role": "user", "content": "a\n\nb\n\nc"},
        {"role": "assistant", "content": "d"},
    ]


def test_there_is_always_a_limit() -> None:
    def limit(asked: int | None, row: int | None, model: int | None) -> int:
        ask = ask_of(
            ROW._replace(max_tokens=row),
            model=ModelRow("here", "m", output=model),
            parameters=Parameters(max_tokens=asked),
        )
        size: int = DIALECT.prepare(ask).body["max_tokens"]
        return size

    assert limit(700, 32_000, 64_000) == 700
    assert limit(None, 32_000, 64_000) == 32_000
    assert limit(None, 32_000, 8_000) == 8_000
    assert limit(None, None, None) == LIMIT
    assert limit(None, None, 4_000) == 4_000


def test_what_it_does_not_take_is_left_out_and_named() -> None:
    prepared = DIALECT.prepare(ask_of(ROW, parameters=EVERYTHING))
    assert prepared.body["max_tokens"] == 900
    assert prepared.body["stop_sequences"] == ["END"]
    assert prepared.body["output_config"] == {"effort": "low"}
    assert {"temperature", "top_p", "seed"}.isdisjoint(prepared.body)
    assert set(prepared.dropped) == {"temperature", "top_p", "seed"}


def test_with_an_effort_thoughts_are_asked_for_in_short_but_not_beside_a_temperature() -> None:
    thinking = {"type": "adaptive", "display": "summarized"}
    wish = Parameters(effort="low")
    assert DIALECT.prepare(ask_of(ROW, parameters=wish)).body["thinking"] == thinking
    assert "thinking" not in DIALECT.prepare(ask_of(ROW)).body
    warm = replace(wish, temperature=0.5)
    assert DIALECT.prepare(ask_of(ROW, parameters=warm)).body["thinking"] == thinking  # which is not sent
    assert "thinking" not in DIALECT.prepare(ask_of(ROW._replace(sampling=True), parameters=warm)).body


def test_an_older_version_takes_a_temperature() -> None:
    prepared = DIALECT.prepare(ask_of(ROW._replace(sampling=True), parameters=EVERYTHING))
    assert prepared.body["temperature"] == 0.5
    assert prepared.dropped == ("seed",)


@pytest.mark.parametrize("effort", ["none", "minimal"])
def test_an_effort_that_it_does_not_have_is_dropped(effort: Any) -> None:
    prepared = DIALECT.prepare(ask_of(ROW, parameters=Parameters(effort=effort)))
    assert prepared.dropped == ("effort",)
    assert "output_config" not in prepared.body


def test_a_model_without_effort_gets_none() -> None:
    prepared = DIALECT.prepare(ask_of(ROW._replace(effort="none"), parameters=Parameters(effort="high")))
    assert prepared.dropped == ("effort",)


def test_a_schema_is_a_format_beside_the_effort() -> None:
    prepared = DIALECT.prepare(ask_of(ROW, parameters=Parameters(effort="max"), constraint=BY_SCHEMA))
    assert prepared.body["output_config"] == {
        "effort": "max",
        "format": {"type": "json_schema", "schema": SCHEMA},
    }


def test_a_grammar_is_dropped_with_its_note() -> None:
    prepared = DIALECT.prepare(ask_of(ROW, constraint=Constraint("lark", grammar="start: /x/", note="Lines only.")))
    assert prepared.dropped == ("constraint",)
    assert prepared.body["system"] == [{"type": "text", "text": "Write patches."}]


def test_json_with_a_schema_and_without() -> None:
    body = DIALECT.prepare(ask_of(ROW, mode="json", schema=SCHEMA)).body
    assert body["stream"] is False
    assert body["output_config"]["format"]["schema"] == SCHEMA
    assert "output_config" not in DIALECT.prepare(ask_of(ROW, mode="json")).body


def test_the_fields_of_a_row_come_last() -> None:
    row = ROW._replace(extra={"service_tier": "auto", "max_tokens": 1, "output_config": {"format": None}})
    body = DIALECT.prepare(ask_of(row, parameters=Parameters(effort="low"))).body
    assert body["service_tier"] == "auto"
    assert body["max_tokens"] == 1
    assert body["output_config"] == {"effort": "low", "format": None}


# ---------------------------------------------------------------- answers


def test_each_channel_has_its_part() -> None:
    parts, complete = read(
        DIALECT,
        ASK,
        [
            START,
            block("thinking", thinking=""),
            delta("thinking_delta", "thinking", 'a {"op":1}'),
            delta("signature_delta", "signature", "c2ln"),
            {"type": "content_block_stop", "index": 0},
            {"type": "ping"},
            block("text", 1, text=""),
            text('{"op"', 1),
            text("", 1),
            text(":1}", 1),
            block("tool_use", 2, name="write", input={}),
            delta("input_json_delta", "partial_json", '{"patches"', 2),
            end("tool_use", {"output_tokens": 9}),
            STOP,
        ],
    )
    assert complete
    assert parts == [
        UsagePart(input_tokens=5, output_tokens=1),
        ThinkingPart('a {"op":1}'),
        PingPart(),
        TextPart('{"op"'),
        TextPart(":1}"),
        ToolInputPart('{"patches"'),
        UsagePart(input_tokens=5, output_tokens=9),
        FinishPart("tool", "tool_use"),
    ]


def test_a_block_may_begin_with_its_text() -> None:
    parts, _ = read(DIALECT, ASK, [block("text", text="a"), text("b"), end()])
    assert text_in(parts) == "ab"


def test_counts_do_not_overlap_and_the_last_that_is_known_stands() -> None:
    first = {
        "input_tokens": 100,
        "cache_creation_input_tokens": 20,
        "cache_read_input_tokens": 3,
        "output_tokens": 1,
        "service_tier": "standard",
    }
    later = {
        "input_tokens": None,
        "cache_read_input_tokens": 4,
        "output_tokens": 50,
        "output_tokens_details": {"thinking_tokens": 12},
    }
    parts, _ = read(DIALECT, ASK, [{"type": "message_start", "message": {"usage": first}}, end(usage=later), STOP])
    assert usages_in(parts) == [
        UsagePart(123, 1, cached_tokens=3, cache_write_tokens=20),
        UsagePart(124, 50, cached_tokens=4, cache_write_tokens=20, thinking_tokens=12),
    ]


def test_the_same_counts_again_are_no_news() -> None:
    again = {**START["message"]["usage"], "service_tier": "standard"}  # type: ignore[index]
    parts, _ = read(DIALECT, ASK, [START, end(usage=again), STOP])
    assert len(usages_in(parts)) == 1


@every_row(
    ("raw", "reason"),
    [
        ("end_turn", "stop"),
        ("max_tokens", "length"),
        ("stop_sequence", "stop_sequence"),
        ("tool_use", "tool"),
        ("refusal", "refusal"),
        ("model_context_window_exceeded", "context_window"),
        ("pause_turn", "other"),
        ("something_new", "other"),
    ],
)
def test_how_an_answer_ends(raw: str, reason: Any) -> None:
    parts, complete = read(DIALECT, ASK, [START, end(raw), STOP])
    assert finishes_in(parts) == [FinishPart(reason, raw)]
    assert complete


def test_a_refusal_may_be_explained() -> None:
    details = {"type": "refusal", "category": "cyber", "explanation": "That would harm."}
    parts, _ = read(DIALECT, ASK, [end("refusal", stop_details=details)])
    assert parts == [RefusalPart("That would harm."), FinishPart("refusal", "refusal")]


def test_a_reason_is_enough_for_an_end_and_so_is_the_last_event() -> None:
    assert read(DIALECT, ASK, [START, text("a"), end()])[1]
    parts, complete = read(DIALECT, ASK, [START, text("a"), STOP])
    assert complete
    assert [each.reason for each in finishes_in(parts)] == ["other"]


def test_without_either_an_answer_is_cut() -> None:
    for frames in ([], [START], [START, text("a"), {"type": "content_block_stop", "index": 0}], [START, end(None)]):
        assert not read(DIALECT, ASK, frames)[1]


def test_what_is_not_known_gives_nothing() -> None:
    frames = [
        {"type": "message_note", "note": "new"},
        {},
        block("server_tool_use", 3, name="web_search"),
        delta("input_json_delta", "partial_json", '{"query"', 3),
        block("hologram", 4, light="blue"),
        text("not for us", 4),
        delta("citations_delta", "citation", "x"),
    ]
    assert read(DIALECT, ASK, frames) == ([], False)


def test_an_error_in_an_answer_is_a_failure() -> None:
    error = {"type": "error", "error": {"type": "overloaded_error", "message": "Busy"}, "request_id": "r"}
    failure = failure_in(DIALECT, ASK, [START, text("a"), error]).failure
    assert (failure.kind, failure.message, failure.code) == ("overloaded", "Busy", "overloaded_error")


@every_row(
    "body",
    [
        [],
        "text",
        7,
        {"type": "content_block_delta"},
        text(5),  # type: ignore[arg-type]
        {"type": "message_start"},
        {"type": "message_delta", "delta": {"stop_reason": {"a": 1}}},
        {"type": "message_start", "message": {"usage": {"input_tokens": "5"}}},
    ],
)
def test_what_is_not_of_the_protocol_raises_what_is_promised(body: Any) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError, ValueError)):
        DIALECT.reader(ASK).read("", body)


def test_a_whole_answer() -> None:
    body = {
        "type": "message",
        "content": [
            {"type": "thinking", "thinking": "hm", "signature": "c2ln"},
            {"type": "redacted_thinking", "data": "x"},
            {"type": "text", "text": "a"},
            {"type": "tool_use", "name": "write", "input": {"patches": []}},
        ],
        "stop_reason": "tool_use",
        "usage": {"input_tokens": 2, "output_tokens": 3},
    }
    assert DIALECT.whole(ASK, body) == [
        ThinkingPart("hm"),
        TextPart("a"),
        ToolInputPart('{"patches":[]}'),
        UsagePart(2, 3),
        FinishPart("tool", "tool_use"),
    ]


def test_a_whole_answer_without_a_reason_still_ends() -> None:
    parts = DIALECT.whole(ASK, {"content": [{"type": "text", "text": "a"}]})
    assert [each.reason for each in finishes_in(parts)] == ["other"]


def test_an_error_with_status_200_is_a_failure() -> None:
    with pytest.raises(Failed) as caught:
        DIALECT.whole(ASK, {"type": "error", "error": {"type": "api_error", "message": "Broken"}})
    assert caught.value.failure.kind == "server"


def test_a_body_of_another_protocol_raises_what_is_promised() -> None:
    for body in ({"choices": []}, [], {"content": 5}, {"content": [{"type": "text"}]}):
        with pytest.raises((KeyError, TypeError, AttributeError, ValueError)):
            DIALECT.whole(ASK, body)
