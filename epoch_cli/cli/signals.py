"""The policy for signals of commands that run for long: the first ends the work and keeps it, the second leaves."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Never


def _leave() -> Never:
    raise KeyboardInterrupt


class Signals:
    """Waits for Ctrl-C, SIGTERM and SIGHUP in the running event loop; one that the caller ignores stays ignored.

    Args:
        cancel: ends the work in good order.
        cancelled: whether it was asked to end already; then a Ctrl-C leaves at once.
        leave: leaves.

    Attributes:
        interrupted: whether there was a Ctrl-C.
        terminated: whether there was one of the others.
    """

    def __init__(
        self, cancel: Callable[[], None], cancelled: Callable[[], bool], leave: Callable[[], None] = _leave
    ) -> None:
        self._cancel = cancel
        self._cancelled = cancelled
        self._leave = leave
        self.interrupted = False
        self.terminated = False
        handlers = {"SIGINT": self._interrupt, "SIGTERM": self.terminate, "SIGHUP": self.terminate}
        with suppress(NotImplementedError):  # no signal handlers in the loop on Windows: there Ctrl-C leaves at once
            for name, handler in handlers.items():
                self._handle(name, handler)

    def end_by_quit(self) -> None:
        """End in good order by SIGQUIT, too: who has the terminal must give it back."""
        with suppress(NotImplementedError, AttributeError):  # as above, and there is none on Windows
            self._handle("SIGQUIT", self.terminate)

    def _handle(self, name: str, handler: Callable[[], None]) -> None:
        number = getattr(signal, name)
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            asyncio.get_running_loop().add_signal_handler(number, handler)

    def _interrupt(self) -> None:
        again = self._cancelled()  # which may go by `interrupted`
        self.interrupted = True
        if again:
            self._leave()
        else:
            self._cancel()

    def terminate(self) -> None:
        """End the work in good order, and say so by the exit code."""
        self.terminated = True
        self._cancel()
