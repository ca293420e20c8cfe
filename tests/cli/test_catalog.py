"""`epoch catalog export`: every export is there, of the design system that is asked for."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator
from support.command import Command, Inside

KINDS = ("json-schema", "tool-schema", "gbnf", "lark", "prompt", "typescript", "openui")
FORMED = KINDS[:4]
MINE = (
    '[preset]\nname = "mine"\nextends = "punk"\n'
    '[components.Gauge]\ndescription = "A gauge."\n[components.Gauge.props]\nlevel = { type = "number" }\n'
    "[budgets.tiny]\nchildren = 3\n"
)
USERS = '[User]\nfields = { nickname = "string" }\n'


def export(run: Inside | Command, *arguments: str) -> str:
    result = run("catalog", "export", "--as", *arguments)
    assert (result.code, result.err) == (0, b"")
    return result.out.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_each_tells_of_the_components(inside: Inside, kind: str) -> None:
    text = export(inside, kind)
    assert text.endswith("\n")
    for name in ("Container", "DataGrid", "striped", "2xl", "horizontal"):
        assert name in text, name


@pytest.mark.parametrize("kind", KINDS)
def test_a_component_of_ones_own_is_in_each(inside: Inside, kind: str) -> None:
    path = inside.work / "mine.toml"
    path.write_text(MINE, "utf-8")
    assert "Gauge" in export(inside, kind, "--preset", str(path))
    assert "Gauge" not in export(inside, kind)


@pytest.mark.parametrize("kind", FORMED)
def test_patches_are_the_form_that_nobody_asks_for(inside: Inside, kind: str) -> None:
    patches, document = export(inside, kind, "--form", "patches"), export(inside, kind, "--form", "document")
    assert export(inside, kind) == patches
    assert patches != document


def test_schemas_are_schemas(inside: Inside) -> None:
    for form in ("patches", "document"):
        schema = json.loads(export(inside, "json-schema", "--form", form))
        Draft202012Validator.check_schema(schema)
        assert json.loads(export(inside, "tool-schema", "--form", form))["input_schema"] == schema


def test_the_prompt_is_what_epoch_prompt_prints(inside: Inside) -> None:
    for flags in ((), ("--budget", "foundation")):
        assert export(inside, "prompt", *flags) == inside("prompt", *flags, "-q").out.decode()


def test_what_gen_writes_is_taken(epoch: Command) -> None:
    from support.decoding import from_lark

    document = epoch("gen", "login form", "--format", "json").out.decode()
    assert from_lark(export(epoch, "lark", "--form", "document")).takes(document)


def test_data_models_and_budgets_are_in_grammars_and_prompt(inside: Inside) -> None:
    folder = inside.work
    (folder / "users.toml").write_text(USERS, "utf-8")
    (folder / "mine.toml").write_text(MINE, "utf-8")
    for kind in ("gbnf", "lark", "prompt"):
        assert "nickname" in export(inside, kind, "--data", str(folder / "users.toml"))
        assert "nickname" not in export(inside, kind)
    mine = ("--preset", str(folder / "mine.toml"))
    assert '"," node){0,2}' in export(inside, "gbnf", *mine, "--budget", "tiny").replace("\\", "")
    assert "at most 3 children" in export(inside, "prompt", *mine, "--budget", "tiny")


def test_an_export_that_tells_of_no_data_models_does_not_read_them(inside: Inside) -> None:
    (inside.work / "epoch.toml").write_text('data = "gone.toml"\n')
    assert "CardNode" in export(inside, "typescript")
    assert b"gone.toml" in inside("catalog", "export", "--as", "gbnf").err


def test_it_can_go_to_a_file(inside: Inside) -> None:
    path = inside.work / "ui.ts"
    written = inside("catalog", "export", "--as", "typescript", "-o", str(path))
    assert (written.code, written.out) == (0, b"")
    assert b"wrote: " in written.err
    assert path.read_text("utf-8") == export(inside, "typescript")
    quiet = inside("catalog", "export", "--as", "typescript", "-o", str(path), "-q")
    assert (quiet.out, quiet.err) == (b"", b"")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as", "typescrip"], "did you mean 'typescript'?"),
        (["--as", "lark", "--form", "patch"], "did you mean 'patches'?"),
        (["--as", "typescript", "--form", "document"], "it is for json-schema, tool-schema, gbnf, lark"),
        (["--as", "json-schema", "--budget", "strict"], "it is for gbnf, lark, prompt"),
        (["--as", "lark", "--preset", "pink"], "punk"),
        ([], "--as"),
    ],
)
def test_a_mistake_is_told(inside: Inside, arguments: list[str], said: str) -> None:
    result = inside("catalog", "export", *arguments)
    assert (result.code, result.out) == (2, b"")
    assert said in result.err.decode()


def test_help_names_every_kind(inside: Inside) -> None:
    text = " ".join(inside("catalog", "export", "--help").out.decode().split())
    assert all(kind in text for kind in KINDS)
