"""Which of the panes that share a place is seen: the titles of all of them, in the border or on a line of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual.content import Content
from textual.style import Style

from epoch_cli.tui.layout import TITLES, PaneName
from epoch_cli.tui.widgets.fitting import cut
from epoch_cli.tui.widgets.line import Line

_NUMBERS = {name: number for number, name in enumerate(TITLES, 1)}


class Tabs(NamedTuple):
    """What there is to choose from.

    Attributes:
        names: the panes that share the place.
        front: the one that is seen.
    """

    names: Sequence[PaneName] = ()
    front: PaneName = "tree"


class TabLine(Line[Tabs]):
    """The tabs on a line of their own, for screens without borders."""

    def text(self, width: int) -> Content:
        """As `tab_text`."""
        return tab_text(self.told, width)


def tab_text(told: Tabs, width: int) -> Content:
    """The titles in so many cells, each a link; where they do not fit, the others are told by their numbers alone."""
    words: Mapping[PaneName, str] = TITLES
    for numbered, between in ((True, "   "), (True, " "), (False, "  "), (False, " ")):
        text = Content(between).join([_tab(name, words[name], told, numbered=numbered) for name in told.names])
        if text.cell_length <= width:
            return text
    short = {name: TITLES[name] if name == told.front else str(_NUMBERS[name]) for name in told.names}
    return cut(Content(" ").join([_tab(name, short[name], told, numbered=False) for name in told.names]), width)


def _tab(name: PaneName, title: str, told: Tabs, *, numbered: bool) -> Content:
    """One title: the one in front stands between brackets, so that it is told without colour too."""
    front = name == told.front
    number = f"{_NUMBERS[name]} " if numbered else ""
    text = f"[{number}{title}]" if front else f"{number}{title}"
    style = Style(bold=front) + Style.from_meta({"@click": f"screen.show_pane({name!r})"})
    return Content.styled(text, "$foreground" if front else "$text-muted").stylize(style)
