"""The files of `completions/` are made of the commands as they are, and can be read by those who they are for.

`EPOCH_UPDATE_GOLDEN=1 pytest tests/unit/cli/test_completions.py` writes them anew.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from support.shells import needs_shell

from epoch_cli.cli.commands import HOMES
from epoch_cli.cli.commands.registry import COMMANDS
from epoch_cli.cli.completions.files import made_files
from epoch_cli.cli.completions.printing import completions_dir
from epoch_cli.cli.completions.tree import Argument, Command, Option, read_commands
from epoch_cli.cli.completions.values import Values, Word, values_of

HOSTILE = 'it\'s `x` $(x) "y" \\ [z]: 100% ‘u’ …'
"""A help text in which every shell and roff would find something to do."""


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return made_files()


def test_what_is_kept_is_what_the_commands_are(made: dict[str, str]) -> None:
    if os.environ.get("EPOCH_UPDATE_GOLDEN"):
        for name, text in made.items():
            (completions_dir() / name).write_text(text, "utf-8")
    kept = {file.name: file.read_text("utf-8") for file in completions_dir().iterdir() if file.name[0] != "."}
    assert kept.keys() == made.keys()
    stale = [name for name in made if kept[name] != made[name]]
    assert stale == [], f"EPOCH_UPDATE_GOLDEN=1 pytest {Path(__file__).name}"


def test_every_command_is_in_every_file(made: dict[str, str]) -> None:
    root = read_commands()
    paths = {each.path for each in root.walk() if each.path and not each.commands}
    assert paths == set(COMMANDS)
    assert {each.name for each in root.commands} == set(HOMES)
    for name, text in made.items():
        plain = text.replace("\\-", "-") if name == "epoch.1" else text
        for path in paths:
            written = f"_epoch_{path.replace(' ', '_')}()" if name == "_epoch" else path
            assert written in plain, (name, path)


@pytest.mark.parametrize(
    ("command", "name", "metavar", "some"),
    [
        ("gen", "--format", "FORMAT", {"patch-diff", "a2ui"}),
        ("keys list", "--output-format", "FORMAT", {"text", "json"}),
        ("validate", "--output-format", "FORMAT", {"sarif", "junit"}),
        ("gen", "--mode", "patch|merge|whole", {"patch", "merge", "whole"}),
        ("gen", "--budget", "PROFILE|FILE", {"strict", "foundation", "unlimited"}),
        ("validate", "--fail-on", "SEVERITY", {"error", "warning", "never"}),
        ("gen", "--prefer", "NAME=VALUE", {"spacing=compact", "variant="}),
    ],
)
def test_words_come_from_where_the_code_has_them(command: str, name: str, metavar: str, some: set[str]) -> None:
    assert some <= {word.text for word in values_of(command, name, metavar).words}


def test_words_between_bars_in_the_help_are_those_that_are_offered() -> None:
    for command in read_commands().walk():
        for option in command.options:
            if option.values is not None and option.metavar.islower() and "|" in option.metavar:
                assert option.metavar.split("|") == [word.text for word in option.values.words], option.names


def test_an_option_of_which_nobody_knows_what_it_takes_is_told() -> None:
    with pytest.raises(LookupError, match="epoch gen: --new THING"):
        values_of("gen", "--new", "THING")


# ---------------------------------------------------------------- those who read them


@pytest.fixture
def hostile() -> dict[str, str]:
    """All files for a command with a hostile help."""
    from epoch_cli.cli.completions import files, manual

    values = Values("things", (Word("a'b", HOSTILE), Word("x=")), "sessions", "files")
    option = Option(("--thing", "-t"), ("--no-thing",), "THING", HOSTILE, again=True, values=values)
    argument = Argument("THING", HOSTILE, required=True, many=True, values=values)
    command = Command("do", HOSTILE, f"{HOSTILE}\n\n.so hostile\n'so hostile", (option,), (argument,), ())
    root = Command("", HOSTILE, HOSTILE, (), (), (command,))
    scripts = {files.SHELLS[shell]: write(root) for shell, write in files._WRITERS.items()}
    return {**scripts, files.MANUAL: manual.manual_page(root)}


@pytest.mark.parametrize(
    ("shell", "file"),
    [pytest.param(shell, file, marks=needs_shell(shell)) for shell, file in
     (("bash", "epoch.bash"), ("zsh", "_epoch"), ("fish", "epoch.fish"))],
)  # fmt: skip
def test_a_shell_can_parse_its_script(
    shell: str, file: str, made: dict[str, str], hostile: dict[str, str], tmp_path: Path
) -> None:
    for text in (made[file], hostile[file]):
        (tmp_path / file).write_text(text, "utf-8")
        done = subprocess.run([shell, "-n", str(tmp_path / file)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_grammar_of_powershell_can_parse_its_script(made: dict[str, str], hostile: dict[str, str]) -> None:
    if "EPOCH_CI" not in os.environ:
        pytest.importorskip("tree_sitter_powershell")
    import tree_sitter
    import tree_sitter_powershell

    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
    for text in (made["epoch.ps1"], hostile["epoch.ps1"]):
        assert not parser.parse(text.encode()).root_node.has_error
    # a hostile text is one string, and no more
    tree = parser.parse(hostile["epoch.ps1"].encode())
    strings = [node.text.decode() for node in _walk(tree.root_node) if node.type == "verbatim_string_characters"]
    assert "'" + "".join(letter * 2 if letter in "'‘’" else letter for letter in HOSTILE) + "'" in strings
    assert parser.parse(made["epoch.ps1"].replace("}", "", 1).encode()).root_node.has_error


def _walk(node):
    yield node
    for child in node.children:
        yield from _walk(child)


@pytest.mark.parametrize("reader", [["groff", "-man", "-ww", "-Kutf8", "-Tutf8"], ["mandoc", "-Wwarning", "-Tutf8"]])
def test_the_manual_page_is_sound(
    reader: list[str], made: dict[str, str], hostile: dict[str, str], tmp_path: Path
) -> None:
    if not shutil.which(reader[0]) and (reader[0] == "mandoc" or "EPOCH_CI" not in os.environ):
        pytest.skip(f"apt-get install {reader[0]}")
    for text in (made["epoch.1"], hostile["epoch.1"]):
        page = tmp_path / "epoch.1"
        page.write_text(text, "utf-8")
        done = subprocess.run([*reader, str(page)], capture_output=True, check=False)
        said = done.stderr.decode().splitlines()
        # a date would make the page another one every day
        assert [line for line in said if not re.search("missing date|see above", line)] == []
        shown = " ".join(done.stdout.decode().replace("\x1b[0m", "").split())
    for word in ("it's", "`x`", "$(x)", '"y"', "\\", "100%", ".so hostile", "'so hostile"):
        assert word in shown
