"""JSON values on lines of their own, from bytes in any chunks, as Ollama streams them."""

from __future__ import annotations

from epoch_cli.providers.framing import Frame, FrameDecoder


class NdjsonDecoder(FrameDecoder):
    r"""Gives a frame `("", line)` for each line that is not blank.

    Lines end with `\n` and nothing else, since all else may stand inside a JSON string; a `\r` before it is dropped.
    """

    _beyond_data = len(b"\r")

    def close(self) -> list[Frame]:
        """The input has ended, and with it the last line."""
        return self.feed(b"\n") if self._pieces or self._failed is not None else []

    def _read(self, chunk: bytes, frames: list[Frame]) -> None:
        self._read_lines(chunk, frames)

    def _take(self, line: bytes, frames: list[Frame]) -> None:
        line = line.removesuffix(b"\r")
        if len(line) > self._limit:
            raise self._too_large()
        if line.strip():
            frames.append(("", line))
