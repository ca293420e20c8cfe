"""A guess written out as JSON, with where each piece came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any, Final

from epoch_cli.reading.healing.changes import Change, Changes
from epoch_cli.reading.healing.guesses import Act, Guess, Log
from epoch_cli.reading.healing.tokens import Token, shown
from epoch_cli.reading.reason import Reason
from epoch_cli.reading.strict_json import NotStrictError, parse_strict

_IDENTITIES: Final = frozenset({"op", "path", "from", "id", "key", "testId", "dataSource"})
_URL_KEY: Final = re.compile(r"href|src|url|action|poster|\w*(?:Url|URL|Href|Src)")
_HANDLER_KEY: Final = re.compile(r"on[A-Z]\w*")
_URL_OR_BINDING: Final = re.compile(r'"\s*(?:[A-Za-z][A-Za-z0-9+.-]+:[^\s"]|//|\{{1,2}\s*(?:context|props|item)\b)')
"""The start of such a string; a single letter before the colon is a drive of Windows and no scheme."""

_OPERANDS: Final = frozenset({'"op"', '"path"', '"from"', '"value"'})


def is_protected(key: str, source: str = "") -> bool:
    """Tell whether nothing of a string may be guessed: ids, pointers, URLs, handlers and bindings (design section 5).

    Args:
        key: the member that it is, as JSON.
        source: the string as JSON, as far as it is known.
    """
    name = key[1:-1]
    return bool(
        name in _IDENTITIES or _URL_KEY.fullmatch(name) or _HANDLER_KEY.fullmatch(name) or _URL_OR_BINDING.match(source)
    )


class Written:
    """JSON of what a guess wrote.

    Raises:
        NotStrictError: a change touched what none may touch.

    Attributes:
        changes: what the guess changed.
    """

    def __init__(self, guess: Guess) -> None:
        self.changes = Changes()
        self._pieces: list[str] = []
        self._length = 0
        self._starts: list[int] = []  # of each token in the JSON
        self._tokens: list[Token] = []  # each token, with its place in the text
        self._keys: list[str] = []  # of all that is open, the latest key; empty in an array
        self._filled: list[bool] = []  # of all that is open, whether it has a member
        self._first_key = ""
        self._write_all(_in_order(guess.log))

    def value(self) -> Any:
        """Return the value.

        Raises:
            NotStrictError: decision 17 refuses it; its offset is the one in the text.
        """
        try:
            return parse_strict("".join(self._pieces))
        except NotStrictError as fault:
            fault.at = self._place_of(fault.at)
            raise

    def _write_all(self, acts: list[tuple[Act, Token | Change | str]]) -> None:
        for act, what in acts:
            if isinstance(what, Change):
                self.changes.note(what.rule, what.what, what.at)
            elif isinstance(what, Token):
                self._token(act, what)
            elif act is Act.OPEN:
                self._begin_member()
                self._put(what)
                self._keys.append("")
                self._filled.append(False)
            elif act is Act.CLOSE:
                self._put(what)
                self._keys.pop()
                self._filled.pop()
            else:
                self._drop(self._keys[-1], 0)

    def _token(self, act: Act, token: Token) -> None:
        if act is Act.KEY:
            self._refuse_altered(token, '"key"')
            self._keys[-1] = token.source
            self._first_key = self._first_key or token.source
            # its place; the key itself is written with its value, as it may have none
            self._tokens.append(token)
            self._starts.append(self._length + self._filled[-1])
            return
        if token.kind == "dropped":
            self._drop(self._keys[-1], token.at)
            return
        self._refuse_altered(token, self._keys[-1])
        self._begin_member()
        self._tokens.append(token)
        self._starts.append(self._length)
        self._put(token.source)

    def _begin_member(self) -> None:
        if not self._keys:
            return
        if self._filled[-1]:
            self._put(",")
        self._filled[-1] = True
        if self._keys[-1]:
            self._put(f"{self._keys[-1]}:")

    def _put(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)

    def _drop(self, key: str, at: int) -> None:
        """Pass over a member; without one of its own, an operation would be another."""
        if len(self._keys) == 1 and self._first_key == '"op"' and key in _OPERANDS:
            raise NotStrictError(Reason.SYNTAX, f"the operation has no {shown(key)} that can be read", at)

    def _refuse_altered(self, token: Token, key: str) -> None:
        if token.altered and is_protected(key, token.source):
            what = f"{shown(token.source)} is broken ({token.altered}); ids, pointers, URLs and keys are not guessed"
            raise NotStrictError(Reason.SYNTAX, what, token.at)

    def _place_of(self, offset: int) -> int:
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return 0
        token = self._tokens[index]  # what was escaped in it is longer now
        return min(token.at + offset - self._starts[index], token.end - 1)


def _in_order(log: Log) -> list[tuple[Act, Token | Change | str]]:
    acts: list[tuple[Act, Token | Change | str]] = []
    while log is not None:
        log, act, what = log
        acts.append((act, what))
    acts.reverse()
    return acts
