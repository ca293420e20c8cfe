"""What a run is held to, as flags and configuration name it: design system, budget profile, data models."""

from __future__ import annotations

import os
from pathlib import Path

from epoch_cli.catalog import Catalog, Models, Profile, load_catalog
from epoch_cli.config.cache import Cache
from epoch_cli.config.paths import cache_dir, working_folder
from epoch_cli.config.settings import Settings, load_settings


def read_config() -> Settings:
    """The configuration that applies where we are.

    Raises:
        UsageError: the working folder is gone.
        ConfigError: a file of it cannot be used.
    """
    return load_settings(working_folder(), os.environ)


def open_catalog(preset: str) -> Catalog:
    """The design system of a `--preset` flag; through the user's cache, so that only changed files are parsed."""
    return load_catalog(preset, cache=Cache(cache_dir()))


def find_budget(name: str, catalog: Catalog) -> tuple[Profile, Path | None]:
    """The budget profile of a name or of a `.toml` file, and that file if it is one."""
    path = Path(name)
    if name in catalog.profiles or not (path.suffix == ".toml" or os.sep in name):
        return catalog.profile(name), None
    from epoch_cli.catalog.given import load_profile

    return load_profile(path), path


def find_models(data: Path | None, catalog: Catalog) -> Models:
    """The data models of a `--data` flag; those of the design system without one."""
    if data is None:
        return catalog.models
    from epoch_cli.catalog.given import load_models

    return load_models(data)
