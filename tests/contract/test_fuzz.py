"""Broken streams: whatever happens to the bytes, an answer or a `ProviderError` comes of it, and it comes soon.

Most examples go in below HTTP, where they are quick; a few over real sockets.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples
from support.wire_bodies import PATIENCE, WAYS, Body, Heard, listen, own_bodies, provider_of
from support.wire_server import WireServer, pieces

STREAMS: Mapping[str, list[Body]] = {
    dialect: [
        body
        for body in own_bodies()
        if (body.dialect, body.mode, body.status) == (dialect, "stream", 200) and body.data
    ]
    for dialect in WAYS
}
QUICK = settings(
    max_examples=examples(150),
    derandomize=True,
    database=None,
    deadline=PATIENCE * 1000,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
REAL = settings(QUICK, max_examples=examples(20))

_AROUND = st.floats(0, 1, exclude_max=True)
_MARKS = (
    b"\n",
    b"\r",
    b"\r\n\r\n",
    b"data: ",
    b"event: error\n",
    b"error: x\n",
    b":",
    b"{",
    b"}",
    b"[",
    b'"',
    b"\\",
    b"\0",
)
_EVENTS = tuple(b"data: %b\n\n" % data for data in (b"[DONE]", b"null", b"{}", b"[]", b"1", b'{"error":1}'))
_VALUES = (b'{"error":1}\n', b"\xef\xbb\xbf", b"\xff", "\u2028".encode(), b"1e999", b"-1", b"null", b"[" * 8)
_INSERTED = st.one_of(st.binary(min_size=1, max_size=12), st.sampled_from(_MARKS + _EVENTS + _VALUES))
_CHANGES = st.lists(
    st.tuples(st.sampled_from(["delete", "repeat", "insert", "flip", "move"]), _AROUND, st.integers(1, 300), _INSERTED),
    min_size=1,
    max_size=4,
)


def broken(data: bytes, changes: list[tuple[str, float, int, bytes]]) -> bytes:
    for what, where, size, inserted in changes:
        at = int(where * len(data))
        before, piece, after = data[:at], data[at : at + size], data[at + size :]
        match what:
            case "delete":
                data = before + after
            case "repeat":
                data = before + piece + piece + after
            case "insert":
                data = before + inserted + piece + after
            case "flip":
                data = before + bytes([byte ^ (1 << size % 8) for byte in piece[:1]]) + piece[1:] + after
            case _:
                data = piece + before + after
    return data


def hear_below_http(below_http: list[bytes], dialect: str, data: bytes, seed: int, most: int) -> Heard:
    below_http[:] = pieces(data, Random(seed), most)
    return listen(provider_of(dialect, "http://127.0.0.1:9"))


def check_sense(heard: Heard) -> None:
    """What holds of any answer, broken or not."""
    if heard.error is None:
        assert heard.finish is not None
    else:
        assert heard.error.remedy
        assert len(heard.error.message) < 600
        if not heard.tool_input:
            assert heard.error.partial == heard.text


@every_row("dialect", WAYS)
def test_a_broken_stream_is_an_answer_or_a_provider_error(dialect: str, below_http: list[bytes]) -> None:
    @QUICK
    @given(st.sampled_from(STREAMS[dialect]), _CHANGES, st.integers(0, 99), st.sampled_from([7, 60, 400]))
    def breaks(body: Body, changes: list[tuple[str, float, int, bytes]], seed: int, most: int) -> None:
        check_sense(hear_below_http(below_http, dialect, broken(body.data, changes), seed, most))

    breaks()


@every_row("dialect", WAYS)
def test_a_mere_split_changes_nothing(dialect: str, below_http: list[bytes]) -> None:
    @QUICK
    @given(st.sampled_from(STREAMS[dialect]), st.integers(0, 9999), st.integers(1, 400))
    def splits(body: Body, seed: int, most: int) -> None:
        in_one = hear_below_http(below_http, dialect, body.data, 0, len(body.data))
        in_pieces = hear_below_http(below_http, dialect, body.data, seed, most)
        assert in_pieces.content == in_one.content
        assert str(in_pieces.error) == str(in_one.error)

    splits()


@every_row("dialect", WAYS)
def test_what_a_broken_stream_gives_does_not_depend_on_its_chunks(dialect: str, below_http: list[bytes]) -> None:
    @settings(QUICK, max_examples=examples(75))
    @given(st.sampled_from(STREAMS[dialect]), _CHANGES, st.integers(0, 99))
    def splits(body: Body, changes: list[tuple[str, float, int, bytes]], seed: int) -> None:
        data = broken(body.data, changes)
        in_one = hear_below_http(below_http, dialect, data, 0, len(data))
        in_pieces = hear_below_http(below_http, dialect, data, seed, 11)
        assert in_pieces.content == in_one.content
        assert str(in_pieces.error) == str(in_one.error)

    splits()


@pytest.mark.parametrize("dialect", WAYS)
def test_a_broken_stream_over_a_socket_is_an_answer_or_a_provider_error(server: WireServer, dialect: str) -> None:
    @REAL
    @given(st.sampled_from(STREAMS[dialect]), _CHANGES, st.integers(0, 99), st.booleans())
    def breaks(body: Body, changes: list[tuple[str, float, int, bytes]], seed: int, cut: bool) -> None:
        server.answer_all(body.reply(body=broken(body.data, changes), seed=seed, cut=cut))
        check_sense(listen(provider_of(dialect, server.url)))

    breaks()
