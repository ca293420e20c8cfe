"""The wire protocols, a module each: pure translations between neutral requests and parts, and JSON bodies."""

from __future__ import annotations

from importlib import import_module

from epoch_cli.config.dialect_names import DialectName
from epoch_cli.providers.dialects.dialect import Ask, Dialect, ListedModel, Prepared, Reader


def find_dialect(name: DialectName) -> Dialect:
    """The dialect of a name; each module has one `DIALECT`, and only the one that is needed is imported."""
    found: Dialect = import_module(f"epoch_cli.providers.dialects.{name}").DIALECT
    return found


__all__ = ["Ask", "Dialect", "ListedModel", "Prepared", "Reader", "find_dialect"]
