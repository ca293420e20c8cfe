"""Cuts a stream of text into values and what stands between them.

A machine with one method per state. Each takes the text and an offset, consumes what it can, hands finished pieces to
a sink and returns the offset where the next state goes on. It works on any chunk, as what it must remember between two
chunks is small: the run or value that is not finished yet and, inside a value, the closers that are still expected.
Nothing is scanned twice, apart from look-aheads of bounded length, and nothing is copied more than a fixed number of
times, so that the cost is linear whatever the chunking. Lines of one plain patch each are not scanned at all: the sink
parses them whole, each line at most once.

    _in_text ── { " ──▶ _in_value ◀──▶ _in_string
       ▲  │                 ├── finished ─▶ _in_text or _in_list, where it began
       │  │                 ├── {"patches":[ ─▶ _in_list
       │  │                 ├── broken, and its end is known ─▶ _in_text
       │  │                 └── broken ─▶ _in_skip ── next line or {"op" ─▶ _in_text
       │  └── [ { " ──▶ _in_list ── { ─▶ _in_value
       │                    └── ] of a wrapper ─▶ _in_wrapper ── , ─▶ _in_wrapper_after_comma ── " ─▶ _in_value
       └── the end of a list or wrapper, or anything that cannot stand in it

The scanner judges only what it must to find the end of a value: strings, closers, and where an opener may stand.
Whether a finished value is JSON is for the sink. Its rules for going on after a fault make a missing closer cost one
value and not the rest of the stream: a raw line break ends a string and its value, and so does an opener in a place
where JSON allows none; after a mismatched closer, or past a bound, the next line or the next `{"op"` is a new start.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

from epoch_cli.reading import patterns, surrogates, wake, wrapper
from epoch_cli.reading.held import Held
from epoch_cli.reading.reason import Reason
from epoch_cli.reading.sink import Sink
from epoch_cli.reading.wake import Wake

PIECE_CHARS: Final = 65_536
"""Longest run of text, structure or skipped input that is given as one piece."""

_LINE_CHARS: Final = 4096  # how much of a line may wait for its end, unscanned
_CLOSER: Final = {"{": "}", "[": "]"}
_MAY_PRECEDE: Final = {"}": ":", "]": "[,"}  # what stands before an opener, by the closer of what it stands in


class _State(NamedTuple):
    """What the machine does next.

    Attributes:
        step: takes a text and an offset; returns up to where it was consumed. From a negative result `~n` on, nothing
            can be decided before more text comes.
        give: takes the run that the state holds, in pieces or at the close.
        wake: when a text must be scanned.
        room: how many characters may be held.
    """

    step: Callable[[str, int], int]
    give: Callable[[str], None]
    wake: Wake
    room: int


class _Place(NamedTuple):
    """Where a value stands.

    Attributes:
        give: takes the value.
        then: the state after it.
        may_wrap: it stands in no list and may turn out to be a wrapper.
    """

    give: Callable[[str], None]
    then: _State
    may_wrap: bool


class Scanner:
    """The machine of the module's docstring.

    Args:
        sink: takes the pieces.
        max_value_chars: a longer value is skipped as too large.
        max_depth: a deeper value is skipped as too deep; its outermost object has depth 1.

    Attributes:
        wake: finds out whether a text must be scanned now. No patch is late for it; only faults and punctuation inside
            a value are found at its next brace or line break.
        room: how many characters may wait at most before they must be scanned.
    """

    def __init__(self, sink: Sink, *, max_value_chars: int, max_depth: int) -> None:
        self._sink = sink
        self._max_chars = max_value_chars
        self._max_depth = max_depth
        self._always, in_value = Wake(wake.always), Wake(wake.in_value)
        self._skip_wake = Wake(wake.in_text)
        self._text = _State(self._in_text, sink.text, Wake(wake.in_text), PIECE_CHARS - 1)
        self._list = _State(self._in_list, sink.structure, self._always, 0)
        self._wrapped_list = _State(self._in_list, sink.structure, self._always, 0)
        self._after_list = _State(self._in_wrapper, sink.structure, self._always, 0)
        self._before_key = _State(self._in_wrapper_after_comma, sink.structure, self._always, 0)
        self._value = _State(self._in_value, self._give_truncated, in_value, max_value_chars)
        self._string = _State(self._in_string, self._give_truncated, in_value, max_value_chars)
        self._alone = _Place(sink.value, self._text, may_wrap=True)
        self._plain = _Place(sink.value, self._text, may_wrap=False)
        self._item = _Place(sink.value, self._list, may_wrap=False)
        self._wrapped_item = _Place(sink.value, self._wrapped_list, may_wrap=False)
        self._rest = self._plain  # of the wrapper that is open
        self._state = self._text
        self._place = self._alone
        self._held = Held()  # the run or value that is not finished yet
        self._line_start = True  # nothing is held, and a line begins here
        self._expected = ""  # closers of all that is open in the value, innermost first; empty before its brace
        self._latest = ""  # last character of the value that is not white space
        self._escaped = False  # the string goes on after a backslash
        self._text_event, self._skip_event = patterns.TEXT_EVENT, patterns.SKIP_EVENT
        self._line_chars = min(_LINE_CHARS, max_value_chars)
        self.wake, self.room = self._text.wake, self._text.room

    def scan(self, text: str) -> str:
        """Consume text that follows what was consumed before.

        Returns:
            The end of `text` that cannot be decided yet; the next text has to begin with it.
        """
        at, end = 0, len(text)
        while at < end:
            at = self._state.step(text, at)
            if at < 0:
                return text[~at:]
        self.wake, self.room = self._state.wake, self._state.room - self._held.chars
        return ""

    def close(self, text: str) -> None:
        """Consume the last text and give out what is held; a value that is not finished is truncated."""
        self._text_event, self._skip_event = patterns.LAST_TEXT_EVENT, patterns.LAST_SKIP_EVENT
        self._line_chars = -1
        self.scan(text)
        if self._held.chars:
            self._state.give(self._held.take())

    # Text, and stretches that are skipped: both run to the next event.

    def _in_text(self, text: str, at: int) -> int:
        """Text around values: a run of it ends with its line, or where a value starts."""
        if self._line_start and text.startswith('{"', at):
            return self._take_lines(text, at)
        event = self._text_event.search(text, at)
        if event is None:
            return self._extend_run(text, at, len(text))
        start, kind = event.start(), event.lastgroup
        if kind is None:
            return self._wait_at(start, text, at)
        if kind == "newline":
            self._end_run(text, at, start + 1)
            self._line_start = True
            return start + 1
        self._end_run(text, at, start)
        if kind == "array":
            self._state = self._list
            return self._extend_run(text, start, start + 1)
        self._begin_value(self._alone)
        return start

    def _take_lines(self, text: str, at: int) -> int:
        """Lines of one plain patch each; a line stays unscanned until it has an end, or a brace that may be one."""
        at = self._sink.whole_lines(text, at)
        if not text.startswith('{"', at):
            return at
        room = self._line_chars - (len(text) - at)
        if room < 0 or wake.in_value(text[at:]):
            self._begin_value(self._alone)
            return at
        self.wake, self.room = self._value.wake, room
        return ~at

    def _in_skip(self, text: str, at: int) -> int:
        """After a fault with no end of its own: the next line, or the next `{"op"`, is a new start."""
        event = self._skip_event.search(text, at)
        if event is None:
            return self._extend_run(text, at, len(text))
        if event.lastgroup is None:
            return self._wait_at(event.start(), text, at)
        self._end_run(text, at, event.start())
        self._state = self._text
        return event.start()

    # Values.

    def _begin_value(self, place: _Place) -> None:
        """Go to a value whose brace comes next."""
        self._state, self._place = self._value, place
        self._expected = ""
        self._line_start = False

    def _in_value(self, text: str, at: int) -> int:
        """A value outside its strings: from bracket to bracket, over whole strings in one step."""
        start, end, expected = at, self._value_end(text, at), self._expected
        if not expected:
            expected, at = "}", at + 1
        while True:
            after = at  # the last bracket, or the start
            at, stop = patterns.to_bracket(text, at, end).span(1)
            if at < stop:
                left = expected.removeprefix(text[at:stop])
                if not left or left == expected:
                    return self._end_brackets(text, start, at, expected)
                expected, at = left, stop
                continue
            if at == end or text[at] == '"':
                break
            before = text[at - 1] if at > start else self._latest
            if before in patterns.WHITE:
                before = self._last(text, start, after, at)
            if before not in _MAY_PRECEDE[expected[0]] or len(expected) == self._max_depth:
                return self._refuse_opener(text, start, before, at, expected)
            expected, at = _CLOSER[text[at]] + expected, at + 1
            if expected == "]}" and self._opens_wrapper(text, start, at):
                return at
        self._expected, self._latest = expected, self._last(text, start, after, at)
        if at == end:
            return self._hold_value(text, start, end)
        self._state = self._string
        self._held.add(text[start : at + 1])
        return at + 1

    def _last(self, text: str, start: int, after: int, at: int) -> str:
        """Return the last character before `at` that is no white space; what comes before `after` is a bracket."""
        return text[after:at].rstrip(patterns.WHITE)[-1:] or (text[after - 1] if after > start else self._latest)

    def _end_brackets(self, text: str, start: int, at: int, expected: str) -> int:
        """Closers at `at` that end the value, or do not match."""
        for closer in expected:
            if text[at] != closer:
                what = f"`{text[at]}` where `{closer}` was expected"
                return self._skip_value(text, start, at, Reason.SYNTAX, what)
            at += 1
        value = text[start:at]
        if self._held.chars:
            self._held.add(value)
            value = self._held.take()
        self._state = self._place.then
        self._place.give(value)
        return at

    def _refuse_opener(self, text: str, start: int, before: str, at: int, expected: str) -> int:
        """An opener at `at` that may not follow `before`, or is too deep."""
        if before not in _MAY_PRECEDE[expected[0]]:
            what = f"`{text[at]}` cannot stand here: a comma or a closing bracket is missing before it"
            return self._break_value(text, start, at, Reason.SYNTAX, what)
        what = f"the value is nested deeper than {self._max_depth} levels"
        return self._skip_value(text, start, at, Reason.TOO_DEEP, what)

    def _opens_wrapper(self, text: str, start: int, end: int) -> bool:
        """Tell whether the value is a wrapper and the bracket before `end` opens its list; if so, go to the list."""
        if not self._place.may_wrap:
            return False
        head = self._held.text() + text[start:end]
        if len(head) > wrapper.HEAD_CHARS or not wrapper.HEAD.fullmatch(head):
            self._place = self._plain  # only a first member can be the list
            return False
        self._rest = _Place(partial(self._sink.rest_of_wrapper, head), self._text, may_wrap=False)
        self._state = self._wrapped_list
        self._extend_run(text, start, end)
        return True

    def _in_string(self, text: str, at: int) -> int:
        """A string of a value, after its quote."""
        start, end = at, self._value_end(text, at)
        if self._escaped and at < end and text[at] != "\n":
            at += 1
        at = patterns.to_string_end(text, at, end).end()
        self._escaped = text[at:end] == "\\"
        if at == end or self._escaped:
            return self._hold_value(text, start, end)
        if text[at] == '"':
            self._state, self._latest = self._value, '"'
            self._held.add(text[start : at + 1])
            return at + 1
        at += text[at] == "\\"  # it stands before the line break
        what = "a line break stands in a string (its quote is missing, or it should be written \\n)"
        return self._break_value(text, start, at, Reason.STRING_LINE_BREAK, what)

    def _value_end(self, text: str, at: int) -> int:
        """Return how far the value may reach in `text`."""
        return min(len(text), at + self._max_chars - self._held.chars)

    def _hold_value(self, text: str, start: int, end: int) -> int:
        """Hold the value up to `end`, which is the end of `text` or the bound."""
        if end < len(text):
            what = f"the value is longer than {self._max_chars} characters"
            return self._skip_value(text, start, end, Reason.TOO_LARGE, what)
        self._held.add(text[start:end])
        return end

    def _break_value(self, text: str, start: int, end: int, reason: Reason, what: str) -> int:
        """Give the value up to `end` as malformed; text goes on there."""
        self._held.add(text[start:end])
        value = self._held.take()
        self._state = self._text
        self._sink.malformed(value, self._sink.fault(reason, what, value))
        return end

    def _skip_value(self, text: str, start: int, end: int, reason: Reason, what: str) -> int:
        """Skip the value from its start, as the fault at `end` does not tell where it ends."""
        self._held.add(text[start:end])
        value = self._held.take()
        give = partial(self._sink.malformed, fault=self._sink.fault(reason, what, value))
        self._state = _State(self._in_skip, give, self._skip_wake, PIECE_CHARS - 1)
        self._extend_run(value, 0, len(value))
        return end

    def _give_truncated(self, value: str) -> None:
        """Give a value that the input ends in."""
        fault = self._sink.fault(Reason.TRUNCATED, "the input ends inside a value", value)
        self._sink.malformed(value, fault)

    # Lists of patches, each of which is given as soon as it ends.

    def _in_list(self, text: str, at: int) -> int:
        """Between two items of a list; anything but an item or the end gives it up, and is text."""
        at = self._extend_run(text, at, patterns.white_space_or_commas(text, at).end())
        if at == len(text):
            return at
        if text[at] == "{":
            self._end_run(text, at, at)
            self._begin_value(self._item if self._state is self._list else self._wrapped_item)
            return at
        if text[at] == "]" and self._state is self._wrapped_list:
            self._state = self._after_list
            return self._extend_run(text, at, at + 1)
        return self._leave_list(text, at, "]")

    def _in_wrapper(self, text: str, at: int) -> int:
        """After the list of a wrapper: its closing brace, or a comma and more members."""
        at = self._extend_run(text, at, patterns.white_space(text, at).end())
        if at < len(text) and text[at] == ",":
            self._state = self._before_key
            return self._extend_run(text, at, at + 1)
        return self._leave_list(text, at, "}")

    def _in_wrapper_after_comma(self, text: str, at: int) -> int:
        """After a comma that follows the list of a wrapper: its next member, or its closing brace all the same."""
        at = self._extend_run(text, at, patterns.white_space(text, at).end())
        if at < len(text) and text[at] == '"':
            self._end_run(text, at, at)
            self._begin_value(self._rest)
            self._expected, self._latest = "}", ","
            return at
        return self._leave_list(text, at, "}")

    def _leave_list(self, text: str, at: int, closer: str) -> int:
        """End the list or wrapper with its closer, or before what is not its closer; wait for either."""
        if at == len(text):
            return at
        end = at + (text[at] == closer)
        self._end_run(text, at, end)
        self._state = self._text
        return end

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
