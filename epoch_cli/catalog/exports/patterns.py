r"""A prop's `pattern`, which is one of Python's regular expressions, as the text of a JSON string that it matches.

Read are literals, classes, groups, alternatives and repetitions, which is what patterns of names are made of. `\w`,
`\d`, `\s` and classes by what they leave out take their ASCII characters; in a document, where nothing valid may be
refused, also any other. What is not read (look-around, references, flags, anchors inside) gives None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from epoch_cli.catalog.exports.expressions import LAST, Expression, Text, chars, either, many, row, value_text
from epoch_cli.catalog.pattern_tree import (
    CHARACTERS,
    REPEATS,
    ascii_taken,
    class_parts,
    is_endless,
    is_negated,
    parse_pattern,
)

_COMMON_ESCAPES = frozenset({r"\n", r"\t", r"\"", "\\\\"})
_UNREAD_FLAGS = re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE | re.LOCALE


class _UnreadError(Exception):
    """Something in a pattern that grammars do not say."""


def pattern_text(pattern: re.Pattern[str], *, wide: bool) -> Expression | None:
    """What stands between the quotes of a string that the whole pattern matches; None where it cannot be told.

    Args:
        pattern: of a prop; anchors at its ends say nothing new.
        wide: whether it must take everything that the pattern takes, or nothing else.
    """
    if pattern.flags & _UNREAD_FLAGS:
        return None
    tree = parse_pattern(pattern)
    while tree and _is_anchor(tree[0], "AT_BEGINNING", "AT_BEGINNING_STRING"):
        tree = tree[1:]
    while tree and _is_anchor(tree[-1], "AT_END", "AT_END_STRING"):
        tree = tree[:-1]
    try:
        return _row(tree, wide)
    except _UnreadError:
        return None


def _is_anchor(part: tuple[Any, Any], *names: str) -> bool:
    return str(part[0]) == "AT" and str(part[1]) in names


def _row(tree: Iterable[tuple[Any, Any]], wide: bool) -> Expression:  # noqa: FBT001
    return row(*(_part(str(kind), value, wide) for kind, value in tree))


def _part(kind: str, value: Any, wide: bool) -> Expression:  # noqa: FBT001
    if kind == "LITERAL":
        return _character(value)
    if kind in CHARACTERS:
        return _class(kind, value, wide)
    if kind == "SUBPATTERN" and not value[1] and not value[2]:
        return _row(value[3], wide)
    if kind == "BRANCH":
        return either(_row(option, wide) for option in value[1])
    if kind in REPEATS:
        least, most, inner = value
        # a possessive one takes less than it seems to
        if kind == "POSSESSIVE_REPEAT" and not wide:
            raise _UnreadError
        return many(_row(inner, wide), int(least), None if is_endless(most) else int(most))
    raise _UnreadError


def _class(kind: str, value: Any, wide: bool) -> Expression:  # noqa: FBT001
    """One character of a class: what Python takes of ASCII, and where asked for whatever is beyond."""
    parts = class_parts(kind, value)
    negated, taken = is_negated(parts), ascii_taken(parts)
    ranges = [(code, code) for code in sorted(taken) if len(value_text(chr(code)).text) == 3]
    if not negated:
        ranges += [(max(low, 0x80), high) for low, high in _stated(parts) if high >= 0x80]
    if wide and (negated or any(name == "CATEGORY" for name, _ in parts)):
        ranges.append((0x80, LAST))
    escaped = [_character(code) for code in sorted(taken) if len(value_text(chr(code)).text) != 3]
    if not wide:
        escaped = [text for text in escaped if text.text in _COMMON_ESCAPES]
    if not ranges and not escaped:
        raise _UnreadError
    return either([*([chars(ranges)] if ranges else []), *escaped])


def _stated(parts: Iterable[tuple[str, Any]]) -> Iterable[tuple[int, int]]:
    for name, inner in parts:
        if name == "LITERAL":
            yield inner, inner
        elif name == "RANGE":
            yield inner


def _character(code: int) -> Text:
    """A character as it stands in a JSON string."""
    return Text(value_text(chr(code)).text[1:-1])
