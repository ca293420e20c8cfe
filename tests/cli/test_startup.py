"""What a command imports before it has something to do: `--version` nothing, `--help` no library but typer.

Modules are counted, for a stopwatch would tell of the machine; `tests/benchmarks/startup.py` has the times.
"""

from __future__ import annotations

import json
import py_compile
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from support.command import Inside

from epoch_cli.cli.commands import GROUPS, HOMES
from epoch_cli.cli.commands.registry import COMMANDS

for home in set(HOMES.values()):
    import_module(f"epoch_cli.cli.commands.{home}")

HELPS = sorted({"", *GROUPS, *COMMANDS})
SLOW = {
    "_ssl", "anyio", "asyncio", "h11", "httpcore", "httpx", "jinja2", "jsonpatch", "logging", "orjson", "platformdirs",
    "pydantic", "pydantic_core", "pygments", "rich", "textual", "tomli_w", "tomllib",
}  # fmt: skip
"""Each takes longer to import than a help text to write, or leads to one that does."""

NEW = """
import sys
before = set(sys.modules)
sys.argv = ["epoch", "--version"]
from epoch_cli.__main__ import main
main()
print(*sorted(set(sys.modules) - before))
"""

EACH = """
import json, os, sys
import epoch_cli.cli.app, epoch_cli.cli.streams, epoch_cli.output.text  # what all need, once
for words in json.loads(sys.argv[1]):
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.argv = ["epoch", *words.split(), "--help"]
        try:
            from epoch_cli.__main__ import main
            main()
        except SystemExit as leaving:
            os.write(writing, json.dumps([leaving.code, [*sys.modules]]).encode())
        os._exit(0)
    os.close(writing)
    with open(reading) as file:
        print(json.dumps([words, *json.load(file)]))
    os.wait()
"""

CUT = """
import sys
import epoch_cli.cli
from epoch_cli.__main__ import main
epoch_cli.cli.__path__.insert(0, sys.argv[1])
sys.argv = ["epoch", "rules"]
main()
"""


def python(*arguments: str) -> str:
    """What a Python of its own prints."""
    done = subprocess.run(
        [sys.executable, "-c", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def imported() -> dict[str, tuple[int, set[str]]]:
    """By command, the exit code of its `--help` and the modules that were there in the end."""
    rows = map(json.loads, python(EACH, json.dumps(HELPS)).splitlines())
    return {words: (code, set(modules)) for words, code, modules in rows}


def test_the_version_is_told_by_the_package_alone() -> None:
    told, new = python(NEW).splitlines()
    assert told.startswith("epoch ")
    assert set(new.split()) <= {"__future__", "epoch_cli", "epoch_cli.__main__", "gc"}


@pytest.mark.parametrize("words", HELPS)
def test_a_help_needs_no_library_but_typer(imported: dict[str, tuple[int, set[str]]], words: str) -> None:
    code, modules = imported[words]
    assert code == 0
    assert "typer" in modules
    assert {name.partition(".")[0] for name in modules} & SLOW == set()


def test_httpx_comes_without_its_command_line() -> None:
    loaded = python("import epoch_cli.providers.http, sys; print(*(name for name, it in sys.modules.items() if it))")
    assert "httpx" in loaded.split()
    assert {name.partition(".")[0] for name in loaded.split()} & {"click", "pygments", "rich"} == set()


def test_the_help_of_a_command_leaves_those_of_others_alone(imported: dict[str, tuple[int, set[str]]]) -> None:
    commands = "epoch_cli.cli.commands."
    own = {name for name in imported["gen"][1] if name.startswith(commands)}
    assert own == {commands + "registry", commands + HOMES["gen"]}


def test_the_overview_lists_every_command_with_the_first_sentence_of_its_help(inside: Inside) -> None:
    inside.command.environment["COLUMNS"] = "100"
    listed = inside("--help").out.decode().partition("Commands:\n")[2].splitlines()
    told = dict(line.strip().split(maxsplit=1) for line in listed if line.strip())
    assert told.keys() == HOMES.keys()
    for name, sentence in told.items():
        whole = inside(name, "--help").out.decode()
        assert sentence in " ".join(whole.split())


def test_a_module_that_a_full_disk_has_cut_is_told_and_is_no_interrupt(tmp_path: Path) -> None:
    source = tmp_path / "rules.py"
    source.write_text("def run_rules(*_, **__):\n    return 0\n", "utf-8")
    compiled = Path(py_compile.compile(str(source), doraise=True) or "")
    compiled.write_bytes(compiled.read_bytes()[:64])
    done = subprocess.run(
        [sys.executable, "-c", CUT, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (70, "")
    assert "bug: EOFError: marshal data too short" in done.stderr
