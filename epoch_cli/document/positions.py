"""Where in a text a value stands: lines and columns for the paths of a JSON value.

A parser that keeps positions is many times slower than one that does not, and most files need none. So the fast parser
reads every file, and only when there is something to say about one is its text looked at again, for the few paths that
matter.

Only the containers on the way to such a path are listed, each once: objects whole, as only the end tells whether a key
comes again; arrays in blocks, as far as needed. What stands in them beside the way is skipped. Where a deep container
closes is found by counting brackets, and remembered for it and the deep ones inside it; a shallow one is a single
match. So no piece of the text is looked at more than a fixed number of times, however many paths are asked for and
however deep they lie, and nothing recurses.

Importing this module compiles its expressions, some 4 ms: import it where there is something to place.
"""

from __future__ import annotations

import json
import re
import sys
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Final, NamedTuple

from epoch_cli.document.pointer import array_index, format_pointer
from epoch_cli.errors import PointerError

_BOM: Final = "\ufeff"
_BLOCK: Final = 64  # elements of an array that are skipped, or listed, at a time

# Groups are repeated in (?>…) and never with *+, which before Python 3.11.5 matches what it should not (gh-106052).
_WHITE: Final = r"[ \t\n\r]*+"
_STRING: Final = r'"[^"\\]*+(?:"|(?>(?:\\.[^"\\]*+)+)")'
_PLAIN: Final = r'[^"{}\[\]]*+'
_FLAT: Final = rf"{_PLAIN}(?>(?:{_STRING}{_PLAIN})*)"
# Three levels are a node with options in its props; with two, a document of 1 MB takes a quarter longer.
_DEPTH_1: Final = rf"[{{\[]{_FLAT}[}}\]]"
_DEPTH_2: Final = rf"[{{\[]{_FLAT}(?>(?:{_DEPTH_1}{_FLAT})*)[}}\]]"
_SHALLOW: Final = rf"[{{\[]{_FLAT}(?>(?:{_DEPTH_2}{_FLAT})*)[}}\]]"
_ATOM: Final = rf"{_STRING}|[-+.\w]++"
_NEXT: Final = rf"{_WHITE}(?P<next>[,}}\]])"
# Over an atom and what follows it, or only into a container.
_VALUE: Final = rf"{_WHITE}(?P<value>)(?:(?:{_ATOM}){_NEXT}|[{{\[])"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.DOTALL)


_TO_ROOT: Final = _pattern(rf"{_BOM}?+{_WHITE}(?=[^ \t\n\r])")
_EMPTY: Final = _pattern(rf"[{{\[]{_WHITE}[}}\]]")
_MEMBER: Final = _pattern(rf"{_WHITE}(?P<key>{_STRING}){_WHITE}:{_VALUE}")
_ELEMENT: Final = _pattern(_VALUE)
_ELEMENTS: Final = _pattern(rf"(?:{_WHITE}(?>{_ATOM}|{_SHALLOW}){_WHITE},){{{_BLOCK}}}")
_CONTAINER: Final = _pattern(_SHALLOW)
_AFTER_CONTAINER: Final = _pattern(_NEXT)
_TO_BRACKET: Final = _pattern(rf"{_FLAT}(?>(?:{_SHALLOW}{_FLAT})*)([{{}}\[\]])")
_LINE_FEED: Final = _pattern(r"\n")
_LINE_END: Final = _pattern(r"\r\n?|\n")


class Position(NamedTuple):
    """A place in a text as editors count it: both from 1, columns in code points, a byte order mark is no column."""

    line: int
    column: int


def line_starts(text: str) -> list[int]:
    """The offset of the first character of every line; LF, CRLF and CR each end one."""
    feeds_only = text.count("\r") == text.count("\r\n")  # then LF ends every line, and is three times faster to find
    line_end = _LINE_FEED if feeds_only else _LINE_END
    return [int(text.startswith(_BOM)), *(match.end() for match in line_end.finditer(text))]


