"""The reader: any chunks give the same reads, each character is in exactly one, and little is held back.

The first bytes of an input choose bounds, whether it is healed, how large values are read, and where it is cut. The
rest is its text: as UTF-8, what is none as half a character, as a provider may send it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from epoch_cli.reading import MalformedRead, NodeRead, PatchReader, Read, StructureRead
from epoch_cli.reading.reads import TextRead

from . import TESTS
from .cuts import assert_same, pieces

MODULES: Final = ("epoch_cli.reading",)
LONGEST: Final = 768

_BOUNDS: Final = ((1_048_576, 64), (1_048_576, 64), (1_048_576, 3), (200, 64), (30, 2), (12, 3), (1, 1))
_HEAD: Final = 4
_PIECE: Final = 65_536
"""The longest text that is held for the end of its line, and the longest piece of what is malformed."""
_SHORT: Final = 16
_LONG: Final = 80_000
"""So long becomes a short text by repetition, in one input of hundreds: what is held of a long one is bounded."""
_REPEATED: Final = 255
_LONG_PIECES: Final = (1000, 4000)


def seeds() -> Iterator[bytes]:
    """Streams as models write them, well and badly, from beginning and from middle."""
    for folder in ("faulty", "valid"):
        for number, path in enumerate(sorted((TESTS / "corpus" / "streams" / folder).glob("*.txt"))):
            data = path.read_bytes()
            start = len(data) // 3 if number % 3 == 0 else 0
            yield bytes((0, number % 4, number % 256, 0)) + data[start : start + LONGEST - _HEAD]
    yield from (bytes((3, 2, 5, _REPEATED)) + text for text in (b"[", b'{"op":"'))


def check(data: bytes) -> None:
    """Read it in one piece and in several."""
    head, rest = data[:_HEAD].ljust(_HEAD, b"\0"), data[_HEAD:]
    text = rest.decode("utf-8", "surrogateescape")
    bounds = _BOUNDS[head[0] % len(_BOUNDS)]
    heal, by_node = bool(head[1] & 1), bool(head[1] & 2)
    if head[3] == _REPEATED and 0 < len(text) <= _SHORT:
        long = text * (_LONG // len(text))
        _read(pieces(long, head[2], _LONG_PIECES), bounds, heal=False, by_node=by_node)
    whole = _read([text], bounds, heal=heal)
    _assert_tiled(whole, text)
    parts = pieces(text, head[2] + 256 * head[3])
    found = _read(parts, bounds, heal=heal, by_node=by_node)
    assert_same(whole, [read for read in found if not isinstance(read, NodeRead)], "reads")


def _read(parts: Sequence[str], bounds: tuple[int, int], *, heal: bool, by_node: bool = False) -> list[Read]:
    most_chars, most_depth = bounds
    reader = PatchReader(
        max_value_chars=most_chars, max_depth=most_depth, heal=heal, granularity="node" if by_node else "patch"
    )
    reads: list[Read] = []
    fed = told = 0
    # a value, or the line that it may turn out to be
    most_held = max(most_chars, _PIECE) + max(map(len, parts), default=0)
    for number, part in enumerate(parts):
        came = reader.feed(part)
        fed += len(part)
        told = max((read.span[1] for read in came if not isinstance(read, NodeRead)), default=told)
        assert fed - told <= most_held, f"{fed - told} characters are held, with values of {most_chars} at most"
        if number % 64 == 0 and fed <= LONGEST:
            _assert_pending_is_shown(reader)
        reads += came
    reads += reader.close()
    assert reader.close() == []
    return reads


def _assert_pending_is_shown(reader: PatchReader) -> None:
    pending = reader.pending
    assert pending is None or repr(pending)


def _assert_tiled(reads: Sequence[Read], text: str) -> None:
    """Spans cover everything once, in order, and texts hold what stands there."""
    spans = [(0, 0), *(read.span for read in reads if not isinstance(read, NodeRead)), (len(text), len(text))]
    for (_, end), (start, _) in pairwise(spans):
        assert end == start, f"a read ends at {end}, the next begins at {start}"
    assert all(start < end for start, end in spans[1:-1]), "a read is empty"
    for read in reads:
        if isinstance(read, (TextRead, StructureRead)):
            start, end = read.span
            assert _units(read.text) == _units(text[start:end])
        elif isinstance(read, MalformedRead):
            read.excerpt.encode()
            assert 0 <= read.position <= len(text)


def _units(text: str) -> bytes:
    return text.encode("utf-16", "surrogatepass")
