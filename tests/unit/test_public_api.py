"""The public API is what design section 3 names, and importing it costs nothing."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from typing import Any

import pytest
from support.every_row import every_row

import epoch_cli
from epoch_cli import errors

# Design section 3, name by name.
FUNCTIONS = {"load_catalog", "apply_patch", "validate", "generate", "read_session", "replay"}
CLASSES = {"PatchReader", "Draft"}
RESULTS = {
    "Catalog",
    "Applied",
    "Read",
    "PatchRead",
    "TextRead",
    "StructureRead",
    "MalformedRead",
    "Verdict",
    "Report",
    "Event",
}
PARAMETERS = {"Provider", "Options", "Control"}
TYPES_NAMED_THERE = RESULTS | PARAMETERS
ERRORS = {
    name
    for name, value in vars(errors).items()
    if inspect.isclass(value) and issubclass(value, errors.EpochError) and value.__module__ == errors.__name__
}


def test_all_is_exactly_what_the_design_names() -> None:
    assert set(epoch_cli.__all__) == FUNCTIONS | CLASSES | TYPES_NAMED_THERE | ERRORS
    assert len(epoch_cli.__all__) == len(set(epoch_cli.__all__))


def test_the_list_is_in_order() -> None:
    assert list(epoch_cli.__all__) == sorted(epoch_cli.__all__)


@every_row("name", sorted(FUNCTIONS | CLASSES | TYPES_NAMED_THERE | ERRORS))
def test_every_name_is_there(name: str) -> None:
    assert getattr(epoch_cli, name) is not None
    assert name in dir(epoch_cli)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nope"):
        epoch_cli.nope  # noqa: B018
    assert not hasattr(epoch_cli, "ExitCode")


def test_star_import_gives_exactly_all() -> None:
    names: dict[str, Any] = {}
    exec("from epoch_cli import *", names)
    assert set(names) - {"__builtins__"} == set(epoch_cli.__all__)


@every_row(
    ("function", "parameters"),
    [
        ("load_catalog", "name_or_path='punk'"),
        ("apply_patch", "document, patch_or_patches"),
        ("validate", "document, catalog, *, profile, models, rules"),
        ("generate", "prompt, *, catalog, provider, options, control=None"),
        ("read_session", "path"),
        ("replay", "events, speed, idle_limit"),
        ("Draft", "catalog, document=None, *, profile, models, rules"),
    ],
)
def test_signatures_are_those_of_the_design(function: str, parameters: str) -> None:
    found = inspect.signature(getattr(epoch_cli, function)).parameters
    wanted, keyword_only = [], False
    for word in parameters.split(", "):
        if word == "*":
            keyword_only = True
            continue
        name, _, default = word.partition("=")
        wanted.append(name)
        assert name in found
        assert (found[name].kind is inspect.Parameter.KEYWORD_ONLY) == keyword_only
        if default:
            assert repr(found[name].default) == default
    assert list(found)[: len(wanted)] == wanted
    extra = list(found.values())[len(wanted) :]
    assert all(each.default is not inspect.Parameter.empty for each in extra)


@every_row(
    ("name", "members"),
    [
        ("PatchReader", ["feed", "close"]),
        ("Draft", ["propose"]),
        ("Applied", ["document", "inverse"]),
        ("Verdict", ["accepted", "diagnostics", "patch", "inverse", "repairs", "metrics"]),
        ("Report", ["diagnostics", "metrics", "ok"]),
        ("PatchRead", ["span"]),
        ("TextRead", ["span"]),
        ("StructureRead", ["span"]),
        ("MalformedRead", ["span"]),
    ],
)
def test_members_are_those_of_the_design(name: str, members: list[str]) -> None:
    found = getattr(epoch_cli, name)
    assert all(hasattr(found, member) for member in members)


@every_row("name", sorted(ERRORS))
def test_every_error_has_an_exit_code_and_a_remedy(name: str) -> None:
    error = getattr(epoch_cli, name)("what happened", remedy="what to do")
    assert isinstance(error, epoch_cli.EpochError)
    assert str(error) == error.message == "what happened"
    assert error.remedy == "what to do"
    assert error.exit_code in set(errors.ExitCode)


def test_the_exit_codes_are_those_of_the_design() -> None:
    wanted = {0: "OK", 1: "FINDINGS", 2: "USAGE", 3: "PROVIDER", 4: "TIMEOUT", 5: "BUDGET", 6: "UNREADABLE",
              7: "FALLBACK", 70: "BUG", 130: "INTERRUPTED", 141: "BROKEN_PIPE", 143: "TERMINATED"}  # fmt: skip
    assert {int(code): code.name for code in errors.ExitCode} == wanted


# ------------------------------------------------------------------ what is imported when


def imported(code: str) -> set[str]:
    """Names of all modules that a fresh interpreter has imported after running some code."""
    script = f"""
import json, sys
sys.argv = ["epoch"]
try:
    exec({code!r})
except SystemExit:
    pass
sys.stderr.write(json.dumps(sorted(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=60)
    return set(json.loads(done.stderr.splitlines()[-1]))


def command(*arguments: str) -> str:
    return f"sys.argv += {list(arguments)!r}\nfrom epoch_cli.__main__ import main\nmain()"


def packages(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


def test_importing_the_package_imports_nothing_of_it() -> None:
    found = imported("import epoch_cli") - imported("pass")
    assert {name for name in found if name.startswith("epoch_cli")} == {"epoch_cli"}
    assert packages(found) <= {"epoch_cli"} | set(sys.stdlib_module_names)


def test_using_one_name_imports_only_what_it_needs() -> None:
    found = imported("from epoch_cli import apply_patch, PatchReader")
    assert not {name for name in found if name.startswith(("epoch_cli.cli", "epoch_cli.engine", "epoch_cli.catalog"))}
    assert not packages(found) & {"typer", "rich", "textual", "httpx", "pydantic", "jsonpatch"}


def test_the_version_is_answered_without_a_command_line() -> None:
    found = imported(command("--version")) - imported("pass")
    assert {name for name in found if name.startswith("epoch_cli")} == {"epoch_cli", "epoch_cli.__main__"}
    assert not packages(found) & {"typer", "click", "rich", "asyncio", "argparse"}


HEAVY = {"rich", "textual", "httpx", "pydantic", "jsonpatch", "asyncio", "orjson", "tomllib", "platformdirs"}


@every_row(
    "arguments",
    [
        ["--help"],
        ["-h"],
        [],
        ["gen", "--help"],
        ["apply", "--help"],
        ["prompt", "--help"],
        ["validate", "--help"],
        ["replay", "--help"],
        ["nope"],
        ["gen", "--nope"],
    ],
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    assert packages(imported(command(*arguments))) & HEAVY == set()


def test_a_run_in_a_pipe_imports_no_screen_and_no_network() -> None:
    found = packages(imported(command("gen", "login form", "--no-log", "-q", "--format", "json")))
    assert found & {"textual", "httpx", "jsonpatch"} == set()


def test_the_library_prints_nothing_and_reads_no_arguments() -> None:
    code = "import epoch_cli\nfor name in epoch_cli.__all__: getattr(epoch_cli, name)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == (b"", b"")
