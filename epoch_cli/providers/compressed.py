"""Bodies that come compressed though nobody asked for it (RFC 9110, section 8.4), without the bombs that may be inside.

A few KiB of gzip can hold GiB, and a coding inside a coding the square of that: data comes out in small pieces, so that
whoever counts them can stop, and only one coding is read.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Final

IDENTITY: Final = frozenset({"", "identity"})
CODINGS: Final = frozenset({"gzip", "x-gzip", "deflate"})
"""The codings that are read."""

_PIECE: Final = 64 * 1024
_EITHER: Final = zlib.MAX_WBITS | 32  # gzip or zlib, as the data begins


class CodingError(Exception):
    """The body is not in the coding that its headers say, or in one that is not read."""


async def inflated(pieces: AsyncIterator[bytes], coding: str) -> AsyncGenerator[bytes, None]:
    """The data of a compressed body, at most 64 KiB at once.

    Raises:
        CodingError: it is not in that coding, or that is none of `CODINGS`.
    """
    if coding not in CODINGS:
        raise CodingError
    decoder = zlib.decompressobj(_EITHER)
    async for piece in pieces:
        held = piece
        while held and not decoder.eof:
            try:
                data = decoder.decompress(held, _PIECE)
            except zlib.error:
                raise CodingError from None
            held = decoder.unconsumed_tail
            if data:
                yield data
