"""Errors of servers like OpenAI's and Anthropic's: each shape gives its kind, text, code and parameter."""

from __future__ import annotations

from typing import Any

from support.every_row import every_row

from epoch_cli.providers.dialects.error_bodies import failure_of
from epoch_cli.providers.failures import Failure


def openai(message: str = "m", type_: Any = "invalid_request_error", param: Any = None, code: Any = None) -> Any:
    return {"error": {"message": message, "type": type_, "param": param, "code": code}}


def anthropic(type_: str, message: str = "m", **details: Any) -> Any:
    return {"type": "error", "error": {"type": type_, "message": message, "details": details}, "request_id": "r"}


@every_row(
    ("status", "body", "kind", "code"),
    [
        (401, openai(code="invalid_api_key"), "auth", "invalid_api_key"),
        (403, openai(code="unsupported_country_region_territory"), "auth", "unsupported_country_region_territory"),
        (404, openai(code="model_not_found"), "not_found", "model_not_found"),
        (400, openai(code="unsupported_parameter"), "bad_request", "unsupported_parameter"),
        (400, openai(code="content_policy_violation"), "content", "content_policy_violation"),
        (429, openai(code="rate_limit_exceeded", type_="requests"), "rate", "rate_limit_exceeded"),
        (429, openai(code="slow_down"), "rate", "slow_down"),
        (429, openai(code=None, type_="insufficient_quota"), "billing", "insufficient_quota"),
        (
            429,
            openai(code="credit_balance_exhausted", type_="insufficient_quota"),
            "billing",
            "credit_balance_exhausted",
        ),
        (429, openai(code="project_spend_limit_exceeded"), "billing", "project_spend_limit_exceeded"),
        (500, openai(type_="server_error"), "server", "server_error"),
        (503, openai(code="server_is_overloaded"), "overloaded", "server_is_overloaded"),
        (401, anthropic("authentication_error"), "auth", "authentication_error"),
        (403, anthropic("permission_error"), "auth", "permission_error"),
        (402, anthropic("billing_error"), "billing", "billing_error"),
        (404, anthropic("not_found_error"), "not_found", "not_found_error"),
        (413, anthropic("request_too_large"), "context_length", "request_too_large"),
        (429, anthropic("rate_limit_error"), "rate", "rate_limit_error"),
        (
            429,
            anthropic("rate_limit_error", error_code="enforced_spend_limit_reached"),
            "billing",
            "enforced_spend_limit_reached",
        ),
        (409, anthropic("conflict_error"), "server", "conflict_error"),
        (500, anthropic("api_error"), "server", "api_error"),
        (504, anthropic("timeout_error"), "timeout", "timeout_error"),
        (529, anthropic("overloaded_error"), "overloaded", "overloaded_error"),
        (402, {"error": {"code": 402, "message": "m", "metadata": {}}}, "billing", "402"),
        (403, {"error": {"code": 403, "message": "m", "metadata": {"reasons": ["violence"]}}}, "content", ""),
        (403, {"error": {"code": 403, "message": "m"}}, "auth", "403"),
        (502, {"error": {"code": 502, "message": "m"}}, "server", "502"),
        (402, openai("m", "unknown_error", code="invalid_request_error"), "billing", "invalid_request_error"),
        (422, openai("m"), "bad_request", "invalid_request_error"),
        (503, {"error": {"code": 503, "message": "m", "type": "unavailable_error"}}, "overloaded", "unavailable_error"),
        (404, {"object": "error", "message": "m", "type": "NotFoundError", "code": 404}, "not_found", "NotFoundError"),
        (400, {"object": "error", "message": "m", "type": "invalid_model", "code": "1500"}, "not_found", "1500"),
        (400, {"error": {"message": "m", "type": None, "code": "400"}}, "bad_request", "400"),
        (429, {"error": {"message": "m", "type": "rate_limit_exceeded"}}, "rate", "rate_limit_exceeded"),
        (413, openai(code="rate_limit_exceeded", type_="tokens"), "context_length", "rate_limit_exceeded"),
        (498, {"error": {"message": "m", "type": "capacity"}}, "overloaded", "capacity"),
        (400, {"error": "m"}, "bad_request", ""),
        (400, {"error": "m", "code": "invalid_model"}, "not_found", "invalid_model"),
        (401, {"detail": "m"}, "auth", ""),
        (401, {"message": "m", "request_id": "r"}, "auth", ""),
        (500, "m", "server", ""),
    ],
)
def test_kinds_and_codes(status: int, body: Any, kind: str, code: str) -> None:
    failure = failure_of(status, body)
    assert (failure.kind, failure.code, failure.message) == (kind, code, "m")
    assert failure.retryable is None


