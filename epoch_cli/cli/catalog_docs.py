"""`epoch catalog docs`: the reference of a design system."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from epoch_cli.catalog.markdown import markdown_reference
from epoch_cli.cli.made import keep_made
from epoch_cli.cli.presets import open_catalog, read_config
from epoch_cli.errors import ExitCode
from epoch_cli.output.saving import FileOutput
from epoch_cli.validation import Severity, validate


def run_catalog_docs(preset: str | None, *, output: Path | None, force: bool, quiet: bool) -> int:
    """Run the command; see `commands` for `catalog docs` for what each flag means.

    Raises:
        EpochError: the configuration or the preset cannot be used.
        UsageError: the file exists and may not be overwritten, or is a folder.
        UnreadableError: the file cannot be written.
    """
    file = None if output is None else FileOutput(output, force=force)
    catalog = open_catalog(preset or read_config().preset)

    def valid(document: dict[str, Any]) -> bool:
        found = validate(document, catalog, profile="unlimited").diagnostics
        return all(each.severity is Severity.INFO for each in found)

    made = markdown_reference(catalog, valid).encode()
    keep_made(made, file, quiet=quiet)
    return ExitCode.OK
