"""Gemini: requests as `generateContent` takes them, chunks to parts, errors by reason, status and code."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli.providers.base import Constraint, FinishPart, Parameters, TextPart, ThinkingPart, UsagePart
from epoch_cli.providers.dialects.gemini import DIALECT
from epoch_cli.providers.failures import Failed
from epoch_cli.providers.rows import ModelRow

from .asks import (
    BY_SCHEMA,
    EVERYTHING,
    PATCHES,
    SCHEMA,
    ask_of,
    failure_in,
    finishes_in,
    read,
    row_of,
    shared_body,
    shared_frames,
    text_in,
    thinking_in,
    usages_in,
)

ROW = row_of("gemini", schema="json_schema", effort="reasoning")
ASK = ask_of(ROW)


def chunk(*pieces: dict[str, Any], finish: str = "", usage: dict[str, int] | None = None) -> dict[str, Any]:
    candidate: dict[str, Any] = {"content": {"parts": list(pieces), "role": "model"}, "index": 0}
    if finish:
        candidate["finishReason"] = finish
    return {"candidates": [candidate], **({"usageMetadata": usage} if usage else {})}


# ---------------------------------------------------------------- requests


def test_a_streaming_request() -> None:
    prepared = DIALECT.prepare(ask_of(ROW, model=ModelRow("here", "gemini-3.8-flash")))
    assert prepared.path == "/models/gemini-3.8-flash:streamGenerateContent?alt=sse"
    assert prepared.body == {
        "contents": [
            {"role": "user", "parts": [{"text": "a login form"}]},
            {"role": "model", "parts": [{"text": '{"op":"add"}'}]},
            {"role": "user", "parts": [{"text": "and a logo"}]},
        ],
        "systemInstruction": {"parts": [{"text": "Write patches."}]},
    }
    assert prepared.dropped == ()


def test_a_whole_request_and_ids_that_need_care() -> None:
    def path(model: str) -> str:
        return DIALECT.prepare(ask_of(ROW, model=ModelRow("here", model), mode="complete")).path

    assert path("gemini-pro") == "/models/gemini-pro:generateContent"
    assert path("models/gemini-pro") == "/models/gemini-pro:generateContent"
    assert path("tunedModels/mine") == "/tunedModels/mine:generateContent"
    assert path("a b?c#d") == "/models/a%20b%3Fc%23d:generateContent"


def test_parameters_by_their_names_there() -> None:
    prepared = DIALECT.prepare(ask_of(ROW, parameters=EVERYTHING))
    assert prepared.body["generationConfig"] == {
        "maxOutputTokens": 900,
        "temperature": 0.5,
        "topP": 0.9,
        "seed": 7,
        "stopSequences": ["END"],
        "thinkingConfig": {"thinkingLevel": "LOW", "includeThoughts": True},
    }
    assert prepared.dropped == ()


def test_what_the_row_does_not_take_is_dropped_by_its_neutral_name() -> None:
    row = row_of("gemini", sampling=False, seed_field="", stop=False)
    prepared = DIALECT.prepare(ask_of(row, parameters=EVERYTHING))
    assert prepared.body["generationConfig"] == {"maxOutputTokens": 900}
    assert set(prepared.dropped) == {"temperature", "top_p", "seed", "stop", "effort"}


@pytest.mark.parametrize(("effort", "level"), [("minimal", "MINIMAL"), ("medium", "MEDIUM"), ("xhigh", "XHIGH")])
def test_effort_is_a_level(effort: Any, level: str) -> None:
    body = DIALECT.prepare(ask_of(ROW, parameters=Parameters(effort=effort))).body
    assert body["generationConfig"]["thinkingConfig"]["thinkingLevel"] == level


@pytest.mark.parametrize("effort", ["none", "max"])
def test_an_effort_without_a_level_is_dropped(effort: Any) -> None:
    prepared = DIALECT.prepare(ask_of(ROW, parameters=Parameters(effort=effort)))
    assert "generationConfig" not in prepared.body
    assert prepared.dropped == ("effort",)


def test_the_limit_is_the_rows_within_the_models() -> None:
    row = row_of("gemini", max_tokens=8000)
    assert DIALECT.prepare(ask_of(row)).body["generationConfig"] == {"maxOutputTokens": 8000}
    small = ModelRow("here", "small", output=2048)
    assert DIALECT.prepare(ask_of(row, model=small)).body["generationConfig"] == {"maxOutputTokens": 2048}


def test_a_schema_constrains_the_answer_and_its_note_follows_the_system_prompt() -> None:
    prepared = DIALECT.prepare(ask_of(ROW, constraint=BY_SCHEMA))
    assert prepared.body["generationConfig"] == {"responseMimeType": "application/json", "responseJsonSchema": SCHEMA}
    assert prepared.body["systemInstruction"] == {"parts": [{"text": "Write patches.\n\nWrite one object."}]}


def test_a_grammar_is_dropped_with_its_note() -> None:
    prepared = DIALECT.prepare(ask_of(ROW, constraint=Constraint("lark", grammar="start: /a/", note="Call the tool.")))
    assert prepared.dropped == ("constraint",)
    assert "generationConfig" not in prepared.body
    assert prepared.body["systemInstruction"] == {"parts": [{"text": "Write patches."}]}


def test_json_mode() -> None:
    schema = {"type": "object"}
    assert DIALECT.prepare(ask_of(ROW, mode="json", schema=schema)).body["generationConfig"] == {
        "responseMimeType": "application/json",
        "responseJsonSchema": schema,
    }
    only_json = row_of("gemini", schema="json_object")
    assert DIALECT.prepare(ask_of(only_json, mode="json", schema=schema)).body["generationConfig"] == {
        "responseMimeType": "application/json"
    }
    assert "generationConfig" not in DIALECT.prepare(ask_of(row_of("gemini"), mode="json", schema=schema)).body


def test_a_rows_extra_fields_are_added_to_the_objects_that_are_there() -> None:
    row = row_of("gemini", extra={"generationConfig": {"topK": 3}, "safetySettings": []})
    body = DIALECT.prepare(ask_of(row, parameters=Parameters(seed=1))).body
    assert body["generationConfig"] == {"seed": 1, "topK": 3}
    assert body["safetySettings"] == []


# ---------------------------------------------------------------- answers


def test_text_thoughts_usage_and_finish() -> None:
    early = {"promptTokenCount": 50, "totalTokenCount": 50}
    late = {"promptTokenCount": 50, "cachedContentTokenCount": 32, "candidatesTokenCount": 20, "thoughtsTokenCount": 8}
    parts, complete = read(
        DIALECT,
        ASK,
        [
            chunk({"text": 'why {"op":1}', "thought": True}, usage=early),
            chunk({"text": "one "}, {"text": "two"}, usage=early),
            chunk({"text": "", "thoughtSignature": "c2ln"}, finish="STOP", usage=late),
        ],
    )
    assert parts == [
        ThinkingPart('why {"op":1}'),
        UsagePart(input_tokens=50),
        TextPart("one "),
        TextPart("two"),
        UsagePart(input_tokens=50, output_tokens=28, cached_tokens=32, thinking_tokens=8),
        FinishPart("stop", "STOP"),
    ]
    assert complete


@every_row(
    ("raw", "reason"),
    [
        ("STOP", "stop"),
        ("MAX_TOKENS", "length"),
        ("SAFETY", "content_filter"),
        ("RECITATION", "content_filter"),
        ("PROHIBITED_CONTENT", "content_filter"),
        ("MALFORMED_FUNCTION_CALL", "other"),
        ("A_REASON_OF_NEXT_YEAR", "other"),
    ],
)
def test_reasons(raw: str, reason: str) -> None:
    parts, complete = read(DIALECT, ASK, [{"candidates": [{"finishReason": raw, "index": 0}]}])
    assert parts == [FinishPart(reason, raw)]  # type: ignore[arg-type]
    assert complete


def test_without_a_reason_it_was_cut() -> None:
    for unsaid in ("", "FINISH_REASON_UNSPECIFIED"):
        parts, complete = read(DIALECT, ASK, [chunk({"text": "{"}, finish=unsaid), "[DONE]"])
        assert text_in(parts) == "{"
        assert not finishes_in(parts)
        assert not complete


def test_a_blocked_prompt_is_an_answer_that_was_filtered() -> None:
    blocked = {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": {"promptTokenCount": 3}}
    parts, complete = read(DIALECT, ASK, [blocked])
    assert parts == [UsagePart(input_tokens=3), FinishPart("content_filter", "PROHIBITED_CONTENT")]
    assert complete


def test_what_is_not_known_gives_nothing() -> None:
    unknown = [
        {"responseId": "x", "modelVersion": "y"},
        {"candidates": []},
        {"candidates": [{"content": {"role": "model"}, "index": 0}]},
        {"candidates": [{"content": {"parts": [{"text": "other"}]}, "index": 1, "finishReason": "STOP"}]},
        chunk({"functionCall": {"name": "f", "args": {}}}, {"inlineData": {}}),
        {"promptFeedback": {"safetyRatings": []}},
    ]
    assert read(DIALECT, ASK, unknown) == ([], False)


def test_a_reason_on_every_chunk_is_told_once_and_no_text_is_lost() -> None:
    parts, _ = read(DIALECT, ASK, [chunk({"text": "a"}, finish="STOP"), chunk({"text": "b"}, finish="STOP")])
    assert text_in(parts) == "ab"
    assert finishes_in(parts) == [FinishPart("stop", "STOP")]


@every_row(
    "body",
    [
        7,
        "text",
        [],
        {"candidates": 3},
        {"candidates": ["x"]},
        chunk({"text": 7}),
        chunk({"text": "a"}, usage={"promptTokenCount": "9"}),  # type: ignore[dict-item]
        {"candidates": [{"finishReason": 9}]},
    ],
)
def test_what_is_not_of_the_protocol_raises_what_says_so(body: Any) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError, ValueError)):
        DIALECT.reader(ASK).read("", body)


def test_whole_answers_as_one_response_or_an_array() -> None:
    last = chunk({"text": "b"}, finish="STOP", usage={"promptTokenCount": 4, "candidatesTokenCount": 2})
    assert DIALECT.whole(ASK, last) == [TextPart("b"), UsagePart(4, 2), FinishPart("stop", "STOP")]
    assert text_in(DIALECT.whole(ASK, [chunk({"text": "a"}), last])) == "ab"
    with pytest.raises(Failed) as caught:
        DIALECT.whole(ASK, [chunk({"text": "a"})])
    assert caught.value.failure.kind == "truncated"


# ---------------------------------------------------------------- failures


def error(code: int, status: str, message: str = "no", *details: dict[str, Any]) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "status": status, "details": list(details)}}


@every_row(
    ("status", "name", "kind"),
    [
        (400, "INVALID_ARGUMENT", "bad_request"),
        (400, "FAILED_PRECONDITION", "billing"),
        (401, "UNAUTHENTICATED", "auth"),
        (402, "", "billing"),
        (403, "PERMISSION_DENIED", "auth"),
        (404, "NOT_FOUND", "not_found"),
        (429, "RESOURCE_EXHAUSTED", "rate"),
        (500, "INTERNAL", "server"),
        (503, "UNAVAILABLE", "overloaded"),
        (504, "DEADLINE_EXCEEDED", "timeout"),
    ],
)
def test_kinds(status: int, name: str, kind: str) -> None:
    failure = DIALECT.failure(status, error(status, name))
    assert (failure.kind, failure.code, failure.message) == (kind, name, "no")
    assert failure_in(DIALECT, ASK, [chunk({"text": "{"}), error(status, name)]).failure == failure
    assert DIALECT.failure(status, [error(status, name)]) == failure


def test_a_bad_key_comes_with_400() -> None:
    failure = DIALECT.failure(400, error(400, "INVALID_ARGUMENT", "API key not valid", {"reason": "API_KEY_INVALID"}))
    assert (failure.kind, failure.code) == ("auth", "API_KEY_INVALID")


def test_a_prompt_that_is_too_long() -> None:
    message = "The input token count (9) exceeds the maximum number of tokens allowed (8)."
    assert DIALECT.failure(400, error(400, "INVALID_ARGUMENT", message)).kind == "context_length"


def test_the_delay_that_it_asks_for() -> None:
    def delay(text: Any) -> float | None:
        return DIALECT.failure(429, error(429, "RESOURCE_EXHAUSTED", "", {"retryDelay": text})).retry_after

    assert delay("37.5s") == 37.5
    assert delay("4s") == 4
    assert delay("soon") is None
    assert delay(4) is None


def test_a_daily_quota_is_not_asked_again() -> None:
    per_minute = {"violations": [{"quotaId": "GenerateRequestsPerMinutePerProject"}]}
    per_day = {"violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]}
    assert DIALECT.failure(429, error(429, "RESOURCE_EXHAUSTED", "", per_minute)).retryable is None
    assert DIALECT.failure(429, error(429, "RESOURCE_EXHAUSTED", "", per_day)).retryable is False


@pytest.mark.parametrize(
    ("field", "parameter"),
    [
        ("generation_config.thinking_config.thinking_level", "generationConfig.thinkingConfig.thinkingLevel"),
        ("GenerateContentRequest.generation_config.top_p", "generationConfig.topP"),
        ("generation_config", ""),
        ("contents", "contents"),
    ],
)
def test_the_refused_field_is_named_as_in_the_request(field: str, parameter: str) -> None:
    details = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [{"field": field}]}
    assert DIALECT.failure(400, error(400, "INVALID_ARGUMENT", "no", details)).parameter == parameter


@every_row("body", ["<html>Bad Gateway</html>", {}, [], None, 3, {"error": "x"}, {"error": {"details": 7}}])
def test_any_body_is_a_failure_of_its_status(body: Any) -> None:
    assert DIALECT.failure(502, body).kind == "server"


def test_the_list_of_models() -> None:
    listed = DIALECT.listed(
        {
            "models": [
                {"name": "models/gemini-a", "inputTokenLimit": 9, "outputTokenLimit": 5,
                 "supportedGenerationMethods": ["generateContent", "countTokens"]},
                {"name": "models/embedder", "supportedGenerationMethods": ["embedContent"]},
                {"name": "models/gemini-b"},
            ]
        }
    )  # fmt: skip
    assert [(each.id, each.context, each.output) for each in listed] == [("gemini-a", 9, 5), ("gemini-b", None, None)]


# ---------------------------------------------------------------- samples


def test_the_shared_stream() -> None:
    parts, complete = read(DIALECT, ASK, shared_frames("gemini_ok.sse"))
    assert len(text_in(parts)) == 249
    assert thinking_in(parts) == '**Plan** {"op":"x"}'
    assert usages_in(parts)[-1] == UsagePart(1200, 96, 1024, thinking_tokens=32)
    assert complete


def test_the_shared_errors() -> None:
    assert DIALECT.failure(400, shared_body("gemini_400_context.json")).kind == "context_length"
    assert DIALECT.failure(400, shared_body("gemini_400_key.json")).kind == "auth"
    assert DIALECT.failure(404, shared_body("gemini_404.json")).kind == "not_found"
    quota = DIALECT.failure(429, shared_body("gemini_429.json"))
    assert (quota.kind, quota.retryable, quota.retry_after) == ("rate", False, 37.5)
    assert failure_in(DIALECT, ASK, shared_frames("gemini_error_midstream.sse")).failure.kind == "overloaded"


def test_patches_come_through_unchanged() -> None:
    pieces = [chunk({"text": PATCHES[place : place + 7]}) for place in range(0, len(PATCHES), 7)]
    assert text_in(read(DIALECT, ASK, pieces)[0]) == PATCHES
