"""Repairs of design tokens: another spelling, a word for a size, or a CSS value (EP401, EP402, EP403)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from epoch_cli.catalog import TokenGroup
from epoch_cli.nearest import nearest
from epoch_cli.validation.fixes.case import Case, Change
from epoch_cli.validation.fixes.spelling import folded
from epoch_cli.validation.rules import colors
from epoch_cli.validation.rules.raw_values import nearest_by_value

_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
_LENGTH = re.compile(r"(-?(?:\d++(?:\.\d++)?|\.\d++))\s*+(px|rem)?", re.IGNORECASE)
_OPAQUE = re.compile(
    r"#(?:[0-9a-f]{3}|[0-9a-f]{6})|(?!transparent$)[a-z]+|(?:rgb|hsl)\((?:[^,/]+|[^,/]+(?:,[^,/]+){2})\)", re.IGNORECASE
)
_WORDS: Mapping[str, str] = {
    "tiny": "xs", "extrasmall": "xs", "xsmall": "xs", "small": "sm", "medium": "md", "normal": "md", "default": "md",
    "base": "md", "regular": "md", "large": "lg", "big": "lg", "extralarge": "xl", "xlarge": "xl", "xxl": "2xl",
    "xxlarge": "2xl", "2xlarge": "2xl", "huge": "2xl", "title": "h1", "heading": "h2", "subtitle": "h3",
    "paragraph": "body", "text": "body", "small-text": "caption", "error": "danger", "info": "secondary",
    "gray": "neutral", "grey": "neutral", "muted": "neutral", "accent": "primary", "background": "surface",
}  # fmt: skip
"""Words that models write for tokens, with what design systems mostly call them; taken only where there is such one."""


def rename(case: Case) -> Change | None:
    """A token in another spelling: `MD`, `$md`, `--spacing-md`, `var(--spacing-md)`, `spacing.md`."""
    group = _group(case)
    name = spelled(case.value, group) if group is not None and isinstance(case.value, str) else ""
    return case.put(name) if name else None


def spelled(text: str, group: TokenGroup) -> str:
    """The token of a group that a string spells, with or without the group's name; empty when it is none or several."""
    variable = _VARIABLE.fullmatch(text.strip())
    wanted = folded(variable[1] if variable else text)
    spellings = {name: {folded(start + name) for start in ("", group.prefix, group.name)} for name in group.tokens}
    found = [name for name, known in spellings.items() if wanted in known]
    return found[0] if len(found) == 1 else ""


def nearest_name(case: Case) -> Change | None:
    """The token that a word such as `medium` stands for, or whose name is nearest."""
    group, value = _group(case), case.value
    if group is None or not isinstance(value, str):
        return None
    bare = _bare(value, group)
    name = _WORDS.get(folded(bare), "")
    name = name if name in group.tokens else nearest(bare, group.tokens)
    return case.put(name) if name else None


def right_group(case: Case) -> Change | None:
    """The token of the same short name in the group of the prop: `radius-md` where spacing belongs."""
    group, value = _group(case), str(case.value)
    if group is None:
        return None
    for other in case.inspector.catalog.tokens.values():
        short = value.removeprefix(f"{other.prefix}-")
        if other is not group and short != value and short in group.tokens:
            return case.put(short)
    return None


def equal_value(case: Case) -> Change | None:
    """The token whose value is exactly the one written: `16px`, 16, `1rem`, `#007aff`."""
    group = _group(case)
    wanted = _measured(case.value, group) if group is not None else None
    if group is None or wanted is None:
        return None
    same = [name for name, token in group.tokens.items() if _measured(token.plain, group) == wanted]
    return case.put(same[0]) if len(same) == 1 else None


def nearest_value(case: Case) -> Change | None:
    """The token whose value is nearest to the one written."""
    group = _group(case)
    name = nearest_by_value(case.value, group) if group is not None else ""
    return case.put(name) if name else None


def _group(case: Case) -> TokenGroup | None:
    """The group of the prop at the path; an enum or boolean beside it has no say in what a token is."""
    return case.inspector.catalog.tokens.get(case.spec.group) if case.spec is not None and case.spec.group else None


def _bare(text: str, group: TokenGroup) -> str:
    """What is left of a name without the group's."""
    for start in (group.prefix, group.name):
        if folded(text).startswith(folded(start)) and folded(text) != folded(start):
            return re.sub(rf"^\W*{re.escape(start)}[\W_]*", "", text, flags=re.IGNORECASE) or text
    return text


def _measured(value: Any, group: TokenGroup) -> Any:
    """A raw value in a form that can be compared for equality, None when it is none.

    `1em` depends on its place, and a colour that shows what is behind it on that: neither is equal to anything.
    """
    if isinstance(value, bool):
        return None
    text = str(value).strip()
    if group.kind == "color":
        return colors.parse_color(text) if _OPAQUE.fullmatch(text) else None
    length = _LENGTH.fullmatch(text)
    if length is not None:
        return float(length[1]) * (16.0 if (length[2] or "").casefold() == "rem" else 1.0)
    return " ".join(text.split()) if isinstance(value, str) and " " in text else None
