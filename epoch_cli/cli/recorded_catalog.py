"""The design system that a session was made with, as it is here now."""

from __future__ import annotations

from epoch_cli.catalog import Catalog
from epoch_cli.cli.presets import open_catalog, read_config
from epoch_cli.errors import EpochError, UsageError
from epoch_cli.events import Event, RunStarted


def catalog_of(first: Event | None) -> tuple[Catalog | None, str]:
    """The design system of a session, by its name, and what there is to say of that; None when it is not here.

    Args:
        first: the first event of the session.
    """
    if not isinstance(first, RunStarted):
        return None, ""
    catalog = _opened(read_config().preset)
    if catalog is None or catalog.name != first.catalog:
        catalog = _opened(first.catalog)
    if catalog is None:
        return None, f"the design system {first.catalog} is not here: the preview shows what it can without it"
    changed = f"the design system {first.catalog} has changed since: the preview shows it as it is now"
    return catalog, changed if catalog.digest != first.catalog_digest else ""


def require_catalog(first: RunStarted) -> Catalog:
    """The design system of a session, for what cannot do without.

    Raises:
        UsageError: it is not here.
    """
    catalog, _ = catalog_of(first)
    if catalog is None:
        raise UsageError(
            f"the design system {first.catalog} of this session is not here",
            remedy='name where it is in epoch.toml: preset = "PATH"',
        )
    return catalog


def _opened(name: str) -> Catalog | None:
    try:
        return open_catalog(name)
    except EpochError:
        return None
