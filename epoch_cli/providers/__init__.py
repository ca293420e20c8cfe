"""Providers: what writes the text, behind one seam (`base.py`), and the built-in composer (`offline/`)."""

from __future__ import annotations

from difflib import get_close_matches

from epoch_cli.errors import UsageError
from epoch_cli.providers.base import Provider

BUILT_IN = ("offline",)
"""Names of the providers that need neither key nor network."""


def find_provider(name: str) -> Provider:
    """A provider by name.

    Raises:
        UsageError: there is none; names those there are.
    """
    if name == "offline":
        from epoch_cli.providers.offline import OfflineProvider  # noqa: PLC0415  its knowledge is read on import

        return OfflineProvider()
    near = get_close_matches(name, BUILT_IN, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise UsageError(f"no provider {name!r}", remedy=f"{hint}there is {', '.join(BUILT_IN)}")


__all__ = ["BUILT_IN", "Provider", "find_provider"]
