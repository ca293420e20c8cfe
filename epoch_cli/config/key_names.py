"""How the key of a value is written: the names of the tables that it is in, and its own, with dots between them.

As in TOML, a name that is no plain word stands in quotes: `rules.per-file."legacy/**".ignore`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from epoch_cli.errors import UsageError

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PART = re.compile(r'"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|([^."\'][^.]*)', re.DOTALL)
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')


class Part(NamedTuple):
    """One name of a key, and whether it stood in quotes, so that its dots are its own."""

    name: str
    quoted: bool


def quoted(name: str) -> str:
    """A name in quotes."""
    return f'"{_ESCAPED.sub(_escape, name)}"'


def dotted(path: Sequence[str | int]) -> str:
    """A key from its names; indices of arrays are written like names."""
    return ".".join(name if _BARE.fullmatch(name) else quoted(name) for name in map(str, path))


def split_key(text: str) -> list[Part]:
    """The names of a key as somebody wrote it; quotes may be left out, as shells take them away.

    Raises:
        UsageError: it is none: empty, or with a quote that is not closed.
    """
    parts, at = [], 0
    while found := _PART.match(text, at):
        parts.append(Part(*_unquoted(found)))
        at = found.end()
        if not text.startswith(".", at):
            break
        at += 1
    if not parts or at != len(text) or text.endswith("."):
        raise UsageError(f"{text!r} is no key", remedy="keys are names with dots between them, such as rules.ignore")
    return parts


def _unquoted(found: re.Match[str]) -> tuple[str, bool]:
    double, single, bare = found.groups()
    if double is not None:
        import tomllib  # noqa: PLC0415  few keys are quoted

        try:
            return str(tomllib.loads(f'"" = "{double}"')[""]), True
        except tomllib.TOMLDecodeError:
            return double, True
    return (single, True) if single is not None else (bare, False)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return f"\\{character}" if character in '"\\' else f"\\u{ord(character):04x}"
