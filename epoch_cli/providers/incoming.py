"""One answer, from its bytes to neutral parts: framing, JSON, the dialect's reader, and whether the answer is whole.

Nothing here waits or opens anything; `remote.py` brings the bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

import orjson

from epoch_cli.providers.base import Part, PingPart, TextPart, ToolInputPart
from epoch_cli.providers.dialects import Ask, Dialect
from epoch_cli.providers.failures import Failed, Failure
from epoch_cli.providers.inline_thinking import InlineThinking
from epoch_cli.providers.masking import Mask
from epoch_cli.providers.ndjson import NdjsonDecoder
from epoch_cli.providers.secret import Secret
from epoch_cli.providers.sse import SseDecoder
from epoch_cli.reading.surrogates import joined

Frame = tuple[str, bytes]


class Decoder(Protocol):
    """Splits bytes into frames `(event, data)`."""

    def feed(self, chunk: bytes) -> list[Frame]:
        """The frames that are whole now."""
        ...

    def close(self) -> list[Frame]:
        """The frames that the end of the input makes whole."""
        ...


_DECODERS: Mapping[str, type[SseDecoder | NdjsonDecoder]] = {"sse": SseDecoder, "ndjson": NdjsonDecoder}
MAX_WHOLE_BYTES: Final = 8 * 1024 * 1024
"""The most JSON that is read in one piece: a value may take twenty times the memory of its text."""

_SIGN_OF_LIFE: Final = ":"
_DONE: Final = b"[DONE]"
_PING: Final = PingPart()
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_BLANK = b" \t\r\n\xef\xbb\xbf"
_NOT_OF_THE_PROTOCOL = (KeyError, IndexError, TypeError, AttributeError, ValueError, ArithmeticError, RecursionError)


class Incoming:
    """Takes the bytes of one answer with status 200 and gives its parts.

    Args:
        dialect: how the answer is to be read.
        ask: what was asked.
        content_type: the header, empty when there was none.
        key: what is hidden in the texts, where it is unmistakable; None for nothing.

    Attributes:
        ended: whether nothing can follow any more, so that nobody need wait for the connection's end.
        failed: what went wrong, to be raised once the parts that came before it are handed on.
    """

    def __init__(self, dialect: Dialect, ask: Ask, content_type: str = "", key: Secret | None = None) -> None:
        self._dialect = dialect
        self._ask = ask
        self._decoder: Decoder = _DECODERS[dialect.framing]()
        self._reader = dialect.reader(ask)
        self._thinking = InlineThinking() if ask.row.inline_think else None
        self._mask = Mask(key) if key and key.unmistakable else None
        self._whole: list[bytes] | None = None
        self._whole_bytes = 0
        self._begun = dialect.framing != "sse"  # there an object is no sign that the stream is none
        self._heard: list[str] = []
        self._kind = content_type.partition(";")[0].strip().lower()
        self._empty, self._framed = True, False  # whether nothing came, and whether something of the protocol did
        self.ended = False
        self.failed: Failed | None = None
        if self._kind == "text/html":
            what = "answered with a web page, not as an API does"
            raise Failed(Failure("server", what, code="not-an-api", retryable=False))
        if ask.mode != "stream" or (self._kind == "application/json" and not self._begun):
            self._whole, self._begun = [], True

    @property
    def complete(self) -> bool:
        """Whether the terminal marker has come (a stream without one was cut)."""
        return self._reader.complete

    @property
    def partial(self) -> str:
        """The text so far."""
        return joined("".join(self._heard))

    def take(self, chunk: bytes) -> list[Part]:
        """The parts that a chunk makes whole; `failed` when the answer says so, or is not of the protocol."""
        self._empty = self._empty and not chunk
        if not self._begun:
            start = chunk.lstrip(_BLANK)
            if start:
                self._begun = True
                if start[0] in b"{[":
                    self._whole = []
        if self._whole is not None:
            self._whole.append(chunk)
            self._whole_bytes += len(chunk)
            if self._whole_bytes > MAX_WHOLE_BYTES:
                what = f"sent more than {MAX_WHOLE_BYTES // 1024**2} MiB in one piece"
                self.failed = Failed(Failure("server", what, code="answer-too-large", retryable=False))
            return []
        return self._read(self._decoder.feed(chunk))

    def end(self) -> list[Part]:
        """The input has ended: the last parts; `failed` as with `take`, or because the answer was cut."""
        if self._empty:
            self.failed = Failed(Failure("truncated", "sent an empty answer", code="no-end"))
            return []
        if self._whole is not None:
            return self._read_whole(b"".join(self._whole)) + self.rest()
        parts = [] if self.ended else self._read(self._decoder.close())
        if not self._framed and self._kind == "text/plain" and self.failed is None:
            self.failed = Failed(Failure("server", "answered with plain text, not as an API does", code="not-an-api"))
            return parts
        if self.failed is not None and self.failed.failure.code == "unreadable":
            self.failed = _cut_off()  # half a line is no offence against the protocol
        parts += self._kept(self._reader.end())
        if self._thinking is not None:
            parts += self._noted(self._thinking.end())
        parts += self.rest()
        if self.failed is None and not self._reader.complete:
            self.failed = _cut_off()
        return parts

    # ------------------------------------------------------------ frames

    def _read(self, frames: Sequence[Frame]) -> list[Part]:
        parts: list[Part] = []
        self._framed = self._framed or bool(frames)
        try:
            for event, data in frames:
                if event == _SIGN_OF_LIFE:
                    parts.append(_PING)
                elif data == _DONE:
                    self._reader.done()
                    self.ended = True
                    break  # what may follow is not read, whether it came in the same chunk or not
                else:
                    parts += self._kept(self._read_frame(event, data))
        except Failed as failed:
            self.failed = failed
            parts += self._kept([*failed.parts])
        return parts

    def _read_frame(self, event: str, data: bytes) -> list[Part]:
        try:
            body = _parsed(data)
        except orjson.JSONDecodeError:
            if event == "error":
                raise Failed(Failure("server", data.decode(errors="replace"))) from None
            raise _unreadable("sent something that is not JSON") from None
        try:
            return self._reader.read(event, body)
        except _NOT_OF_THE_PROTOCOL:
            raise _unreadable("sent something that its protocol does not have") from None

    def _read_whole(self, raw: bytes) -> list[Part]:
        """An answer that came as one JSON body, where a stream was asked for or not."""
        try:
            body = _parsed(raw.removeprefix(b"\xef\xbb\xbf"))
            return self._kept(self._dialect.whole(self._ask, body))
        except orjson.JSONDecodeError:
            self.failed = _cut_off()
        except Failed as failed:
            self.failed = failed
            return self._kept([*failed.parts])
        except _NOT_OF_THE_PROTOCOL:
            self.failed = _unreadable("sent something that its protocol does not have")
        return []

    # ------------------------------------------------------------ text

    def _kept(self, parts: list[Part]) -> list[Part]:
        """The parts, with thinking inside the text apart; their text is noted for whoever asks what had come."""
        if self._thinking is not None:
            apart: list[Part] = []
            for part in parts:
                if type(part) is TextPart:
                    apart += self._thinking.split(part.text)
                else:
                    apart.append(part)
            parts = apart
        return self._noted(parts)

    def _noted(self, parts: Iterable[Part]) -> list[Part]:
        noted = list(parts) if self._mask is None else self._mask.parts(parts)
        return self._heard_too(noted)

    def rest(self) -> list[Part]:
        """What was held back and turned out to be text like any other, now that nothing follows."""
        return [] if self._mask is None else self._heard_too(self._mask.end())

    def _heard_too(self, noted: list[Part]) -> list[Part]:
        for part in noted:
            if type(part) is TextPart or type(part) is ToolInputPart:
                self._heard.append(part.text)
        return noted


def _cut_off() -> Failed:
    return Failed(Failure("truncated", "the answer was cut off", code="no-end"))


def _unreadable(what: str) -> Failed:
    return Failed(Failure("server", what, code="unreadable"))


def _parsed(raw: bytes) -> Any:
    """The value of a JSON text, in which half a character may stand: servers that count in UTF-16 cut emoji in two.

    Raises:
        orjson.JSONDecodeError: it is no JSON.
    """
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        if _HALF.search(raw) is None:
            raise
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            pass
        raise


def parse_body(raw: bytes) -> Any:
    """The body of an answer that is no stream: JSON, or text where it is none."""
    try:
        return orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return raw.decode(errors="replace")
