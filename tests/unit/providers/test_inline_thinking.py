"""Reasoning inside the text: told apart whatever the chunks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples

from epoch_cli.providers.base import TextPart, ThinkingPart
from epoch_cli.providers.inline_thinking import InlineThinking

PATCH = '{"op":"add","path":"/root","value":"page"}\n'

CASES = [
    pytest.param(PATCH, "", PATCH, id="no block"),
    pytest.param(f"<think>A card, then</think>{PATCH}", "A card, then", PATCH, id="a block"),
    pytest.param(f" \n<think>why</think>\n\n{PATCH}", "why", PATCH, id="white space around the block is neither"),
    pytest.param(f"<think></think>{PATCH}", "", PATCH, id="an empty block"),
    pytest.param('<think>{"op":"x"} a < b </thin </think>done', '{"op":"x"} a < b </thin ', "done", id="look-alikes"),
    pytest.param("<think>one</think>x<think>two</think>", "one", "x<think>two</think>", id="only the first block"),
    pytest.param("x<think>two</think>", "", "x<think>two</think>", id="only at the start"),
    pytest.param("why</think>\n{}", "", "why</think>\n{}", id="a closer that nothing opened is text"),
    pytest.param("<think>never closed </thi", "never closed </thi", "", id="never closed"),
    pytest.param("<thinking>{}", "", "<thinking>{}", id="another tag"),
    pytest.param("<thi", "", "<thi", id="the beginning of a tag is text in the end"),
    pytest.param("  \n", "", "  \n", id="white space alone"),
    pytest.param("", "", "", id="nothing"),
    pytest.param("<think>why</think>  ", "why", "", id="nothing behind the block"),
    pytest.param("<think>a</think></think>b", "a", "</think>b", id="closed twice"),
]


def split(pieces: list[str]) -> tuple[str, str]:
    thinking = InlineThinking()
    parts = [part for piece in pieces for part in thinking.split(piece)] + thinking.end()
    assert all(part.text for part in parts)
    assert all(type(part) in {TextPart, ThinkingPart} for part in parts)
    kinds = [type(part) for part in parts]
    assert kinds == sorted(kinds, key=lambda kind: kind is TextPart), "reasoning comes first"
    return (
        "".join(part.text for part in parts if type(part) is ThinkingPart),
        "".join(part.text for part in parts if type(part) is TextPart),
    )


@every_row(("text", "thought", "answer"), CASES)
def test_whole_and_character_by_character_and_at_every_place(text: str, thought: str, answer: str) -> None:
    assert split([text]) == (thought, answer)
    assert split(list(text)) == (thought, answer)
    for place in range(len(text)):
        assert split([text[:place], text[place:]]) == (thought, answer)


@settings(max_examples=examples(60), deadline=None)
@given(
    text=st.lists(st.sampled_from(["<think>", "</think>", "<", "/", "think>", " ", "\n", "é", "{}"]), max_size=8).map(
        "".join
    ),
    cuts=st.lists(st.integers(0, 60), max_size=6),
)
def test_the_chunks_change_nothing(text: str, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    assert split([text[start:end] for start, end in pairwise(places)]) == split([text])


def test_what_is_certain_is_not_held_back() -> None:
    thinking = InlineThinking()
    assert thinking.split("<think>first ") == [ThinkingPart("first ")]
    assert thinking.split("a < b</") == [ThinkingPart("a < b")]
    assert thinking.split("b>") == [ThinkingPart("</b>")]
    assert thinking.split("</think>{") == [TextPart("{")]
    assert thinking.split("<think>") == [TextPart("<think>")]
