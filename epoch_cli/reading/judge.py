"""Judges the pieces that the scanner cuts, and keeps the place in the input: pieces in, reads out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from epoch_cli.reading import shapes, surrogates, wrapper
from epoch_cli.reading.legible import legible_patch
from epoch_cli.reading.patterns import WHITE
from epoch_cli.reading.reads import (
    Fault,
    Healing,
    MalformedRead,
    NodeRead,
    Part,
    PatchRead,
    Read,
    Span,
    StructureRead,
    TextRead,
)
from epoch_cli.reading.reason import Reason
from epoch_cli.reading.rules import RULES
from epoch_cli.reading.sink import Given
from epoch_cli.reading.strict_json import NotStrictError, parse_strict

if TYPE_CHECKING:
    from epoch_cli.reading.healing import Change, Healer

_EXCERPT_CHARS: Final = 80
_NO_BRACKET: Final = bytes(unit for unit in range(256) if unit not in b"{}[]")


class Judge:
    """The sink of a scanner.

    Args:
        max_value_chars: the scanner's bound, for the lines that are taken past it.
        max_depth: likewise.
        heal: what is no JSON is healed, so a value that is none is not refused here.

    Attributes:
        line: the line (from 1) of the next piece.
        wants_root: no patch was read yet, so that a document or node may stand for one.
        early: parts of the next value that were told already.
    """

    def __init__(self, *, max_value_chars: int, max_depth: int, heal: bool) -> None:
        self._max_chars = max_value_chars
        self._max_depth = max_depth
        self._heal = heal
        self._reads: list[Read] = []
        self._offset = 0  # of the next piece
        self._told: Fault | None = None  # of the latest stretch that is malformed
        self.line = 1
        self.wants_root = True
        self.early = 0
        self._line_start = 0  # offset at which that line begins

    def take(self) -> list[Read]:
        """Return the reads since the last call."""
        reads, self._reads = self._reads, []
        return reads

    def text(self, piece: str) -> None:
        """Take a run of text around values."""
        self._reads.append(TextRead(surrogates.joined(piece), self._advance(piece)))

    def structure(self, piece: str, changes: Sequence[Change] = ()) -> None:
        """Take punctuation of a list or wrapper that was opened."""
        repairs = tuple(self._healings(piece, changes)) if changes else ()
        self._reads.append(StructureRead(surrogates.joined(piece), self._advance(piece), repairs))

    def part(self, part: Part, value: Any, line: int) -> None:
        """Take a part of a value that is still being read, unless it was told before the value came to be scanned."""
        if self.early:
            self.early -= 1
            return
        self._reads.append(NodeRead(part, value, line))

    def whole(self, piece: str) -> bool:
        """Take an object that was not scanned and has no line break; tell whether it is one plain patch."""
        patch = self._plain_patch(piece)
        if patch is None:
            return False
        start = self._offset
        self._offset = end = start + len(piece)
        self._reads.append(PatchRead(patch, (start, end), self.line))
        self.wants_root = False
        self.early = 0
        return True

    def value(self, piece: str) -> Given:
        """Take a finished object: a patch, a wrapper of patches, or nothing that can be used."""
        try:
            value = parse_strict(piece)
        except NotStrictError as error:
            if self._heal and (error.reason is Reason.SYNTAX or _is_word(piece, error)):
                return "broken"
            self._refuse(piece, error.reason, error.what, error.at)
            return "nothing"
        if wrapper.wraps_patches(value):
            self._cut(piece, wrapper.item_spans(piece))
            return "nothing"
        return self._object(piece, value, [])

    def healed(self, piece: str, healer: Healer) -> Given:
        """Take an object that was no JSON, and what a healer that has come to its end made of it."""
        if healer.value is None:
            self._refuse(piece, *healer.fault)
            return "nothing"
        return self._object(piece, healer.value, self._healings(piece, healer.changes))

    def _object(self, piece: str, value: Any, repairs: list[Healing]) -> Given:
        """Take an object, once it was parsed or healed: it is one patch, or none."""
        shape = shapes.shape_of(value) if self.wants_root and type(value) is dict else None
        if shape:
            repairs[:0] = [self._healing(piece, rule, what, 0) for rule, what in shapes.changes(value, shape)]
            value = shapes.as_patch(value, shape)
        elif type(value) is not dict or type(value.get("op")) is not str:
            self._refuse(piece, Reason.NOT_A_PATCH, shapes.why_no_patch(value), 0)
            return "nothing"
        line = self.line
        self._reads.append(PatchRead(value, self._advance(piece), line, tuple(repairs)))
        self.wants_root = False
        self.early = 0
        return "patch"

    def extra_closers(self, piece: str) -> None:
        """Take closing brackets too many, behind a patch."""
        at = len(piece) - len(piece.lstrip(WHITE))
        found = piece[at : at + 20]
        if not self._heal:
            self._refuse(piece, Reason.SYNTAX, f"`{found}` closes nothing", at)
            return
        healing = self._healing(piece, "extra-closer", f"`{found}` closes nothing: passed over", at)
        self._reads.append(StructureRead(piece, self._advance(piece), (healing,)))

    def _healings(self, piece: str, changes: Sequence[Change]) -> list[Healing]:
        return [self._healing(piece, each.rule, each.what, each.at) for each in changes]

    def _healing(self, piece: str, rule: str, what: str, at: int) -> Healing:
        """Return the record of a change, `at` characters into the next piece."""
        position, line, column = self._place(piece[:at])
        return Healing(rule, RULES[rule].grade, f"{what}, at {line}:{column}", position, line, column)

    def rest_of_wrapper(self, head: str, piece: str) -> Given:
        """Take what follows the list of a wrapper that `head` opened: members that say nothing, or a second list."""
        without_items = f"{head}],"
        shift = len(without_items)
        try:
            parse_strict(without_items + piece)
        except NotStrictError as error:
            self._refuse(piece, error.reason, error.what, max(0, error.at - shift))
            return "nothing"
        spans = wrapper.item_spans(without_items + piece)
        self._cut(piece, [(start - shift, end - shift) for start, end in spans])
        return "nothing"

    def fault(self, reason: Reason, what: str, before: str) -> Fault:
        """Return the fault that stands after `before`, which is the text since the last piece."""
        position, line, column = self._place(before)
        return Fault(reason, f"{what}, at {line}:{column}", position, line, column)

    def _place(self, before: str) -> tuple[int, int, int]:
        """Return offset, line and column after `before`."""
        position = self._offset + len(before)
        line, line_start = self.line, self._line_start
        if "\n" in before:
            line += before.count("\n")
            line_start = self._offset + before.rindex("\n") + 1
        return position, line, position - line_start + 1

    def malformed(self, piece: str, fault: Fault) -> None:
        """Take a piece that cannot be used."""
        at = fault.position - self._offset
        start = max(0, min(at - _EXCERPT_CHARS // 2, len(piece) - _EXCERPT_CHARS)) if at <= len(piece) else 0
        excerpt = surrogates.encodable(piece[start : start + _EXCERPT_CHARS])
        continues = fault is self._told
        self._reads.append(
            MalformedRead(
                fault.reason,
                fault.message,
                excerpt,
                self._advance(piece),
                fault.position,
                fault.line,
                fault.column,
                continues,
                None if continues else legible_patch(piece),
            )
        )
        self._told = fault
        self.early = 0

    def whole_lines(self, text: str, start: int) -> int:
        """Take the lines from `start` on that are one plain patch each; return where they end.

        A short cut for what streams bring most, three times as fast as the scanner: a line that parses as a whole is
        a value from its first character to its last. Whatever is not plain is left, and the scanner decides.
        """
        offset, number, add = self._offset, self.line, self._reads.append
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
        if number > self.line:
            self.wants_root = False
            self.early = 0
            self._offset, self.line, self._line_start = offset, number, offset
        return start

    def _plain_patch(self, line: str) -> dict[str, Any] | None:
        """Return the patch that `line` is, if nothing about it needs a closer look."""
        if line[-1] != "}" or len(line) > self._max_chars or line.startswith(wrapper.OPENINGS):
            return None
        # Five characters are the least for a level, `{"":}`, if there are no arrays: few lines can be too deep.
        if (
            (len(line) > 5 * self._max_depth or "[" in line)
            and line.count("{") + line.count("[") > self._max_depth
            and self._may_be_deep(line)
        ):
            return None
        try:
            value = parse_strict(line)
        except NotStrictError:
            return None
        return value if type(value.get("op")) is str and "type" not in value and "root" not in value else None

    def _may_be_deep(self, line: str) -> bool:
        """Tell whether a line may be nested too deeply: its brackets are taken away in pairs, from the inside."""
        brackets = line.encode("utf-8", "surrogatepass").translate(None, _NO_BRACKET)
        for _ in range(self._max_depth // 2):  # each time takes two levels at most
            left = brackets.replace(b"{}", b"").replace(b"[]", b"")
            if len(left) in {0, len(brackets)}:
                return left != b""
            brackets = left
        return True

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
            self._object(piece[start:stop], parse_strict(piece[start:stop]), [])
            end = stop
        if end < len(piece):
            self.structure(piece[end:])

    def _advance(self, piece: str) -> Span:
        """Move behind `piece`; return its span."""
        start = self._offset
        self._offset += len(piece)
        if "\n" in piece:
            self.line += piece.count("\n")
            self._line_start = start + piece.rindex("\n") + 1
        return start, self._offset


def _is_word(piece: str, error: NotStrictError) -> bool:
    """Tell whether what is out of range is `NaN` or `Infinity`, which is no JSON, and not a number."""
    return error.reason is Reason.NUMBER_RANGE and piece.startswith(("N", "I", "-I"), error.at)
