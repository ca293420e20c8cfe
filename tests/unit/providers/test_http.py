"""Requests and answers over real sockets: what is sent, what comes back, what goes wrong."""

from __future__ import annotations

import asyncio
import base64
import gzip
import traceback
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from support.loopback import CHUNKED, END, Handler, Identity, chunk, make_identity, read_head, serving

from epoch_cli import __version__
from epoch_cli.errors import ConfigError
from epoch_cli.providers import http
from epoch_cli.providers.failures import Failed
from epoch_cli.providers.http import Answer, Network, Secret, Timeouts, exchange

KEY = "sk-test-SECRET0123456789"
PATIENT = Timeouts(5, 5, 5)


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    return make_identity(tmp_path_factory.mktemp("identity"))


def answering(raw: bytes, seen: list[str] | None = None) -> Handler:
    """Sends the same bytes to everyone, and closes."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await read_head(reader)
        length = next((int(line.split(":")[1]) for line in head.splitlines() if "content-length" in line.lower()), 0)
        body = (await reader.readexactly(length)).decode()
        if seen is not None:
            seen.append(head + body)
        writer.write(raw)
        await writer.drain()

    return handle


async def ask(url: str, *, reading: bool = True, **asked: Any) -> tuple[Answer, bytes]:
    asked = {"headers": {}, "timeouts": PATIENT, **asked}
    async with exchange(asked.pop("method", "GET"), url, **asked) as answer:
        return answer, await answer.read() if reading else b""


def run(what: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(asyncio.wait_for(what, 20))


def fetch(handler: Handler, **asked: Any) -> tuple[Answer, bytes]:
    """One answer of a server of its own."""

    async def go() -> tuple[Answer, bytes]:
        async with serving(handler) as port:
            return await ask(f"http://127.0.0.1:{port}/v1/chat?x=1", **asked)

    return run(go())


def failing(handler: Handler, **asked: Any) -> Failed:
    with pytest.raises(Failed) as caught:
        fetch(handler, **asked)
    return caught.value


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


@pytest.mark.parametrize(
    "head",
    [
        CHUNKED,
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + CHUNKED,
        CHUNKED.replace(b"\r\n", b"\n"),
        CHUNKED.replace(b"chunked", b"Chunked"),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 10_000])
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


@pytest.mark.parametrize(
    "rest", [b"xyz\r\n", b"5\r\nabc", b"5\r\nabcdefg\r\n0\r\n\r\n", b"5\r\nabcde\r\n", b"-1\r\n", b"9" * 9000]
)
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


async def _close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_head(reader)


async def _reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(10)
    writer.transport.abort()


@pytest.mark.parametrize(
    ("handler", "code"),
    [(_close, "disconnected"), (_reset, "disconnected"), (answering(b"SSH-2.0-x\r\n\r\n"), "not-http")],
)
def test_a_server_that_does_not_answer(handler: Handler, code: str) -> None:
    failed = failing(handler)
    assert (failed.failure.kind, failed.failure.code, failed.status) == ("network", code, None)
    assert "http://127.0.0.1:" in failed.failure.message
    assert "/v1/chat" not in failed.failure.message


def test_an_error_that_is_being_handled_already_is_no_reason() -> None:
    async def go() -> None:
        async with serving(_close) as port:
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
        async with serving(_close) as closing, serving(answering(CHUNKED), identity.context) as encrypted:
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


# ---------------------------------------------------------------- TLS


def fetch_encrypted(identity: Identity, network: Network, start: str = "https://127.0.0.1") -> tuple[Answer, bytes]:
    async def go() -> tuple[Answer, bytes]:
        raw = CHUNKED + chunk(b"data: 1\n\n") + END
        async with serving(answering(raw), identity.context) as port:
            return await ask(f"{start}:{port}/", network=network, key=Secret(KEY))

    return run(go())


@pytest.mark.parametrize("start", ["https://127.0.0.1", "HTTPS://localhost"])
def test_a_certificate_is_trusted_when_it_is_named(identity: Identity, start: str) -> None:
    assert fetch_encrypted(identity, Network(certificates=identity.path), start)[1] == b"data: 1\n\n"


@pytest.mark.parametrize("named", [False, True])
def test_a_certificate_that_is_not_trusted_or_for_another_host_is_refused(identity: Identity, named: bool) -> None:
    network, host = (Network(certificates=identity.path), "127.0.0.2") if named else (Network(), "127.0.0.1")
    context = identity.context

    async def go() -> None:
        server = await asyncio.start_server(_close, host, 0, ssl=context)
        async with server:
            await ask(f"https://{host}:{server.sockets[0].getsockname()[1]}/", network=network)

    with pytest.raises(Failed) as caught:
        run(go())
    failure = caught.value.failure
    assert (failure.kind, failure.code, failure.retryable) == ("network", "tls", False)
    assert "certificate is not trusted" in failure.message


def test_certificates_that_cannot_be_read_are_an_error_of_the_configuration(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.pem"
    for network in (
        Network(certificates=str(nothing)),
        Network(certificates=__file__),
        Network(certificate_directory=str(nothing)),
    ):
        with pytest.raises(ConfigError, match="SSL_CERT_"):
            run(ask("https://127.0.0.1:1/", network=network))


def test_plain_http_at_an_encrypted_address_is_told_as_such() -> None:
    async def talking(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await reader.read()

    async def go() -> None:
        async with serving(talking) as port:
            await ask(f"https://127.0.0.1:{port}/")

    with pytest.raises(Failed) as caught:
        run(go())
    assert caught.value.failure.code == "tls"


# ---------------------------------------------------------------- proxies


def proxying(to: int, seen: list[str]) -> Handler:
    """A proxy that tunnels to one port, and notes what it is asked and the first bytes that go through it."""

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            seen.append(data.decode("latin-1"))
            writer.write(data)
        writer.close()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await read_head(reader))
        there, back = await asyncio.open_connection("127.0.0.1", to)
        writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        try:
            await asyncio.gather(pipe(reader, back), pipe(there, writer))
        finally:
            back.close()
            await back.wait_closed()

    return handle


def test_a_proxy_tunnels_and_sees_neither_key_nor_body(identity: Identity) -> None:
    seen: list[str] = []

    async def go() -> bytes:
        raw = CHUNKED + chunk(b"data: 1\n\n") + END
        async with serving(answering(raw), identity.context) as port, serving(proxying(port, seen)) as proxy:
            network = Network({"https": f"http://me:pass@127.0.0.1:{proxy}"}, certificates=identity.path)
            return (await ask("https://api.test/v1", network=network, key=Secret(KEY)))[1]

    assert run(go()) == b"data: 1\n\n"
    assert seen[0].startswith("CONNECT api.test:443 HTTP/1.1\r\n")
    assert f"proxy-authorization: basic {base64.b64encode(b'me:pass').decode().lower()}" in seen[0].lower()
    assert not any(KEY in text or "data: 1" in text for text in seen)


def test_a_plain_request_goes_through_its_proxy_and_this_machine_is_asked_directly() -> None:
    seen: list[str] = []

    async def go() -> None:
        raw = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        async with serving(answering(raw, seen)) as proxy:
            network = Network({"all": f"http://127.0.0.1:{proxy}"})
            await ask("http://api.test/v1", network=network)
            with pytest.raises(Failed):
                await ask("http://127.0.0.1:1/", network=network, key=Secret(KEY))

    run(go())
    assert [text.split("\r\n")[0] for text in seen] == ["GET http://api.test/v1 HTTP/1.1"]


@pytest.mark.parametrize("raw", [b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", b""])
def test_a_proxy_that_refuses_is_named_without_its_password(raw: bytes) -> None:
    async def go() -> None:
        async with serving(answering(raw)) as port:
            proxy = port if raw else 1
            await ask("https://api.test/", network=Network({"https": f"http://me:hidden@127.0.0.1:{proxy}"}))

    with pytest.raises(Failed) as caught:
        run(go())
    failure = caught.value.failure
    assert (failure.kind, failure.code) == ("network", "proxy")
    assert "proxy http://127.0.0.1:" in failure.message
    assert "https://api.test" in failure.message
    assert "hidden" not in failure.message


def test_the_environment_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    async def go() -> None:
        async with serving(answering(b"HTTP/1.1 200 OK\r\n\r\n", seen)) as port:
            for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
                monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
            monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
            await ask("https://nobody.invalid/")

    with pytest.raises(Failed) as caught:
        run(go())
    assert caught.value.failure.code == "name-not-found"
    assert seen == []


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "ftp://127.0.0.1:1", "http://"])
def test_a_proxy_that_cannot_be_used_is_an_error_of_the_configuration(proxy: str) -> None:
    with pytest.raises(ConfigError):
        run(ask("https://api.test/", network=Network({"all": proxy})))


# ---------------------------------------------------------------- how long to wait


def dripping(pieces: list[bytes], pause: float) -> Handler:
    """Sends pieces of a body with a pause before each, then says nothing."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        writer.write(CHUNKED)
        for piece in pieces:
            await asyncio.sleep(pause)
            writer.write(piece)
        await reader.read()

    return handle


