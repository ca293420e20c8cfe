"""What all tests share: `support` can be imported, and the built-in design system is loaded once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from epoch_cli.catalog import Catalog, load_catalog

# pytest imports test files by path (--import-mode=importlib); their common code is an ordinary import
sys.path.insert(0, str(Path(__file__).resolve().parent))


@pytest.fixture(scope="session")
def punk() -> Catalog:
    """The built-in design system; nobody changes it."""
    return load_catalog("punk")
