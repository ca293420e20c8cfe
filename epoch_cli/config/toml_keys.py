"""TOML as it may come from anybody: Python's parser takes time by the square of the parts of a dotted key.

One key of 20 000 parts is 40 KB of text and takes it five seconds, ten times as many ten minutes.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

MOST_PARTS: Final = 200
"""Of a dotted key: more than tables of ours are deep, and than numbers and texts have words joined by dots."""

_LONG_KEY: Final = re.compile(
    rf"""(?<![\w"'-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]{{0,64}}+\.[ \t]{{0,64}}+){{{MOST_PARTS}}}""", re.ASCII
)


def parse_tables(text: str) -> dict[str, Any]:
    """What `tomllib.loads` makes of a text, in time that grows as the text does.

    Raises:
        ValueError: it is not TOML, or has a key of more than `MOST_PARTS` parts, or a number of too many digits.
        RecursionError: it is nested too deeply.
    """
    found = _LONG_KEY.search(text) if text.count(".") >= MOST_PARTS else None
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        raise ValueError(f"a key of more than {MOST_PARTS} parts (at line {line}, column {column})")
    return tomllib.loads(text)
