"""The formats that a command prints in, and what is said of one that it does not know."""

from __future__ import annotations

from collections.abc import Sequence

from epoch_cli.errors import UsageError
from epoch_cli.nearest import did_you_mean

TEXT_OR_JSON = ("text", "json")
"""For people and for programs: what most commands print in."""


def require_format(form: str, formats: Sequence[str] = TEXT_OR_JSON) -> None:
    """Check what a flag for the format was given.

    Raises:
        UsageError: it is none of these; names the nearest.
    """
    if form not in formats:
        raise UsageError(f"no format {form!r}", remedy=did_you_mean(form, formats))
