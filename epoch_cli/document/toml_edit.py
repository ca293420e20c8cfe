"""One key of a TOML text set or taken out, and everything else as it was: comments, order, blanks, line ends.

What a text means is `tomllib`'s business, and how a value is written that of tomli-w. Here only places are looked for
where one line could be changed or added; several may do, and some of them would mean something else (a table cannot be
opened twice, an inline one not from outside). So each is tried, and taken only if the text then holds exactly the data
that it should, with every comment. Where none does, there is no such edit, and the caller has to do something else.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from epoch_cli.document.toml_positions import STRING, TomlPath

_TOKEN: Final = re.compile(rf"{STRING.pattern}|#[^\n]*|[\[\]{{}}=,\n]", re.DOTALL)
_OPENING, _CLOSING = "[{", "]}"

Keys = tuple[str, ...]


class _Line(NamedTuple):
    """A header, or a key with its value, which may go over several lines.

    Attributes:
        kind: `table` is `[a.b]`, `array` is `[[a.b]]`, `pair` is `a.b = 1`.
        table: the path of the table that it stands in; of a header its own.
        path: its whole path.
        start, end: offsets of the lines that it is on, with the last line end.
        value, stop: offsets of a value, and of what is behind it.
    """

    kind: Literal["table", "array", "pair"]
    table: TomlPath
    path: TomlPath
    start: int
    end: int
    value: int
    stop: int


def with_value(text: str, path: Sequence[str], value: Any) -> str | None:
    """The text with a key that has a value; None where that takes more than one small edit.

    Args:
        text: TOML.
        path: the names of the tables that the key is in, and its own.
        value: plain data without None.

    Raises:
        tomllib.TOMLDecodeError: the text is none.
    """
    keys, data = tuple(path), tomllib.loads(text)
    if not _put(data, keys, value):
        return None
    found = comments(text)
    unix, ended = _line_ends(text)
    edits = map(ended, _settings(unix, keys, value))
    return next((each for each in edits if _means(each, data) and comments(each) == found), None)


def without(text: str, path: Sequence[str], *, kept: int = 0) -> str | None:
    """The text without a key, or a table, and without the tables that have nothing in them then.

    Comments stay, but for those on the lines of the value. None where that takes more than cutting out lines.

    Args:
        text: TOML.
        path: as for `with_value`.
        kept: how many of the outermost tables stay even when they are empty.

    Raises:
        KeyError: there is no such key.
        tomllib.TOMLDecodeError: the text is none.
    """
    keys, data = tuple(path), tomllib.loads(text)
    emptied = _take(data, keys, kept)
    unix, ended = _line_ends(text)
    edits = map(ended, _removals(unix, keys, emptied, kept))
    return next((each for each in edits if _means(each, data)), None)


def data_with(text: str, path: Sequence[str], value: Any) -> dict[str, Any] | None:
    """The data that `with_value` aims at; None where a table of the path is something else."""
    data = tomllib.loads(text)
    return data if _put(data, tuple(path), value) else None


def data_without(text: str, path: Sequence[str], *, kept: int = 0) -> dict[str, Any]:
    """The data that `without` aims at; errors as there."""
    data = tomllib.loads(text)
    _take(data, tuple(path), kept)
    return data


def comments(text: str) -> list[str]:
    """The comments of a TOML text, without the line ends behind them."""
    return [found[0].rstrip() for found in _TOKEN.finditer(text) if found[0].startswith("#")]


def written(key: str, value: Any) -> str:
    """A key and its value as a line of TOML, or several; without the last line end."""
    import tomli_w  # noqa: PLC0415  few texts are changed

    return tomli_w.dumps({key: value}).rstrip("\n")


# ---------------------------------------------------------------- data


def _put(data: dict[str, Any], path: Keys, value: Any) -> bool:
    here = data
    for name in path[:-1]:
        here = here.setdefault(name, {})
        if not isinstance(here, dict):
            return False
    here[path[-1]] = value
    return True


def _take(data: dict[str, Any], path: Keys, kept: int) -> set[Keys]:
    """Take a value out; gives the tables that went with it, since they had nothing else."""
    tables = [data]
    for name in path[:-1]:
        inner = tables[-1][name]
        if not isinstance(inner, dict):
            raise KeyError(path)
        tables.append(inner)
    del tables[-1][path[-1]]
    emptied: set[Keys] = set()
    for length in range(len(path) - 1, kept, -1):
        if tables[length]:
            break
        del tables[length - 1][path[length - 1]]
        emptied.add(path[:length])
    return emptied


def _means(text: str, data: Mapping[str, Any]) -> bool:
    try:
        return _same(tomllib.loads(text), data)
    except tomllib.TOMLDecodeError:
        return False


def _same(one: Any, other: Any) -> bool:
    """Whether two are equal, types too: to Python, 1 is True and 1.0."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other) or (one != one and other != other)  # noqa: PLR0124  nan is nan here


