"""Server-sent events and lines of JSON: any chunks give the frames that a plain reading of the standard gives.

The first bytes of an input choose where it is cut, how large an event may be, and which framing it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from epoch_cli.providers.failures import Failed
from epoch_cli.providers.framing import Frame, FrameDecoder
from epoch_cli.providers.ndjson import NdjsonDecoder
from epoch_cli.providers.sse import SseDecoder

from . import TESTS
from .cuts import assert_same, pieces

MODULES: Final = ("epoch_cli.providers.framing", "epoch_cli.providers.sse", "epoch_cli.providers.ndjson")
LONGEST: Final = 512

_HEAD: Final = 3
_SMALL: Final = 24
_FIELD: Final = len(b"data: ")
"""What a line of JSON without a frame may be longer: where a field would have its name, it has data."""
_BOM: Final = b"\xef\xbb\xbf"


def seeds() -> Iterator[bytes]:
    """The bodies of answers that the tests have."""
    for number, path in enumerate(sorted((TESTS / "data" / "wire").iterdir())):
        if path.suffix in {".sse", ".ndjson"}:
            data = path.read_bytes()
            yield bytes((number % 256, 0, 2 * (path.suffix == ".ndjson"))) + data[: LONGEST - _HEAD]


def check(data: bytes) -> None:
    """Decode it in one piece and in several; without a small bound, compare with a plain reading."""
    head, body = data[:_HEAD].ljust(_HEAD, b"\0"), data[_HEAD:]
    seed, small, lines = head[0] + 256 * head[1], bool(head[2] & 1), bool(head[2] & 2)
    make: Callable[[int], FrameDecoder] = NdjsonDecoder if lines else SseDecoder
    limit = _SMALL if small else 1 << 20
    found, failed = _decoded(make(limit), pieces(body, seed))
    whole, failed_whole = _decoded(make(limit), [body])
    assert_same(whole, found, "frames")
    assert failed == failed_whole, "what is too large in one piece is too large in several"
    expected = _lines(body) if lines else _events(body)
    if not failed:
        assert_same(expected, found, "frames, as the standard says,")
    elif small:
        assert found == expected[: len(found)], "the frames before one that is too large are given"
        assert any(len(data) > _SMALL for _, data in expected) or len(body) > _SMALL
    assert small or not failed
    assert all(len(data) <= limit + _FIELD for _, data in found), "a frame is larger than any may be"


def _decoded(decoder: FrameDecoder, parts: Sequence[bytes]) -> tuple[list[Frame], bool]:
    frames: list[Frame] = []
    try:
        for part in parts:
            frames += decoder.feed(part)
        frames += decoder.close()
    except Failed as failed:
        assert failed.failure.code == "event-too-large"
        return frames, True
    return frames, False


def _events(data: bytes) -> list[Frame]:
    """The events of a whole stream, line by line as the standard tells it (HTML, section 9.2.6)."""
    frames: list[Frame] = []
    lines = data.removeprefix(_BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    name, values = "", list[bytes]()
    for number, line in enumerate(lines):
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if line.startswith(b"{"):
            frames.append(("", line))
        elif number == len(lines) - 1:
            break
        elif not line:
            if any(values):
                frames.append((name, b"\n".join(values)))
            name, values = "", []
        elif not field:
            frames.append((":", b""))
        elif field == b"error":
            frames.append(("error", value))
        elif field == b"event":
            name = value.decode(errors="replace")
        elif field == b"data":
            values.append(value)
    return frames


def _lines(data: bytes) -> list[Frame]:
    lines = [line.removesuffix(b"\r") for line in data.removeprefix(_BOM).split(b"\n")]
    return [("", line) for line in lines if line.strip()]
