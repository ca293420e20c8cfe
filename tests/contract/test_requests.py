"""What a server sees of a request: the right place, the key in its header, and a body that says what was asked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from support.wire_bodies import WAYS, hear, listen, own_bodies, provider_of, request
from support.wire_server import JSON, Reply, Seen, WireServer

from epoch_cli.providers.base import Parameters

ASKED = replace(
    request(), parameters=Parameters(max_tokens=777, temperature=0.25, seed=11, stop=("END",), effort="low")
)


def asked(server: WireServer, dialect: str, mode: str = "stream", wish: Any = None) -> Seen:
    """The request that the server sees; its answer does not matter here."""
    listen(provider_of(dialect, server.url), mode, wish)
    return server.seen[0]


def texts_of(value: Any) -> list[str]:
    """All texts in a body, wherever they stand, in their order."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        value = value.values()
    return [text for each in value for text in texts_of(each)] if hasattr(value, "__iter__") else []


def nulls_in(value: Any) -> bool:
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return value is None or any(nulls_in(each) for each in inside)


@pytest.mark.parametrize("mode", ["stream", "complete", "json"])
@pytest.mark.parametrize("dialect", WAYS)
def test_a_request_goes_to_its_place_and_says_all_that_was_asked(server: WireServer, dialect: str, mode: str) -> None:
    way = WAYS[dialect]
    seen = asked(server, dialect, mode)
    assert (seen.method, seen.path) == ("POST", way.path if mode == "stream" else way.whole_path)
    assert seen.query == ("alt=sse" if (dialect, mode) == ("gemini", "stream") else "")
    assert seen.headers["content-type"] == "application/json"
    assert seen.headers[way.key_header] == way.key_value
    assert seen.headers["user-agent"].startswith("epoch-cli/")
    assert not nulls_in(seen.json)
    said = "\n".join(texts_of(seen.json))
    system = request().system
    assert "".join(texts_of(seen.json)).count(system[:20]) == 1
    assert all(turn.content in said for turn in request().turns)
    order = [said.index(turn.content) for turn in request().turns[1:]]
    assert order == sorted(order)


@pytest.mark.parametrize("dialect", [dialect for dialect in WAYS if dialect != "gemini"])
def test_a_stream_is_asked_for_by_the_body(server: WireServer, dialect: str) -> None:
    assert asked(server, dialect).json["stream"] is True
    server.forget()
    assert asked(server, dialect, "complete").json.get("stream", False) is False


@pytest.mark.parametrize("dialect", [dialect for dialect in WAYS if dialect not in {"gemini", "cloudflare"}])
def test_the_model_is_named_in_the_body(server: WireServer, dialect: str) -> None:
    assert asked(server, dialect).json["model"] == "m-own"


PARAMETERS: Mapping[str, Mapping[str, Any]] = {
    "anthropic": {"max_tokens": 777, "stop_sequences": ["END"]},
    "openai_chat": {"max_tokens": 777, "temperature": 0.25, "seed": 11, "stop": ["END"]},
    "openai_responses": {"max_output_tokens": 777, "store": False},
    "gemini": {"generationConfig": {"maxOutputTokens": 777, "temperature": 0.25, "seed": 11, "stopSequences": ["END"]}},
    "ollama": {"options": {"num_predict": 777, "temperature": 0.25, "seed": 11, "stop": ["END"], "num_ctx": 16384}},
    "cloudflare": {"max_tokens": 777, "temperature": 0.25, "seed": 11},
}
"""What a body has to hold of `ASKED`; what is missing here is dropped, with a notice."""


def holds(body: Any, wanted: Mapping[str, Any]) -> bool:
    return all(
        holds(body.get(name, {}), value) if isinstance(value, Mapping) else body.get(name) == value
        for name, value in wanted.items()
    )


@pytest.mark.parametrize("dialect", WAYS)
def test_parameters_are_said_in_the_dialects_words(server: WireServer, dialect: str) -> None:
    body = asked(server, dialect, wish=ASKED).json
    assert holds(body, PARAMETERS[dialect]), body


@pytest.mark.parametrize("dialect", WAYS)
def test_what_is_not_taken_is_left_out_with_one_notice(server: WireServer, dialect: str) -> None:
    good = next(body for body in own_bodies() if body.dialect == dialect and "_ok" in body.name)
    server.answer_all(good.reply())
    heard = listen(provider_of(dialect, server.url), "stream", ASKED)
    assert heard.error is None
    notices = [notice.message for notice in heard.notices if notice.code == "parameter-dropped"]
    assert len(notices) <= 1
    plain = listen(provider_of(dialect, server.url))
    assert not plain.notices
    if dialect in {"anthropic", "openai_responses"}:
        assert "seed" in notices[0]


REFUSALS: Mapping[str, bytes] = {
    "openai_chat": b'{"error":{"message":"no","type":"invalid_request_error","param":"seed","code":"unsupported"}}',
    "openai_responses": b'{"error":{"message":"no","type":"invalid_request_error","param":"temperature"}}',
    "anthropic": b'{"type":"error","error":{"type":"invalid_request_error","message":"stop_sequences: no"}}',
}


@pytest.mark.parametrize("dialect", REFUSALS)
def test_a_parameter_that_a_server_refuses_is_left_out_from_then_on(server: WireServer, dialect: str) -> None:
    good = next(body for body in own_bodies() if body.dialect == dialect and "_ok" in body.name)
    server.answer(WAYS[dialect].path, Reply(REFUSALS[dialect], 400, JSON), good.reply())

    async def twice() -> list[Any]:
        provider = provider_of(dialect, server.url)
        return [await hear(provider, "stream", ASKED), await hear(provider, "stream", ASKED)]

    first, second = asyncio.run(twice())
    assert first.error is None
    assert second.error is None
    assert first.text == second.text == good.expected["text"]
    assert [notice.code for notice in first.notices].count("parameter-dropped") >= 1
    assert len(server.seen) == 3
    assert server.seen[1].json == server.seen[2].json != server.seen[0].json
