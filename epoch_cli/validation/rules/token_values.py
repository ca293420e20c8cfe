"""Values of tokens that are no colours, as a style sheet can use them: lengths, shadows, kinds of text.

A catalog may be anybody's, so no value gets into a style sheet as it stands: it is read and written again. What cannot
be read is not used on pages, which `epoch catalog check` says (ES012).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from epoch_cli.validation.rules.colors import NAMED

_LENGTH: Final = re.compile(r"(\d{1,5}(?:\.\d{1,4})?|\.\d{1,4})(px|rem|em|%|ch|vw|vh)")
_SHADOW_PART: Final = re.compile(
    r"none|inset|-?(\d{1,4}(\.\d{1,4})?|\.\d{1,4})(px|rem|em)?|#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|,"
    r"|(rgba?|hsla?|hwb|oklch|oklab|lch|lab|color)\([a-z0-9+., %/-]{5,60}\)"
)
_SHADOW_SPLIT: Final = re.compile(r"[a-z]+\([^()]*\)|[^\s,()]+|,|\S")


def length(value: Any) -> str:
    """A length; a number is one in px. Empty for what is none."""
    if isinstance(value, str):
        return value if _LENGTH.fullmatch(value) else length(float(value)) if number(value) else ""
    return f"{value:g}px" if number(value) else ""


def number(value: Any) -> str:
    """A number that is not negative and not beyond reason; empty for what is none."""
    if isinstance(value, str):
        return value if re.fullmatch(r"\d{1,5}(\.\d{1,4})?", value, re.ASCII) else ""
    return f"{value:g}" if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e5 else ""


def shadow(value: Any) -> str:
    """A shadow, if every part of it is one that shadows have; else empty."""
    parts = _SHADOW_SPLIT.findall(value) if isinstance(value, str) and len(value) <= 1_000 else []
    return " ".join(parts) if all(_SHADOW_PART.fullmatch(part) or part in NAMED for part in parts) else ""


def _line_height(value: Any) -> str:
    return number(value) or length(value)


TEXT_PARTS: Final = (
    ("size", "-size", length),
    ("weight", "-weight", number),
    ("lineHeight", "-line-height", _line_height),
)
"""What of a kind of text a style sheet uses: the key, the ending of the property, and how it is read."""


def unusable(kind: str, value: Any) -> Iterator[tuple[str, Any, str]]:
    """What of a token's value no style sheet can use: its key (empty for the whole), the value, and what it is not."""
    if kind == "typography" and isinstance(value, Mapping):
        for key, _, read in TEXT_PARTS:
            if key in value and not read(value[key]):
                yield key, value[key], "number" if read is number else "length"
    elif kind == "shadow":
        if not shadow(value):
            yield "", value, "shadow"
    elif not length(value):
        yield "", value, "length"
