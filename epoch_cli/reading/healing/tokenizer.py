"""Cuts the text of a value into tokens, with the help of a guess of what may stand where."""

from __future__ import annotations

import re
from typing import Final, cast

from epoch_cli.reading.healing.changes import Changes
from epoch_cli.reading.healing.guesses import Guess
from epoch_cli.reading.healing.lookahead import INVISIBLE, QUOTES, key_follows
from epoch_cli.reading.healing.strings import StringReader
from epoch_cli.reading.healing.tokens import Kind, NoTokenError, Reading, Token
from epoch_cli.reading.healing.window import Window
from epoch_cli.reading.healing.words import WordReader
from epoch_cli.reading.healing.written import is_protected

_BLANKS: Final = re.compile(r"[ \t\r]++")
_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]")
_WORD_NAMES: Final = frozenset({'"op"', '"type"'})  # names of one word, checked against a list by whoever takes them


class Tokenizer:
    """Reads tokens from a window.

    Args:
        window: the text.

    Attributes:
        changes: what was changed in tokens, or left out between them.
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self.changes = Changes()

    def gap(self) -> Reading[str]:
        """Pass over what is no token, within the line; return the next character, or nothing at the end."""
        window = self._window
        while True:
            blanks = _BLANKS.match(window.text, window.at)
            if blanks:
                window.at = blanks.end()
            if window.empty:
                if window.closed:
                    return ""
                yield
                continue
            mark = window.text[window.at]
            if _INVISIBLE.match(mark):
                what = "an invisible character or odd space outside strings is left out"
                self.changes.note("odd-space", what, window.place)
                window.at += 1
            else:
                return mark

    def comment(self) -> Reading[None]:
        """Pass over a comment."""
        yield from WordReader(self._window, self.changes).comment()

    def tokens(self, mark: str, guess: Guess) -> Reading[list[Token]]:
        """Return the token that begins with `mark`, which is at hand; more than one where a quote was lost.

        Raises:
            CutError: the text ends inside it.
            NoTokenError: no token begins here.
        """
        window = self._window
        if mark in "{}[]:,":
            at = window.place
            window.at += 1
            return [Token(cast("Kind", mark), at, at + 1, mark)]
        if mark in QUOTES:
            reader = StringReader(window, self.changes, is_key=guess.at_key, in_object=guess.in_object)
            return (yield from reader.read())
        words = WordReader(window, self.changes)
        if not guess.at_key:
            key = guess.pending_key
            may_be_word = bool(key) and (key in _WORD_NAMES or not is_protected(key))
            return [(yield from words.value(in_object=guess.in_object, may_be_word=may_be_word))]
        while (is_key := key_follows(window.text, window.at, closed=window.closed)) is None:
            yield
        if not is_key:
            raise NoTokenError
        return [(yield from words.key())]
