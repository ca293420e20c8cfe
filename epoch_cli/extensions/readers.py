"""A reader of an extension among those of a run: what it writes goes where data goes, and where it fails it ends."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from epoch_cli.events import Event, decode, encode
from epoch_cli.extensions.entries import Entry
from epoch_cli.extensions.isolation import FAILED, Isolation
from epoch_cli.extensions.shapes import EventReader, ReaderExtension


class _Collected(io.BufferedIOBase):
    """Keeps what is written until it is taken; to close it means nothing, as it is not the reader's to close."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """It is, for what wraps it as text."""
        return True

    def write(self, data: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Keep a copy."""
        self._parts.append(bytes(data))
        return len(data)

    def close(self) -> None:
        """Nothing; it is kept until it is taken."""

    def take(self) -> bytes:
        """All that was written since the last time."""
        taken, self._parts = b"".join(self._parts), []
        return taken


class ReaderOutput:
    """Writes a run in the format of an extension.

    Args:
        entry: the extension.
        found: what it names.
        isolation: runs it.
        write: takes what it wrote, after each event.

    Attributes:
        told: a line that says that the data is cut short, where it is.
    """

    def __init__(
        self, entry: Entry, found: ReaderExtension, isolation: Isolation, write: Callable[[bytes], None]
    ) -> None:
        self.told: Sequence[str] = ()
        self._entry = entry
        self._isolation = isolation
        self._write = write
        self._stream = _Collected()
        self._reader: EventReader | None = None
        opened = isolation.call(entry, "to open", found.open, self._stream)
        if opened is FAILED:
            self._end()
        else:
            self._reader = opened

    @property
    def failed(self) -> bool:
        """Whether what it wrote is not all."""
        return bool(self.told)

    def feed(self, event: Event) -> None:
        """Take in the next event."""
        if self._reader is not None:
            self._call("while it was read to", self._reader.feed, decode(encode(event)))

    def pass_over(self, event: Event) -> None:
        """Take in an event from before the part that is written."""
        take = getattr(self._reader, "pass_over", None)
        if callable(take):
            self._call("while it was read to", take, decode(encode(event)))

    def close(self) -> None:
        """The run is over."""
        if self._reader is not None:
            self._call("at the end", self._reader.close)
            self._reader = None

    def _call(self, doing: str, function: Callable[..., object], *arguments: object) -> None:
        done = self._isolation.call(self._entry, doing, function, *arguments)
        # who has closed the pipe is no failure of the extension's, so it is written from out here
        written = self._stream.take()
        if done is FAILED:
            self._end()
        if written:
            self._write(written)

    def _end(self) -> None:
        self._reader = None
        self.told = (f"what {self._entry.name} has written is not all",)
