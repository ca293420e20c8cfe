"""The source line of a finding with a caret below, as a terminal shows both."""

from __future__ import annotations

import time

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.every_row import every_row

from epoch_cli.output.reports.excerpt import WIDTH, Excerpt, excerpt, token_length

MIXED = st.text(st.sampled_from('ab ":{,}[1]\t日語🙂é\u0301\u0308\x1b\u202e'), max_size=220)


def underlined(shown: Excerpt) -> str:
    """What stands above the carets on the screen of a terminal."""
    screen = pyte.Screen(250, 2)
    pyte.Stream(screen).feed(f"{shown.text}\r\n{' ' * shown.before}{'^' * shown.length}")
    carets = [column for column in range(250) if screen.buffer[1][column].data == "^"]
    assert carets == list(range(shown.before, shown.before + shown.length))
    return "".join(screen.buffer[0][column].data for column in carets)


def width(shown: Excerpt) -> int:
    """The columns that the text takes on the screen of a terminal."""
    screen = pyte.Screen(400, 1)
    pyte.Stream(screen).feed(shown.text)
    return int(screen.cursor.x)


@every_row(
    ("line", "column", "above"),
    [
        ('  "label": "Log in"', 3, '"label"'),
        ('  "label": "Log in"', 12, '"Log in"'),
        ('{"a":-1.5e3,"b":true}', 6, "-1.5e3"),
        ('{"a":-1.5e3,"b":true}', 17, "true"),
        ('{"a":{"b":1}}', 6, "{"),
        ("[1, 2]", 1, "["),
        (r'{"a\"b\\":1}', 2, r'"a\"b\\"'),
        ('{"a": "never ends', 7, '"never ends'),
        ('\t\t"label": 1', 3, '"label"'),
        ('\t{"a":\t"b"}', 8, '"b"'),
        ('"日本語": "x"', 8, '"x"'),
        ('{"日本語": 1}', 2, '"日本語"'),
        ('"🙂🙂": true', 7, "true"),
        ('"e\u0301": null', 7, "null"),
        ('"\x1b[31m": 7', 10, "7"),
        ('"a\u202eb": 7', 8, "7"),
        ('\ufeff{"a": 1}', 1, r"\ufeff"),
        ("[1, @]", 5, "@"),
    ],
)
def test_the_caret_is_under_the_whole_token(line: str, column: int, above: str) -> None:
    assert underlined(excerpt(line, column)) == above


@pytest.mark.parametrize(("line", "column"), [("[1, 2", 6), ("[1, 2", 99), ("", 1), ("", 5)])
def test_a_place_after_the_end_is_shown_there(line: str, column: int) -> None:
    shown = excerpt(line, column)
    assert (shown.text, shown.before, shown.length) == (line, len(line), 1)


@pytest.mark.parametrize("column", [0, 1])
def test_no_column_is_the_first(column: int) -> None:
    assert excerpt("true", column) == ("true", 0, 4)


def minified(count: int) -> str:
    return "[" + ",".join(f'{{"k{index:03}":"日本"}}' for index in range(count)) + "]"


@every_row("index", [0, 1, 5, 100, 198, 199])
def test_a_long_line_is_cut_around_the_caret(index: int) -> None:
    line = minified(200)
    shown = excerpt(line, line.index(f'"k{index:03}"') + 1)
    assert underlined(shown) == f'"k{index:03}"'
    assert WIDTH - 3 <= width(shown) <= WIDTH  # room for an ellipsis, and for a wide character that does not fit
    assert shown.text.startswith("…") == (index > 3)
    assert shown.text.endswith("…") == (index < 195)


def test_a_token_longer_than_the_line_is_underlined_as_far_as_it_is_shown() -> None:
    shown = excerpt('{"a": "' + "x" * 500 + '"}', 7)
    assert shown.text == '{"a": "' + "x" * 91 + "…"
    assert underlined(shown) == '"' + "x" * 91


def test_a_line_that_just_fits_is_not_cut() -> None:
    line = '"' + "x" * (WIDTH - 2) + '"'
    assert excerpt(line, 1) == (line, 0, WIDTH)
    assert excerpt(f"{line},", 1).text.endswith("…")
    assert excerpt(f" {line}", WIDTH + 1).text.startswith("…")


@given(MIXED, st.integers(0, 250))
def test_it_fits_and_the_caret_is_in_it(line: str, column: int) -> None:
    shown = excerpt(line, column)
    assert width(shown) <= WIDTH
    assert shown.length >= 1
    assert shown.before + shown.length <= max(width(shown), shown.before + 1)
    assert "\x1b" not in shown.text
    assert "\t" not in shown.text


@given(st.text(st.sampled_from("ab日🙂\t\x1b"), max_size=60), st.sampled_from(["true", '"日本"', "-1", '"a"']))
def test_whatever_stands_before_it_the_token_is_above_the_caret(before: str, token: str) -> None:
    line = f'{before} {token},"{before}"'
    assert underlined(excerpt(line, len(before) + 2)) == token


def test_a_megabyte_on_one_line_costs_no_more_than_a_short_one() -> None:
    line = minified(100_000)
    start = time.perf_counter()
    for column in range(1, 200):
        excerpt(line, column)
    assert time.perf_counter() - start < 2


def test_a_flood_of_combining_characters_is_bounded() -> None:
    assert len(excerpt('"a' + "\u0301" * 1_000_000 + '"', 1).text) <= WIDTH + 2


@given(MIXED, st.integers(1, 230))
def test_a_token_ends_with_its_line(line: str, column: int) -> None:
    length = token_length(line, column)
    assert length >= 1
    assert column - 1 + length <= max(len(line), column)
