"""Which format a text is in, where that is sure: by the name of its file, or by what stands first in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, Final

from epoch_cli.convert.formats import FORMATS, Format

_SHARED: Final = frozenset({".json", ".jsonl"})
"""Suffixes that say nothing: several formats, and documents, are saved under them."""
_BY_SUFFIX: Final[Mapping[str, str]] = {
    each.suffix: each.name for each in FORMATS.values() if each.suffix not in _SHARED
}
_BY_KEY: Final[Mapping[str, str]] = {
    "createSurface": "a2ui",
    "updateComponents": "a2ui",
    "updateDataModel": "a2ui",
    "deleteSurface": "a2ui",
}
"""Keys that only the objects of one format have."""
_OURS: Final = "punk"
_STATEMENT: Final = re.compile(r"\s*[A-Za-z_$]\w*\s*=[^=]")


def guess_format(name: str, text: str) -> Format | None:
    """The format of a text; None where nothing tells it.

    Args:
        name: of its file.
        text: what stands in it.
    """
    found = _BY_SUFFIX.get(PurePath(name).suffix.lower()) or _by_content(text)
    return FORMATS[found] if found else None


def _by_content(text: str) -> str:
    start = text.lstrip()
    if start.startswith("```"):
        start = start.partition("\n")[2].lstrip()
    if start[:1] in {"{", "["}:
        return _by_value(_first(start))
    return "openui" if _STATEMENT.match(start) else ""


def _first(text: str) -> Any:
    """The first value of a text, and of an array its first element; None where it is broken."""
    try:
        value, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return value[0] if isinstance(value, list) and value else value


def _by_value(value: Any) -> str:
    """The format of the object that comes first; what is broken is ours, so that it is said where."""
    if not isinstance(value, dict):
        return _OURS
    told = next((form for key, form in _BY_KEY.items() if key in value), "")
    if told:
        return told
    if isinstance(value.get("elements"), dict) and "root" in value:
        return "json-render"
    path = value.get("path")
    if "op" in value and isinstance(path, str):
        flat = path.startswith(("/elements", "/state")) or (path == "/root" and isinstance(value.get("value"), str))
        return "json-render-stream" if flat else _OURS
    return _OURS
