"""Server-sent events: the same frames whatever the chunks."""

from __future__ import annotations

import time
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples

from epoch_cli.providers.failures import Failed
from epoch_cli.providers.framing import Frame
from epoch_cli.providers.sse import SseDecoder

PING = (":", b"")
ODD = '{"t":"\u2028\u0085\x0b\x0c\x1c é 🎉"}'.encode()

CASES = [
    pytest.param(b"", [], id="nothing"),
    pytest.param(b'data: {"a":1}\n\n', [("", b'{"a":1}')], id="one event"),
    pytest.param(b"data: 1\n\ndata: 2\n\ndata: 3\n\n", [("", b"1"), ("", b"2"), ("", b"3")], id="three events"),
    pytest.param(b"event: delta\ndata: {}\n\n", [("delta", b"{}")], id="a name"),
    pytest.param(b"data: {}\nevent: delta\n\n", [("delta", b"{}")], id="a name behind the data"),
    pytest.param(b"event: a\nevent: b\ndata: {}\n\n", [("b", b"{}")], id="the last name counts"),
    pytest.param(b"event: a\n\ndata: {}\n\n", [("", b"{}")], id="a name without data is forgotten"),
    pytest.param(b"event: a\ndata: 1\ndata: 2\n\n", [("a", b"1\n2")], id="two lines of data"),
    pytest.param(b"data: 1\n\n\n\ndata: 2\n\n\n", [("", b"1"), ("", b"2")], id="more blank lines"),
    pytest.param(b"\n\n\ndata: 1\n\n", [("", b"1")], id="blank lines first"),
    pytest.param(b"data: 1\r\n\r\ndata: 2\r\n\r\n", [("", b"1"), ("", b"2")], id="CRLF"),
    pytest.param(b"data: 1\r\rdata: 2\r\r", [("", b"1"), ("", b"2")], id="CR"),
    pytest.param(
        b"data: 1\r\n\ndata: 2\n\r\ndata: 3\r\n\r", [("", b"1"), ("", b"2"), ("", b"3")], id="line ends mixed"
    ),
    pytest.param(
        b"data: 1\r\n\r\n\ndata: 2\n\n", [("", b"1"), ("", b"2")], id="an LF behind a CRLF is a line of its own"
    ),
    pytest.param(b"data: 1\ndata: 2\r\rdata: 3\n\n", [("", b"1\n2"), ("", b"3")], id="LF, then CR"),
    pytest.param(b"\xef\xbb\xbfdata: 1\n\n", [("", b"1")], id="a byte order mark"),
    pytest.param(
        b"\xef\xbb\xbf\xef\xbb\xbfdata: 1\n\ndata: 2\n\n", [("", b"2")], id="a second one is part of the name"
    ),
    pytest.param(b"data: 1\n\n\xef\xbb\xbfdata: 2\n\n", [("", b"1")], id="a late one is part of the name"),
    pytest.param(b": hi\n\n", [PING], id="a comment"),
    pytest.param(b":\n\n:\n\ndata: 1\n\n", [PING, PING, ("", b"1")], id="bare comments"),
    pytest.param(b"data: 1\n: ping\ndata: 2\n\n", [PING, ("", b"1\n2")], id="a comment inside an event"),
    pytest.param(b"data:1\n\ndata:  2\n\n", [("", b"1"), ("", b" 2")], id="one space is optional"),
    pytest.param(b"data: \n\ndata:\n\ndata\n\nevent: a\ndata: \n\n", [], id="empty data"),
    pytest.param(b"data:\ndata: 1\ndata\n\n", [("", b"\n1\n")], id="an empty line of data among others"),
    pytest.param(b"id: 7\n: keep-alive\n\nretry: 10\n\n", [PING], id="keep-alive events without data"),
    pytest.param(b"id: 1\nretry: 5\nfoo: bar\nbaz\ndata: 1\n\n", [("", b"1")], id="other fields"),
    pytest.param(b" data: 1\ndata : 2\nDATA: 3\n\n", [], id="names are exact"),
    pytest.param(
        b'error: {"code":500}\n\ndata: [DONE]\n\n', [("error", b'{"code":500}'), ("", b"[DONE]")], id="an error field"
    ),
    pytest.param(b'{"error":"x"}\ndata: 1\n\n', [("", b'{"error":"x"}'), ("", b"1")], id="JSON on a line of its own"),
    pytest.param(b'data: 1\n\n{"error":"x"}', [("", b"1"), ("", b'{"error":"x"}')], id="JSON at the end"),
    pytest.param(b'\xef\xbb\xbf{"error":"x"}', [("", b'{"error":"x"}')], id="JSON alone"),
    pytest.param(b"data: 1\n\ndata: 2\n", [("", b"1")], id="an event without an end"),
    pytest.param(b"data: 1\n\ndata: 2", [("", b"1")], id="a line without an end"),
    pytest.param(b"data: " + ODD + b"\n\n", [("", ODD)], id="what other decoders take for line ends"),
    pytest.param(b"event: \xff\ndata: \xfe\n\n", [("\ufffd", b"\xfe")], id="no UTF-8"),
    pytest.param(
        b"event: a\ndata: 1\n\nevent: b\ndata: 2\nid: 3\n\ndata: 3\n\n: x",
        [("a", b"1"), ("b", b"2"), ("", b"3")],
        id="names, and a cut comment",
    ),
]

