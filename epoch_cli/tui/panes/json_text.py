"""A value as pretty JSON in lines, and where in them a part of it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import orjson

from epoch_cli.document import parse_pointer
from epoch_cli.document.pointer import array_index
from epoch_cli.errors import PointerError
from epoch_cli.output.text import visible
from epoch_cli.tui.panes.lines import Part

_MOST = 4000
"""Characters of one line that are shown: more than anybody reads sideways."""

_TOKEN: Final = re.compile(
    r"""(?P<source>"(?:[^"\\]|\\.)*"(?=:))   # the name of a member
      | (?P<good>"(?:[^"\\]|\\.)*"?)          # a string, maybe cut
      | (?P<note>-?\d[\d.eE+-]*)
      | (?P<warn>true|false|null)
      | (?P<muted>[{}\[\]:,…]+)""",
    re.VERBOSE,
)


def json_lines(value: Any) -> list[str]:
    """The value, two spaces a level; raw, to be made visible line by line when it is drawn."""
    return _dump(value).split("\n")


def lines_of(value: Any, pointer: str) -> range | None:
    """The lines on which the part at a pointer stands; None when there is none.

    Only what stands before it is written out, to be counted.
    """
    try:
        tokens = parse_pointer(pointer)
    except PointerError:
        return None
    line, here = 0, value
    for token in tokens:
        if isinstance(here, dict) and token in here:
            before = [member for name, member in here.items()]
            place = list(here).index(token)
        elif isinstance(here, list) and (found := array_index(token, len(here))) is not None and found < len(here):
            before, place = here, found
        else:
            return None
        line += 1 + sum(_height(member) for member in before[:place])
        here = before[place]
    return range(line, line + _height(here))


def json_parts(line: str) -> Iterator[Part]:
    """A line in the colours of its syntax, made visible: what a terminal would obey is an escape, as JSON writes it."""
    shown = visible(line, _MOST)
    at = 0
    for match in _TOKEN.finditer(shown):
        if match.start() > at:
            yield shown[at : match.start()], ""
        yield match[0], match.lastgroup or ""
        at = match.end()
    if at < len(shown):
        yield shown[at:], ""


def _height(value: Any) -> int:
    if not isinstance(value, (dict, list)) or not value:
        return 1
    return _dump(value).count("\n") + 1


def _dump(value: Any) -> str:
    try:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
    except (orjson.JSONEncodeError, RecursionError):
        # numbers and strings that only a refused value can have
        return json.dumps(value, indent=2, ensure_ascii=True, default=repr)
