"""Objects that only wrap a list of patches, such as `{"patches": [...]}`.

Providers that force JSON mode cannot return bare lines, so models wrap them. Where the list is the first member, the
scanner opens the wrapper as soon as the bracket is read and each patch streams; where it comes later, nobody can know
before the object is finished, and then its text is cut here.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from epoch_cli.reading.strict_json import TOKEN

KEYS: Final = ("patches", "operations")
"""Member names whose list holds patches."""

OPENINGS: Final = tuple(f'{{"{key}"' for key in KEYS)
"""How a wrapper begins when it is written without white space."""

HEAD: Final = re.compile(rf'\{{[ \t\r\n]*"(?:{"|".join(KEYS)})"[ \t\r\n]*:[ \t\r\n]*\[')
"""A wrapper up to the bracket of its list, when the list is its first member."""

BROKEN_HEAD: Final = re.compile(
    rf'\{{(?:(?!"op"[ \t\r\n]*:).)*?"(?:{"|".join(KEYS)})"[ \t\r\n]*:[ \t\r\n]*\[(?=[ \t\r\n]*(?:\{{|\Z))', re.DOTALL
)
"""A wrapper up to the bracket of its list in a text that is no JSON."""

PLAIN_HEAD: Final = f"{OPENINGS[0]}:["
"""What stands for such a head where one that is JSON is needed."""

HEAD_CHARS: Final = 4096
"""Longest head that is recognised while streaming; a longer one is cut when it is finished."""


def wraps_patches(value: dict[str, Any]) -> bool:
    """Tell whether a finished object is a wrapper: nothing else, and it has a list of patches, or an empty one."""
    if type(value.get("op")) is str or "root" in value or "children" in value:
        return False
    lists = [value[key] for key in KEYS if isinstance(value.get(key), list)]
    return any(not items or any(isinstance(item, dict) for item in items) for items in lists)


def item_spans(text: str) -> list[tuple[int, int]]:
    """Return where the items of the wrapped lists stand in the text of a finished wrapper.

    Args:
        text: a JSON object, known to be correct.
    """
    spans: list[tuple[int, int]] = []
    depth, start, latest, key, listed = 0, 0, "", "", False
    for match in TOKEN.finditer(text):
        lexeme = match[0]
        if lexeme in {"{", "["}:
            start = match.start() if depth == 2 else start  # depth 2: directly inside a member of the object
            listed = listed or (depth == 1 and lexeme == "[" and key in KEYS)
            depth += 1
        elif lexeme in {"}", "]"}:
            depth -= 1
            listed = listed and depth > 1
            if listed and depth == 2:
                spans.append((start, match.end()))
        elif lexeme == ":":
            key = json.loads(latest) if depth == 1 else key
        elif lexeme != ",":
            latest = lexeme
            if listed and depth == 2:
                spans.append(match.span())
    return spans
