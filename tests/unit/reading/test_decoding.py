"""Bytes become text in any chunks; what is no text is replaced and told, never lost in silence."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epoch_cli.reading.decoding import Decoder, InvalidBytes


def decoded(*chunks: bytes) -> tuple[str, InvalidBytes | None]:
    decoder = Decoder()
    text = "".join([*map(decoder.feed, chunks), decoder.close()])
    return text, decoder.invalid


def cut(data: bytes, places: list[int]) -> list[bytes]:
    """The bytes in pieces; some may be empty."""
    ends = sorted(place % (len(data) + 1) for place in places)
    return [data[start:end] for start, end in zip([0, *ends], [*ends, len(data)], strict=True)]


def test_a_character_that_is_split_over_chunks_is_kept_whole() -> None:
    data = "a🙂é".encode()
    assert decoded(*(bytes([each]) for each in data)) == ("a🙂é", None)


def test_what_is_complete_is_given_at_once() -> None:
    decoder = Decoder()
    assert [decoder.feed(bytes([each])) for each in "{é".encode()] == ["{", "", "é"]


def test_bytes_that_are_no_text_are_replaced_and_told() -> None:
    text, invalid = decoded(b"one\ntw\xe9 and \xff\xfe\n")
    assert text == "one\ntw\ufffd and \ufffd\ufffd\n"
    assert invalid == InvalidBytes(3, 6, 2, 3, "UTF-8")


def test_a_character_that_is_cut_at_the_end_is_told() -> None:
    assert decoded(b"ab\xf0\x9f\x99") == ("ab\ufffd", InvalidBytes(1, 2, 1, 3, "UTF-8"))


def test_a_replacement_character_that_was_written_is_not_a_fault() -> None:
    assert decoded("\ufffd".encode()) == ("\ufffd", None)
    assert decoded("\ufffd".encode() + b"\xff" + "\ufffd".encode())[1] == InvalidBytes(1, 3, 1, 2, "UTF-8")


def test_the_place_counts_lines_and_characters_over_chunks() -> None:
    invalid = decoded("é\r\nüb".encode(), "\n\u2028ß".encode(), b"x\x80y\x80")[1]
    assert invalid == InvalidBytes(2, 14, 3, 4, "UTF-8")


@pytest.mark.parametrize("data", [b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xf8"])
def test_surrogates_overlong_forms_and_what_is_beyond_unicode_are_no_text(data: bytes) -> None:
    text, invalid = decoded(data)
    assert set(text) == {"\ufffd"}
    assert invalid is not None


def test_nul_and_a_byte_order_mark_of_utf_8_are_text() -> None:
    assert decoded(codecs.BOM_UTF8 + b"a\x00b") == ("\ufeffa\x00b", None)


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_utf_16_is_known_by_its_mark(mark: bytes, encoding: str) -> None:
    data = mark + "päge 🙂\n".encode(encoding)
    assert decoded(data) == ("päge 🙂\n", None)
    assert decoded(*(bytes([each]) for each in data)) == ("päge 🙂\n", None)
    assert decoded(data + b"x") == ("päge 🙂\n\ufffd", InvalidBytes(1, len(data), 2, 1, "UTF-16"))


def test_half_a_pair_in_utf_16_is_left_to_the_reader() -> None:
    assert decoded(codecs.BOM_UTF16_LE + b"\x3d\xd8a\x00\x3d\xd8") == ("\ud83da\ud83d", None)


def test_nothing_is_no_text() -> None:
    assert decoded() == ("", None)
    assert decoded(b"", b"") == ("", None)


BYTES = st.binary(max_size=60) | st.lists(
    st.sampled_from([b"\xf0", b"\x9f", b"\xef\xbf\xbd", b"\xef", b"a", b"\n", "é".encode(), b"\xed\xa0", b"\x80"])
).map(b"".join)


@given(BYTES, st.lists(st.integers(0, 200), max_size=6))
def test_every_chunking_gives_the_same_as_the_whole(data: bytes, places: list[int]) -> None:
    assert decoded(*cut(data, places)) == decoded(data)


@given(BYTES.filter(lambda data: data[:2] not in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}))
def test_the_text_is_what_python_makes_of_the_bytes_and_each_fault_is_counted(data: bytes) -> None:
    text, invalid = decoded(data)
    assert text == data.decode("utf-8", "replace")
    assert (invalid.times if invalid else 0) == text.count("\ufffd") - data.count("\ufffd".encode())
    if invalid is not None:
        before = data[: invalid.offset].decode()
        assert (invalid.line, invalid.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


@given(st.binary(max_size=40), st.sampled_from([codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE]))
def test_no_unit_of_utf_16_is_lost(data: bytes, mark: bytes) -> None:
    text, invalid = decoded(mark + data)
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    odd = len(data) % 2
    assert (text[:-1] if odd else text).encode(encoding, "surrogatepass") == data[: len(data) - odd]
    assert (invalid is not None) == bool(odd)
