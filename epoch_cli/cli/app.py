"""The command tree, as typer wants it; the commands with their flags are in `commands/`.

Commands return their exit code. Everything they need is imported inside them, so that `--help` stays fast; and only the
command that is asked for is made, as making one takes typer longer than what most of them do. Annotations are evaluated
here, once, and not put off: typer would evaluate each of them twice.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer

from epoch_cli.cli.commands import GROUPS, HOMES
from epoch_cli.cli.commands.registry import COMMANDS

_SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def make_app(arguments: Sequence[str] = ()) -> typer.Typer:
    """The command line for these arguments: the command or group they name, or all of them where they name none."""
    app = _typer(
        "epoch", "Stream user interfaces from a language model, proved valid against your design system while written."
    )
    app.callback(invoke_without_command=True)(root)
    named = next((argument for argument in arguments if not argument.startswith("-")), "")
    for name in [named] if named in HOMES else HOMES:
        import_module(f"epoch_cli.cli.commands.{HOMES[name]}")
        if name in GROUPS:
            app.add_typer(_group(name))
        else:
            function, settings = COMMANDS[name]
            app.command(name, **settings)(function)
    return app


def _group(name: str) -> typer.Typer:
    group = _typer(name, GROUPS[name])
    for full, (function, settings) in COMMANDS.items():
        first, _, own = full.partition(" ")
        if first == name and own:
            group.command(own, **settings)(function)
    return group


def _typer(name: str, text: str) -> typer.Typer:
    return typer.Typer(
        name=name,
        help=text,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings=_SETTINGS,
    )


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
