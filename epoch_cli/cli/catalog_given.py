"""The file that `epoch catalog import` is given: strict JSON within bounds, and which format it is in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from epoch_cli.catalog.importing.reading import DEEPEST, MOST_BYTES, Origin, guess_origin
from epoch_cli.document.nesting import is_deeper
from epoch_cli.errors import UnreadableError, UsageError
from epoch_cli.linting.text import decoded, refused
from epoch_cli.reading.strict_json import BOM, NotStrictError, parse_strict


def read_given(file: str) -> Any:
    """The value of a JSON file; `-` is stdin.

    Raises:
        UnreadableError: it cannot be read, is too large or nested too deeply, or is no JSON as Epoch reads it
            (decision 17: no key twice, no number that is none); says where.
    """
    name = "stdin" if file == "-" else file
    return parse_given(name, _bytes(file, name))


def parse_given(name: str, raw: bytes) -> Any:
    """The value of a JSON file's bytes.

    Raises:
        UnreadableError: as `read_given`.
    """
    if len(raw) > MOST_BYTES:
        raise UnreadableError(f"{name}: larger than {MOST_BYTES:,} bytes", remedy="import a part of it")
    text = decoded(name, raw).removeprefix(BOM)
    if not text.strip():
        raise UnreadableError(f"{name}: the file is empty", remedy="give a design system")
    try:
        value = parse_strict(text)
    except (NotStrictError, RecursionError) as error:
        raise refused(name, text, error) from None
    if is_deeper(value, DEEPEST):
        raise UnreadableError(f"{name}: nested more than {DEEPEST} levels deep", remedy="flatten it")
    return value


def origin_of(file: str, data: Any) -> Origin:
    """Which format a file is in, by its content.

    Raises:
        UsageError: it is none of them, as far as can be told.
    """
    try:
        return guess_origin(data)
    except UsageError as error:
        raise UsageError(f"{'stdin' if file == '-' else file}: {error.message}", remedy=error.remedy) from None


def _bytes(file: str, name: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with Path(file).open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableError(f"{name}: cannot be read ({error.strerror})", remedy="check the path") from None
