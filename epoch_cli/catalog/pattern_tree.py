"""What a regular expression is made of, as Python's own parser reads it, and which characters a class of it takes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

_parser: Any = import_module("re._parser")  # private to `re`, and the only one that reads all of its patterns

ASCII = range(0x80)
REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
CHARACTERS = frozenset({"LITERAL", "NOT_LITERAL", "ANY", "IN"})
Part = tuple[Any, Any]
"""The name of a part (`str` tells it: "LITERAL") and what the parser says of it."""


def parse_pattern(pattern: re.Pattern[str]) -> list[Part]:
    """The parts of a pattern, in order."""
    return list(_parser.parse(pattern.pattern, pattern.flags))


def is_endless(most: Any) -> bool:
    """Whether the greatest number of repetitions is none."""
    return str(most) == "MAXREPEAT"


def class_parts(kind: str, value: Any) -> list[tuple[str, Any]]:
    """What one character (`CHARACTERS`) may be, with "NEGATE" first where that is what it may not be."""
    items = {
        "LITERAL": [("LITERAL", value)],
        "NOT_LITERAL": [("NEGATE", None), ("LITERAL", value)],
        "ANY": [("NEGATE", None), ("LITERAL", 10)],
    }
    return [(str(name), inner) for name, inner in items.get(kind, value)]


def is_negated(parts: Iterable[tuple[str, Any]]) -> bool:
    """Whether a class says what it leaves out."""
    return any(name == "NEGATE" for name, _ in parts)


def ascii_taken(parts: list[tuple[str, Any]]) -> set[int]:
    """The ASCII characters that a class takes."""
    negated = is_negated(parts)
    return {code for code in ASCII if any(takes(name, inner, code) for name, inner in parts) != negated}


def takes(name: str, inner: Any, code: int) -> bool:
    """Whether one entry of a class takes a character."""
    if name == "LITERAL":
        return bool(code == inner)
    if name == "RANGE":
        return bool(inner[0] <= code <= inner[1])
    if name == "CATEGORY":
        return _CATEGORIES[str(inner)].match(chr(code)) is not None
    return False


_CATEGORIES = {
    f"CATEGORY_{negation}{name}": re.compile(f"\\{letter.upper() if negation else letter}")
    for name, letter in {"DIGIT": "d", "SPACE": "s", "WORD": "w"}.items()
    for negation in ("", "NOT_")
}
