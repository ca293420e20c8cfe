"""One request and its answer over HTTP/1.1: the only place that knows which client does it.

    async with exchange("POST", url, headers=…, body=…, key=key, timeouts=Timeouts(10, 120, 60)) as answer:
        async for chunk in answer.chunks():
            …

httpx's transport is used without its client, so that by construction nothing reads the environment, follows a redirect
or keeps a cookie. Leaving the block closes the connection at once, whatever the reason.
"""

from __future__ import annotations

import logging
import re
import ssl
import sys
import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import Final

import epoch_cli.providers.httpx_command  # noqa: F401  # isort: skip  it has to come before httpx

import httpx

from epoch_cli import __version__
from epoch_cli.errors import ConfigError
from epoch_cli.providers.compressed import IDENTITY, CodingError, inflated
from epoch_cli.providers.connection import Connection, LostError
from epoch_cli.providers.failures import Failed, Failure
from epoch_cli.providers.network import Network, check_address, origin
from epoch_cli.providers.patience import Patience, Timeouts
from epoch_cli.providers.secret import Secret
from epoch_cli.providers.unreached import LOST, NOTHING_SAID, Reason, causes, reason_of

__all__ = ["MAX_ANSWER_BYTES", "Answer", "Network", "Secret", "Timeouts", "check_address", "exchange"]

MAX_ANSWER_BYTES: Final = 64 * 1024 * 1024
"""The most that is read of one answer."""

_LOG = logging.getLogger(__name__)
_MIB: Final = 1024 * 1024
_USUAL: Final = {"user-agent": f"epoch-cli/{__version__}", "accept": "*/*", "accept-encoding": "identity"}
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
_VALUE = re.compile(r"[ -~\t]*")
_SENDABLE_KEY = re.compile(r"[!-~]+")
_FAILURES = (httpx.HTTPError, httpx.InvalidURL, LostError, CodingError, OSError, UnicodeError)
_OF_THE_NEXT_HOP = frozenset({"connection-refused", "name-not-found", "unreachable", "connection-failed"})
_LONGEST_REASON: Final = 200  # characters of what a proxy says


class Answer:
    """A server's answer, whose body is still to come.

    Attributes:
        status: the HTTP status; a redirect is an answer like any other.
        headers: by their names in lower case.
        received: how many bytes of the body were read.
    """

    def __init__(self, response: httpx.Response, patience: Patience, connection: Connection) -> None:
        self.status = response.status_code
        self.headers: Mapping[str, str] = dict(response.headers)
        self.received = 0
        self._patience = patience
        self._bytes = _body(response, connection)

    def alive(self) -> None:
        """Content has come: from now on it is the time between two chunks that is limited."""
        self._patience.content_came()

    def hurry(self, seconds: float) -> None:
        """The answer is whole: wait no longer than this, from the first call on, for what may follow."""
        self._patience.end_within(seconds)

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """The body, in the pieces that it comes in.

        Raises:
            Failed: `timeout`; `truncated` (code `disconnected`) when the connection ends before the body does; `server`
                when there is more than anybody would read.
        """
        patience, now = self._patience, self._patience.now
        failure: Failure | None = None
        patience.waiting_since = now()
        try:
            async for chunk in self._bytes:
                patience.waiting_since = None
                self.received += len(chunk)
                if self.received > MAX_ANSWER_BYTES:
                    break
                yield chunk
                patience.waiting_since = now()
        except _FAILURES as error:
            failure = _not_finished(error)
        finally:
            patience.waiting_since = None
        if self.received > MAX_ANSWER_BYTES:
            what = f"sent more than {MAX_ANSWER_BYTES // _MIB} MiB"
            failure = Failure("server", what, code="answer-too-large", retryable=False)
        failure = patience.exceeded or failure
        if failure is not None:  # raised out here, where no httpx error with the request's headers hangs on to it
            raise Failed(failure, self.status, self.headers)

    async def read(self, limit: int = _MIB) -> bytes:
        """The body as a whole, or the first `limit` bytes. What tells of an error is given as far as it came.

        Raises:
            Failed: as `chunks` does, for an answer that is no error.
        """
        pieces: list[bytes] = []
        size = 0
        try:
            async with aclosing(self.chunks()) as chunks:
                async for chunk in chunks:
                    pieces.append(chunk)
                    size += len(chunk)
                    if size >= limit:
                        break
        except Failed:
            if self.status < 400:
                raise
        return b"".join(pieces)[:limit]


