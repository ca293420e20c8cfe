"""`epoch config show`, `get` and `path`: the value that applies, where it comes from, and nothing that is secret."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from support.command import Inside

from epoch_cli.config.settings import OTHER_VARIABLES, VARIABLES
from epoch_cli.config.shapes import is_table, keys_of, kind_at
from epoch_cli.config.source import UserConfig


def user_file(inside: Inside) -> Path:
    path = inside.command.home / "config" / "epoch" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture
def layered(inside: Inside) -> Inside:
    """A value from every place."""
    (inside.work / ".git").mkdir()
    user_file(inside).write_text(
        'preset = "shadcn"\nbudget = "foundation"\n[screen.keys]\n"live.refine" = "R"\n'
        '[rules]\nseverity = { EP105 = "info", EP813 = "error" }\n[rules.per-file."a/**"]\nignore = ["EP1"]\n'
        '[providers.acme]\nbase-url = "https://acme.example/v1"\n'
        '[[models]]\nprovider = "acme"\nid = "m"\nretires = 2099-01-02\n'
    )
    (inside.work / "epoch.toml").write_text(
        'budget = "strict"\ndata = "all.toml"\n[rules.severity]\nEP105 = "warning"\n'
        '[rules.per-file."a/**"]\nignore = ["EP2"]\n'
    )
    inside.command.environment["EPOCH_MODEL"] = "haiku"
    return inside


# ---------------------------------------------------------------- show


def test_every_value_is_shown_with_where_it_comes_from(layered: Inside) -> None:
    result = layered("config", "show", "--origin")
    assert (result.code, result.err) == (0, b"")
    lines = [re.split(r"  +# ", line) for line in result.out.decode().splitlines()]
    mine, theirs = "~/config/epoch/config.toml", str(layered.work / "epoch.toml")
    assert lines == [
        ['preset = "shadcn"', mine],
        ['budget = "strict"', theirs],
        [f'data = "{layered.work / "all.toml"}"', theirs],
        ["exclude = []", "default"],
        ["rules.select = []", "default"],
        ["rules.ignore = []", "default"],
        ['rules.severity.EP105 = "warning"', theirs],
        ['rules.severity.EP813 = "error"', mine],
        ['rules.per-file."a/**".ignore = ["EP1", "EP2"]', theirs],
        ["# provider is not set", "default"],
        ['model = "haiku"', "EPOCH_MODEL"],
        ["cache = true", "default"],
        ["# preferences.color-scheme is not set", "default"],
        ["# preferences.spacing is not set", "default"],
        ["# preferences.variant is not set", "default"],
        ["# screen.theme is not set", "default"],
        ["screen.mouse = true", "default"],
        ['screen.keys."live.refine" = "R"', mine],
        ['providers.acme.base-url = "https://acme.example/v1"', mine],
        ['models = [{ provider = "acme", id = "m", retires = 2099-01-02 }]', mine],
    ]


def test_what_is_shown_is_toml_that_sets_the_same(layered: Inside) -> None:
    text, toml = (layered("config", "show", *words).out.decode() for words in ((), ("--format", "toml")))
    data = tomllib.loads(toml)
    assert tomllib.loads(text) == data
    layered.command.environment.clear()
    (layered.work / "epoch.toml").unlink()
    user_file(layered).write_text(toml)
    assert layered("config", "show", "--format", "toml").out.decode() == toml


def test_for_programs(layered: Inside) -> None:
    nested = json.loads(layered("config", "show", "--format", "json").out)
    assert nested["rules"]["per-file"]["a/**"] == {"ignore": ["EP1", "EP2"]}
    assert (nested["provider"], nested["cache"], nested["models"][0]["retires"]) == (None, True, "2099-01-02")
    rows = json.loads(layered("config", "show", "--origin", "--format", "json").out)
    by_key = {row["key"]: row for row in rows}
    assert by_key["preset"] == {"key": "preset", "value": "shadcn", "origin": str(user_file(layered))}
    assert by_key["model"]["origin"] == "EPOCH_MODEL"
    assert by_key["cache"]["origin"] == "default"


def test_no_key_that_a_file_may_have_is_left_out(inside: Inside) -> None:
    """Every field of the files' shapes, but for those in tables whose names are free, in the order of the schema."""
    expected = []
    for key in keys_of(UserConfig):
        kind = kind_at(UserConfig, (key,))
        inner = (
            [name for name in keys_of(kind) if not str(kind_at(kind, (name,))).startswith("dict")]
            if is_table(kind)
            else []
        )
        expected += (
            [f"{key}.{name}" for name in inner] if is_table(kind) else [] if str(kind).startswith("dict") else [key]
        )
    rows = json.loads(inside("config", "show", "--origin", "--format", "json").out)
    assert [row["key"] for row in rows] == expected


