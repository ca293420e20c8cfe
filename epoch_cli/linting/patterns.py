"""File patterns as people write them: `*` and `?` within a name, `**` over folders, `[…]`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_MAGIC = re.compile(r"[*?[]")
_IN_CLASS = re.compile(r"[\\\[&~|^]")  # what means something in a class of an expression, and nothing in a pattern


def is_pattern(text: str) -> bool:
    """Whether a text holds what makes it more than a name."""
    return _MAGIC.search(text) is not None


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """The expression that fits a whole path of `/` between names; `**` is any number of folders, none too."""
    parts = [part for part in pattern.split("/") if part not in {"", "."}]
    expression = ""
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if part == "**":
            expression += ".*" if last else "(?:[^/]+/)*"
        else:
            expression += _segment(part) + ("" if last else "/")
    return re.compile(expression, re.DOTALL)


def _segment(part: str) -> str:
    """The expression of one name."""
    expression, here = "", 0
    while here < len(part):
        char = part[here]
        end = part.find("]", here + 2 + part.startswith("!", here + 1)) if char == "[" else -1
        if end > 0 and (one_of := _class(part[here + 1 : end])):
            expression += one_of
            here = end
        else:
            expression += {"*": "[^/]*", "?": "[^/]"}.get(char) or re.escape(char)
        here += 1
    return expression


def _class(inside: str) -> str:
    """The expression of `[…]`; empty when it is none, such as one from z to a: then it stands for itself."""
    wanted = _IN_CLASS.sub(r"\\\g<0>", inside.removeprefix("!")).replace("--", r"-\-")
    expression = f"(?!/)[{'^' if inside.startswith('!') else ''}{wanted}]"
    try:
        re.compile(expression)
    except re.error:
        return ""
    return expression


class Excluded:
    """Which files are passed over: patterns that count from a folder.

    A pattern without a `/` fits any file or folder of that name, at any depth; one with a `/` a path from the folder.
    What is in an excluded folder is excluded.
    """

    def __init__(self, rows: Iterable[tuple[Path, Iterable[str]]] = ()) -> None:
        self._names: list[re.Pattern[str]] = []
        self._paths: list[tuple[str, re.Pattern[str]]] = []
        for folder, patterns in rows:
            base = absolute(folder)
            for pattern in patterns:
                plain = pattern.strip().rstrip("/")
                if "/" in plain:
                    self._paths.append((base, compiled(plain)))
                elif plain:
                    self._names.append(compiled(plain))

    def covers(self, path: str) -> bool:
        """Whether a file or folder, by its absolute path, is excluded itself; those around it are not looked at."""
        name = path.rpartition(os.sep)[2]
        if any(pattern.fullmatch(name) for pattern in self._names):
            return True
        return any(pattern.fullmatch(inside) for base, pattern in self._paths if (inside := path_inside(path, base)))


def absolute(path: str | Path, base: str | Path = "") -> str:
    """A path from the root of the file system, without following links; a relative one counts from `base`."""
    return os.path.normpath(os.path.join(base or os.getcwd(), path))  # noqa: PTH109, PTH118  called for every file


def path_inside(path: str, base: str) -> str:
    """An absolute path as seen from a folder, with `/` between names; empty when it is not inside."""
    start = base if base.endswith(os.sep) else base + os.sep
    return path[len(start) :].replace(os.sep, "/") if path.startswith(start) else ""