@asynccontextmanager
async def exchange(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    timeouts: Timeouts,
    body: bytes | None = None,
    key: Secret | None = None,
    key_header: str = "authorization",
    network: Network = Network(),  # noqa: B008  a tuple of nothing
) -> AsyncIterator[Answer]:
    """Send one request and give its answer as soon as its headers are there.

    Args:
        method: `GET` or `POST`.
        url: the whole address.
        headers: besides the usual ones and that of the key.
        timeouts: how long to wait for what.
        body: what is sent, if anything.
        key: goes into `key_header`, behind `Bearer` when that is `authorization`.
        key_header: the header for the key.
        network: proxies and certificates.

    Raises:
        ConfigError: an address, header, proxy or certificate that cannot be used.
        Failed: there was no answer (`network`, `timeout`), or the key cannot be sent (`auth`).
    """
    check_address(url, has_key=key is not None)
    request = _request(method, url, _headers(headers, key, key_header), body)
    proxy = network.proxy_for(url)
    transport = _transport(url, proxy, network)
    patience, connection = Patience(timeouts), Connection()
    request.extensions["trace"] = connection.note
    began, answer = time.monotonic(), None
    try:
        response = await _answered(transport, request, patience, origin(proxy) if proxy else "")
        try:
            patience.start(response.extensions.get("network_stream"))
            answer = Answer(response, patience, connection)
            yield answer
        finally:
            patience.stop()
            await response.aclose()
    finally:
        await transport.aclose()
        await connection.close()
        if _LOG.isEnabledFor(logging.DEBUG):
            _log_exchange(request, key, answer, time.monotonic() - began)


def _log_exchange(request: httpx.Request, key: Secret | None, answer: Answer | None, seconds: float) -> None:
    """Log a request and its answer: no header, no body and no query, any of which may hold a key."""
    where = f"{origin(str(request.url))}{request.url.path}"
    fields = {
        "method": request.method,
        "url": where if key is None else key.hidden_in(where),
        "status": None if answer is None else answer.status,
        "ms": round(seconds * 1000, 1),
        "bytes": 0 if answer is None else answer.received,
    }
    _LOG.debug("request", extra={"fields": fields})


# ---------------------------------------------------------------- the request


class _Noted(httpx.AsyncByteStream):
    """A request's body, which says when it is sent: the connection stands, and the wait for the answer begins."""

    def __init__(self, body: bytes, patience: Patience) -> None:
        self._body = body
        self._patience = patience

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._patience.sent()
        yield self._body


def _headers(headers: Mapping[str, str], key: Secret | None, key_header: str) -> dict[str, str]:
    """All headers of a request.

    Raises:
        ConfigError: one cannot be sent.
        Failed: the key cannot; kind `auth`.
    """
    for name, value in headers.items():
        if not _HEADER.fullmatch(name) or not _VALUE.fullmatch(value):
            remedy = "headers are printable ASCII; look at [providers] in your config.toml"
            raise ConfigError(f"the header {name!r} cannot be sent", remedy=remedy)
    all_of_them = {**_USUAL, **{name.lower(): value for name, value in headers.items()}}
    if key is not None:
        if not _SENDABLE_KEY.fullmatch(key.reveal()):
            raise Failed(Failure("auth", "the key has characters that no key has", code="unsendable-key"))
        scheme = "Bearer " if key_header.lower() == "authorization" else ""
        all_of_them[key_header.lower()] = scheme + key.reveal()
    return all_of_them


def _request(method: str, url: str, headers: dict[str, str], body: bytes | None) -> httpx.Request:
    try:
        return httpx.Request(method, url, headers=headers, content=body)
    except (httpx.InvalidURL, UnicodeError):
        pass
    raise ConfigError(f"{origin(url)} is not an address", remedy="write it as https://host/path")


def _transport(url: str, proxy: str, network: Network) -> httpx.AsyncHTTPTransport:
    safe_proxy = proxy.lower().startswith("https:")
    encrypted = safe_proxy or url.lower().startswith("https:")
    context = _trusting(network.certificates, network.certificate_directory) if encrypted else _unused_context()
    try:
        through = httpx.Proxy(proxy, ssl_context=context if safe_proxy else None) if proxy else None
        return httpx.AsyncHTTPTransport(verify=context, trust_env=False, proxy=through)
    except ImportError:
        pass
    except (httpx.InvalidURL, ValueError):
        raise ConfigError(f"{origin(proxy)} cannot be used as a proxy", remedy="look at HTTPS_PROXY") from None
    raise ConfigError(f"{origin(proxy)} is a SOCKS proxy", remedy="pip install 'httpx[socks]', or use an http proxy")


