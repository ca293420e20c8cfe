"""Every example of every `--help` is run as it stands: no key, no network, a folder with a few files."""

from __future__ import annotations

import os
import shutil
from importlib import import_module
from pathlib import Path

import pytest
from support.command import Command
from support.examples_folder import copied, prepared, run_example

from epoch_cli.cli.commands import FIRST, GROUPS, HOMES
from epoch_cli.cli.commands.registry import COMMANDS, EXAMPLES

for home in set(HOMES.values()):
    import_module(f"epoch_cli.cli.commands.{home}")

CODES = {
    "epoch diff old.json new.json": 1,
    "epoch diff old.json new.json --format patch > change.jsonl": 1,
    "epoch sessions diff @2 last": 1,
    "epoch convert last --to a2ui --strict": 1,
}
"""The examples that end otherwise than with 0, as the help of their commands says."""

BEFORE = {
    "keys path": ["epoch keys set openai --stdin < key.txt"],
    "keys remove": ["epoch keys set openai --stdin < key.txt", "epoch keys set anthropic --stdin < key.txt"],
}
"""What is run before the examples of a command, that there is something for them."""

TYPED = {
    "epoch cache clear": "y\n",
    "epoch keys set anthropic": "sk-0123456789abcdef0123456789abcdef\n",
    "epoch sessions rm last": "y\n",
    "epoch trust app": "y\n",
}
"""What is answered where a command asks."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Command:
    return prepared(tmp_path_factory.mktemp("examples"))


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_examples_of_a_command_work_as_they_stand(name: str, folder: Command, tmp_path: Path) -> None:
    need_jq(EXAMPLES[name])
    command = copied(folder, tmp_path)
    for line in [*BEFORE.get(name, ()), *EXAMPLES[name]]:
        result = run_example(command, line, TYPED.get(line, ""))
        said = result.err.decode()
        assert result.code == CODES.get(line, 0), (line, result.out, said)
        assert "Traceback" not in said, (line, said)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_there_are_few_examples_and_a_short_one_comes_first(name: str) -> None:
    lines = EXAMPLES[name]
    assert 2 <= len(lines) <= 5
    assert len(lines[0]) <= sorted(map(len, lines))[len(lines) // 2]


def test_what_is_said_of_examples_is_said_of_some() -> None:
    lines = {line for examples in EXAMPLES.values() for line in examples}
    assert CODES.keys() | TYPED.keys() <= lines


def test_groups_and_the_command_itself_show_the_first_example_of_each(folder: Command) -> None:
    for group in GROUPS:
        own = [name for name in COMMANDS if name.startswith(f"{group} ")]
        shown = folder(group, "--help").out.decode()
        assert [line for name in own[:4] if (line := f"    {EXAMPLES[name][0]}\n") not in shown] == []
    shown = folder("--help").out.decode()
    assert [line for name in FIRST if (line := f"    {EXAMPLES[name][0]}\n") not in shown] == []


def need_jq(lines: tuple[str, ...]) -> None:
    """Skip where there is no jq, which the examples show as the other end of a pipe; except in CI."""
    if any("jq " in line for line in lines) and not shutil.which("jq") and "EPOCH_CI" not in os.environ:
        pytest.skip("no jq")
