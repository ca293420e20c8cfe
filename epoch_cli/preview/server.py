"""The server of one live page: this machine alone, read-only, behind an address that nobody can guess.

    GET /TOKEN/         the page
    GET /TOKEN/events   what it shows, as server-sent events: `frame` and then `end` (frames.py)

Another site that is open in the same browser must not read along: the address holds 192 random bits, the `Host` has to
be this machine by name (an attacker's name that was pointed at 127.0.0.1 is none), and nothing here allows to be read
from elsewhere.
"""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hmac import compare_digest
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from secrets import token_urlsafe
from socketserver import TCPServer
from threading import Condition, Thread
from time import monotonic
from typing import Any, Final

from epoch_cli.errors import UsageError
from epoch_cli.preview.frames import Frame, Frames

_MOST_READERS: Final = 8
_MOST_CONNECTIONS: Final = 32
"""Threads that there may be at once, those of readers among them; who comes then is turned away."""

_HEARTBEAT: Final = 15.0
"""Seconds of silence after which a reader is told that we are still here, and one that has left is found out."""

_LONGEST_WRITE: Final = 10.0
"""Seconds that a connection may take no byte before it is closed."""

_LONGEST_REQUEST: Final = 2.0
"""Seconds within which all of a request has to be here: a browser sends it at once."""

_POLL: Final = 0.05
"""Seconds after which the server looks whether it is to end."""

_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Of every answer."""


class PageServer:
    """Serves a page on 127.0.0.1, at a free port, in threads that keep no process alive, until it is closed.

    Args:
        page: its HTML.
        policy: its Content-Security-Policy.
        frames: what it shows.

    Raises:
        UsageError: nothing can be served on this machine.
    """

    def __init__(self, page: str, policy: str, frames: Frames) -> None:
        try:
            self._server = _Server(page.encode(), policy, frames)
        except OSError as error:
            message = f"a page cannot be served on this machine ({error.strerror})"
            raise UsageError(message, remedy="run without --preview") from None
        self._frames = frames
        self._thread = Thread(target=self._server.serve_forever, args=(_POLL,), name="page", daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self._server.server_port}{self._server.path}"

    def wait_until_seen(self, seconds: float, *, by_newcomers: bool = True) -> bool:
        """Tell the end, and wait until a reader has had it; gives whether nobody is to be waited for any more.

        That is so for one that was here and left, too; and where nobody is here, unless `by_newcomers`.
        """
        self._frames.end()
        return self._server.readers.wait_until_told(seconds, by_newcomers=by_newcomers)

    def close(self) -> None:
        """Serve no more. The page stays in the browser as it is."""
        self._frames.end()
        self._server.shutdown()
        self._thread.join()
        self._server.close_connections()
        self._server.server_close()


class _Readers:
    """Who follows the page, and whether one of them was told the end."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._now = self._ever = self._told = 0

    @contextmanager
    def one_more(self) -> Iterator[bool]:
        """Count one while the block runs; gives whether there is room for it."""
        with self._changed:
            room = self._now < _MOST_READERS
            self._now += room
            self._ever += room
        try:
            yield room
        finally:
            with self._changed:
                self._now -= room
                self._changed.notify_all()

    def told(self) -> None:
        """One was told the end."""
        with self._changed:
            self._told += 1
            self._changed.notify_all()

    def wait_until_told(self, seconds: float, *, by_newcomers: bool) -> bool:
        """Wait as `PageServer.wait_until_seen`; once one was told, the others get a moment, too."""
        with self._changed:
            seen = self._changed.wait_for(
                lambda: self._told or ((self._ever or not by_newcomers) and not self._now), seconds
            )
            self._changed.wait_for(lambda: not self._now, min(seconds, 0.5))
        return bool(seen)


