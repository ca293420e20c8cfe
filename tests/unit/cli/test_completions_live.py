"""What shells are told of this machine: what commands would find there, quickly, and nothing that could do harm."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epoch_cli.catalog import preset_names
from epoch_cli.catalog.templates import load_templates
from epoch_cli.cli.completions import live
from epoch_cli.cli.completions.live import LONGEST, MOST, values
from epoch_cli.cli.completions.values import SHELLS
from epoch_cli.config import paths
from epoch_cli.document.invisible import UNSAFE
from epoch_cli.providers.lifecycle import lifecycle
from epoch_cli.providers.table import load_table

OWN = """
preset = "shadcn"
[providers.mine]
base-url = "http://127.0.0.1:9"
title = "My own"
[providers."$(touch hacked)"]
base-url = "http://127.0.0.1:9"
[[models]]
provider = "mine"
id = "tiny:3b"
names = ["tiny", "; touch hacked"]
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and a working folder of its own."""
    for name in ("DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("EPOCH_PRESET", raising=False)
    (tmp_path / "work" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


def record(home: Path, name: str, first: object) -> Path:
    file = home / "data" / "epoch" / "sessions" / f"{name}.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{json.dumps(first)}\n", "utf-8")
    return file


def configure(home: Path, text: str = OWN) -> None:
    file = home / "config" / "epoch" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


@pytest.mark.parametrize("given", ["absolute", "relative", "empty", "unset"])
@pytest.mark.parametrize(("variable", "kind"), [("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config")])
def test_folders_are_those_of_every_command(
    variable: str, kind: str, given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if given == "unset":
        monkeypatch.delenv(variable)
    else:
        monkeypatch.setenv(variable, {"absolute": str(tmp_path / "x"), "relative": "x", "empty": ""}[given])
    found: Callable[[], Path] = {"data": paths.user_data_dir, "config": lambda: paths.user_config_file().parent}[kind]
    assert Path(live._user_folder(kind)) == found()


def test_names_are_those_that_commands_know(home: Path) -> None:
    table = load_table()
    configure(home)
    assert [name for name, _ in values("presets")] == preset_names()
    assert [name for name, _ in values("providers")] == [*table.providers, "mine"]
    assert dict(values("providers"))["mine"] == "My own"
    today = datetime.now(UTC).date()
    current = [row for row in table.models if lifecycle(row, today) != "retired"]
    known = {*(row.id for row in current), *(name for row in current for name in row.names)}
    assert {name for name, _ in values("models")} == known | {"tiny", "tiny:3b"}
    assert [name for name, _ in values("models", "", ["gen", "-p", "mine"])] == ["tiny", "tiny:3b"]
    for preset in preset_names():
        assert [name for name, _ in values("templates", "", ["gen", f"--preset={preset}"])] == list(
            load_templates(preset)
        )


def test_the_templates_are_those_of_the_design_system_that_applies(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = home / "my design"
    (own / "templates").mkdir(parents=True)
    (own / "catalog.toml").write_text('[preset]\nname = "own"\nextends = "punk"\n', "utf-8")
    template = 'description = "Mine."\ntext = "${what}"\n[parameters.what]\ndescription = "that"\n'
    (own / "templates" / "mine.toml").write_text(template, "utf-8")
    assert "mine" not in dict(values("templates"))
    assert dict(values("templates", "", ["gen", "--preset", "'../my design'"]))["mine"] == "Mine."
    assert dict(values("templates", "", ["gen", "--preset", "../my\\ design"]))["mine"] == "Mine."
    assert "login" in dict(values("templates", "", ["gen", "--preset=~/my design"]))
    Path("epoch.toml").write_text('preset = "../my design"\n', "utf-8")
    assert "mine" in dict(values("templates"))
    assert values("parameters", "wh", ["gen", "-t", "mine", "--set"]) == [("what=", "that")]
    assert values("parameters", "", ["templates", "show", "mine", "--set"]) == [("what=", "that")]
    monkeypatch.setenv("EPOCH_PRESET", "punk")
    assert "mine" not in dict(values("templates"))


def test_sessions_are_told_newest_first_with_what_was_asked(home: Path) -> None:
    record(home, "20261120-101010-aaaaaa", {"event": "run_started", "prompt": "a login form"})
    record(home, "20261121-101010-aaaaaa", {"event": "run_started", "prompt": "", "title": "stdin"})
    record(home, "mine", {"event": "run_started", "prompt": "x" * 500})
    record(home, "20261119-101010-aaaaaa", ["no event"])
    told = values("sessions")
    assert [name for name, _ in told] == [
        "20261121-101010-aaaaaa", "20261120-101010-aaaaaa", "20261119-101010-aaaaaa", "mine",
    ]  # fmt: skip
    assert [said for _, said in told] == ["stdin", "a login form", "", "x" * (LONGEST - 1) + "…"]
    assert values("sessions", "20261120") == [("20261120-101010-aaaaaa", "a login form")]


def test_of_many_sessions_the_newest_are_offered_and_the_others_by_more_of_their_id(home: Path) -> None:
    for number in range(MOST + 20):
        record(home, f"20261120-{number:06}-aaaaaa", {"prompt": "x"})
    told = [name for name, _ in values("sessions")]
    assert len(told) == MOST
    assert told[0] == f"20261120-{MOST + 19:06}-aaaaaa"
    assert [name for name, _ in values("sessions", "20261120-000003")] == ["20261120-000003-aaaaaa"]


@pytest.mark.parametrize(
    "name", ["a b", "$(touch hacked)", "`x`", "a'b", 'a"b', "-x", "a;b", "a\nb", "a\x1b[31m", "a*"]
)
def test_what_could_mean_something_to_a_shell_is_no_value(name: str, home: Path) -> None:
    record(home, name, {"prompt": "x"})
    record(home, "20261120-101010-aaaaaa", {"prompt": "x"})
    configure(home)
    assert [value for value, _ in values("sessions")] == ["20261120-101010-aaaaaa"]
    for kind in ("providers", "models", "presets", "templates"):
        assert [
            value for value, _ in values(kind) if not re.fullmatch(r"[A-Za-z0-9@][A-Za-z0-9._:/@+=-]*", value)
        ] == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_what_is_said_is_a_line_that_no_terminal_obeys(home: Path, text: str) -> None:
    record(home, "20261120-101010-aaaaaa", {"prompt": text})
    [(_, said)] = values("sessions")
    assert not re.search(rf"[{UNSAFE}\n\t]", said)
    assert len(said) <= LONGEST
    said.encode()


@pytest.mark.parametrize("kind", ["", "nothing", *live._KINDS])
def test_what_cannot_be_read_has_no_values_and_is_no_error(kind: str, home: Path) -> None:
    words = ["gen", "-t", "crud", "--preset", str(home / "pipe")]
    os.mkfifo(home / "pipe")
    Path("epoch.toml").write_bytes(b"\xff")
    configure(home, "[providers\n")
    built_in = values(kind, "", words)
    (home / "config" / "epoch" / "config.toml").unlink()
    os.mkfifo(home / "config" / "epoch" / "config.toml")
    (home / "data" / "epoch").mkdir(parents=True)
    (home / "data" / "epoch" / "sessions").write_text("a file", "utf-8")
    assert values(kind, "", words) == built_in
    assert bool(built_in) == (kind in {"presets", "providers", "models"})


@pytest.mark.parametrize("kind", list(live._KINDS))
def test_nothing_of_the_command_line_is_imported(kind: str, home: Path) -> None:
    record(home, "20261120-101010-aaaaaa", {"prompt": "x"})
    configure(home)
    code = (
        "import sys; before = set(sys.modules); from epoch_cli.__main__ import main; main();"
        "print(*sorted(set(sys.modules) - before), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "completions", "values", kind, "", "gen", "-t", "crud", "--set"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.count("\t") == done.stdout.count("\n") > 0
    imported = set(done.stderr.split())
    ours = {name for name in imported if name.startswith("epoch_cli.")}
    default = {"config", "config.paths", "errors"} if kind in {"templates", "parameters"} else set()
    needed = {"__main__", "cli", "cli.completions", "cli.completions.live", *default}
    assert ours == {f"epoch_cli.{name}" for name in needed}
    heavy = {"typer", "pydantic", "httpx", "rich", "textual", "asyncio", "orjson", "platformdirs", "inspect"}
    assert imported & heavy == set()


def test_every_kind_that_is_asked_for_is_known() -> None:
    from epoch_cli.cli.completions.tree import read_commands

    assert {each.live for each in read_commands().all_values()} - {""} == live._KINDS.keys()
    assert set(SHELLS) == {"bash", "zsh", "fish", "powershell"}
