"""Completions in real shells: a line is typed at a terminal, Tab is pressed, and what the shell makes of it is read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from support.command import Command
from support.shells import BASH_COMPLETION, Shell, needs_shell

from epoch_cli.cli.completions.printing import completions_dir

HOSTILE = "20261122-010101-bad001"
SESSIONS = {
    "20261120-101010-aaaaaa": "a login form",
    "20261121-111111-bbbbbb": "table of orders",
    HOSTILE: "$(touch hacked) `touch hacked` '; touch hacked; ' \\x1b]0;hacked\\x07 \\u001b[31mred\\n\\ttabs 日本",
}


class Case(NamedTuple):
    """A line, what it becomes, and what is shown besides."""

    typed: str
    line: str = ""
    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


CASES = (
    Case("epoch ge", "epoch gen "),
    Case("epoch gen --forc", "epoch gen --force "),
    Case("epoch gen --fo", shown=("--format", "--force"), hidden=("--budget",)),
    Case("epoch gen --format patc", "epoch gen --format patch-diff "),
    Case("epoch gen --format j", shown=("jsonl", "json-render-stream"), hidden=("openui",)),
    Case("epoch --", shown=("--version", "--help")),
    Case("epoch keys s", "epoch keys set "),
    Case("epoch keys set anthr", "epoch keys set anthropic "),
    Case("epoch replay ", shown=("last", *SESSIONS)),
    Case("epoch replay 20261120", "epoch replay 20261120-101010-aaaaaa "),
    Case("epoch gen --preset ", shown=("punk", "shadcn")),
    Case("epoch gen --preset=pu", "epoch gen --preset=punk "),
    Case("epoch gen -p off", "epoch gen -p offline "),
    Case("epoch gen -p mi", shown=("mine", "mistral")),
    Case("epoch gen -p anthropic --model so", "epoch gen -p anthropic --model sonnet "),
    Case("epoch gen --fallback openai,off", "epoch gen --fallback openai,offline "),
    Case("epoch gen --prefer spacing=comp", "epoch gen --prefer spacing=compact "),
    Case("epoch gen -t crud --set enti", "epoch gen -t crud --set entity="),
    Case("epoch gen --set a=1 --se", shown=("--set", "--session")),
    Case("epoch validate fir", "epoch validate first.json "),
    Case("epoch validate first.json seco", "epoch validate first.json second\\ one.json "),
    Case("epoch validate --preset=punk -- fir", "epoch validate --preset=punk -- first.json "),
    Case("epoch validate --baseline fir", "epoch validate --baseline first.json "),
    Case("epoch batch -o fol", "epoch batch -o folder/"),
    Case("epoch rules unknown-comp", "epoch rules unknown-component "),
    Case("epoch gen -- --forc", "epoch gen -- --forc"),
    Case("epoch nonsense x", "epoch nonsense x"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """A home with sessions and a provider of its own, and a working folder with files."""
    base = tmp_path_factory.mktemp("shells")
    home, work = base / "home", base / "work"
    sessions = home / "data" / "epoch" / "sessions"
    for each in (sessions, home / "config" / "epoch", work / "folder"):
        each.mkdir(parents=True)
    for name, prompt in SESSIONS.items():
        row = f'{{"event":"run_started","at":0.0,"prompt":"{prompt}"}}\n'
        (sessions / f"{name}.jsonl").write_text(row.replace("\\x1b", "\\u001b").replace("\\x07", "\\u0007"), "utf-8")
    (sessions / "x$(touch hacked);'.jsonl").write_text("{}\n", "utf-8")
    (home / "config" / "epoch" / "config.toml").write_text(
        '[providers.mine]\nbase-url = "http://127.0.0.1:9"\n', "utf-8"
    )
    for name in ("first.json", "second one.json"):
        (work / name).write_text("{}", "utf-8")
    return Command(home, work)


def bash(folder: Command, *, package: bool = False) -> Shell:
    """Bash, with the package bash-completion or without it."""
    settings = (
        "PS1='> '",
        "set +o history",
        "bind 'set show-all-if-ambiguous on'",
        "bind 'set page-completions off'",
        "bind 'set completion-query-items 0'",
        "bind 'set enable-bracketed-paste off'",
        r"""bind -x '"\C-x\C-p": printf "<<%s>>" "$READLINE_LINE"'""",
        f"source {BASH_COMPLETION}" if package else ":",
        f"source {completions_dir() / 'epoch.bash'}",
    )
    return Shell(folder, ["bash", "--norc", "--noprofile", "-i"], "; ".join(settings))


def bash_with_package(folder: Command) -> Shell:
    """Bash with bash-completion, which is read before ours."""
    if not BASH_COMPLETION.exists() and "EPOCH_CI" not in os.environ:
        pytest.skip("apt-get install bash-completion")
    return bash(folder, package=True)


def zsh(folder: Command) -> Shell:
    """Zsh, which finds the file in its `fpath`."""
    functions = folder.home / "functions"
    functions.mkdir(exist_ok=True)
    shutil.copy(completions_dir() / "_epoch", functions)
    settings = (
        "PS1='> '",
        "unset zle_bracketed_paste",
        "unsetopt beep prompt_cr prompt_sp list_ambiguous",
        "LISTMAX=9999",
        f"fpath=({functions} $fpath)",
        "autoload -Uz compinit",
        "compinit -u -D",
        'tell() { print -rn -- "<<$BUFFER>>" }',
        "zle -N tell",
        "bindkey -e",
        "bindkey '^X^P' tell",
    )
    return Shell(folder, ["zsh", "-f", "-i"], "; ".join(settings))


def fish(folder: Command) -> Shell:
    """Fish, which finds the file among those of the user."""
    own = folder.home / "config" / "fish" / "completions"
    own.mkdir(parents=True, exist_ok=True)
    shutil.copy(completions_dir() / "epoch.fish", own)
    settings = (
        "function fish_prompt; echo '> '; end",
        "function fish_right_prompt; end",
        "set -g fish_autosuggestion_enabled 0",
        r"""bind \cx\cp 'printf "<<%s>>" (commandline)'""",
    )
    return Shell(folder, ["fish", "--private", "-i"], "; ".join(settings))


SHELLS = [
    pytest.param(bash, marks=needs_shell("bash")),
    pytest.param(zsh, marks=needs_shell("zsh")),
    pytest.param(fish, marks=needs_shell("fish")),
]


@pytest.fixture(scope="module", params=SHELLS, ids=lambda start: start.__name__)
def shell(request: pytest.FixtureRequest, folder: Command) -> Iterator[Shell]:
    """Each shell, started once."""
    with request.param(folder) as started:
        yield started


def check(shell: Shell, case: Case, folder: Command) -> None:
    found = shell.complete(case.typed, case.shown)
    assert found.line == (case.line or found.line)
    assert [each for each in (*case.hidden, "x$(") if each in found.shown] == []
    assert not list(folder.work.glob("hacked*"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.typed)
def test_a_line_is_completed(shell: Shell, case: Case, folder: Command) -> None:
    check(shell, case, folder)


def test_a_prompt_is_shown_and_means_nothing(shell: Shell, folder: Command) -> None:
    describes = shell.program != "bash"
    shell.complete("epoch replay 2026112", (*SESSIONS, *(("a login form", "touch hacked") if describes else ())))
    assert b"\x1b]0;hacked" not in shell.raw
    assert b"\x1b[31mred" not in shell.raw
    assert not list(folder.work.glob("hacked*"))


@needs_shell("bash")
def test_bash_completes_beside_its_package_as_without_it(folder: Command) -> None:
    with bash_with_package(folder) as shell:
        for case in CASES:
            if "=" in case.typed or "," in case.typed:
                check(shell, case, folder)


@needs_shell("bash")
def test_bash_completes_where_words_are_cut_otherwise(folder: Command) -> None:
    with bash(folder) as shell:
        shell.run("COMP_WORDBREAKS=${COMP_WORDBREAKS//[=:]/}; set -u")
        for case in CASES:
            if "=" in case.typed:
                check(shell, case, folder)
        check(shell, Case("epoch gen --preset='pu", "epoch gen --preset='punk' "), folder)
        check(shell, Case('epoch gen --preset "pu', 'epoch gen --preset "punk" '), folder)


@pytest.mark.parametrize(
    "start", [pytest.param(bash, marks=needs_shell("bash")), pytest.param(zsh, marks=needs_shell("zsh"))]
)
def test_what_was_given_is_not_offered_again(start: Callable[[Command], Shell], folder: Command) -> None:
    with start(folder) as shell:
        check(shell, Case("epoch gen --strict --stric", "epoch gen --strict --stric"), folder)
        check(shell, Case("epoch gen -q --quie", "epoch gen -q --quie"), folder)
        check(shell, Case("epoch gen --tui --no-tu", "epoch gen --tui --no-tu"), folder)


@needs_shell("zsh")
def test_zsh_takes_the_script_as_a_line_of_its_settings(folder: Command) -> None:
    with zsh(folder) as shell:
        shell.run("unfunction _epoch; compdef -d epoch; source <(epoch completions zsh)")
        check(shell, Case("epoch gen --forc", "epoch gen --force "), folder)
