"""How deeply JSON is nested."""

from __future__ import annotations

from typing import Any


def is_deeper(value: Any, most: int) -> bool:
    """Whether JSON has more than so many levels, a value without any inside being one; nothing recurses."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > most:
            return True
        inner: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                inner += [value for value in each.values() if isinstance(value, (dict, list))]
            elif isinstance(each, list):
                inner += [value for value in each if isinstance(value, (dict, list))]
        level = inner
    return False
