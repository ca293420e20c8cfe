"""Numbers as grammars write them, with bounds where a prop has some."""

from __future__ import annotations

from math import ceil, floor

from epoch_cli.catalog.exports.expressions import Expression, Text, chars, either, many, maybe, one_of, row

_DIGIT = one_of("0-9")
_MINUS = Text("-")
_DIGITS = 15
"""Whole numbers of so many digits are exact in every reader of JSON."""


def any_number(*, wide: bool) -> Expression:
    """Any JSON number, or one without exponent and with few digits."""
    if not wide:
        whole = either([Text("0"), row(one_of("1-9"), many(_DIGIT, 0, _DIGITS - 1))])
        return row(maybe(_MINUS), whole, maybe(_fraction()))
    whole = either([Text("0"), row(one_of("1-9"), many(_DIGIT))])
    exponent = row(one_of("eE"), maybe(one_of("+-")), many(_DIGIT, 1))
    return row(maybe(_MINUS), whole, maybe(row(Text("."), many(_DIGIT, 1))), maybe(exponent))


def number_between(least: float | None, most: float | None, *, whole: bool) -> Expression | None:
    """A number from `least` to `most`, None for no bound; a fraction only where every fraction is within both.

    Gives None where there is no whole number between them.
    """
    limit = 10**_DIGITS - 1
    low = max(-limit, ceil(least) if least is not None else -limit)
    high = min(limit, floor(most) if most is not None else limit)
    if low > high:
        return None
    options = [_whole(low, high)]
    if not whole and max(low, 0) < high:  # n.5 is less than n + 1
        options.append(row(_natural(max(low, 0), high - 1), _fraction()))
    if not whole and low < min(high, 0):  # -n.5 is more than -n - 1
        options.append(row(_MINUS, _natural(max(-high, 0), -low - 1), _fraction()))
    return either(options)


def _fraction() -> Expression:
    return row(Text("."), many(_DIGIT, 1, 6))


def _whole(low: int, high: int) -> Expression:
    if low >= 0:
        return _natural(low, high)
    negative = row(_MINUS, _natural(max(-high, 1), -low))
    return negative if high < 0 else either([negative, _natural(0, high)])


def _natural(low: int, high: int) -> Expression:
    """The numbers from `low` to `high`, neither below 0, without leading zeros."""
    options, length = [], len(str(low))
    while length < len(str(high)):
        options.append(_same_length(str(low), "9" * length))
        low, length = 10**length, length + 1
    return either([*options, _same_length(str(low), str(high))])


def _same_length(low: str, high: str) -> Expression:
    """The numbers from `low` to `high`, both of as many digits."""
    if low == high:
        return Text(low)
    rest = len(low) - 1
    if not rest or (low[1:] == "0" * rest and high[1:] == "9" * rest):
        return row(_digits(low[0], high[0]), many(_DIGIT, rest, rest) if rest else None)
    if low[0] == high[0]:
        return row(Text(low[0]), _same_length(low[1:], high[1:]))
    options = [row(Text(low[0]), _same_length(low[1:], "9" * rest))]
    if int(high[0]) - int(low[0]) > 1:
        middle = _digits(str(int(low[0]) + 1), str(int(high[0]) - 1))
        options.append(row(middle, many(_DIGIT, rest, rest)))
    return either([*options, row(Text(high[0]), _same_length("0" * rest, high[1:]))])


def _digits(first: str, last: str) -> Expression:
    return chars([(ord(first), ord(last))])
