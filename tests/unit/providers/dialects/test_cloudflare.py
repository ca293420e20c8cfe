"""Cloudflare: `/run` with a limit always, both shapes of its answers, errors by its own codes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli.providers.base import FinishPart, Parameters, TextPart, UsagePart
from epoch_cli.providers.dialects.cloudflare import DIALECT, LIMIT
from epoch_cli.providers.failures import Failed
from epoch_cli.providers.rows import ModelRow

from .asks import (
    BY_SCHEMA,
    EVERYTHING,
    SCHEMA,
    ask_of,
    failure_in,
    finishes_in,
    read,
    row_of,
    shared_body,
    shared_frames,
    text_in,
    usages_in,
)

ROW = row_of("cloudflare", schema="cloudflare", stop=False)
ASK = ask_of(ROW)
USAGE = {"prompt_tokens": 40, "completion_tokens": 12, "total_tokens": 52}


def choice(content: str = "", finish: str | None = None) -> dict[str, Any]:
    delta = {"role": "assistant", "content": content}
    return {
        "id": "c",
        "object": "chat.completion.chunk",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


def envelope(result: Any, **more: Any) -> dict[str, Any]:
    return {"result": result, "success": True, "errors": [], "messages": [], **more}


def refused(code: int, message: str = "AiError: no") -> dict[str, Any]:
    return {"result": None, "success": False, "errors": [{"code": code, "message": message}], "messages": []}


# ---------------------------------------------------------------- requests


def test_a_streaming_request() -> None:
    prepared = DIALECT.prepare(ask_of(ROW, model=ModelRow("here", "@cf/meta/llama-3.3-70b-instruct-fp8-fast")))
    assert prepared.path == "/run/@cf/meta/llama-3.3-70b-instruct-fp8-fast"
    assert prepared.body == {
        "messages": [
            {"role": "system", "content": "Write patches."},
            {"role": "user", "content": "a login form"},
            {"role": "assistant", "content": '{"op":"add"}'},
            {"role": "user", "content": "and a logo"},
        ],
        "stream": True,
        "max_tokens": LIMIT,
    }
    assert prepared.dropped == ()


def test_there_is_always_a_limit() -> None:
    def limit(asked: int | None, row: int | None, output: int | None) -> int:
        ask = ask_of(
            row_of("cloudflare", max_tokens=row),
            model=ModelRow("here", "m", output=output),
            parameters=Parameters(max_tokens=asked),
        )
        size: int = DIALECT.prepare(ask).body["max_tokens"]
        return size

    assert limit(None, None, None) == LIMIT
    assert limit(None, None, 4096) == 4096
    assert limit(None, 3000, 4096) == 3000
    assert limit(500, 3000, 4096) == 500
    assert limit(9000, 3000, 4096) == 4096


def test_parameters() -> None:
    prepared = DIALECT.prepare(ask_of(ROW, parameters=EVERYTHING))
    body = prepared.body
    assert (body["max_tokens"], body["temperature"], body["top_p"], body["seed"]) == (900, 0.5, 0.9, 7)
    assert "stop" not in body
    assert prepared.dropped == ("stop", "effort")


def test_effort_goes_where_the_row_says() -> None:
    def body(field: Any) -> dict[str, Any]:
        return DIALECT.prepare(ask_of(ROW._replace(effort=field), parameters=Parameters(effort="high"))).body

    assert body("reasoning_effort")["reasoning_effort"] == "high"
    assert body("reasoning")["reasoning"] == {"effort": "high"}


def test_a_schema_is_never_streamed() -> None:
    streamed = DIALECT.prepare(ask_of(ROW, constraint=BY_SCHEMA))
    assert streamed.dropped == ("constraint",)
    assert "response_format" not in streamed.body
    assert streamed.body["messages"][0]["content"] == "Write patches."
    whole = DIALECT.prepare(ask_of(ROW, constraint=BY_SCHEMA, mode="complete"))
    assert whole.body["response_format"] == {"type": "json_schema", "json_schema": SCHEMA}
    assert whole.body["stream"] is False


def test_json_mode() -> None:
    def response_format(row: Any, schema: Any) -> Any:
        return DIALECT.prepare(ask_of(row, mode="json", schema=schema)).body.get("response_format")

    assert response_format(ROW, SCHEMA) == {"type": "json_schema", "json_schema": SCHEMA}
    assert response_format(ROW, None) == {"type": "json_object"}
    assert response_format(ROW._replace(schema="none"), SCHEMA) is None


# ---------------------------------------------------------------- answers


def test_text_usage_and_done() -> None:
    frames = [{"response": "one ", "p": "abc"}, {"response": "two"}, {"response": "", "usage": USAGE}, "[DONE]"]
    parts, complete = read(DIALECT, ASK, frames)
    assert parts == [TextPart("one "), TextPart("two"), UsagePart(40, 12), FinishPart("stop")]
    assert complete


@pytest.mark.parametrize("end", ["[DONE]", {"response": "", "usage": USAGE}, {"response": "!", "usage": USAGE}])
def test_either_mark_is_proof_enough(end: Any) -> None:
    parts, complete = read(DIALECT, ASK, [{"response": "a"}, end])
    assert finishes_in(parts) == [FinishPart("stop")]
    assert isinstance(parts[-1], FinishPart)
    assert complete


def test_without_a_mark_it_was_cut() -> None:
    parts, complete = read(DIALECT, ASK, [{"response": "a"}])
    assert parts == [TextPart("a")]
    assert not complete


def test_an_answer_as_long_as_allowed_was_cut_by_the_limit() -> None:
    ask = ask_of(ROW, parameters=Parameters(max_tokens=12))
    frames = [{"response": "a"}, {"response": "", "usage": USAGE}, "[DONE]"]
    assert finishes_in(read(DIALECT, ask, frames)[0]) == [FinishPart("length")]
    assert finishes_in(DIALECT.whole(ask, envelope({"response": "a", "usage": USAGE}))) == [FinishPart("length")]


def test_a_reason_that_is_said_counts() -> None:
    frames = [{"response": "a"}, {"response": "", "finish_reason": "length"}, {"response": "", "usage": USAGE}]
    parts, complete = read(DIALECT, ASK, frames)
    assert parts == [TextPart("a"), FinishPart("length", "length"), UsagePart(40, 12)]
    assert complete
    assert finishes_in(DIALECT.whole(ASK, envelope({"response": "a", "finish_reason": "length"}))) == [
        FinishPart("length", "length")
    ]


@pytest.mark.parametrize("result", [{}, None])
def test_a_model_that_does_not_stream_is_told_as_that(result: Any) -> None:
    with pytest.raises(Failed) as caught:
        DIALECT.whole(ASK, envelope(result))
    assert (caught.value.failure.kind, caught.value.failure.code) == ("bad_request", "no-stream")


def test_a_token_that_is_a_number_is_text() -> None:
    frames = [{"response": '{"value":'}, {"response": 42}, {"response": "}"}, {"response": None}, "[DONE]"]
    assert text_in(read(DIALECT, ASK, frames)[0]) == '{"value":42}'


def test_choices_are_read_as_in_the_chat_protocol() -> None:
    usage = {"choices": [], "usage": USAGE}
    parts, complete = read(DIALECT, ASK, [choice("one "), choice("two"), choice(finish="length"), usage, "[DONE]"])
    assert text_in(parts) == "one two"
    assert [each.reason for each in finishes_in(parts)] == ["length"]
    last = usages_in(parts)[-1]
    assert (last.input_tokens, last.output_tokens) == (40, 12)
    assert complete


def test_choices_that_end_without_a_reason_were_cut() -> None:
    parts, complete = read(DIALECT, ASK, [choice("one")])
    assert text_in(parts) == "one"
    assert not complete


def test_whole_answers() -> None:
    assert DIALECT.whole(ASK, envelope({"response": "{}\n", "usage": USAGE})) == [
        TextPart("{}\n"),
        UsagePart(40, 12),
        FinishPart("stop"),
    ]
    assert DIALECT.whole(ASK, envelope({"response": "{}"})) == [TextPart("{}"), FinishPart("stop")]


def test_a_whole_answer_in_json_mode_is_a_value() -> None:
    value = {"patches": [{"op": "add", "path": "/root", "value": "é\u2028"}]}
    assert json.loads(text_in(DIALECT.whole(ASK, envelope({"response": value})))) == value


def test_a_whole_answer_with_choices() -> None:
    choices = [{"index": 0, "message": {"role": "assistant", "content": "{}"}, "finish_reason": "stop"}]
    parts = DIALECT.whole(ASK, envelope({"choices": choices, "usage": USAGE}))
    assert text_in(parts) == "{}"
    assert [each.reason for each in finishes_in(parts)] == ["stop"]


@pytest.mark.parametrize("body", [7, "text", [], {"usage": {"prompt_tokens": "x"}}, {"usage": 3}])
def test_what_is_not_of_the_protocol_raises_what_says_so(body: Any) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError, ValueError)):
        DIALECT.reader(ASK).read("", body)


@every_row("body", [7, [], {}, envelope(None), envelope({}), envelope("x")])
def test_a_whole_body_that_is_not_of_the_protocol(body: Any) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError, ValueError)):
        DIALECT.whole(ask_of(ROW, mode="complete"), body)


def test_what_is_not_known_gives_nothing() -> None:
    assert read(DIALECT, ASK, [{}, {"tool_calls": []}, {"p": "abc"}]) == ([], False)


# ---------------------------------------------------------------- failures


@every_row(
    ("status", "code", "kind", "retryable"),
    [
        (401, 10000, "auth", None),
        (400, 6003, "auth", None),
        (400, 5007, "not_found", None),
        (404, 3042, "not_found", None),
        (408, 3007, "timeout", None),
        (408, 3008, "timeout", None),
        (429, 3036, "rate", False),
        (429, 3040, "overloaded", True),
        (400, 5004, "bad_request", None),
        (500, 1, "server", None),
    ],
)
def test_kinds_by_code_then_status(status: int, code: int, kind: str, retryable: bool | None) -> None:
    failure = DIALECT.failure(status, refused(code))
    assert (failure.kind, failure.code, failure.message) == (kind, str(code), "AiError: no")
    assert failure.retryable is retryable


def test_a_failure_with_status_200() -> None:
    with pytest.raises(Failed) as caught:
        DIALECT.whole(ASK, refused(3040))
    assert caught.value.failure.kind == "overloaded"
    assert failure_in(DIALECT, ASK, [{"response": "a"}, refused(3036)]).failure.retryable is False
    assert failure_in(DIALECT, ASK, [{"response": "a"}, refused(99)]).failure.kind == "server"


def test_a_prompt_that_is_too_long() -> None:
    message = "AiError: the estimated number of tokens exceeded this model context window limit"
    assert DIALECT.failure(400, refused(7, message)).kind == "context_length"
    assert DIALECT.failure(413, refused(5021)).kind == "context_length"


def test_errors_of_the_chat_protocol() -> None:
    body = {"error": {"message": "no", "type": "invalid_request_error", "code": "context_length_exceeded"}}
    assert DIALECT.failure(400, body).kind == "context_length"
    assert failure_in(DIALECT, ASK, [body]).failure.kind == "context_length"


@every_row("body", ["<html>", {}, [], None, 3, {"errors": 3}, {"errors": ["x"]}, {"errors": [{"code": {}}]}])
def test_any_body_is_a_failure_of_its_status(body: Any) -> None:
    assert DIALECT.failure(502, body).kind == "server"


def test_the_list_of_models() -> None:
    listed = DIALECT.listed(
        envelope(
            [
                {
                    "id": "5c5d1a3e",
                    "name": "@cf/some/model",
                    "properties": [
                        {"property_id": "context_window", "value": "24000"},
                        {"property_id": "planned_deprecation_date", "value": "2027-01-01"},
                        {"property_id": "price", "value": [{"unit": "per M input tokens", "price": 0.3}]},
                    ],
                },
                {"name": "@cf/other/model"},
            ]
        )
    )
    assert [tuple(each) for each in listed] == [
        ("@cf/some/model", 24000, None, "2027-01-01"),
        ("@cf/other/model", None, None, ""),
    ]


# ---------------------------------------------------------------- samples


def test_the_shared_streams_and_bodies() -> None:
    parts, complete = read(DIALECT, ASK, shared_frames("cloudflare_native_run.sse"))
    assert len(text_in(parts)) == 249
    assert usages_in(parts) == [UsagePart(1200, 96)]
    assert complete
    assert text_in(DIALECT.whole(ASK, shared_body("cloudflare_native_run.json"))) == text_in(parts)
    assert len(json.loads(text_in(DIALECT.whole(ASK, shared_body("cloudflare_native_json_mode.json"))))["patches"]) == 3


def test_the_shared_errors() -> None:
    assert DIALECT.failure(400, shared_body("cloudflare_400_no_model.json")).kind == "not_found"
    assert DIALECT.failure(401, shared_body("cloudflare_401.json")).kind == "auth"
    capacity = DIALECT.failure(429, shared_body("cloudflare_429_capacity.json"))
    assert (capacity.kind, capacity.retryable) == ("overloaded", True)
