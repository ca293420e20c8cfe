"""Requests and answers over real sockets: what is sent, what comes back, what goes wrong."""

from __future__ import annotations

import asyncio
import gzip
import traceback
from typing import Any

import pytest
from support.every_row import every_row
from support.fetching import KEY, PATIENT, answering, ask, failing, fetch, hang_up, run
from support.loopback import CHUNKED, END, Handler, Identity, chunk, read_head, serving

from epoch_cli import __version__
from epoch_cli.errors import ConfigError
from epoch_cli.providers import http
from epoch_cli.providers.failures import Failed
from epoch_cli.providers.http import Answer, Network, Secret, Timeouts, exchange

# ---------------------------------------------------------------- what is sent and what comes


def test_a_request_has_its_body_our_name_and_the_key_in_its_header() -> None:
    seen: list[str] = []
    handler = answering(CHUNKED + chunk(b"data: 1\n\n") + chunk(b"data: 2\n\n") + END, seen)
    asked = {"method": "POST", "headers": {"Content-Type": "application/json"}, "body": b'{"a":1}', "key": Secret(KEY)}
    answer, body = fetch(handler, **asked)
    assert (answer.status, body) == (200, b"data: 1\n\ndata: 2\n\n")
    assert answer.headers["content-type"] == "text/event-stream"
    head, _, sent = seen[0].partition("\r\n\r\n")
    lines = head.lower().split("\r\n")
    assert lines[0] == "post /v1/chat?x=1 http/1.1"
    assert {"content-type: application/json", f"user-agent: epoch-cli/{__version__}", "content-length: 7"} < set(lines)
    assert f"authorization: bearer {KEY.lower()}" in lines
    assert sent == '{"a":1}'
    fetch(handler, key=Secret(KEY), key_header="x-goog-api-key")
    assert f"x-goog-api-key: {KEY}" in seen[1]
    assert "authorization" not in seen[1]
    fetch(handler)
    assert KEY not in seen[2]


def test_chunks_come_as_the_server_sends_them() -> None:
    async def go() -> None:
        first_read = asyncio.Event()

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await read_head(reader)
            writer.write(CHUNKED + chunk(b"one"))
            await first_read.wait()
            writer.write(chunk(b"two") + END)

        async with (
            serving(handle) as port,
            exchange("GET", f"http://127.0.0.1:{port}/", headers={}, timeouts=PATIENT) as answer,
        ):
            came = []
            async for piece in answer.chunks():
                came.append(piece)
                first_read.set()
            assert came == [b"one", b"two"]

    run(go())


@every_row(
    "head",
    [
        CHUNKED,
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + CHUNKED,
        CHUNKED.replace(b"\r\n", b"\n"),
        CHUNKED.replace(b"chunked", b"Chunked"),
    ],
)
@every_row("size", [1, 7, 10_000])
def test_a_chunked_body_is_read_however_it_comes(head: bytes, size: int) -> None:
    body = [b"data: 1\n\n", b"x", b"\r\n0\r\n\r\n", "é\n\n".encode()]
    raw = head + b"".join(map(chunk, body)) + b"0\r\nTrailer: x\r\n\r\n"

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        for at in range(0, len(raw), size):
            writer.write(raw[at : at + size])
            await asyncio.sleep(0)

    answer, came = fetch(handle)
    assert (answer.status, came) == (200, b"".join(body))


@pytest.mark.parametrize("framing", [b"Content-Length: 9\r\n", b""])
def test_a_body_of_another_kind_is_read_too(framing: bytes) -> None:
    assert fetch(answering(b"HTTP/1.1 200 OK\r\n" + framing + b"\r\ndata: 1\n\n"))[1] == b"data: 1\n\n"


@every_row("rest", [b"xyz\r\n", b"5\r\nabc", b"5\r\nabcdefg\r\n0\r\n\r\n", b"5\r\nabcde\r\n", b"-1\r\n", b"9" * 9000])
def test_a_body_that_is_not_chunked_as_it_says_is_truncated(rest: bytes) -> None:
    failed = failing(answering(CHUNKED + chunk(b"data: 1\n\n") + rest))
    assert (failed.failure.kind, failed.failure.code) == ("truncated", "disconnected")


def test_a_redirect_is_an_answer_and_its_target_is_never_asked() -> None:
    seen: list[str] = []

    async def go() -> Answer:
        async with serving(answering(b"HTTP/1.1 200 OK\r\n\r\n", seen)) as target:
            moved = f"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:{target}/\r\nContent-Length: 0\r\n\r\n"
            async with serving(answering(moved.encode())) as port:
                answer, _ = await ask(f"http://127.0.0.1:{port}/", key=Secret(KEY))
                return answer

    answer = run(go())
    assert answer.status == 307
    assert answer.headers["location"].startswith("http://127.0.0.1:")
    assert seen == []


def test_read_gives_no_more_than_is_asked_for() -> None:
    raw = b"HTTP/1.1 500 Oh\r\nContent-Length: 5000\r\n\r\n" + b"x" * 5000

    async def go() -> bytes:
        async with serving(answering(raw)) as port:
            url = f"http://127.0.0.1:{port}/"
            async with exchange("GET", url, headers={}, timeouts=PATIENT) as answer:
                return await answer.read(100)

    assert run(go()) == b"x" * 100


