"""The colours of a page in the light and in the dark, made from a design system's colour tokens.

A page needs more colours than a design system may name, so each is looked for under the names that systems use and
has a default. What is read is made readable: words have 4.5 to 1 with every background they may stand on, edges of
controls and the ring of the focus 3 to 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from epoch_cli.catalog import Catalog
from epoch_cli.catalog.tokens import Token, TokenGroup
from epoch_cli.preview.contrast import SHAPES, WHITE, Fill, filled, mirrored, mixed, near, quiet, readable
from epoch_cli.validation.rules.colors import RGB, contrast, parse_color


class _Sought(NamedTuple):
    """Names of the token that a colour of a page is taken from, and what it is without one."""

    names: tuple[str, ...]
    light: RGB
    dark: RGB


_PARTS: Final[Mapping[str, _Sought]] = {
    "page": _Sought(("background", "page", "canvas"), (247, 247, 249), (16, 16, 19)),
    "card": _Sought(("card",), WHITE, (26, 26, 30)),
    "shade": _Sought(("muted",), (240, 240, 244), (37, 37, 42)),
    "text": _Sought(("foreground", "text"), (28, 28, 33), (240, 240, 244)),
    "muted": _Sought(("muted-foreground", "text-muted"), (94, 95, 106), (168, 169, 180)),
    "line": _Sought(("border",), (228, 228, 231), (52, 52, 57)),
}
TONES: Final[Mapping[str, _Sought]] = {
    "primary": _Sought(("primary", "brand"), (37, 99, 235), (96, 146, 250)),
    "secondary": _Sought(("secondary",), (82, 95, 127), (148, 163, 196)),
    "success": _Sought(("success", "positive"), (22, 128, 61), (74, 200, 120)),
    "danger": _Sought(("danger", "destructive", "error"), (220, 38, 38), (248, 113, 113)),
    "warning": _Sought(("warning", "caution"), (217, 119, 6), (245, 170, 50)),
    "info": _Sought(("info", "secondary"), (2, 120, 190), (80, 180, 240)),
    "neutral": _Sought(("neutral", "muted-foreground"), (100, 102, 112), (150, 152, 162)),
}
"""The tones of `meanings.MEANINGS`, which a design system may name otherwise."""
_SOFTEST: Final = 1.35  # a background that differs less from the page holds the page's own words
_FAINTEST_TINT: Final = 1.04
_DEEPEST_TINT: Final = 1.6
_TINT: Final = {False: 0.1, True: 0.2}


class Behind(NamedTuple):
    """A token as a background; `soft` where the page's own words can be read on it."""

    fill: Fill
    soft: bool


class Theme(NamedTuple):
    """The colours of one theme.

    Attributes:
        parts: colours of the page by name: page, card, shade, text, muted, line, edge, ring, link, error.
        tones: of each tone: `fill` and `words` on it, `ink` on the page, `tint`, a soft background for that ink.
        tokens: the colour tokens by full name, as they are in this theme.
        inks: the same as words on the page.
        behind: the same as backgrounds.
    """

    parts: dict[str, RGB]
    tones: dict[str, dict[str, RGB]]
    tokens: dict[str, RGB]
    inks: dict[str, RGB]
    behind: dict[str, Behind]


def make_theme(catalog: Catalog, *, dark: bool) -> Theme:
    """The colours of a design system's pages in the light or in the dark."""
    tokens = {group.full_name(token): color for group, token, color in _colors(catalog, dark=dark)}
    short = {token.name: color for _, token, color in _colors(catalog, dark=dark)}
    parts = _quieted({name: _found(short, sought, dark=dark) for name, sought in _PARTS.items()})
    tones = {name: _found(short, sought, dark=dark) for name, sought in TONES.items()}
    tints = {name: _tint(color, parts, dark=dark) for name, color in tones.items()}
    soft = [color for color in tokens.values() if contrast(color, parts["page"]) <= _SOFTEST]
    behind = [parts["page"], parts["card"], parts["shade"], *tints.values(), *soft]
    words = _words(parts, tones, behind)
    inks = {name: readable(color, behind) for name, color in tones.items()}
    return Theme(
        parts=parts | words,
        tones={name: _tone(color, tints[name], inks[name]) for name, color in tones.items()},
        tokens=tokens,
        inks={name: readable(color, behind) for name, color in tokens.items()},
        behind={name: _behind(color, words["text"], is_soft=color in soft) for name, color in tokens.items()},
    )


def _tint(color: RGB, parts: Mapping[str, RGB], *, dark: bool) -> RGB:
    """A little of a colour; of one that is nearly the page's nothing would be seen."""
    tint = near(mixed(color, parts["card"], _TINT[dark]), parts["page"], parts["card"], _DEEPEST_TINT)
    return tint if contrast(tint, parts["card"]) >= _FAINTEST_TINT else parts["shade"]


def _quieted(parts: dict[str, RGB]) -> dict[str, RGB]:
    """The same, with a page that words can be read on, and cards and shades that hold the same words."""
    page = quiet(parts["page"])
    card = near(parts["card"], page, page, _SOFTEST)
    return parts | {"page": page, "card": card, "shade": near(parts["shade"], page, card, _SOFTEST)}


def _words(parts: Mapping[str, RGB], tones: Mapping[str, RGB], behind: list[RGB]) -> dict[str, RGB]:
    """What has to be seen on all of the soft backgrounds."""
    return {
        "text": readable(parts["text"], behind, 7.0),
        "muted": readable(parts["muted"], behind),
        "edge": readable(parts["line"], behind, SHAPES),
        "ring": readable(tones["primary"], behind, SHAPES),
        "link": readable(tones["primary"], behind),
        "error": readable(tones["danger"], behind),
    }


def _tone(color: RGB, tint: RGB, ink: RGB) -> dict[str, RGB]:
    fill = filled(color)
    return {"fill": fill.back, "words": fill.words, "ink": ink, "tint": tint}


def _behind(color: RGB, text: RGB, *, is_soft: bool) -> Behind:
    return Behind(Fill(color, text), soft=True) if is_soft else Behind(filled(color), soft=False)


def _found(short: Mapping[str, RGB], sought: _Sought, *, dark: bool) -> RGB:
    return next((short[name] for name in sought.names if name in short), sought.dark if dark else sought.light)


def _colors(catalog: Catalog, *, dark: bool) -> Iterator[tuple[TokenGroup, Token, RGB]]:
    """The tokens that are colours, as they are in a theme; what cannot be read as a colour is left out."""
    for group in catalog.tokens.values():
        if group.kind == "color":
            for token in group.tokens.values():
                color = _color(token.value, dark=dark)
                if color is not None:
                    yield group, token, color


def _color(value: Any, *, dark: bool) -> RGB | None:
    """A colour in a theme: `{ light, dark }` say it themselves, of a single one the dark is derived."""
    if isinstance(value, Mapping):
        said = value.get("dark") if dark else None
        own = parse_color(said) if isinstance(said, str) else None
        return own or _color(value.get("light"), dark=dark)
    color = parse_color(value) if isinstance(value, str) else None
    return mirrored(color) if color is not None and dark else color