@every_row(
    ("body", "kind"),
    [
        ({"type": "error", "code": "rate_limit_exceeded", "message": "m", "param": None}, "rate"),
        ({"type": "error", "code": None, "message": "m"}, "server"),
        ({"error": {"code": 429, "message": "m"}}, "rate"),
        ({"error": {"message": "m", "type": "BadRequestError", "code": 400}}, "bad_request"),
        (anthropic("invalid_request_error"), "bad_request"),
        (anthropic("something_new"), "server"),
    ],
)
def test_inside_an_answer_its_own_number_counts(body: Any, kind: str) -> None:
    failure = failure_of(None, body)
    assert (failure.kind, failure.message) == (kind, "m")


def test_the_status_comes_before_a_number_in_the_body() -> None:
    assert failure_of(429, {"error": {"code": 500, "message": "m"}}).kind == "rate"


@every_row(
    ("body", "parameter"),
    [
        (openai(param="temperature", code="unsupported_parameter"), "temperature"),
        (openai(param="text.format.schema"), "text.format.schema"),
        (openai(param=None), ""),
        (openai(param=3), ""),
        (anthropic("invalid_request_error", "temperature: Extra inputs are not permitted"), ""),
        ({"detail": [{"type": "extra_forbidden", "loc": ["body", "seed"], "msg": "m"}]}, "seed"),
        ({"object": "error", "message": {"detail": [{"loc": ["body", "stop", 0], "msg": "m"}]}}, "stop.0"),
    ],
)
def test_the_parameter_that_was_refused(body: Any, parameter: str) -> None:
    assert failure_of(400, body).parameter == parameter


def test_all_that_is_wrong_is_told() -> None:
    body = {"detail": [{"loc": ["body", "a"], "msg": "A is wrong"}, {"loc": ["body", "b"], "msg": "B is wrong"}]}
    assert failure_of(422, body) == Failure("bad_request", "A is wrong; B is wrong", parameter="a")


@every_row(
    "body",
    [
        openai("m", code="context_length_exceeded", param="messages"),
        openai("This model's maximum context length is 8192 tokens"),
        anthropic("invalid_request_error", "prompt is too long: 9 tokens > 8 maximum"),
        {"error": {"code": 400, "message": "m", "type": "exceed_context_size_error", "n_ctx": 4096}},
        {"object": "error", "message": "longer than the model's context length", "code": 400},
        "Input exceeds the context window",
    ],
)
def test_a_prompt_that_is_too_long(body: Any) -> None:
    assert failure_of(400, body).kind == "context_length"


def test_a_busy_server_that_speaks_of_its_window_is_busy() -> None:
    assert failure_of(503, openai("no context window is free", type_="server_error")).kind == "server"
    assert failure_of(429, openai("your context window for today", code="rate_limit_exceeded")).kind == "rate"


def test_too_much_at_once_for_a_budget_passes() -> None:
    metadata = {"limit_source": "openrouter_in_flight_budget"}
    failure = failure_of(402, {"error": {"code": 402, "message": "m", "metadata": metadata}})
    assert (failure.kind, failure.retryable) == ("rate", True)


@every_row(
    ("metadata", "message"),
    [
        ({"raw": "it burns", "provider_name": "Groq"}, "Provider returned error (Groq: it burns)"),
        ({"raw": '{"error": {"message": "it burns"}}'}, "Provider returned error (it burns)"),
        ({"raw": "[1]", "provider_name": None}, "Provider returned error ([1])"),
        ({"raw": ""}, "Provider returned error"),
        ({"raw": {"a": 1}}, "Provider returned error"),
        ({}, "Provider returned error"),
        (None, "Provider returned error"),
        ("text", "Provider returned error"),
    ],
)
def test_what_the_provider_behind_openrouter_said_is_told_too(metadata: Any, message: str) -> None:
    body = {"error": {"code": 502, "message": "Provider returned error", "metadata": metadata}}
    assert failure_of(502, body).message == message


@every_row(
    "body",
    [
        None,
        7,
        [],
        ["text"],
        {},
        {"error": None},
        {"error": []},
        {"error": {"message": 5, "code": [], "type": {}, "param": {}, "details": "x", "metadata": []}},
        {"detail": [5, {"loc": 5, "msg": 7}, {"loc": [], "msg": "m"}]},
        {"error": {"message": {"detail": None}, "code": True}},
        {"error": {"message": {"a": 1}, "code": "²³⁴"}},
        {"error": {"code": -1}},
    ],
)
@every_row("status", [400, 500, None])
def test_whatever_it_says_it_is_a_failure(body: Any, status: int | None) -> None:
    failure = failure_of(status, body)
    assert failure.kind == ("bad_request" if status == 400 else "server")
    assert all(isinstance(value, str) for value in (failure.message, failure.code, failure.parameter))
