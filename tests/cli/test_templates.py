"""`epoch templates`: which there are, and what comes of one."""

from __future__ import annotations

import json

import pytest
from support.command import Inside


def test_the_list_names_each_with_its_parameters(inside: Inside) -> None:
    result = inside("templates", "list")
    assert result.code == 0
    head, *lines = result.out.decode().splitlines()
    assert head.split()[:2] == ["NAME", "PARAMETERS"]
    assert [line.split()[0] for line in lines] == ["confirm", "contact", "crud", "dashboard", "login", "settings"]
    assert "entity! columns" in lines[2]
    rows = json.loads(inside("templates", "list", "--format", "json").out)
    assert [row["name"] for row in rows] == [line.split()[0] for line in lines]
    assert rows[2]["parameters"][0] == {
        "name": "entity",
        "description": "what is listed, in the plural",
        "default": "",
        "required": True,
    }


def test_one_is_shown_as_it_is_or_as_the_prompt_that_gen_takes(inside: Inside) -> None:
    shown = inside("templates", "show", "crud").out.decode()
    assert "${entity} page" in shown
    assert "required" in shown
    filled = inside("templates", "show", "crud", "--set", "entity=boats").out.decode()
    assert filled.startswith("boats page with a search field, a table of boats")
    as_json = json.loads(inside("templates", "show", "crud", "--set", "entity=boats", "--format", "json").out)
    assert as_json["prompt"] == filled.rstrip("\n")


def test_those_of_a_design_system_are_found_by_flag_and_by_configuration(inside: Inside) -> None:
    folder = inside.work / "design" / "templates"
    folder.mkdir(parents=True)
    (folder.parent / "catalog.toml").write_text('[preset]\nname = "design"\nextends = "punk"\n', "utf-8")
    (folder / "own.toml").write_text('description = "D\\u001b[2Jx."\ntext = "a \\u009b page"\n', "utf-8")
    listed = inside("templates", "list", "--preset", "design").out
    assert b"own" in listed
    assert b"crud" in listed
    assert b"\x1b" not in listed
    shown = inside("templates", "show", "own", "--preset", "design").out.decode()
    assert "\x9b" not in shown
    assert "\x1b" not in shown
    assert b"own" not in inside("templates", "list").out
    (inside.work / "epoch.toml").write_text('preset = "design"\n', "utf-8")
    assert b"own" in inside("templates", "list").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["list", "--format", "yaml"], "no format 'yaml'"),
        (["show", "lgoin"], "did you mean 'login'?"),
        (["show", "login", "--set", "x=y"], "no parameter 'x'"),
        (["list", "--preset", "nope"], "no preset 'nope'"),
    ],
)
def test_what_cannot_be_is_said(inside: Inside, arguments: list[str], words: str) -> None:
    result = inside("templates", *arguments)
    assert result.code == 2
    assert words in result.err.decode()
