"""From bytes to text, in whatever chunks they come: UTF-8, and UTF-16 where a byte order mark says so.

A character that is split over chunks is kept whole. Bytes that are no UTF-8 become U+FFFD, one for each maximal part of
a character (Unicode 16, section 3.9), and it is told where the first one stood and how many there were: nothing is
changed in silence.
"""

from __future__ import annotations

import codecs
from typing import Final, NamedTuple

_REPLACEMENT: Final = "\ufffd"
_UTF_16: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_STARTS: Final = (b"", b"\xff", b"\xfe")  # what may still become a mark of UTF-16


class InvalidBytes(NamedTuple):
    """Bytes that are no text.

    Attributes:
        times: how often something had to be replaced.
        offset: of the first, in bytes from the start of the input.
        line: its line (from 1).
        column: its column (from 1), in characters.
        encoding: what the bytes should have been, as people write it.
    """

    times: int
    offset: int
    line: int
    column: int
    encoding: str


class Decoder:
    """Decodes the chunks of one input.

    Half of a surrogate pair in UTF-16 is left to whoever reads the text, as if it had been written as an escape.
    """

    def __init__(self) -> None:
        self._encoding = ""
        self._errors = "strict"
        self._rest = b""
        self._offset = 0  # bytes that are decoded
        self._line = 1
        self._column = 1
        self._invalid: InvalidBytes | None = None

    @property
    def invalid(self) -> InvalidBytes | None:
        """What could not be decoded so far, None when all of it could."""
        return self._invalid

    def feed(self, data: bytes) -> str:
        """Return the text that `data`, following what was fed before, completes."""
        return self._decode(data, final=False)

    def close(self) -> str:
        """The input has ended: return what is left, a character that was cut as U+FFFD."""
        return self._decode(b"", final=True)

    def _decode(self, data: bytes, *, final: bool) -> str:
        data = self._rest + data if self._rest else data
        if not self._encoding:
            if data in _STARTS and not final:
                self._rest = data
                return ""
            data = self._recognise(data)
        try:
            text, used = self._decoded(data, self._errors, final=final)
        except UnicodeDecodeError as error:
            text, used = self._replace(data, error.start, final=final)
        self._advance(text, used)
        self._rest = data[used:]
        return text

    def _recognise(self, data: bytes) -> bytes:
        """Choose the encoding by a byte order mark; that of UTF-16 is no part of the text, that of UTF-8 is."""
        self._encoding = _UTF_16.get(data[:2], "utf-8")
        if self._encoding == "utf-8":
            return data
        self._errors = "surrogatepass"
        self._offset = 2
        return data[2:]

    def _decoded(self, data: bytes, errors: str, *, final: bool) -> tuple[str, int]:
        """As much text as there is, and how many bytes it took."""
        if self._encoding == "utf-8":
            return codecs.utf_8_decode(data, errors, final)
        decode = codecs.utf_16_le_decode if self._encoding == "utf-16-le" else codecs.utf_16_be_decode
        return decode(data, errors, final)

    def _replace(self, data: bytes, start: int, *, final: bool) -> tuple[str, int]:
        """Decode with replacements; `start` is the first byte that needs one."""
        if self._encoding == "utf-8":
            text, used = codecs.utf_8_decode(data, "replace", final)
            # bytes that mean U+FFFD stand for themselves; no part of another character looks like them
            count = text.count(_REPLACEMENT) - data[:used].count(_REPLACEMENT.encode())
        else:  # only the very end can be wrong: half of a unit
            text, _ = self._decoded(data[:start], self._errors, final=True)
            text, used, count = text + _REPLACEMENT, len(data), 1
        if self._invalid is None:
            before, _ = self._decoded(data[:start], self._errors, final=True)
            line, column = self._place_after(before)
            self._invalid = InvalidBytes(count, self._offset + start, line, column, self._encoding[:6].upper())
        else:
            self._invalid = self._invalid._replace(times=self._invalid.times + count)
        return text, used

    def _advance(self, text: str, used: int) -> None:
        self._offset += used
        if self._invalid is None:  # nobody asks for a place after the first
            self._line, self._column = self._place_after(text)

    def _place_after(self, text: str) -> tuple[int, int]:
        breaks = text.count("\n")
        if breaks:
            return self._line + breaks, len(text) - text.rfind("\n")
        return self._line, self._column + len(text)
