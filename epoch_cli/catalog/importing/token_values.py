"""Values of design tokens as a preset has them: colours and shadows as CSS, distances in pixels, kinds of text.

Both generations of the format are read: objects (Design Tokens Format Module and Color Module 2025.10: a colour has a
`colorSpace` and `components`, a dimension a `value` and a `unit`), and the strings of before (`#0ea5e9`, `16px`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

_PIXELS_OF_REM: Final = 16
_DIMENSION: Final = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?|-?\.\d{1,6})(px|rem)?")
_COLOR: Final = re.compile(
    r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|[a-zA-Z]{3,30}|[a-z-]{2,12}\([^()<>;{}]{1,100}\)"
)
_SPACES: Final[Mapping[str, str]] = {
    "hsl": "hsl({0} {1}% {2}%{alpha})",
    "hwb": "hwb({0} {1}% {2}%{alpha})",
    "lab": "lab({0}% {1} {2}{alpha})",
    "lch": "lch({0}% {1} {2}{alpha})",
    "oklab": "oklab({0} {1} {2}{alpha})",
    "oklch": "oklch({0} {1} {2}{alpha})",
}
"""How CSS writes a colour in a space; in all others it is `color(SPACE …)`."""
_PREDEFINED: Final = frozenset(
    {"srgb-linear", "display-p3", "a98-rgb", "prophoto-rgb", "rec2020", "xyz-d65", "xyz-d50"}
)
_WEIGHTS: Final[Mapping[str, int]] = {
    "thin": 100, "hairline": 100, "extra-light": 200, "ultra-light": 200, "light": 300, "normal": 400, "regular": 400,
    "book": 400, "medium": 500, "semi-bold": 600, "demi-bold": 600, "bold": 700, "extra-bold": 800, "ultra-bold": 800,
    "black": 900, "heavy": 900, "extra-black": 950, "ultra-black": 950,
}  # fmt: skip
"""Names of weights (Format Module 2025.10, section 8.4)."""


def token_value(kind: str, value: Any) -> Any:
    """The value of a token of a kind (`color`, `dimension`, `shadow`, `typography`) as a preset has it.

    Raises:
        ValueError: it is none.
    """
    return _READERS[kind](value)


def color(value: Any) -> str:
    """A colour as CSS writes it."""
    if isinstance(value, str) and _COLOR.fullmatch(value.strip()):
        return value.strip()
    value = _object(value, "no colour")
    alpha, parts, space = value.get("alpha", 1), value.get("components"), value.get("colorSpace")
    if not _is_number(alpha) or not 0 <= alpha <= 1:
        raise ValueError("alpha is not between 0 and 1")
    if isinstance(parts, list) and len(parts) == 3 and all(part == "none" or _is_number(part) for part in parts):
        return _in_space(str(space), parts, alpha, value.get("hex"))
    if isinstance(value.get("hex"), str):
        return color(value["hex"])
    raise ValueError("a colour has three components")


def _in_space(space: str, parts: list[Any], alpha: float, fallback: Any) -> str:
    if space == "srgb":
        channels = [0 if part == "none" else min(1.0, max(0.0, part)) for part in parts]
        shown = [*channels, *([alpha] if alpha < 1 else [])]
        return "#" + "".join(f"{round(255 * each):02x}" for each in shown)
    if isinstance(fallback, str) and re.fullmatch("#[0-9a-fA-F]{6}", fallback) and alpha == 1:
        return fallback.lower()
    behind = f" / {_short(alpha)}" if alpha < 1 else ""
    written = [part if part == "none" else _short(part) for part in parts]
    if space in _SPACES:
        return _SPACES[space].format(*written, alpha=behind)
    if space in _PREDEFINED:
        return f"color({space} {' '.join(written)}{behind})"
    raise ValueError(f"no colour space {space[:20]!r}")


def dimension(value: Any) -> float:
    """A distance in pixels; a rem is 16 of them."""
    if isinstance(value, Mapping):
        unit = value.get("unit", "px")
        if unit not in {"px", "rem"}:
            raise ValueError("a dimension is in px or rem")
        return _whole(_number(value.get("value"), "a dimension has a value") * (_PIXELS_OF_REM if unit == "rem" else 1))
    if _is_number(value):
        return _whole(value)
    match = _DIMENSION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError("no dimension in px or rem")
    return _whole(float(match[1]) * (_PIXELS_OF_REM if match[2] == "rem" else 1))


def shadow(value: Any) -> str:
    """One shadow or several, as CSS writes them."""
    if isinstance(value, list):
        if not value or len(value) > 20:
            raise ValueError("no shadows, or too many")
        return ", ".join(shadow(each) for each in value)
    value = _object(value, "no shadow")
    lengths = [dimension(value.get(key, 0)) for key in ("offsetX", "offsetY", "blur", "spread")]
    written = [f"{_short(length)}px" if length else "0" for length in lengths]
    if not lengths[3]:
        written.pop()
    return " ".join([*(["inset"] if value.get("inset") is True else []), *written, color(value.get("color"))])


def typography(value: Any) -> dict[str, Any]:
    """A kind of text: `size`, `weight`, `lineHeight`, and where they are there `family` and `letterSpacing`."""
    value = _object(value, "no kind of text")
    made: dict[str, Any] = {"size": f"{_short(dimension(value.get('fontSize')))}px"}
    if "fontWeight" in value:
        made["weight"] = _weight(value["fontWeight"])
    if "lineHeight" in value:
        height = value["lineHeight"]
        made["lineHeight"] = _whole(height) if _is_number(height) else f"{_short(dimension(height))}px"
    family = value.get("fontFamily")
    names = [str(name)[:100] for name in (family if isinstance(family, list) else [family])]
    if family is not None:
        made["family"] = ", ".join(names)
    if "letterSpacing" in value and (spacing := dimension(value["letterSpacing"])):
        made["letterSpacing"] = f"{_short(spacing)}px"
    return made


def _weight(value: Any) -> int:
    if _is_number(value) and 1 <= value <= 1000:
        return round(float(value))
    named = str(value).casefold().replace(" ", "-")
    if named not in _WEIGHTS:
        raise ValueError("no weight of a font")
    return _WEIGHTS[named]


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "color": color,
    "dimension": dimension,
    "shadow": shadow,
    "typography": typography,
}
KINDS: Final = tuple(_READERS)
"""The types of tokens that a preset has a kind of group for."""


def _object(value: Any, otherwise: str) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    raise ValueError(otherwise)


def _number(value: Any, otherwise: str) -> float:
    if _is_number(value):
        return float(value)
    raise ValueError(otherwise)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _whole(number: float) -> float:
    """The number; without a fraction, as a whole one."""
    if abs(number) > 1_000_000:
        raise ValueError("too large")
    rounded = round(number, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def _short(number: float) -> str:
    return f"{round(number, 4):g}"
