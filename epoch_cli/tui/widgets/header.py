"""The first line: what this is, what was asked for, and of whom."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from epoch_cli.output.text import visible
from epoch_cli.tui.widgets.fitting import cut, ends
from epoch_cli.tui.widgets.line import Line

_LEAST = 16
"""Cells that the prompt keeps, whoever writes."""
_SHARE = 3
"""The author keeps one of so many parts of the line."""


class Headline(NamedTuple):
    """What the header tells.

    Attributes:
        prompt: what is asked for; raw.
        author: who writes, with the model; raw.
        mode: a word for how it is shown, such as `replay`.
    """

    prompt: str = ""
    author: str = ""
    mode: str = ""


class Header(Line[Headline]):
    """The header."""

    DEFAULT_CSS = """
    Header { background: $panel; color: $text-muted; }
    """

    def text(self, width: int) -> Content:
        """The prompt at the left, the author at the right."""
        return header_text(self.told, width)


def header_text(told: Headline, width: int) -> Content:
    """The header in so many cells: what the author's title says in brackets goes first, then the end of the prompt."""
    name = Content.assemble(("epoch", "$accent bold"), (f" {told.mode}", "$text-muted") if told.mode else "")
    if width < name.cell_length + 8:
        return cut(name, width)
    prompt = Content.assemble("  ", (f"“{visible(told.prompt, 400)}”", "$foreground")) if told.prompt else Content()
    least = name.cell_length + min(_LEAST, prompt.cell_length)
    room = max(width - name.cell_length - prompt.cell_length, min(width - least, width // _SHARE)) - 2
    author = cut(Content.styled(_shortened(visible(told.author, 200), room), "$text-muted"), max(0, room))
    return ends(Content.assemble(name, prompt), Content.assemble("  " if author else "", author), width)


def _shortened(author: str, room: int) -> str:
    return author if cell_len(author) <= room else short_author(author)


def short_author(author: str) -> str:
    """Who writes, without what stands in brackets behind it, which is left out where there is little room."""
    return author.rpartition(" (")[0] if author.endswith(")") else author
