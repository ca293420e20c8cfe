"""Strings, in whatever quotes they stand: where they end, and their text as JSON writes it.

A quote ends a string only if what follows fits behind a string; any other is part of the text and gets its backslash.
A line break is part of the text too, unless the next line begins with an operation or a fence: then the string was cut.
"""

from __future__ import annotations

import re
from typing import Final

from epoch_cli.reading.healing.changes import Changes
from epoch_cli.reading.healing.lookahead import (
    QUOTES,
    LineStart,
    after_space,
    key_follows,
    line_start,
    next_mark,
    string_ends,
    string_or_brackets_follow,
)
from epoch_cli.reading.healing.tokens import CutError, NoTokenError, Reading, Token
from epoch_cli.reading.healing.window import Window

_CLOSERS: Final = {
    '"': '"', "'": "'",
    "“": '”“"', "”": '”“"', "„": '“”"',
    "‘": "’'‘", "’": "’'‘",
    "«": "»", "»": "«»",
}  # fmt: skip
_RUN: Final = {opener: re.compile(rf'[^{closers}"\\\x00-\x1f]*+').match for opener, closers in _CLOSERS.items()}
_SIMPLE_ESCAPES: Final = '"\\/bfnrt'
_HEX4: Final = re.compile(r"[0-9a-fA-F]{4}")
_NO_ESCAPE_NEEDED: Final = "'`“”‘’„«»"
_CONTROL: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LOST_QUOTE: Final = re.compile(r'(.*?)((?<![ \t])[ \t]*+,[ \t]*+)\\"([\w$-]{1,64})', re.DOTALL)
_MOST_FAULTS: Final = 1_000  # a string with more is not healed
_LOST_QUOTE_CHARS: Final = 256  # longer is not looked back on


