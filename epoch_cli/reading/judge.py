"""Judges the pieces that the scanner cuts, and keeps the place in the input: pieces in, reads out."""

from __future__ import annotations

from typing import Any, Final

from epoch_cli.reading import surrogates, wrapper
from epoch_cli.reading.reads import (
    Fault,
    MalformedRead,
    PatchRead,
    Read,
    Span,
    StructureRead,
    TextRead,
)
from epoch_cli.reading.reason import Reason
from epoch_cli.reading.strict_json import NotStrictError, parse_strict

_EXCERPT_CHARS: Final = 80


class Judge:
    """The sink of a scanner.

    Args:
        max_value_chars: the scanner's bound, for the lines that are taken past it.
        max_depth: likewise.
    """

    def __init__(self, *, max_value_chars: int, max_depth: int) -> None:
        self._max_chars = max_value_chars
        self._max_depth = max_depth
        self._reads: list[Read] = []
        self._offset = 0  # of the next piece
        self._line = 1  # of the next piece
        self._line_start = 0  # offset at which that line begins

    def take(self) -> list[Read]:
        """Return the reads since the last call."""
        reads, self._reads = self._reads, []
        return reads

    def text(self, piece: str) -> None:
        """Take a run of text around values."""
        self._reads.append(TextRead(surrogates.joined(piece), self._advance(piece)))

    def structure(self, piece: str) -> None:
        """Take punctuation of a list or wrapper that was opened."""
        self._reads.append(StructureRead(surrogates.joined(piece), self._advance(piece)))

    def value(self, piece: str) -> None:
        """Take a finished object: a patch, a wrapper of patches, or nothing that can be used."""
        self._value(piece, may_wrap=True)

    def _value(self, piece: str, *, may_wrap: bool) -> None:
        try:
            value = parse_strict(piece)
        except NotStrictError as error:
            self._refuse(piece, error.reason, error.what, error.at)
            return
        if type(value) is dict and type(value.get("op")) is str:
            line = self._line
            self._reads.append(PatchRead(value, self._advance(piece), line))
        elif may_wrap and type(value) is dict and wrapper.wraps_patches(value):
            self._cut(piece, wrapper.item_spans(piece))
        else:
            self._refuse(piece, Reason.NOT_A_PATCH, 'not a patch: it has no member "op" that is a string', 0)

    def rest_of_wrapper(self, head: str, piece: str) -> None:
        """Take what follows the list of a wrapper that `head` opened: members that say nothing, or a second list."""
        without_items = f"{head}],"
        shift = len(without_items)
        try:
            parse_strict(without_items + piece)
        except NotStrictError as error:
            self._refuse(piece, error.reason, error.what, max(0, error.at - shift))
            return
        spans = wrapper.item_spans(without_items + piece)
        self._cut(piece, [(start - shift, end - shift) for start, end in spans])

    def fault(self, reason: Reason, what: str, before: str) -> Fault:
        """Return the fault that stands after `before`, which is the text since the last piece."""
        position = self._offset + len(before)
        line, line_start = self._line, self._line_start
        if "\n" in before:
            line += before.count("\n")
            line_start = self._offset + before.rindex("\n") + 1
        column = position - line_start + 1
        return Fault(reason, f"{what}, at {line}:{column}", position, line, column)

    def malformed(self, piece: str, fault: Fault) -> None:
        """Take a piece that cannot be used."""
        at = fault.position - self._offset
        start = max(0, min(at - _EXCERPT_CHARS // 2, len(piece) - _EXCERPT_CHARS)) if at <= len(piece) else 0
        excerpt = surrogates.encodable(piece[start : start + _EXCERPT_CHARS])
        self._reads.append(
            MalformedRead(
                fault.reason,
                fault.message,
                excerpt,
                self._advance(piece),
                fault.position,
                fault.line,
                fault.column,
            )
        )

    def whole_lines(self, text: str, start: int) -> int:
        """Take the lines from `start` on that are one plain patch each; return where they end.

        A short cut for what streams bring most, three times as fast as the scanner: a line that parses as a whole is
        a value from its first character to its last. Whatever is not plain is left, and the scanner decides.
        """
        offset, number, add = self._offset, self._line, self._reads.append
        while (end := text.find("\n", start)) > 0 and text.startswith('{"', start):
            line, gap = text[start:end], "\n"
            if line[-1] == "\r":
                line, gap = line[:-1], "\r\n"
            patch = self._plain_patch(line)
            if patch is None:
                break
            stop = offset + len(line)
            add(PatchRead(patch, (offset, stop), number))
            offset = stop + len(gap)
            add(TextRead(gap, (stop, offset)))
            number += 1
            start = end + 1
        if number > self._line:
            self._offset, self._line, self._line_start = offset, number, offset
        return start

    def _plain_patch(self, line: str) -> dict[str, Any] | None:
        """Return the patch that `line` is, if nothing about it needs a closer look."""
        if line[-1] != "}" or len(line) > self._max_chars or line.startswith(wrapper.OPENINGS):
            return None
        # Five characters are the least for a level, `{"":}`, if there are no arrays: few lines can be too deep.
        if (len(line) > 5 * self._max_depth or "[" in line) and self._may_be_deep(line):
            return None
        try:
            value = parse_strict(line)
        except NotStrictError:
            return None
        return value if type(value.get("op")) is str else None

    def _may_be_deep(self, line: str) -> bool:
        return line.count("{") + line.count("[") > self._max_depth

    def _refuse(self, piece: str, reason: Reason, what: str, at: int) -> None:
        self.malformed(piece, self.fault(reason, what, piece[:at]))

    def _cut(self, piece: str, items: list[tuple[int, int]]) -> None:
        """Give the items of a finished wrapper one by one, and what is between them as structure.

        An item is not cut again: a wrapper in a wrapper in a wrapper would be parsed as many times.
        """
        end = 0
        for start, stop in items:
            if start > end:
                self.structure(piece[end:start])
            self._value(piece[start:stop], may_wrap=False)
            end = stop
        if end < len(piece):
            self.structure(piece[end:])

    def _advance(self, piece: str) -> Span:
        """Move behind `piece`; return its span."""
        start = self._offset
        self._offset += len(piece)
        if "\n" in piece:
            self._line += piece.count("\n")
            self._line_start = start + piece.rindex("\n") + 1
        return start, self._offset
