"""Surrogate halves: text that was cut in UTF-16 units is put together again.

JavaScript, Java and .NET cut strings in 16-bit units, so a stream from such a place may bring an emoji in two halves.
Python keeps them as two characters that no encoder takes. Two halves that form a character are that character; a half
alone is no character at all (decision 17).
"""

from __future__ import annotations

import re

_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")


def joined(text: str) -> str:
    """Return `text` with every pair of halves as the character they form; halves alone stay."""
    if text.isascii():
        return text
    return _PAIR.sub(lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text)


def encodable(text: str) -> str:
    """Return `text` with pairs joined and each half alone replaced by U+FFFD, for showing it to people."""
    return text if text.isascii() else _HALF.sub("\ufffd", joined(text))


def offset_before_joining(text: str, offset: int) -> int:
    """Return where the character at `offset` of `joined(text)` stands in `text`."""
    for pairs_before, pair in enumerate(_PAIR.finditer(text)):
        if pair.start() - pairs_before >= offset:
            return offset + pairs_before
    return offset + len(text) - len(joined(text))


def ends_in_first_half(text: str) -> bool:
    """Tell whether the last unit of `text` waits for the unit after it."""
    return "\ud800" <= text[-1] <= "\udbff"
