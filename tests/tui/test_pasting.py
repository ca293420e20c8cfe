"""What is pasted is text, wherever it is cut and whatever is in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import examples
from textual import events
from textual._xterm_parser import XTermParser

from epoch_cli.tui.pasting import BEGIN, END, MOST, PasteFilter

COLOURED = "a \x1b[31mred\x1b[0m \x1bq\x07\x9b31m\x7f b"
PLAIN = "a [31mred[0m q31m b"


def read(*pieces: str) -> list[str]:
    """Keys, and pastes in quotes, as the driver reads them."""
    pasting, parser, found = PasteFilter(), XTermParser(), []
    for piece in pieces:
        for message in parser.feed(text) if (text := pasting.feed(piece)) else ():
            if isinstance(message, events.Paste):
                found.append(f"“{message.text}”")
            elif isinstance(message, events.Key):
                found.append(message.key)
    return found


@pytest.mark.parametrize("at", range(len(f"x{BEGIN}{COLOURED}{END}y\x1b[A") + 1))
def test_a_paste_is_one_text_wherever_it_is_cut(at: int) -> None:
    text = f"x{BEGIN}{COLOURED}{END}y\x1b[A"
    assert read(text[:at], text[at:]) == ["x", f"“{PLAIN}”", "y", "up"]


def test_a_paste_is_one_text_character_by_character() -> None:
    assert read(*f"{BEGIN}{COLOURED}{END}{BEGIN}again{END}q") == [f"“{PLAIN}”", "“again”", "q"]


@pytest.mark.parametrize("inside", [BEGIN, "\x1b", "\x1b[20", "\x1b\x1b", "\x1b[A", "\x1b[<0;1;1M", "\x03", "\x1b[I"])
def test_nothing_that_is_pasted_is_a_key(inside: str) -> None:
    plain = "".join(each for each in inside if each.isprintable())
    for at in range(len(inside) + 1):
        assert read(f"{BEGIN}u{inside[:at]}", f"{inside[at:]}q{END}") == [f"“u{plain}q”"]


def test_lines_and_tabs_are_kept() -> None:
    assert read(f"{BEGIN}one\ttwo\r\nthree\n{END}") == ["“one\ttwo\r\nthree\n”"]


def test_keys_pass_at_once() -> None:
    """Escape is the beginning of a paste, too, and must not wait for what may follow."""
    pasting = PasteFilter()
    assert [pasting.feed(each) for each in ("\x1b", "[A", "q", "\x1b[20", "1")] == ["\x1b", "[A", "q", "\x1b[20", "1"]


def test_an_escape_that_was_read_as_a_key_begins_no_paste() -> None:
    pasting = PasteFilter()
    pasting.feed("\x1b")
    pasting.timed_out()
    assert pasting.feed("[200~") == "[200~"
    assert pasting.feed("\x1b[A") == "\x1b[A"


def test_a_paste_that_stands_still_goes_on() -> None:
    pasting = PasteFilter()
    pasting.feed(f"{BEGIN}one\x1b[20")
    pasting.timed_out()
    assert pasting.feed(f"1~{BEGIN}\x1btwo") == f"{END}{BEGIN}two"


def test_what_is_too_long_is_left_out_and_counted() -> None:
    pasting = PasteFilter()
    pieces = [BEGIN, "x" * MOST, "\x1byy", f"z{END}"]
    assert "".join(map(pasting.feed, pieces)) == f"{BEGIN}{'x' * MOST}{END}"
    assert pasting.left_out == 3
    assert pasting.feed(f"{BEGIN}short{END}q") == f"{BEGIN}short{END}q"
    assert pasting.left_out == 0


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(
        st.sampled_from(["\x1b", "[", "2", "0", "1", "~", "q", "[200~", "[201~", BEGIN, END, "\x9b"]), max_size=12
    ),
    st.data(),
)
def test_it_is_the_same_in_any_pieces(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    whole, cut = PasteFilter(), PasteFilter()
    expected = whole.feed(text + END)
    pieces = [text[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert "".join(map(cut.feed, [*pieces, END])) == expected
