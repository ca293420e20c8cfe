"""Every key of a component and of a prop is known to whatever goes over them: a new one cannot be forgotten."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from epoch_cli import CatalogError
from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.catalog.comparison import compare_catalogs
from epoch_cli.catalog.components import PROP_KEYS
from epoch_cli.catalog.data import component_data, prop_data
from epoch_cli.catalog.importing.assembling import assemble
from epoch_cli.catalog.importing.intake import Intake
from epoch_cli.catalog.source import ComponentSource, PropSource

PRESET = """
[preset]
name = "own"
[components.Note]
{component}
[components.Note.props]
title = {{ type = "string" }}
tone = {{ type = "enum", values = ["a", "b"] }}
list = {{ type = "array", items = "object", fields = {{ id = {{ type = "string" }} }} }}
{props}
[components.Box]
children = true
[tokens.spacing]
tokens = {{ md = 8 }}
[tokens.gaps]
tokens = {{ md = 8 }}
"""

COMPONENT = {
    "role": 'role = "text"', "label": 'label = "A note"', "icon": 'icon = "pen"', "description": 'description = "x"',
    "children": "children = 3", "text": "text = true", "interactive": "interactive = true",
    "name": 'name = { from = ["title"], required = true }', "names_controls": 'names_controls = "title"',
    "requires_any": 'requires_any = ["title"]', "item_scope": 'item_scope = { rows = "list", props = ["title"] }',
    "heading": 'heading = "title"', "caption": 'caption = "title"', "tone": 'tone = "tone"',
    "mandatory": 'mandatory = "title"', "panels": 'panels = "list"', "implies": 'implies = { direction = "row" }',
    "props": '[components.Note.props.more]\ntype = "string"',
}  # fmt: skip
"""Each key of a component, said as it is not without it."""
PROP = {
    "type": ('type = "string"', 'type = "number"'), "description": ('type = "string"', 'description = "x"'),
    "values": ('type = "enum", values = ["a", "b"]', 'values = ["a"]'),
    "group": ('type = "token", group = "spacing"', 'group = "gaps"'), "items": ('type = "array"', 'items = "string"'),
    "fields": ('type = "object"', 'fields = { a = { type = "string" } }'),
    "required": ('type = "string"', "required = true"), "default": ('type = "string"', 'default = "x"'),
    "pattern": ('type = "string"', 'pattern = "a+"'), "format": ('type = "string"', 'format = "url"'),
    "min": ('type = "number"', "min = 1"), "max": ('type = "number"', "max = 1"),
    "integer": ('type = "number"', "integer = true"), "binding": ('type = "string"', "binding = false"),
    "deprecated": ('type = "string"', 'deprecated = "use title"'), "added": ('type = "string"', "added = true"),
    "unique": ('type = "array", items = "object", fields = { id = { type = "string" } }', 'unique = "id"'),
    "filled": ('type = "array"', "filled = true"), "one_of": ('type = "string"', 'one_of = "list.id"'),
    "means": ('type = "string"', 'means = "title"'),
    "reads": ('type = "enum", values = ["a", "b"]', 'reads = { a = "sm" }'),
}  # fmt: skip
"""Each key of a prop: the prop without it, and what says it."""
NO_MATTER = {"label", "icon", "description", "added"}
"""What people are told alone: no document means anything else by it, and `catalog diff` says nothing of it."""
NAMES = {"name", "requires_any", "item_scope", *PROP_KEYS}
"""The keys of a component that name its props."""


def loaded(folder: Path, component: str = "", props: str = "") -> Catalog:
    file = folder / "catalog.toml"
    file.write_text(PRESET.format(component=component, props=props), "utf-8")
    return load_catalog(file)


def prop(key: str, *, said: bool) -> str:
    without, adding = PROP[key]
    kept = without if key not in without.replace("type", "", key != "type") else without.rpartition(f"{key} =")[0]
    return f"p = {{ {', '.join(filter(None, [kept.strip(' ,'), adding])) if said else without} }}"


def test_the_tables_have_every_key() -> None:
    assert set(COMPONENT) == set(ComponentSource.model_fields)
    assert set(PROP) == set(PropSource.model_fields)


@pytest.mark.parametrize("key", COMPONENT)
def test_a_key_of_a_component_is_read_written_and_compared(key: str, tmp_path: Path) -> None:
    before, after = loaded(tmp_path), loaded(tmp_path, COMPONENT[key])
    told = [component_data(each.components["Note"]).get(key) for each in (before, after)]
    assert told[0] != told[1]
    changes = compare_catalogs(before, after)
    assert bool(changes) != (key in NO_MATTER)
    assert all(change.path[:3] == ("components", "Note", key) for change in changes)


@pytest.mark.parametrize("key", PROP)
def test_a_key_of_a_prop_is_read_written_and_compared(key: str, tmp_path: Path) -> None:
    before, after = (loaded(tmp_path, props=prop(key, said=said)) for said in (False, True))
    told = [prop_data(each.components["Note"].props["p"]).get(key) for each in (before, after)]
    assert told[0] != told[1]
    changes = compare_catalogs(before, after)
    assert bool(changes) != (key in NO_MATTER)
    assert all(change.path[:5] == ("components", "Note", "props", "p", key) for change in changes)


@pytest.mark.parametrize("key", sorted(NAMES))
def test_a_key_that_names_a_prop_names_one_that_is_there(key: str, tmp_path: Path) -> None:
    row = COMPONENT[key].replace('"title"', '"titel"').replace('"tone"', '"tune"').replace('"list"', '"lost"')
    assert row != COMPONENT[key]
    with pytest.raises(CatalogError, match=key):
        loaded(tmp_path, row)


@pytest.mark.parametrize(
    ("key", "wrong"), [("group", "other"), ("unique", "key"), ("one_of", "list.key"), ("reads", "c")]
)
def test_a_key_of_a_prop_that_names_something_names_what_is_there(key: str, wrong: str, tmp_path: Path) -> None:
    names = {"group": "gaps", "unique": '"id"', "one_of": "list.id", "reads": "{ a"}
    row = prop(key, said=True).replace(names[key], {"unique": f'"{wrong}"', "reads": f"{{ {wrong}"}.get(key, wrong))
    assert row != prop(key, said=True)
    with pytest.raises(CatalogError, match=key):
        loaded(tmp_path, props=row)


def test_what_is_imported_is_written_with_every_key_in_one_order() -> None:
    intake = Intake(frozenset())
    keys = [*ComponentSource.model_fields]
    said: dict[str, Any] = {
        "role": "box",
        "label": "x",
        "icon": "y",
        "description": "z",
        "children": True,
        "text": True,
    }
    intake.components["Note"] = dict(reversed(said.items()))
    written = assemble(intake, "own", "base", "base").catalog["components"]["Note"]
    assert list(written) == [key for key in keys if key in said]


def test_no_key_is_there_twice() -> None:
    listed = list(chain(PROP_KEYS, ["name", "requires_any", "item_scope"]))
    assert sorted(listed) == sorted(set(listed)) == sorted(NAMES)
    assert set(PROP_KEYS) <= set(ComponentSource.model_fields)
