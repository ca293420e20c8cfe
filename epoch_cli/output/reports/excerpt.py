"""The source line of a finding, and what to underline in it.

What is shown takes the columns that a terminal gives it: what a terminal would obey or hide is written out, a tab is
four spaces, an East Asian wide character takes two columns and a combining one none (Unicode UAX 11).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import takewhile
from typing import Final, NamedTuple
from unicodedata import category, east_asian_width

from epoch_cli.output.text import visible

WIDTH: Final = 100  # columns of source; a minified file is one line of a megabyte
_LEAST: Final = 24  # however narrow a terminal is, less tells nothing
_BEFORE: Final = 30  # columns kept before the caret when both sides are cut
_TAB: Final = "    "
_ELLIPSIS: Final = "…"
_TOKEN: Final = re.compile(r'"(?:[^"\\]+|\\.)*"?|[-+.\w]+')


class Excerpt(NamedTuple):
    """A piece of a line as it is shown: `length` columns after the first `before` are to be underlined."""

    text: str
    before: int
    length: int


class _Cell(NamedTuple):
    """One character as it is shown, and the columns it takes."""

    shown: str
    width: int


def excerpt(line: str, column: int, width: int = WIDTH) -> Excerpt:
    """At most `width` columns of a line around a place; the token that starts there is underlined.

    Args:
        line: a source line without its end, and without the byte order mark of a file, which is no column.
        column: from 1, in code points; a place after the end of the line is shown as the one after its last character.
        width: how many columns there are; fewer than `_LEAST` are taken for as many.
    """
    width = max(width, _LEAST)
    start = min(max(column - 1, 0), len(line))
    length = token_length(line, column)
    # no more characters than columns are looked at, however many of them take no room
    left = [_cell(char) for char in line[max(start - width, 0) : start]]
    right = [_cell(char) for char in line[start : start + width]]
    whole = len(line) == len(left) + len(right) and _width(left) + _width(right) <= width
    if not whole:
        room = width - 2 * len(_ELLIPSIS)
        right = _fitting(right, room - min(_width(left), _BEFORE, room // 3))
        left = _fitting(reversed(left), room - _width(right))[::-1]
    before = _ELLIPSIS if len(left) < start else ""
    after = _ELLIPSIS if start + len(right) < len(line) else ""
    text = "".join(cell.shown for cell in (*left, *right))
    return Excerpt(f"{before}{text}{after}", len(before) + _width(left), max(_width(right[:length]), 1))


def token_length(line: str, column: int) -> int:
    """The characters of the JSON token that starts at a column (from 1): a string with its quotes, a number or a word.

    It ends with the line at the latest. A bracket, and whatever is no JSON, is one character; so is the place after the
    end of the line.
    """
    token = _TOKEN.match(line, max(column - 1, 0))
    return len(token[0]) if token else 1


@lru_cache(maxsize=1024)  # a report of many findings looks at the same few characters again and again
def _cell(char: str) -> _Cell:
    if char == "\t":
        return _Cell(_TAB, len(_TAB))
    shown = visible(char)
    if shown != char:
        return _Cell(shown, len(shown))
    if category(char) in {"Mn", "Me"}:
        return _Cell(char, 0)
    return _Cell(char, 2 if east_asian_width(char) in "WF" else 1)


def _width(cells: Iterable[_Cell]) -> int:
    return sum(cell.width for cell in cells)


def _fitting(cells: Iterable[_Cell], room: int) -> list[_Cell]:
    """The first cells that fit into `room` columns."""
    used = 0

    def fits(cell: _Cell) -> bool:
        nonlocal used
        used += cell.width
        return used <= room

    return list(takewhile(fits, cells))
