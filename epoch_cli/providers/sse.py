"""Server-sent events from bytes in any chunks (HTML standard, section 9.2.6), and what servers send in their place.

Lines are split at LF, CRLF and CR and nowhere else: U+2028 and its like may stand inside JSON strings.
"""

from __future__ import annotations

from typing import Final

from epoch_cli.providers.framing import MAX_EVENT_BYTES, Frame, FrameDecoder

SIGN_OF_LIFE: Final[Frame] = (":", b"")
"""Stands for a comment, which servers send lest a connection seems dead."""

_DATA: Final = b"data: "
_EVENT: Final = b"event: "


class SseDecoder(FrameDecoder):
    """Gives events, each with its name and its data, and besides them:

    - for a comment the frame `(":", b"")`;
    - for a field `error:` a frame `("error", value)` at once: llama.cpp reported errors so until late 2025;
    - for a line that begins with `{`, which is JSON without any frame, `("", line)`: servers that fail may forget that
      they stream.

    An event without data, by which some servers keep a connection alive, gives nothing.
    """  # noqa: D415  a sentence with a list

    _beyond_data = len(_DATA)

    def __init__(self, limit: int = MAX_EVENT_BYTES) -> None:
        super().__init__(limit)
        self._event = ""
        self._data: list[bytes] = []
        self._data_size = 0
        self._after_cr = False  # an LF that comes first belongs to a line that has ended
        self._between = False  # no line and no event is under way: whole events may be read in one go

    def close(self) -> list[Frame]:
        """The input has ended: an event that has not is dropped, JSON without a frame is given."""
        if self._failed is not None:
            raise self._failed
        rest = self._rest()
        if not rest.startswith(b"{"):
            return []
        self._pieces.clear()
        return [("", rest)]

    def _read(self, chunk: bytes, frames: list[Frame]) -> None:
        if self._between and b"\r" not in chunk:
            chunk = self._read_events(chunk, frames)
        if not chunk:
            return
        if self._after_cr:
            self._after_cr = False
            chunk = chunk.removeprefix(b"\n")
        if b"\r" in chunk:
            self._after_cr = chunk.endswith(b"\r")
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        self._read_lines(chunk, frames)
        self._between = not (self._pieces or self._data or self._event or self._after_cr or self._first)

    def _read_events(self, chunk: bytes, frames: list[Frame]) -> bytes:
        """Read the events that a chunk holds whole, and give the rest of it.

        Nearly every chunk is one event of one or two lines, so this is most of what is ever done here.
        """
        end = chunk.rfind(b"\n\n")
        if end < 0 or end > self._limit:
            return chunk
        for block in chunk[:end].split(b"\n\n"):
            name, data = "", block
            if block.startswith(_EVENT):
                line, _, data = block.partition(b"\n")
                name = line[len(_EVENT) :].decode(errors="replace")
            if data.startswith(_DATA) and b"\n" not in data:
                if data != _DATA:
                    frames.append((name, data[len(_DATA) :]))
            else:
                for line in block.split(b"\n"):
                    self._take(line, frames)
                self._take(b"", frames)
        return chunk[end + 2 :]

    def _take(self, line: bytes, frames: list[Frame]) -> None:
        if not line:
            self._dispatch(frames)
        elif line.startswith(b":"):
            frames.append(SIGN_OF_LIFE)
        elif line.startswith(b"{"):
            frames.append(("", line))
        else:
            field, _, value = line.partition(b":")
            self._set(field, value.removeprefix(b" "), frames)

    def _set(self, field: bytes, value: bytes, frames: list[Frame]) -> None:
        if field == b"data":
            self._data.append(value)
            self._data_size += len(value) + 1
            if self._data_size - 1 > self._limit:
                raise self._too_large()
        elif field == b"event":
            self._event = value.decode(errors="replace")
        elif field == b"error":
            frames.append(("error", value))

    def _dispatch(self, frames: list[Frame]) -> None:
        if any(self._data):
            frames.append((self._event, b"\n".join(self._data)))
        self._event = ""
        self._data.clear()
        self._data_size = 0
