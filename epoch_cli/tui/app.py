"""The app: one main screen, fed by events.

feed ─▶ Drain ─▶ View ─▶ MainScreen.draw          a live run: events come when they come
Player ─▶ go ─▶ Drain ─▶ View ─▶ MainScreen.draw  a replay: the player says which are next, or are taken back
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal

from textual.app import App
from textual.filter import Monochrome, NoColor

from epoch_cli.errors import EpochError, ExitCode
from epoch_cli.events import Event
from epoch_cli.output.text import error_text, visible
from epoch_cli.output.view import NodeView, View
from epoch_cli.tui.bindings import bindings_of, key_display
from epoch_cli.tui.drain import SHORTEST, Drain, rest_after
from epoch_cli.tui.live import LiveRun
from epoch_cli.tui.look import Look
from epoch_cli.tui.pages import Pages
from epoch_cli.tui.palette import Commands
from epoch_cli.tui.screens.main import MainScreen
from epoch_cli.tui.style_sheet import OnceParsed
from epoch_cli.tui.themes import COLOURLESS, OUR_THEMES
from epoch_cli.tui.widgets.status import Situation

if TYPE_CHECKING:
    from textual.binding import Binding

    from epoch_cli.catalog import Catalog
    from epoch_cli.sessions.player import Move, Player
    from epoch_cli.tui.wishes import Wishes

_TICK: Final = 0.25
"""Seconds after which a live run's times are drawn anew, when nothing comes."""

_SHARE: Final = 0.005
"""Seconds that a run has for itself before the screen comes in again; what that does then takes as long or longer."""

_PATIENCE: Final = 5.0
"""Seconds that a run which was told to end gets, before the screen closes without it."""


