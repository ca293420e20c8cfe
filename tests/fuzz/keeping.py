"""Which inputs are kept in the project: few and small ones that together go the most ways through the code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final

from .targets import CORPUS, Target, find_target

MOST: Final = 14
"""Files of one target."""
LONGEST: Final = 1024
"""Bytes of a file."""

Way = tuple[CodeType, int, int]
"""From a line of a function to another."""


def keep(name: str, inputs: Iterable[Path]) -> list[Path]:
    """Put the best of some inputs, and of those that were kept before, in the place of the latter."""
    folder = CORPUS / name
    folder.mkdir(parents=True, exist_ok=True)
    known = {path.read_bytes() for path in [*folder.iterdir(), *inputs]}
    chosen = best(find_target(name), sorted((data for data in known if len(data) <= LONGEST), key=len))
    for path in folder.iterdir():
        path.unlink()
    kept = []
    for number, data in enumerate(chosen):
        path = folder / f"{number:02}"
        path.write_bytes(data)
        kept.append(path)
    return kept


def best(target: Target, inputs: Sequence[bytes]) -> list[bytes]:
    """The inputs that add the most ways for their length, one after the other."""
    files = tuple(_place(name) for name in target.MODULES)
    left = {data: ways(target.check, data, files) for data in inputs}
    chosen: list[bytes] = []
    seen: set[Way] = set()
    while len(chosen) < MOST and left:
        data = max(left, key=lambda each: len(left[each] - seen) / (64 + len(each)))
        if not left[data] - seen:
            break
        seen |= left.pop(data)
        chosen.append(data)
    return chosen


def _place(name: str) -> str:
    """The file of a module, or the folder of a package."""
    file = import_module(name).__file__ or ""
    return file.removesuffix("__init__.py")


def ways(check: Callable[[bytes], None], data: bytes, files: tuple[str, ...]) -> set[Way]:
    """The ways that an input goes through the code of these files."""
    found: set[Way] = set()

    def enter(frame: FrameType, _event: str, _arg: Any) -> Any:
        code = frame.f_code
        if not code.co_filename.startswith(files):
            return None
        last = -1

        def step(inner: FrameType, event: str, _arg: Any) -> Any:
            nonlocal last
            if event == "line":
                found.add((code, last, inner.f_lineno))
                last = inner.f_lineno
            return step

        return step

    with suppress(Exception):  # a finding that is kept until it is mended
        check(data)  # what is worked out once is no difference between inputs
        sys.settrace(enter)
        try:
            check(data)
        finally:
            sys.settrace(None)
    return found