@lru_cache(maxsize=4)
def _trusting(certificates: str, directory: str) -> ssl.SSLContext:
    """Trusts what it is told to, or what httpx brings along; made once, since reading certificates takes 20 ms."""
    if not certificates and not directory:
        return httpx.create_ssl_context(trust_env=False)
    if directory and not certificates and not Path(directory).is_dir():
        raise ConfigError(f"SSL_CERT_DIR is {directory!r}, which is no folder", remedy="name a folder, or unset it")
    try:
        return ssl.create_default_context(cafile=certificates or None, capath=directory or None)
    except OSError:
        remedy = "name a PEM file, or unset it"
        raise ConfigError(f"SSL_CERT_FILE is {certificates!r}, which holds no certificates", remedy=remedy) from None


@lru_cache(maxsize=1)
def _unused_context() -> ssl.SSLContext:
    """For plain http: the transport wants one, and would read all certificates for it."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


# ---------------------------------------------------------------- the answer


async def _answered(
    transport: httpx.AsyncHTTPTransport, request: httpx.Request, patience: Patience, proxy: str
) -> httpx.Response:
    """The answer to a request, once its headers are there.

    Raises:
        Failed: there is none.
    """
    request.stream = _Noted(request.content, patience)
    before = sys.exception()
    try:
        async with patience.for_headers():
            return await transport.handle_async_request(request)
    except TimeoutError:
        failure = patience.exceeded
    except _FAILURES as error:
        failure = _not_answered(error, str(request.url), proxy, before)
    # raised out here, where no error hangs on to it: httpx's have the request with its headers
    raise Failed(failure or Failure("timeout", "waited too long"))


def _body(response: httpx.Response, connection: Connection) -> AsyncIterator[bytes]:
    """The body in the quickest way that there is."""
    begun = connection.stop_listening()
    chunked = begun is not None and response.headers.get("transfer-encoding", "").lower() == "chunked"
    raw = connection.chunked_body(begun) if begun is not None and chunked else response.aiter_raw()
    coding = response.headers.get("content-encoding", "").strip().lower()
    return raw if coding in IDENTITY else inflated(raw, coding)


def _not_answered(error: Exception, url: str, proxy: str, before: BaseException | None) -> Failure:
    """Why no answer came; `proxy` is empty when there is none."""
    if isinstance(error, httpx.TimeoutException):
        code = "connect-timeout" if isinstance(error, httpx.ConnectTimeout) else "first-timeout"
        return Failure("timeout", f"waited too long for {origin(url)}", code=code)
    if isinstance(error, httpx.ProxyError):
        said = str(error).strip()[:_LONGEST_REASON] or "no reason given"
        return Failure("network", f"the proxy {proxy} refused to connect to {origin(url)}: {said}", code="proxy")
    reason = reason_of(error, before) or _protocol_reason(error, before)
    if proxy and reason.code in _OF_THE_NEXT_HOP:
        what = f"cannot reach {origin(url)} through the proxy {proxy}: {reason.words}"
        return Failure("network", what, code="proxy", retryable=reason.retryable)
    return Failure("network", f"cannot reach {origin(url)}: {reason.words}", reason.code, retryable=reason.retryable)


def _protocol_reason(error: Exception, before: BaseException | None) -> Reason:
    if isinstance(error, LostError):
        return Reason("not-http", "what it sends has no end, and is no answer", retryable=False)
    if not isinstance(error, httpx.RemoteProtocolError):
        return NOTHING_SAID
    if any(type(each).__module__.partition(".")[0] == "h11" for each in causes(error, before)):
        return Reason("not-http", "it does not speak HTTP/1.1", retryable=False)
    return LOST  # the one offence against HTTP that h11 is not asked about


def _not_finished(error: Exception) -> Failure:
    """Why an answer ended too early."""
    if isinstance(error, CodingError):
        return Failure("server", "sent something that cannot be decompressed", code="unreadable")
    if isinstance(error, httpx.TimeoutException):
        return Failure("timeout", "waited too long for the next piece of the answer", code="idle-timeout")
    return Failure("truncated", "the connection was lost in the middle of the answer", code="disconnected")
