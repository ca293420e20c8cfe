"""What `RemoteProvider` adds to a dialect and a connection: concessions, the end of waiting, what is said once."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from support.wire_bodies import KEY, listen, request
from support.wire_server import JSON, Reply, WireServer

from epoch_cli.providers.base import Constraint, NoticePart
from epoch_cli.providers.remote import GRACE, RemoteProvider
from epoch_cli.providers.rows import ModelRow, ProviderRow
from epoch_cli.providers.secret import Secret


@pytest.fixture
def server() -> Iterator[WireServer]:
    with WireServer() as server:
        yield server


def provider(server: WireServer, dialect: str, **row: object) -> RemoteProvider:
    known = ProviderRow("own", "Own", dialect, server.url, schema="json_schema")  # type: ignore[arg-type]
    return RemoteProvider(known._replace(**row), ModelRow("own", "m"), key=Secret(KEY))  # type: ignore[arg-type]


def frames(*rows: object) -> bytes:
    return b"".join(b"data: " + json.dumps(row).encode() + b"\n\n" for row in rows)


CHAT = frames(
    {"choices": [{"index": 0, "delta": {"content": "hello"}, "finish_reason": None}]},
    {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
)
MESSAGE = frames(
    {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "hello"}},
    {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 3}},
    {"type": "message_stop"},
)
HELD = Constraint("json_schema", schema={"type": "object"}, note="One object.")


def refusal(parameter: str | None = None, status: int = 400) -> Reply:
    error = {"message": "no", "type": "invalid_request_error", "param": parameter}
    return Reply(json.dumps({"error": error}).encode(), status, JSON)


# ---------------------------------------------------------------- the end


def test_a_server_that_never_hangs_up_after_a_whole_answer_is_not_waited_for(server: WireServer) -> None:
    for dialect, path, body in (("anthropic", "/v1/messages", MESSAGE), ("openai_chat", "/chat/completions", CHAT)):
        server.answer(path, Reply((body, threading.Event())))
        began = time.monotonic()
        heard = listen(provider(server, dialect))
        assert (heard.text, heard.error) == ("hello", None)
        assert time.monotonic() - began < GRACE + 1.5


def test_after_done_nothing_is_waited_for_at_all(server: WireServer) -> None:
    server.answer("/chat/completions", Reply((CHAT + b"data: [DONE]\n\n", threading.Event())))
    began = time.monotonic()
    assert listen(provider(server, "openai_chat")).text == "hello"
    assert time.monotonic() - began < 1


def test_what_comes_behind_a_failure_is_not_read_and_what_came_before_it_is(server: WireServer) -> None:
    first = frames({"choices": [{"index": 0, "delta": {"content": "before"}, "finish_reason": None}]})
    server.answer("/chat/completions", Reply(first + frames({"error": {"message": "down"}}) + CHAT, seed=None))
    heard = listen(provider(server, "openai_chat"))
    assert heard.text == "before"
    assert heard.error is not None
    assert heard.error.partial == "before"


# ---------------------------------------------------------------- what is given up


def test_a_refused_schema_falls_back_to_free_text_once_and_for_good(server: WireServer) -> None:
    server.answer("/chat/completions", refusal("response_format"), Reply(CHAT))
    mine = provider(server, "openai_chat")
    asked = replace(request(), constraint=HELD)
    first, second = listen(mine, asked=asked), listen(mine, asked=asked)
    assert [notice.code for notice in first.notices] == ["constraint-dropped"]
    assert (first.text, second.text, second.notices) == ("hello", "hello", [])
    bodies = [seen.json for seen in server.seen]
    assert ["response_format" in body for body in bodies] == [True, False, False]
    assert ["One object." in body["messages"][0]["content"] for body in bodies] == [True, False, False]


def test_a_required_schema_is_not_given_up(server: WireServer) -> None:
    server.answer("/chat/completions", refusal("response_format"))
    heard = listen(provider(server, "openai_chat"), asked=replace(request(), constraint=replace(HELD, required=True)))
    assert heard.error is not None
    assert (heard.error.kind, len(server.seen)) == ("bad_request", 1)


def test_what_is_refused_without_a_name_is_found_out_step_by_step_and_then_told(server: WireServer) -> None:
    server.answer("/chat/completions", refusal())
    parameters = replace(request().parameters, temperature=0.5, seed=3)
    heard = listen(provider(server, "openai_chat"), asked=replace(request(), constraint=HELD, parameters=parameters))
    assert [notice.code for notice in heard.notices] == ["constraint-dropped", "parameter-dropped"]
    assert heard.error is not None
    assert (heard.error.kind, len(server.seen)) == ("bad_request", 3)


def test_a_server_without_the_newer_protocol_is_asked_in_the_older_one_from_then_on(server: WireServer) -> None:
    server.answer("/chat/completions", Reply(CHAT))
    mine = provider(server, "openai_responses", other_dialect="openai_chat")
    assert listen(mine).text == "hello"
    assert listen(mine).text == "hello"
    assert [seen.path for seen in server.seen] == ["/responses", "/chat/completions", "/chat/completions"]


def test_an_unknown_model_is_an_error_in_both_protocols(server: WireServer) -> None:
    body = json.dumps({"error": {"message": "no such model", "code": "model_not_found"}}).encode()
    server.answer_all(Reply(body, 404, JSON))
    heard = listen(provider(server, "openai_responses", other_dialect="openai_chat"))
    assert heard.error is not None
    assert (heard.error.kind, len(server.seen)) == ("not_found", 1)


# ---------------------------------------------------------------- what is said


def test_notices_of_the_opening_are_said_with_the_first_answer_only(server: WireServer) -> None:
    server.answer("/chat/completions", Reply(CHAT))
    row = ProviderRow("own", "Own", "openai_chat", server.url)
    mine = RemoteProvider(row, ModelRow("own", "m"), notices=[NoticePart("model-retiring", "soon")])
    assert [notice.message for notice in listen(mine).notices] == ["soon"]
    assert listen(mine).notices == []


def test_a_description_is_what_is_sent_but_for_the_key(server: WireServer) -> None:
    server.answer("/chat/completions", Reply(CHAT))
    mine = provider(server, "openai_chat", headers={"X-Team": "ui", "X-Api-Token": "mine"})
    told = mine.describe(request())
    listen(mine)
    (seen,) = server.seen
    assert told["url"] == f"{server.url}/chat/completions"
    assert told["body"] == seen.json
    assert told["headers"]["authorization"] == told["headers"]["x-api-token"] == "***"
    assert told["headers"]["x-team"] == seen.headers["x-team"] == "ui"
    assert KEY not in json.dumps(told)


def test_a_description_hides_a_secret_among_ones_own_fields_however_deep_it_is() -> None:
    extra = {"upstream": {"api_key": "s3cret", "region": "eu"}, "token": "s3cret", "max_tokens": 5}
    row = ProviderRow("own", "Own", "openai_chat", "http://127.0.0.1:9", extra=extra)
    body = RemoteProvider(row, ModelRow("own", "m")).describe(request())["body"]
    assert (body["upstream"], body["token"], body["max_tokens"]) == ({"api_key": "***", "region": "eu"}, "***", 5)
