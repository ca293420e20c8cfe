"""Disguises that a fuzzer found: what a browser reads is what counts."""

from __future__ import annotations

import pytest
from support.nodes import add, refuse, text

from epoch_cli.catalog import Catalog
from epoch_cli.validation import Draft
from epoch_cli.validation.rules.disguises import _decodings, shown, unsafe_character


@pytest.mark.parametrize(
    "words",
    [
        "javas\tcript:alert(1)",
        "javascrip\nt:alert(1)",
        "java s\xa0cript:alert(1)",
        "da\nta:text/html,x",
        "vbs\t\tcript:x(",
    ],
    ids=ascii,
)
def test_gaps_that_a_browser_closes_hide_no_script(punk: Catalog, words: str) -> None:
    refuse(Draft(punk), add("/root", text(words)), "EP702")


@pytest.mark.parametrize("words", ["\udced\u200d\udced", "\u2060\u200d\u2060", "世\u200d\ufeff"], ids=ascii)
def test_a_joiner_beside_what_is_written_out_is_written_out(words: str) -> None:
    assert unsafe_character(shown(words)) == ""
    assert "\\u200d" in shown(words)


def test_a_number_of_a_character_is_one_up_to_the_last_there_is() -> None:
    assert _decodings("a\\u{10ffff}b")[-1] == "a\U0010ffffb"
    assert _decodings("a\\u{110000}b") == ["a\\u{110000}b"]
    assert _decodings("\\u0041\\x42&#67;%44") == ["\\u0041\\x42&#67;%44", "ABCD"]


def test_a_joiner_that_joins_stays() -> None:
    for words in ("👩\u200d💻", "दु\u200dख", "🏳️\u200d🌈"):
        assert shown(words) == words
