"""Change values in the text of a file and nothing else: what people wrote around them stays as it was.

    text, before, after ─▶ the places that differ ─▶ edits of the text, last one first ─▶ parsed again, to be sure

A changed value is replaced where it stands, a renamed key keeps its place, a new member is laid out as its siblings
are. Where that is not possible (a member twice, a text that is not the value it is said to be) the whole is written
anew with the indentation that the file has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any, NamedTuple

from epoch_cli.document.patch import equal
from epoch_cli.document.positions import PositionMap
from epoch_cli.errors import PointerError
from epoch_cli.reading.strict_json import BOM

_INDENTED = re.compile(r"(?:\r\n?|\n)([ \t]+)(?=[^ \t\r\n])")
_LINE_END = re.compile(r"\r\n?|\n")
_COLON = re.compile(r":[ \t]*")
_VALUE_END = json.JSONDecoder()

Path = tuple[str | int, ...]


def rewrite(text: str, before: Any, after: Any) -> str:
    """The text of `before` as the text of `after`.

    Args:
        text: a JSON text, with or without a byte order mark.
        before: the value it holds.
        after: the value it has to hold; the order of an object's keys does not count.

    Returns:
        A text that parses to `after`, with the line ends, the byte order mark and the final line end of `text`.
    """
    if equal(before, after):
        return text
    style = _Style(text)
    try:
        made = _Editor(text, style).edited(before, after)
        if equal(json.loads(made.removeprefix(BOM)), after):
            return made
    except (PointerError, ValueError, RecursionError):
        pass  # the text is not what it is said to be: nothing in it can be kept
    return style.whole(after)


class _Style:
    """How a file is written: its indentation, line ends, separators and what stands around the value."""

    def __init__(self, text: str) -> None:
        first = _LINE_END.search(text)
        self.line_end = first[0] if first else "\n"
        depths = [match[1] for match in _INDENTED.finditer(text)]
        self.unit = min(depths, key=len) if depths else ""
        colon = _COLON.search(text)
        self.colon = colon[0] if colon else ": "
        self.comma = ", " if re.search(r",[ \t]", text) or len(self.colon) > 1 else ","
        self.escapes = text.isascii() and "\\u" in text
        self.head = BOM if text.startswith(BOM) else ""
        self.tail = self.line_end if text.endswith(("\n", "\r")) else ""

    def value(self, value: Any, indent: str | None) -> str:
        """A value as this file would write it: on one line, or on several with `indent` before each but the first."""
        if indent is None or not isinstance(value, (dict, list)):
            return json.dumps(value, ensure_ascii=self.escapes, separators=(self.comma, self.colon))
        made = json.dumps(value, ensure_ascii=self.escapes, indent=self.unit, separators=(",", self.colon))
        return made.replace("\n", self.line_end + indent)  # a line feed inside a string is written as \n

    def whole(self, value: Any) -> str:
        """A whole file."""
        return self.head + self.value(value, "" if self.unit else None) + self.tail


class _Edit(NamedTuple):
    """What comes in place of a part of the text."""

    start: int
    end: int
    text: str


class _Member(NamedTuple):
    """A member of an object, or an element of an array, in the text: its key, its value, and the end of that."""

    start: int
    value: int
    end: int


class _Editor:
    """Works out the edits of one text."""

    def __init__(self, text: str, style: _Style) -> None:
        self.text = text
        self.style = style
        self.places = PositionMap(text)

    def edited(self, before: Any, after: Any) -> str:
        """The text with everything done."""
        parts: list[str] = []
        here = 0
        for edit in sorted(self._edits(before, after, ()), key=lambda edit: (edit.start, edit.end)):
            parts += [self.text[here : edit.start], edit.text]
            here = edit.end
        return "".join([*parts, self.text[here:]])

    def _edits(self, before: Any, after: Any, path: Path) -> Iterator[_Edit]:
        if equal(before, after):
            return
        if isinstance(before, dict) and isinstance(after, dict) and before:
            yield from self._object(before, after, path)
        elif isinstance(before, list) and isinstance(after, list) and before:
            yield from self._array(before, after, path)
        else:
            yield self._replaced(path, after)

    def _replaced(self, path: Path, value: Any) -> _Edit:
        member = self._member(path)
        broken = isinstance(value, (dict, list)) and self._is_broken(path)
        return _Edit(member.value, member.end, self.style.value(value, self._indent(member.start) if broken else None))

    # ------------------------------------------------------------ objects

    def _object(self, before: dict[str, Any], after: dict[str, Any], path: Path) -> Iterator[_Edit]:
        gone = [key for key in before if key not in after]
        new = [key for key in after if key not in before]
        for key in list(gone):
            called = next((other for other in new if equal(before[key], after[other])), None)
            if called is not None:  # the same value by another name: only the name is written anew
                gone.remove(key)
                new.remove(called)
                member = self._member((*path, key))
                yield _Edit(member.start, self._end_of(member.start), self.style.value(called, None))
        if len(gone) == len(before):
            yield self._replaced(path, after)
            return
        for key, value in before.items():
            if key in after:
                yield from self._edits(value, after[key], (*path, key))
        members = [self._member((*path, key)) for key in before]
        dropped = [key in gone for key in before]
        yield from self._without(members, dropped)
        yield from self._with(members, dropped, {key: after[key] for key in new})

    def _without(self, members: list[_Member], dropped: list[bool]) -> Iterator[_Edit]:
        """Take members out with the comma before them; the first ones with the comma behind them."""
        kept_before = False
        for index, member in enumerate(members):
            if dropped[index]:
                start = members[index - 1].end if kept_before else member.start
                yield _Edit(start, member.end if kept_before else members[index + 1].start, "")
            kept_before = kept_before or not dropped[index]

    def _with(self, members: list[_Member], dropped: list[bool], new: dict[str, Any]) -> Iterator[_Edit]:
        """Put members behind others, laid out as they are.

        Short ones come before the first object or array, so that an id is not far below its node; the rest at the end.
        """
        if not new:
            return
        kept = [member for member, gone in zip(members, dropped, strict=True) if not gone]
        short = list(takewhile(lambda member: self.text[member.value] not in "{[", kept))
        between = self._between(members)
        broken = "\n" in between or "\r" in between
        for key, value in new.items():
            behind = short[-1] if short and not isinstance(value, (dict, list)) else kept[-1]
            written = self.style.value(value, self._indent(behind.start) if broken else None)
            text = f",{between}{self.style.value(key, None)}{self.style.colon}{written}"
            yield _Edit(behind.end, behind.end, text)

    # ------------------------------------------------------------ arrays

    def _array(self, before: list[Any], after: list[Any], path: Path) -> Iterator[_Edit]:
        """Pair the elements, with those that came or went in one run at the place where most of the rest is equal."""
        more = len(after) - len(before)
        if not after:
            yield self._replaced(path, after)
            return
        at = _run_at(before, after)
        kept = range(len(before)) if more >= 0 else [*range(at), *range(at - more, len(before))]
        for index in kept:
            other = index + (more if index >= at else 0)
            yield from self._edits(before[index], after[other], (*path, index))
        if not more:
            return
        members = [self._member((*path, index)) for index in range(len(before))]
        if more < 0:
            yield from self._without(members, [index not in kept for index in range(len(before))])
            return
        between = self._between(members)
        indent = self._indent(members[0].start) if "\n" in between or "\r" in between else None
        made = [self.style.value(value, indent) for value in after[at : at + more]]
        if at < len(members):
            yield _Edit(members[at].start, members[at].start, "".join(f"{value},{between}" for value in made))
        else:
            yield _Edit(members[-1].end, members[-1].end, "".join(f",{between}{value}" for value in made))

    # ------------------------------------------------------------ the text

    def _member(self, path: Path) -> _Member:
        key, value = self.places.offsets(path)
        return _Member(key, value, self._end_of(value))

    def _end_of(self, start: int) -> int:
        return _VALUE_END.raw_decode(self.text, start)[1]

    def _between(self, members: list[_Member]) -> str:
        """The white space before a member: after the comma, or after the bracket where there is only one."""
        start = members[-1].start
        here = start
        while self.text[here - 1] in " \t\r\n":
            here -= 1
        between = self.text[here:start]
        alone = len(members) == 1 and "\n" not in between and "\r" not in between
        return self.style.comma[1:] if alone else between

    def _indent(self, start: int) -> str:
        """The white space at the beginning of the line that a place is on."""
        here = max(self.text.rfind("\n", 0, start), self.text.rfind("\r", 0, start)) + 1
        line = self.text[here:start].removeprefix(BOM)
        return line[: len(line) - len(line.lstrip(" \t"))]

    def _is_broken(self, path: Path) -> bool:
        """Whether the members around a place have lines of their own; then so have those of a new value there."""
        if not path:
            return bool(self.style.unit)
        start = self._member(path).start
        before = self.text[:start].rstrip(" \t")
        return before.endswith(("\n", "\r"))


def _run_at(before: list[Any], after: list[Any]) -> int:
    """Where a run of elements came in or went, so that most of the others are as they were."""
    few, many = sorted((before, after), key=len)
    more = len(many) - len(few)
    if not more:
        return len(few)
    behind = sum(equal(one, other) for one, other in zip(few, many[more:], strict=True))
    best, at = behind, 0
    for index, one in enumerate(few):
        behind += equal(one, many[index]) - equal(one, many[index + more])
        if behind > best:
            best, at = behind, index + 1
    return at
