"""Providers: what writes the text, behind one seam (`base.py`), and the built-in composer (`offline/`)."""

from __future__ import annotations

from epoch_cli.errors import UsageError
from epoch_cli.nearest import did_you_mean
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
    raise UsageError(f"no provider {name!r}", remedy=did_you_mean(name, BUILT_IN))


__all__ = ["BUILT_IN", "Provider", "find_provider"]
