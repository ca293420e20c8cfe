"""Positions in a text that is no JSON: an answer, or an error that says where it breaks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epoch_cli.document.positions import PositionMap
from epoch_cli.errors import PointerError

from .strategies import Path
from .written_json import ON_A_NOISY_MACHINE, STRINGS, Writer, paths_of, written


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", ()),
        (" \n", ()),
        ("\ufeff", ()),
        ("[", (0,)),
        ("{", ("a",)),
        ("[1", (0,)),
        ("[1 2]", (1,)),
        ("[1,]", (1,)),
        ("[,1]", (0,)),
        ('["a', (0,)),
        ('["a\\', (0,)),
        ('{"a" 1}', ("a",)),
        ('{"a":}', ("a",)),
        ('{"a":1,}', ("a",)),
        ("{a:1}", ("a",)),
        ('{"\\u00":1}', ("a",)),
        ("[[[[[[[", (0, 0)),
        ("[[[[[]]]]", (0,)),
        ("[[1] 2]", (1,)),
        ('[[[[["]]]]]', (0,)),
    ],
)
def test_text_that_is_no_json_is_a_value_error(text: str, path: Path) -> None:
    positions = PositionMap(text)
    for ask in (positions.value, positions.key, positions.nearest) * 2:
        with pytest.raises(ValueError, match=r".") as broken:
            ask(path)
        assert not isinstance(broken.value, PointerError)


def test_the_error_says_where_the_text_breaks() -> None:
    with pytest.raises(ValueError, match=r"^line 12, column 8: the text is no JSON after this place$"):
        PositionMap('\n{"a": 1,\n "b":2,\n b:3}', first_line=10).value(("b",))


@ON_A_NOISY_MACHINE
@given(written(), st.integers(0), st.integers(0, 3), STRINGS)
def test_broken_text_gets_an_answer(case: tuple[Any, Writer], start: int, length: int, instead: str) -> None:
    value, writer = case
    start %= len(writer.text) + 1
    positions = PositionMap(writer.text[:start] + instead + writer.text[start + length :])
    for path in paths_of(value):
        for ask in (positions.value, positions.key, positions.nearest):
            try:
                assert min(ask(path)) >= 1
            except (ValueError, PointerError):
                continue