def test_a_compressed_answer_is_read() -> None:
    packed = gzip.compress(b"data: 1\n\n")
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    assert fetch(answering(head + packed))[1] == b"data: 1\n\n"
    failed = failing(answering(head + b"x" * len(packed)))
    assert (failed.failure.kind, failed.failure.code) == ("server", "unreadable")


def test_odd_characters_in_the_head_do_no_harm() -> None:
    raw = b"HTTP/1.1 200 \xff\x07\r\nX-A: \xe9\x9b\r\nX-A: b\r\n\r\nbody"
    try:
        answer, body = fetch(answering(raw))
    except Failed as failed:  # h11 may take it for something other than HTTP
        assert failed.failure.code == "not-http"
    else:
        assert (answer.status, body) == (200, b"body")


def test_an_answer_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "MAX_ANSWER_BYTES", 1000)
    raw = CHUNKED + chunk(b"x" * 600) * 3 + END
    failed = failing(answering(raw))
    assert (failed.failure.kind, failed.failure.code) == ("server", "answer-too-large")
    assert failed.failure.retryable is False


@pytest.mark.parametrize("headers", [{"x a": "1"}, {"x": "1\r\ny: 2"}, {"x": "é"}, {"": "1"}])
def test_a_header_that_cannot_be_sent_is_an_error_of_the_configuration(headers: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        run(ask("http://127.0.0.1:1/", headers=headers))


# ---------------------------------------------------------------- what goes wrong


def test_a_body_that_is_cut_is_truncated_and_knows_its_status() -> None:
    for raw in (
        CHUNKED + chunk(b"data: 1\n\n"),
        b"HTTP/1.1 200 OK\r\nX-Request-Id: r\r\nContent-Length: 9\r\n\r\ndata",
    ):
        failed = failing(answering(raw))
        assert (failed.failure.kind, failed.failure.code, failed.status) == ("truncated", "disconnected", 200)
    assert failed.headers["x-request-id"] == "r"


def test_what_came_of_an_error_is_read_though_it_is_cut() -> None:
    answer, body = fetch(answering(b'HTTP/1.1 401 No\r\nContent-Length: 99\r\n\r\n{"error":'))
    assert (answer.status, body) == (401, b'{"error":')


async def _reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(10)
    writer.transport.abort()


@pytest.mark.parametrize(
    ("handler", "code"),
    [(hang_up, "disconnected"), (_reset, "disconnected"), (answering(b"SSH-2.0-x\r\n\r\n"), "not-http")],
)
def test_a_server_that_does_not_answer(handler: Handler, code: str) -> None:
    failed = failing(handler)
    assert (failed.failure.kind, failed.failure.code, failed.status) == ("network", code, None)
    assert "http://127.0.0.1:" in failed.failure.message
    assert "/v1/chat" not in failed.failure.message


def test_an_error_that_is_being_handled_already_is_no_reason() -> None:
    async def go() -> None:
        async with serving(hang_up) as port:
            try:
                raise ConnectionRefusedError
            except OSError:
                await ask(f"http://127.0.0.1:{port}/")

    with pytest.raises(Failed) as caught:
        run(go())
    assert caught.value.failure.code == "disconnected"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1:1/", "connection-refused"),
        ("http://localhost:1/", "connection-refused"),
        ("http://nobody.invalid/", "name-not-found"),
        (f"http://{'a' * 70}.invalid/", "name-not-found"),
    ],
)
def test_a_server_that_is_not_there(url: str, code: str) -> None:
    with pytest.raises(Failed) as caught:
        run(ask(url))
    assert (caught.value.failure.kind, caught.value.failure.code) == ("network", code)


def test_failures_have_the_key_nowhere_and_carry_no_error_of_the_client(identity: Identity) -> None:
    async def go(url: str, **asked: Any) -> str:
        with pytest.raises((Failed, ConfigError)) as caught:
            await ask(url, key=Secret(asked.pop("with_key", KEY)), **asked)
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None
        return "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())

    async def all_of_them() -> list[str]:
        quick = Timeouts(0.1, 0.1, 0.1)
        async with serving(hang_up) as closing, serving(answering(CHUNKED), identity.context) as encrypted:
            return [
                await go(f"http://127.0.0.1:{closing}/"),
                await go(f"https://127.0.0.1:{closing}/", timeouts=quick),
                await go(f"https://127.0.0.1:{encrypted}/"),
                await go(f"https://127.0.0.1:{encrypted}/", network=Network(certificates=identity.path)),
                await go("http://127.0.0.1:1/"),
                await go("http://api.test/"),
                await go("https://nobody.invalid/"),
                await go("https://x/", with_key=f"{KEY}\r\nx: y"),
                await go("https://x/", with_key=f"{KEY}é"),
            ]

    assert not any(KEY in text for text in run(all_of_them()))


def test_a_key_that_no_header_can_hold_is_a_failure_of_kind_auth() -> None:
    for text in ("", "a\nb", "a b", "clé", "a\x00"):
        with pytest.raises(Failed) as caught:
            run(ask("https://127.0.0.1:1/", key=Secret(text)))
        assert (caught.value.failure.kind, caught.value.failure.code) == ("auth", "unsendable-key")
