"""JSON lines: split at line feeds and nowhere else, the same frames whatever the chunks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples

from epoch_cli.providers.failures import Failed
from epoch_cli.providers.framing import Frame
from epoch_cli.providers.ndjson import NdjsonDecoder

ODD = '{"t":"\u2028\u2029\u0085\x0b\x0c\x1c é 🎉"}'.encode()

CASES = [
    (b"", []),
    (b'{"a":1}\n', [b'{"a":1}']),
    (b'{"a":1}\n{"b":2}\n', [b'{"a":1}', b'{"b":2}']),
    (b'{"a":1}\r\n\r\n{"b":2}\r\n', [b'{"a":1}', b'{"b":2}']),
    (b'\n\n{"a":1}\n \n\t\n{"b":2}', [b'{"a":1}', b'{"b":2}']),
    (b'{"a":1}\r{"b":2}\n', [b'{"a":1}\r{"b":2}']),
    (b'\xef\xbb\xbf{"a":1}\n', [b'{"a":1}']),
    (b'{"a":1}\n\xef\xbb\xbf{"b":1}\n', [b'{"a":1}', b'\xef\xbb\xbf{"b":1}']),
    (b'{"a":1}\r', [b'{"a":1}']),
    (ODD + b"\n" + ODD, [ODD, ODD]),
    (b"\r\n  ", []),
]


def decode(pieces: list[bytes], limit: int = 1000) -> list[Frame]:
    decoder = NdjsonDecoder(limit)
    return [frame for piece in pieces for frame in decoder.feed(piece)] + decoder.close()


@every_row(("data", "lines"), CASES)
def test_lines_in_one_chunk_and_byte_by_byte(data: bytes, lines: list[bytes]) -> None:
    frames = [("", line) for line in lines]
    assert decode([data]) == frames
    assert decode([bytes([byte]) for byte in data]) == frames


@settings(max_examples=examples(50), deadline=None)
@given(st.lists(st.integers(0, 300), max_size=20))
def test_lines_are_the_same_for_every_chunking(places: list[int]) -> None:
    data = b"\n".join(data for data, _ in CASES[1:])
    ends = sorted({0, len(data), *(min(place, len(data)) for place in places)})
    pieces = [data[start:end] for start, end in pairwise(ends)]
    assert decode(pieces) == [("", line) for whole in data.split(b"\n") if (line := _plain(whole, data)).strip()]


def _plain(line: bytes, data: bytes) -> bytes:
    return (line.removeprefix(b"\xef\xbb\xbf") if data.startswith(line) else line).removesuffix(b"\r")


@every_row("size", [1, 7, 4096])
@every_row("tail", [b"\n", b"\r\n", b""])
def test_a_line_that_is_too_long_fails_behind_those_before_it(size: int, tail: bytes) -> None:
    assert decode([b"x" * 100 + tail], 100) == [("", b"x" * 100)]
    data = b"1\n2\n" + b"x" * 101 + tail
    decoder = NdjsonDecoder(100)
    frames: list[Frame] = []
    with pytest.raises(Failed) as caught:  # noqa: PT012  which piece it is depends on their size
        for at in range(0, len(data), size):
            frames += decoder.feed(data[at : at + size])
        decoder.close()
    assert frames == [("", b"1"), ("", b"2")]
    assert caught.value.failure.code == "event-too-large"
    with pytest.raises(Failed):
        decoder.close()
