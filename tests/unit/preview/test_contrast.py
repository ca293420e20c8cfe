"""Colours that can be read: on every background, whatever was asked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epoch_cli.preview.contrast import SHAPES, WHITE, css, filled, mirrored, mixed, readable
from epoch_cli.validation.rules.colors import LEAST_CONTRAST, contrast

part = st.integers(0, 255)
colors = st.tuples(part, part, part)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 0, 0), WHITE, 21.0),
        (WHITE, WHITE, 1.0),
        ((119, 119, 119), WHITE, 4.48),  # the grey that famously just fails
        ((0, 122, 255), WHITE, 4.02),
        ((255, 149, 0), (0, 0, 0), 9.55),
    ],
)
def test_contrast_is_that_of_the_guidelines(one: object, other: object, expected: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(expected, abs=0.01)  # type: ignore[arg-type]


@settings(max_examples=50)
@given(colors, colors)
def test_a_color_becomes_readable_on_any_background(color: tuple[int, int, int], back: tuple[int, int, int]) -> None:
    assert contrast(readable(color, [back]), back) >= LEAST_CONTRAST
    assert contrast(readable(color, [back], SHAPES), back) >= SHAPES


@settings(max_examples=50)
@given(colors)
def test_words_can_be_read_on_any_fill(color: tuple[int, int, int]) -> None:
    fill = filled(color)
    assert contrast(fill.back, fill.words) >= LEAST_CONTRAST


def test_a_color_that_can_be_read_stays_as_it_is() -> None:
    assert readable((0, 0, 139), [WHITE, (240, 240, 244)]) == (0, 0, 139)


def test_a_color_keeps_its_hue_and_moves_no_further_than_it_must() -> None:
    red, green, blue = readable((255, 149, 0), [WHITE])
    assert red > green > blue == 0
    assert LEAST_CONTRAST <= contrast((red, green, blue), WHITE) < LEAST_CONTRAST * 1.1


def test_buttons_in_common_colors_have_white_words_and_light_ones_dark_words() -> None:
    for color in ((0, 122, 255), (255, 59, 48), (142, 142, 147)):
        assert filled(color).words == WHITE
    for color in ((76, 217, 100), (255, 204, 0), (90, 200, 250)):
        assert filled(color).back == color
        assert contrast(filled(color).words, WHITE) > 15


@settings(max_examples=50)
@given(colors)
def test_what_is_nearly_white_becomes_nearly_black_in_the_dark_and_the_rest_stays(color: tuple[int, int, int]) -> None:
    lightness = (max(color) + min(color)) / 510
    if lightness >= 0.88:
        assert contrast(mirrored(color), (0, 0, 0)) < 2
    elif lightness <= 0.2:
        assert contrast(mirrored(color), WHITE) < 2.2
    else:
        assert mirrored(color) == color


def test_mixing_and_writing() -> None:
    assert mixed((0, 0, 0), WHITE, 0.2) == (204, 204, 204)
    assert css((0, 122, 255)) == "#007aff"
