"""What a design system looks like to others: schema."""

from pathlib import Path
from typing import Annotated

import typer

from epoch_cli.cli.commands.registry import command
from epoch_cli.cli.flags import (
    Quiet,
)


@command()
def schema(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="document, patch, session, catalog or config.")],
    preset: Annotated[
        str | None, typer.Option("--preset", metavar="NAME|PATH", help="Design system, for document and patch.")
    ] = None,
    budget: Annotated[
        str | None,
        typer.Option("--budget", metavar="PROFILE|FILE", help="With its caps on children and strings; for document."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the schema to FILE.")
    ] = None,
    quiet: Quiet = False,
) -> int:
    """Write a JSON Schema.

    Of documents, patches, session lines, catalogs or configuration; draft 2020-12.

    \b
    Examples:
      epoch schema document > ui.schema.json
      epoch schema document --preset ./design --budget strict -o design.schema.json
      epoch schema config
    """
    from epoch_cli.cli.schema import run_schema

    return run_schema(kind, preset=preset, budget=budget, output=output, quiet=quiet)
