"""A circuit breaker for each server: one that keeps failing is left alone for a while, by all runs of the process."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Literal

FAILURES = 5
"""Failures in a row after which a server is left alone."""
REST = 30.0
"""Seconds that it is left alone; then one request may try it."""

State = Literal["closed", "open", "half-open"]


class Breaker:
    """One server's: closed while it answers, open after too many failures, half-open while one request tries it.

    Only failures of the server and of the way there count (`TRIPPING`): a key that is wrong says nothing about it.
    May be used from any thread.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._opened: float | None = None
        self._trying = False
        self._caller: object = None  # who tries

    @property
    def state(self) -> State:
        """Open, half-open or closed, as of now."""
        with self._lock:
            return self._state()

    def ask(self, caller: object = None) -> float:
        """Whether a request may be sent: 0 when it may, or else the seconds until one may.

        In the half-open state it is for one caller to try; `succeeded`, `failed` or its `released` ends that.
        """
        with self._lock:
            state = self._state()
            if state == "closed":
                return 0.0
            if state == "half-open" and not self._trying:
                self._trying, self._caller = True, caller
                return 0.0
            left = REST - (self._clock() - (self._opened or 0.0))
            return max(left, 1.0)

    def succeeded(self) -> None:
        """The server answered."""
        with self._lock:
            self._failures, self._opened, self._trying, self._caller = 0, None, False, None

    def failed(self) -> None:
        """The server, or the way there, failed."""
        with self._lock:
            self._failures += 1
            if self._trying or self._failures >= FAILURES:
                self._opened, self._trying, self._caller = self._clock(), False, None

    def released(self, caller: object) -> None:
        """The request of a caller ended in a way that says nothing about the server."""
        with self._lock:
            if self._caller is caller:
                self._trying, self._caller = False, None

    def _state(self) -> State:
        if self._opened is None:
            return "closed"
        return "half-open" if self._clock() - self._opened >= REST else "open"


class Breakers:
    """The breakers of all servers, by provider and address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._made: dict[tuple[str, str], Breaker] = {}

    def of(self, provider: str, address: str) -> Breaker:
        """The breaker of one server; always the same one."""
        with self._lock:
            return self._made.setdefault((provider, address), Breaker(self._clock))


BREAKERS = Breakers()
"""Those of this process."""

TRIPPING = frozenset({"network", "server", "overloaded", "timeout"})
"""The failures that say that a server is not well."""
