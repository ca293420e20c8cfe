"""The terminal under the screen: Textual's driver for POSIX, drawn on stderr alone, for a terminal that may go away.

Textual's own asks stdout for the size, waits for a terminal that takes nothing, and ends with a traceback when there
is none any more. Here stdout is data and may be a pipe, and a closed window ends the run in good order.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from codecs import getincrementaldecoder
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from epoch_cli.tui.output_thread import OutputThread

if TYPE_CHECKING:
    from textual.app import App

HUNG_UP: Final = 129
"""The return code of an app whose terminal has gone: 128 and the number of SIGHUP."""

_DEFAULT_SIZE = (80, 24)
_KEYS_AT_ONCE = 4096


class TerminalDriver(LinuxDriver):
    """Draws on stderr, and reads keys from stdin; arguments as of Textual's drivers.

    When the terminal goes away the app is asked to exit with `HUNG_UP`. Nothing here ever waits for a terminal, but for
    the last moment of leaving.
    """

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        # the number of the file, not Python's stream: its lock could be held for ever when the process ends
        self._terminal = 2 if sys.__stderr__ is None else sys.__stderr__.fileno()
        self._output = OutputThread(self._terminal, self._draw_anew, self._hang_up)
        self._before = [(number, signal.getsignal(number)) for number in (signal.SIGTSTP, signal.SIGCONT)]
        self._suspended = False
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._size = size or self._get_terminal_size()

    # ------------------------------------------------------------ drawing

    @property
    def _writer_thread(self) -> Any:
        return self._output

    @_writer_thread.setter
    def _writer_thread(self, _: object) -> None:
        """Textual's own, which waits when its queue is full, is never started."""

    def _get_terminal_size(self) -> tuple[int, int]:
        try:
            columns, rows = os.get_terminal_size(self._terminal)
        except OSError:
            return _DEFAULT_SIZE
        return columns or _DEFAULT_SIZE[0], rows or _DEFAULT_SIZE[1]

    def _draw_anew(self) -> None:
        self._tell(lambda: self._app.refresh(layout=True))

    # ------------------------------------------------------------ keys

    def run_input_thread(self) -> None:
        """Read keys until the screen closes, or the terminal goes away."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            data = self._pressed()
            if data is None:
                self._hang_up()
                return
            text = decode(data)
            if text:  # nothing would be the end, for the parser
                for message in parser.feed(text):
                    self.process_message(message)
            for message in parser.tick():
                self.process_message(message)

    def _pressed(self) -> bytes | None:
        """What was pressed in the last moment; None when there is no terminal any more."""
        try:
            if not select.select([self.fileno], [], [], 0.1)[0]:
                return b""
            return os.read(self.fileno, _KEYS_AT_ONCE) or None
        except BlockingIOError:
            return b""
        except (OSError, ValueError):
            return None

    def _hang_up(self) -> None:
        self._tell(partial(self._app.exit, return_code=HUNG_UP))

    def _tell(self, what: Any) -> None:
        """Call something of the app in its loop, from another thread."""
        with suppress(RuntimeError):  # the loop is closed: it has left already
            self._loop.call_soon_threadsafe(what)

    # ------------------------------------------------------------ leaving, and Ctrl-Z

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        self._output.make_room()
        super().stop_application_mode()

    def suspend_application_mode(self) -> None:
        """Give the terminal back for a while."""
        self._suspended = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        """Take the terminal again, and draw everything: others have written on it."""
        self._suspended = False
        super().resume_application_mode()
        self._draw_anew()

    def close(self) -> None:
        """The screen is over: what Ctrl-Z does is as it was before."""
        super().close()
        if not self._suspended:
            for number, handler in self._before:
                signal.signal(number, handler or signal.SIG_DFL)
