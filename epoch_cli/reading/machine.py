"""The machine under the scanner: states, the run or value that is held, and the loop that goes from state to state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from epoch_cli.reading import surrogates, wake
from epoch_cli.reading.held import Held
from epoch_cli.reading.sink import Given, Sink
from epoch_cli.reading.wake import Wake

PIECE_CHARS: Final = 65_536
"""Longest run of text, structure or skipped input that is given as one piece."""

_JOINED_CHARS: Final = 4096  # how much is joined at a time to what could not be decided; more than any look-ahead


class State(NamedTuple):
    """What the machine does next.

    Attributes:
        step: takes a text and an offset; returns up to where it was consumed. From a negative result `~n` on, nothing
            can be decided before more text comes.
        give: takes the run that the state holds, in pieces or at the close.
        wake: when a text must be scanned.
        room: how many characters may be held.
    """

    step: Callable[[str, int], int]
    give: Callable[[str], object]
    wake: Wake
    room: int


class Place(NamedTuple):
    """Where a value stands.

    Attributes:
        give: takes the value.
        then: the state after it.
        may_wrap: it stands in no list and may turn out to be a wrapper.
        in_list: it is an item of a list.
        heals: it begins with a brace, so that it can be healed.
    """

    give: Callable[[str], Given]
    then: State
    may_wrap: bool = False
    in_list: bool = False
    heals: bool = True


class Machine:
    """What all states share.

    Args:
        sink: takes the pieces.

    Attributes:
        wake: finds out whether a text must be scanned now. No patch is late for it; only faults and punctuation inside
            a value are found at its next brace or line break.
        room: how many characters may wait at most before they must be scanned.
        spare: fewer closing braces than these decide nothing, if nothing else does.
    """

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._always = Wake(wake.always)
        self._text = State(self._in_text, sink.text, Wake(wake.in_text), PIECE_CHARS - 1)
        self._state = self._text
        self._held = Held()  # the run or value that is not finished yet
        self._line_start = True  # nothing is held, and a line begins here
        self._again = ""  # was consumed and is to be scanned once more, before all else
        self._last = False  # the input has ended
        self.wake, self.room = self._text.wake, self._text.room
        self.spare = 0

    def _in_text(self, text: str, at: int) -> int:
        raise NotImplementedError

    def scan(self, text: str) -> str:
        """Consume text that follows what was consumed before.

        Returns:
            The end of `text` that cannot be decided yet; the next text has to begin with it.
        """
        later: list[tuple[str, int]] = []
        at = self.spare = 0
        while True:
            end = len(text)
            while 0 <= at < end:
                at = self._state.step(text, at)
                if self._again:
                    later.append((text, at))
                    text, at, self._again = self._again, 0, ""
                    end = len(text)
            if not later:
                break
            rest = text[~at:] if at < 0 else ""
            text, at = later.pop()
            if rest:
                stop = at + _JOINED_CHARS
                if stop < len(text):
                    later.append((text, stop))
                text, at = rest + text[at:stop], 0
        if at < 0:
            return text[~at:]
        self.wake, self.room = self._state.wake, self._state.room - self._held.chars
        return ""

    # Runs: stretches without an end of their own, given in pieces.

    def _extend_run(self, text: str, at: int, end: int) -> int:
        """Hold `text` from `at` to `end` and give every full piece; return `end`.

        A piece never ends between the halves of a surrogate pair.
        """
        self._line_start = self._line_start and at == end
        room = PIECE_CHARS - self._held.chars
        while end - at >= room:
            self._held.add(text[at : at + room])
            piece = self._held.take()
            at += room
            if surrogates.ends_in_first_half(piece):
                self._held.add(piece[-1])
                piece = piece[:-1]
            self._state.give(piece)
            room = PIECE_CHARS - self._held.chars
        if at < end:
            self._held.add(text[at:end])
        return end

    def _end_run(self, text: str, at: int, end: int) -> None:
        """End the run at `end` and give the rest of it."""
        if self._held.chars or end - at >= PIECE_CHARS:
            self._extend_run(text, at, end)
            if self._held.chars:
                self._state.give(self._held.take())
        elif at < end:
            self._state.give(text[at:end])

    def _wait_at(self, start: int, text: str, at: int) -> int:
        """Put off what begins at `start` until more text comes."""
        if start > at:
            return self._extend_run(text, at, start)
        self.wake, self.room = self._always, 0
        return ~at
