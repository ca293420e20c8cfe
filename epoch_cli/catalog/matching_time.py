"""Whether a pattern is tried on any string in little time: Python's `re` goes back and tries again, at worst for years.

A pattern is taken for quick only where that can be shown. What is counted are the ways in which it can match the
beginning of one string: wherever the next character may belong to what stands before or to what comes after, there
are as many as places to part them. One way takes time that grows as the string does; `a+a+` has one for each
character, and `(a+)+` doubles them with each. Nothing is tried: the parts of a pattern are added up, each once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any, Final, NamedTuple

from epoch_cli.catalog.components import LONGEST_MATCHED
from epoch_cli.catalog.pattern_tree import (
    ASCII,
    CHARACTERS,
    REPEATS,
    Part,
    ascii_taken,
    class_parts,
    is_endless,
    is_negated,
    parse_pattern,
    takes,
)

MOST_WAYS: Final = 2_000
"""Enough for one place that any character may belong to either side of, as in `.*\\.png`; two of them are too much."""

_HOPELESS: Final = MOST_WAYS + 1
_OTHERS: Final = "\u0663\u2003\u00e9\u2192"
"""One of each kind of characters beyond ASCII: a digit, a space, a letter and a sign. The others are like them."""
_OTHER_BITS: Final = tuple(1 << (len(ASCII) + number) for number in range(len(_OTHERS)))
_BEYOND: Final = sum(_OTHER_BITS)
_ANY: Final = (1 << (len(ASCII) + len(_OTHERS))) - 1
_LOOKS: Final = frozenset({"ASSERT", "ASSERT_NOT"})


class _Told(NamedTuple):
    """What is known of a part: sets of characters are bits, by their codes.

    `first` may begin it, `more` may go on with it where it could end as well; `longest` counts characters, up to the
    most that are ever tried; `ways` are those in which it matches the beginning of one string.
    """

    first: int = 0
    more: int = 0
    empty: bool = True
    longest: int = 0
    ways: int = 1


def is_quick(pattern: re.Pattern[str]) -> bool:
    """Whether a pattern is shown to be quick on every string that it is tried on (`Prop.fits`).

    References to groups are not looked into: a pattern with one is not quick.
    """
    try:
        return _row(parse_pattern(pattern), pattern.flags).ways <= MOST_WAYS
    except RecursionError:
        return False


def _row(parts: Iterable[Part], flags: int) -> _Told:
    return reduce(_then, (_part(str(kind), value, flags) for kind, value in parts), _Told())


def _part(kind: str, value: Any, flags: int) -> _Told:
    if kind in CHARACTERS:
        return _character(kind, value, flags)
    if kind in REPEATS:
        least, most, inner = value
        return _repeated(_row(inner, flags), int(least), LONGEST_MATCHED if is_endless(most) else int(most))
    if kind == "BRANCH":
        return _either(value[1], flags)
    if kind in {"SUBPATTERN", "ATOMIC_GROUP"}:
        return _row(value, flags) if kind == "ATOMIC_GROUP" else _row(value[3], flags | value[1])
    if kind in _LOOKS:
        seen = _row(value[1], flags)
        # looking far ahead is harmless once, and not at each character of a repetition
        return _Told(ways=max(seen.ways, 2 if seen.longest >= LONGEST_MATCHED else 1))
    return _Told() if kind == "AT" else _Told(ways=_HOPELESS)


# ---------------------------------------------------------------- characters


def _character(kind: str, value: Any, flags: int) -> _Told:
    parts = class_parts(kind, value)
    taken = _ANY if kind == "ANY" else sum(1 << code for code in ascii_taken(parts)) | _beyond(parts, flags)
    if flags & re.IGNORECASE:
        letters = (chr(code) for code in ASCII if taken >> code & 1)
        taken |= sum({1 << ord(each) for letter in letters for each in (letter.lower(), letter.upper())}) | _BEYOND
    return _Told(first=taken, empty=False, longest=1)


def _beyond(parts: Sequence[tuple[str, Any]], flags: int) -> int:
    """The kinds of characters beyond ASCII of which a class takes any."""
    if flags & re.ASCII and any(name == "CATEGORY" for name, _ in parts):
        return _BEYOND
    by_kind = zip(_OTHER_BITS, map(ord, _OTHERS), strict=True)
    whole = {bit for bit, code in by_kind for name, inner in parts if name == "CATEGORY" and takes(name, inner, code)}
    if is_negated(parts):
        return _BEYOND - sum(whole)
    stated = any(
        (name == "LITERAL" and inner >= 0x80) or (name == "RANGE" and inner[1] >= 0x80) for name, inner in parts
    )
    return _BEYOND if stated else sum(whole)


# ---------------------------------------------------------------- adding up


def _then(one: _Told, other: _Told) -> _Told:
    """One part and then another."""
    unsure = (one.more | (one.first if one.empty else 0)) & other.first
    return _Told(
        first=one.first | (other.first if one.empty else 0),
        more=other.more | ((one.more | other.first) if other.empty else 0),
        empty=one.empty and other.empty,
        longest=min(LONGEST_MATCHED, one.longest + other.longest),
        ways=min(_HOPELESS, one.ways * other.ways * (one.longest + 1 if unsure else 1)),
    )


def _repeated(inner: _Told, least: int, most: int) -> _Told:
    if most <= 1:
        return inner._replace(empty=inner.empty or least == 0, ways=inner.ways + inner.empty) if most else _Told()
    unsure = inner.empty or inner.more & inner.first
    each = inner.ways * (inner.longest + 1 if unsure else 1)
    return _Told(
        first=inner.first,
        more=inner.more | (inner.first if least != most else 0),
        empty=inner.empty or least == 0,
        longest=min(LONGEST_MATCHED, inner.longest * most),
        ways=min(_HOPELESS, each ** min(most, 11)),  # 2 to the power of 11 is more than enough
    )


def _either(options: Iterable[Sequence[Part]], flags: int) -> _Told:
    """One of several; those that begin with the same character part where they differ: `secure|second`."""
    begun: dict[Any, list[Sequence[Part]]] = {}
    for number, option in enumerate(map(list, options)):
        literal = bool(option) and str(option[0][0]) == "LITERAL"
        begun.setdefault(("LITERAL", option[0][1]) if literal else number, []).append(option)
    told = [_begun_alike(same, flags) for same in begun.values()]
    first = reduce(or_, (each.first for each in told))
    apart = sum(each.first.bit_count() for each in told) == first.bit_count() and sum(each.empty for each in told) <= 1
    ways = [each.ways for each in told]
    return _Told(
        first=first,
        more=reduce(or_, (each.more for each in told)),
        empty=any(each.empty for each in told),
        longest=max(each.longest for each in told),
        ways=min(_HOPELESS, max(ways) if apart else sum(ways)),
    )


def _begun_alike(options: Sequence[Sequence[Part]], flags: int) -> _Told:
    if len(options) == 1:
        return _row(options[0], flags)
    return _then(_row(options[0][:1], flags), _either([option[1:] for option in options], flags))
