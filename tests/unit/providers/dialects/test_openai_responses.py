"""OpenAI Responses: a grammar is a tool, named events are parts, one of four events is the last."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
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
    UsagePart,
)
from epoch_cli.providers.dialects.openai_responses import DIALECT, TOOL
from epoch_cli.providers.failures import Failed

from .asks import BY_SCHEMA, EVERYTHING, SCHEMA, ask_of, failure_in, finishes_in, read, row_of, text_in

ROW = row_of(
    "openai_responses", sampling=False, effort="reasoning", cache_key=True, schema="json_schema", grammar="lark"
)
ASK = ask_of(ROW)
BY_GRAMMAR = Constraint("lark", grammar="start: /x/", note="Call the tool.")
USAGE = {
    "input_tokens": 1200,
    "input_tokens_details": {"cached_tokens": 1024, "cache_write_tokens": 100},
    "output_tokens": 96,
    "output_tokens_details": {"reasoning_tokens": 32},
}


def delta(name: str, text: Any) -> dict[str, Any]:
    return {"type": f"response.{name}.delta", "delta": text}


def last(name: str = "completed", **response: Any) -> dict[str, Any]:
    return {"type": f"response.{name}", "response": {"status": name, **response}}


# ---------------------------------------------------------------- requests


def test_a_streaming_request() -> None:
    prepared = DIALECT.prepare(ASK)
    assert prepared.path == "/responses"
    assert prepared.dropped == ()
    assert prepared.body == {
        "model": "some-model",
        "instructions": "Write patches.",
        "input": [
            {"role": "user", "content": "a login form"},
            {"role": "assistant", "content": '{"op":"add"}'},
            {"role": "user", "content": "and a logo"},
        ],
        "stream": True,
        "store": False,
        "stream_options": {"include_obfuscation": False},
    }


def test_a_whole_request_has_no_options_of_streams() -> None:
    body = DIALECT.prepare(ask_of(ROW, mode="complete")).body
    assert body["stream"] is False
    assert "stream_options" not in body
    assert "stream_options" not in DIALECT.prepare(ask_of(ROW._replace(stream_options=False))).body


def test_what_it_does_not_take_is_left_out_and_named() -> None:
    prepared = DIALECT.prepare(ask_of(ROW, parameters=EVERYTHING))
    assert prepared.body["max_output_tokens"] == 900
    assert prepared.body["reasoning"] == {"effort": "low", "summary": "auto"}
    assert {"temperature", "top_p", "seed", "stop"}.isdisjoint(prepared.body)
    assert set(prepared.dropped) == {"temperature", "top_p", "seed", "stop"}


def test_models_that_do_not_reason_take_a_temperature_and_no_effort() -> None:
    prepared = DIALECT.prepare(ask_of(ROW._replace(sampling=True, effort="none"), parameters=EVERYTHING))
    assert (prepared.body["temperature"], prepared.body["top_p"]) == (0.5, 0.9)
    assert set(prepared.dropped) == {"seed", "stop", "effort"}


def test_who_does_not_think_has_nothing_to_sum_up() -> None:
    body = DIALECT.prepare(ask_of(ROW, parameters=Parameters(effort="none"))).body
    assert body["reasoning"] == {"effort": "none"}


def test_the_prefix_has_a_key_where_the_row_takes_one() -> None:
    ask = ask_of(ROW)
    ask = ask._replace(request=replace(ask.request, cache_key="punk-1"))
    assert DIALECT.prepare(ask).body["prompt_cache_key"] == "punk-1"
    assert "prompt_cache_key" not in DIALECT.prepare(ask._replace(row=ROW._replace(cache_key=False))).body


def test_a_grammar_is_a_tool_that_has_to_be_called() -> None:
    prepared = DIALECT.prepare(ask_of(ROW, constraint=BY_GRAMMAR))
    (tool,) = prepared.body["tools"]
    assert (tool["type"], tool["name"]) == ("custom", TOOL)
    assert tool["format"] == {"type": "grammar", "syntax": "lark", "definition": "start: /x/"}
    assert prepared.body["tool_choice"] == {"type": "custom", "name": TOOL}
    assert prepared.body["instructions"] == "Write patches.\n\nCall the tool."
    assert "text" not in prepared.body
    assert prepared.dropped == ()


def test_a_grammar_that_cannot_be_held_is_dropped_with_its_note() -> None:
    prepared = DIALECT.prepare(ask_of(ROW._replace(grammar="none"), constraint=BY_GRAMMAR))
    assert prepared.dropped == ("constraint",)
    assert "tools" not in prepared.body
    assert prepared.body["instructions"] == "Write patches."


def test_a_schema_is_a_strict_format() -> None:
    body = DIALECT.prepare(ask_of(ROW, constraint=BY_SCHEMA)).body
    assert body["text"]["format"] == {"type": "json_schema", "name": "answer", "strict": True, "schema": SCHEMA}
    assert body["instructions"] == "Write patches.\n\nWrite one object."
    assert "tools" not in body


def test_json_with_a_schema_and_without() -> None:
    assert DIALECT.prepare(ask_of(ROW, mode="json", schema=SCHEMA)).body["text"]["format"]["schema"] == SCHEMA
    free = DIALECT.prepare(ask_of(ROW, mode="json")).body
    assert free["text"] == {"format": {"type": "json_object"}}
    assert "json" in free["instructions"].lower()  # or the server refuses


def test_the_fields_of_a_row_come_last() -> None:
    body = DIALECT.prepare(ask_of(ROW._replace(extra={"store": True, "service_tier": "flex"}))).body
    assert (body["store"], body["service_tier"]) == (True, "flex")


# ---------------------------------------------------------------- answers


def test_each_channel_has_its_part() -> None:
    parts, complete = read(
        DIALECT,
        ASK,
        [
            {"type": "response.created", "response": {"status": "in_progress", "usage": None, "error": None}},
            delta("reasoning_summary_text", 'plan {"op":1}'),
            delta("reasoning_text", "more"),
            {"type": "response.reasoning_text.done", "text": "more"},
            delta("output_text", '{"op"'),
            delta("output_text", ""),
            delta("output_text", ":1}"),
            {"type": "response.output_text.done", "text": '{"op":1}'},
            last(usage=USAGE),
        ],
    )
    assert complete
    assert parts == [
        ThinkingPart('plan {"op":1}'),
        ThinkingPart("more"),
        TextPart('{"op"'),
        TextPart(":1}"),
        UsagePart(1200, 96, cached_tokens=1024, cache_write_tokens=100, thinking_tokens=32),
        FinishPart("stop", "completed"),
    ]


@pytest.mark.parametrize("name", ["function_call_arguments", "custom_tool_call_input"])
def test_what_is_written_into_a_tool_is_an_answer(name: str) -> None:
    parts, _ = read(DIALECT, ASK, [delta(name, "{}"), last()])
    assert parts == [ToolInputPart("{}"), FinishPart("tool", "completed")]


def test_a_refusal_is_completed_too() -> None:
    parts, _ = read(DIALECT, ASK, [delta("refusal", "No"), delta("refusal", "."), last()])
    assert parts == [RefusalPart("No"), RefusalPart("."), FinishPart("refusal", "completed")]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [("max_output_tokens", "length"), ("content_filter", "content_filter"), ("steered", "other")],
)
def test_an_incomplete_answer_says_why(raw: str, reason: Any) -> None:
    parts, complete = read(DIALECT, ASK, [last("incomplete", incomplete_details={"reason": raw})])
    assert parts == [FinishPart(reason, raw)]
    assert complete


def test_an_incomplete_answer_that_does_not_say_why_ends_as_well() -> None:
    parts, _ = read(DIALECT, ASK, [last("incomplete", incomplete_details=None)])
    assert finishes_in(parts) == [FinishPart("other", "incomplete")]


def test_without_a_last_event_an_answer_is_cut() -> None:
    frames = [delta("output_text", "a"), {"type": "response.output_item.done", "item": {}}]
    assert not read(DIALECT, ASK, frames)[1]
    assert not read(DIALECT, ASK, [*frames, "[DONE]"])[1]


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "error", "code": "rate_limit_exceeded", "message": "Slow", "param": None},
        {"type": "error", "error": {"type": "x", "code": "rate_limit_exceeded", "message": "Slow"}},
        {"error": {"code": "rate_limit_exceeded", "message": "Slow"}},
        last("failed", error={"code": "rate_limit_exceeded", "message": "Slow"}),
    ],
)
def test_an_error_in_an_answer_is_a_failure(frame: dict[str, Any]) -> None:
    failure = failure_in(DIALECT, ASK, [delta("output_text", "a"), frame]).failure
    assert (failure.kind, failure.message, failure.code) == ("rate", "Slow", "rate_limit_exceeded")


def test_a_failure_that_says_nothing_is_one() -> None:
    assert failure_in(DIALECT, ASK, [last("failed", error=None)]).failure.kind == "server"


def test_what_is_not_known_gives_nothing_and_a_sign_of_life_is_one() -> None:
    frames = [{"type": "response.web_search_call.searching"}, {"type": "hologram.delta", "delta": "x"}, {}]
    assert read(DIALECT, ASK, frames) == ([], False)
    assert read(DIALECT, ASK, [{"type": "keepalive"}])[0] == [PingPart()]


def test_the_name_of_the_frame_will_do() -> None:
    assert DIALECT.reader(ASK).read("response.output_text.delta", {"delta": "a"}) == [TextPart("a")]


@every_row(
    "body",
    [
        [],
        "text",
        {"type": ["a"]},
        delta("output_text", 5),
        {"type": "response.output_text.delta"},
        {"type": "response.completed"},
        last(status=3),
        last(usage={"input_tokens": 1.5}),
    ],
)
def test_what_is_not_of_the_protocol_raises_what_is_promised(body: Any) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError, ValueError)):
        DIALECT.reader(ASK).read("", body)


def test_a_whole_answer() -> None:
    body = {
        "status": "completed",
        "error": None,
        "output": [
            {"type": "reasoning", "summary": [{"type": "summary_text", "text": "plan"}], "content": None},
            {
                "type": "message",
                "content": [
                    {"type": "output_text", "text": "a"},
                    {"type": "hologram", "light": "blue"},
                    {"type": "output_text", "text": "b"},
                ],
            },
            {"type": "web_search_call"},
        ],
        "usage": {**USAGE, "cost": 0.0125},
    }
    parts = DIALECT.whole(ASK, body)
    assert parts[0] == ThinkingPart("plan")
    assert text_in(parts) == "ab"
    assert parts[-2:] == [
        UsagePart(1200, 96, 1024, 100, 32, cost=Decimal("0.0125")),
        FinishPart("stop", "completed"),
    ]


@pytest.mark.parametrize(
    ("item", "parts"),
    [
        ({"type": "custom_tool_call", "input": "x"}, [ToolInputPart("x"), FinishPart("tool", "completed")]),
        ({"type": "function_call", "arguments": "{}"}, [ToolInputPart("{}"), FinishPart("tool", "completed")]),
        (
            {"type": "message", "content": [{"type": "refusal", "refusal": "No."}]},
            [RefusalPart("No."), FinishPart("refusal", "completed")],
        ),
    ],
)
def test_other_channels_of_a_whole_answer(item: Any, parts: Any) -> None:
    assert DIALECT.whole(ASK, {"status": "completed", "output": [item]}) == parts


def test_a_whole_answer_may_have_failed_or_be_incomplete() -> None:
    for body in ({"error": {"code": "server_error", "message": "Broken"}, "output": []}, {"status": "failed"}):
        with pytest.raises(Failed) as caught:
            DIALECT.whole(ASK, body)
        assert caught.value.failure.kind == "server"
    cut = {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}, "output": []}
    assert DIALECT.whole(ASK, cut) == [FinishPart("length", "max_output_tokens")]


def test_a_body_of_another_protocol_raises_what_is_promised() -> None:
    for body in ({"choices": []}, [], {"output": 5}, {"output": [{"type": "message"}]}):
        with pytest.raises((KeyError, TypeError, AttributeError, ValueError)):
            DIALECT.whole(ASK, body)
