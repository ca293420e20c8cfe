"""Chat Completions: what a row says decides the request; the reader knows where each server puts things."""

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
    RefusalPart,
    TextPart,
    ThinkingPart,
    ToolInputPart,
    UsagePart,
)
from epoch_cli.providers.dialects.openai_chat import DIALECT
from epoch_cli.providers.failures import Failed

from .asks import (
    BY_SCHEMA,
    EVERYTHING,
    SCHEMA,
    ask_of,
    failure_in,
    finishes_in,
    read,
    row_of,
    text_in,
    thinking_in,
    usages_in,
)

ROW = row_of("openai_chat")
ASK = ask_of(ROW)
USAGE = {
    "prompt_tokens": 1200,
    "completion_tokens": 96,
    "prompt_tokens_details": {"cached_tokens": 1024, "cache_write_tokens": 100},
    "completion_tokens_details": {"reasoning_tokens": 32},
}
COUNTED = UsagePart(1200, 96, cached_tokens=1024, cache_write_tokens=100, thinking_tokens=32)


def chunk(content: Any = None, finish: Any = None, index: int = 0, **delta: Any) -> dict[str, Any]:
    choice = {"index": index, "delta": {"content": content, **delta}, "finish_reason": finish}
    return {"object": "chat.completion.chunk", "choices": [choice], "usage": None}


def only_usage(usage: Any) -> dict[str, Any]:
    return {"choices": [], "usage": usage}


# ---------------------------------------------------------------- requests