SECRETS = """
[providers.acme]
base-url = "https://me:Z9-password@acme.example/v1?api_key=Z9-query&version=2"
key-cmd = "echo sk-Z9-0123456789abcdef"
[providers.acme.headers]
Authorization = "Bearer Z9"
x-api-key = "Z9"
x-team = "ui"
[providers.acme.extra]
user = "me"
login = { password = "Z9", name = "me" }
"""


def test_what_may_be_a_secret_is_not_shown(inside: Inside) -> None:
    user_file(inside).write_text(f'provider = "sk-ant-Z9-0123456789abcdef"\n{SECRETS}')
    outputs = [
        inside("config", *words)
        for words in (
            ("show",), ("show", "--format", "json", "--origin"), ("show", "--format", "toml"),
            ("get", "providers"), ("get", "providers.acme.headers.Authorization"), ("get", "provider"),
            ("get", "providers", "--format", "json"), ("unset", "providers.acme.headers.x-api-key"),
            ("set", "providers.acme.headers.x-api-key", "Z9"), ("set", "providers.acme.base-url", "https://a:Z9@b.example"),
            ("set", "providers.acme.idle", "Z9"),
        )
    ]  # fmt: skip
    assert [result.code for result in outputs] == [0] * 10 + [2]
    assert not any(b"Z9" in result.out + result.err for result in outputs)
    shown = outputs[0].out.decode()
    assert 'base-url = "https://***@acme.example/v1?api_key=***&version=2"' in shown
    assert 'headers.x-team = "ui"' in shown
    assert 'extra.login.name = "me"' in shown
    assert user_file(inside).read_text().count("Z9") == 6  # and nothing of it was lost


def test_what_a_terminal_would_obey_is_escaped(inside: Inside) -> None:
    (inside.work / "epoch.toml").write_text(
        'preset = "a\\u001b[31m\\u202e\\u009b"\n[screen.keys]\n"\\u001b]0;x" = "R"\n'
    )
    for words in (
        ("show",),
        ("show", "--format", "toml"),
        ("show", "--format", "json"),
        ("get", "preset"),
        ("get", "screen"),
    ):
        out = inside("config", *words).out
        assert re.search("[\x1b\x9b\u202e]", out.decode()) is None, words
    toml = inside("config", "show").out.decode()
    assert tomllib.loads(toml)["preset"].endswith("a\x1b[31m\u202e\x9b")


def test_formats_are_those_of_the_help(inside: Inside) -> None:
    assert "did you mean 'json'?" in inside("config", "show", "--format", "jsn").said[0]
    assert "did you mean 'text'?" in inside("config", "get", "preset", "--format", "txt").said[0]
    assert "--origin goes with text and json" in inside("config", "show", "--format", "toml", "--origin").said[0]


# ---------------------------------------------------------------- get

GOT: dict[str, tuple[str, str]] = {
    "a text": ("preset", "shadcn\n"),
    "a path": ("data", "{work}/all.toml\n"),
    "a truth": ("cache", "true\n"),
    "a list": ('rules.per-file."a/**".ignore', "EP1\nEP2\n"),
    "no quotes": ("rules.per-file.a/**.ignore", "EP1\nEP2\n"),
    "dots without quotes": ("screen.keys.live.refine", "R\n"),
    "a default": ("screen.mouse", "true\n"),
    "an empty list": ("exclude", ""),
    "tables in a list": ("models", '{{"provider":"acme","id":"m","retires":"2099-01-02"}}\n'),
    "a table": ("rules.severity", 'rules.severity.EP105 = "warning"\nrules.severity.EP813 = "error"\n'),
}


