"""What a design system looks like to others: schema, catalog export."""

from pathlib import Path
from typing import Annotated

import typer

from epoch_cli.cli.commands.registry import command
from epoch_cli.cli.flags import Budget, DataFile, Preset, Quiet


@command()
def schema(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="document, patch, session, catalog, config or user-config.")
    ],
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
      epoch schema document --preset ./design --budget strict -o ui.schema.json
      epoch schema config
    """
    from epoch_cli.cli.schema import run_schema

    return run_schema(kind, preset=preset, budget=budget, output=output, quiet=quiet)


@command("catalog export")
def catalog_export(
    kind: Annotated[
        str,
        typer.Option("--as", metavar="KIND", help="json-schema, tool-schema, gbnf, lark, prompt or typescript."),
    ],
    form: Annotated[
        str | None,
        typer.Option("--form", metavar="FORM", help="patches (the default) or document; for schemas and grammars."),
    ] = None,
    preset: Preset = None,
    budget: Budget = None,
    data: DataFile = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the export to FILE.")
    ] = None,
    quiet: Quiet = False,
) -> int:
    """Write what tools and models have to know of a design system.

    Grammars and schemas hold a model to it while it writes: lines of patches, or a document. A budget caps the children
    in grammars, and data models say which paths they bind; the prompt tells of both.

    \b
    Examples:
      epoch catalog export --as gbnf > patches.gbnf
      epoch catalog export --as json-schema --form document --preset ./design
      epoch catalog export --as typescript -o src/ui.ts
    """
    from epoch_cli.cli.catalog import run_catalog_export

    return run_catalog_export(kind, form=form, preset=preset, budget=budget, data=data, output=output, quiet=quiet)
