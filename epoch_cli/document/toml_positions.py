r"""Where in a TOML text a key stands: offsets for the paths of what `tomllib` made of it.

`tomllib` keeps no places, and libraries that keep them (tomlkit, ten times as much code as this, and slower than the
check it would serve) keep those of tables alone. So the text is walked once more, after it was parsed: what is here
relies on its being TOML (https://toml.io/en/v1.0.0), and of a text that is none it gives what comes before the fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

TomlPath = tuple[str | int, ...]

_SKIP: Final = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_BLANK: Final = re.compile(r"[ \t]*")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
STRING: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}|\'\'\'(?:[^\']|\'{1,2}(?!\'))*\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'',
    re.DOTALL,
)
"""A string of TOML, of whatever kind, in a text that is TOML."""
_PLAIN: Final = re.compile(r"[^,\]}#\n]+")
_DEEPEST: Final = 100


class TomlPlace(NamedTuple):
    """Offsets of a key, or of an entry of an array, and of its value; a table's value is where its header is."""

    key: int
    value: int


class _EndOfPlaces(Exception):  # noqa: N818  a text that is no TOML after all has no more places, which is no error
    """The text goes on with something that is no TOML."""


def toml_places(text: str) -> dict[TomlPath, TomlPlace]:
    """The places of every key and entry in a TOML text, by path; the first one where tables are opened again."""
    return _Walker(text).walk()


def nearest_place(places: Mapping[TomlPath, TomlPlace], path: TomlPath) -> tuple[TomlPath, TomlPlace | None]:
    """The longest beginning of a path that stands in the text, and its place; None where its first key does not."""
    for length in range(len(path), 0, -1):
        if path[:length] in places:
            return path[:length], places[path[:length]]
    return (), None


class _Walker:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._places: dict[TomlPath, TomlPlace] = {}
        self._counts: dict[TomlPath, int] = {}

    def walk(self) -> dict[TomlPath, TomlPlace]:
        table: TomlPath = ()
        try:
            while self._skip(_SKIP):
                table = self._header() if self._text[self._at] == "[" else self._pair(table)
        except _EndOfPlaces:
            pass
        return self._places

    def _header(self) -> TomlPath:
        """`[a.b]` or `[[a.b]]`; gives the path of the table that it opens."""
        start, many = self._at, self._text.startswith("[[", self._at)
        self._at += 2 if many else 1
        path: TomlPath = ()
        keys = list(self._keys())
        for place, (key, offset) in enumerate(keys):
            path = (*path, key)
            self._places.setdefault(path, TomlPlace(offset, start))
            if many and place == len(keys) - 1:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = (*path, self._counts[path])
                self._places.setdefault(path, TomlPlace(offset, start))
        self._expect("]" * (2 if many else 1))
        return path

    def _pair(self, table: TomlPath, depth: int = 0) -> TomlPath:
        """`a.b = value`; gives the table that it stands in."""
        path, keys = table, list(self._keys())
        self._expect("=")
        self._skip(_BLANK)
        for key, offset in keys:
            path = (*path, key)
            self._places.setdefault(path, TomlPlace(offset, self._at))
        self._value(path, depth)
        return table

    def _keys(self) -> Iterator[tuple[str, int]]:
        """The parts of a dotted key, with their offsets."""
        while True:
            self._skip(_BLANK)
            offset = self._at
            found = _BARE.match(self._text, offset) or STRING.match(self._text, offset)
            if found is None:
                raise _EndOfPlaces
            self._at = found.end()
            yield _plain_key(found[0]), offset
            self._skip(_BLANK)
            if not self._text.startswith(".", self._at):
                return
            self._at += 1

    def _value(self, path: TomlPath, depth: int) -> None:
        if depth > _DEEPEST:
            raise _EndOfPlaces
        first = self._text[self._at : self._at + 1]
        if first == "[":
            self._entries(path, "]", depth)
        elif first == "{":
            self._entries(path, "}", depth)
        else:
            found = STRING.match(self._text, self._at) or _PLAIN.match(self._text, self._at)
            if found is None:
                raise _EndOfPlaces
            self._at = found.end()

    def _entries(self, path: TomlPath, end: str, depth: int) -> None:
        """What stands between brackets: values of an array, pairs of an inline table."""
        self._at += 1
        number = 0
        while self._skip(_SKIP) and self._text[self._at] != end:
            if end == "]":
                self._places[*path, number] = TomlPlace(self._at, self._at)
                self._value((*path, number), depth + 1)
            else:
                self._pair(path, depth + 1)
            number += 1
            if self._skip(_SKIP) and self._text[self._at] == ",":
                self._at += 1
            elif self._text[self._at : self._at + 1] != end:
                raise _EndOfPlaces
        self._expect(end)

    def _skip(self, what: re.Pattern[str]) -> bool:
        """Go over white space; gives whether there is more."""
        found = what.match(self._text, self._at)
        self._at = found.end() if found is not None else self._at
        return self._at < len(self._text)

    def _expect(self, text: str) -> None:
        self._skip(_BLANK)
        if not self._text.startswith(text, self._at):
            raise _EndOfPlaces
        self._at += len(text)


def _plain_key(text: str) -> str:
    """A key as `tomllib` reads it; only quoted ones are other than they are written."""
    if text[0] not in "\"'":
        return text
    import tomllib  # noqa: PLC0415  few keys are quoted

    try:
        return next(iter(tomllib.loads(f"{text} = 0")))
    except (tomllib.TOMLDecodeError, StopIteration):
        return text