async def _say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    await asyncio.sleep(5)


def waiting_for(
    handler: Handler,
    timeouts: Timeouts,
    *,
    alive: bool = False,
    scheme: str = "http",
    slow: float = 0.0,
    own: bool = False,
) -> tuple[list[bytes], Failed | None]:
    """The pieces that came, and the failure; `slow`: what each takes to consume; `own`: each in a task of its own."""

    async def go() -> tuple[list[bytes], Failed | None]:
        came: list[bytes] = []
        async with serving(handler) as port:
            url = f"{scheme}://127.0.0.1:{port}/"
            try:
                async with exchange("GET", url, headers={}, timeouts=timeouts) as answer:
                    chunks = answer.chunks()
                    while piece := await _advance(chunks, own):
                        came.append(piece)
                        if alive:
                            answer.alive()
                        await asyncio.sleep(slow)
            except Failed as failed:
                return came, failed
        return came, None

    return run(go())


async def _advance(chunks: Any, own: bool) -> bytes:
    async def one() -> bytes:
        return await anext(chunks, b"")

    return await (asyncio.ensure_future(one()) if own else one())


PING = chunk(b": ping\n\n")


def told(failed: Failed | None) -> tuple[str, str]:
    assert failed is not None
    return failed.failure.kind, failed.failure.code


