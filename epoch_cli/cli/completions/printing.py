"""`epoch completions`: the script of a shell, or what to do with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from epoch_cli.cli.completions.values import SHELLS
from epoch_cli.cli.streams import say, write_data
from epoch_cli.errors import ExitCode, UsageError
from epoch_cli.nearest import did_you_mean

_OTHER_NAMES = {"pwsh": "powershell"}

WHAT_TO_DO: Mapping[str, str] = {
    "bash": """\
mkdir -p ~/.local/share/bash-completion/completions
epoch completions bash > ~/.local/share/bash-completion/completions/epoch
# or, without the package bash-completion:
echo 'source <(epoch completions bash)' >> ~/.bashrc""",
    "zsh": """\
mkdir -p ~/.zfunc && epoch completions zsh > ~/.zfunc/_epoch
# and in ~/.zshrc, before compinit:
fpath+=~/.zfunc; autoload -Uz compinit && compinit""",
    "fish": """\
mkdir -p ~/.config/fish/completions
epoch completions fish > ~/.config/fish/completions/epoch.fish""",
    "powershell": """\
epoch completions powershell > ~/.epoch.ps1
Add-Content $PROFILE '. ~/.epoch.ps1'""",
}
"""Lines for each shell, which make it complete `epoch` when it is started the next time."""


def completions_dir() -> Path:
    """The folder of the scripts and the manual page: inside an installed wheel, beside the package in a checkout."""
    package = Path(__file__).resolve().parents[2]
    installed = package / "completions"
    return installed if installed.is_dir() else package.parent / "completions"


def run_completions(shell: str | None) -> int:
    """Print the script of a shell; without its name that of the one we were started from.

    On a terminal, and without a name, what to do is said on stderr instead: nobody wants to read the script.

    Raises:
        UsageError: there is no such shell, or none is named and it is not known from which we were started.
    """
    name = shell_around_us(os.environ) if shell is None else _OTHER_NAMES.get(shell.lower(), shell.lower())
    if shell is None and sys.stdout.isatty():
        for each in [name] if name else SHELLS:
            say(f"# {each}\n{WHAT_TO_DO[each]}\n")
        return ExitCode.OK
    if name not in SHELLS:
        if shell is None:
            raise UsageError("which shell is not known", remedy=f"name one: {', '.join(SHELLS)}")
        raise UsageError(f"no completions for {shell!r}", remedy=did_you_mean(name, SHELLS))
    write_data((completions_dir() / SHELLS[name]).read_bytes())
    return ExitCode.OK


def shell_around_us(environment: Mapping[str, str], process: int | None = None) -> str:
    """The shell that has started a process (our parent, unless said otherwise), or else the user's; empty for neither.

    It is the process that counts: `SHELL` names the shell of the login, also in another that was started in it.
    """
    try:
        started = Path(f"/proc/{os.getppid() if process is None else process}/comm").read_text("utf-8")
    except OSError:  # there is no such file but on Linux
        started = ""
    for path in (started, environment.get("SHELL", "")):
        name = path.strip().rpartition("/")[2].lstrip("-")
        name = _OTHER_NAMES.get(name, name)
        if name in SHELLS:
            return name
    return ""
