"""What the panes of lines have in common: only the lines that are seen are made, whatever the length of the whole.

A line is made of parts, each a piece of text and the name of a style. Nothing is ever read as markup, and a part holds
only text that `output/text.visible` made safe.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.content import Content
from textual.css.styles import RenderStyles
from textual.dom import DOMNode
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from epoch_cli.output.text import visible
from epoch_cli.tui.bindings import bindings_named

Part = tuple[str, str]
"""A piece of a line: its text, made visible, and the name of its style, one of `STYLES` or empty."""

STYLES = ("muted", "guide", "type", "good", "warn", "bad", "note", "source", "strong", "match", "cursor", "focused")
ELLIPSIS = "…"


class Told(NamedTuple):
    """How a kind of line is told: by its sign, its word and the name of its style."""

    sign: str
    word: str
    style: str


class Lines(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines of text that scroll; what inherits from it says how many there are, and what is on each."""

    DEFAULT_CSS = """
    Lines {
        background: $surface;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .lines--muted { color: $text-muted; }
        & > .lines--guide { color: $foreground 35%; }
        & > .lines--type { color: $text-primary; text-style: bold; }
        & > .lines--good { color: $text-success; }
        & > .lines--warn { color: $text-warning; }
        & > .lines--bad { color: $text-error; }
        & > .lines--note { color: $text-secondary; }
        & > .lines--source { color: $text-accent; }
        & > .lines--strong { text-style: bold; }
        & > .lines--match { text-style: reverse; }
        & > .lines--cursor { background: $foreground 8%; }
        & > .lines--focused { background: $primary 25%; text-style: bold; }
        &:ansi > .lines--muted { text-style: dim; }
        &:ansi > .lines--guide { color: ansi_default; text-style: dim; }
        &:ansi > .lines--cursor { background: transparent; text-style: bold; }
        &:ansi > .lines--focused { background: transparent; text-style: bold reverse; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings_named(
        "list.up", "list.down", "list.page_up", "list.page_down", "list.first", "list.last", "list.left", "list.right"
    )
    SIDEWAYS: ClassVar[bool] = False
    """Whether long lines are moved sideways; else they are cut, or wrapped by who makes them."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._told = ""
        self._styles: dict[tuple[str, str], Style] = {}

    # ---------------------------------------------------------------- what a pane of lines says of itself

    def count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def parts(self, index: int, width: int) -> Sequence[Part]:
        """What is on a line, for so many cells; what is too long is cut."""
        raise NotImplementedError

    def widest(self) -> int:
        """Cells of the longest line, of a pane that moves sideways."""
        return 0

    def mark(self, index: int) -> str:
        """The style that lies under a whole line, empty for none."""
        del index
        return ""

    def hint(self) -> str:
        """What is said where there are no lines."""
        return ""

    # ---------------------------------------------------------------- drawing

    @property
    def room(self) -> int:
        """How many cells a line has."""
        return max(1, self.scrollable_content_region.width)

    def drawn_anew(self) -> None:
        """Draw what is seen again."""
        size = Size(self.widest() if self.SIDEWAYS else self.size.width, self.count())
        if size != self.virtual_size:
            self._resized(size)
        self.refresh()

    def _resized(self, size: Size) -> None:
        """There are more lines, or fewer.

        Textual lays the whole screen out for that. More of them under a bar that is there already, or in a room where
        there is still no need for one, move nothing; with all widgets of a preview that saves some 50 ms a picture.
        """
        before = self.virtual_size
        moves_nothing = self.show_vertical_scrollbar or size.height <= self.size.height
        if size.width != before.width or size.height < before.height or not moves_nothing:
            self.virtual_size = size
            return
        self.set_reactive(Lines.virtual_size, size)
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = size.height

    def tell(self, subtitle: str) -> None:
        """Say something at the edge of the pane; taken as plain text."""
        if subtitle != self._told:
            self._told = subtitle
            self.border_subtitle = Content(visible(subtitle))

    @property
    def told(self) -> str:
        """What is said at the edge of the pane."""
        return self._told

    def render_line(self, y: int) -> Strip:
        """One line of what is seen."""
        index = y + self.scroll_offset.y
        if index >= self.count():
            hint = self.hint() if index == 0 else ""
            return self._strip([(f" {hint}", "muted")] if hint else [], "")
        return self._strip(self.parts(index, self.room), self.mark(index))

    def notify_style_update(self) -> None:
        """Another theme, or the focus came or went."""
        super().notify_style_update()
        self._styles.clear()
        self._component_styles.clear()

    def get_component_styles(self, *names: str) -> RenderStyles:
        """The styles of classes of the style sheet, made when a line first needs them.

        As `COMPONENT_CLASSES` Textual would make all of them, for each pane, whenever any style changes: that was a
        third of the time up to the first picture.
        """
        for name in names:
            if name not in self._component_styles:
                node = DOMNode(classes=name)
                node._attach(self)  # noqa: SLF001  as Textual does it
                self.app.stylesheet.apply(node, animate=False)
                self._component_styles[name] = node.styles
        return super().get_component_styles(*names)

    def _strip(self, parts: Sequence[Part], mark: str) -> Strip:
        width, left = self.room, self.scroll_offset.x if self.SIDEWAYS else 0
        if not self.SIDEWAYS:
            parts = fit(parts, width)
        # parts are visible already; should one ever not be, a terminal is still not given it
        segments = [Segment(visible(text), self._style(name, mark)) for text, name in parts if text]
        strip = Strip(segments)
        if strip.cell_length > left + width:
            more = Strip([Segment(ELLIPSIS, self._style("muted", mark))])
            return Strip.join([strip.crop(left, left + width - 1), more])
        return strip.crop_extend(left, left + width, self._style("", mark))

    def _style(self, name: str, mark: str) -> Style:
        """The style of a part, on what lies under its line."""
        found = self._styles.get((name, mark))
        if found is None:
            found = self.get_component_rich_style(f"lines--{name}") if name else self.rich_style
            under = self.get_component_rich_style(f"lines--{mark}") if mark else None
            if under is not None and under.reverse:
                found = under  # in the terminal's own colours: one bar, as reversed colours would be a patchwork
            elif under is not None:
                found += Style(bgcolor=under.bgcolor, bold=under.bold or None)
            self._styles[name, mark] = found
        return found

    # ---------------------------------------------------------------- moving

    def scrolled(self) -> None:
        """The user scrolled, by keys, by the wheel or by the bar."""

    def on_mouse_scroll_down(self) -> None:
        """Once it has scrolled down, tell so."""
        self.call_later(self.scrolled)

    def on_mouse_scroll_up(self) -> None:
        """The same upwards."""
        self.call_later(self.scrolled)

    def on_scroll_to(self) -> None:
        """The same where the bar is dragged to."""
        self.call_later(self.scrolled)

    def action_line_up(self) -> None:
        """Scroll up a line."""
        self.scroll_up(animate=False)
        self.scrolled()

    def action_line_down(self) -> None:
        """Scroll down a line."""
        self.scroll_down(animate=False)
        self.scrolled()

    def action_line_page_up(self) -> None:
        """Scroll up a page."""
        self.scroll_page_up(animate=False)
        self.scrolled()

    def action_line_page_down(self) -> None:
        """Scroll down a page."""
        self.scroll_page_down(animate=False)
        self.scrolled()

    def action_first_line(self) -> None:
        """Scroll to the first line."""
        self.scroll_to(0, 0, animate=False)
        self.scrolled()

    def action_last_line(self) -> None:
        """Scroll to the last line."""
        self.scroll_to(y=self.max_scroll_y, animate=False)
        self.scrolled()

    def action_line_left(self) -> None:
        """Move the text to the right."""
        self.scroll_to(x=max(0, self.scroll_offset.x - 8), animate=False, force=True)

    def action_line_right(self) -> None:
        """Move the text to the left."""
        self.scroll_to(x=min(self.max_scroll_x, self.scroll_offset.x + 8), animate=False, force=True)