class _Server(HTTPServer):
    """Takes connections, a thread for each."""

    request_queue_size = _MOST_CONNECTIONS

    def __init__(self, page: bytes, policy: str, frames: Frames) -> None:
        self.page, self.policy, self.frames = page, policy, frames
        self.readers = _Readers()
        self.path = f"/{token_urlsafe(24)}/"
        self._connections: dict[socket.socket, Thread] = {}
        super().__init__(("127.0.0.1", 0), _Handler)

    def server_bind(self) -> None:
        """Bind; the standard library would ask the network for the name of this machine."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]  # never bytes

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of its own, if there are not too many."""
        if len(self._connections) >= _MOST_CONNECTIONS:
            self.shutdown_request(request)
            return
        thread = Thread(target=self._answer, args=(request, client_address), name="page reader", daemon=True)
        self._connections[request] = thread
        try:
            thread.start()
        except RuntimeError:  # the machine has no more threads
            self._forget(request)

    def _answer(self, request: socket.socket, client_address: Any) -> None:
        try:
            with suppress(OSError, ValueError):  # whoever asked has left, or has asked for nonsense
                self.finish_request(request, client_address)
        finally:
            self._forget(request)

    def _forget(self, request: socket.socket) -> None:
        self._connections.pop(request, None)
        self.shutdown_request(request)

    def close_connections(self) -> None:
        """End those that are open, and wait for their threads."""
        for connection, thread in list(self._connections.items()):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            thread.join(1.0)


class _InTime(io.RawIOBase):
    """What a connection sends until a moment; after that reading it fails, however much of it trickles in."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection = connection
        self._end = monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._end - monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._connection.recv_into(buffer)


class _Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: _Server

    def setup(self) -> None:
        """Read the request in time; the standard library would wait anew for each piece of it."""
        super().setup()
        self.rfile.close()
        self.rfile = io.BufferedReader(_InTime(self.connection, _LONGEST_REQUEST))

    def do_GET(self) -> None:
        """The page, or its events; nothing else is here."""
        self.connection.settimeout(_LONGEST_WRITE)
        if not self._is_for_us():
            self._refuse(HTTPStatus.FORBIDDEN)
        elif self._asks_for(self.server.path):
            self._send_page()
        elif self._asks_for(f"{self.server.path}events"):
            self._send_events()
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    def _is_for_us(self) -> bool:
        """Whether the request names this machine: a name from elsewhere that leads here does not."""
        ours = {f"{name}:{self.server.server_port}" for name in ("127.0.0.1", "localhost")}
        named = self.headers.get_all("Host") or []
        return len(named) == 1 and named[0].strip().lower() in ours

    def _asks_for(self, path: str) -> bool:
        return compare_digest(self.path.encode("utf-8", "replace"), path.encode())

    def _send_page(self) -> None:
        self._begin(HTTPStatus.OK, "text/html; charset=utf-8", {"Content-Length": str(len(self.server.page))})
        self.wfile.write(self.server.page)

    def _send_events(self) -> None:
        with self.server.readers.one_more() as room:
            if not room:
                self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)
                return
            self._begin(HTTPStatus.OK, "text/event-stream; charset=utf-8")
            self.wfile.write(b"retry: 1000\n\n")
            number, over = 0, False
            while not over:
                frames = self.server.frames.after(number, _HEARTBEAT)
                self.wfile.write(b"".join(map(_event, frames)) or b":\n\n")
                if frames:
                    number, over = frames[-1].number, frames[-1].last
            self.server.readers.told()

    def _begin(self, status: HTTPStatus, kind: str = "", headers: dict[str, str] | None = None) -> None:
        self.send_response_only(status)
        for name, value in (_HEADERS | (headers or {})).items():
            self.send_header(name, value)
        if kind:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", self.server.policy)
        self.end_headers()

    def _refuse(self, status: HTTPStatus) -> None:
        """Refuse, without a word of what was asked for."""
        headers = {"Content-Length": "0"}
        self._begin(status, headers=headers | ({"Allow": "GET"} if status == HTTPStatus.METHOD_NOT_ALLOWED else {}))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """What the standard library refuses: it would repeat the request in a page."""
        self._refuse(HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else HTTPStatus(code))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the standard library's name
        """Say nothing: stderr is for the run."""


def _event(frame: Frame) -> bytes:
    """A frame as a server-sent event; JSON has no line ends of its own."""
    if frame.last:
        return b"event: end\ndata: {}\n\n"
    return b"id: %d\nevent: frame\ndata: %b\n\n" % (frame.number, frame.data)
