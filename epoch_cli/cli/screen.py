"""The screen on a terminal, in one event loop with what it shows: a live run, or a session that is played.

Whatever happens to the screen, a run is followed to its end: it may crash, its user may leave, its terminal may go.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from epoch_cli.cli.aside import Aside
from epoch_cli.cli.following import Begin, Followed
from epoch_cli.cli.presets import read_config
from epoch_cli.cli.readers import Readers
from epoch_cli.cli.signals import Signals
from epoch_cli.cli.streams import say, standing_in
from epoch_cli.cli.terminal import take_keys
from epoch_cli.errors import EpochError, ExitCode
from epoch_cli.events import Event
from epoch_cli.output.text import visible
from epoch_cli.tui.output_thread import HUNG_UP

if TYPE_CHECKING:
    from epoch_cli.catalog import Catalog
    from epoch_cli.cli.others import Others
    from epoch_cli.document import Document
    from epoch_cli.engine import Control
    from epoch_cli.sessions.player import Player
    from epoch_cli.tui.pages import Beside, Pages
    from epoch_cli.tui.terminal_app import TerminalApp
    from epoch_cli.tui.wishes import Author

_LONGEST_END = 5.0
"""How many seconds a run may take to end in good order when nobody sees it any more."""

_OF_A_RUN = (
    *("epoch_cli.validation.rules", "epoch_cli.validation.validator", "epoch_cli.validation.draft"),
    *("epoch_cli.reading.reader", "epoch_cli.engine.requests", "epoch_cli.engine.run", "epoch_cli.engine.generation"),
)
"""What a run takes, in pieces of which each is imported in the time of a picture or two; together they take 120 ms."""


class TerminalScreen:
    """An app that has the terminal while it runs: nothing else is written to it then.

    Args:
        app: what is shown.
        mouse: whether the mouse is used.

    Attributes:
        open: whether it runs, or will.
    """

    def __init__(self, app: TerminalApp, *, mouse: bool) -> None:
        self._app = app
        self._mouse = mouse
        self.open = True

    async def run(self, readers: Readers) -> None:
        """Show the app until its user leaves, it crashes, or its terminal goes away; raises nothing."""
        aside = Aside()
        try:
            with standing_in(aside):
                await self._app.run_async(mouse=self._mouse)
        except Exception as error:  # noqa: BLE001  whatever it is, the run goes on without a screen
            self._app.failure = self._app.failure or error
        finally:
            self.open = False
            self._app.ready.set()
            readers.told(aside.close)

    async def drawn(self) -> None:
        """Until the first picture is there, or there will be none."""
        await self._app.ready.wait()

    def feed(self, event: Event) -> None:
        """Show an event of a live run."""
        if self.open:
            self._app.feed(event)

    async def breathe(self) -> None:
        """Let the screen work, between two events of a run that never waits."""
        if self.open:
            await self._app.breathe()

    def tell(self, line: str) -> None:
        """Show what has gone wrong beside the run."""
        if self.open:
            self._app.call_later(partial(self._app.say, line.removeprefix("epoch: "), severity="warning"))

    def interrupt(self) -> None:
        """Do what Ctrl-C does as a key."""
        self._app.call_later(self._app.action_interrupt)

    def run_over(self) -> None:
        """No more events come."""
        if self.open:
            self._app.run_over()

    def close(self) -> None:
        """Leave."""
        if self.open:
            self._app.exit()

    @property
    def crash(self) -> BaseException | None:
        """The bug that ended it."""
        return self._app.failure

    @property
    def interrupted(self) -> bool:
        """Whether its user left by Ctrl-C before the end."""
        return self._app.return_code == ExitCode.INTERRUPTED

    @property
    def hung_up(self) -> bool:
        """Whether its terminal went away."""
        return self._app.return_code == HUNG_UP


async def follow_on_screen(readers: Readers, begin: Begin, control: Control, *, screen: TerminalScreen) -> Followed:
    """Follow a run to its end, and show it; it does not end by itself while somebody sees it, and may wish for more."""

    def end() -> None:
        control.cancel()
        screen.close()

    def interrupt() -> None:
        if screen.open:
            screen.interrupt()
        elif control.cancelled:
            raise KeyboardInterrupt
        else:
            control.cancel()

    control.hold()
    readers.screen = screen
    signals = Signals(end, lambda: True, interrupt)
    signals.end_by_quit()
    shown = asyncio.create_task(screen.run(readers))
    run = asyncio.create_task(_behind_first_picture(screen, readers, begin, control))
    await asyncio.wait({shown, run}, return_when=asyncio.FIRST_COMPLETED)
    if run.done():
        screen.run_over()
        if run.exception() is not None or readers.pipe_closed:
            screen.close()
    await shown
    readers.screen = None
    if screen.crash is not None:
        control.release()
        await asyncio.wait({run})
    else:
        if screen.hung_up:
            signals.terminate()
        control.cancel()
        await _ended(run, readers)
    run.result()
    return Followed(signals.terminated, screen.crash)


async def _behind_first_picture(screen: TerminalScreen, readers: Readers, begin: Begin, control: Control) -> None:
    """A run that begins when the screen is there: what a run does first would make that wait twice as long."""
    await screen.drawn()
    _spare()
    for name in _OF_A_RUN:
        import_module(name)
        await asyncio.sleep(0)  # a key that was pressed is answered
    await readers.follow(begin(), control.cancel)


def _spare() -> None:
    """Have the collector of garbage look at what is new alone, and often: of all that is there now nothing is garbage.

    Else it holds the screen up for 50 ms and more at a time; so it is 3 ms, and sometimes 12.
    """
    gc.freeze()
    gc.set_threshold(10_000, 5, 50)


async def _spare_behind(screen: TerminalScreen) -> None:
    await screen.drawn()
    _spare()


async def play_on_screen(readers: Readers, screen: TerminalScreen) -> Followed:
    """Show a session that the screen plays, until its user leaves."""
    readers.screen = screen
    signals = Signals(screen.close, lambda: False)
    signals.end_by_quit()
    await asyncio.gather(screen.run(readers), _spare_behind(screen))
    readers.screen = None
    return Followed(signals.terminated or screen.hung_up, screen.crash, signals.interrupted or screen.interrupted)


async def _ended(run: asyncio.Task[Any], readers: Readers) -> None:
    """Wait for a run that was asked to end.

    Raises:
        KeyboardInterrupt: it does not, and is left.
    """
    await asyncio.wait({run}, timeout=_LONGEST_END)
    if not run.done():
        run.cancel()
        kept = f"; what was accepted until now: epoch replay {readers.session}" if readers.session else ""
        say(f"epoch: the run does not end, and is left{kept}")
        raise KeyboardInterrupt


def code_of(followed: Followed, code: ExitCode, *, verbosity: int) -> ExitCode:
    """The exit code of what was shown, which comes to `code` without that; a crash of the screen is told."""
    if followed.crash is not None:
        _say_crash(followed.crash, verbosity=verbosity)
    if followed.terminated:
        return ExitCode.TERMINATED
    if code == ExitCode.OK and followed.interrupted:
        return ExitCode.INTERRUPTED
    return ExitCode.BUG if code == ExitCode.OK and followed.crash is not None else code


def _say_crash(crash: BaseException, *, verbosity: int) -> None:
    """Say that the screen failed; where, with `-v`."""
    if verbosity >= 1:
        import traceback

        for line in "".join(traceback.format_exception(crash)).splitlines():
            say(visible(line))
    what = visible(f"{type(crash).__name__}: {crash}")
    hint = "--no-tui runs without it" if verbosity >= 1 else "--no-tui runs without it, -v says where it failed"
    say(f"epoch: the screen failed, and nothing else did: {what}; {hint}")


class LiveWishes:
    """What a screen may ask of a run; see `tui/wishes.py`.

    Args:
        control: of the run.
        readers: of the run, which know who was asked.
        others: who could write; None when nobody else could.
    """

    def __init__(self, control: Control, readers: Readers, others: Others | None) -> None:
        self._readers = readers
        self._others = others
        self._control = control
        self.cancel, self.release = control.cancel, control.release
        self.refine, self.keep, self.undo_turn = control.refine, control.keep, control.undo_turn

    def changes(self) -> Sequence[str]:
        """What waits to be written."""
        return self._control.changes

    def authors(self) -> list[Author]:
        """Who could write."""
        from epoch_cli.tui.wishes import Author

        if self._others is None:
            return []
        try:
            return self._others.authors(self._readers.outcome.asked)
        except EpochError as error:  # the file of keys, say, was broken since
            return [Author("", "nobody can be listed", note=error.message)]

    async def another(self, name: str) -> None:
        """Have somebody else fulfil the last wish; errors as of `Others.open`."""
        if self._others is not None:
            self._control.another(await self._others.open(name))


def live_screen(
    catalog: Catalog, control: Control, readers: Readers, others: Others | None, page: str = ""
) -> TerminalScreen:
    """The screen of a run, with keys from the terminal; `page` is the address of its live page, if it has one.

    Raises:
        UsageError: there is no terminal to read keys from.
        ConfigError: the configuration of the screen cannot be used.
    """
    from epoch_cli.tui.look import look_of
    from epoch_cli.tui.terminal_app import TerminalApp

    look = look_of(read_config())
    take_keys()
    wishes = LiveWishes(control, readers, others)
    app = TerminalApp(look=look, wishes=wishes, catalog=catalog, pages=_pages_of(catalog, page))
    return TerminalScreen(app, mouse=look.mouse)


def playing_screen(
    player: Player,
    catalog: Catalog | None,
    on_reached: Callable[[Event], None],
    *,
    page: str = "",
    beside: Beside | None = None,
) -> TerminalScreen:
    """The screen of a session that is played; arguments as of `EpochApp` and `Pages`, errors as of `live_screen`."""
    from epoch_cli.tui.look import look_of
    from epoch_cli.tui.terminal_app import TerminalApp

    look = look_of(read_config())
    take_keys()
    pages = _pages_of(catalog, page, beside)
    app = TerminalApp(look=look, player=player, catalog=catalog, pages=pages, on_reached=on_reached)
    return TerminalScreen(app, mouse=look.mouse)


def _pages_of(catalog: Catalog | None, live: str, beside: Beside | None = None) -> Pages:
    """How a screen comes by pages; without a design system there are none but the live one."""
    from epoch_cli.tui.pages import Pages

    return Pages(live, beside, write=None if catalog is None else partial(_write_page, catalog), open=_open)


def _write_page(catalog: Catalog, document: Document) -> str:
    """A page of a document in the user's cache, always at the same place; gives its address; errors as `kept_page`."""
    from epoch_cli.cli.kept_page import kept_page
    from epoch_cli.preview.page import make_page

    return kept_page(make_page(document, catalog).encode(), "screen").as_uri()


def _open(address: str) -> bool:
    """Open an address in a browser, which gets none of our streams; gives whether there is one."""
    from epoch_cli.cli.browser import open_in_browser

    return open_in_browser(address)
