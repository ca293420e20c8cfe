"""Finds where a broken value ends and what it means."""

from __future__ import annotations

import re
from typing import Any, Final, Literal

from epoch_cli.reading.healing.changes import Change
from epoch_cli.reading.healing.guesses import START, Guess, advance
from epoch_cli.reading.healing.lookahead import after_space, line_start, next_mark, operation_starts
from epoch_cli.reading.healing.plain import plain_token
from epoch_cli.reading.healing.tokenizer import Tokenizer
from epoch_cli.reading.healing.tokens import CutError, NoTokenError, Reading, Token, shown
from epoch_cli.reading.healing.truncation import complete_part
from epoch_cli.reading.healing.window import Window
from epoch_cli.reading.healing.written import Written
from epoch_cli.reading.reason import Reason
from epoch_cli.reading.strict_json import NotStrictError

_HEADS: Final = frozenset({'"op"', '"path"', '"value"', '"type"', '"id"', '"root"', '"punkVersion"', '"schemaVersion"'})
_OPERANDS: Final = {
    "add": ("path", "value"),
    "replace": ("path", "value"),
    "test": ("path", "value"),
    "remove": ("path",),
    "move": ("from", "path"),
    "copy": ("from", "path"),
}
_SKIP_EVENT: Final = re.compile(r"[\n{]")
_CLOSING_LINE: Final = re.compile(r"[}\]]++")

Ending = Literal["closed", "line", "input"]
"""How a value ends: with its closer; with its line, or before something else; or with the input."""


