"""A run on its live page: a reader that only takes events down, and a thread that folds them and draws.

    feed ─▶ queue ─▶ [thread] View ─▶ tree of the document, side bar ─▶ Frames ─▶ browsers

Whoever feeds never waits: a frame takes as long as the document is large, so frames are drawn beside the run, at most
25 a second, and less often the longer one takes. Nothing that the run goes on changing is looked at: the thread builds
a document of its own from the events.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum, auto
from queue import Empty, SimpleQueue
from threading import Event as Flag
from threading import Thread
from typing import Final

from epoch_cli.catalog import Catalog, Models
from epoch_cli.errors import PatchError
from epoch_cli.events import Event
from epoch_cli.output.page_side import side_bar
from epoch_cli.output.view import View
from epoch_cli.preview.frames import Frames
from epoch_cli.preview.page import language_of, make_tree, title_of
from epoch_cli.preview.side_bar import side_tree

_APART: Final = 0.04
"""Seconds between two frames, at least."""

_SHARE: Final = 4
"""Drawing takes a quarter of the time at most: the rest is for the run, and for keys."""

_TICK: Final = 1.0
"""Seconds after which the time of a live run is drawn anew, when nothing comes."""


class _Wish(Enum):
    """What is asked of the thread beside taking in an event."""

    TAKE_BACK = auto()
    END = auto()


class PageFeed:
    """Shows the events of a run, or of a session that is played, on a live page.

    Args:
        catalog: the design system.
        frames: of the page.
        models: the data models that samples are made from; those of the design system without them.
        live: whether time goes on between two events, as it does not in a replay.
        clock: seconds, from any start.

    Attributes:
        failure: what ended the drawing, a bug or a patch that does not fit; the run goes on, the page as it was.
    """

    def __init__(
        self,
        catalog: Catalog,
        frames: Frames,
        *,
        models: Models | None = None,
        live: bool = True,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._catalog = catalog
        self._models = models
        self._frames = frames
        self._live = live
        self._clock = clock
        self._view = View()
        self._heard = clock()
        self._over = self._drawn = False
        self._queue: SimpleQueue[Event | _Wish] = SimpleQueue()
        self._closing = Flag()
        self.failure: Exception | None = None
        self._thread = Thread(target=self._draw, name="page feed", daemon=True)
        self._thread.start()

    def feed(self, event: Event) -> None:
        """Take in the next event; it is drawn later."""
        if self.failure is None:
            self._queue.put(event)

    def take_back(self) -> None:
        """Take the last event back, as a replay does that steps back."""
        self._queue.put(_Wish.TAKE_BACK)

    def close(self) -> None:
        """Draw what came last, and end."""
        self._closing.set()
        self._queue.put(_Wish.END)
        self._thread.join()

    @property
    def stopped(self) -> bool:
        """Whether it was closed, and showed a run that somebody stopped."""
        ended = self._view.status().ended if self._over else None
        return self._live and ended is not None and ended.status == "cancelled"

    # ---------------------------------------------------------------- in the thread

    def _draw(self) -> None:
        try:
            self._show()  # what a first frame needs is imported and made before there is anything to see
            while not self._over:
                self._go_on()
        except Exception as error:  # noqa: BLE001  whatever it is, the run goes on without a page
            self.failure = error

    def _go_on(self) -> None:
        """Draw what has come, and rest."""
        try:
            began = self._take_in()
        except PatchError:
            self._show()  # what came with it and before it
            raise
        self._show()
        took = self._clock() - began
        self._closing.wait(max(_APART - took, took * (_SHARE - 1)))

    def _take_in(self) -> float:
        """Wait until something has come, and fold what has until then; gives when that began."""
        ticks = self._live and self._view.started is not None and self._view.awaited
        try:
            wish = self._queue.get(timeout=_TICK if ticks else None)
        except Empty:
            return self._clock()
        began = self._heard = self._clock()
        self._fold(wish)
        for _ in range(self._queue.qsize()):
            self._fold(self._queue.get_nowait())
        return began

    def _fold(self, wish: Event | _Wish) -> None:
        if wish is _Wish.END:
            self._over = True
        elif wish is _Wish.TAKE_BACK:
            self._view.take_back()
        elif not isinstance(wish, _Wish):
            self._view.feed(wish)

    def _show(self) -> None:
        changes = self._view.changes()
        document, tree, page = self._view.document, None, None
        if changes.document or changes.root or not self._drawn:
            tree = make_tree(document, self._catalog, models=self._models)
            page = {"title": title_of(document, tree) or self._catalog.name, **language_of(document)}
        at = self._view.events[-1].at + self._clock() - self._heard if self._live and self._view.events else None
        self._frames.show(tree, side_tree(side_bar(self._view, at)), page)
        self._drawn = True
