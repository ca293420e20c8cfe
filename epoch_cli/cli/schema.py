"""`epoch schema`: what documents, patches, sessions, catalogs and configuration look like, as JSON Schema 2020-12."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from epoch_cli.catalog import Catalog
from epoch_cli.cli.made import write_made
from epoch_cli.cli.streams import json_text
from epoch_cli.errors import UsageError
from epoch_cli.nearest import did_you_mean


def run_schema(kind: str, *, preset: str | None, budget: str | None, output: Path | None, quiet: bool) -> int:
    """Run the command; see `commands` for `schema` for what each flag means.

    Raises:
        UsageError: there is no schema of this name, or a flag says nothing about it.
        ConfigError: the configuration or the preset cannot be used.
    """
    if kind not in SCHEMAS:
        raise UsageError(f"no schema {kind!r}", remedy=did_you_mean(kind, SCHEMAS))
    if preset is not None and kind not in _OF_A_PRESET:
        remedy = f"it is for {' and '.join(_OF_A_PRESET)}"
        raise UsageError(f"--preset says nothing about the {kind} schema", remedy=remedy)
    if budget is not None and kind != "document":
        raise UsageError(f"--budget says nothing about the {kind} schema", remedy="it is for document")
    data = json_text(SCHEMAS[kind](preset, budget))
    write_made(data, output, quiet=quiet)
    return 0


def _document(preset: str | None, budget: str | None) -> dict[str, Any]:
    from epoch_cli.catalog.json_schema import document_schema
    from epoch_cli.cli.presets import find_budget

    catalog = _catalog(preset)
    return document_schema(catalog, find_budget(budget, catalog)[0] if budget is not None else None)


def _patch(preset: str | None, _: str | None) -> dict[str, Any]:
    from epoch_cli.catalog.json_schema import patch_schema

    return patch_schema(_catalog(preset))


def _catalog(preset: str | None) -> Catalog:
    from epoch_cli.cli.presets import open_catalog, read_config

    return open_catalog(preset if preset is not None else read_config().preset)


def _session(*_: str | None) -> dict[str, Any]:
    from epoch_cli.sessions.schema import session_schema

    return session_schema()


def _catalog_file(*_: str | None) -> dict[str, Any]:
    from epoch_cli.catalog.json_schema import catalog_schema

    return catalog_schema()


def _config(*_: str | None) -> dict[str, Any]:
    from epoch_cli.catalog.json_schema import config_schema

    return config_schema()


def _user_config(*_: str | None) -> dict[str, Any]:
    from epoch_cli.catalog.json_schema import user_config_schema

    return user_config_schema()


SCHEMAS: Mapping[str, Callable[[str | None, str | None], dict[str, Any]]] = {
    "document": _document,
    "patch": _patch,
    "session": _session,
    "catalog": _catalog_file,
    "config": _config,
    "user-config": _user_config,
}
"""How each schema is made, from a preset and a budget profile."""

_OF_A_PRESET = ("document", "patch")
