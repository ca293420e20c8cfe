"""The chunked transfer coding (RFC 9112, section 7.1), from bytes in any pieces."""

from __future__ import annotations

import re
from typing import Final

_SIZE: Final = rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\n]*)?\r?\n"
_FIRST = re.compile(_SIZE)
_NEXT = re.compile(rb"\r?\n" + _SIZE)  # the end of a chunk's data belongs to the line after it
_LONGEST_LINE: Final = 4096


class ChunkedDecoder:
    """Takes the bytes of a chunked body and gives its data, all that is there in one piece.

    Trailers are not looked at: nobody asks for any.

    Attributes:
        ended: whether the last chunk has come.
    """

    def __init__(self) -> None:
        self._line = _FIRST
        self._held = b""  # the beginning of a line that tells a size
        self._left = 0  # bytes of the chunk at hand that are still to come
        self.ended = False

    def feed(self, data: bytes) -> bytes:
        """The data in the next bytes of the body, which may be none.

        Raises:
            ValueError: that is not the coding.
        """
        if self._held:
            data, self._held = self._held + data, b""
        at = 0
        pieces: list[bytes] = []
        while not self.ended:
            if self._left:
                piece = data[at : at + self._left]
                pieces.append(piece)
                at += len(piece)
                self._left -= len(piece)
            if at >= len(data):
                break
            size = self._line.match(data, at)
            if size is None:
                self._hold(data[at:])
                break
            at = size.end()
            self._left = int(size[1], 16)
            self._line = _NEXT
            self.ended = self._left == 0
        return b"".join(pieces)

    def _hold(self, rest: bytes) -> None:
        """Keep what may yet become a line with a size."""
        first = self._line is _FIRST
        begins_well = first or rest[0] in b"\r\n"
        if len(rest) > _LONGEST_LINE or rest.count(b"\n") >= (1 if first else 2) or not begins_well:
            raise ValueError("no chunk begins there")
        self._held = rest
