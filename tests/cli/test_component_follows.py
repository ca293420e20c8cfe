"""A component is added in one place: rows of a preset. Everything that tells of components follows (CONTRIBUTING)."""

from __future__ import annotations

import json

import pytest
from support.command import Inside

from epoch_cli.cli.catalog import EXPORTS

PRESET = """
[preset]
name = "acme"
extends = "punk"

[components.Stars]
role = "input"
label = "Stars"
description = "How much one likes it."
interactive = true
name = { from = ["label"], required = true, inherit = true }

[components.Stars.props]
label = { type = "string" }
most = { type = "number", integer = true, min = 1, max = 10, default = 5 }
onChange = { type = "handler" }
"""
GOOD = {"root": {"type": "Stars", "id": "liked", "props": {"label": "Your opinion", "most": 7}}}
BAD = {"root": {"type": "Stars", "props": {"most": 70}}}


@pytest.fixture
def acme(inside: Inside) -> Inside:
    (inside.work / "acme.toml").write_text(PRESET, "utf-8")
    (inside.work / "good.json").write_text(json.dumps(GOOD), "utf-8")
    (inside.work / "bad.json").write_text(json.dumps(BAD), "utf-8")
    return inside


TOLD = [
    (["prompt", "x"], "Stars"),
    (["catalog", "show", "acme.toml", "Stars"], "How much one likes it."),
    (["catalog", "docs", "acme.toml"], "How much one likes it."),
    (["schema", "document"], '"Stars"'),
    *((["catalog", "export", "--as", kind], "Stars") for kind in EXPORTS),
    (["preview", "good.json"], "Your opinion"),
    (["convert", "good.json", "--to", "react"], "Your opinion"),
    (["convert", "good.json", "--to", "openui"], "liked = Stars("),
]


@pytest.mark.parametrize(("arguments", "said"), TOLD, ids=[" ".join(arguments) for arguments, _ in TOLD])
def test_a_component_of_a_preset_is_known_everywhere(acme: Inside, arguments: list[str], said: str) -> None:
    named = [] if "acme.toml" in arguments else ["--preset", "acme.toml"]
    result = acme(*arguments, *named)
    assert result.code == 0, result.err
    assert said in result.out.decode()


def test_a_component_of_a_preset_is_judged_by_its_props_and_its_role(acme: Inside) -> None:
    assert acme("validate", "good.json", "--preset", "acme.toml").code == 0
    result = acme("validate", "bad.json", "--preset", "acme.toml")
    assert result.code == 1
    assert "EP801 error: this Stars has no name" in result.out.decode()
    assert "EP307 error: `most` is 70, more than 10" in result.out.decode()
    assert b"EP201" in acme("validate", "good.json").out
