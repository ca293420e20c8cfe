"""CSS values where a token belongs: what is one, and which token comes nearest to it (decision 6)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from epoch_cli.catalog import TokenGroup
from epoch_cli.validation.rules import colors

_LENGTH = re.compile(
    r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*(px|r?em|pt|pc|in|cm|mm|q|%|r?ex|r?ch|r?lh|r?ic|cap|fr|[sld]?v(?:[wh]|min|max)"
    r"|cq(?:[wh]|min|max))?",
    re.IGNORECASE,
)
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_FUNCTION = re.compile(
    r"(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark|calc|var|min|max|clamp|env|url"
    r"|(?:repeating-)?(?:linear|radial|conic)-gradient)\s*\(",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[\s,/]+")
_ARGUMENTS = re.compile(r"\S*\([^()]*\)")
_KEYWORDS = frozenset({"transparent", "currentcolor"})
_WHOLLY = frozenset({"auto", "none", "inherit", "initial", "unset", "revert", "revert-layer"})
_LONGEST = 200  # characters of a CSS value that are worth reading
_PX = {
    "": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6,
    "rem": 16.0, "em": 16.0,
}  # fmt: skip


def is_raw(value: str, group: TokenGroup) -> bool:
    """Whether a string is a CSS value rather than the name of something."""
    if len(value) > _LONGEST:
        return False
    text = value.strip().casefold()
    if group.kind == "color" and (text in _KEYWORDS or text in colors.NAMED):
        return True
    if text in _WHOLLY:
        return True
    if _FUNCTION.search(text):
        return True
    for index, part in enumerate(_PARTS.split(text)):
        length = _LENGTH.fullmatch(part)
        if _HEX.fullmatch(part) or (length and (length[2] or not index)):
            return True
    return False


def nearest_by_value(value: Any, group: TokenGroup) -> str:
    """The token of the group whose value is nearest to a raw one; empty when they cannot be compared."""
    if len(str(value)) > _LONGEST:
        return ""
    if group.kind == "color":
        wanted = colors.parse_color(str(value))
        shades = {name: colors.parse_color(str(token.plain)) for name, token in group.tokens.items()}
        known = {name: shade for name, shade in shades.items() if shade is not None}
        if wanted is None or not known:
            return ""
        return min(known, key=lambda name: sum((a - b) ** 2 for a, b in zip(known[name], wanted, strict=True)))
    pixels = _pixels(value)
    sizes = {name: _pixels(_size_of(token.value)) for name, token in group.tokens.items()}
    numbers = {name: size for name, size in sizes.items() if size is not None}
    if pixels is None or not numbers:
        return ""
    return min(numbers, key=lambda name: abs(numbers[name] - pixels))


def _size_of(value: Any) -> Any:
    return value.get("size") if isinstance(value, Mapping) else value


def _pixels(value: Any) -> float | None:
    """A length in CSS pixels, of several the greatest (the blur of a shadow); `em` counts as the usual 16 px."""
    sizes: list[float] = []
    for part in _PARTS.split(_ARGUMENTS.sub("", str(value)).strip()):
        match = _LENGTH.fullmatch(part)
        factor = _PX.get((match[2] or "").lower()) if match else None
        if match is not None and factor is not None:
            sizes.append(float(match[1]) * factor)
        elif match is not None:
            return None
    return max(sizes, default=None)
