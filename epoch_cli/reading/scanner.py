"""Cuts a stream of text into values and what stands between them.

A machine with one method per state. Each takes the text and an offset, consumes what it can, hands finished pieces to
a sink and returns the offset where the next state goes on. It works on any chunk, as what it must remember between two
chunks is small: the run or value that is not finished yet and, inside a value, the closers that are still expected.
Nothing is scanned twice, apart from look-aheads of bounded length and what a healer takes; nothing is copied more than
a fixed number of times, so that the cost is linear whatever the chunking. Lines of one plain patch each are not scanned
at all: the sink parses them whole, and while such a line is still coming it is left to the lane (lane.py).

    _in_text ── { " ──▶ _in_whole ── anything odd ─▶ _in_value ◀──▶ _in_string        (values.py, node_values.py)
       ▲  │                 ├── finished ─▶ _behind_value or _in_list, where it began
       │  │                 ├── {"patches":[ ─▶ _in_list
       │  │                 ├── broken ─▶ _in_healing ─▶ as finished; what the healer read too far is scanned again
       │  │                 ├── broken, without healing, and its end is known ─▶ _in_text
       │  │                 └── broken, without healing, or past a bound ─▶ _in_skip
       │  ├── [ { " ──▶ _in_list ── { ─▶ _in_value
       │  │                 └── ] of a wrapper ─▶ _in_wrapper ── , ─▶ _in_wrapper_after_comma ── " ─▶ _in_value
       │  ├── [[[[… ──▶ _in_skip ── next line or {"op" ─▶ _in_text
       │  └── <think> ──▶ _in_thought ── </think> ─▶ _in_text; without an end tag it is scanned once more
       ├── _behind_value, after closers too many; members that were left over ─▶ _in_skip
       └── the end of a list or wrapper, or anything that cannot stand in it
"""

from __future__ import annotations

from functools import partial

from epoch_cli.reading import patterns, pending, wake
from epoch_cli.reading.granularity import Granularity
from epoch_cli.reading.lane import START
from epoch_cli.reading.machine import PIECE_CHARS, Place, State
from epoch_cli.reading.node_values import NodeValues
from epoch_cli.reading.reason import Reason
from epoch_cli.reading.sink import Sink
from epoch_cli.reading.wake import Wake


