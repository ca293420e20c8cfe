"""Sizes and spans of time, as people write them in flags and read them in tables."""

from __future__ import annotations

import re
from collections.abc import Mapping

from epoch_cli.errors import UsageError

_AMOUNT = re.compile(r"\s*+([0-9]++(?:\.[0-9]++)?)\s*+([a-zA-Z]*+)\s*+")
_UNITS = ("B", "kB", "MB", "GB")
_BYTES: Mapping[str, int] = {
    "": 1,
    **{unit.lower(): 1000**power for power, unit in enumerate(_UNITS)},
    **{unit[:-1].lower(): 1000**power for power, unit in enumerate(_UNITS) if power},
    **{f"{unit[:-1].lower()}ib": 1024**power for power, unit in enumerate(_UNITS) if power},
}
_SECONDS: Mapping[str, int] = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400}


def parse_bytes(flag: str, text: str) -> int:
    """A size such as `64MB`, `64MiB` or `1000000`, in bytes.

    Raises:
        UsageError: it is none; names the flag.
    """
    amount, unit = _parts(text)
    if unit not in _BYTES:
        raise UsageError(f"{flag}: {text!r} is no size", remedy="such as 64MB")
    return int(amount * _BYTES[unit])


def parse_seconds(flag: str, text: str) -> float:
    """A span of time such as `90s`, `30m`, `12h`, `7d` or `2w`, in seconds.

    Raises:
        UsageError: it is none; names the flag.
    """
    amount, unit = _parts(text)
    if unit not in _SECONDS:
        raise UsageError(f"{flag}: {text!r} is no span of time", remedy="such as 7d, 12h or 30m")
    return amount * _SECONDS[unit]


def size_text(count: int) -> str:
    """A number of bytes for people, such as `3.4 MB`."""
    size, unit = float(count), _UNITS[0]
    for larger in _UNITS[1:]:
        if size < 999.5:
            break
        size, unit = size / 1000, larger
    return f"{count} B" if unit == "B" else f"{size:.{0 if size >= 99.95 else 1}f} {unit}"


def _parts(text: str) -> tuple[float, str]:
    """The number and the unit, in small letters; a unit that there is none of, where there is no number."""
    found = _AMOUNT.fullmatch(text)
    return (float(found[1]), found[2].lower()) if found else (0.0, "?")
