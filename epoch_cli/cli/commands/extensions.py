"""Commands on extensions: trust."""

from pathlib import Path
from typing import Annotated

import typer

from epoch_cli.cli.commands.registry import command
from epoch_cli.cli.flags import Quiet
from epoch_cli.errors import UsageError


@command(
    examples=(
        "epoch trust app",
        "epoch trust --list",
        "epoch trust app --yes",
        "epoch trust app --revoke",
    )
)
def trust(
    project: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="Of the project; where we are without it.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Print what was trusted.")] = False,
    revoke: Annotated[bool, typer.Option("--revoke", help="Trust it no more.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask: in CI, where somebody has looked.")] = False,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json, for --list.")] = "text",
    quiet: Quiet = False,
) -> int:
    """Let a project run the extensions it brings.

    Those are the files in .epoch/providers, rules, repairs and readers, from here up to the repository's root. They are
    programs, and may do all that you may; without this they are not even read by Python. Consent is for the files as
    they are: it ends when one is changed, added or taken away.

    Extensions that are installed, such as with pip, need none.
    """
    from epoch_cli.cli.trust import run_list, run_revoke, run_trust

    if listed and (revoke or yes or project is not None):
        raise UsageError("--list only prints what was trusted", remedy="leave the rest out")
    if revoke and yes:
        raise UsageError("--revoke and --yes are opposites", remedy="leave one out")
    if listed:
        return run_list(form=form)
    return run_revoke(project, quiet=quiet) if revoke else run_trust(project, yes=yes, quiet=quiet)
