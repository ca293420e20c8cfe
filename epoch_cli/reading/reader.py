"""Reads patches out of whatever a language model writes, chunk by chunk.

The reader's own work is to let chunks wait, and to say who reads them. A model streams a few characters at a time and
most chunks decide nothing, so they are only collected. A line that begins with an operation goes to the lane, where it
is parsed as soon as its braces are even; whatever else comes goes to the scanner, and so does a line that is not so
plain after all. Both give the same, and a patch is never late.
"""

from __future__ import annotations

from typing import Final

from epoch_cli.reading.granularity import Granularity
from epoch_cli.reading.judge import Judge
from epoch_cli.reading.lane import MOST_CHARS, SAFE_DEPTH, Lane
from epoch_cli.reading.pending import Pending, of_node, of_value
from epoch_cli.reading.reads import Read
from epoch_cli.reading.scanner import Scanner

_MOST_WAITING: Final = 8192  # characters that wait at most, so that waiting chunks take little memory
_DEEPEST: Final = 512  # the parsers stop soon after


class PatchReader:
    """Turns text into reads; the same reads for every chunking of the same text.

    Args:
        max_value_chars: longest value that is read; a longer one is malformed and skipped.
        max_depth: deepest nesting of a value, 1 to 512; a deeper one is malformed and skipped.
        max_total_chars: longest input; what comes after it is one malformed stretch.
        granularity: `node` gives the nodes of a large value as they complete, too, as `NodeRead`s.
        heal: make JSON of values that are none, by the rules of `reading.healing`; `repairs` say what was changed.

    Raises:
        ValueError: a bound that makes no sense.
    """

    def __init__(
        self,
        *,
        max_value_chars: int = 1_048_576,
        max_depth: int = 64,
        max_total_chars: int = 67_108_864,
        granularity: Granularity = "patch",
        heal: bool = True,
    ) -> None:
        for name, bound in (("max_value_chars", max_value_chars), ("max_total_chars", max_total_chars)):
            if bound < 1:
                raise ValueError(f"{name} must be at least 1, not {bound}")
        if not 1 <= max_depth <= _DEEPEST:
            raise ValueError(f"max_depth must be 1 to {_DEEPEST}, not {max_depth}")
        self._judge = Judge(max_value_chars=max_value_chars, max_depth=max_depth, heal=heal)
        self._scanner = Scanner(
            self._judge, max_value_chars=max_value_chars, max_depth=max_depth, granularity=granularity, heal=heal
        )
        self._by_patch = granularity == "patch"
        self._max_chars = max_total_chars
        self._left: int | None = max_total_chars  # how much more is read; None: it was more
        self._closed = False
        self._waiting: list[str] = []
        self._undecided = 0  # characters that wait and were scanned before
        self._lane = Lane(self._judge, by_node=not self._by_patch)
        # the lane tells parts without a look at how deep they lie, and how long their value is
        roomy = max_value_chars >= MOST_CHARS and max_depth >= SAFE_DEPTH
        self._most_in_lane = MOST_CHARS if roomy else 0
        self._in_lane = False  # what waits is of a line in the lane
        self._lane_room = 0  # characters that may wait there
        self._lane_spare = 0  # closing braces that decide nothing
        self._scan()

    def feed(self, text: str) -> list[Read]:
        """Return the reads that `text`, following what was fed before, completes.

        A patch is returned with its closing brace, text with the end of its line; punctuation and faults inside a
        value at its next closing brace or line break, so that chunks without one can wait.

        Raises:
            ValueError: the reader is closed.
        """
        if self._in_lane:
            self._waiting.append(text)
            if "\n" not in text and (self._by_patch or "[" not in text):
                self._lane_room -= len(text)
                if "}" in text:
                    self._lane_spare -= text.count("}")
                if self._lane_spare > 0 and self._lane_room > 0:
                    return []
            return self._take_in_lane()
        if text in self._quiet and len(self._waiting) < self._patience:
            self._waiting.append(text)
            return []
        return self._feed(text)

    @property
    def pending(self) -> Pending | None:
        """The node that is being written now and is not complete, if any; for screens."""
        text = "".join(self._waiting)
        if self._in_lane:
            unfinished: tuple[str, str] | None = self._lane.unfinished(text)
        else:
            unfinished = None if self._closed else self._scanner.unfinished(text)
        if unfinished is None:
            return None
        path, text = unfinished
        return of_node(text, path) if path else of_value(text)

    def close(self) -> list[Read]:
        """End the input and return the reads that are left; once closed there are none."""
        if not self._closed:
            self._closed = True
            self._patience = 0
            self._leave_lane()
            self._scanner.lane_chars = 0
            self._scanner.close(self._scan_bounded("".join(self._waiting)))
            self._waiting.clear()
        return self._judge.take()

    def _feed(self, text: str) -> list[Read]:
        """Feed a text that is not known to decide nothing."""
        if self._closed:
            raise ValueError("the reader is closed")
        self._waiting.append(text)
        if len(text) <= self._room:
            if self._spare and "\n" not in text and (self._by_patch or "[" not in text):
                closers = text.count("}")
                if closers < self._spare:
                    self._room -= len(text)
                    self._spare -= closers
                    if not closers:
                        self._scanner.wake.remember(text)
                    return []
            elif not self._scanner.wake.found_in(text):
                self._room -= len(text)
                self._scanner.wake.remember(text)
                return []
        self._scan()
        return self._judge.take()

    def _take_in_lane(self) -> list[Read]:
        """Give the lane what waits: either its line needs more, or it is one patch, or it has to be scanned."""
        self._go_on_in_lane()
        return self._judge.take()

    def _go_on_in_lane(self) -> None:
        """Line after line, as long as each is one plain patch."""
        lane, judge, waiting = self._lane, self._judge, self._waiting
        while True:
            fresh = "".join(waiting)
            waiting.clear()
            length = lane.take(fresh)
            if not length:
                self._lane_room = self._most_in_lane - len(lane.text)
                self._lane_spare = lane.spare
                return
            text = lane.text
            if length < 0:
                ends = "\n" in fresh and len(text) <= MOST_CHARS
                length = judge.whole_lines(text, 0) if ends else 0
            elif text.startswith("\n", length):
                judge.text("\n")
                length += 1
            else:
                self._leave_lane(length)
                self._scan()
                return
            if not length:
                self._leave_lane()
                self._scan()
                return
            self._spend(length)
            waiting.append(text[length:])
            if not self._may_be_in_lane:
                self._in_lane = False
                self._scan()
                return
            lane.begin()

    def _leave_lane(self, length: int = 0) -> None:
        """What is in the lane is for the scanner, the first `length` characters of it aside if they were a patch."""
        if not self._in_lane:
            return
        self._in_lane = False
        text = self._lane.text + "".join(self._waiting)
        self._waiting.clear()
        if length:
            self._spend(length)
            self._scanner.go_behind()
            text = text[length:]
        else:
            self._judge.early = self._lane.given
            self._scanner.left_lane = True
        self._waiting.append(text)

    def _spend(self, length: int) -> None:
        """Count what was read past the scanner."""
        if self._left is not None:
            self._left -= length - self._undecided
        self._undecided = 0

    @property
    def _may_be_in_lane(self) -> bool:
        """Near the bound of the input each character counts, and only the scanner counts them."""
        return self._left is not None and self._left > 2 * MOST_CHARS

    def _scan(self) -> None:
        """Scan what waits, and set how much may wait from here: half of the room for known chunks, half for others."""
        scanner, waiting = self._scanner, self._waiting
        scanner.lane_chars = self._most_in_lane if self._may_be_in_lane else 0
        rest = self._scan_bounded("".join(waiting))
        waiting.clear()
        self._undecided = len(rest)
        if scanner.parked:
            scanner.parked = False
            self._in_lane = True
            self._lane.begin()
            waiting.append(rest)
            self._go_on_in_lane()
            return
        if rest:
            waiting.append(rest)
        room = min(scanner.room, _MOST_WAITING)
        self._quiet = scanner.wake.quiet
        self._patience = room // 32  # a known chunk has 16 characters at most
        self._room = room // 2
        self._spare = scanner.spare

    def _scan_bounded(self, text: str) -> str:
        """Scan a text up to the bound of the input; return what cannot be decided yet."""
        if self._left is not None:
            self._left -= len(text) - self._undecided
            if self._left >= 0:
                return self._scanner.scan(text)
            read = len(text) + self._left
            self._left = None
            self._scanner.overflow(text[:read], f"the input is longer than {self._max_chars} characters")
            text = text[read:]
        return self._scanner.scan(text)
