"""Every streamed answer, over real sockets: what a body gives, however its bytes arrive and wherever they end."""

from __future__ import annotations

import asyncio
import re
import threading
from random import Random

import pytest
from support.every_row import every_row
from support.wire_bodies import WAYS, Body, Heard, listen, own_bodies, provider_of, request, shared_bodies
from support.wire_server import EVENT_STREAM, JSON, Reply, WireServer

from epoch_cli.providers.base import TextPart
from epoch_cli.providers.remote import RemoteProvider

ALL = [*own_bodies(), *shared_bodies()]
STREAMS = [body for body in ALL if body.mode == "stream" and body.status == 200]
GOOD = [body for body in STREAMS if body.error is None]
# one JSON value a line is all that Ollama ever sends: there a pretty whole one is no stream
WHOLE = [body for body in own_bodies() if body.mode == "complete" and body.name != "ollama_whole_pretty.json"]
COMPLETE = {
    "anthropic": "anthropic_ok_thinking_ping.sse",
    "openai_chat": "openai_chat_ok_reasoning_content.sse",
    "openai_responses": "openai_responses_ok_summary.sse",
    "gemini": "gemini_ok.sse",
    "ollama": "ollama_ok.ndjson",
    "cloudflare": "cloudflare_ok.sse",
}
"""A stream for each dialect that has all that its channels can carry."""


def named(body: Body) -> str:
    return f"{body.name}-{body.dialect}"


def whole_stream(dialect: str) -> Body:
    return next(body for body in own_bodies() if body.name == COMPLETE[dialect])


def heard_of(server: WireServer, body: Body, reply: Reply) -> Heard:
    server.answer_all(reply)
    return listen(provider_of(body.dialect, server.url, body.row))


@every_row("seed", [1, 2])
@every_row("body", STREAMS, ids=named)
def test_a_stream_gives_what_it_holds_whatever_its_pieces(server: WireServer, body: Body, seed: int) -> None:
    server.forget()
    heard = heard_of(server, body, body.reply(seed=seed, most=400 if seed == 1 else 90))
    assert body.differences(heard) == []


# ---------------------------------------------------------------- forms of the same stream


def _lines_end_in(end: bytes) -> object:
    return lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", end)


_DATA = re.compile(rb"^data: ", re.MULTILINE)

SAME = {
    "crlf": _lines_end_in(b"\r\n"),
    "cr": _lines_end_in(b"\r"),
    "bom": lambda data: b"\xef\xbb\xbf" + data,
    "comments": lambda data: b": hello\n\n" + data.replace(b"\n\n", b"\n\n:\n\n: ping \xf0\x9f\x93\x88\n\n"),
    "empty events": lambda data: (
        b"event: ping\n\ndata:\n\nid: 3\n\n" + data.replace(b"\n\n", b"\n\nid: 7\nretry: 1\n\n")
    ),
    "no space after the colon": lambda data: _DATA.sub(b"data:", data),
    "unknown fields": lambda data: _DATA.sub(b"flavour: sweet\nnothing\ndata: ", data),
}


@every_row("form", SAME)
@every_row("dialect", [dialect for dialect in WAYS if dialect != "ollama"])
def test_all_forms_of_server_sent_events_are_the_same_answer(server: WireServer, dialect: str, form: str) -> None:
    server.forget()
    body = whole_stream(dialect)
    plain = body.data.replace(b"\r\n", b"\n")
    heard = heard_of(server, body, body.reply(body=SAME[form](plain), most=60))
    assert body.differences(heard) == []


def byte_by_byte(below_http: list[bytes], body: Body, data: bytes) -> list[str]:
    """What is wrong with an answer of single bytes; over sockets it would take a second each."""
    below_http[:] = [data[at : at + 1] for at in range(len(data))]
    return body.differences(listen(provider_of(body.dialect, "http://127.0.0.1:9", body.row)))


@every_row("body", [body for body in own_bodies() if body in GOOD], ids=named)
def test_a_stream_may_come_byte_by_byte(below_http: list[bytes], body: Body) -> None:
    assert byte_by_byte(below_http, body, body.data) == []


@pytest.mark.parametrize("end", [b"\r\n", b"\r"], ids=["crlf", "cr"])
def test_a_line_end_in_two_chunks_ends_one_line(below_http: list[bytes], end: bytes) -> None:
    """Two would end the event between its lines."""
    body = next(body for body in own_bodies() if body.name == "openai_chat_ok_data_in_two_lines.sse")
    assert byte_by_byte(below_http, body, body.data.replace(b"\n", end)) == []


