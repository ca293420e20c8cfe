"""Failures: their kind by status and name, and what people are told of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

from support.every_row import every_row

from epoch_cli.errors import ExitCode, FailureKind, ProviderError
from epoch_cli.providers.failures import Failure, by_status, explain, is_context_length, kind_of
from epoch_cli.providers.rows import ModelRow, ProviderRow

NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)
ROW = ProviderRow(
    "acme",
    "Acme",
    "openai_chat",
    "https://api.acme.test/v1",
    base_variable="ACME_BASE_URL",
    key_variables=("ACME_KEY", "ACME_API_KEY"),
    key_page="https://acme.test/keys",
)
OLLAMA = ProviderRow("ollama", "Ollama", "ollama", "http://localhost:11434", base_variable="OLLAMA_HOST", auth="none")
KINDS: tuple[FailureKind, ...] = get_args(FailureKind)


def told(failure: Failure, row: ProviderRow = ROW, **more: Any) -> ProviderError:
    known: dict[str, Any] = {"model": "m-1", "status": None, "headers": {}, "now": NOW, "keyed": True, **more}
    return explain(failure, row=row, **known)


# ---------------------------------------------------------------- kinds


@every_row(
    ("status", "kind"),
    [
        (400, "bad_request"),
        (401, "auth"),
        (402, "billing"),
        (403, "auth"),
        (404, "not_found"),
        (407, "network"),
        (408, "timeout"),
        (409, "server"),
        (413, "context_length"),
        (418, "bad_request"),
        (422, "bad_request"),
        (429, "rate"),
        (500, "server"),
        (502, "server"),
        (503, "overloaded"),
        (504, "timeout"),
        (529, "overloaded"),
        (599, "server"),
        (301, "server"),
    ],
)
def test_kinds_by_status(status: int, kind: str) -> None:
    assert by_status(status) == kind


def test_a_code_says_more_than_a_type_and_a_type_more_than_a_status() -> None:
    assert kind_of(429, "insufficient_quota", "rate_limit_error", "") == "billing"
    assert kind_of(429, "something_new", "insufficient_quota", "") == "billing"
    assert kind_of(429, "something_new", "another", "") == "rate"
    assert kind_of(None, "something_new", "another", "") == "server"


def test_vague_types_leave_it_to_the_status() -> None:
    assert kind_of(404, "", "invalid_request_error", "") == "not_found"
    assert kind_of(None, "", "invalid_request_error", "") == "bad_request"
    assert kind_of(429, "", "api_error", "") == "rate"


@every_row(
    "message",
    [
        "prompt is too long: 9 > 8",
        "This model's MAXIMUM CONTEXT LENGTH is 8",
        "input length and max_tokens exceed context limit",
        "the request exceeds the available context size",
        "input exceeds the maximum number of tokens allowed",
        "The input token count (9) is too large",
        "longer than the model's context length",
        "does not fit the context window",
    ],
)
def test_the_documented_ways_to_say_that_a_prompt_is_too_long(message: str) -> None:
    assert is_context_length("", "", message)
    assert not is_context_length("string_above_max_length", "", message)


def test_a_prompt_is_too_long_by_name_whatever_is_said() -> None:
    assert is_context_length("context_length_exceeded", "", "no")
    assert is_context_length("", "exceed_context_size_error", "no")
    assert not is_context_length("", "", "a 429 of the temperature")


# ---------------------------------------------------------------- what is told


def test_who_failed_what_it_said_and_what_to_do() -> None:
    error = told(Failure("auth", "invalid x-api-key", "authentication_error"), status=401)
    assert error.message == "Acme: invalid x-api-key (401, authentication_error)"
    assert error.remedy == (
        "check the key: `epoch keys set acme` or ACME_KEY, from https://acme.test/keys; `-p offline` needs none"
    )
    assert (error.kind, error.status, error.code) == ("auth", 401, "authentication_error")
    assert error.exit_code == ExitCode.PROVIDER
    assert not error.retryable


@every_row("kind", KINDS)
def test_every_kind_has_a_text_and_a_remedy(kind: FailureKind) -> None:
    for row in (ROW, OLLAMA, ROW._replace(base_url="http://127.0.0.1:8080/v1", key_variables=(), key_page="")):
        for keyed in (True, False):
            error = told(Failure(kind), row, keyed=keyed)
            assert error.message.startswith(f"{row.title}: ")
            assert len(error.message) > len(row.title) + 10
            assert error.remedy
            assert "{" not in error.remedy
            assert "\n" not in error.remedy


@every_row(
    ("failure", "more", "words"),
    [
        (Failure("auth"), {"keyed": False}, ["wants a key", "epoch keys set acme", "ACME_KEY", "-p offline"]),
        (Failure("billing"), {}, ["add credit", "-p offline"]),
        (Failure("network", code="not-http"), {}, ["check that https://api.acme.test/v1 is the address"]),
        (Failure("not_found"), {}, ["epoch models -p acme", "https://api.acme.test/v1"]),
        (Failure("not_found", code="model_not_found"), {}, ["epoch models -p acme --live"]),
        (Failure("not_found", parameter="model"), {}, ["epoch models -p acme --live"]),
        (Failure("not_found"), {"model_row": ModelRow("acme", "m-1", successor="m-2")}, ["-m m-2"]),
        (Failure("not_found"), {"model_row": ModelRow("acme", "m-1")}, ["epoch models -p acme"]),
        (Failure("not_found"), {"row": OLLAMA}, ["ollama pull m-1"]),
        (Failure("network", code="connection-refused"), {"row": OLLAMA}, ["ollama serve", "OLLAMA_HOST"]),
        (
            Failure("network", code="connection-refused"),
            {"row": ROW._replace(base_url="http://127.0.0.1:8080/v1")},
            ["start the server at http://127.0.0.1:8080/v1", "ACME_BASE_URL"],
        ),
        (Failure("network", code="name-not-found"), {}, ["connection", "proxy"]),
        (Failure("network", code="tls"), {}, ["certificates"]),
        (Failure("network", code="proxy"), {}, ["HTTPS_PROXY"]),
        (Failure("network", code="redirect"), {}, ["base-url", "[providers.acme]"]),
        (Failure("context_length"), {}, ["shorter prompt", "smaller preset"]),
        (Failure("rate"), {"headers": {"retry-after": "12"}}, ["wait 12 s"]),
        (Failure("rate", retry_after=36.2), {}, ["wait 37 s"]),
        (Failure("rate"), {}, ["wait a moment"]),
        (Failure("rate", retryable=False), {}, ["used up"]),
        (Failure("overloaded"), {}, ["ask again", "epoch providers"]),
        (Failure("server", code="not-an-api"), {}, ["check that https://api.acme.test/v1"]),
        (Failure("server", code="unreadable"), {}, ["check that https://api.acme.test/v1"]),
        (Failure("server", code="unreadable"), {"partial": "{"}, ["wait a moment and ask again"]),
        (Failure("timeout"), {}, ["ask again"]),
        (Failure("truncated"), {}, ["ask again"]),
        (Failure("content"), {}, ["other words"]),
        (Failure("bad_request"), {}, ["--dry-run"]),
        (Failure("bad_request", parameter="seed"), {}, ["leave out seed"]),
    ],
)
def test_what_to_do(failure: Failure, more: dict[str, Any], words: list[str]) -> None:
    remedy = told(failure, **more).remedy
    assert [word for word in words if word not in remedy] == []


def test_what_a_server_says_is_one_line_and_cut() -> None:
    said = told(Failure("server", "a\r\n  b" + "c" * 5_000, "x" * 5_000), status=500).message
    assert said.startswith("Acme: a bccc")
    assert len(said) < 400
    assert "…" in said


def test_a_web_page_is_not_shown() -> None:
    said = told(Failure("server", "  <html><title>502 Bad Gateway</title>"), status=502).message
    assert said == "Acme: answered with a web page, not as an API does (502)"


def test_braces_of_others_are_left_alone() -> None:
    error = told(Failure("bad_request", "{name} {0} {", parameter="{wait}"), status=400)
    assert "{name} {0} {" in error.message
    assert "leave out {wait}" in error.remedy


def test_a_number_is_not_said_twice() -> None:
    assert told(Failure("billing", "Insufficient credits", "402"), status=402).message == (
        "Acme: Insufficient credits (402)"
    )


def test_what_had_come_and_whom_to_ask_about_it_are_kept() -> None:
    error = told(Failure("truncated", "cut"), headers={"request-id": "req_1"}, partial='{"op"')
    assert (error.partial, error.request_id) == ('{"op"', "req_1")


@every_row(
    ("failure", "status", "header", "retryable"),
    [
        (Failure("rate"), 429, "", True),
        (Failure("rate"), 429, "false", False),
        (Failure("rate", retryable=False), 429, "true", False),
        (Failure("rate", retryable=True), 402, "false", False),
        (Failure("billing"), 429, "true", False),
        (Failure("auth"), 401, "true", False),
        (Failure("bad_request"), 400, "true", True),
        (Failure("bad_request"), 400, "", False),
        (Failure("network", code="proxy"), 407, "", False),
        (Failure("network"), None, "", True),
    ],
)
def test_whether_to_ask_again(failure: Failure, status: int | None, header: str, retryable: bool) -> None:
    headers = {"x-should-retry": header} if header else {}
    assert told(failure, status=status, headers=headers).retryable is retryable
