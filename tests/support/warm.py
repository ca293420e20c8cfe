"""A cache that was used before, for commands that are not about a cold one: they start twice as fast."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from epoch_cli import load_catalog
from epoch_cli.config.cache import Cache


@lru_cache(maxsize=1)
def _used() -> Path:
    """A folder with what a run of the offline composer, in English, works out from the files of the Punk preset."""
    folder = Path(tempfile.mkdtemp(prefix="epoch-warm-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    patterns = load_catalog(cache=Cache(folder)).patterns
    patterns.tables(patterns.language_of("login form"))
    return folder


def used_cache() -> Cache:
    """A cache that knows the files of the Punk preset: for tests that load a design system which builds on it."""
    return Cache(_used())


def warm(cache: Path) -> None:
    """Fill the folder of a cache with what a run before left there."""
    shutil.copytree(_used(), cache, dirs_exist_ok=True)
