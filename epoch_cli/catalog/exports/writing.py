"""What Lark and GBNF write alike: classes of characters and quoted text."""

from __future__ import annotations

import json

from epoch_cli.catalog.exports.expressions import LAST, Chars, others

# What means something inside a class in one of the dialects, or in the regular expressions that Lark's are.
_SPECIAL = frozenset("\\[]^-/&~")


def char_class(chars: Chars) -> str:
    r"""A class such as `[A-Za-z_]`; one that reaches to the end of Unicode is told by what it leaves out.

    Only `\xHH`, `\n`, `\t` and `\r` are used for what cannot stand for itself: both dialects read these alike.
    """
    if chars.ranges[-1][1] != LAST:
        return f"[{_ranges(chars)}]"
    return f"[^{_ranges(others(*chars.ranges))}]"


def quoted(text: str) -> str:
    """Text in double quotes, for both dialects."""
    return json.dumps(text, ensure_ascii=False)


def _ranges(chars: Chars) -> str:
    return "".join(_range(first, last) for first, last in chars.ranges)


def _range(first: int, last: int) -> str:
    if last - first < 2:
        return "".join(map(_character, range(first, last + 1)))
    return f"{_character(first)}-{_character(last)}"


def _character(code: int) -> str:
    named = {"\n": r"\n", "\t": r"\t", "\r": r"\r"}.get(chr(code))
    if named:
        return named
    plain = chr(code).isprintable() and chr(code) not in _SPECIAL
    return chr(code) if plain or code > 0xFF else f"\\x{code:02x}"
