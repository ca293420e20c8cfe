"""The connection below httpx: closed for certain, and read directly where httpx would take too long.

httpx gives each chunk of a chunked body a journey of its own through h11 and six generators, 15 us for a few letters of
a model's answer. Servers stream with a chunk an event, and the system hands over dozens of them at once. So httpx does
all that is difficult (names, proxies, TLS, the request, the answer's head), and a chunked body is then read from the
stream below: 2 us a chunk. Bodies of any other kind stay with httpx.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Mapping
from typing import Any, Final

from epoch_cli.providers.chunked import ChunkedDecoder

_READ_BYTES: Final = 64 * 1024
_LONGEST_HEADS: Final = 1024 * 1024  # h11 bounds one head, but not how many interim ones (1xx) come before the answer
_HEAD_END = re.compile(rb"\n\r?\n")
_INTERIM = re.compile(rb"\s*HTTP/1\.[01] 1\d\d")
_OPENED = ("connect_tcp.complete", "start_tls.complete")


class LostError(Exception):
    """The connection ended before the body did, or the body would never have begun."""


class Connection:
    """The connection of one request, from its first moment on."""

    def __init__(self) -> None:
        self._streams: list[Any] = []
        self._heard: list[bytes] = []
        self._heard_bytes = 0

    async def note(self, event: str, info: Mapping[str, Any]) -> None:
        """Called at each step of the way (the extension `trace` of httpx)."""
        if event.endswith(_OPENED):
            self._listen(info["return_value"])

    def _listen(self, stream: Any) -> None:
        """Keep what is read of a stream: what comes together with an answer's head is the beginning of its body."""
        self._streams.append(stream)
        self._forget()
        read = stream.read

        async def listening(max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109  as the stream has it
            data: bytes = await read(max_bytes, timeout)
            self._heard.append(data)
            self._heard_bytes += len(data)
            if self._heard_bytes > _LONGEST_HEADS:
                raise LostError
            return data

        stream.read = listening

    def stop_listening(self) -> bytes | None:
        """The head has been read: what came of the body already, None when that cannot be told."""
        if not self._streams:
            return None  # httpx was not really asked, as in a test that answers for it
        del self._streams[-1].read  # what covered it
        heard = b"".join(self._heard)
        self._forget()
        start = _body_start(heard)
        return None if start is None else heard[start:]

    def _forget(self) -> None:
        self._heard.clear()
        self._heard_bytes = 0

    def chunked_body(self, begun: bytes) -> AsyncGenerator[bytes, None]:
        """The data of a chunked body, of which some has come already; nobody else may read it."""
        return _data(self._streams[-1], begun)

    async def close(self) -> None:
        """Close it, if it is not closed yet: httpcore forgets it when a TLS handshake is cancelled."""
        for stream in reversed(self._streams):
            await stream.aclose()


def _body_start(heard: bytes) -> int | None:
    """Where the body begins, behind the last of the heads: those of interim answers (1xx) come before it."""
    at = 0
    while (end := _HEAD_END.search(heard, at)) is not None:
        interim = _INTERIM.match(heard, at)
        at = end.end()
        if interim is None:
            return at
    return None


async def _data(stream: Any, data: bytes) -> AsyncGenerator[bytes, None]:
    """The data of a chunked body, as much at once as there is.

    Raises:
        LostError: it ended too early, or is not chunked.
    """
    decoder = ChunkedDecoder()
    while True:
        try:
            found = decoder.feed(data)
        except ValueError:
            raise LostError from None
        if found:
            yield found
        if decoder.ended:
            return
        try:
            data = await stream.read(_READ_BYTES)
        except Exception:  # noqa: BLE001  errors of a package that we do not import: each of them ends the body
            data = b""
        if not data:
            raise LostError
