"""The patch log: what was done to the document and what was not, line by line, newest at the bottom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from rich.cells import cell_len

from epoch_cli.output.text import visible
from epoch_cli.output.view import Changes, NodeView, View
from epoch_cli.output.view.log import Kind, LogLine
from epoch_cli.tui.panes.choosing import ChoosingLines
from epoch_cli.tui.panes.lines import Part, Told
from epoch_cli.tui.panes.pane import PointerChosen

_WIDE = 44
"""Cells from which on a line says when, too."""
_MOST = 500
"""Characters of a text that are looked at."""


_LOOKS: Final[Mapping[Kind, Told]] = MappingProxyType(
    {
        "accepted": Told("+", "accepted", "good"),
        "refused": Told("×", "refused", "bad"),
        "repair": Told("*", "repaired", "note"),
        "undo": Told("-", "undone", "warn"),
        "fallback": Told("=", "fallback", "warn"),
        "attempt": Told(">", "attempt", "type"),
        "recovery": Told("!", "recovery", "warn"),
        "notice": Told("·", "notice", "muted"),
        "stage": Told("│", "stage", "muted"),
    }
)
_WORD = max(len(look.word) for look in _LOOKS.values())
_BEFORE = 1 + 7 + 2 + _WORD + 1 + 6
"""Cells before the text of a line, at most: cursor, time, sign, word, number."""


class PatchLog(ChoosingLines):
    """The log of a run, drawn from the view itself: it keeps no lines of its own."""

    SIDEWAYS = True

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._log: Sequence[LogLine] = ()
        self._known = 0
        self._widest = 0
        self._at_end = True

    # ---------------------------------------------------------------- as a pane

    def update_view(self, view: View, changes: Changes) -> None:
        """Take in what was added or taken back; stays at the end until the user goes up."""
        self._log = view.log
        if changes.log >= len(self._log) == self._known and not changes.root:
            return
        first = min(changes.log, self._known, len(self._log))
        lengths = (cell_len(visible(line.text, _MOST)) for line in self._log[first:])
        self._widest = max(self._widest, max(lengths, default=0))
        self._known = len(self._log)
        self.cursor = self._known - 1 if self._at_end else min(self.cursor, self._known - 1)
        self._say()
        self.drawn_anew()
        if self._at_end:
            self.scroll_to(y=max(0, self._known - self.size.height), animate=False, force=True)

    def select(self, node: NodeView | None) -> None:
        """The log is about what happened, so it stays where it is."""

    # ---------------------------------------------------------------- lines

    def count(self) -> int:
        """How many lines there are."""
        return len(self._log)

    def widest(self) -> int:
        """Cells of the longest line there ever was, with what stands before its text."""
        return self._widest + _BEFORE

    def hint(self) -> str:
        """What is awaited."""
        return "no patches so far"

    def parts(self, index: int, width: int) -> list[Part]:
        """One line: when, what became of it, its number, and what it is."""
        line = self._log[index]
        look = _LOOKS[line.kind]
        when = [(f"{_clock(line.at):>6} ", "muted")] if width >= _WIDE else []
        number = f"{line.number} " if line.number and line.kind != "stage" else ""
        return [
            self.lead(index),
            *when,
            (f"{look.sign} {look.word:<{_WORD}} ", look.style),
            (number, "muted"),
            (visible(line.text, _MOST), "" if look.style != "muted" else "muted"),
        ]

    # ---------------------------------------------------------------- the user

    def move_to(self, index: int) -> None:
        """Go to a line; on the last one, the log stays with the end again."""
        super().move_to(index)
        self._at_end = self.cursor >= self.count() - 1
        self._say()

    def choose(self) -> None:
        """Show what the line is about."""
        if 0 <= self.cursor < len(self._log) and self._log[self.cursor].pointer:
            self.post_message(PointerChosen(self._log[self.cursor].pointer))

    def scrolled(self) -> None:
        """It stands still where the user reads, and goes on from the end."""
        self._at_end = self.is_vertical_scroll_end
        self._say()

    def _say(self) -> None:
        """That it stands still, while the run may go on below."""
        self.tell("" if self._at_end else "stands still; End goes to the newest")


def _clock(seconds: float) -> str:
    """Seconds since the start, in six cells."""
    if seconds < 100:
        return f"{seconds:.1f}s"
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}" if seconds < 360_000 else f"{int(seconds) // 3600}h"
