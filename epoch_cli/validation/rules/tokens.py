"""Design tokens instead of raw values (decision 6)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from epoch_cli.catalog import Component, TokenGroup
from epoch_cli.validation.diagnostics import Finding, Rule, Severity
from epoch_cli.validation.rules.words import quote, suggest

UNKNOWN_TOKEN = Rule("EP401", "unknown-token", "gate", "a token-typed prop names a token of its group")
WRONG_GROUP = Rule("EP402", "wrong-token-group", "gate", "a token belongs to the group of its prop")
RAW_VALUE = Rule("EP403", "raw-value", "gate", "a token-typed prop holds no raw CSS value")
DEPRECATED_TOKEN = Rule("EP404", "deprecated-token", "deferred", "a deprecated token is not used", Severity.WARNING)

RULES = (UNKNOWN_TOKEN, WRONG_GROUP, RAW_VALUE, DEPRECATED_TOKEN)

_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|rem|em|pt|%|vh|vw|ch)?", re.IGNORECASE)
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_FUNCTION = re.compile(r"(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|calc|var|min|max|clamp)\s*\(", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)", re.IGNORECASE)
_PX = {"": 1.0, "px": 1.0, "pt": 4 / 3, "rem": 16.0, "em": 16.0}
_NAMED = {
    "black": (0, 0, 0), "white": (255, 255, 255), "gray": (128, 128, 128), "grey": (128, 128, 128),
    "silver": (192, 192, 192), "red": (255, 0, 0), "maroon": (128, 0, 0), "green": (0, 128, 0), "lime": (0, 255, 0),
    "blue": (0, 0, 255), "navy": (0, 0, 128), "cyan": (0, 255, 255), "aqua": (0, 255, 255), "teal": (0, 128, 128),
    "yellow": (255, 255, 0), "orange": (255, 165, 0), "purple": (128, 0, 128), "magenta": (255, 0, 255),
    "fuchsia": (255, 0, 255), "pink": (255, 192, 203), "brown": (165, 42, 42), "transparent": (255, 255, 255),
}  # fmt: skip


def check_token(value: Any, group: TokenGroup, groups: Mapping[str, TokenGroup]) -> Finding | None:
    """A value where a token of `group` belongs."""
    if isinstance(value, str):
        if group.find(value) is not None:
            return None
        if not is_raw(value, group):
            return _unknown(value, group, groups)
    near = nearest_by_value(value, group)
    hint = f'use a token: "{near}" is nearest' if near else suggest(str(value), group.tokens)
    return Finding("EP403", (), f"raw value {quote(value)} where a {group.kind} token belongs", hint)


def check_deprecated(component: Component, props: Mapping[str, Any], groups: Mapping[str, TokenGroup]) -> list[Finding]:
    """Tokens that the design system has replaced by others."""
    findings = []
    for name, value in props.items():
        prop = component.props.get(name)
        if prop is None or not prop.group or not isinstance(value, str):
            continue
        token = groups[prop.group].find(value)
        if token is not None and token.deprecated:
            findings.append(
                Finding("EP404", ("props", name), f"the token {quote(value)} is deprecated", token.deprecated)
            )
    return findings


def is_raw(value: str, group: TokenGroup) -> bool:
    """Whether a string is a CSS value rather than the name of something."""
    text = value.strip()
    first = text.split(" ", 1)[0]
    return bool(
        _LENGTH.fullmatch(first)
        or _HEX.fullmatch(first)
        or _FUNCTION.match(text)
        or (group.kind == "color" and text.casefold() in _NAMED)
    )


def nearest_by_value(value: Any, group: TokenGroup) -> str:
    """The token of the group whose value is nearest to a raw one; empty when they cannot be compared."""
    if group.kind == "color":
        wanted = _colour(str(value))
        colours = {name: _colour(str(token.value)) for name, token in group.tokens.items()}
        known = {name: colour for name, colour in colours.items() if colour is not None}
        if wanted is None or not known:
            return ""
        return min(known, key=lambda name: sum((a - b) ** 2 for a, b in zip(known[name], wanted, strict=True)))
    pixels = _pixels(value)
    sizes = {name: _pixels(_size_of(token.value)) for name, token in group.tokens.items()}
    numbers = {name: size for name, size in sizes.items() if size is not None}
    if pixels is None or not numbers:
        return ""
    return min(numbers, key=lambda name: abs(numbers[name] - pixels))


def _unknown(value: str, group: TokenGroup, groups: Mapping[str, TokenGroup]) -> Finding:
    for other in groups.values():
        if other is not group and value.startswith(other.prefix + "-") and other.find(value):
            hint = suggest(value.rpartition("-")[2], group.tokens)
            return Finding("EP402", (), f"{quote(value)} is a {other.kind} token, not a {group.kind} token", hint)
    return Finding("EP401", (), f"no {group.kind} token {quote(value)}", suggest(value, group.tokens))


def _size_of(value: Any) -> Any:
    return value.get("size") if isinstance(value, Mapping) else value


def _pixels(value: Any) -> float | None:
    match = _LENGTH.fullmatch(str(value).strip())
    factor = _PX.get((match[2] or "").lower()) if match else None
    return None if match is None or factor is None else float(match[1]) * factor


def _colour(text: str) -> tuple[int, ...] | None:
    text = text.strip().casefold()
    if text in _NAMED:
        return _NAMED[text]
    if match := _HEX.fullmatch(text):
        digits = match[1] if len(match[1]) > 4 else "".join(digit * 2 for digit in match[1])
        return tuple(int(digits[index : index + 2], 16) for index in (0, 2, 4))
    if match := _RGB.match(text):
        return tuple(min(255, int(part)) for part in match.groups())
    return None
