"""The way to a server: encrypted, and through proxies."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path

import pytest
from support.fetching import KEY, answering, ask, hang_up, run
from support.loopback import CHUNKED, END, Handler, Identity, chunk, read_head, serving

from epoch_cli.errors import ConfigError
from epoch_cli.providers.failures import Failed
from epoch_cli.providers.http import Answer, Network, Secret

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
        server = await asyncio.start_server(hang_up, host, 0, ssl=context)
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
