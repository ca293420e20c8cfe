"""Design tokens in a terminal: colours become those of the theme by their meaning, spaces become cells."""

from __future__ import annotations

import re
from typing import Any, Final

from textual.color import Color, ColorParseError

from epoch_cli.catalog import Catalog, Token
from epoch_cli.validation.rules.colors import luminance

_CELLS: Final = ((6, 0), (20, 1), (28, 2), (40, 3))
_LINES: Final = ((12, 0), (28, 1))
"""Space in px, up to which, and the cells or lines for it; more is four cells, or two lines."""
_NAMED: Final = {"none": 0, "xs": 4, "sm": 8, "md": 16, "lg": 24, "xl": 32, "2xl": 48}
_SIZES: Final = {"h1": 28, "h2": 22, "h3": 18, "body": 14, "caption": 0}
"""Kinds of text, and the least size of each in px."""
_MEANINGS: Final[tuple[tuple[str, str], ...]] = (
    ("primary", "primary brand"),
    ("secondary", "secondary info"),
    ("success", "success positive ok green"),
    ("error", "danger error destructive negative critical red"),
    ("warning", "warning caution amber orange yellow"),
    ("accent", "accent highlight"),
    ("neutral", "neutral muted gray grey subtle disabled outline ghost default"),
    ("surface", "surface background panel base canvas"),
)
MEANINGS: Final = tuple(meaning for meaning, _ in _MEANINGS)
"""What a colour may mean; each has a class `-tone-…` in the style of the preview."""


def meaning(name: Any) -> str:
    """What a colour or a variant means by a word of its name, as `error` for `danger`; empty when no word tells."""
    if not isinstance(name, str):
        return ""
    words = re.split(r"[^a-z]+", name[:80].casefold())
    return next((known for known, like in _MEANINGS if not set(like.split()).isdisjoint(words)), "")


def find_token(catalog: Catalog | None, kind: str, value: Any) -> Token | None:
    """The token of a kind (`color`, `spacing`, `typography`) that a value names, short or full."""
    if catalog is None or not isinstance(value, str):
        return None
    groups = (group for group in catalog.tokens.values() if group.kind == kind)
    return next((token for group in groups if (token := group.find(value)) is not None), None)


def colour(catalog: Catalog | None, value: Any) -> tuple[str, Color | None]:
    """What a colour token means, or else its own colour; ("", None) when it says neither."""
    known = meaning(value)
    if known:
        return known, None
    token = find_token(catalog, "color", value)
    if token is None or not isinstance(token.plain, str):
        return "", None
    try:
        return "", Color.parse(token.plain)
    except ColorParseError:
        return "", None


def readable_on(background: Color) -> Color:
    """Black or white, whichever is told better from a background (WCAG 2.1, 1.4.3: always at least 4.5 to 1)."""
    # the luminance at which both are told equally well: (x + 0.05)² = 1.05 · 0.05
    return Color(0, 0, 0) if luminance(background.rgb) > 0.179 else Color(255, 255, 255)


def heading(catalog: Catalog | None, value: Any) -> str:
    """What kind of text a typography token makes: h1, h2, h3, body or caption; by its name, or by its size in px."""
    token = find_token(catalog, "typography", value)
    name = token.name if token is not None else str(value)
    if name in _SIZES:
        return name
    size = token.value.get("size") if token is not None and isinstance(token.value, dict) else None
    found = re.match(r"\d{1,4}", str(size))
    return "body" if found is None else next(kind for kind, least in _SIZES.items() if int(found[0]) >= least)


def cells(catalog: Catalog | None, value: Any, default: int = 0) -> int:
    """A space across in cells, 0 to 4: by the px of its token, or by the name that it has in most systems."""
    size = _px(catalog, value)
    return default if size is None else next((cells for most, cells in _CELLS if size <= most), 4)


def lines(catalog: Catalog | None, value: Any, default: int = 0) -> int:
    """A space down in lines, 0 to 2: a line is about twice as high as a cell is wide."""
    size = _px(catalog, value)
    return default if size is None else next((lines for most, lines in _LINES if size <= most), 2)


def _px(catalog: Catalog | None, value: Any) -> float | None:
    token = find_token(catalog, "spacing", value)
    size = token.value if token is not None else _NAMED.get(value) if isinstance(value, str) else value
    if isinstance(size, str):
        size = float(found[0]) if (found := re.match(r"\d{1,4}", size)) else None
    return None if isinstance(size, bool) or not isinstance(size, (int, float)) else size
