"""The terminal under the screen: Textual's driver for POSIX, drawn on stderr alone, for a terminal that may go away.

Textual's own asks stdout for the size, waits for a terminal that takes nothing, and ends with a traceback when there
is none any more. Here stdout is data and may be a pipe, and a closed window ends the run in good order.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
from codecs import getincrementaldecoder
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any, Final

from textual._xterm_parser import XTermParser
from textual.app import ScreenError
from textual.drivers.linux_driver import LinuxDriver

from epoch_cli.tui.output_thread import HUNG_UP, OutputThread
from epoch_cli.tui.pasting import PasteFilter

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message

_DEFAULT_SIZE = (80, 24)
_KEYS_AT_ONCE = 4096
_AHEAD: Final = 32
"""Keys that the app may be behind. Each takes it up to milliseconds, and 280 at once fill the pipe that wakes its loop,
which is the one that signals come through."""
_MOMENT: Final = 0.01
_PATIENCE: Final = 1.0


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
        parser, pasting = XTermParser(self._debug), PasteFilter()
        decode = getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            data = self._pressed()
            if data is None:
                self._hang_up()
                return
            text = pasting.feed(decode(data))
            if text:  # nothing would be the end, for the parser
                self._give(parser.feed(text))
                self._say_left_out(pasting)
            for message in parser.tick():
                pasting.timed_out()
                self.process_message(message)

    def send_message(self, message: Message) -> None:
        """Send the app a message; one that is over already gets none, and nothing is said about that."""
        posted = self._app._post_message(message)  # noqa: SLF001  as Textual's own does
        try:
            asyncio.run_coroutine_threadsafe(posted, self._loop)
        except RuntimeError:  # the loop is closed
            posted.close()

    def _give(self, messages: Iterable[Message]) -> None:
        """Give the app what was pressed, no faster than it answers: what waits is in the way of leaving, too."""
        for number, message in enumerate(messages, 1):
            if self.exit_event.is_set():
                return
            self.process_message(message)
            if number % _AHEAD == 0:
                self._wait_for_answers()

    def _wait_for_answers(self) -> None:
        answered = Event()
        self._tell(lambda: self._loop.create_task(self._answered(answered)))
        while not (answered.wait(0.05) or self.exit_event.is_set() or self._loop.is_closed()):
            pass

    async def _answered(self, answered: Event) -> None:
        """Wait until the app, and who has the focus, have little to answer; not for ever, as it may stand still."""
        try:
            until = self._loop.time() + _PATIENCE
            while self._waiting() > _AHEAD and self._loop.time() < until:  # noqa: ASYNC110  nothing tells when
                await asyncio.sleep(_MOMENT)
        finally:
            answered.set()

    def _waiting(self) -> int:
        """How much waits for an answer."""
        with suppress(ScreenError):  # it is closing
            return self._app.message_queue_size + (self._app.focused or self._app.screen).message_queue_size
        return 0

    def _say_left_out(self, pasting: PasteFilter) -> None:
        """Say once that a paste was too long, when it is over."""
        if pasting.left_out and not pasting.pasting:
            said = f"too much was pasted: {pasting.left_out} characters at its end are left out"
            pasting.left_out = 0
            self._tell(partial(self._app.notify, said, severity="warning", markup=False))

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
