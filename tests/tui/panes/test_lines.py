"""Lines that fit: cut or wrapped by cells, whatever the characters."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from support.examples import examples

from epoch_cli.output.text import visible
from epoch_cli.tui.panes.lines import fit, wrapped

TEXTS = st.text(st.sampled_from("ab  漢😀e\u0301…│"), max_size=40).map(visible)


@settings(max_examples=examples(80))
@given(st.lists(st.tuples(TEXTS, st.just("")), max_size=5), st.integers(0, 30))
def test_parts_fit_and_say_when_something_is_left_out(parts: list[tuple[str, str]], width: int) -> None:
    fitting = fit(parts, width)
    whole, kept = "".join(text for text, _ in parts), "".join(text for text, _ in fitting)
    assert cell_len(kept) <= width
    if cell_len(whole) <= width:
        assert kept == whole
    elif width:
        assert kept.endswith("…")
        assert whole.startswith(kept[:-1].rstrip())


@settings(max_examples=examples(80))
@given(TEXTS, st.integers(2, 30))
def test_wrapped_text_fits_and_loses_only_spaces(text: str, width: int) -> None:
    lines = list(wrapped(text, width))
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_text_is_wrapped_between_words() -> None:
    assert list(wrapped("one two three", 9)) == ["one two", "three"]
    assert list(wrapped("one two", 7)) == ["one two"]
    assert list(wrapped("abcdefghij k", 4)) == ["abcd", "efgh", "ij k"]


def test_a_text_of_too_many_lines_is_cut() -> None:
    assert list(wrapped("a " * 20, 3, most=2)) == ["a a", "a …"]
