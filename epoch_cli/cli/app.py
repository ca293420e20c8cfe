"""The command tree: names, flags and help; what a command does is in the module of its name.

Commands return their exit code. Everything they need is imported inside them, so that `--help` stays fast.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="epoch",
    help="Stream user interfaces from a language model, proved valid against your design system while written.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

EXIT_CODES = (
    "Exit codes: 0 ok, 1 findings, 2 usage or config, 3 provider, 4 timeout, 5 budget, 6 unreadable input, 130 Ctrl-C."
)

Preset = Annotated[str, typer.Option("--preset", metavar="NAME|PATH", help="Design system: built-in name, or a path.")]
Budget = Annotated[str, typer.Option("--budget", metavar="PROFILE", help="strict, foundation or unlimited.")]
FormatOption = Annotated[
    str | None, typer.Option("--format", metavar="FORMAT", help="jsonl, json, tree or events: what goes to stdout.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on stderr but errors.")]
Verbose = Annotated[int, typer.Option("--verbose", "-v", count=True, help="Say more on stderr; -vv says it all.")]


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> Any:
    """Stream user interfaces from a language model, proved valid against your design system while written."""
    if version:
        from epoch_cli import __version__

        typer.echo(f"epoch {__version__}")
        raise typer.Exit
    del context


@app.command(epilog=EXIT_CODES)
def gen(
    prompt: Annotated[str, typer.Argument(metavar="PROMPT", help="What to build; - reads it from stdin.")],
    provider: Annotated[
        str, typer.Option("--provider", "-p", metavar="NAME", help="Who writes: offline needs no key.")
    ] = "offline",
    preset: Preset = "punk",
    form: FormatOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the document, or --format, to FILE.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Let -o overwrite FILE.")] = False,
    system: Annotated[
        str, typer.Option("--system", "-s", metavar="TEXT", help="Extra text for the system prompt.")
    ] = "",
    budget: Budget = "strict",
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0.001, help="For the whole run.")
    ] = 120.0,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when a patch was refused.")] = False,
    no_log: Annotated[bool, typer.Option("--no-log", help="Write no session file.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
) -> int:
    """Generate an interface from PROMPT.

    On a terminal the tree grows before your eyes; in a pipe stdout is one JSON Patch operation per line.

    \b
    Examples:
      epoch gen "login form"
      epoch gen "table of orders: id, customer, total" | jq -c .value
      epoch gen "settings page with tabs" --format json -o settings.json
    """
    from epoch_cli.cli.gen import run_gen

    return run_gen(
        prompt,
        provider=provider,
        preset=preset,
        form=form,
        output=output,
        force=force,
        system=system,
        budget=budget,
        timeout=timeout,
        strict=strict,
        log=not no_log,
        quiet=quiet,
        verbosity=verbose,
    )


@app.command(epilog=EXIT_CODES)
def validate(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Documents to check; - reads stdin.")],
    preset: Preset = "punk",
    budget: Budget = "strict",
    quiet: Quiet = False,
) -> int:
    """Check documents against a design system.

    Findings go to stdout, one a line; the summary goes to stderr.

    \b
    Examples:
      epoch validate ui/login.json
      epoch gen "login form" --format json | epoch validate -
    """
    from epoch_cli.cli.validate import run_validate

    return run_validate(files, preset=preset, budget=budget, quiet=quiet)


@app.command(epilog=EXIT_CODES)
def replay(
    session: Annotated[str, typer.Argument(metavar="SESSION", help="A session file, its id, or how the id begins.")],
    form: FormatOption = None,
    speed: Annotated[float, typer.Option("--speed", metavar="FACTOR", min=0.01, help="2 is twice as fast.")] = 1.0,
    idle_limit: Annotated[
        float | None, typer.Option("--idle-limit", metavar="SECONDS", min=0, help="Longest pause between two events.")
    ] = None,
    instant: Annotated[bool, typer.Option("--instant", help="Do not wait; pipes never do.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
) -> int:
    """Play a recorded session again: the same events, the same bytes, offline.

    \b
    Examples:
      epoch replay 20261121-093012-5f21c0
      epoch replay session.jsonl --format jsonl | head -n 2
      epoch replay session.jsonl --speed 0.25
    """
    from epoch_cli.cli.replay import run_replay

    return run_replay(
        session, form=form, speed=speed, idle_limit=idle_limit, instant=instant, quiet=quiet, verbosity=verbose
    )
