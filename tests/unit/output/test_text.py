"""Text from models, files and users, made safe for a terminal (design section 9)."""

from __future__ import annotations

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from support.every_row import every_row

from epoch_cli import UsageError
from epoch_cli.output.text import error_line, visible

EVERYTHING = st.text(st.characters(categories=None), max_size=80)  # with controls and lone surrogates

# Bidi controls of UAX 9, and what is drawn without a width of its own.
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u180e\U000e0001\U000e0041\U000e007f"


@every_row("char", [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))])
def test_control_characters_are_written_out(char: str) -> None:
    shown = visible(f"a{char}b")
    assert shown.startswith("a\\")
    assert shown.isprintable()


@every_row("char", BIDI + ZERO_WIDTH + "\u2028\u2029\ufff9\ufffb\ud800\udfff", ids=lambda char: f"{ord(char):04x}")
def test_what_reorders_or_hides_text_is_written_out(char: str) -> None:
    shown = visible(f"a{char}b")
    assert shown.startswith("a\\")
    assert f"{ord(char):x}" in shown


@every_row(
    "hostile",
    [
        "\x1b[31mred", "\x1b]0;title\x07", "\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "\x9b2J", "\x1bc", "a\rb",
        "line\nline", "\x08\x08gone", "\x1bP+q544e\x1b\\",
    ],
)  # fmt: skip
def test_what_a_terminal_obeys_is_written_out(hostile: str) -> None:
    assert visible(hostile).isprintable()
    assert "\x1b" not in visible(hostile)


@every_row(
    "text",
    [
        "",
        "Log in",
        "naïve café",
        "日本語",
        "עברית",
        "🙂 👍🏽",
        "[bold]not markup[/bold]",
        "a\\b",
        "{item.name}",
        "e\u0301",
    ],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


@given(EVERYTHING)
def test_whatever_it_is_it_becomes_one_line_that_can_be_written(text: str) -> None:
    shown = visible(text)
    shown.encode("utf-8")
    assert len(shown.splitlines()) <= 1
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in shown)


@given(EVERYTHING, st.integers(1, 30))
def test_with_a_limit_it_is_never_longer(text: str, limit: int) -> None:
    assert len(visible(text, limit)) <= limit


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=60), st.integers(1, 30))
def test_what_is_cut_ends_in_an_ellipsis_and_what_fits_is_not_cut(text: str, limit: int) -> None:
    shown = visible(text, limit)
    assert shown == text if len(text) <= limit else shown == text[: limit - 1] + "…"


def test_a_long_text_is_cut_in_no_time() -> None:
    assert len(visible("x" * 10_000_000, 40)) == 40


def test_every_bidi_control_of_this_python_is_written_out() -> None:
    kinds = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    controls = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.bidirectional(chr(code)) in kinds]
    assert len(controls) == 9
    assert all(visible(char) != char for char in controls)


def test_an_error_is_one_line_with_its_remedy() -> None:
    line = error_line(UsageError("no \x1b[31mpreset", remedy="use\nanother"))
    assert line == "epoch: no \\x1b[31mpreset; use\\nanother"
    assert error_line(UsageError("no preset")) == "epoch: no preset"
