"""Servers that mean harm, or do it without meaning it: whatever they send, time and memory are bounded."""

from __future__ import annotations

import asyncio
import gzip
import json
import tracemalloc
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from support.loopback import CHUNKED, END, Handler, chunk, read_head, serving
from support.wire_bodies import KEY, request

from epoch_cli.errors import ProviderError
from epoch_cli.providers.base import Constraint, FinishPart, NoticePart, Part, TextPart, UsagePart
from epoch_cli.providers.inline_thinking import InlineThinking
from epoch_cli.providers.remote import RemoteProvider
from epoch_cli.providers.rows import ModelRow, ProviderRow
from epoch_cli.providers.secret import Secret
from epoch_cli.providers.whole import Whole

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n"
MIB = 1024 * 1024


def frame(body: Any) -> bytes:
    return b"data: " + json.dumps(body).encode() + b"\n\n"


def said(text: str, **more: Any) -> bytes:
    return frame({"choices": [{"index": 0, "delta": {"content": text}, **more}]})


FINE = said("hello", finish_reason="stop") + b"data: [DONE]\n\n"


def sends(raw: bytes) -> Handler:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        writer.write(raw)
        await writer.drain()

    return handler


def provider_at(port: int, dialect: str = "openai_chat", **row: Any) -> RemoteProvider:
    known = ProviderRow("own", "Own", dialect, f"http://127.0.0.1:{port}", first=5, idle=5)  # type: ignore[arg-type]
    return RemoteProvider(known._replace(**row), ModelRow("own", "m"), key=Secret(KEY))


def asked(handler: Handler, ask: Callable[[RemoteProvider], Awaitable[Any]], *arguments: Any, **row: Any) -> Any:
    async def go() -> Any:
        async with serving(handler) as port:
            return await ask(provider_at(port, *arguments, **row))

    return asyncio.run(go())


def streamed(handler: Handler, *arguments: Any, **row: Any) -> tuple[list[Part], ProviderError | None]:
    """The parts of an answer, and how it failed."""
    parts: list[Part] = []

    async def ask(provider: RemoteProvider) -> ProviderError | None:
        try:
            async for part in provider.stream(request()):
                parts.append(part)  # noqa: PERF401  what came before a failure is kept
        except ProviderError as error:
            return error
        return None

    return parts, asked(handler, ask, *arguments, **row)


def failed(handler: Handler, *arguments: Any, **row: Any) -> ProviderError:
    error = streamed(handler, *arguments, **row)[1]
    assert error is not None
    return error


# ---------------------------------------------------------------- memory and time


def compressed(data: bytes, coding: str, headers: bytes = HEAD) -> bytes:
    return headers + b"Content-Encoding: " + coding.encode() + b"\r\n\r\n" + data


BOMB = gzip.compress(bytes(48 * MIB))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (compressed(BOMB, "gzip"), "event-too-large"),
        (compressed(gzip.compress(BOMB), "gzip, gzip"), "unreadable"),
        (compressed(b"x", "br"), "unreadable"),
        (compressed(b"no gzip at all", "gzip"), "unreadable"),
    ],
    ids=["bomb", "bomb in a bomb", "unknown coding", "not compressed"],
)
def test_a_body_that_grows_when_it_is_read_is_given_up_in_little_memory(raw: bytes, code: str) -> None:
    tracemalloc.start()
    try:
        error = failed(sends(raw))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (error.kind, error.code) == ("server", code)
    assert peak < 16 * MIB


@pytest.mark.parametrize("compress", [gzip.compress, zlib.compress])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_compressed_answer_is_read_in_whatever_framing(compress: Callable[[bytes], bytes], chunked: bool) -> None:
    coding = "gzip" if compress is gzip.compress else "deflate"
    data = compress(FINE)
    if chunked:
        head = CHUNKED.removesuffix(b"\r\n")
        data = b"".join(chunk(data[at : at + 3]) for at in range(0, len(data), 3)) + END
        raw = compressed(data, coding, head)
    else:
        raw = compressed(data, coding)
    assert streamed(sends(raw)) == ([TextPart("hello"), FinishPart("stop", "stop")], None)


