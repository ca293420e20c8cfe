"""What stands outside quotes: numbers, literals, plain words and comments."""

from __future__ import annotations

import json
import re
from typing import Final

from epoch_cli.reading.healing.changes import Changes
from epoch_cli.reading.healing.lookahead import QUOTES, line_start, next_mark, string_ends
from epoch_cli.reading.healing.tokens import CutError, NoTokenError, Reading, Token, shown
from epoch_cli.reading.healing.window import Window

MAX_WORD_CHARS: Final = 256
"""A longer run of characters without quotes is no word, and nothing that can be healed."""

_WORD: Final = re.compile(rf"[^\s,:{{}}\[\]{QUOTES}\\/#]{{0,{MAX_WORD_CHARS}}}+(?:[/#\\][^\s,:{{}}\[\]{QUOTES}]*+)?")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?", re.ASCII)
_PLAIN: Final = re.compile(r"[A-Za-z][\w-]{0,63}", re.ASCII)
_REST: Final = re.compile(rf"[^,}}\]\n]{{0,{MAX_WORD_CHARS}}}+")
_LITERALS: Final = frozenset({"true", "false", "null"})
_PYTHON: Final = {"True": "true", "False": "false", "None": "null"}
_NO_VALUE: Final = frozenset({"NaN", "nan", "Infinity", "-Infinity", "+Infinity", "inf", "-inf", "undefined"})

_COMMENT_REST: Final = {
    "//": re.compile(r"[^\n]*+"),
    "#": re.compile(r"[^\n]*+"),
    "/*": re.compile(r"[^*]*+"),
}


class WordReader:
    """Reads what stands outside quotes.

    Args:
        window: stands at its first character.
        changes: takes what is changed.
    """

    def __init__(self, window: Window, changes: Changes) -> None:
        self._window = window
        self._changes = changes
        self._at = window.place

    def key(self) -> Reading[Token]:
        """Return a key without quotes.

        Raises:
            CutError: the text ends inside it.
            NoTokenError: something else stands here.
        """
        word = yield from self._word()
        self._note("unquoted-key", "a key gets its quotes")
        return Token("string", self._at, self._window.place, json.dumps(word), colon=True)

    def value(self, *, in_object: bool, may_be_word: bool) -> Reading[Token]:
        """Return a number, literal or plain word; of anything else, that it is dropped.

        Args:
            in_object: what it stands in is an object.
            may_be_word: its key takes a plain word as its value.

        Raises:
            CutError: the text ends inside it.
            NoTokenError: something else stands here.
        """
        word = yield from self._word()
        if word in _PYTHON:
            self._note("python-literal", f"`{word}` is `{_PYTHON[word]}`")
            return self._token(_PYTHON[word])
        if word in _LITERALS or _NUMBER.fullmatch(word):
            return self._token(word)
        if word in _NO_VALUE:
            return self._dropped("nan", word)
        window = self._window
        while (fits := string_ends(window.text, window.at, in_object=in_object, closed=window.closed)) is None:
            yield
        if fits and (yield from self._is_cut()):
            raise CutError(window.place)
        if fits and may_be_word and _PLAIN.fullmatch(word):
            self._note("unquoted-value", f"the word `{shown(word)}` gets quotes")
            return self._token(json.dumps(word), "string")
        if not fits:
            word += yield from self._rest()
        return self._dropped("unquoted-value", word)

    def comment(self) -> Reading[None]:
        """Pass over a comment; one that begins with `/*` ends with `*/`, any other with its line.

        Raises:
            CutError: the text ends inside it.
            NoTokenError: it is none.
        """
        window = self._window
        while window.text[window.at] == "/" and len(window.text) - window.at < 2 and not window.closed:
            yield
        opener = "#" if window.text[window.at] == "#" else window.text[window.at : window.at + 2]
        if opener not in _COMMENT_REST:
            raise NoTokenError
        window.at += len(opener)
        while True:
            match = _COMMENT_REST[opener].match(window.text, window.at)
            window.at = match.end() if match else window.at
            if window.text.startswith("*/", window.at):
                window.at += 2
                break
            if window.text.startswith("\n", window.at) or (window.closed and window.empty):
                break
            if opener == "/*" and len(window.text) - window.at > 1:
                window.at += 1
                continue
            if window.closed:
                raise CutError(window.end)
            yield
        self._note("comment", "a comment is left out")

    def _word(self) -> Reading[str]:
        window = self._window
        while True:
            match = _WORD.match(window.text, window.at)
            word = match[0] if match else ""
            if len(word) >= MAX_WORD_CHARS:
                raise NoTokenError
            if window.at + len(word) < len(window.text):
                break
            if window.closed:
                raise CutError(window.end)
            yield
        if not word:
            raise NoTokenError
        window.at += len(word)
        return word

    def _is_cut(self) -> Reading[bool]:
        """Tell whether something else begins right behind the word, so that it may be the half of one."""
        window = self._window
        while (mark := next_mark(window.text, window.at, closed=window.closed)) is None:
            yield
        if mark not in "\r\n":
            return mark == "{"
        while (start := line_start(window.text, window.at, closed=window.closed)) is None:
            yield
        return start in {"operation", "fence", "end"}

    def _rest(self) -> Reading[str]:
        """Return the rest of a value of several words, up to what can end it."""
        window = self._window
        while True:
            match = _REST.match(window.text, window.at)
            rest = match[0] if match else ""
            if len(rest) >= MAX_WORD_CHARS:
                raise NoTokenError
            if window.at + len(rest) < len(window.text):
                break
            if window.closed:
                raise CutError(window.end)
            yield
        window.at += len(rest)
        return rest

    def _token(self, source: str, kind: str = "scalar") -> Token:
        return Token("string" if kind == "string" else "scalar", self._at, self._window.place, source)

    def _dropped(self, rule: str, word: str) -> Token:
        return Token("dropped", self._at, self._window.place, shown(word), rule=rule)

    def _note(self, rule: str, what: str) -> None:
        self._changes.note(rule, what, self._at)