STREAM = b"".join(case.values[0] + b"\n\n" for case in CASES[1:])


def decode(pieces: list[bytes], limit: int = 1024 * 1024) -> list[Frame]:
    decoder = SseDecoder(limit)
    return [frame for piece in pieces for frame in decoder.feed(piece)] + decoder.close()


def cut(data: bytes, places: list[int]) -> list[bytes]:
    ends = sorted({min(place, len(data)) for place in places} | {0, len(data)})
    return [data[start:end] for start, end in pairwise(ends)] or [data]


def simply(data: bytes) -> list[Frame]:
    """The frames of a whole stream, read line by line as the standard tells it."""
    frames: list[Frame] = []
    lines = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    event, values = "", []
    for number, line in enumerate(lines):
        name, _, value = line.partition(b":")
        value = value[1:] if value[:1] == b" " else value
        if line[:1] == b"{":
            frames.append(("", line))
        elif number == len(lines) - 1:
            break
        elif line == b"":
            if any(values):
                frames.append((event, b"\n".join(values)))
            event, values = "", []
        elif name == b"":
            frames.append(PING)
        elif name == b"error":
            frames.append(("error", value))
        elif name == b"event":
            event = value.decode(errors="replace")
        elif name == b"data":
            values.append(value)
    return frames


@every_row(("data", "frames"), CASES)
def test_frames_of_a_stream_in_one_chunk_and_byte_by_byte(data: bytes, frames: list[Frame]) -> None:
    assert decode([data]) == frames
    assert decode([data[at : at + 1] for at in range(len(data))]) == frames
    assert simply(data) == frames


@every_row(("data", "frames"), CASES)
def test_frames_are_the_same_behind_other_events(data: bytes, frames: list[Frame]) -> None:
    if data.startswith(b"\xef\xbb\xbf"):
        return  # only first
    assert decode([b"data: 0\n\n", data]) == [("", b"0"), *frames]
    assert decode([b"data: 0\n\nevent: x", b"\n\n", data]) == [("", b"0"), *frames]


@settings(max_examples=examples(60), deadline=None)
@given(st.randoms(use_true_random=False), st.integers(2, 300))
def test_frames_are_the_same_for_every_chunking(random: Random, most: int) -> None:
    places, at = [], 0
    while at < len(STREAM):
        at += random.randint(1, most)
        places.append(at)
    assert decode(cut(STREAM, places)) == simply(STREAM)


FRAGMENTS = st.sampled_from(
    [
        b"data: ",
        b"data:",
        b"event: a",
        b"{",
        b"}",
        b":",
        b" ",
        b"\n",
        b"\n\n",
        b"\r",
        b"\r\n",
        b"x",
        b"\xef\xbb\xbf",
        b"error: ",
        b"data: 1\n\n",
        b"event: b\ndata: 2\n\n",
        b"\xff",
    ]
)


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(FRAGMENTS, max_size=25).map(b"".join), st.lists(st.integers(0, 100), max_size=8))
def test_any_bytes_give_what_the_standard_says(data: bytes, places: list[int]) -> None:
    assert decode(cut(data, places)) == simply(data)


@every_row(
    "data",
    [
        b"data: " + b"x" * 101 + b"\n\n",
        b"data: " + b"x" * 200,
        b"event: a\ndata: " + b"x" * 101 + b"\n\n",
        b"data: " + b"x" * 60 + b"\ndata: " + b"y" * 60 + b"\n\n",
        b"data:\n" * 200,
        b": " + b"x" * 200 + b"\n",
        b"{" + b"x" * 200,
    ],
)
@every_row("size", [1, 7, 4096])
def test_an_event_that_is_too_large_fails_behind_the_frames_before_it(data: bytes, size: int) -> None:
    data = b"data: 0\n\ndata: 1\n\n" + data
    decoder = SseDecoder(100)
    frames: list[Frame] = []
    with pytest.raises(Failed) as caught:  # noqa: PT012  which piece it is depends on their size
        for at in range(0, len(data), size):
            frames += decoder.feed(data[at : at + size])
        decoder.close()
    assert frames == [("", b"0"), ("", b"1")]
    assert (caught.value.failure.kind, caught.value.failure.code) == ("server", "event-too-large")
    with pytest.raises(Failed):
        decoder.feed(b"data: 2\n\n")


def test_an_event_as_large_as_allowed_is_read() -> None:
    data = b"x" * 100
    for stream in (b"data: %b\n\n", b"data:%b\n\n", b"event: abc\ndata: %b\n\n", b"data: 1\n\ndata: %b\r\n\r\n"):
        assert decode([stream % data], 100)[-1][1] == data
        assert decode([bytes([byte]) for byte in stream % data], 100)[-1][1] == data


def test_time_is_linear_in_the_size_of_one_event() -> None:
    def seconds(size: int, chunk: int) -> float:
        data = b'data: {"t":"' + b"x" * size + b'"}\n\n'
        pieces = [data[at : at + chunk] for at in range(0, len(data), chunk)]
        best = 9.0
        for _ in range(3):
            began = time.perf_counter()
            assert len(decode(pieces)[0][1]) == size + 8
            best = min(best, time.perf_counter() - began)
        return best

    assert seconds(400_000, 16) / seconds(50_000, 16) < 8 * 3  # squared it would be 64