def test_waiting_for_a_connection_has_a_limit() -> None:
    came, failed = waiting_for(_say_nothing, Timeouts(0.1, 5, 5), scheme="https")  # never shakes hands
    assert (came, told(failed)) == ([], ("timeout", "connect-timeout"))
    assert "0.1 s" in failed.failure.message


def test_waiting_for_headers_has_a_limit() -> None:
    came, failed = waiting_for(_say_nothing, Timeouts(5, 0.1, 5))
    assert (came, told(failed)) == ([], ("timeout", "first-timeout"))


@pytest.mark.parametrize("own", [False, True])
def test_signs_of_life_do_not_put_off_the_limit_for_the_first_content(own: bool) -> None:
    came, failed = waiting_for(dripping([PING] * 100, 0.05), Timeouts(5, 0.4, 0.2), own=own)
    assert 1 <= len(came) <= 9
    assert told(failed) == ("timeout", "first-timeout")


@pytest.mark.parametrize("own", [False, True])
def test_silence_after_content_has_a_limit_that_every_chunk_puts_off(own: bool) -> None:
    came, failed = waiting_for(dripping([PING] * 8, 0.1), Timeouts(5, 0.6, 0.5), alive=True, own=own)
    assert len(came) == 8  # 0.8 s, longer than either limit
    assert told(failed) == ("timeout", "idle-timeout")
    assert failed.status == 200


