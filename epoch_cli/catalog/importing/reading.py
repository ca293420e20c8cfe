"""The bounds of a file, and which format it is in, told by what stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from epoch_cli.errors import UsageError

Origin = Literal["json-schema", "dtcg", "a2ui"]
ORIGINS: Final[tuple[Origin, ...]] = ("json-schema", "dtcg", "a2ui")

MOST_BYTES: Final = 16 * 1024 * 1024
DEEPEST: Final = 64
"""Levels of nesting. What reads a file may recurse, as nothing in it is deeper."""


def guess_origin(data: Any) -> Origin:
    """Which format a file is in, by its content.

    Raises:
        UsageError: it is none of them, as far as can be told.
    """
    if isinstance(data, Mapping):
        if "catalogId" in data or ("components" in data and "functions" in data):
            return "a2ui"
        if any(isinstance(data.get(key), str) for key in ("$schema", "openapi")) or "$defs" in data:
            return "dtcg" if "tokens" in str(data.get("$schema", "")) or _has_token(data) else "json-schema"
        if _has_token(data) or {"sets", "resolutionOrder"} <= set(data):
            return "dtcg"
        if {"definitions", "properties", "components"}.intersection(data):
            return "json-schema"
    raise UsageError("it cannot be told what the file is", remedy=f"add --from {', --from '.join(ORIGINS)}")


def _has_token(data: Mapping[str, Any]) -> bool:
    """Whether there is a design token: an object with a `$value`, not too far into the file."""
    level: list[Any] = [data]
    for _ in range(8):
        level = [inner for each in level for inner in each.values() if isinstance(inner, dict)][:5_000]
        if any("$value" in each for each in level):
            return True
    return "$value" in data
