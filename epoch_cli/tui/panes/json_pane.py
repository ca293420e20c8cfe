"""The document as JSON, or the chosen node of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.timer import Timer

from epoch_cli.output.view import Changes, NodeView, View
from epoch_cli.tui.bindings import bindings_named
from epoch_cli.tui.panes.choosing import MARK
from epoch_cli.tui.panes.json_text import json_lines, json_parts, lines_of
from epoch_cli.tui.panes.lines import Lines, Part
from epoch_cli.tui.panes.pane import UserMoved
from epoch_cli.tui.panes.tree_line import node_text

_SHARE = 10
"""After it was written out, a document is left alone for so many times as long."""
_WIDEST = 4000


class JsonPane(Lines):
    """Pretty JSON; written out only while it can be seen, and coloured only where it is seen.

    Args:
        clock: seconds, from any start.
    """

    SIDEWAYS = True
    BINDINGS: ClassVar[list[BindingType]] = bindings_named("list.whole")

    def __init__(self, *, id: str | None = None, clock: Callable[[], float] = time.monotonic) -> None:  # noqa: A002
        super().__init__(id=id)
        self._clock = clock
        self._document: Any = None
        self._chosen: NodeView | None = None
        self._whole = True
        self._lines: list[str] = []
        self._widest = 0
        self._marked = range(0)
        self._old = False  # the lines are those of an earlier document
        self._away = False  # the chosen node is still to be gone to
        self._not_before = 0.0
        self._later: Timer | None = None

    # ---------------------------------------------------------------- as a pane

    def update_view(self, view: View, changes: Changes) -> None:
        """Write the document out again, if it changed and was not written out a moment ago."""
        self._document = view.document
        if changes.document or changes.root:
            self._old = True
            self._write_in_time()

    def select(self, node: NodeView | None) -> None:
        """Show the lines of the chosen node, or only that."""
        if node is not self._chosen:
            self._chosen = node
            self._away = True
            self._old = self._old or not self._whole
            self._write_in_time()

    def scrolled(self) -> None:
        """Whoever reads does not want another node to come in between."""
        self.post_message(UserMoved())

    def action_toggle_whole(self) -> None:
        """Show the document, or the chosen node alone."""
        self._whole = not self._whole
        self._old = self._away = True
        self._write()

    def on_resize(self) -> None:
        """What is far away may be near with more room."""
        self._go_to_node()

    # ---------------------------------------------------------------- writing it out

    def _write_in_time(self) -> None:
        """Write it out, now or when it has been left alone for long enough."""
        wait = self._not_before - self._clock()
        if wait <= 0:
            self._write()
        elif self._later is None:
            self._later = self.set_timer(wait, self._write)

    def _write(self) -> None:
        if self._later is not None:
            self._later.stop()
            self._later = None
        began = self._clock()
        if self._old:
            value = self._value()
            self._lines = json_lines(value) if value is not None else []
            self._widest = min(_WIDEST, 2 + max(map(_width, self._lines), default=0))
            self._old = False
        self._find_node()
        self._say()
        self.drawn_anew()
        self._go_to_node()
        now = self._clock()
        self._not_before = now + _SHARE * (now - began)

    def _value(self) -> Any:
        if not self._whole:
            return self._chosen.node if self._chosen is not None else None
        return self._document or None

    def _find_node(self) -> None:
        """Which lines are those of the chosen node."""
        found = None
        if self._whole and self._chosen is not None and self._chosen.state != "refused" and self._document:
            found = lines_of(self._document, self._chosen.pointer)
        self._marked = found or range(0)

    def _go_to_node(self) -> None:
        """Scroll to the lines of the chosen node, if its first one is not seen."""
        height = self.size.height
        if not self._away or height <= 0:
            return
        self._away = False
        if not self._whole:
            self.scroll_to(0, 0, animate=False, force=True)
            return
        top, first = self.scroll_offset.y, self._marked.start
        if self._marked and not top <= first < top + max(1, height - 1):
            last = max(0, self.count() - height)
            self.scroll_to(y=min(last, max(0, first - height // 4)), animate=False, force=True)

    def _say(self) -> None:
        if self._whole:
            self.tell(f"document · {len(self._lines)} lines" if self._lines else "document")
        else:
            self.tell(node_text(self._chosen) if self._chosen is not None else "node")

    # ---------------------------------------------------------------- lines

    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def widest(self) -> int:
        """Cells of the longest line."""
        return self._widest

    def hint(self) -> str:
        """What is missing."""
        return "nothing is written so far" if self._whole else "no node is chosen"

    def parts(self, index: int, width: int) -> list[Part]:
        """A line of JSON, with a sign before those of the chosen node."""
        del width
        gutter = (f"{MARK} ", "type") if index in self._marked else ("  ", "")
        return [gutter, *json_parts(self._lines[index])]

    def mark(self, index: int) -> str:
        """The lines of the chosen node."""
        return "cursor" if index in self._marked else ""


def _width(line: str) -> int:
    """Cells of a line: nearly all are of one cell a character, which is seen at once."""
    return len(line) if line.isascii() else cell_len(line)
