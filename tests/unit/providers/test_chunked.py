"""Chunked bodies: the same data whatever the pieces, and as h11 reads them."""

from __future__ import annotations

import time

import h11
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples

from epoch_cli.providers.chunked import ChunkedDecoder

BODIES = [
    b"0\r\n\r\n",
    b"5\r\nhello\r\n0\r\n\r\n",
    b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n",
    b"A;name=value\r\n0123456789\r\n00b \r\n0123456789a\r\n0\r\nTrailer: x\r\n\r\n",
    b"7\r\n\r\n0\r\n\r\n\r\n2\r\n\r\n\r\n0\r\n\r\n",
    b"3\n1\n2\n1\nx\n0\n\n",
]


def decode(pieces: list[bytes]) -> tuple[bytes, bool]:
    decoder = ChunkedDecoder()
    return b"".join(decoder.feed(piece) for piece in pieces), decoder.ended


def by_h11(body: bytes) -> tuple[bytes, bool]:
    connection = h11.Connection(h11.CLIENT)
    connection.send(h11.Request(method="GET", target="/", headers=[("Host", "x")]))
    connection.send(h11.EndOfMessage())
    connection.receive_data(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
    data = b""
    while (event := connection.next_event()) is not h11.NEED_DATA:
        if isinstance(event, h11.EndOfMessage):
            return data, True
        if isinstance(event, h11.Data):
            data += event.data
    return data, False


@every_row("body", BODIES)
def test_a_body_in_one_piece_and_byte_by_byte(body: bytes) -> None:
    expected = decode([body])
    assert expected[1]
    assert decode([bytes([byte]) for byte in body]) == expected
    if b"\n0\n" not in body:  # h11 wants CRLF
        assert by_h11(body) == expected


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=40), max_size=8), st.lists(st.integers(0, 400), max_size=10))
def test_data_is_the_same_for_all_pieces(chunks: list[bytes], places: list[int]) -> None:
    body = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    ends = sorted({0, len(body), *(min(place, len(body)) for place in places)})
    assert decode([body[start:end] for start, end in zip(ends, ends[1:], strict=False)]) == (b"".join(chunks), True)  # noqa: RUF007


@pytest.mark.parametrize("body", BODIES[1:])
def test_a_body_that_is_cut_has_not_ended(body: bytes) -> None:
    for end in range(body.rindex(b"0")):
        data, ended = decode([body[:end]])
        assert not ended
        assert decode([body])[0].startswith(data)


def test_data_is_given_before_its_chunk_is_whole() -> None:
    decoder = ChunkedDecoder()
    assert decoder.feed(b"10\r\n012") == b"012"
    assert decoder.feed(b"3456") == b"3456"
    assert decoder.feed(b"789abcdef\r\n0\r") == b"789abcdef"
    assert not decoder.ended
    assert decoder.feed(b"\n\r\n") == b""
    assert decoder.ended
    assert decoder.feed(b"more") == b""


@every_row(
    "body",
    [
        b"x\r\n",
        b"-1\r\n",
        b"0x10\r\n",
        b"1_0\r\n",
        b"\r\n",
        b"1\r\nab\r\n",
        b"1\r\naxx\r\n0\r\n",
        b"1" * 5000,
        b"f" * 17 + b"\r\n",
    ],
)
def test_what_is_not_chunked_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="no chunk"):
        decode([body])


def test_time_is_linear_in_the_number_of_pieces() -> None:
    def seconds(size: int) -> float:
        body = b"%x\r\n%b\r\n0\r\n\r\n" % (size, b"x" * size)
        began = time.perf_counter()
        decode([body[at : at + 8] for at in range(0, len(body), 8)])
        return time.perf_counter() - began

    assert min(seconds(400_000) for _ in range(3)) < min(seconds(50_000) for _ in range(3)) * 8 * 3
