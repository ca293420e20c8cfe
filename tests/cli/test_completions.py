"""`epoch completions` prints the script of a shell, or says what to do with it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.command import Command, Inside
from support.shells import needs_shell
from support.terminal import Terminal, on_terminals

from epoch_cli.cli.completions.printing import WHAT_TO_DO, completions_dir, shell_around_us
from epoch_cli.cli.completions.values import SHELLS


@pytest.mark.parametrize("shell", [*SHELLS, "Bash", "pwsh"])
def test_the_script_of_a_shell_goes_to_stdout(inside: Inside, shell: str) -> None:
    result = inside("completions", shell)
    file = SHELLS["powershell" if shell == "pwsh" else shell.lower()]
    assert (result.code, result.err) == (0, b"")
    assert result.out == (completions_dir() / file).read_bytes()


def test_a_shell_that_nobody_knows_is_an_error_that_names_the_nearest(inside: Inside) -> None:
    result = inside("completions", "fsh")
    assert (result.code, result.out) == (2, b"")
    assert "fish" in result.said[0]


@needs_shell("bash")
def test_the_shell_that_asks_gets_its_own(epoch: Command, tmp_path: Path) -> None:
    epoch.environment["SHELL"] = "/usr/bin/fish"  # that of the login; it is the one that runs that counts
    line = f'out=$("{sys.executable}" -m epoch_cli completions) && printf %s "$out"'
    done = subprocess.run(["bash", "-c", line], env=epoch.env(), cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.decode().startswith("# Completions of epoch for bash")


@pytest.mark.parametrize(
    ("login", "shell"),
    [("/bin/zsh", "zsh"), ("/usr/local/bin/pwsh", "powershell"), ("/bin/ksh", ""), ("", "")],
)
def test_the_login_shell_counts_where_no_shell_has_started_us(login: str, shell: str) -> None:
    assert shell_around_us({"SHELL": login}, process=os.getpid()) == shell
    assert shell_around_us({}, process=1 << 30) == ""


def test_without_a_shell_that_is_known_a_pipe_gets_nothing(epoch: Command) -> None:
    epoch.environment["SHELL"] = "/bin/ksh"
    result = epoch("completions")
    assert result.out == b""
    assert (result.code, result.said[0].partition(":")[0]) == (2, "epoch")
    assert all(shell in result.said[0] for shell in SHELLS)


def test_on_a_terminal_it_is_said_what_to_do(epoch: Command) -> None:
    epoch.environment["SHELL"] = "/usr/bin/fish"
    with Terminal() as screen:
        code, _, err = on_terminals(epoch, "completions", out=screen, err=None)  # stderr is what is said
        assert (code, screen.text) == (0, "")
    assert WHAT_TO_DO["fish"] in err.decode()
