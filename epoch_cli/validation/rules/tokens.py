"""Design tokens instead of raw values (decision 6)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from epoch_cli.catalog import Component, TokenGroup
from epoch_cli.validation.diagnostics import Finding, Rule, Severity
from epoch_cli.validation.rules import colors
from epoch_cli.validation.rules.words import quote, suggest

UNKNOWN_TOKEN = Rule("EP401", "unknown-token", "gate", "a token-typed prop names a token of its group")
WRONG_GROUP = Rule("EP402", "wrong-token-group", "gate", "a token belongs to the group of its prop")
RAW_VALUE = Rule("EP403", "raw-value", "gate", "a token-typed prop holds no raw CSS value")
DEPRECATED_TOKEN = Rule("EP404", "deprecated-token", "deferred", "a deprecated token is not used", Severity.WARNING)

RULES = (UNKNOWN_TOKEN, WRONG_GROUP, RAW_VALUE, DEPRECATED_TOKEN)

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
        shades = {name: colors.parse_color(str(token.value)) for name, token in group.tokens.items()}
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


def _unknown(value: str, group: TokenGroup, groups: Mapping[str, TokenGroup]) -> Finding:
    for other in groups.values():
        if other is not group and value.startswith(other.prefix + "-") and other.find(value):
            hint = suggest(value.rpartition("-")[2], group.tokens)
            return Finding("EP402", (), f"{quote(value)} is a {other.kind} token, not a {group.kind} token", hint)
    return Finding("EP401", (), f"no {group.kind} token {quote(value)}", suggest(value, group.tokens))


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
