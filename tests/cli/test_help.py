"""The help of every command fits a terminal of 80 columns, and shows how the command is used."""

from __future__ import annotations

import re
from importlib import import_module

import pytest
from support.command import Inside

from epoch_cli.cli.commands import GROUPS, HOMES
from epoch_cli.cli.commands.registry import COMMANDS, EXIT_CODES
from epoch_cli.errors import ExitCode

for home in set(HOMES.values()):
    import_module(f"epoch_cli.cli.commands.{home}")


@pytest.mark.parametrize("arguments", [(), *((group,) for group in GROUPS)], ids=lambda arguments: " ".join(arguments))
def test_each_command_is_listed_with_a_whole_sentence(inside: Inside, arguments: tuple[str, ...]) -> None:
    inside.command.environment["COLUMNS"] = "80"
    listed = inside(*arguments, "--help").out.decode().partition("Commands:\n")[2].splitlines()
    assert listed
    assert [line for line in listed if not line.endswith(".") or line.endswith("...")] == []


def test_the_exit_codes_in_the_help_are_all_there_are() -> None:
    assert [int(number) for number in re.findall(r"\d+", EXIT_CODES)] == [int(code) for code in ExitCode]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_help_fits_and_has_examples(inside: Inside, name: str) -> None:
    inside.command.environment["COLUMNS"] = "80"
    result = inside(*name.split(), "--help")
    assert (result.code, result.err) == (0, b"")
    text = result.out.decode()
    assert [line for line in text.splitlines() if len(line) > 80] == []
    examples = text.partition("Examples:\n")[2].partition("\n\n")[0].splitlines()
    assert examples
    assert all(f"epoch {name}" in line for line in examples)
    assert " ".join(text.split()).endswith(EXIT_CODES)