class EpochApp(App[None], inherit_bindings=False):
    """The screen of one run, or of one session that is played.

    Args:
        look: themes and keys.
        wishes: what may be asked of a live run; None for what is only shown.
        player: plays a session; None for a live run, whose events are fed.
        catalog: the design system, for the preview; None when it is not known.
        pages: shows the same in a browser.
        on_reached: told each event of a player the first time that it is reached.
        clock: seconds, from any start.

    Attributes:
        view: what is shown.
        live: what is known of a live run, ahead of what is drawn.
        selected: the chosen node.
        paused: whether the picture is held still.
        ready: set with the first picture.
    """

    CSS_PATH = "epoch.tcss"
    BINDINGS = bindings_of("app")
    COMMANDS = {Commands}  # noqa: RUF012  as Textual declares it
    TITLE = "epoch"
    ALLOW_SELECT = False  # ctrl+c ends a run, and never copies instead

    def __init__(
        self,
        *,
        look: Look | None = None,
        wishes: Wishes | None = None,
        player: Player | None = None,
        catalog: Catalog | None = None,
        pages: Pages | None = None,
        on_reached: Callable[[Event], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.look = look or Look()
        self.wishes = wishes
        self.player = player
        self.catalog = catalog
        self.pages = pages or Pages()
        self.view = View()
        self.live = LiveRun(clock)
        self.selected: NodeView | None = None
        self.paused = False
        self._clock = clock
        self._drain = Drain(self._take, self._take_back)
        self._taken = bytearray()  # a 1 for each event in the view, a 0 for each that did not fit into it
        self._reached = 0  # events that were ever in the view
        self._on_reached = on_reached
        self.ready = asyncio.Event()
        self._awake = asyncio.Event()
        self._awake.set()  # the first picture
        self._drawn_up = False
        self._drawn_for: float | None = None  # seconds since the run started; None for its last event
        self._moved_at = clock()
        self._breathes_at = 0.0
        self._interrupted = self._leaving = False
        self._wear(self.look.theme)
        self.stylesheet = OnceParsed(variables=self.theme_variables)
        if player is not None:
            self._reached = player.begin  # what is before the part that is played was not reached now
            self._drain.put_all(player.events[: player.position])

    def get_default_screen(self) -> MainScreen:
        """The main screen."""
        return MainScreen()

    @property
    def main(self) -> MainScreen:
        """The main screen, whatever lies above it."""
        screen = self.screen_stack[0]
        assert isinstance(screen, MainScreen)  # noqa: S101  the only default screen there is
        return screen

    # ---------------------------------------------------------------- the run

    def feed(self, event: Event) -> None:
        """Take in an event of a live run: it is queued, and drawn with the next drain. Only from the app's loop."""
        self.live.hear(event)
        self._drain.put(event)
        self._awake.set()

    def run_over(self) -> None:
        """The run is over: no more events come (also after a crash of it)."""
        self.live.over = True
        self._awake.set()
        if self._leaving:
            self.exit()

    async def breathe(self) -> None:
        """Let the screen work between two events of a run that never waits, as soon as that has had its share."""
        if time.perf_counter() >= self._breathes_at:
            await asyncio.sleep(0)
            self._breathes_at = time.perf_counter() + _SHARE

    def go(self, move: Move) -> None:
        """Go where the player is."""
        if move.back:
            self._drain.put_back(move.back)
        self._drain.put_all(move.forward)
        self._moved_at = self._clock()
        self._awake.set()

    def _take(self, event: Event) -> None:
        try:
            self.view.feed(event)
            self._taken.append(1)
            if self.pages.beside is not None:
                self.pages.beside.feed(event)
        except EpochError as error:  # a session that was changed: what fits is shown, as far as it goes
            self._taken.append(0)
            self.say(error_text(error), severity="error")
        if len(self._taken) > self._reached:
            self._reached = len(self._taken)
            if self._on_reached is not None:
                self._on_reached(event)

    def _take_back(self) -> None:
        if self._taken and self._taken.pop():
            self.view.take_back()
            if self.pages.beside is not None:
                self.pages.beside.take_back()

    # ---------------------------------------------------------------- drawing

    def on_mount(self) -> None:
        """Map the keys as the configuration says."""
        self.set_keymap(self.look.keys)

    def on_ready(self) -> None:
        """The first picture is there: now events are taken in."""
        self.ready.set()
        self.run_worker(self._pulse(), name="pulse")

    @property
    def idle(self) -> bool:
        """Whether all that there is to draw was drawn."""
        return self._drawn_up and not self._awake.is_set() and (self.paused or not self._drain)

    def wake(self) -> None:
        """Something is to be drawn that no event told of."""
        self._awake.set()

    def hold_picture(self, paused: bool) -> None:  # noqa: FBT001  as a switch is set
        """Hold the picture still, or let it catch up with the run."""
        self.paused = paused
        self._awake.set()

    async def _pulse(self) -> None:
        """Take events in and draw them, at a pace that leaves most of the time to keys and to the run."""
        while True:
            await self._woken()
            if not self.is_running:  # the screen is closing: its parts are going one by one
                return
            started = time.perf_counter()
            self._awake.clear()
            self._drawn_up = False
            self._beat()
            took = time.perf_counter() - started
            await self._drawn()
            self._drawn_up = True
            await asyncio.sleep(rest_after(took))

    async def _woken(self) -> None:
        """Until there is something to draw; nothing runs meanwhile."""
        if self._drain and not self.paused:
            return
        try:
            async with asyncio.timeout(self._longest_sleep()):
                await self._awake.wait()
        except TimeoutError:
            return

    def _longest_sleep(self) -> float | None:
        if self.player is not None:
            return SHORTEST if self.player.playing else None
        return None if self.live.now() is None else _TICK

    def _beat(self) -> None:
        """One batch of events, and one picture."""
        self._play()
        taken = 0 if self.paused else self._drain.run()
        if not self.paused:  # else the picture stays that of the moment at which it was held
            self._drawn_for = None if self._drain else self.live.now()
        changes = () if self.wishes is None or self.live.over else tuple(self.wishes.changes())
        status = self.view.status(self._drawn_for)
        situation = Situation(status, self.paused, len(self._drain), over=self.live.over, changes=changes)
        self.main.draw(self.view, self.view.changes() if taken else None, situation, self._drawn_for)

    def _play(self) -> None:
        """The time that went by is played."""
        if self.player is None:
            return
        now = self._clock()
        passed, self._moved_at = now - self._moved_at, now
        if self.player.playing and not self._drain:  # what is behind catches up first
            self._drain.put_all(self.player.advance(passed).forward)

    async def _drawn(self) -> None:
        """Until the picture is on the screen, so that slow drawing slows the next one down."""
        try:
            async with asyncio.timeout(1):
                await self.main.wait_for_refresh()
        except TimeoutError:
            return

    # ---------------------------------------------------------------- leaving

    def action_interrupt(self) -> None:
        """The first time a run that is under way ends, with what is valid; the second time, or without one, leave."""
        if self.player is not None and not self.player.at_end:
            self.exit(return_code=ExitCode.INTERRUPTED)  # as without the screen
            return
        if self.wishes is None or self._interrupted or not self.live.under_way:
            self._leave_now()
            return
        self._interrupted = True
        self.wishes.cancel()
        self.say("cancelled: what is valid is kept; once more to leave", severity="warning")

    def action_leave(self) -> None:
        """Leave, without asking: what was accepted is kept."""
        if self.wishes is None or self.live.over or self._leaving:
            self._leave_now()
            return
        self._leaving = True
        if self.live.under_way:
            self.wishes.cancel()
            self.say("ending the run: what is valid is kept")
        else:
            self.wishes.release()
        self.set_timer(_PATIENCE, self.exit)

    def _leave_now(self) -> None:
        if self.wishes is not None and not self.live.over:
            if self.live.under_way:
                self.wishes.cancel()
            else:
                self.wishes.release()
        self.exit()

    # ---------------------------------------------------------------- look

    def get_key_display(self, binding: Binding) -> str:
        """How a key is called, in the footer and in the help."""
        return key_display(binding) or super().get_key_display(binding)

    def say(self, message: str, *, severity: Literal["information", "warning", "error"] = "information") -> None:
        """A short notice, as plain text."""
        self.notify(visible(message, 400), severity=severity, timeout=4, markup=False)

    def action_next_theme(self) -> None:
        """Use the next of our themes."""
        if self.no_color:
            self.say("NO_COLOR is set: there is one theme without colours")
            return
        names = [theme.name for theme in OUR_THEMES]
        place = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(place + 1) % len(names)]

    def _wear(self, theme: str) -> None:
        """Put a theme on; under NO_COLOR the one that needs none."""
        for each in (*OUR_THEMES, COLOURLESS):
            self.register_theme(each)
        if self.no_color:
            # Textual would draw its greys, which are colours to a terminal all the same
            self._filters = [NoColor() if isinstance(each, Monochrome) else each for each in self._filters]
            theme = COLOURLESS.name
        self.theme = theme if theme in self.available_themes else OUR_THEMES[0].name
