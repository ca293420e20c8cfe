"""The command tree, as typer wants it; the commands with their flags are in `commands/`.

Commands return their exit code. Everything they need is imported inside them, so that `--help` stays fast; and only the
command that is asked for is made, as making one takes typer longer than what most of them do. Annotations are evaluated
here, once, and not put off: typer would evaluate each of them twice.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer

from epoch_cli.cli.commands import FIRST, GROUPS, HOMES
from epoch_cli.cli.commands.registry import COMMANDS, first_examples, with_examples

_SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def make_app(arguments: Sequence[str] | None = None) -> typer.Typer:
    """The command line for these arguments.

    Args:
        arguments: the command or group that they name is made, and no other. Where they name none, all that can come
            of them is the list of commands or an error about a name: each is there with its help text, but cannot be
            called. None makes everything there is.
    """
    app = _typer(
        "epoch", "Stream user interfaces from a language model, proved valid against your design system while written."
    )
    app.callback(invoke_without_command=True)(root)
    named = next((argument for argument in arguments or () if not argument.startswith("-")), "")
    listed = arguments is not None and named not in HOMES
    for name in [named] if named in HOMES else HOMES:
        import_module(f"epoch_cli.cli.commands.{HOMES[name]}")
        if name in GROUPS:
            app.add_typer(_group(name, listed=listed))
        else:
            function, settings = COMMANDS[name]
            app.command(name, **settings)(_listed if listed else function)
    app.info.help = with_examples(app.info.help or "", first_examples(FIRST))
    return app


def _group(name: str, *, listed: bool) -> typer.Typer:
    own = [full for full in COMMANDS if full.startswith(f"{name} ")]
    group = _typer(name, with_examples(GROUPS[name], first_examples(own)[:4]))
    for full in () if listed else own:
        function, settings = COMMANDS[full]
        group.command(full.partition(" ")[2], **settings)(function)
    return group


def _listed() -> None:
    """In the place of a command that is only listed: to read its flags takes typer a millisecond for each command."""


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