def line_column(text: str, offset: int, *, first_line: int = 1, starts: Sequence[int] | None = None) -> Position:
    """The position of the character at an offset; a line end belongs to the line that it ends.

    Args:
        text: the text.
        offset: 0 to the length of the text, which is the place after its end.
        first_line: the number of the text's first line in its file.
        starts: the text's `line_starts`, for those who ask more than once.
    """
    starts = line_starts(text) if starts is None else starts
    index = max(bisect_right(starts, offset) - 1, 0)  # a byte order mark stands before the first start
    return Position(first_line + index, max(offset - starts[index], 0) + 1)


class _Place(NamedTuple):
    """Where a value starts, and its key if it has one."""

    value: int
    key: int


class _Block(NamedTuple):
    """Where the elements of a part of an array start, and where the next part does; 0 at the end of the array."""

    starts: list[int]
    resume: int


class PositionMap:
    """The positions of the values and keys of one JSON value, found when they are asked for.

    Paths are tuples of keys and indices, as in findings; an index may be written as text, as in pointers. Of members
    with the same key the last one counts, as it does for the parser.

    The text is taken to be JSON, a byte order mark aside, and is not checked: one that is none gives `ValueError` or a
    position without meaning, and does so in linear time.

    Args:
        text: the text of the value; white space around it does no harm.
        first_line: the number of the text's first line in its file.
    """

    def __init__(self, text: str, *, first_line: int = 1) -> None:
        self._text = text
        self._first_line = first_line
        # the path followed last, as far as it led, and the places on it: the next path often begins alike
        self._known: list[str | int] = []
        self._places: list[_Place] = []
        self._objects: dict[int, dict[str, int]] = {}  # where each member starts, by the offset of the opening bracket
        self._arrays: dict[int, list[int]] = {}  # where its blocks start, a 0 after the last one
        self._blocks: dict[int, _Block] = {}
        self._ends: dict[int, int] = {}  # the offset after a container, by that of its opening bracket

    def value(self, path: Sequence[str | int]) -> Position:
        """The position of the first character of the value at a path.

        Raises:
            PointerError: the path leads nowhere.
            ValueError: the text is no JSON.
        """
        return self._position(self._existing(path).value)

    def key(self, path: Sequence[str | int]) -> Position:
        """The position of the quote that opens the key of a member; elements and the root have none: their value's.

        Raises:
            PointerError: the path leads nowhere.
            ValueError: the text is no JSON.
        """
        return self._position(self._existing(path).key)

    def nearest(self, path: Sequence[str | int]) -> Position:
        """The position of the innermost value on the way to a path, which is where something is missing.

        Raises:
            ValueError: the text is no JSON.
        """
        place, _ = self._follow(path)
        return self._position(place.value)

    def offsets(self, path: Sequence[str | int]) -> tuple[int, int]:
        """Where the key of a member and its value start in the text; of elements and the root, twice the value.

        Raises:
            PointerError: the path leads nowhere.
            ValueError: the text is no JSON.
        """
        place = self._existing(path)
        return place.key, place.value

    def _position(self, offset: int) -> Position:
        return line_column(self._text, offset, first_line=self._first_line, starts=self._line_starts)

    @cached_property
    def _line_starts(self) -> list[int]:
        return line_starts(self._text)

    def _root(self) -> _Place:
        match = _TO_ROOT.match(self._text)
        if match is None:
            raise ValueError("there is no JSON value in the text")
        return _Place(match.end(), match.end())

    def _existing(self, path: Sequence[str | int]) -> _Place:
        place, depth = self._follow(path)
        if depth < len(path):
            what = format_pointer(path[: depth + 1])
            raise PointerError(f"{what} does not exist", pointer=format_pointer(path), remedy="point at what is there")
        return place

    def _follow(self, path: Sequence[str | int]) -> tuple[_Place, int]:
        """Go as far as the path leads; the place, and how many of its tokens lead there."""
        known, places = self._known, self._places
        if not places:
            places.append(self._root())
        shared = 0
        for old, new in zip(known, path, strict=False):
            if old != new:
                break
            shared += 1
        del known[shared:], places[shared + 1 :]
        for token in path[shared:]:
            place = self._child(places[-1].value, str(token))
            if place is None:
                break
            known.append(token)
            places.append(place)
        return places[-1], len(known)

    def _child(self, start: int, token: str) -> _Place | None:
        bracket = self._text[start]
        if bracket == "{":
            return self._member(start, token)
        if bracket == "[":
            index = array_index(token, sys.maxsize)
            return None if index is None else self._element(start, index)
        return None

    def _member(self, start: int, name: str) -> _Place | None:
        """A member of an object."""
        if start not in self._objects:
            self._objects[start] = self._members(start)
        here = self._objects[start].get(name)
        match = here and _MEMBER.match(self._text, here)
        return _Place(match.start("value"), match.start("key")) if match else None

    def _members(self, start: int) -> dict[str, int]:
        """Where the members of an object start. Not where their parts do: that would take twice as long to note."""
        members: dict[str, int] = {}
        here = self._inside(start)
        while here:
            match = _MEMBER.match(self._text, here)
            if match is None:
                raise self._broken(here)
            raw = match["key"]
            members[json.loads(raw) if "\\" in raw else raw[1:-1]] = here
            here = match.end() if match["next"] == "," else self._after(match)
        return members

    def _element(self, start: int, index: int) -> _Place | None:
        """An element of an array."""
        number, rest = divmod(index, _BLOCK)
        if start not in self._arrays:
            self._arrays[start] = [self._inside(start)]
        blocks = self._arrays[start]
        while len(blocks) <= number and blocks[-1]:
            blocks.append(self._after_block(blocks[-1]))
        if len(blocks) <= number:
            return None
        starts = self._block(blocks[number]).starts  # none in the block at 0, which is the end
        return _Place(starts[rest], starts[rest]) if rest < len(starts) else None

    def _after_block(self, here: int) -> int:
        """The offset after a block of elements and its comma; 0 when no more follow."""
        match = _ELEMENTS.match(self._text, here)
        return match.end() if match else self._block(here).resume

    def _block(self, here: int) -> _Block:
        """The elements of a block."""
        if here in self._blocks:
            return self._blocks[here]
        starts: list[int] = []
        resume = here
        while resume and len(starts) < _BLOCK:
            match = _ELEMENT.match(self._text, resume)
            if match is None:
                raise self._broken(resume)
            starts.append(match.start("value"))
            resume = self._after(match)
        self._blocks[here] = block = _Block(starts, resume)
        return block

    def _inside(self, start: int) -> int:
        """The offset after an opening bracket; 0 when nothing is between it and its closing one."""
        return 0 if _EMPTY.match(self._text, start) else start + 1

    def _after(self, match: re.Match[str]) -> int:
        """The offset after the comma that follows a member or element; 0 when it was the last one."""
        if match["next"] is None:
            end = self._end(match.start("value"))
            follows = _AFTER_CONTAINER.match(self._text, end)
            if follows is None:
                raise self._broken(end)
            match = follows
        return match.end() if match["next"] == "," else 0

    def _end(self, start: int) -> int:
        """The offset after a container."""
        if start not in self._ends:
            shallow = _CONTAINER.match(self._text, start)
            if shallow:
                return shallow.end()
            self._note_ends(start)
        return self._ends[start]

    def _note_ends(self, start: int) -> None:
        """Find where a deep container ends, and the deep ones inside it, which may be listed next."""
        opened = [start]
        here = start + 1
        while opened:
            match = _TO_BRACKET.match(self._text, here)
            if match is None:
                raise self._broken(here)
            here = match.end()
            if match[1] in "{[":
                opened.append(here - 1)
            else:
                self._ends[opened.pop()] = here

    def _broken(self, offset: int) -> ValueError:
        line, column = self._position(offset)
        return ValueError(f"line {line}, column {column}: the text is no JSON after this place")
