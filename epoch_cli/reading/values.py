"""The states inside a value: from bracket to bracket, over whole strings.

They judge only what they must to find the end of a value: strings, closers, and where an opener may stand. Whether a
finished value is JSON is for the sink.

What is broken goes to a healer, from its first brace on, and the healer says where it ends. Without one, the rules for
going on after a fault make a missing closer cost one value and not the rest of the stream: a raw line break ends a
string and its value, and so does an opener in a place where JSON allows none; after a mismatched closer the next line
or the next `{"op"` is a new start. So it is, always, past a bound.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from epoch_cli.reading import patterns, wake, wrapper
from epoch_cli.reading.braces import Braces
from epoch_cli.reading.granularity import Granularity
from epoch_cli.reading.machine import PIECE_CHARS, Machine, Place, State
from epoch_cli.reading.nodes import Nodes
from epoch_cli.reading.reason import Reason
from epoch_cli.reading.sink import Given, Sink
from epoch_cli.reading.wake import Wake

if TYPE_CHECKING:
    from epoch_cli.reading.healing import Healer

_WHOLE_CHARS: Final = 65_536  # what is longer is scanned, as it is held once more for that
WINDOW_CHARS: Final = 2048  # how far an end is looked for at a time
_PLAIN: Final = '{"op"'
CHILDREN: Final = '"children"'
CLOSER: Final = {"{": "}", "[": "]"}
MAY_PRECEDE: Final = {"}": ":", "]": "[,"}  # what stands before an opener, by the closer of what it stands in


class Values(Machine):
    """The machine inside a value.

    Args:
        sink: takes the pieces.
        max_value_chars: a longer value is skipped as too large.
        max_depth: a deeper value is skipped as too deep; its outermost object has depth 1.
        granularity: `node` tells nodes of a value before its end.
        heal: what is broken goes to a healer.
    """

    def __init__(
        self, sink: Sink, *, max_value_chars: int, max_depth: int, granularity: Granularity, heal: bool
    ) -> None:
        super().__init__(sink)
        self._max_chars = max_value_chars
        self._max_depth = max_depth
        self._heal = heal
        self._nodes = Nodes(sink)
        self._split = granularity == "node"
        in_value = Wake(wake.in_nodes if self._split else wake.in_value)
        self._value = State(self._in_value, self._give_truncated, in_value, max_value_chars)
        self._whole = State(self._in_whole, self._give_truncated, in_value, max_value_chars)
        self._most_whole = min(_WHOLE_CHARS, max_value_chars)
        self._trusted = self._most_whole  # how much of the next value may be held before it is scanned after all
        self._braces = Braces()
        self._near = ""  # the end of what was held last, in which `"children"` may have begun
        self._string = State(self._in_string, self._give_truncated, in_value, max_value_chars)
        self._healing = State(self._in_healing, self._give_truncated, self._always, 0)
        self._skip_wake = Wake(wake.in_text)
        self._behind = State(self._behind_value, sink.text, self._always, 0)
        self._alone = Place(sink.value, self._behind, may_wrap=True)
        self._plain = Place(sink.value, self._behind)
        self._rest = self._plain  # of the wrapper that is open
        self._place = self._alone
        self._expected = ""  # closers of all that is open in the value, innermost first; empty before its brace
        self._latest = ""  # last character of the value that is not white space
        self._escaped = False  # the string goes on after a backslash
        self._healer: Healer | None = None

    def _behind_value(self, text: str, at: int) -> int:
        raise NotImplementedError

    def _in_skip(self, text: str, at: int) -> int:
        raise NotImplementedError

    def _begin_wrapped_list(self, head: str) -> None:
        raise NotImplementedError

    def _begin_value(self, place: Place) -> None:
        """Go to a value whose brace comes next."""
        self._state, self._place = self._whole, place
        self._expected = ""
        self._line_start = False

    # Values that are not scanned: only their braces are counted, and then they are parsed.

    def _in_whole(self, text: str, at: int) -> int:
        """A value that begins with `op`, as most do; it is scanned when anything about it is odd."""
        start, braces = at, self._braces
        if not self._held.chars:
            if self._last or not text.startswith(_PLAIN, at):
                if not self._last and _PLAIN.startswith(text[at:]):
                    return self._wait_at(at, text, at)
                self._state = self._value
                return at
            braces.begin()
            self._near = ""
            self._trusted = min(self._most_whole, self._trusted + WINDOW_CHARS // 4)
            at += 1
        stop = min(len(text), at + WINDOW_CHARS)
        end = text.find("\n", at, stop)
        stop = stop if end < 0 else end
        opens = self._may_open(text[start:stop])
        closed = 0 if opens else braces.end_in(text[at:stop])
        if closed > 0:
            stop = at + closed
            value = text[start:stop]
            if self._held.chars:
                self._held.add(value)
                value = self._held.take()
            if len(value) <= self._most_whole and self._sink.whole(value):
                self._state = self._place.then
            else:
                self._scan_again(value)
            return stop
        piece = text[start:stop]
        if end >= 0 or self._held.chars + len(piece) > self._trusted or opens:
            self._held.add(piece)
            self._scan_again(self._held.take())
            return stop
        self._held.add(piece)
        self.spare = braces.depth
        return stop

    def _scan_again(self, value: str) -> None:
        """Scan what was held in vain.

        There may be many values in it that are broken; if as much were held again for each, reading would take a time
        that grows faster than the text. So the next may be the shorter for it.
        """
        self._trusted = max(0, self._trusted - len(value))
        self._state, self._again = self._value, value

    def _may_open(self, piece: str) -> bool:
        """Tell whether the children of a node may begin in `piece`, when nodes are told early."""
        if not self._split:
            return False
        near, self._near = self._near, piece[-len(CHILDREN) :]
        return CHILDREN in piece or CHILDREN in near + piece[: len(CHILDREN)]

    def _unscanned(self) -> str:
        """Return the text that is to be scanned after all, when no more comes."""
        if self._state is not self._whole:
            return ""
        self._state = self._value
        return self._held.take()

    # Values that are scanned.

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
                return self._leave_brackets(text, start, after, at, end, expected)
            before = text[at - 1] if at > start else self._latest
            if before in patterns.WHITE:
                before = self._last_before(text, start, after, at)
            if before not in MAY_PRECEDE[expected[0]] or len(expected) == self._max_depth:
                return self._refuse_opener(text, start, before, at, expected)
            expected, at = CLOSER[text[at]] + expected, at + 1
            if expected == "]}" and self._opens_wrapper(text, start, at):
                return at

    def _leave_brackets(self, text: str, start: int, after: int, at: int, end: int, expected: str) -> int:
        """Stop at `at`: the text ends there, the value is as long as it may be, or a string is not finished."""
        self._expected, self._latest = expected, self._last_before(text, start, after, at)
        if at == end:
            return self._hold_value(text, start, end)
        self._state = self._string
        self._held.add(text[start : at + 1])
        return at + 1

    def _last_before(self, text: str, start: int, after: int, at: int) -> str:
        """Return the last character before `at` that is no white space; what comes before `after` is a bracket."""
        return text[after:at].rstrip(patterns.WHITE)[-1:] or (text[after - 1] if after > start else self._latest)

    def _end_brackets(self, text: str, start: int, at: int, expected: str) -> int:
        """Closers at `at` that end the value, or do not match."""
        for closer in expected:
            if text[at] != closer:
                what = f"`{text[at]}` where `{closer}` was expected"
                return self._break_value(text, start, at, Reason.SYNTAX, what, skip=True)
            at += 1
        value = text[start:at]
        if self._held.chars:
            self._held.add(value)
            value = self._held.take()
        given = self._place.give(value)
        if given == "broken":
            self._begin_healing(value)
        else:
            self._leave_value(given)
        return at

    def _leave_value(self, given: Given) -> None:
        """Go on behind a value; outside lists, only a patch is looked behind."""
        self._state = self._place.then if given == "patch" or self._place.in_list else self._text

    def _refuse_opener(self, text: str, start: int, before: str, at: int, expected: str) -> int:
        """An opener at `at` that may not follow `before`, or is too deep."""
        if before not in MAY_PRECEDE[expected[0]]:
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
        self._begin_wrapped_list(head)
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
            self._nodes.hold(text[start:end])
            return self._hold_value(text, start, end)
        if text[at] == '"':
            self._state, self._latest = self._value, '"'
            self._nodes.hold(text[start : at + 1])
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
            return self._skip_value(text, start, end, Reason.TOO_LARGE, self._too_large())
        self._held.add(text[start:end])
        return end

    def _too_large(self) -> str:
        return f"the value is longer than {self._max_chars} characters"

    # Values that are broken.

    def _break_value(self, text: str, start: int, end: int, reason: Reason, what: str, *, skip: bool = False) -> int:
        """Heal the value; or else give it up to `end` as malformed, where text goes on, or skip it."""
        self._nodes.end()
        if self._heal and self._place.heals:
            self._held.add(text[start:end])
            self._begin_healing(self._held.take())
            return end
        if skip:
            return self._skip_value(text, start, end, reason, what)
        self._held.add(text[start:end])
        value = self._held.take()
        self._state = self._text
        self._sink.malformed(value, self._sink.fault(reason, what, value))
        return end

    def _skip_value(self, text: str, start: int, end: int, reason: Reason, what: str) -> int:
        """Skip the value from its start, as the fault at `end` does not tell where it ends."""
        self._nodes.end()
        self._held.add(text[start:end])
        value = self._held.take()
        self._begin_skip(reason, what, value)
        self._extend_run(value, 0, len(value))
        return end

    def _begin_skip(self, reason: Reason, what: str, before: str) -> None:
        """Go to a stretch that is skipped, for a fault that stands after `before`."""
        give = partial(self._sink.malformed, fault=self._sink.fault(reason, what, before))
        self._state = State(self._in_skip, give, self._skip_wake, PIECE_CHARS - 1)

    def _give_truncated(self, value: str) -> None:
        """Give a value that the input ends in."""
        fault = self._sink.fault(Reason.TRUNCATED, "the input ends inside a value", value)
        self._sink.malformed(value, fault)

    def _begin_healing(self, value: str) -> None:
        """Heal a value that begins with `value`."""
        from epoch_cli.reading.healing import Healer  # noqa: PLC0415 - most streams need none

        self._nodes.end()
        self._healer = Healer(max_depth=self._max_depth, in_list=self._place.in_list)
        self._state = self._healing
        self._again = value

    def _in_healing(self, text: str, at: int) -> int:
        """A broken value, which ends where its healer says."""
        end = self._value_end(text, at)
        self._held.add(text[at:end])
        if at < end and self._healer is not None and self._healer.feed(text[at:end]):
            self._end_healing(self._healer)
        elif end < len(text):
            return self._skip_value(text, end, end, Reason.TOO_LARGE, self._too_large())
        return end

    def _end_healing(self, healer: Healer) -> None:
        """Give what was healed; what was read behind it is scanned again."""
        self._healer = None
        text = self._held.take()
        end = max(1, healer.end)
        head = None
        if not self._place.in_list and (healer.value is None or wrapper.wraps_patches(healer.value)):
            head = wrapper.BROKEN_HEAD.match(text, 0, end)
        if head:  # a list of patches: what is broken may be one of them, or none
            end = head.end()
            self._begin_wrapped_list(wrapper.PLAIN_HEAD)
            self._sink.structure(text[:end], [each for each in healer.changes if each.at < end])
        else:
            self._leave_value(self._sink.healed(text[:end], healer))
        self._again = text[end:]
