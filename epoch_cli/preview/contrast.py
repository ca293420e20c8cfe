"""Colours that can be read on each other (WCAG 2.1, 1.4.3 and 1.4.11): any design system's, whatever it pairs."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable
from typing import Final, NamedTuple

from epoch_cli.validation.rules.colors import LEAST_CONTRAST, RGB, contrast, contrast_of, luminance

SHAPES: Final = 3.0
"""Least contrast of what is no text but has to be seen: edges of controls, the ring of the focus (1.4.11)."""
WHITE: Final[RGB] = (255, 255, 255)
BLACK: Final[RGB] = (0, 0, 0)
INK: Final[RGB] = (17, 17, 20)
"""Black, softened: 18 to 1 on white."""

_STEP: Final = 0.01
_WHITE_FROM: Final = 2.5  # white words are worth a darker blue or red, but no darker yellow
_MIDDLE: Final = 0.179  # the luminance that black and white are told from equally well
_MARGIN: Final = 1.03  # browsers round colours, and a contrast of 4.499 is none


class Fill(NamedTuple):
    """A colour as a background, and that of the words on it."""

    back: RGB
    words: RGB


def readable(color: RGB, backgrounds: Iterable[RGB], least: float = LEAST_CONTRAST) -> RGB:
    """A colour, made darker or lighter as little as it takes to have the least contrast with every background.

    Where no lightness of it will do, black or white, whichever is told better.
    """
    behind = {luminance(each) for each in backgrounds}
    if _worst(color, behind) >= least * _MARGIN:
        return color
    hue, lightness, saturation = _hls(color)
    for step in range(1, round(1 / _STEP) + 1):
        for moved in (lightness - step * _STEP, lightness + step * _STEP):
            candidate = _rgb(hue, min(1.0, max(0.0, moved)), saturation)
            if _worst(candidate, behind) >= least * _MARGIN:
                return candidate
    return max((BLACK, WHITE), key=lambda candidate: _worst(candidate, behind))


def quiet(color: RGB) -> RGB:
    """A colour as that of a page: light or dark enough for words of many colours, 12 to 1 with black or white."""
    return readable(color, [BLACK if luminance(color) > _MIDDLE else WHITE], 12.0)


def near(color: RGB, to: RGB, onto: RGB, most: float) -> RGB:
    """As much of a colour, mixed onto another, as differs from a third by no more than that contrast."""
    tried = (mixed(color, onto, share) for share in (1.0, 0.75, 0.5, 0.35, 0.2, 0.1, 0.05))
    return next((each for each in tried if contrast(each, to) <= most), onto)


def filled(color: RGB) -> Fill:
    """A colour as a background for words: white ones on all but light colours, darkened as little as that takes."""
    if contrast(color, WHITE) >= _WHITE_FROM:
        return Fill(readable(color, [WHITE]), WHITE)
    return Fill(readable(color, [INK]), INK)


def mixed(color: RGB, into: RGB, share: float) -> RGB:
    """`share` of a colour in another one: 0 is the other one."""
    red, green, blue = (round(part * share + other * (1 - share)) for part, other in zip(color, into, strict=True))
    return red, green, blue


def mirrored(color: RGB) -> RGB:
    """What a colour becomes when light and dark change places: near-white near-black and back, the rest itself."""
    hue, lightness, saturation = _hls(color)
    if 0.2 < lightness < 0.88:
        return color
    # a page in the dark is not black: what was the lightest becomes 7 %, and what was the darkest 98 %
    return _rgb(hue, 0.98 - 0.91 * lightness, saturation * 0.5)


def css(color: RGB) -> str:
    """A colour as CSS writes it: `#rrggbb`."""
    return "#" + "".join(f"{part:02x}" for part in color)


def _worst(color: RGB, luminances: Iterable[float]) -> float:
    own = luminance(color)
    return min((contrast_of(own, each) for each in luminances), default=21.0)


def _hls(color: RGB) -> tuple[float, float, float]:
    return colorsys.rgb_to_hls(*(part / 255 for part in color))


def _rgb(hue: float, lightness: float, saturation: float) -> RGB:
    red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(hue, lightness, saturation))
    return red, green, blue
