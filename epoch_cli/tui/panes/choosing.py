"""Lines of which one is the chosen one: a cursor that keys and the mouse move, and that stays in sight."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.events import Click

from epoch_cli.tui.bindings import bindings_named
from epoch_cli.tui.panes.lines import Lines, Part

MARK = "┃"
"""Stands before the chosen line, so that it can be told without colour too."""


class ChoosingLines(Lines):
    """A pane of lines with a cursor.

    Attributes:
        cursor: the index of the chosen line; -1 while there is none.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_named("list.choose")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self.cursor = -1

    def moved(self) -> None:
        """The user moved the cursor."""

    def choose(self) -> None:
        """The user wants what the chosen line is about."""

    def mark(self, index: int) -> str:
        """The chosen line, which is seen best where the keys go."""
        if index != self.cursor:
            return ""
        return "focused" if self.has_focus else "cursor"

    def lead(self, index: int) -> Part:
        """What stands before a line."""
        return (MARK, "type") if index == self.cursor else (" ", "")

    def move_to(self, index: int) -> None:
        """The user goes to a line, or as near to it as there is one."""
        if self.count():
            self.cursor = min(max(0, index), self.count() - 1)
            self.show_cursor()
            self.refresh()
            self.moved()

    def step(self, lines: int) -> None:
        """The user goes on by so many lines; back for a negative number."""
        self.move_to(self.cursor + lines)

    def extent(self) -> int:
        """How many of the lines that follow belong to the chosen one."""
        return 0

    def show_cursor(self) -> None:
        """Scroll as far as it takes to see the chosen line, with a line before and after it."""
        height = self.size.height
        if self.cursor < 0 or height <= 0:
            return
        spare = 1 if height > 4 else 0
        top, last = self.scroll_offset.y, max(0, self.count() - height)
        if self.cursor < top + spare:
            top = self.cursor - spare
        else:
            end = self.cursor + min(self.extent(), height - 1)
            top = max(top, end - height + 1 + spare) if end > top + height - 1 - spare else top
        top = min(max(0, top), last)
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def on_click(self, event: Click) -> None:
        """Choose the line under the mouse."""
        index = self.line_at(event)
        if index is not None:
            self.move_to(index)
            self.choose()

    def line_at(self, event: Click) -> int | None:
        """The line under the mouse."""
        offset = event.get_content_offset(self)
        if offset is None:
            return None
        index = offset.y + self.scroll_offset.y
        return index if index < self.count() else None

    def on_focus(self) -> None:
        """The chosen line is drawn otherwise with the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """The same without it."""
        self.refresh()

    def on_resize(self) -> None:
        """Keep the chosen line in sight, whatever the size."""
        self.drawn_anew()
        self.show_cursor()

    def action_line_up(self) -> None:
        """Go up a line."""
        self.step(-1)

    def action_line_down(self) -> None:
        """Go down a line."""
        self.step(1)

    def action_line_page_up(self) -> None:
        """Go up a page."""
        self.step(1 - max(2, self.size.height))

    def action_line_page_down(self) -> None:
        """Go down a page."""
        self.step(max(2, self.size.height) - 1)

    def action_first_line(self) -> None:
        """Go to the first line."""
        self.step(-self.count())

    def action_last_line(self) -> None:
        """Go to the last line."""
        self.step(self.count())

    def action_choose(self) -> None:
        """Show what the chosen line is about."""
        self.choose()
