"""Positions in a text of any length, depth and form: each value and key is found where it was written."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epoch_cli.document.positions import Position, PositionMap, line_column, line_starts
from epoch_cli.errors import PointerError

from .strategies import Path
from .written_json import ON_A_NOISY_MACHINE, SEEDS, VALUES, Writer, paths_of, written


def offset_of(text: str, position: Position) -> int:
    """The offset of a position, counted character by character."""
    line, column, offset = 1, 1, int(text.startswith("\ufeff"))
    while (line, column) != position:
        ends_line = text[offset] == "\n" or (text[offset] == "\r" and text[offset + 1 : offset + 2] != "\n")
        line, column = (line + 1, 1) if ends_line else (line, column + 1)
        offset += 1
    return offset


def resolve(value: Any, path: Path) -> Any:
    for token in path:
        value = value[token]
    return value


@pytest.mark.parametrize("size", [1, 63, 64, 65, 127, 128, 129, 300])
@pytest.mark.parametrize("element", ["7", '"]"', "{}", "[[1],{}]", '{"a":[{"b":[[[[]]]]}]}'])
@pytest.mark.parametrize("backwards", [False, True])
def test_long_arrays(size: int, element: str, backwards: bool) -> None:
    odd = {0, 62, 64, 128, 200}  # where an atom stands among deep elements, or the reverse
    elements = ["[[[[[]]]]]" if index in odd else element for index in range(size)]
    text = "[" + ",".join(elements) + "]"
    offsets = [1 + sum(len(piece) + 1 for piece in elements[:index]) for index in range(size)]
    positions = PositionMap(text)
    for index in sorted(range(size), reverse=backwards):
        assert positions.value((index,)) == (1, offsets[index] + 1)
    with pytest.raises(PointerError):
        PositionMap(text).value((size,))
    assert positions.nearest((size + 64,)) == (1, 1)


@pytest.mark.parametrize("levels", [1, 2, 3, 4, 5, 1000, 5000])
def test_any_depth_without_recursion(levels: int) -> None:
    text = '{"a":[' * levels + "0" + "]}" * levels
    path: Path = ("a", 0) * levels
    positions = PositionMap(text)
    assert positions.value(path) == (1, 6 * levels + 1)
    assert positions.key(path[:-1]) == (1, 6 * levels - 4)
    assert PositionMap(text).nearest((*path, "b")) == (1, 6 * levels + 1)


@ON_A_NOISY_MACHINE
@given(written(), SEEDS)
def test_every_value_and_key_is_found_where_it_was_written(case: tuple[Any, Writer], seed: int) -> None:
    value, writer = case
    text = writer.text
    assert json.loads(text.removeprefix("\ufeff")) == value
    assert set(writer.places) == set(paths_of(value))
    positions = PositionMap(text)
    paths = list(writer.places)
    Random(seed).shuffle(paths)
    for path in paths:
        value_offset, key_offset = writer.places[path]
        assert offset_of(text, positions.value(path)) == value_offset
        assert offset_of(text, positions.key(path)) == key_offset
        assert positions.nearest(path) == positions.value(path)


@ON_A_NOISY_MACHINE
@given(
    VALUES,
    st.sampled_from([None, 0, 1, 2, "\t"]),
    st.sampled_from([(",", ":"), (", ", ": "), (" , ", "\t: ")]),
    st.booleans(),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_the_text_at_a_position_starts_the_dumped_value_or_key(
    value: Any, indent: int | str | None, separators: tuple[str, str], ascii_only: bool, line_end: str
) -> None:
    dumped = json.dumps(value, indent=indent, separators=separators, ensure_ascii=ascii_only)
    text = dumped.replace("\n", line_end)
    decoder, positions = json.JSONDecoder(), PositionMap(text)
    for path in paths_of(value):
        assert decoder.raw_decode(text, offset_of(text, positions.value(path)))[0] == resolve(value, path)
        if path and isinstance(path[-1], str):
            assert decoder.raw_decode(text, offset_of(text, positions.key(path)))[0] == path[-1]


@ON_A_NOISY_MACHINE
@given(st.text(st.sampled_from("a😀\r\n\u2028\ufeff")))
def test_line_column_counts_like_one_who_reads_along(text: str) -> None:
    starts = line_starts(text)
    first = int(text.startswith("\ufeff"))
    for offset in range(first, len(text) + 1):
        position = line_column(text, offset)
        assert offset_of(text, position) == offset
        assert line_column(text, offset, first_line=5, starts=starts) == (position.line + 4, position.column)
    assert line_column(text, 0) == (1, 1)