# ---------------------------------------------------------------- reading


def _line_ends(text: str) -> tuple[str, Callable[[str], str]]:
    """The text with LF where all its lines end in CRLF, and what gives a text the ends of this one."""
    if "\r\n" in text and text.count("\r\n") == text.count("\n"):
        return text.replace("\r\n", "\n"), lambda other: other.replace("\n", "\r\n")
    return text, lambda other: other


def _lines(text: str) -> list[_Line]:
    """The headers and pairs of a text."""
    lines: list[_Line] = []
    counts: dict[TomlPath, int] = {}
    table: TomlPath = ()
    for start, end, equals, stop in _statements(text):
        if equals < 0:
            body = text[start:stop].strip()
            kind: Literal["table", "array"] = "array" if body.startswith("[[") else "table"
            table = _inside_arrays(_chain(tomllib.loads(body)), counts, opens=kind == "array")
            lines.append(_Line(kind, table, table, start, end, stop, stop))
        else:
            own = _chain(tomllib.loads(f"{text[start:equals]}= 0"))
            value = equals + 1 + len(text[equals + 1 : stop]) - len(text[equals + 1 : stop].lstrip(" \t"))
            lines.append(_Line("pair", table, (*table, *own), start, end, value, stop))
    return lines


def _statements(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Of each: where its first line starts and its last one ends, its `=` (-1 for none), where its own text ends."""
    start, equals, depth, comment = 0, -1, 0, -1
    for found in [*_TOKEN.finditer(text), None]:
        token = found[0] if found else "\n"
        at = found.start() if found else len(text)
        if token == "\n" and depth == 0:
            own = text[start : comment if comment >= 0 else at].rstrip()
            end = found.end() if found else at
            if own:
                yield start, end, equals, start + len(own)
            start, equals, comment = end, -1, -1
        elif token.startswith("#"):
            comment = at if depth == 0 else comment
        elif token == "=" and depth == 0 and equals < 0:
            equals = at
        else:
            depth += (token in _OPENING) - (token in _CLOSING)


def _chain(data: Any) -> Keys:
    """The names on the way down, where each table has one key."""
    names: list[str] = []
    while isinstance(data, (dict, list)) and data:
        if isinstance(data, dict):
            name, data = next(iter(data.items()))
            names.append(name)
        else:
            data = data[0]
    return tuple(names)


def _inside_arrays(keys: Keys, counts: dict[TomlPath, int], *, opens: bool) -> TomlPath:
    """A header's path with the index of each array of tables on its way; one that opens an entry counts it."""
    path: TomlPath = ()
    for place, key in enumerate(keys):
        path = (*path, key)
        if opens and place == len(keys) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _is_inline(text: str, pair: _Line, path: Keys) -> bool:
    """Whether a pair has an inline table that a path leads into."""
    return pair.path == path[: len(pair.path)] and text.startswith("{", pair.value)


def _inline(text: str, outer: _Line) -> list[_Line]:
    """The pairs of an inline table, which is the value of a pair."""
    pairs: list[_Line] = []
    depth, start, equals = 0, outer.value + 1, -1
    for found in _TOKEN.finditer(text, outer.value, outer.stop):
        token, at = found[0], found.start()
        last = token == "}" and depth == 1
        if (token == "," and depth == 1) or last:
            own = text[start:at]
            if equals >= 0:
                path = (*outer.path, *_chain(tomllib.loads(f"{text[start:equals].strip()} = 0")))
                value = equals + 1 + len(text[equals + 1 : at]) - len(text[equals + 1 : at].lstrip())
                pairs.append(_Line("pair", outer.path, path, start, at, value, start + len(own.rstrip())))
            start, equals = at + 1, -1
        elif token == "=" and depth == 1 and equals < 0:
            equals = at
        depth += (token in _OPENING) - (token in _CLOSING)
    return pairs


# ---------------------------------------------------------------- setting


def _settings(text: str, path: Keys, value: Any) -> Iterator[str]:
    """Texts that may be the one that is meant, the plainest first."""
    lines = _lines(text)
    yield from _replacing(text, lines, path, value)
    parent = path[:-1]
    for table in [line for line in lines if line.kind == "table" and line.path == parent]:
        yield _added(text, _end_of(table.start, lines), path[-1:], value)
    if not parent:
        yield _first(text, lines, path, value)
    # `a.b = 1` has neighbours that are written like it
    for line in reversed(lines):
        if line.kind == "pair" and line.path[: len(parent)] == parent and line.table == path[: len(line.table)]:
            yield _added(text, line.end, path[len(line.table) :], value)
    if parent:
        start = text if not text or text.endswith("\n") else f"{text}\n"
        yield f"{start}{'' if not start else chr(10)}[{_dotted(parent)}]\n{written(path[-1], value)}\n"
    for table in sorted(lines, key=lambda line: -len(line.path)):
        if table.kind == "table" and table.path == path[: len(table.path)]:
            yield _added(text, _end_of(table.start, lines), path[len(table.path) :], value)
    yield _first(text, lines, path, value)


def _replacing(text: str, lines: Sequence[_Line], path: Keys, value: Any) -> Iterator[str]:
    """Another value where the key has one, or another pair in an inline table that it belongs to."""
    for line in lines:
        if line.kind == "pair" and line.path == path:
            yield text[: line.value] + _value(value) + text[line.stop :]
        elif line.kind == "pair" and _is_inline(text, line, path):
            pairs = _inline(text, line)
            yield from _replacing(text, pairs, path, value)
            before = text[: line.stop - 1].rstrip(" \t")
            pair = f"{_dotted(path[len(line.path) :])} = {_value(value)}"
            yield f"{before}{',' if pairs else ''} {pair} }}{text[line.stop :]}"


def _added(text: str, at: int, keys: Sequence[str | int], value: Any) -> str:
    """The text with a pair on a line of its own at an offset, where a line starts or the text ends."""
    own = f"{_dotted(keys)} = {_value(value)}\n"
    return f"{text[:at]}{'' if text[:at].endswith(chr(10)) or not at else chr(10)}{own}{text[at:]}"


def _first(text: str, lines: Sequence[_Line], path: Keys, value: Any) -> str:
    """The text with a pair in no table: behind those that are there, or before the first header and its comments."""
    outside = [line for line in lines if line.kind == "pair" and not line.table]
    if outside:
        return _added(text, outside[-1].end, path, value)
    at = lines[0].start if lines else len(text)
    while lines and (before := text.rfind("\n", 0, at - 1) + 1) < at and text[before:at].lstrip().startswith("#"):
        at = before
    return _added(text, at, path, value) if not lines else _added(f"{text[:at]}\n{text[at:]}", at, path, value)


def _end_of(start: int, lines: Sequence[_Line]) -> int:
    """Behind the last pair of the table whose header starts there."""
    at = next(place for place, line in enumerate(lines) if line.start == start)
    end = lines[at].end
    for line in lines[at + 1 :]:
        if line.kind != "pair":
            break
        end = line.end
    return end


def _value(value: Any) -> str:
    return written("v", value).removeprefix("v = ")


def _dotted(keys: Sequence[str | int]) -> str:
    return ".".join(written(str(key), 0).removesuffix(" = 0") for key in keys)


# ---------------------------------------------------------------- taking out


def _removals(text: str, path: Keys, emptied: set[Keys], kept: int) -> Iterator[str]:
    """Texts that may be the one without a key, the plainest first; a table that is kept may need a header."""
    lines = _lines(text)
    headers = [line for line in lines if line.kind == "table" and line.path in emptied]
    for target in (path, *sorted(emptied, key=len, reverse=True)):
        gone = [line for line in lines if line.path[: len(target)] == target]
        if gone:
            cut = _cut(text, {*gone, *headers})
            yield cut
            if kept:
                yield f"{cut}{'' if not cut or cut.endswith(chr(10)) else chr(10)}[{_dotted(path[:kept])}]\n"
        for line in lines:
            if line.kind == "pair" and _is_inline(text, line, target):
                yield from _inline_removals(text, line, target)


def _inline_removals(text: str, outer: _Line, path: Keys) -> Iterator[str]:
    pairs = _inline(text, outer)
    for place, pair in enumerate(pairs):
        if pair.path[: len(path)] == path:
            # with the comma behind it, or the one before the last
            if place + 1 < len(pairs):
                yield text[: pair.start] + text[pair.end + 1 :]
            elif place:
                yield text[: pairs[place - 1].stop] + text[pair.stop :]
            else:
                yield text[: pair.start] + text[pair.end :]
        elif _is_inline(text, pair, path):
            yield from _inline_removals(text, pair, path)


def _cut(text: str, lines: Collection[_Line]) -> str:
    """The text without some lines, and without the empty one before a header where another follows."""
    for line in sorted(lines, key=lambda each: -each.start):
        before, behind = text[: line.start], text[line.end :]
        if line.kind != "pair" and before.endswith("\n\n") and (not behind or behind.startswith("\n")):
            before = before[:-1]
        text = before + behind
    return text
