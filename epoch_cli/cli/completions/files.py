"""The files of `completions/`, made anew: what is kept there is held to this by a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from epoch_cli.cli.completions.bash import bash_script
from epoch_cli.cli.completions.fish import fish_script
from epoch_cli.cli.completions.manual import manual_page
from epoch_cli.cli.completions.powershell import powershell_script
from epoch_cli.cli.completions.tree import Command, read_commands
from epoch_cli.cli.completions.values import SHELLS
from epoch_cli.cli.completions.zsh import zsh_script

MANUAL = "epoch.1"
_WRITERS: Mapping[str, Callable[[Command], str]] = {
    "bash": bash_script,
    "zsh": zsh_script,
    "fish": fish_script,
    "powershell": powershell_script,
}


def made_files() -> dict[str, str]:
    """The text of each file, by its name; errors as of `read_commands`."""
    root = read_commands()
    scripts = {SHELLS[shell]: write(root) for shell, write in _WRITERS.items()}
    return {**scripts, MANUAL: manual_page(root)}
