"""The key in an answer's text, in whatever pieces it comes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epoch_cli.providers.base import FinishPart, Part, TextPart, ThinkingPart
from epoch_cli.providers.masking import Mask
from epoch_cli.providers.secret import Secret

KEY = "sk-sk-s1"  # begins like itself, so that a beginning may turn out to be none


def shown(texts: list[str], key: str = KEY) -> list[str]:
    mask = Mask(Secret(key))
    parts = [part for text in texts for part in mask.parts([TextPart(text)])] + mask.end()
    return [part.text for part in parts if isinstance(part, TextPart)]


@pytest.mark.parametrize("size", range(1, 12))
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no key here", "no key here"),
        (f"a {KEY} b", "a *** b"),
        (f"{KEY}{KEY}", "******"),
        (f"sk-{KEY}", "sk-***"),
        ("sk-sk-s", "sk-sk-s"),
        ("ask-sk-sk-s1!", "ask-***!"),
        ("ends with s", "ends with s"),
    ],
)
def test_a_key_is_hidden_in_whatever_pieces_it_comes(text: str, told: str, size: int) -> None:
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert "".join(shown(pieces)) == told


@given(st.lists(st.text("sk-1x", max_size=9), max_size=12))
def test_pieces_make_no_difference_and_the_key_never_comes_out(pieces: list[str]) -> None:
    told = "".join(shown(pieces))
    assert told == "".join(shown(["".join(pieces)])) == "".join(pieces).replace(KEY, "***")


def test_nothing_is_held_back_that_cannot_be_the_beginning_of_the_key() -> None:
    for text in ('{"op":"add"}\n', "}", "sk-x", "s-"):
        assert Mask(Secret(KEY)).parts([TextPart(text)]) == [TextPart(text)]


def test_what_is_held_back_comes_before_parts_of_another_kind() -> None:
    mask = Mask(Secret(KEY))
    given_parts: list[Part] = [TextPart("a s"), ThinkingPart("k-s"), FinishPart("stop")]
    told = mask.parts(given_parts) + mask.end()
    assert told == [TextPart("a "), TextPart("s"), ThinkingPart("k-"), ThinkingPart("s"), FinishPart("stop")]
