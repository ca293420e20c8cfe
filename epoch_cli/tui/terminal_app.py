"""The app on a real terminal, which tells whoever runs it how it ended instead of printing that itself."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from textual.worker import WorkerFailed

from epoch_cli.tui.app import EpochApp

if TYPE_CHECKING:
    from textual.driver import Driver


class TerminalApp(EpochApp):
    """`EpochApp` on the terminal at stderr; arguments as there.

    Attributes:
        failure: the bug that ended it; None when there was none. Textual would print it with the values of all local
            variables, and there may be a key in them.
    """

    failure: BaseException | None = None

    def get_driver_class(self) -> type[Driver]:
        """The driver that draws on stderr; on Windows Textual's own, which draws on stdout."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from epoch_cli.tui.driver import TerminalDriver  # noqa: PLC0415  it is made of POSIX

        return TerminalDriver

    def panic(self, *_: object) -> None:
        """Something of Textual's failed beside the app, such as its thread for keys: leave."""
        self.failure = self.failure or RuntimeError("the terminal could not be used")
        self._close_messages_no_wait()

    def _handle_exception(self, error: Exception) -> None:
        self.failure = self.failure or (error.error if isinstance(error, WorkerFailed) else error)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """As Textual's, which would also print the traceback."""
        self._close_messages_no_wait()