def test_a_streaming_request() -> None:
    prepared = DIALECT.prepare(ASK)
    assert prepared.path == "/chat/completions"
    assert prepared.dropped == ()
    assert prepared.body == {
        "model": "some-model",
        "messages": [
            {"role": "system", "content": "Write patches."},
            {"role": "user", "content": "a login form"},
            {"role": "assistant", "content": '{"op":"add"}'},
            {"role": "user", "content": "and a logo"},
        ],
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def test_what_stays_the_same_of_the_prompt_is_marked_where_the_row_says_so() -> None:
    row = ROW._replace(cache_marks=True)
    ask = ask_of(row)._replace(request=replace(ASK.request, system="Write patches. Now.", stable=14))
    first = DIALECT.prepare(ask).body["messages"][0]
    assert first["role"] == "system"
    assert first["content"] == [
        {"type": "text", "text": "Write patches.", "cache_control": {"type": "ephemeral"}},
        {"type": "text", "text": " Now."},
    ]
    assert DIALECT.prepare(ask_of(row, system="")).body["messages"][0]["role"] == "user"


def test_no_system_prompt_is_no_message() -> None:
    assert DIALECT.prepare(ask_of(ROW, system="")).body["messages"][0]["role"] == "user"


def test_options_of_streams_are_for_streams_and_for_servers_that_know_them() -> None:
    assert "stream_options" not in DIALECT.prepare(ask_of(ROW, mode="complete")).body
    assert "stream_options" not in DIALECT.prepare(ask_of(ROW._replace(stream_options=False))).body


def test_parameters_have_the_names_that_the_row_says() -> None:
    row = ROW._replace(limit_field="max_completion_tokens", seed_field="random_seed", effort="reasoning_effort")
    prepared = DIALECT.prepare(ask_of(row, parameters=EVERYTHING))
    assert prepared.dropped == ()
    assert {**prepared.body, "messages": []} == {
        "model": "some-model",
        "messages": [],
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_completion_tokens": 900,
        "temperature": 0.5,
        "top_p": 0.9,
        "random_seed": 7,
        "stop": ["END"],
        "reasoning_effort": "low",
    }


def test_what_a_row_does_not_take_is_left_out_and_named() -> None:
    row = ROW._replace(sampling=False, seed_field="", stop=False)
    prepared = DIALECT.prepare(ask_of(row, parameters=EVERYTHING))
    assert set(prepared.dropped) == {"temperature", "top_p", "seed", "stop", "effort"}
    assert set(prepared.body) == {"model", "messages", "stream", "stream_options", "max_tokens"}


def test_effort_may_go_into_an_object() -> None:
    row = ROW._replace(effort="reasoning")
    assert DIALECT.prepare(ask_of(row, parameters=Parameters(effort="high"))).body["reasoning"] == {"effort": "high"}


def test_the_prefix_has_a_key_where_the_row_takes_one() -> None:
    ask = ask_of(ROW)
    ask = ask._replace(request=replace(ask.request, cache_key="punk-1"))
    assert "prompt_cache_key" not in DIALECT.prepare(ask).body
    assert DIALECT.prepare(ask._replace(row=ROW._replace(cache_key=True))).body["prompt_cache_key"] == "punk-1"


@pytest.mark.parametrize(
    ("takes", "kind", "field"),
    [
        ("gbnf", "gbnf", {"grammar": "root ::= x"}),
        ("structured_outputs", "gbnf", {"structured_outputs": {"grammar": "root ::= x"}}),
        ("structured_outputs", "lark", {"structured_outputs": {"grammar": "root ::= x"}}),
    ],
)
def test_a_grammar_goes_where_the_row_says(takes: Any, kind: Any, field: dict[str, Any]) -> None:
    row = ROW._replace(grammar=takes, schema="json_schema")
    prepared = DIALECT.prepare(ask_of(row, constraint=Constraint(kind, grammar="root ::= x", note="Lines only.")))
    assert field.items() <= prepared.body.items()
    assert "response_format" not in prepared.body  # llama.cpp refuses both at once
    assert prepared.body["messages"][0]["content"] == "Write patches.\n\nLines only."
    assert prepared.dropped == ()


@pytest.mark.parametrize(("takes", "kind"), [("none", "gbnf"), ("gbnf", "lark"), ("lark", "lark")])
def test_a_grammar_that_cannot_be_held_is_dropped_with_its_note(takes: Any, kind: Any) -> None:
    row = ROW._replace(grammar=takes, schema="json_schema")
    prepared = DIALECT.prepare(ask_of(row, constraint=Constraint(kind, grammar="x", note="Lines only.")))
    assert prepared.dropped == ("constraint",)
    assert prepared.body["messages"][0]["content"] == "Write patches."
    assert {"grammar", "structured_outputs", "response_format"}.isdisjoint(prepared.body)


def test_a_schema_is_a_strict_format_where_the_row_takes_one() -> None:
    body = DIALECT.prepare(ask_of(ROW._replace(schema="json_schema", grammar="gbnf"), constraint=BY_SCHEMA)).body
    assert body["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "answer", "strict": True, "schema": SCHEMA},
    }
    assert "grammar" not in body
    body = DIALECT.prepare(ask_of(ROW._replace(schema="json_object"), constraint=BY_SCHEMA)).body
    assert body["response_format"] == {"type": "json_object"}
    assert DIALECT.prepare(ask_of(ROW, constraint=BY_SCHEMA)).dropped == ("constraint",)


def test_json_as_far_as_the_row_can_be_held_to_it() -> None:
    def asked(schema: Any) -> dict[str, Any]:
        row = ROW._replace(schema=schema, grammar="gbnf")
        constraint = Constraint("gbnf", grammar="x")
        return DIALECT.prepare(ask_of(row, mode="json", schema=SCHEMA, constraint=constraint)).body

    assert asked("json_schema")["response_format"]["json_schema"]["schema"] == SCHEMA
    assert asked("json_object")["response_format"] == {"type": "json_object"}
    assert "json" in asked("json_object")["messages"][0]["content"].lower()  # or the server refuses
    assert "response_format" not in asked("none")
    assert all("grammar" not in asked(schema) for schema in ("json_schema", "json_object", "none"))


def test_a_prompt_that_speaks_of_json_is_left_as_it_is() -> None:
    ask = ask_of(ROW._replace(schema="json_object"), mode="json", system="Write JSON.")
    assert DIALECT.prepare(ask).body["messages"][0]["content"] == "Write JSON."


def test_the_fields_of_a_row_come_last() -> None:
    row = ROW._replace(extra={"provider": {"require_parameters": True}, "stream_options": {"more": 1}})
    body = DIALECT.prepare(ask_of(row)).body
    assert body["provider"] == {"require_parameters": True}
    assert body["stream_options"] == {"include_usage": True, "more": 1}


# ---------------------------------------------------------------- answers


def test_a_stream_of_openai() -> None:
    parts, complete = read(
        DIALECT,
        ASK,
        [
            chunk("", role="assistant", refusal=None),
            chunk('{"op"'),
            chunk(":1}"),
            chunk(finish="stop"),
            only_usage(USAGE),
            "[DONE]",
        ],
    )
    assert complete
    assert parts == [TextPart('{"op"'), TextPart(":1}"), FinishPart("stop", "stop"), COUNTED]


@pytest.mark.parametrize("name", ["reasoning_content", "reasoning"])
def test_thinking_has_two_names(name: str) -> None:
    parts, _ = read(DIALECT, ASK, [chunk("", **{name: '{"op"'}), chunk(None, **{name: ":1}"}), chunk("a")])
    assert thinking_in(parts) == '{"op":1}'
    assert text_in(parts) == "a"


def test_thinking_under_both_names_is_read_once() -> None:
    parts, _ = read(DIALECT, ASK, [chunk("", reasoning_content="hm", reasoning="hm")])
    assert parts == [ThinkingPart("hm")]


def test_content_may_come_in_pieces() -> None:
    thinking = {"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]}
    parts, _ = read(DIALECT, ASK, [chunk([thinking, {"type": "text", "text": "a"}, {"type": "reference", "ids": [1]}])])
    assert parts == [ThinkingPart("hm"), TextPart("a")]


def test_only_the_first_choice_is_read() -> None:
    both = {"choices": [*chunk("b", index=1)["choices"], *chunk("a")["choices"]]}
    parts, complete = read(DIALECT, ASK, [both, chunk("b", "stop", index=1)])
    assert parts == [TextPart("a")]
    assert not complete


def test_tool_input_is_read() -> None:
    first = {"index": 0, "id": "c", "function": {"name": "write", "arguments": ""}}
    parts, _ = read(
        DIALECT,
        ASK,
        [
            chunk(tool_calls=[first]),
            chunk(tool_calls=[{"index": 0, "function": {"arguments": "{}"}}]),
            chunk(tool_calls=[{"index": 0, "type": "hologram"}]),
            chunk(finish="tool_calls"),
        ],
    )
    assert parts == [ToolInputPart("{}"), FinishPart("tool", "tool_calls")]


def test_a_refusal_ends_as_one() -> None:
    parts, _ = read(DIALECT, ASK, [chunk(refusal="No"), chunk(refusal="."), chunk(finish="stop")])
    assert parts == [RefusalPart("No"), RefusalPart("."), FinishPart("refusal", "stop")]


@every_row(
    ("raw", "reason"),
    [
        ("stop", "stop"),
        ("length", "length"),
        ("content_filter", "content_filter"),
        ("function_call", "tool"),
        ("model_length", "context_window"),
        ("something_new", "other"),
    ],
)
def test_how_an_answer_ends(raw: str, reason: Any) -> None:
    parts, complete = read(DIALECT, ASK, [chunk("a", raw)])
    assert finishes_in(parts) == [FinishPart(reason, raw)]
    assert complete


def test_an_answer_ends_once() -> None:
    parts, _ = read(DIALECT, ASK, [chunk("", "stop"), chunk("", "stop")])
    assert len(finishes_in(parts)) == 1


def test_done_proves_nothing_and_is_not_needed() -> None:
    assert not read(DIALECT, ASK, [chunk("a"), "[DONE]"])[1]
    assert not read(DIALECT, ASK, [chunk("a"), chunk("", "")])[1]
    assert read(DIALECT, ASK, [chunk("a"), chunk(finish="stop")])[1]


@pytest.mark.parametrize(
    "frames",
    [
        [{**chunk("", "stop"), "usage": USAGE}],
        [chunk("", "stop"), only_usage(USAGE)],
        [chunk("", "stop"), {**chunk(""), "usage": USAGE}],
        [{**chunk("", "stop"), "x_groq": {"id": "r", "usage": USAGE}}],
        [{**chunk("a"), "usage": USAGE}, {**chunk("", "stop"), "usage": USAGE}],
    ],
)
def test_usage_may_be_anywhere_and_is_told_once(frames: list[Any]) -> None:
    parts, complete = read(DIALECT, ASK, frames)
    assert usages_in(parts) == [COUNTED]
    assert complete


def test_usage_that_grows_is_told_as_it_grows() -> None:
    parts, _ = read(DIALECT, ASK, [only_usage({"completion_tokens": count}) for count in (1, 2, 2, 3)])
    assert [part.output_tokens for part in usages_in(parts)] == [1, 2, 3]


@every_row(
    ("usage", "cost"),
    [
        ({"cost": 0.00672}, Decimal("0.00672")),
        ({"cost": 0}, Decimal(0)),
        ({"cost": 0.001, "is_byok": True, "cost_details": {"upstream_inference_cost": 0.02}}, Decimal("0.021")),
        ({"cost": 0.001, "is_byok": True, "cost_details": None}, Decimal("0.001")),
        ({"cost": 0.001, "is_byok": False, "cost_details": {"upstream_inference_cost": None}}, Decimal("0.001")),
        ({"cost": -1}, None),
        ({"cost": "free"}, None),
        ({}, None),
    ],
)
def test_what_the_provider_says_that_it_costs(usage: dict[str, Any], cost: Decimal | None) -> None:
    (part,) = usages_in(read(DIALECT, ASK, [only_usage({"prompt_tokens": 1, **usage})])[0])
    assert part.cost == cost
    assert str(part.cost) == str(cost)


def test_the_cache_of_deepseek_has_another_name() -> None:
    usage = {"prompt_tokens": 10, "completion_tokens": 2, "prompt_cache_hit_tokens": 8, "prompt_cache_miss_tokens": 2}
    (part,) = usages_in(read(DIALECT, ASK, [only_usage(usage)])[0])
    assert part == UsagePart(10, 2, cached_tokens=8)


@pytest.mark.parametrize(
    ("frame", "kind", "code"),
    [
        ({"error": {"message": "m", "type": "server_error", "code": None}}, "server", "server_error"),
        ({"error": {"message": "m", "code": 502, "metadata": {}}, **chunk("", "error")}, "server", "502"),
        ({"error": {"message": "m", "code": 429}}, "rate", "429"),
        ({"error": "m"}, "server", ""),
        (
            {"choices": [{"index": 0, "finish_reason": "error", "error": {"message": "m", "code": 503}}]},
            "overloaded",
            "503",
        ),
    ],
)
def test_an_error_in_an_answer_is_a_failure(frame: dict[str, Any], kind: str, code: str) -> None:
    failure = failure_in(DIALECT, ASK, [chunk("a"), frame]).failure
    assert (failure.kind, failure.message, failure.code) == (kind, "m", code)


def test_an_error_without_a_frame_of_its_own_is_a_failure() -> None:
    with pytest.raises(Failed) as caught:
        DIALECT.reader(ASK).read("error", {"code": 500, "message": "context shift failed", "type": "server_error"})
    assert caught.value.failure.message == "context shift failed"


@pytest.mark.parametrize(
    ("raw", "kind"), [("error", "server"), ("abort", "server"), ("insufficient_system_resource", "overloaded")]
)
def test_some_answers_end_in_failure(raw: str, kind: str) -> None:
    assert failure_in(DIALECT, ASK, [chunk("a"), chunk("", raw)]).failure.kind == kind


def test_what_is_not_known_gives_nothing() -> None:
    frames = [
        {},
        {"object": "hologram"},
        {"choices": []},
        {"choices": None},
        {"choices": [{"index": 0, "delta": None, "finish_reason": None}]},
        chunk(None, audio={"id": "x"}, obfuscation="x7"),
        {**chunk(None), "error": None, "x_groq": {"id": "r"}},
    ]
    assert read(DIALECT, ASK, frames) == ([], False)


@every_row(
    "body",
    [
        [],
        "text",
        7,
        {"choices": 5},
        {"choices": ["a"]},
        {"choices": [{"delta": "a"}]},
        chunk(5),
        chunk("", {"stop": 1}),
        chunk("", 5),
        chunk(reasoning={"a": 1}),
        only_usage({"prompt_tokens": "many"}),
        only_usage([1]),
    ],
)
def test_what_is_not_of_the_protocol_raises_what_is_promised(body: Any) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError, ValueError)):
        DIALECT.reader(ASK).read("", body)