def test_interim_answers_without_end_are_given_up() -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        while True:
            writer.write(b"HTTP/1.1 100 Continue\r\nX: " + b"a" * 4000 + b"\r\n\r\n")
            await writer.drain()

    error = failed(handler)
    assert (error.kind, error.code, error.retryable) == ("network", "not-http", False)


def test_white_space_before_the_answer_is_not_held_back_without_end() -> None:
    """What is held is looked at with each piece: without a bound that would be the square of its length."""
    thinking, held, most = InlineThinking(), 0, 0
    for _ in range(5000):
        held += 1 - sum(len(part.text) for part in thinking.split(" "))
        most = max(most, held)
    assert (held, most) == (0, 1000)


@pytest.mark.parametrize("mode", ["stream", "complete"])
def test_json_in_one_piece_is_not_read_without_end(mode: str) -> None:
    """64 MiB of empty arrays would be more than a GiB of lists."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        writer.write(HEAD.replace(b"text/event-stream", b"application/json") + b"\r\n[")
        while True:
            writer.write(b"[]," * 20_000)
            await writer.drain()

    async def ask(provider: RemoteProvider) -> None:
        _ = await provider.complete(request()) if mode == "complete" else [_ async for _ in provider.stream(request())]

    with pytest.raises(ProviderError, match="more than 8 MiB") as caught:
        asked(handler, ask)
    assert (caught.value.kind, caught.value.retryable) == ("server", False)


# ---------------------------------------------------------------- odd, and meant well


def test_a_character_that_was_cut_in_two_by_the_server_is_whole_in_the_end() -> None:
    """What counts in UTF-16, such as JavaScript, cuts an emoji in two; strict JSON libraries refuse each half."""
    halves = HEAD + b"\r\n" + said("a\ud83d") + said("\ude00b", finish_reason="stop") + b"data: [DONE]\n\n"
    parts, error = streamed(sends(halves))
    assert error is None
    assert "".join(part.text for part in parts if isinstance(part, TextPart)) == "a\ud83d\ude00b"

    cut = failed(sends(HEAD + b"\r\n" + said("a\ud83d") + said("\ude00b")))
    assert cut.partial == "a😀b"


def test_half_a_character_in_the_middle_of_a_whole_answer_is_kept_and_in_an_error_is_shown_as_none() -> None:
    async def ask(provider: RemoteProvider) -> Whole:
        return await provider.complete(request())

    body = json.dumps({"choices": [{"message": {"content": "a\ud83d\ude00\ud83db"}, "finish_reason": "stop"}]}).encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
    assert asked(sends(head + body), ask).text == "a😀\ud83db"

    error = failed(sends(HEAD + b"\r\n" + frame({"error": {"message": "no \ud83d"}})))
    assert error.message == "Own: no �"


@pytest.mark.parametrize("status", ["201 Created", "206 Partial Content"])
def test_an_answer_with_any_status_of_success_is_read(status: str) -> None:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n".encode()
    assert streamed(sends(head + FINE)) == ([TextPart("hello"), FinishPart("stop", "stop")], None)


def test_a_negative_count_of_tokens_is_none() -> None:
    """It would make money."""
    usage = frame({"choices": [], "usage": {"prompt_tokens": -5, "completion_tokens": 1}})
    parts, error = streamed(sends(HEAD + b"\r\n" + said("hello", finish_reason="stop") + usage))
    assert not any(isinstance(part, UsagePart) for part in parts)
    assert error is not None
    assert error.code == "unreadable"


# ---------------------------------------------------------------- failures inside an answer


def test_a_failure_inside_an_answer_has_the_headers_of_that_answer_and_its_usage() -> None:
    """As OpenRouter sends it, with status 200."""
    body = {
        "error": {"code": 429, "message": "slow down"},
        "choices": [],
        "usage": {"prompt_tokens": 5, "completion_tokens": 1},
    }
    head = HEAD + b"X-Generation-Id: gen-1\r\nRetry-After: 77\r\n\r\n"
    parts, error = streamed(sends(head + said("hel") + frame(body)))
    assert parts == [TextPart("hel"), UsagePart(5, 1)]
    assert error is not None
    assert (error.kind, error.retry_after, error.request_id, error.partial) == ("rate", 77, "gen-1", "hel")


def test_a_failed_response_was_counted_all_the_same() -> None:
    response = {
        "status": "failed",
        "error": {"code": "server_error", "message": "it broke"},
        "usage": {"input_tokens": 100, "output_tokens": 7, "output_tokens_details": {"reasoning_tokens": 5}},
    }
    counted = UsagePart(100, 7, thinking_tokens=5)
    failure = frame({"type": "response.failed", "response": response})
    parts, error = streamed(sends(HEAD + b"\r\n" + failure), "openai_responses")
    assert (parts, error and error.kind) == ([counted], "server")
    whole = HEAD.replace(b"text/event-stream", b"application/json") + b"\r\n" + json.dumps(response).encode()
    parts, error = streamed(sends(whole), "openai_responses")
    assert (parts, error and error.kind) == ([counted], "server")


def test_groq_says_in_a_place_of_its_own_that_an_answer_failed() -> None:
    failure = frame({"choices": [], "x_groq": {"id": "r", "error": "over capacity"}})
    error = failed(sends(HEAD + b"\r\n" + said("hel") + failure))
    assert (error.kind, error.partial) == ("server", "hel")
    assert "over capacity" in error.message


# ---------------------------------------------------------------- what a provider learns


REFUSAL = json.dumps({"error": {"message": "no", "type": "invalid_request_error", "param": "response_format"}}).encode()
HELD = Constraint("json_schema", schema={"type": "object"})


async def refusing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Refuses schemas."""
    head = (await read_head(reader)).lower()
    body = await reader.readexactly(int(head.partition("content-length:")[2].split()[0]))
    if b"response_format" in body:
        size = str(len(REFUSAL)).encode()
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: " + size + b"\r\n\r\n" + REFUSAL)
    else:
        writer.write(CHUNKED + chunk(FINE) + END)
    await writer.drain()


