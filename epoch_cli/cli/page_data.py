"""The data of `--data-file`: what bindings show on a page, and what formats carry that have data of their own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from epoch_cli.config.bounded_reading import MOST_GIVEN, read_bounded, read_stream
from epoch_cli.errors import UnreadableError, UsageError
from epoch_cli.linting.text import decoded, refused
from epoch_cli.reading.strict_json import BOM, NotStrictError, parse_strict


def read_data(file: Path | None) -> dict[str, Any]:
    """The data of a `--data-file`, by root and then by name; none without one.

    Raises:
        UsageError: there is no such file, or it cannot be opened; as of `--data`.
        UnreadableError: it is no JSON object as Epoch reads it (decision 17); says where.
    """
    if file is None:
        return {}
    name = "stdin" if str(file) == "-" else str(file)
    text = decoded(name, _bytes(file, name)).removeprefix(BOM)
    try:
        data = parse_strict(text)
    except (NotStrictError, RecursionError) as error:
        raise refused(name, text, error) from None
    if not isinstance(data, dict):
        raise UnreadableError(f"{name}: no object", remedy='write {"users": […]}, or {"context": {…}, "props": {…}}')
    return data if data.keys() <= {"context", "props"} else {"context": data}


def _bytes(file: Path, name: str) -> bytes:
    try:
        return read_stream(sys.stdin.buffer) if name == "stdin" else read_bounded(file, MOST_GIVEN)
    except OSError as error:
        raise UsageError(f"{name}: cannot be read ({error.strerror})", remedy="check the path") from None
