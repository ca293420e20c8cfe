"""`epoch schema`: every schema is there, valid, and takes what Epoch itself writes."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.command import Command, Inside

from epoch_cli.config.paths import presets_dir

KINDS = ("document", "patch", "session", "catalog", "config", "user-config")
MINE = '[preset]\nname = "mine"\nextends = "punk"\nremove = ["Text"]\n[budgets.tiny]\nchildren = 1\n'


def schema(run: Inside | Command, *arguments: str) -> Any:
    result = run("schema", *arguments)
    assert (result.code, result.err) == (0, b"")
    return json.loads(result.out)


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_valid_2020_12_with_its_own_name(inside: Inside, kind: str) -> None:
    made = schema(inside, kind)
    Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["$id"].startswith(f"urn:epoch:schema:{kind}")
    assert made["title"]
    assert made["description"]


def test_what_gen_writes_passes(epoch: Command) -> None:
    document = json.loads(epoch("gen", "signup form", "--format", "json").out)
    document["$schema"] = "./ui.schema.json"
    for budget in ((), ("--budget", "strict")):
        Draft202012Validator(schema(epoch, "document", *budget)).validate(document)
    patches = Draft202012Validator(schema(epoch, "patch"))
    run = epoch("gen", "settings page with tabs", "--format", "jsonl")
    for line in run.lines:
        patches.validate(line)
    assert len(run.lines) > 1
    events = Draft202012Validator(schema(epoch, "session"))
    for session in epoch.sessions():
        lines = session.read_text().splitlines()
        assert len(lines) > 5
        for line in lines:
            events.validate(json.loads(line))


def test_a_session_with_refusals_and_fixes_passes(epoch: Command) -> None:
    rows = [
        {"op": "add", "path": "/root", "value": {"type": "container", "children": []}},
        {"op": "add", "path": "/root/children/-", "value": {"type": "Txt", "text": "a"}},
        {"op": "add", "path": "/root/children/-", "value": {"type": "Text", "text": "a", "props": {"sise": "h1"}}},
        {"op": "add", "path": "/root/children/-", "value": {"type": "Form", "children": []}},
    ]
    text = "".join(f"{json.dumps(row)}\n" for row in rows)
    assert epoch.scripted([{"text": text}, {"finish": "stop"}])("gen", "x").code == 0
    events = Draft202012Validator(schema(epoch, "session"))
    (session,) = epoch.sessions()
    kinds = set()
    for line in session.read_text().splitlines():
        events.validate(json.loads(line))
        kinds.add(json.loads(line)["event"])
    assert "patch_refused" in kinds


def test_every_preset_passes(inside: Inside) -> None:
    check = Draft202012Validator(schema(inside, "catalog"))
    presets = list(presets_dir().glob("*/catalog.toml"))
    assert presets
    for path in presets:
        data = tomllib.loads(path.read_text("utf-8"))
        tokens = path.with_name("tokens.toml")
        check.validate({**data, "tokens": tomllib.loads(tokens.read_text("utf-8"))} if tokens.is_file() else data)


def test_the_preset_is_that_of_the_flag_or_of_the_configuration(inside: Inside) -> None:
    document = {"root": {"type": "Text", "text": "a"}}
    assert Draft202012Validator(schema(inside, "document")).is_valid(document)
    (inside.work / "mine.toml").write_text(MINE)
    assert not Draft202012Validator(schema(inside, "document", "--preset", "mine.toml")).is_valid(document)
    assert "mine" in schema(inside, "patch", "--preset", "mine.toml")["title"]
    (inside.work / "epoch.toml").write_text('preset = "./mine.toml"\n')
    assert not Draft202012Validator(schema(inside, "document")).is_valid(document)
    assert Draft202012Validator(schema(inside, "document", "--preset", "punk")).is_valid(document)


def test_a_budget_adds_its_caps(inside: Inside) -> None:
    (inside.work / "mine.toml").write_text(MINE)
    (inside.work / "caps.toml").write_text("children = 2\n")
    boxes = [{"root": {"type": "Box", "children": [{"type": "Box"}] * count}} for count in (1, 2, 13)]

    def fits(*arguments: str) -> list[bool]:
        check = Draft202012Validator(schema(inside, "document", *arguments))
        return [check.is_valid(document) for document in boxes]

    assert fits() == [True, True, True]
    assert fits("--budget", "strict") == [True, True, False]
    assert fits("--budget", "caps.toml") == [True, True, False]
    assert fits("--preset", "mine.toml", "--budget", "tiny") == [True, False, False]


def test_a_configuration_passes(inside: Inside) -> None:
    text = 'preset = "punk"\nexclude = ["a"]\n[rules]\nignore = ["EP813"]\n[rules.per-file."a/**"]\nselect = ["EP1"]\n'
    check = Draft202012Validator(schema(inside, "config"))
    check.validate(tomllib.loads(text))
    assert not check.is_valid(tomllib.loads(f"{text}\n[ruls]"))


def test_it_may_go_to_a_file(inside: Inside) -> None:
    result = inside("schema", "document", "-o", "ui.schema.json")
    assert (result.code, result.out, result.said) == (0, b"", ["wrote: ui.schema.json"])
    assert json.loads((inside.work / "ui.schema.json").read_text()) == schema(inside, "document")
    assert inside("schema", "patch", "-q", "-o", "ui.schema.json").err == b""
    assert inside("schema", "patch", "-o", "nowhere/x.json").code == 6


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["documents"], "did you mean 'document'?"),
        (["session", "--preset", "punk"], "--preset says nothing about the session schema"),
        (["patch", "--budget", "strict"], "--budget says nothing about the patch schema"),
        (["document", "--budget", "strickt"], "no budget profile 'strickt'"),
        (["document", "--preset", "pnk"], "did you mean 'punk'?"),
    ],
)
def test_what_cannot_be_meant_is_a_mistake(inside: Inside, arguments: list[str], said: str) -> None:
    result = inside("schema", *arguments)
    assert (result.code, result.out) == (2, b"")
    assert said in result.said[-1]