@pytest.mark.parametrize(("key", "expected"), GOT.values(), ids=GOT)
def test_a_value_is_printed_as_scripts_take_it(layered: Inside, key: str, expected: str) -> None:
    result = layered("config", "get", key)
    assert (result.code, result.err) == (0, b"")
    assert result.out.decode() == expected.format(work=layered.work)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("exclude", []),
        ("cache", True),
        ("preset", "shadcn"),
        ("rules.severity", {"EP105": "warning", "EP813": "error"}),
    ],
)
def test_a_value_as_json(layered: Inside, key: str, expected: Any) -> None:
    assert json.loads(layered("config", "get", key, "--format", "json").out) == expected


def test_a_key_without_a_value_is_1_and_no_key_is_2(layered: Inside) -> None:
    for key in ("provider", "rules.severity.EP999", "prices", "providers.acme.headers.x"):
        result = layered("config", "get", key)
        assert (result.code, result.out) == (1, b"")
        assert result.said[0].endswith("is not set")
        assert layered("config", "get", key, "-q").err == b""
    for key, near in (
        ("prest", "did you mean 'preset'?"),
        ("severity", "did you mean 'rules.severity'?"),
        ("rules.severty", "did you mean 'severity'?"),
        ("rules.per-file.*.min.json.ignor", "did you mean 'ignore'?"),
        ("providers.acme.base-ulr", "did you mean 'base-url'?"),
        ("prices.gpt-4.1.inptu", "did you mean 'input'?"),
        ("screen.theem", "did you mean 'theme'?"),
        ("providers.acme.api-key", "epoch keys set acme"),
        ("preset.x", "has a value, and no keys"),
        ("a..b", "is no key"),
        ('"a', "is no key"),
    ):
        result = layered("config", "get", key)
        assert (result.code, result.out) == (2, b""), key
        assert near in result.said[0]


# ---------------------------------------------------------------- path


def test_the_files_that_count_are_printed(inside: Inside) -> None:
    project, user = inside.work / "epoch.toml", user_file(inside)
    (inside.work / ".git").mkdir()
    result = inside("config", "path")
    assert result.out.decode().splitlines() == [str(user)]
    assert result.said == [
        f"note: a project's file would be {project}; `epoch config set --project` makes it",
        "note: the user's file is not there yet; `epoch config set` makes it",
    ]
    assert inside("config", "path", "--project", "-q").out.decode() == f"{project}\n"
    user.write_text("not TOML")  # where it is, is known all the same
    project.write_text("nor this")
    result = inside("config", "path")
    assert (result.out.decode().splitlines(), result.err) == ([str(project), str(user)], b"")
    assert inside("config", "path", "--user").out.decode() == f"{user}\n"


def test_a_pyproject_counts_where_it_names_us(inside: Inside) -> None:
    shared = inside.work / "pyproject.toml"
    shared.write_text('[project]\nname = "epoch-like"\n')
    assert inside("config", "path", "--project", "-q").out.decode() == f"{inside.work / 'epoch.toml'}\n"
    shared.write_text("[tool.epoch]\n")
    assert inside("config", "path", "--project").out.decode() == f"{shared}\n"


# ---------------------------------------------------------------- variables


def test_every_variable_of_ours_is_known() -> None:
    """What `config check` calls meaningless must not be something that Epoch reads."""
    package = Path(__file__).parents[2] / "epoch_cli"
    named = {
        name for file in package.rglob("*.py") for name in re.findall(r"\bEPOCH_[A-Z_]+\b", file.read_text("utf-8"))
    }
    assert named == {*VARIABLES, *OTHER_VARIABLES}