class Scanner(NodeValues):
    """The machine of the module's docstring.

    Args:
        sink: takes the pieces.
        max_value_chars: a longer value is skipped as too large.
        max_depth: a deeper value is skipped as too deep; its outermost object has depth 1.
        granularity: `node` tells nodes of a value before its end.
        heal: what is broken goes to a healer, and values may begin as no JSON does.

    Attributes:
        lane_chars: longest line that is left to the lane, 0 when none is.
        parked: the rest of the text that was scanned last is a line for the lane.
        left_lane: the line that comes next was in the lane, and has to be scanned.
    """

    def __init__(
        self, sink: Sink, *, max_value_chars: int, max_depth: int, granularity: Granularity, heal: bool
    ) -> None:
        super().__init__(sink, max_value_chars=max_value_chars, max_depth=max_depth, granularity=granularity, heal=heal)
        self._thought = State(self._in_thought, sink.text, Wake(wake.in_thought), max_value_chars)
        self._thought_tail = ""  # the end of a thought so far, in which its end tag may have begun
        self._thoughtless = False  # what looked like a thought had no end, so nothing is taken for one any more
        self.lane_chars = 0
        self.parked = self.left_lane = False
        self._list = State(self._in_list, sink.structure, self._always, 0)
        self._wrapped_list = State(self._in_list, sink.structure, self._always, 0)
        self._after_list = State(self._in_wrapper, sink.structure, self._always, 0)
        self._before_key = State(self._in_wrapper_after_comma, sink.structure, self._always, 0)
        self._item = Place(sink.value, self._list, in_list=True)
        self._wrapped_item = Place(sink.value, self._wrapped_list, in_list=True)
        self._text_event = patterns.text_event(max_depth)
        self._skip_event = patterns.SKIP_EVENT

    def go_behind(self) -> None:
        """A patch was read in the lane; what stands behind it comes next."""
        self._state, self._line_start = self._behind, False

    def close(self, text: str) -> None:
        """Consume the last text and give out what is held; a value that is not finished is healed, or truncated."""
        self._last = True
        self._text_event = patterns.text_event(self._max_depth, last=True)
        self._skip_event = patterns.LAST_SKIP_EVENT
        self.scan(text)
        self.scan(self._unscanned())
        while self._held.chars:
            if self._healer is not None:
                self._healer.close()
                self._end_healing(self._healer)
            elif self._heal and self._place.heals and self._state in {self._value, self._string}:
                self._begin_healing(self._held.take())
            elif self._state is self._thought:
                self._end_thought()
            else:
                self._state.give(self._held.take())
            again, self._again = self._again, ""
            self.scan(again)

    def overflow(self, text: str, what: str) -> None:
        """Consume the last text that is read at all; what comes after it belongs to one stretch, too large.

        What is malformed already goes on; anything else that is held becomes part of the stretch.
        """
        self._last = True
        rest = self.scan(text)
        rest = self.scan(self._unscanned()) or rest
        never = Wake(wake.never)
        if self._state.step == self._in_skip:
            self._state = self._state._replace(step=self._in_rest, wake=never)
            self._extend_run(rest, 0, len(rest))
        else:
            run = self._held.take()
            if self._state.step in {self._value.step, self._string.step, self._healing.step}:
                run, rest = "", run + rest
            if run:
                self._state.give(run)
            self._healer = None
            self._nodes.end()
            self._begin_skip(Reason.TOO_LARGE, what, rest)
            self._state = self._state._replace(step=self._in_rest, wake=never)
            self._extend_run(rest, 0, len(rest))
        self.wake, self.room = never, PIECE_CHARS - 1 - self._held.chars

    def unfinished(self, rest: str) -> tuple[str, str] | None:
        """Return the text of what is being read and not complete, `rest` not scanned yet; first where it stands.

        That is empty for a value that is held from its beginning.
        """
        if self._state.give != self._give_truncated:
            return ("", rest) if self._state is self._text and rest.startswith('{"') else None
        path = self._nodes.pointer
        held = self._nodes.piece if path else self._held
        if held.chars + len(rest) > pending.MOST_CHARS:
            return None
        text = (held.text() + rest).lstrip(f"{patterns.WHITE},")
        return (path, text) if text.startswith("{") else None

    def _in_rest(self, text: str, at: int) -> int:
        """Everything past the bound of the input."""
        return self._extend_run(text, at, len(text))

    # Text, and stretches that are skipped: both run to the next event.

    def _in_text(self, text: str, at: int) -> int:  # noqa: PLR0911  one for each thing that may be found
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
        if kind.startswith("loose"):
            found = patterns.starts_loosely(text, text.index("{", start), last=self._last)
            if not found:
                return self._wait_at(start, text, at) if found is None else self._extend_run(text, at, start + 1)
        if kind == "thought" and (start > at or not self._line_start or self._thoughtless):
            return self._extend_run(text, at, start + 1)
        self._end_run(text, at, start)
        return self._begin(kind, text, start, event.end())

    def _begin(self, kind: str, text: str, start: int, end: int) -> int:
        """Begin with what was found between `start` and `end`."""
        if kind == "deep":
            what = f"brackets are nested deeper than {self._max_depth} levels"
            self._begin_skip(Reason.TOO_DEEP, what, text[start : end - 1])
            return self._extend_run(text, start, end - 1)
        if kind == "thought":
            self._state, self._line_start, self._thought_tail = self._thought, False, ""
            return start
        if kind.endswith("array"):
            self._state = self._list
            return self._extend_run(text, start, start + 1)
        self._begin_value(self._alone)
        return start

    # What a model thinks before it answers: text, whatever stands in it.

    def _in_thought(self, text: str, at: int) -> int:
        """Behind `<think>` at the start of a line, up to its end tag.

        All of it is held: without an end tag, or when it is longer than any value, it was no thought but the answer,
        and is scanned as such.
        """
        stop = min(len(text), at + self._max_chars - self._held.chars)
        found = patterns.thought_end(self._thought_tail + text[at:stop])
        end = stop if found is None else at + found.end() - len(self._thought_tail)
        self._thought_tail = "" if found else (self._thought_tail + text[at:end])[-patterns.THOUGHT_END_CHARS :]
        self._held.add(text[at:end])
        if found:
            run, self._state = self._held.take(), self._text
            for line in patterns.lines(run):
                self._end_run(line, 0, len(line))
        elif end < len(text):
            self._end_thought()
        return end

    def _end_thought(self) -> None:
        """What was held as a thought is scanned once more, and no tag makes a thought from here on."""
        self._again, self._state = self._held.take(), self._text
        self._line_start = self._thoughtless = True

    def _take_lines(self, text: str, at: int) -> int:
        """Lines of one plain patch each, and then a value."""
        end = self._sink.whole_lines(text, at)
        self.left_lane = self.left_lane and end == at
        start = text[end : end + len(START)]
        if not start.startswith('{"'):
            return end
        begins = start == START or (end + len(start) == len(text) and START.startswith(start))
        if begins and not self.left_lane and len(text) - end <= self.lane_chars and "\n" not in text[end:]:
            self.parked = True
            return ~end
        self.left_lane = False
        self._begin_value(self._alone)
        return end

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

    def _behind_value(self, text: str, at: int) -> int:
        """Behind a patch, on its line: closers too many, members that were left over, or text."""
        if text[at] == "\n":
            self._sink.text("\n")
            self._state, self._line_start = self._text, True
            return at + 1
        limit = at + patterns.BEHIND_CHARS
        found = patterns.closers(text, at, limit)
        end, stop = found.end(), found.end(1)
        if stop == at:
            return self._left_over(text, at, limit)
        if end == len(text) < limit and not self._last:
            return self._wait_at(at, text, at)
        if end < limit and (end == len(text) or text[end] in "\n{[,"):
            self._sink.extra_closers(text[at:stop])
            return stop
        self._state = self._text
        return at

    def _left_over(self, text: str, at: int, limit: int) -> int:
        """Behind a patch, on its line, with no closer next: what looks like a member is malformed, all else is text."""
        found = patterns.member(text, at, limit)
        if found.lastgroup:
            self._begin_skip(Reason.SYNTAX, "members stand behind the end of a patch", "")
            return self._extend_run(text, at, found.end())
        if found.end() == len(text) < limit and not self._last:
            return self._wait_at(at, text, at)
        self._state = self._text
        return at

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
        if text[at] == "}" and self._heal:
            self._end_run(text, at, at)
            end = patterns.closing_braces(text, at, at + patterns.BEHIND_CHARS).end()
            if end == len(text) < at + patterns.BEHIND_CHARS and not self._last:
                return self._wait_at(at, text, at)
            self._sink.extra_closers(text[at:end])
            return end
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
            self._nodes.end()
            self._expected, self._latest = "}", ","
            return at
        return self._leave_list(text, at, "}")

    def _begin_wrapped_list(self, head: str) -> None:
        """Go to the list of a wrapper that `head` opened."""
        self._rest = Place(partial(self._sink.rest_of_wrapper, head), self._text, heals=False)
        self._state = self._wrapped_list

    def _leave_list(self, text: str, at: int, closer: str) -> int:
        """End the list or wrapper with its closer, or before what is not its closer; wait for either."""
        if at == len(text):
            return at
        end = at + (text[at] == closer)
        self._end_run(text, at, end)
        self._state = self._text
        return end
