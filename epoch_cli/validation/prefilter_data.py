"""The quick proof for strings, and for data of which nothing is declared, such as the rows of a table.

Only strings, numbers and keys can be wrong in such data. A string is plain when it is fine wherever text may stand:
short enough, harmless and without bindings.
"""

# the hot path: each call costs as much as what it would say

from __future__ import annotations

from math import isfinite
from typing import Any

from epoch_cli.validation.prefilter_tables import Unproven
from epoch_cli.validation.rules import reading, secrets, security

REMEMBERED = 16_384
"""How many strings are remembered as plain; more are proved anew each time."""
LONGEST_REMEMBERED = 500
"""Characters of a string that is remembered: what thousands of long ones take would stay with the design system."""
_MOST_KEYS = 64
VALUE_DEPTH = 20
"""Levels of JSON in a prop that are looked at; what is deeper may be too deep (EP106)."""

_FLAT = frozenset({str, int, float, bool, type(None)})
_NUMBERS = frozenset({int, float})


class DataPrefilter:
    """The strings and keys that are known to be plain, and proofs of data by them.

    A `Prefilter` is one, and has none beside it: what both count and look up is then found without a call. `_strange`
    are the strings of a walk that were put off, which `Prefilter.settle` proves together; `longest` is how long the
    longest string in it was so far.

    Args:
        most: the most characters that a string may have.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._plain: set[str] = set()
        self._keys: set[str] = set()
        self._shapes: set[tuple[str, ...]] = set()
        self._strange: list[str] = []
        self.longest = 0

    def is_plain(self, text: str) -> bool:
        """Whether a string is short enough, harmless and without bindings, so that it is fine wherever text is."""
        if text in self._plain:
            return True
        if len(text) > self._most or "{" in text:
            return False
        if not harmless(text) and (security.suspicious(text) or secrets.suspicious(text)):
            return False
        if len(self._plain) < REMEMBERED and len(text) <= LONGEST_REMEMBERED:
            self._plain.add(text)
        return True

    def _rows(self, rows: list[Any]) -> None:
        """A list of objects of which nothing is declared: flat ones are looked at together, others one by one."""
        shapes, values = self._shapes, list[Any]()
        for row in rows:
            if type(row) is not dict:
                raise Unproven
            shape = tuple(row)
            if shape not in shapes:
                self._shape(shape)
            values += row.values()
        kinds = set(map(type, values))
        if not kinds <= _FLAT:
            for row in rows:
                self._data(row, 1)
            return
        if not kinds.isdisjoint(_NUMBERS):
            numbers = [value for value in values if type(value) in _NUMBERS]
            # the sum of anything and NaN is NaN
            if not isfinite(sum(numbers)) or min(numbers) < -(2**63) or max(numbers) >= 2**64:
                raise Unproven
        if str in kinds:
            self._texts(values if len(kinds) == 1 else [value for value in values if type(value) is str])

    def _shape(self, shape: tuple[str, ...]) -> None:
        """Keys of an object that were not seen together before."""
        for key in shape:
            self._key(key)
        if len(self._shapes) < REMEMBERED and len(shape) <= _MOST_KEYS:
            self._shapes.add(shape)

    def _texts(self, texts: list[str]) -> None:
        """Strings where any text may stand."""
        self._strange += set(texts) - self._plain
        longest = max(map(len, texts))
        if longest > self.longest:
            self.longest = longest

    def _data(self, value: Any, depth: int) -> None:
        """Data without a declaration: only strings, numbers and keys can be wrong in it."""
        if type(value) is str:
            if value not in self._plain and not self.is_plain(value):
                raise Unproven
            if len(value) > self.longest:
                self.longest = len(value)
        elif type(value) is dict and depth < VALUE_DEPTH:
            plain, keys, longest = self._plain, self._keys, self.longest
            for key, item in value.items():
                if key not in keys:
                    self._key(key)
                if type(item) is str and (item in plain or self.is_plain(item)):
                    if len(item) > longest:
                        longest = len(item)
                elif type(item) is not float or not -1e308 < item < 1e308:
                    self.longest = longest
                    self._data(item, depth + 1)
                    longest = self.longest
            self.longest = longest
        elif type(value) is list and depth < VALUE_DEPTH:
            for item in value:
                self._data(item, depth + 1)
        elif type(value) is int or type(value) is float:
            if reading.check_number(value) is not None:
                raise Unproven
        elif value is not None and value is not True and value is not False:
            raise Unproven

    def _key(self, key: str) -> None:
        """A key that was not seen before."""
        if not self.is_plain(key) or security.forbidden_key(key) is not None:
            raise Unproven
        if len(self._keys) < REMEMBERED and len(key) <= LONGEST_REMEMBERED:
            self._keys.add(key)


def harmless(text: str) -> bool:
    """Whether a string is harmless at first sight: it has none of what makes `security` or `secrets` look at it.

    A regular expression takes ten times as long for a paragraph, and most text is ASCII.
    """
    return (
        text.isascii()
        and text.isprintable()
        and ":" not in text
        and "<" not in text
        and "&" not in text
        and "%" not in text
        and "=" not in text
        and "\\" not in text
        and "@" not in text
        and "PRIVATE KEY" not in text
        and (len(text) < secrets.LONG or max(map(len, text.split())) < secrets.LONG)
    )
