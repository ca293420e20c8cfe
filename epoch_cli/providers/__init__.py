"""Providers: what writes the text, behind one seam (`base.py`), and the built-in composer (`offline/`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from epoch_cli.errors import UsageError
from epoch_cli.lazy import lazy_names
from epoch_cli.nearest import did_you_mean

if TYPE_CHECKING:
    from epoch_cli.providers.base import Provider

BUILT_IN = ("offline",)
"""Names of the providers that need neither key nor network."""


def find_provider(name: str) -> Provider:
    """A provider by name alone: one that needs nothing of the user's machine.

    All others need keys and addresses, which nothing below the command line looks for by itself: `opening.py` takes
    them as `Surroundings`.

    Raises:
        UsageError: there is none of this name; names those there are.
    """
    if name == "offline":
        from epoch_cli.providers.offline import OfflineProvider  # noqa: PLC0415  its knowledge is read on import

        return OfflineProvider()
    remedy = f"{did_you_mean(name, BUILT_IN)}; epoch_cli.providers.opening.open_provider opens the others"
    raise UsageError(f"no provider {name!r} is built in", remedy=remedy)


__all__ = ["BUILT_IN", "Provider", "find_provider"]

# what passes the seam takes 11 ms to define; who only names providers needs none of it
__getattr__ = lazy_names(__name__, {"epoch_cli.providers.base": ("Provider",)})
