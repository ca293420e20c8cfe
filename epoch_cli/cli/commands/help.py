"""The command for what no single command's help could hold: help."""

from typing import Annotated

import typer

from epoch_cli.cli.commands.registry import command


@command(
    "help",
    examples=("epoch help", "epoch help exit-codes", "epoch help keys set", "epoch help events --format md"),
)
def help_(
    topic: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TOPIC]...", help="A topic, or a command; without any, topics are listed."),
    ] = None,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or md: what goes to stdout.")] = "text",
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Print a topic, however long.")] = False,
) -> int:
    """Read about a topic, or list the topics.

    Where what is told is in the code (events, rules, exit codes, keys of the configuration), the text is made of it, so
    it tells of this version. At a terminal it goes through $PAGER, or less where it is there.

    With the name of a command: what `epoch COMMAND --help` says.
    """
    from epoch_cli.cli.help import run_help

    return run_help(topic or (), form=form, pager=not no_pager)
