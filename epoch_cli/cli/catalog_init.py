"""`epoch catalog init`: the first files of a design system of one's own."""

from __future__ import annotations

from pathlib import Path

from epoch_cli.catalog.starting import starting_files
from epoch_cli.cli.catalog_files import as_argument, parent_from, require_name, require_new, write_new
from epoch_cli.cli.streams import say
from epoch_cli.errors import ExitCode
from epoch_cli.output.text import visible


def run_catalog_init(name: str, *, extends: str, output: Path | None, quiet: bool) -> int:
    """Run the command; see `commands` for `catalog init` for what each flag means.

    Raises:
        UsageError: the name is none, or there is a design system in the folder already.
        CatalogError: what it builds on cannot be found or read.
        UnreadableError: the files cannot be written.
    """
    require_name(name)
    folder = output or Path(name)
    require_new(folder)
    shown = as_argument(folder)
    write_new(folder, starting_files(name, parent_from(extends, folder), extends, shown))
    if not quiet:
        say(f"wrote: {visible(str(folder / 'catalog.toml'))}, {visible(str(folder / 'tokens.toml'))}")
        say(f'try it: epoch gen "login form" --preset {shown}')
    return ExitCode.OK
