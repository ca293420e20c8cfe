"""What Lark and GBNF write alike: classes of characters, quoted text and how often something comes."""

from __future__ import annotations

import json
from collections.abc import Mapping

from epoch_cli.catalog.exports.expressions import LAST, Chars, others

# What means something inside a class in one of the dialects, or in the regular expressions that Lark's are.
_SPECIAL = frozenset("\\[]^-/&~")

SIGNS: Mapping[tuple[int, int | None], str] = {(0, 1): "?", (0, None): "*", (1, None): "+"}
"""The repetitions that have a sign of their own, by the least and the most."""


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


def times(least: int, most: int | None) -> str:
    """What stands behind something that is repeated, in GBNF and in regular expressions: `*`, `{2,5}`."""
    return SIGNS.get((least, most)) or f"{{{least},{'' if most is None else most}}}"


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
