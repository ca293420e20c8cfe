"""Flags before the environment before the project's file before the user's before the defaults, for every key."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command import Inside

from epoch_cli.config.settings import VARIABLES

FLAGS = {
    "preset": ("--preset", "no preset '{}'"),
    "budget": ("--budget", "no budget profile '{}'"),
    "data": ("--data", "{}.toml: cannot be read"),
    "provider": ("--provider", "no provider '{}'"),
    "model": ("--model", "no model '{}' is known"),
    "rules.select": ("--select", 'no rule is called "{}"'),
}
"""What `gen` or `validate` says of a value that names nothing, which shows whose value it took: that of this layer."""

LAYERS = ("user", "project", "environment", "flag")


def test_every_key_with_a_variable_is_in_the_table() -> None:
    assert set(VARIABLES.values()) <= FLAGS.keys()


@pytest.mark.parametrize("key", FLAGS)
def test_each_layer_comes_before_those_below(inside: Inside, key: str) -> None:
    flag, said = FLAGS[key]
    variable = next((name for name, of in VARIABLES.items() if of == key), "")
    value = "{}.toml" if key == "data" else "{}"
    own = inside.command.home / "config" / "epoch" / "config.toml"
    own.parent.mkdir(parents=True)
    (inside.work / "x.json").write_text('{"root": {"type": "Text", "text": "x"}}')
    run = ["validate", "x.json"] if key == "rules.select" else ["gen", "login form", "--no-log", "--no-tui", "-q"]
    if key not in {"provider", "model", "rules.select"}:
        run += ["-p", "offline"]
    assert inside(*run).code == 0, "the default is a value that works"
    for layer in LAYERS:
        set_in(inside, own, layer, key, value.format(layer))
        if layer == "environment":
            if not variable:
                continue
            inside.command.environment[variable] = value.format(layer)
        result = inside(*run, *([flag, value.format(layer)] if layer == "flag" else []))
        assert result.code == 2 if key != "data" else result.code in {2, 6}
        assert said.format(layer) in result.said[0], (layer, result.said)
        if layer != "flag":
            origin = {"user": own, "project": inside.work / "epoch.toml", "environment": variable}[layer]
            assert inside("config", "get", key).out.decode().splitlines()[0].endswith(value.format(layer))
            shown = inside("config", "show", "--origin", "--format", "json").out.decode()
            assert f'"origin": "{origin}"' in shown


def set_in(inside: Inside, own: Path, layer: str, key: str, value: str) -> None:
    text = f'{key} = "{value}"\n' if key != "rules.select" else f'{key} = ["{value}"]\n'
    if layer == "user":
        own.write_text(text)
    elif layer == "project":
        (inside.work / "epoch.toml").write_text(text)


def test_whether_answers_are_kept_and_what_one_likes_come_from_the_nearest_file(inside: Inside) -> None:
    own = inside.command.home / "config" / "epoch" / "config.toml"
    own.parent.mkdir(parents=True)
    own.write_text('cache = false\n[preferences]\nspacing = "compact"\nvariant = "outline"\n')
    assert [inside("config", "get", key).out for key in ("cache", "preferences.spacing")] == [b"false\n", b"compact\n"]
    (inside.work / "epoch.toml").write_text('cache = true\npreferences.spacing = "spacious"\n')
    keys = ("cache", "preferences.spacing", "preferences.variant")
    assert [inside("config", "get", key).out for key in keys] == [b"true\n", b"spacious\n", b"outline\n"]
