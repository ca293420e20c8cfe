"""A provider behind HTTP: what it tells of a request and of a list, and what it keeps to itself."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from support.wire_bodies import KEY, WAYS, Heard, listen, own_bodies, provider_of, request
from support.wire_server import EVENT_STREAM, JSON, Reply, WireServer

from epoch_cli.errors import ProviderError
from epoch_cli.providers import remote
from epoch_cli.providers.base import Constraint, Parameters

CHAT = WAYS["openai_chat"]
PATH = CHAT.path
FINE = next(body for body in own_bodies() if body.dialect == "openai_chat" and body.name.endswith("_ok.sse")).reply()


@pytest.fixture
def server() -> Iterator[WireServer]:
    with WireServer() as server:
        yield server


def refusal(message: str, parameter: str | None = None) -> Reply:
    error = {"message": message, "type": "invalid_request_error", "code": "x", "param": parameter}
    return Reply(json.dumps({"error": error}), 400, JSON)


def answered(server: WireServer, body: bytes, kind: str) -> ProviderError:
    """The error of an answer with status 200."""
    server.answer(PATH, Reply(body, headers={"content-type": kind}))
    error = listen(provider_of("openai_chat", server.url)).error
    assert isinstance(error, ProviderError)
    return error


def notices(heard: Heard) -> list[str]:
    return [notice.message for notice in heard.notices]


# ---------------------------------------------------------------- the key


def test_a_key_that_is_said_back_with_a_refused_schema_is_in_no_note(server: WireServer) -> None:
    server.answer(PATH, refusal(f"no schema for {KEY}"), FINE)
    provider = provider_of("openai_chat", server.url, CHAT.row._replace(schema="json_schema"))
    asked = replace(request(), constraint=Constraint("json_schema", {"type": "object"}))
    heard = listen(provider, asked=asked)
    assert heard.error is None
    assert notices(heard) == ["the model writes freely: the json_schema was refused (no schema for ***)"]


@pytest.mark.parametrize("most", [3, 400])
@pytest.mark.parametrize("mode", ["stream", "complete"])
def test_a_key_that_is_said_in_an_answer_is_hidden_in_it(server: WireServer, mode: str, most: int) -> None:
    text = f'{{"op":"add"}} {KEY} and {KEY}'
    if mode == "stream":
        pieces = [text[at : at + 5] for at in range(0, len(text), 5)]
        rows = [{"choices": [{"index": 0, "delta": {"content": piece}}]} for piece in pieces]
        rows.append({"choices": [{"index": 0, "delta": {"reasoning_content": KEY}, "finish_reason": "stop"}]})
        body = "".join(f"data: {json.dumps(row)}\n\n" for row in rows)
        server.answer(PATH, Reply(body, most=most))
    else:
        whole = {"choices": [{"index": 0, "message": {"content": text}, "finish_reason": "stop"}]}
        server.answer(PATH, Reply(json.dumps(whole), headers=JSON, most=most))
    heard = listen(provider_of("openai_chat", server.url), mode)
    assert heard.error is None
    assert heard.text == '{"op":"add"} *** and ***'
    assert KEY not in heard.thinking


def test_what_an_answer_that_is_cut_ended_with_is_told_though_a_key_may_begin_so(server: WireServer) -> None:
    row = {"choices": [{"index": 0, "delta": {"content": f"it ends with {KEY[:6]}"}}]}
    server.answer(PATH, Reply(f"data: {json.dumps(row)}\n\n", cut=True))
    heard = listen(provider_of("openai_chat", server.url))
    assert heard.error is not None
    assert heard.text == heard.error.partial == f"it ends with {KEY[:6]}"


def test_a_key_that_is_listed_as_a_model_is_not_shown(server: WireServer) -> None:
    server.answer("/v1/models", Reply(json.dumps({"data": [{"id": f"m-{KEY}"}]}), headers=JSON))
    listed = asyncio.run(provider_of("openai_chat", server.url).list_models())
    assert [each.id for each in listed] == ["m-***"]


def test_what_would_be_sent_is_shown_without_keys_that_the_configuration_holds() -> None:
    row = CHAT.row._replace(headers={"X-Team": f"a {KEY}", "X-Other": "b"}, extra={"api_key": "sk-2", "max_tokens": 7})
    shown = provider_of("openai_chat", "http://127.0.0.1:9", row).describe(request())
    assert (shown["headers"]["x-team"], shown["headers"]["x-other"]) == ("a ***", "b")
    assert (shown["body"]["api_key"], shown["body"]["max_tokens"]) == ("***", 7)


# ---------------------------------------------------------------- parameters


def test_what_is_left_out_is_said_once_though_the_server_is_asked_again(server: WireServer) -> None:
    server.answer(PATH, refusal("no seed", "seed"), FINE)
    provider = provider_of("openai_chat", server.url, CHAT.row._replace(effort="none"))
    asked = replace(request(), parameters=Parameters(effort="low", seed=3))
    assert notices(listen(provider, asked=asked)) == [
        "left out, as it is not taken here: effort",
        "left out, as it is not taken here: seed",
    ]
    assert notices(listen(provider, asked=asked)) == []
    assert len(server.seen) == 3


def test_half_a_character_and_a_long_number_are_sent_as_they_can_be(server: WireServer) -> None:
    server.answer(PATH, FINE)
    row = CHAT.row._replace(extra={"big": 10**30})
    heard = listen(provider_of("openai_chat", server.url, row), asked=replace(request(), system="a\udcff ä"))
    assert heard.error is None
    assert server.seen[0].json["messages"][0]["content"] == "a? ä"
    assert server.seen[0].json["big"] == 10**30


# ---------------------------------------------------------------- answers that are none


def test_an_empty_answer_is_said_to_be_empty(server: WireServer) -> None:
    for kind in ("text/event-stream", "application/json"):
        error = answered(server, b"", kind)
        assert (error.kind, error.message) == ("truncated", f"{CHAT.row.title}: sent an empty answer (no-end)")


def test_plain_text_is_no_answer_that_was_cut(server: WireServer) -> None:
    error = answered(server, b"It works!\n", "text/plain; charset=utf-8")
    assert (error.kind, error.code) == ("server", "not-an-api")
    assert "plain text" in error.message
    assert f"check that {server.url}/v1 is the address" in error.remedy


def test_a_stream_that_calls_itself_plain_text_is_read(server: WireServer) -> None:
    server.answer(PATH, replace(FINE, headers={"content-type": "text/plain"}))
    assert listen(provider_of("openai_chat", server.url)).error is None


def test_a_good_status_is_no_part_of_what_went_wrong(server: WireServer) -> None:
    server.answer(PATH, Reply(b'data: {"choices":[]}\n\n', headers=EVENT_STREAM, cut=True))
    error = listen(provider_of("openai_chat", server.url)).error
    assert isinstance(error, ProviderError)
    assert error.status == 200
    assert error.message.endswith("the connection was lost in the middle of the answer (disconnected)")


# ---------------------------------------------------------------- lists


def test_a_list_of_models_is_not_waited_for_as_long_as_for_an_answer(
    server: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "LIST_SECONDS", 0.2)
    never = threading.Event()
    server.answer("/v1/models", Reply(b"", before=never))
    with pytest.raises(ProviderError) as caught:
        asyncio.run(provider_of("openai_chat", server.url).list_models())
    assert caught.value.kind == "timeout"
    assert "did not list its models in 0.2 s" in caught.value.message


@pytest.mark.parametrize("dialect", ["openai_chat", "ollama"])
@pytest.mark.parametrize("body", ['{"hello": 1}', "<html></html>", '{"data": 7, "models": 7}', "[7]"])
def test_what_is_no_list_of_models_points_at_the_address(server: WireServer, dialect: str, body: str) -> None:
    server.answer_all(Reply(body, headers=JSON))
    with pytest.raises(ProviderError) as caught:
        asyncio.run(provider_of(dialect, server.url).list_models())
    assert "no list of models" in caught.value.message
    assert "check that" in caught.value.remedy


def test_an_ollama_without_models_lists_none(server: WireServer) -> None:
    given: Any
    for given in ([], None):
        server.answer_all(Reply(json.dumps({"models": given}), headers=JSON))
        assert asyncio.run(provider_of("ollama", server.url).list_models()) == []
