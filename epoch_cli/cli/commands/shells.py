"""The command for shells: completions."""

from typing import Annotated

import typer

from epoch_cli.cli.commands.registry import command


@command(
    examples=(
        "epoch completions bash > epoch.bash",
        "epoch completions zsh > _epoch",
        "epoch completions fish > epoch.fish",
        "epoch completions powershell > epoch.ps1",
    )
)
def completions(
    shell: Annotated[
        str | None, typer.Argument(metavar="[SHELL]", help="bash, zsh, fish or powershell; without it, yours.")
    ] = None,
) -> int:
    """Print what a shell needs to complete `epoch`.

    Commands, options and their values, and what is on this machine: design systems, providers, models, sessions.
    On a terminal, and without SHELL, it is said what to do with it instead.

    \b
    Where each shell wants it:
      bash        ~/.local/share/bash-completion/completions/epoch
                  (without the package bash-completion: a file that ~/.bashrc
                  reads, after the line  source FILE)
      zsh         ~/.zfunc/_epoch, with  fpath+=~/.zfunc  in ~/.zshrc, before
                  compinit
      fish        ~/.config/fish/completions/epoch.fish
      powershell  a file that $PROFILE reads, after the line  . FILE
    """
    from epoch_cli.cli.completions.printing import run_completions

    return run_completions(shell)