class StringReader:
    """Reads one string after its opening quote.

    Args:
        window: stands at the opening quote.
        changes: takes what is changed.
        is_key: it stands where a key does.
        in_object: what it stands in is an object.
    """

    def __init__(self, window: Window, changes: Changes, *, is_key: bool, in_object: bool) -> None:
        self._window = window
        self._changes = changes
        self._notes = Changes()  # what was changed in the text of the string
        self._noted = 0
        self._is_key = is_key
        self._in_object = in_object
        self._opener = window.text[window.at]
        self._at = window.place
        self._pieces: list[str] = []  # the text so far, as JSON
        self._altered = ""  # the first rule that changed the text
        self._first_break = -1  # where the first line ended, if the string goes on behind it

    def read(self) -> Reading[list[Token]]:
        """Return the string; or, when its quote was lost before a comma and a key, all three.

        Raises:
            CutError: the text ends inside it.
            NoTokenError: it has so many faults that it is hardly a string.
        """
        window, run = self._window, _RUN[self._opener]
        self._note_quotes()
        window.at += 1
        while True:
            match = run(window.text, window.at)
            if match and match.end() > window.at:
                self._pieces.append(match[0])
                window.at = match.end()
            if window.empty:
                if window.closed:
                    raise CutError(window.place)
                yield
                continue
            mark = window.text[window.at]
            if mark == "\\":
                yield from self._escape()
            elif mark < " ":
                if (yield from self._control(mark)):
                    return self._closed_at_break()
            elif (yield from self._ends(mark)):
                return (yield from self._finished())

    def _note_quotes(self) -> None:
        if self._opener == "'":
            self._changes.note("single-quotes", "single quotes around a string are double quotes", self._at)
        elif self._opener != '"':
            self._changes.note("smart-quotes", "typographic quotes around a string are plain ones", self._at)

    def _ends(self, mark: str) -> Reading[bool]:
        """Tell whether the quote at hand ends the string; if not, it is text."""
        window = self._window
        if mark == '"' and self._pieces and self._pieces[-1].endswith("{") and (yield from self._operation_starts()):
            raise CutError(window.place - 1)
        if mark in _CLOSERS[self._opener]:
            ends: bool | None = self._is_key or None
            while ends is None:
                ends = string_ends(window.text, window.at + 1, in_object=self._in_object, closed=window.closed)
                if ends is None:
                    yield
            if ends:
                return True
            if mark == '"' == self._opener and (yield from self._lost_quote()):
                return True
        if mark == '"':
            if self._opener == '"':
                self._note("unescaped-quote", "a quote inside a string is escaped")
            self._pieces.append('\\"')
        else:
            self._pieces.append(mark)
        window.at += 1
        return False

    def _operation_starts(self) -> Reading[bool]:
        """Tell whether the quote at hand, behind a brace, begins `"op":`: then the string was never closed."""
        window = self._window
        while (key := key_follows(window.text, window.at, closed=window.closed)) is None:
            yield
        return key and window.text.startswith('"op"', window.at)

    def _lost_quote(self) -> Reading[bool]:
        """Tell whether the quote at hand ends a key, so that the text before lost its own: `"Text,"props":`."""
        window = self._window
        while (mark := next_mark(window.text, window.at + 1, closed=window.closed)) is None:
            yield
        return mark == ":" and self._altered == "unescaped-quote" and self._split() is not None

    def _split(self) -> re.Match[str] | None:
        if sum(map(len, self._pieces[-64:])) > _LOST_QUOTE_CHARS or len(self._pieces) > 64:
            return None
        text = "".join(self._pieces)
        return _LOST_QUOTE.fullmatch(text) if text.count('\\"') == 1 else None

    def _finished(self) -> Reading[list[Token]]:
        window = self._window
        end = window.place + 1
        window.at += 1
        while (mark := next_mark(window.text, window.at, closed=window.closed)) is None:
            yield
        colon = mark == ":"
        lost = self._split() if colon and self._altered == "unescaped-quote" and not self._is_key else None
        if lost is None:
            self._changes.add(self._notes)
            return [Token("string", self._at, end, f'"{"".join(self._pieces)}"', self._altered, colon=colon)]
        comma = self._at + 1 + lost.end(1)
        self._changes.note("missing-quote", "a string is closed before the next key", comma)
        key = self._at + lost.end(2)
        return [
            Token("string", self._at, comma, f'"{lost[1]}"', "missing-quote"),
            Token(",", comma, comma + 1, ","),
            Token("string", key, end, f'"{lost[3]}"', colon=True),
        ]

    def _escape(self) -> Reading[None]:
        """A backslash and what it escapes."""
        window = self._window
        while len(window.text) - window.at < 6 and not window.closed and not self._is_known_escape():
            yield
        escaped = window.text[window.at + 1 : window.at + 2]
        if not escaped:
            raise CutError(window.place)
        if escaped == "u" and _HEX4.match(window.text, window.at + 2):
            self._take(6, window.text[window.at : window.at + 6])
        elif escaped == "u" and window.closed and len(window.text) - window.at < 6:
            raise CutError(window.place)
        elif escaped in _SIMPLE_ESCAPES:
            self._take(2, window.text[window.at : window.at + 2])
        elif escaped == self._opener == "'":
            self._take(2, "'")
        elif escaped in _NO_ESCAPE_NEEDED:
            self._note("bad-escape", "a backslash before a quote that needs none is left out")
            self._take(2, escaped)
        else:
            self._note("bad-escape", "a backslash that escapes nothing is text")
            self._take(1, "\\\\")

    def _is_known_escape(self) -> bool:
        escaped = self._window.text[self._window.at + 1 : self._window.at + 2]
        return escaped not in {"", "u"}

    def _take(self, length: int, piece: str) -> None:
        self._pieces.append(piece)
        self._window.at += length

    def _control(self, mark: str) -> Reading[bool]:
        """A control character, which JSON wants escaped; return whether it is a line break that ends the string."""
        window = self._window
        if mark == "\n":
            while (start := line_start(window.text, window.at + 1, closed=window.closed)) is None:
                yield
            if start in {"operation", "fence", "end"}:
                raise CutError(window.place if self._first_break < 0 else self._first_break)
            if not self._is_key and self._first_break < 0 and (yield from self._closes_line(start)):
                return True
            if self._first_break < 0:
                self._first_break = window.place
        if mark in "\r\n":
            self._note("raw-newline", "a line break in a string is escaped")
        else:
            self._note("raw-control", "a control character in a string is escaped")
        self._take(1, _CONTROL.get(mark) or f"\\u{ord(mark):04x}")
        return False

    def _closes_line(self, start: LineStart) -> Reading[bool]:
        """Tell whether a line that begins with `start` is no text, so that the quote before it is missing."""
        window = self._window
        if start != "key":
            return start == "closer"
        at = after_space(window.text, window.at + 1)
        if window.text[at] in QUOTES:
            return True
        while (fits := string_or_brackets_follow(window.text, at, closed=window.closed)) is None:
            yield
            at = after_space(window.text, window.at + 1)
        return fits

    def _closed_at_break(self) -> list[Token]:
        """Return a string whose quote is missing at the end of its line, as the next one goes on with the object."""
        text = "".join(self._pieces).removesuffix("\\r").rstrip(" \t")
        whole = text.removesuffix(",")
        end = self._window.place
        self._changes.add(self._notes)
        self._changes.note("missing-quote", "a string is closed at the end of its line", end)
        tokens = [Token("string", self._at, end, f'"{whole}"', "missing-quote")]
        return tokens if whole == text else [*tokens, Token(",", end, end, ",")]

    def _note(self, rule: str, what: str) -> None:
        self._altered = self._altered or rule
        self._notes.note(rule, what, self._window.place)
        self._noted += 1
        if self._noted > _MOST_FAULTS:
            raise NoTokenError