class Healer:
    """Reads the text of one value that is no JSON, from its brace on, in any chunks.

    Args:
        max_depth: a deeper value is not healed; its outermost object has depth 1.
        in_list: the value is an item of an array of patches.

    Attributes:
        end: how many of the characters fed belong to the value; known when `feed` returns True, or after `close`.
        value: what the text means, or None when that cannot be said.
        changes: what was changed, in the order of the text.
        fault: why there is no value: the reason, one line, and an offset from the start of the value.
    """

    def __init__(self, *, max_depth: int, in_list: bool) -> None:
        self.end = 0
        self.value: dict[str, Any] | None = None
        self.changes: list[Change] = []
        self.fault: tuple[Reason, str, int] = (Reason.SYNTAX, "not JSON", 0)
        self._max_depth = max_depth
        self._in_list = in_list
        self._window = Window()
        self._tokenizer = Tokenizer(self._window)
        self._guesses = [START]
        self._closed_guess: tuple[Guess, int] | None = None  # the latest that was closed, and where it ends
        self._first_key = ""
        self._token_end = 0  # of the last token that is no comma, or comment
        self._comma_last = False
        self._one_line = True
        self._broken = False  # the value cannot be healed; only its end is looked for
        self._after_break = False  # the line has just begun
        self._reading = self._run()
        self._done = False

    def feed(self, text: str) -> bool:
        """Take text that follows; return whether the end is known."""
        if not self._done:
            self._window.add(text)
            self._resume()
        return self._done

    def close(self) -> None:
        """Say that no text follows."""
        if not self._done:
            self._window.closed = True
            self._resume()

    def _resume(self) -> None:
        try:
            next(self._reading)
        except StopIteration:
            self._done = True

    def _run(self) -> Reading[None]:
        start = 0
        try:
            while True:
                self._take_plain()
                mark = yield from self._tokenizer.gap()
                start = self._window.place
                if (yield from self._step(mark)):
                    return
        except CutError as cut:
            self._finish_cut(cut.end)
        except NoTokenError:
            if self._closed_guess:
                self._finish_closed(*self._closed_guess)
                return
            yield from self._give_up(Reason.SYNTAX, "not JSON, and what was meant cannot be told", start)

    def _step(self, mark: str) -> Reading[bool]:
        """Read what begins with `mark`, which is at hand; return whether the value has ended."""
        if mark == "":
            self._finish("input")
            return True
        if mark == "\n":
            return (yield from self._line_ends())
        if mark in "/#":
            yield from self._tokenizer.comment()
            self._token_end, self._comma_last = self._window.place, False
            return False
        if (mark == "{" and (yield from self._operation_begins())) or self._is_behind(mark):
            self._finish("line")
            return True
        return (yield from self._take((yield from self._tokenizer.tokens(mark, self._guesses[0]))))

    def _is_behind(self, mark: str) -> bool:
        """Tell whether `mark` stands behind the value: the closer of its list, or a fence or tag after it."""
        if mark == "]":
            return self._is_closer_of_list()
        return mark in "`<" and self._guesses[0].phase == "end"

    # Tokens.

    def _take_plain(self) -> None:
        """Take tokens as long as they are plain JSON and there is but one guess."""
        while len(self._guesses) == 1 and len(self._guesses[0].stack) < self._max_depth:
            token = plain_token(self._window, self._guesses[0])
            if token is None:
                return
            self._note(token)
            self._guesses = advance(self._guesses, token)

    def _note(self, token: Token) -> None:
        """Keep what the end of the value depends on."""
        if not self._first_key and token.kind == "string":
            self._first_key = token.source
        self._after_break = False
        self._comma_last = token.kind == ","
        if not self._comma_last:
            self._token_end = token.end

    def _take(self, tokens: list[Token]) -> Reading[bool]:
        """Follow the guesses over tokens; return whether the value has ended."""
        for token in tokens:
            guesses = advance(self._guesses, token)
            self._guesses = [each for each in guesses if len(each.stack) <= self._max_depth]
            if not self._guesses:
                if guesses:
                    what = f"the value is nested deeper than {self._max_depth} levels"
                    yield from self._give_up(Reason.TOO_DEEP, what, token.at)
                elif self._closed_guess:
                    self._finish_closed(*self._closed_guess)
                else:
                    what = f"{shown(token.source)} fits nowhere here"
                    yield from self._give_up(Reason.SYNTAX, what, token.at)
                return True
            self._note(token)
        return (yield from self._is_closed())

    def _is_closed(self) -> Reading[bool]:
        """Tell whether the best guess is closed, and no other would be as good with one more closer."""
        best, window = self._guesses[0], self._window
        if best.stack:
            return False
        self._closed_guess = best, self._token_end
        if any(each.stack and each.cost <= best.cost for each in self._guesses):
            while (mark := next_mark(window.text, window.at, closed=window.closed)) is None:
                yield
            if mark == "}" or (mark == "]" and not self._in_list):
                return False
        self._finish_closed(best, self._token_end)
        return True

    def _operation_begins(self) -> Reading[bool]:
        """Tell whether the brace at hand begins a new operation and not a part of this value."""
        best, window = self._guesses[0], self._window
        if not best.stack:
            return False
        while (starts := operation_starts(window.text, window.at, closed=window.closed)) is None:
            yield
        if starts:
            return self._is_boundary(best, after_break=self._after_break)
        return self._in_list and best.stack == "{" and best.phase in {"end", "next key"}

    def _is_boundary(self, guess: Guess, *, after_break: bool) -> bool:
        """Tell whether an object that begins with `op` cannot be part of the value."""
        if not guess.at_value:
            return True
        return self._first_key in _HEADS and (after_break or guess.phase != "value")

    def _is_closer_of_list(self) -> bool:
        """Tell whether the bracket at hand closes the list that the value stands in."""
        return self._in_list and "[" not in self._guesses[0].stack

    # Line breaks.

    def _line_ends(self) -> Reading[bool]:
        """Pass over a line break, or end the value there; return whether it has ended."""
        window, guess = self._window, self._guesses[0]
        while (start := line_start(window.text, window.at + 1, closed=window.closed)) is None:
            yield
        complete = guess.phase == "end"
        if start == "end":
            self._finish("line" if self._one_line and complete else "input")
            return True
        if start == "operation":
            ends = self._is_boundary(guess, after_break=True)
        elif start == "fence":
            ends = True
        elif not complete or start in {"comma", "key"}:
            ends = False
        elif start == "closer":
            ends = self._is_closer_of_list() and self._closer_is_bracket()
        else:
            ends = self._one_line or not self._may_go_on(guess, start)
        if ends:
            self._finish("line")
            return True
        window.at = after_space(window.text, window.at)
        self._one_line, self._after_break = False, True
        return False

    def _may_go_on(self, guess: Guess, start: str) -> bool:
        """Tell whether a line may belong to a value of several lines that is complete before it, but not closed."""
        if start == "object":
            return "[" in guess.stack
        return start == "comment" or (start == "string" and not guess.in_object)

    def _closer_is_bracket(self) -> bool:
        return self._window.text[self._window.at :].lstrip()[:1] == "]"

    # Ends.

    def _finish(self, ending: Ending) -> None:
        """End the value before what comes next; what is open gets its closers, or is cut."""
        guess = min(self._guesses, key=Guess.ending_cost)
        if not guess.stack:
            self._finish_closed(guess, self._token_end)
            return
        complete = len(guess.stack) == 1 and guess.phase == "end"
        if guess.phase in {"colon", "value"} or (ending == "input" and not complete):
            self._finish_cut(self._window.place if ending == "input" else self._token_end)
            return
        if self._comma_last and guess.phase in {"next key", "next item"}:
            guess = guess._replace(phase="end")  # the comma stands behind the value
        self.end = self._token_end
        self._settle(guess.closed_down_to(0, self.end))
        if self.value is not None and _lacks_operand(self.value):
            self._refuse_truncated()

    def _finish_closed(self, guess: Guess, end: int) -> None:
        self.end = end
        self._settle(guess)

    def _finish_cut(self, end: int) -> None:
        """End a value whose text ends inside it; a key without its value and what is half goes, nodes may stay."""
        guess = min(self._guesses, key=Guess.ending_cost)
        depth = len(guess.stack)
        if not depth:
            self._finish_closed(guess, self._token_end)
            return
        self.end = end
        while guess.stack:
            guess = guess.popped()
        self._settle(guess)
        if self.value is None:
            return
        self.value = complete_part(self.value, depth)
        if self.value is None or _lacks_operand(self.value):
            self._refuse_truncated()
        else:
            what = "the text ends inside the value; what was not complete is left out"
            self.changes.append(Change("truncated-tail", what, end))

    def _refuse_truncated(self) -> None:
        self.value, self.changes = None, []
        self.fault = Reason.TRUNCATED, "the value ends before it is complete", self.end

    def _settle(self, guess: Guess) -> None:
        """Find the value of a guess that is closed."""
        try:
            written = Written(guess)
            self.value = written.value()
        except NotStrictError as fault:
            self.fault = fault.reason, fault.what, fault.at
            return
        written.changes.add(self._tokenizer.changes)
        self.changes = written.changes.in_order(self.end)

    def _give_up(self, reason: Reason, what: str, at: int) -> Reading[None]:
        """Look for the end of a value that cannot be healed: its line, or the next operation."""
        self.fault = reason, what, at
        window = self._window
        while True:
            event = _SKIP_EVENT.search(window.text, window.at)
            window.at = event.start() if event else len(window.text)
            if event is None:
                if window.closed:
                    break
                yield
            elif event[0] == "{":
                while (starts := operation_starts(window.text, window.at, closed=window.closed)) is None:
                    yield
                if starts and window.place:
                    break
                window.at += 1
            elif (yield from self._skipped_line_ends()):
                break
        self.end = max(window.place, 1)

    def _skipped_line_ends(self) -> Reading[bool]:
        """Pass over a line break of a value that is not healed, or end it there; return whether it has ended."""
        window = self._window
        if self._one_line:
            return True
        while (start := line_start(window.text, window.at + 1, closed=window.closed)) is None:
            yield
        if start in {"operation", "fence", "end"}:
            return True
        window.at += 1
        if start == "closer" and window.text[window.at] in "}]":  # a line that begins with a closer is the last one
            while True:
                closers = _CLOSING_LINE.match(window.text, window.at)
                window.at = closers.end() if closers else window.at
                if not window.empty or window.closed:
                    return True
                yield
        return False


def _lacks_operand(value: dict[str, Any]) -> bool:
    """Tell whether the value is an operation without all that it needs."""
    operation = value.get("op")
    needed = _OPERANDS.get(operation, ()) if type(operation) is str else ()
    return any(name not in value for name in needed)
