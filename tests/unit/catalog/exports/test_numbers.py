"""Numbers within bounds, as grammars write them."""

from __future__ import annotations

import json

import pytest
from support.decoding import Decoder, from_lark
from support.every_row import every_row

from epoch_cli.catalog.exports.expressions import START, Expression, Grammar, Name
from epoch_cli.catalog.exports.lark import to_lark
from epoch_cli.catalog.exports.numbers import any_number, number_between


def decoder(body: Expression | None) -> Decoder:
    assert body is not None
    grammar = Grammar()
    grammar.word(Name("number"), body)
    grammar.define(Name(START), Name("number"))
    return from_lark(to_lark(grammar))


@every_row(
    ("least", "most"),
    [(0, 5), (1, 1), (-3, 12), (98, 1203), (-120, -7), (0.5, 9.5), (10, 99), (0, 100), (None, -1), (7, None)],
)
def test_whole_numbers_are_those_between(least: float | None, most: float | None) -> None:
    takes = decoder(number_between(least, most, whole=True)).takes
    for number in range(-130, 1300):
        inside = (least is None or number >= least) and (most is None or number <= most)
        assert takes(str(number)) == inside, number
    assert not takes("05")
    assert not takes("-0")
    assert not takes("1.5")


@pytest.mark.parametrize(("least", "most"), [(0, 5), (-2.5, 2.5), (None, 3), (-1, 0), (3, None)])
def test_fractions_are_within_both_bounds(least: float | None, most: float | None) -> None:
    takes = decoder(number_between(least, most, whole=False)).takes
    taken = [text for tenth in range(-60, 60) if takes(text := json.dumps(tenth / 10))]
    assert len(taken) > 5
    for text in taken:
        assert least is None or float(text) >= least
        assert most is None or float(text) <= most


def test_between_two_whole_numbers_there_is_none() -> None:
    assert number_between(0.2, 0.8, whole=True) is None


def test_any_number_is_one_of_json() -> None:
    wide, narrow = decoder(any_number(wide=True)).takes, decoder(any_number(wide=False)).takes
    assert all(map(wide, ("0", "-1", "1.5", "1e9", "-2.5E-3", "9" * 30)))
    assert all(map(narrow, ("0", "-1", "1.5", "123456789012345")))
    assert not any(map(narrow, ("1e9", "9" * 30, "01", ".5", "1.")))
    assert not any(map(wide, ("01", ".5", "1.", "+1")))
