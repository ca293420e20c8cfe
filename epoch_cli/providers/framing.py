"""What all framings of a stream share: lines out of chunks, a bound on their size, frames before a failure."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Final

from epoch_cli.providers.failures import Failed, Failure

Frame = tuple[str, bytes]
"""The name of an event, empty where there is none, and its data."""

MAX_EVENT_BYTES: Final = 1024 * 1024
"""The most data of one event."""

_BOM: Final = b"\xef\xbb\xbf"


class FrameDecoder(ABC):
    """Takes the bytes of one answer and gives its frames, the same ones whatever the chunks.

    Each byte is looked at a constant number of times: the pieces of a line are put together once, when it ends.

    Args:
        limit: the most data of one event, in bytes.
    """

    _beyond_data: int
    """The most bytes of a line besides its data."""

    def __init__(self, limit: int = MAX_EVENT_BYTES) -> None:
        self._limit = limit
        self._pieces: list[bytes] = []  # of a line that has no end yet
        self._size = 0
        self._first = True  # only the first line may begin with a byte order mark
        self._failed: Failed | None = None

    def feed(self, chunk: bytes) -> list[Frame]:
        """The frames that are whole now.

        Raises:
            Failed: an event is too large; the frames before it have been given.
        """
        frames: list[Frame] = []
        if self._failed is None:
            try:
                self._read(chunk, frames)
            except Failed as failed:
                self._failed = failed
        if self._failed is not None and not frames:
            raise self._failed
        return frames

    @abstractmethod
    def close(self) -> list[Frame]:
        """The input has ended: the frames that this makes whole.

        Raises:
            Failed: as `feed` does.
        """

    @abstractmethod
    def _read(self, chunk: bytes, frames: list[Frame]) -> None: ...

    @abstractmethod
    def _take(self, line: bytes, frames: list[Frame]) -> None: ...

    def _read_lines(self, chunk: bytes, frames: list[Frame]) -> None:
        r"""Take the lines that end with a `\n`; the first goes on with what was left, the last may be left."""
        lines = chunk.split(b"\n")
        rest = lines.pop()
        if lines and self._pieces:
            self._pieces.append(lines[0])
            lines[0] = b"".join(self._pieces)
            self._pieces.clear()
            self._size = 0
        for line in lines:
            self._take_checked(line, frames)
        if rest:
            self._pieces.append(rest)
            self._size += len(rest)
            self._check_line(self._size)

    def _take_checked(self, line: bytes, frames: list[Frame]) -> None:
        if self._first:
            line = line.removeprefix(_BOM)
            self._first = False
        self._check_line(len(line))
        self._take(line, frames)

    def _rest(self) -> bytes:
        """The line that has no end yet."""
        rest = b"".join(self._pieces)
        return rest.removeprefix(_BOM) if self._first else rest

    def _check_line(self, size: int) -> None:
        if size > self._limit + self._beyond_data:
            raise self._too_large()

    def _too_large(self) -> Failed:
        what = f"sent an event of more than {self._limit:,} bytes"
        return Failed(Failure("server", what, code="event-too-large", retryable=False))
