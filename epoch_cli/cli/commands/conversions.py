"""What takes documents to the formats of others, and back: convert."""

from pathlib import Path
from typing import Annotated

import typer

from epoch_cli.cli import flags as flag
from epoch_cli.cli.commands.registry import command


@command(
    examples=(
        "epoch convert ui/login.json --to react",
        "epoch convert last --to a2ui --strict",
        "epoch convert 'ui/*.json' --to json-render -o specs",
        'epoch gen "login form" --format json | epoch convert - --to html > ui.html',
    ),
)
def convert(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE…", help="Files, folders, quoted patterns, the id of a session, or -.")
    ],
    target: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FORMAT",
            help="punk, json-render, json-render-stream, a2ui, openui, html or react: what is written.",
        ),
    ],
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="FORMAT", help="What FILE is in; without it, what is in it tells."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE|FOLDER", help="Write there; several files need a folder."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Let -o overwrite files.")] = False,
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="What the result is called: a component, surface or page.")
    ] = "",
    version: Annotated[
        str, typer.Option("--format-version", metavar="VERSION", help="Of the format that is written, as 0.9 of a2ui.")
    ] = "",
    data_file: Annotated[
        Path | None,
        typer.Option("--data-file", metavar="FILE", help="JSON to fill bindings with, in formats that show data."),
    ] = None,
    preset: flag.Preset = None,
    budget: flag.Budget = None,
    data: flag.DataFile = None,
    report: Annotated[
        str | None,
        typer.Option(
            "--output-format",
            metavar="FORMAT",
            help="How findings are told on stderr: as of validate.",
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when anything is lost.")] = False,
    quiet: flag.Quiet = False,
) -> int:
    """Convert documents to the formats of others, and back.

    Patch files and sessions are taken for the document that they leave. From another format to another it goes by way
    of a document, which is held to the design system: what is wrong with it is told, and written all the same.

    What a format cannot say goes to stderr, as findings of the rules EX001 to EX003: where, what, and what was done
    instead. The exit code is 1 when there are errors, or with --strict when anything is lost.
    """
    from epoch_cli.cli.convert import ConvertFlags, run_convert

    flags = ConvertFlags(
        files=files,
        target=target,
        source=source,
        output=output,
        force=force,
        name=name,
        version=version,
        preset=preset,
        data=data,
        data_file=data_file,
        budget=budget,
        report=report,
        strict=strict,
        quiet=quiet,
    )
    return run_convert(flags)
