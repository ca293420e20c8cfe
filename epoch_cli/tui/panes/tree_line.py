"""A node on one line of the schema tree: sign, guides, what it is, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from rich.cells import cell_len

from epoch_cli.output.outline import words
from epoch_cli.output.text import visible
from epoch_cli.output.view import GLYPHS, NodeView, State
from epoch_cli.tui.panes.lines import ELLIPSIS, Part, fit

OPEN, CLOSED, LEAF = "▾ ", "▸ ", "─ "

_LEAST = 16
"""Cells in which a node can still be told from others."""
_FEWEST = 5
"""Cells in which its type can still be guessed."""

STATE_STYLES: Final[Mapping[State, str]] = MappingProxyType(
    {"": "", "added": "good", "changed": "warn", "repaired": "note", "pending": "muted", "refused": "bad"}
)
_WORD_STYLES: Final[Mapping[str, str]] = MappingProxyType(
    {"bold cyan": "type", "dim": "muted", "magenta": "source", "red": "bad"}
)
"""The styles of `output/outline.words`, by the names that they have on the screen."""


def node_parts(node: NodeView) -> list[Part]:
    """What a node is: type, #id, “text or label”, [columns or options], as everywhere."""
    parts: list[Part] = []
    for place, (word, style) in enumerate(words(node.node)):
        parts.append((f" {word}" if place else word, _WORD_STYLES.get(style, "")))
    return parts


def node_text(node: NodeView) -> str:
    """The same as one text: what a search looks at, and what a line says of the chosen node."""
    return " ".join(word for word, _ in words(node.node))


def state_parts(node: NodeView) -> list[Part]:
    """What became of a node, in words; nothing for one that is as it was. The last parts are the least important."""
    if node.state == "refused":
        return [(" refused", "bad"), *((f" {visible(each.code, 12)}", "bad") for each in node.reasons[:1])]
    parts: list[Part] = [(f" {node.state}", "muted")] if node.state else []
    if node.reasons:
        parts.append((f"{',' if parts else ''} {len(node.reasons)} refused", "bad"))
    return parts


def sign(state: State) -> Part:
    """The sign of a state, with the space behind it."""
    return (f"{GLYPHS[state]} ", STATE_STYLES[state])


def guides(last: tuple[bool, ...], width: int) -> str:
    """The lines that lead to a node; deep ones begin with how many levels are left out, so that there is room to read.

    Args:
        last: of the nodes on the way to it, from below the root, whether each is the last inside its parent.
        width: cells of the whole line.
    """
    if not last:
        return ""
    most = max(3, width // 5)  # two cells each: two fifths of the line
    left_out = len(last) - most // 2 if len(last) > most else 0
    lead = f"{ELLIPSIS}{left_out} " if left_out else ""
    through = "".join("  " if end else "│ " for end in last[left_out:-1])
    return f"{lead}{through}{'└─' if last[-1] else '├─'}"


def line_parts(
    start: list[Part], middle: list[Part], end: list[Part], width: int, wanted: re.Pattern[str] | None = None
) -> list[Part]:
    """A line with what matters most: where there is too little room, its id goes first, then the end of its words.

    What became of it is told by its word on every line, beside its sign, as long as anything of the type can be.

    Args:
        start: sign and guides.
        middle: what it is, the type first.
        end: what became of it, the most important first.
        width: cells of the whole line.
        wanted: what is marked wherever it is seen in the middle.
    """
    room = width - _cells(start)
    while len(end) > 1 and room - _cells(end) < min(_LEAST, _cells(middle)):
        end = end[:-1]
    if _cells(middle) > room - _cells(end):
        named = [part for part in middle if not part[0].startswith(" #")]
        # the words of a node say more than its id
        middle = named if len(named) > 1 else middle
    spare = room - _cells(end)
    if spare < _FEWEST:
        end, spare = [], room
    gap = [(" ", "")] if end and _cells(middle) < spare else []
    return [*start, *highlighted(fit(middle, max(0, spare)), wanted), *gap, *end]


def _cells(parts: list[Part]) -> int:
    return sum(cell_len(text) for text, _ in parts)


def highlighted(parts: Iterable[Part], wanted: re.Pattern[str] | None) -> Iterator[Part]:
    """The parts of a line, with what is searched for in a style of its own."""
    for text, style in parts:
        at = 0
        for match in wanted.finditer(text) if wanted is not None else ():
            yield text[at : match.start()], style
            yield match[0], "match"
            at = match.end()
        yield text[at:], style