def test_what_a_consumer_takes_is_not_held_against_the_server() -> None:
    body = [PING * 3, PING + END]
    came, failed = waiting_for(dripping(body, 0.0), Timeouts(5, 0.3, 0.3), alive=True, slow=0.7)
    assert (b"".join(came), failed) == (b": ping\n\n" * 4, None)


def test_a_whole_answer_is_not_waited_for_any_longer() -> None:
    async def go() -> str:
        async with serving(dripping([chunk(b"all")], 0.0)) as port:
            url = f"http://127.0.0.1:{port}/"
            async with exchange("GET", url, headers={}, timeouts=PATIENT) as answer:
                async for _ in answer.chunks():
                    answer.hurry(0.1)
                    answer.hurry(9.0)  # only the first counts
        return ""

    loop = asyncio.new_event_loop()
    began = loop.time()
    with pytest.raises(Failed) as caught:
        loop.run_until_complete(go())
    assert loop.time() - began < 3
    loop.close()
    assert caught.value.failure.kind == "timeout"


# ---------------------------------------------------------------- leaving


def leaving(leave: Callable[[int, asyncio.Event], Coroutine[Any, Any, None]]) -> float:
    """Seconds from the client's leaving until the server knows."""

    async def go() -> float:
        known: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        begun = asyncio.Event()

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if await reader.read(1) == b"G":
                await read_head(reader)
                writer.write(CHUNKED + PING)
            begun.set()
            while await reader.read(4096):
                pass
            known.set_result(asyncio.get_running_loop().time())

        async with serving(handle) as port:
            await leave(port, begun)
            left = asyncio.get_running_loop().time()
            return await asyncio.wait_for(known, 5) - left

    return run(go())


async def _reading(port: int, scheme: str = "http") -> None:
    async with exchange("GET", f"{scheme}://127.0.0.1:{port}/", headers={}, timeouts=PATIENT) as answer:
        async for _ in answer.chunks():
            pass


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_cancelled_reader_closes_the_connection_at_once(scheme: str) -> None:
    async def leave(port: int, begun: asyncio.Event) -> None:
        task = asyncio.ensure_future(_reading(port, scheme))  # for https it is the handshake that is cancelled
        await begun.wait()
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert leaving(leave) < 0.2


def test_leaving_before_there_is_an_answer_closes_the_connection_at_once() -> None:
    async def go() -> float:
        asked, known = asyncio.Event(), asyncio.Event()

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await read_head(reader)
            asked.set()
            await reader.read()
            known.set()

        async with serving(handle) as port:
            task = asyncio.ensure_future(_reading(port))
            await asked.wait()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert task.cancelled()
            began = asyncio.get_running_loop().time()
            await asyncio.wait_for(known.wait(), 5)
            return asyncio.get_running_loop().time() - began

    assert run(go()) < 0.2


def test_leaving_the_block_closes_the_connection_at_once() -> None:
    async def leave(port: int, begun: asyncio.Event) -> None:
        async with exchange("GET", f"http://127.0.0.1:{port}/", headers={}, timeouts=PATIENT) as answer:
            async for _ in answer.chunks():
                break

    assert leaving(leave) < 0.2


def test_closing_a_generator_around_it_closes_the_connection_at_once() -> None:
    async def leave(port: int, begun: asyncio.Event) -> None:
        async def pieces() -> Any:
            async with exchange("GET", f"http://127.0.0.1:{port}/", headers={}, timeouts=PATIENT) as answer:
                async for piece in answer.chunks():
                    yield piece

        generator = pieces()
        assert await anext(generator) == b": ping\n\n"
        await generator.aclose()

    assert leaving(leave) < 0.2
