"""Epoch: user interfaces from any language model, proved valid while they are written.

The names in `__all__` are the public API and are stable. They are imported on first use (PEP 562), so that importing
the package costs nothing: `epoch --version` imports no more than this file.
"""

from __future__ import annotations

__version__ = "0.1.0"

_HOMES = {
    "epoch_cli.catalog": ("Catalog", "load_catalog"),
    "epoch_cli.document": ("Applied", "apply_patch"),
    "epoch_cli.engine": ("Control", "Options", "generate"),
    "epoch_cli.errors": (
        "BudgetError",
        "CatalogError",
        "ConfigError",
        "EpochError",
        "GenerationTimeout",
        "PatchError",
        "PointerError",
        "ProviderError",
        "SessionError",
        "UnreadableError",
        "UsageError",
    ),
    "epoch_cli.events": ("Event",),
    "epoch_cli.providers": ("Provider",),
    "epoch_cli.reading": ("MalformedRead", "PatchRead", "PatchReader", "Read", "StructureRead", "TextRead"),
    "epoch_cli.sessions": ("read_session", "replay"),
    "epoch_cli.validation": ("Draft", "Report", "Verdict", "validate"),
}

TYPE_CHECKING = False  # type checkers know the name; to import `typing` for it takes as long as Python's own start
if TYPE_CHECKING:
    from epoch_cli.catalog import Catalog, load_catalog
    from epoch_cli.document import Applied, apply_patch
    from epoch_cli.engine import Control, Options
    from epoch_cli.engine.generation import generate
    from epoch_cli.errors import (
        BudgetError,
        CatalogError,
        ConfigError,
        EpochError,
        GenerationTimeout,
        PatchError,
        PointerError,
        ProviderError,
        SessionError,
        UnreadableError,
        UsageError,
    )
    from epoch_cli.events import Event
    from epoch_cli.providers import Provider
    from epoch_cli.reading import MalformedRead, PatchRead, PatchReader, Read, StructureRead, TextRead
    from epoch_cli.sessions.replay import replay
    from epoch_cli.sessions.store import read_session
    from epoch_cli.validation import Draft, Report, Verdict, validate

__all__ = [
    "Applied",
    "BudgetError",
    "Catalog",
    "CatalogError",
    "ConfigError",
    "Control",
    "Draft",
    "EpochError",
    "Event",
    "GenerationTimeout",
    "MalformedRead",
    "Options",
    "PatchError",
    "PatchRead",
    "PatchReader",
    "PointerError",
    "Provider",
    "ProviderError",
    "Read",
    "Report",
    "SessionError",
    "StructureRead",
    "TextRead",
    "UnreadableError",
    "UsageError",
    "Verdict",
    "apply_patch",
    "generate",
    "load_catalog",
    "read_session",
    "replay",
    "validate",
]

_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    from importlib import import_module  # noqa: PLC0415  `--version` needs none of it

    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