def test_a_provider_that_has_refused_a_schema_says_of_itself_that_it_takes_none() -> None:
    """Or the engine would read the next answer, which is written freely, as one under a schema: null as absent."""

    async def ask(provider: RemoteProvider) -> list[Any]:
        before = provider.constrains
        parts = [part async for part in provider.stream(replace(request(), constraint=HELD))]
        return [before, provider.constrains, *(part.code for part in parts if isinstance(part, NoticePart))]

    assert asked(refusing, ask, schema="json_schema") == ["json_schema", None, "constraint-dropped"]


def test_a_required_schema_is_kept_though_one_that_was_not_required_was_given_up() -> None:
    async def ask(provider: RemoteProvider) -> None:
        _ = [part async for part in provider.stream(replace(request(), constraint=HELD))]
        _ = [part async for part in provider.stream(replace(request(), constraint=replace(HELD, required=True)))]

    with pytest.raises(ProviderError, match="no") as caught:
        asked(refusing, ask, schema="json_schema")
    assert caught.value.parameter == "response_format"


def test_many_requests_at_once_learn_the_same_thing_once() -> None:
    async def ask(provider: RemoteProvider) -> list[int]:
        held = replace(request(), constraint=HELD)

        async def one() -> int:
            return len([part async for part in provider.stream(held)])

        first = await asyncio.gather(*(one() for _ in range(5)))
        return [*first, await one(), len(provider._conceded)]

    assert asked(refusing, ask, schema="json_schema") == [3, 3, 3, 3, 3, 2, 1]


@pytest.mark.parametrize("mode", ["stream", "complete"])
def test_a_required_grammar_is_never_left_out_because_a_protocol_has_no_place_for_it(mode: str) -> None:
    lark = Constraint("lark", grammar='start: "a"', required=True)

    async def ask(provider: RemoteProvider) -> None:
        held = replace(request(), constraint=lark)
        if mode == "complete":
            await provider.complete(held)
        else:
            _ = [part async for part in provider.stream(held)]

    with pytest.raises(ProviderError, match="no place for the lark") as caught:
        asked(sends(HEAD + b"\r\n" + FINE), ask, grammar="lark")
    assert caught.value.kind == "bad_request"
    assert "--constrain required" in caught.value.remedy
