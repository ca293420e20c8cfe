"""How long to wait for what, at the price of one look at the clock a chunk."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from math import inf
from typing import Any, Final, NamedTuple

from epoch_cli.providers.failures import Failure

_BUSY: Final = 0.5  # seconds until the next look, while nobody waits for bytes


class Timeouts(NamedTuple):
    """Seconds to wait.

    Attributes:
        connect: until the connection stands, encrypted if it has to be.
        first: from the request sent to the first content; signs of life do not count.
        idle: between two chunks after that, whatever is in them.
    """

    connect: float
    first: float
    idle: float


class Patience:
    """Ends the waiting for one answer when it has taken too long.

    Until the headers are there, waiting is one call in one task, and `asyncio.timeout` ends it. After that each chunk
    may be awaited in a task of its own, so it is the connection that is ended: its socket is shut down, which every
    reader notices at once. What a consumer does between two chunks is not held against the server.

    Attributes:
        waiting_since: when the wait for the next chunk began; None while nobody waits.
        exceeded: which limit was exceeded; None while none was.
    """

    def __init__(self, timeouts: Timeouts) -> None:
        self._loop = asyncio.get_running_loop()
        self._timeouts = timeouts
        self._headers = asyncio.timeout(timeouts.connect)
        self._first_due = inf
        self._end_due = inf
        self._content = False
        self._socket: Any = None
        self._timer: asyncio.TimerHandle | None = None
        self.now = self._loop.time
        self.waiting_since: float | None = None
        self.exceeded: Failure | None = None

    # ------------------------------------------------------------ until the headers are there

    def for_headers(self) -> asyncio.Timeout:
        """The time until the headers are there; TimeoutError ends it, and `exceeded` says what took too long."""
        self.exceeded = _too_slow("connect", self._timeouts.connect)
        return self._headers

    def sent(self) -> None:
        """The connection stands, and the request goes out."""
        self.exceeded = _too_slow("first", self._timeouts.first)
        self._first_due = self.now() + self._timeouts.first
        self._headers.reschedule(self._first_due)

    # ------------------------------------------------------------ after that

    def start(self, stream: Any) -> None:
        """The headers are there: watch over the body.

        Args:
            stream: the connection, httpx's extension `network_stream`; None when nothing needs watching.
        """
        self.exceeded = None
        self._socket = None if stream is None else stream.get_extra_info("socket")
        if self._socket is not None:
            self._set_timer(self._due()[0])

    def stop(self) -> None:
        """Nobody waits any more."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._socket = None

    def content_came(self) -> None:
        """Not only signs of life: the limit is now that of the time between two chunks."""
        if not self._content:
            self._content = True
            self._set_timer(self._due()[0])

    def end_within(self, seconds: float) -> None:
        """Wait this long at most for the end; counts from the first call."""
        if self._end_due == inf:
            self._content = True
            self._end_due = self.now() + seconds
            self._set_timer(self._due()[0])

    def _due(self) -> tuple[float, str, float]:
        """When the waiting ends unless something comes, which limit that is, and its seconds."""
        if not self._content:
            return self._first_due, "first", self._timeouts.first
        since = self.now() if self.waiting_since is None else self.waiting_since
        return min(since + self._timeouts.idle, self._end_due), "idle", self._timeouts.idle

    def _set_timer(self, due: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._socket is not None and due != inf:
            self._timer = self._loop.call_at(due, self._look)

    def _look(self) -> None:
        due, what, seconds = self._due()
        if due > self.now():
            self._set_timer(due)
        elif self.waiting_since is None:
            self._set_timer(self.now() + _BUSY)  # what nobody reads may have come long ago
        else:
            self.exceeded = _too_slow(what, seconds)
            with suppress(OSError):  # it may be closed already
                self._socket.shutdown(socket.SHUT_RDWR)


_WAITED_FOR = {"connect": "a connection", "first": "the beginning of an answer", "idle": "the next piece of the answer"}


def _too_slow(what: str, seconds: float) -> Failure:
    return Failure("timeout", f"waited {seconds:g} s for {_WAITED_FOR[what]}", code=f"{what}-timeout")
