"""The policy for signals of commands that run for long: the first ends the work and keeps it, the second leaves."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress


class Signals:
    """Waits for Ctrl-C, SIGTERM and SIGHUP in the running event loop.

    Args:
        cancel: ends the work in good order.
        cancelled: whether it was asked to end already; then a Ctrl-C leaves at once.

    Attributes:
        interrupted: whether there was a Ctrl-C.
        terminated: whether there was one of the others.
    """

    def __init__(self, cancel: Callable[[], None], cancelled: Callable[[], bool]) -> None:
        self._cancel = cancel
        self._cancelled = cancelled
        self.interrupted = False
        self.terminated = False
        loop = asyncio.get_running_loop()
        with suppress(NotImplementedError):  # no signal handlers in the loop on Windows: there Ctrl-C leaves at once
            loop.add_signal_handler(signal.SIGINT, self._interrupt)
            loop.add_signal_handler(signal.SIGTERM, self._terminate)
            loop.add_signal_handler(signal.SIGHUP, self._terminate)

    def _interrupt(self) -> None:
        if self._cancelled():
            raise KeyboardInterrupt
        self.interrupted = True
        self._cancel()

    def _terminate(self) -> None:
        self.terminated = True
        self._cancel()
