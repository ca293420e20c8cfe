"""Preset data as TOML text that people go on with: a table for each component, a line for each prop.

`tomli-w` writes every table under a header of its own, which for props is four lines each. Here what is small enough
for a line is an inline table, as in the built-in presets; strings and keys are left to `tomli-w`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import tomli_w

from epoch_cli.errors import CatalogError

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_WIDTH: Final = 120
_LARGEST: Final = 2**63


def preset_text(data: Mapping[str, Any], comment: str = "") -> str:
    """The TOML of preset data, with a comment above; `tomllib.loads` of it is the data, without what is None.

    Raises:
        CatalogError: a value cannot be said in TOML, such as an integer beyond 64 bits.
    """
    head = [f"# {line}".rstrip() for line in comment.splitlines()]
    return "\n".join([*head, *_table((), data)]).strip("\n") + "\n"


def _table(path: tuple[str, ...], table: Mapping[str, Any]) -> Iterator[str]:
    """The lines of a table: what fits a line first, then the tables that do not, each under its header."""
    lines, tables = [], []
    for key, value in table.items():
        if value is None:
            continue
        wide = isinstance(value, Mapping) and bool(value) and _is_large(path, key, value)
        if wide:
            tables.append((key, value))
        else:
            lines.append(f"{_key(key)} = {_inline(value)}")
    if path and (lines or not tables):
        yield ""
        yield f"[{'.'.join(map(_key, path))}]"
    yield from lines
    for key, value in tables:
        yield from _table((*path, key), value)


def _is_large(path: tuple[str, ...], key: str, value: Mapping[str, Any]) -> bool:
    """Whether a table gets a header: those that every preset has one for, and those that are no line."""
    if len(path) < 2 or (len(path) == 2 and key in {"props", "tokens"} and len(value) > 1):
        return True
    return len(f"{_key(key)} = {_inline(value)}") > _WIDTH


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(key)} = {_inline(each)}" for key, each in value.items() if each is not None)
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_inline(each) for each in value)}]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
        raise CatalogError(f"{str(value)[:20]}…: an integer beyond 64 bits is no TOML", remedy="correct the file")
    try:
        return tomli_w.dumps({"value": value}).removeprefix("value = ").rstrip("\n")
    except (TypeError, ValueError) as error:
        raise CatalogError(f"{str(value)[:60]!r} cannot be written as TOML ({error})", remedy="correct it") from None


def _key(key: str) -> str:
    if _BARE.fullmatch(key):
        return key
    return tomli_w.dumps({key: 0}).removesuffix(" = 0\n")
