"""Where a replay is: a bar to click and to drag, with a mark for everything that went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from types import MappingProxyType
from typing import Final, NamedTuple

from textual.content import Content
from textual.events import MouseDown, MouseMove, MouseUp
from textual.message import Message

from epoch_cli.sessions.player import Mark
from epoch_cli.tui.widgets.fitting import cut
from epoch_cli.tui.widgets.line import Line
from epoch_cli.tui.widgets.status import span_text

_MARKS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "end": ("│", "$text-muted"),
        "attempt": ("│", "$text-accent"),
        "recovery": ("~", "$text-warning"),
        "finding": ("!", "$text-warning"),
        "refused": ("×", "$text-error"),
    }
)
"""The sign of each kind of mark; where several fall into one cell, the last one of these is seen."""

_LEAST = 8
"""Cells of a bar; with less there is none."""


class Playing(NamedTuple):
    """What the bar tells.

    Attributes:
        elapsed, duration: in played seconds.
        playing: whether it plays; at_end: whether there is nothing more.
        speed: 2 is twice as fast.
        idle_limit: the longest pause.
        marks: what is worth a sign.
    """

    elapsed: float = 0.0
    duration: float = 0.0
    playing: bool = False
    at_end: bool = False
    speed: float = 1.0
    idle_limit: float = float("inf")
    marks: Sequence[Mark] = ()


class SeekWanted(Message):
    """The user wants to be at a moment, in played seconds."""

    def __init__(self, at: float) -> None:
        self.at = at
        super().__init__()


class SeekBar(Line[Playing]):
    """The seek bar."""

    _dragged = False

    def text(self, width: int) -> Content:
        """Words at both ends, the bar between them."""
        left, right = _words(self.told, width)
        return Content.assemble(left, bar(self.told, width - left.cell_length - right.cell_length), right)

    def moment_at(self, column: int) -> float:
        """The moment under a column of the widget, in played seconds."""
        width = self.content_size.width
        left, right = _words(self.told, width)
        cells = width - left.cell_length - right.cell_length
        share = (column - left.cell_length) / max(1, cells - 1)
        return min(1.0, max(0.0, share)) * self.told.duration

    def on_mouse_down(self, event: MouseDown) -> None:
        """A click on the bar goes there, and begins to drag."""
        self._dragged = True
        self.capture_mouse()
        self._seek(event.x)

    def on_mouse_move(self, event: MouseMove) -> None:
        """While it is dragged, it goes where the mouse is."""
        if self._dragged:
            self._seek(event.x)

    def on_mouse_up(self, event: MouseUp) -> None:
        """The end of dragging."""
        self._dragged = False
        self.release_mouse()
        event.stop()

    def _seek(self, column: int) -> None:
        self.post_message(SeekWanted(self.moment_at(column - self.gutter.left)))


def bar(told: Playing, cells: int) -> Content:
    """The bar itself in so many cells: what was played is heavy, the place is a point, marks are signs."""
    if cells < _LEAST:
        return Content(" " * max(0, cells))
    place = _cell(told.elapsed, told.duration, cells)
    drawn = [("━", "$text-accent") if cell < place else ("─", "$text-disabled") for cell in range(cells)]
    for kind, shown in _MARKS.items():
        for mark in told.marks:
            if mark.kind == kind:
                drawn[_cell(mark.at, told.duration, cells)] = shown
    drawn[place] = ("●", "$text-accent bold")
    return Content.assemble(*drawn)


def _words(told: Playing, width: int) -> tuple[Content, Content]:
    """What stands left and right of the bar; less in a narrow one."""
    word, sign = ("playing", "▸") if told.playing else ("at the end", "●") if told.at_end else ("paused", "=")
    left = Content.assemble((f"{sign} {word}", "$text-accent bold"))
    if told.speed != 1 or width >= 60:
        left = Content.assemble(left, (f"  {told.speed:g}×", "$foreground"))
    if told.duration < 60:
        digits = 1 if told.duration >= 1 else 2
        times = f"{told.elapsed:.{digits}f} / {told.duration:.{digits}f} s"
    else:
        times = f"{span_text(told.elapsed)} / {span_text(told.duration)}"
    if width >= 100:
        limit = f"{told.idle_limit:g} s" if isfinite(told.idle_limit) else "as they were"
        times += f"  pauses {'at most ' if isfinite(told.idle_limit) else ''}{limit}"
    right = Content.styled(times, "$text-muted")
    if width < left.cell_length + right.cell_length + 4 + _LEAST:
        right = cut(right, max(0, width - left.cell_length - 4))
    return left.pad_right(2), right.pad_left(2)


def _cell(at: float, duration: float, cells: int) -> int:
    share = at / duration if duration > 0 else 0.0
    return min(cells - 1, max(0, round(share * (cells - 1))))