@pytest.mark.parametrize("dialect", WAYS)
def test_a_stream_may_come_all_at_once(server: WireServer, dialect: str) -> None:
    body = whole_stream(dialect)
    assert body.differences(heard_of(server, body, body.reply(seed=None))) == []


@every_row(
    "headers",
    [{}, {"content-type": "Text/Event-Stream"}, {"content-type": "application/octet-stream"}],
    ids=["no content type", "odd case", "octets"],
)
@every_row("dialect", WAYS)
def test_a_stream_is_a_stream_by_what_it_holds(server: WireServer, dialect: str, headers: dict[str, str]) -> None:
    server.forget()
    body = whole_stream(dialect)
    assert body.differences(heard_of(server, body, body.reply(headers=headers))) == []


# ---------------------------------------------------------------- streams that end too early


@pytest.mark.parametrize("abrupt", [True, False], ids=["disconnected", "ended"])
@pytest.mark.parametrize("dialect", WAYS)
def test_a_stream_that_ends_before_its_terminal_marker_was_cut(server: WireServer, dialect: str, abrupt: bool) -> None:
    body = whole_stream(dialect)
    whole = heard_of(server, body, body.reply())
    random = Random(f"{dialect}{abrupt}")
    texts = set()
    for at in sorted(random.sample(range(len(body.data)), 14)):
        heard = heard_of(server, body, body.reply(body=body.data[:at], cut=abrupt, seed=at))
        texts.add(heard.text)
        assert whole.text.startswith(heard.text)
        assert whole.thinking.startswith(heard.thinking)
        if heard.error is None:
            assert heard.finish is not None
            assert heard.text == whole.text
        else:
            assert heard.error.kind == "truncated"
            assert heard.error.retryable
            assert heard.error.partial == heard.text
    assert len(texts) > 4


@pytest.mark.parametrize("dialect", WAYS)
def test_a_connection_that_dies_after_the_terminal_marker_loses_nothing(server: WireServer, dialect: str) -> None:
    body = whole_stream(dialect)
    assert body.differences(heard_of(server, body, body.reply(cut=True))) == []


@pytest.mark.parametrize("dialect", WAYS)
def test_a_body_shorter_than_it_promised_was_cut(server: WireServer, dialect: str) -> None:
    body = whole_stream(dialect)
    heard = heard_of(server, body, body.reply(body=body.data[: len(body.data) // 2], cut=True, sized=True))
    assert heard.error is not None
    assert (heard.error.kind, heard.error.partial) == ("truncated", heard.text)


@every_row("body", [body for body in STREAMS if "_cut" in body.name], ids=named)
def test_what_is_cut_by_its_name_is_truncated_with_partial_text(server: WireServer, body: Body) -> None:
    server.forget()
    heard = heard_of(server, body, body.reply())
    assert heard.error is not None
    assert (heard.error.kind, heard.error.code != "") == ("truncated", True)
    assert heard.error.partial


# ---------------------------------------------------------------- what is no stream


@every_row("headers", [JSON, {}, EVENT_STREAM], ids=["json", "none", "stream"])
@every_row("body", WHOLE, ids=named)
def test_a_whole_answer_where_a_stream_was_asked_for_is_the_same_answer(
    server: WireServer, body: Body, headers: dict[str, str]
) -> None:
    server.forget()
    assert body.differences(heard_of(server, body, body.reply(headers=headers))) == []


async def _first_text(provider: RemoteProvider) -> str:
    """The first piece of text; then the stream is closed."""
    async with asyncio.timeout(5):
        stream = provider.stream(request())
        async for part in stream:
            if isinstance(part, TextPart):
                await stream.aclose()
                return part.text
    raise AssertionError("no text came")


@pytest.mark.parametrize("dialect", WAYS)
def test_text_arrives_while_the_server_writes_and_a_closed_stream_closes_its_connection(
    server: WireServer, dialect: str
) -> None:
    body = whole_stream(dialect)
    never = threading.Event()
    begun = body.data[: len(body.data) * 3 // 4]
    server.answer_all(body.reply(body=(begun, never, body.data[len(begun) :])))
    text = asyncio.run(_first_text(provider_of(dialect, server.url)))
    assert text
    assert str(body.expected["text"]).startswith(text)
    assert server.seen[0].gone.wait(2)