def fit(parts: Sequence[Part], width: int) -> list[Part]:
    """The parts of a line in so many cells; what is left out is told by an ellipsis at the end."""
    if sum(cell_len(text) for text, _ in parts) <= width:
        return list(parts)
    fitting: list[Part] = []
    room = width - 1
    for text, style in parts:
        size = cell_len(text)
        if size > room:
            kept = set_cell_size(text, room).rstrip() if room > 0 else ""
            fitting.append((kept + ELLIPSIS, style))
            break
        fitting.append((text, style))
        room -= size
    return fitting if width > 0 else []


def wrapped(text: str, width: int, *, most: int = 40) -> Iterator[str]:
    """A text in lines of so many cells, broken at spaces where it can be, at most `most` of them."""
    width = max(1, width)
    lines = 0
    while cell_len(text) > width and lines < most - 1:
        cut = _fitting(text, width)
        space = text.rfind(" ", 1, cut + 1)
        end = space if space > 0 else max(1, cut)
        yield text[:end].rstrip()
        text = text[end:].lstrip()
        lines += 1
    yield text if cell_len(text) <= width else set_cell_size(text, width - 1) + ELLIPSIS


def _fitting(text: str, width: int) -> int:
    """How many characters of a text fit in so many cells."""
    cells = 0
    for index, character in enumerate(text):
        cells += cell_len(character)
        if cells > width:
            return index
    return len(text)