def test_a_whole_answer() -> None:
    message = {
        "role": "assistant",
        "content": "a",
        "reasoning_content": "hm",
        "refusal": None,
        "tool_calls": [{"id": "c", "function": {"name": "write", "arguments": "{}"}}],
    }
    body = {"choices": [{"index": 0, "message": message, "finish_reason": "length"}], "usage": USAGE}
    assert DIALECT.whole(ASK, body) == [
        ThinkingPart("hm"),
        TextPart("a"),
        ToolInputPart("{}"),
        COUNTED,
        FinishPart("length", "length"),
    ]


def test_a_whole_answer_without_a_reason_still_ends() -> None:
    parts = DIALECT.whole(ASK, {"choices": [{"message": {"content": "a"}}]})
    assert finishes_in(parts) == [FinishPart("other", "")]


def test_an_error_with_status_200_is_a_failure() -> None:
    failed = {"message": {"content": ""}, "finish_reason": "error", "error": {"code": 502, "message": "Gone"}}
    for body in ({"error": {"code": 502, "message": "Gone"}}, {"choices": [failed]}):
        with pytest.raises(Failed) as caught:
            DIALECT.whole(ASK, body)
        assert (caught.value.failure.kind, caught.value.failure.message) == ("server", "Gone")


def test_a_body_of_another_protocol_raises_what_is_promised() -> None:
    for body in ({"content": []}, [], {"choices": []}, {"choices": [{"text": "a"}]}, {"choices": [{"message": "a"}]}):
        with pytest.raises((KeyError, IndexError, TypeError, AttributeError, ValueError)):
            DIALECT.whole(ASK, body)
