"""What can still be told of a patch that could not be read: where it was to write (decision 16).

Whoever wrote it believes that it is done and goes on counting with it, so its place is worth knowing.
"""

from __future__ import annotations

import re
from typing import Any, Final

from epoch_cli.reading.patterns import WHITE
from epoch_cli.reading.strict_json import NotStrictError, parse_strict

_MOST_CHARS: Final = 4096  # what begins a patch stands near its brace

_GAP: Final = rf"[{WHITE}]*+"
_STRING: Final = r'"[^"\\\x00-\x1f]*+(?>(?:\\.[^"\\\x00-\x1f]*+)*)"'
_MEMBER: Final = rf'"(?:op|path|from)"{_GAP}:{_GAP}{_STRING}{_GAP}(?=[,}}])'
_BEGINNING: Final = re.compile(rf"\{{({_GAP}{_MEMBER}(?>(?:,{_GAP}{_MEMBER})*))")


def legible_patch(text: str) -> dict[str, Any] | None:
    """Return the `op`, `path` and `from` that `text` begins with; None without the first two.

    Only complete members count that stand before all others and are strict JSON.
    """
    found = _BEGINNING.match(text, 0, _MOST_CHARS)
    if found is None:
        return None
    try:
        patch: dict[str, Any] = parse_strict(f"{{{found[1]}}}")
    except NotStrictError:
        return None
    return patch if "op" in patch and "path" in patch else None
