"""What differs between two design systems, and what of it breaks documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.documents import documents
from support.every_row import every_row
from support.examples import examples

from epoch_cli.catalog import Catalog, load_catalog, parse_models
from epoch_cli.catalog.comparison import CatalogChange, compare_catalogs
from epoch_cli.validation import Severity, validate

BASE = """
[preset]
name = "shop"
extends = "punk"
[components.Note]
children = 3
text = true
name = { from = ["title", "text"], required = false }
[components.Note.props]
title = { type = "string" }
size = { type = "enum", values = ["sm", "md"], default = "md" }
count = { type = "number", min = 0, max = 10 }
code = { type = "string", pattern = "[a-z]+" }
items = { type = "array", items = ["string", "object"], fields = { id = { type = "string" } } }
free = { type = "object" }
[budgets.shop]
nodes = 10
"""

SIZE = '{ type = "enum", values = ["sm", "md"], default = "md" }'
TITLE = 'title = { type = "string" }'
FREE = 'free = { type = "object" }'
ID = 'id = { type = "string" }'
END = "[budgets.shop]"

CHANGES: dict[str, tuple[str, str, str, bool]] = {
    "an enum loses a value": ('values = ["sm", "md"]', 'values = ["md"]', "size.values", True),
    "an enum gains a value": ('values = ["sm", "md"]', 'values = ["sm", "md", "lg"]', "size.values", False),
    "an enum becomes any string": (
        SIZE, '{ type = "string", default = "md" }', "size.type", False,
    ),
    "an enum becomes a number": (
        SIZE, '{ type = "number" }', "size.type", True,
    ),
    "another default": ('default = "md"', 'default = "sm"', "size.default", False),
    "a prop is required": (TITLE, f"{TITLE[:-2]}, required = true }}", "title.required", True),
    "a prop is renamed": ("free = {", "open = {", "props.free", True),
    "a prop is new": ("title = {", 'new = { type = "string" }\ntitle = {', "props.new", False),
    "a required prop is new": ("title = {", 'new = { type = "string", required = true }\ntitle = {', "props.new", True),
    "a higher least value": ("min = 0", "min = 1", "count.min", True),
    "a higher greatest value": ("max = 10", "max = 11", "count.max", False),
    "no greatest value": (", max = 10", "", "count.max", False),
    "whole numbers alone": ("max = 10", "max = 10, integer = true", "count.integer", True),
    "another pattern": ("[a-z]+", "[a-z]*", "code.pattern", True),
    "no pattern": (', pattern = "[a-z]+"', "", "code.pattern", False),
    "fewer kinds of entries": ('items = ["string", "object"]', 'items = "object"', "items.items", True),
    "a field is new": ("fields = { id", 'fields = { at = { type = "string" }, id', "fields.at", False),
    "a field is required": (ID, 'id = { type = "string", required = true }', "id.required", True),
    "an object gets fields": (
        FREE, f"{FREE[:-2]}, fields = {{ a = {{ type = 'string' }} }} }}", "free.fields", True,
    ),
    "no binding": (TITLE, 'title = { type = "string", binding = false }', "title.binding", True),
    "fewer children": ("children = 3", "children = 2", "Note.children", True),
    "any number of children": ("children = 3", "children = true", "Note.children", False),
    "no text": ("text = true", "text = false", "Note.text", True),
    "a name is required": ("required = false }", "required = true }", "name.required", True),
    "a name may come from the field around it": (
        "required = false }", "required = false, inherit = true }", "name.inherit", False,
    ),
    "it takes the focus": ("text = true", "text = true\ninteractive = true", "Note.interactive", True),
    "one of two props": ("text = true", 'text = true\nrequires_any = ["title"]', "requires_any", True),
    "another role": ("text = true", 'text = true\nrole = "text"', "Note.role", False),
    "a component is gone": ('extends = "punk"', 'extends = "punk"\nremove = ["Modal"]', "components.Modal", True),
    "a component is new": (END, "[components.More]\n[budgets.shop]", "components.More", False),
    "a lower cap": ("nodes = 10", "nodes = 9", "shop.nodes", True),
    "a higher cap": ("nodes = 10", "nodes = 11", "shop.nodes", False),
    "a cap is new": ("nodes = 10", "nodes = 10\ndepth = 3", "shop.depth", True),
    "a token is new": (END, "[tokens.spacing.tokens]\nhuge = 99\n[budgets.shop]", "tokens.huge", False),
    "a token has another value": (END, f"[tokens.spacing.tokens]\nmd = 17\n{END}", "tokens.md", False),
    "another prefix": (END, '[tokens.spacing]\nprefix = "gap"\n[budgets.shop]', "spacing.prefix", True),
    "models are declared": (END, f"[models.User]\nfields = {{ a = 'string' }}\n{END}", "models", True),
}  # fmt: skip


def loaded(folder: Path, text: str) -> Catalog:
    file = folder / "catalog.toml"
    file.write_text(text, "utf-8")
    return load_catalog(file)


@pytest.mark.parametrize(("old", "new", "path", "breaking"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_told_at_its_place(old: str, new: str, path: str, breaking: bool, tmp_path: Path) -> None:
    assert BASE.count(old) == 1
    before, after = loaded(tmp_path, BASE), loaded(tmp_path, BASE.replace(old, new))
    found = compare_catalogs(before, after)
    told = [each for each in found if ".".join(each.path).endswith(path)]
    assert [each.breaking for each in told] == [breaking], found
    assert any(each.breaking for each in found) == breaking


@pytest.mark.parametrize(
    "more",
    [
        "[components.More]",
        "[tokens.spacing.tokens]\nhuge = 99",
        '[tokens.mood]\nprefix = "mood"\ntokens = { calm = 1 }',
    ],
    ids=["a component", "a token", "a group of tokens"],
)
def test_the_other_way_round_added_is_removed(more: str, tmp_path: Path) -> None:
    one, other = loaded(tmp_path, BASE), loaded(tmp_path, BASE.replace(END, f"{more}\n{END}"))
    assert [(each.kind, each.breaking) for each in compare_catalogs(one, other)] == [("added", False)]
    assert [(each.kind, each.breaking) for each in compare_catalogs(other, one)] == [("removed", True)]


USER = {"fields": {"name": "string", "home": {"type": "object", "fields": {"city": "string"}}, "tags": "array"}}
MODELS: dict[str, tuple[dict[str, Any], str, str, bool]] = {
    "the same": (USER, "", "", False),
    "another plural": ({**USER, "plural": "people"}, "changed", "User.plural", True),
    "a field more": ({"fields": {**USER["fields"], "x": "any"}}, "added", "User.fields.x", False),
    "another type": ({"fields": {**USER["fields"], "name": "number"}}, "narrowed", "fields.name.type", True),
    "any type": ({"fields": {**USER["fields"], "name": "any"}}, "widened", "fields.name.type", False),
    "a field inside": (
        {"fields": {**USER["fields"], "home": {"type": "object", "fields": {"city": "string", "zip": "string"}}}},
        "added", "fields.home.fields.zip", False,
    ),
    "a type inside": (
        {"fields": {**USER["fields"], "home": {"type": "object", "fields": {"city": "number"}}}},
        "narrowed", "fields.home.fields.city.type", True,
    ),
    "a free object": ({"fields": {**USER["fields"], "home": "object"}}, "widened", "fields.home.fields", False),
    "entries of a type": (
        {"fields": {**USER["fields"], "tags": {"type": "array", "items": "string"}}},
        "narrowed", "fields.tags.items.type", True,
    ),
}  # fmt: skip


@every_row(("model", "kind", "path", "breaking"), MODELS.values(), ids=MODELS)
def test_a_change_of_a_model_is_told_where_bindings_find_it(
    model: dict[str, Any], kind: str, path: str, breaking: bool, punk: Catalog
) -> None:
    one, other = (replace(punk, models=parse_models({"User": each, "Other": USER})) for each in (USER, model))
    told = compare_catalogs(one, other)
    assert [(each.kind, each.breaking) for each in told] == [(kind, breaking)] * bool(kind)
    assert all(".".join(each.path).endswith(path) for each in told)
    back = compare_catalogs(other, one)
    assert [(each.kind, each.breaking) for each in back] == [("removed", True)] or kind != "added"


def test_models_that_are_no_longer_declared_refuse_nothing(punk: Catalog) -> None:
    one, other = replace(punk, models=parse_models({"User": USER})), replace(punk, models=parse_models({}))
    (told,) = compare_catalogs(one, other)
    assert [
        each.kind for each in compare_catalogs(one, replace(one, models=parse_models({"User": USER, "A": USER})))
    ] == ["added"]
    assert (told.kind, told.path, told.breaking, told.before) == ("widened", ("models",), False, ["User"])


def test_a_design_system_does_not_differ_from_itself(punk: Catalog) -> None:
    assert compare_catalogs(punk, load_catalog("punk")) == []


def test_a_change_as_json_leaves_out_what_there_is_not() -> None:
    change = CatalogChange("widened", ("components", "A"), before=1, after=None)
    assert change.to_json() == {"change": "widened", "path": ["components", "A"], "breaking": False, "before": 1}


def errors(document: Any, catalog: Catalog) -> list[str]:
    found = validate(document, catalog, profile="unlimited").diagnostics
    return [each.code for each in found if each.severity is Severity.ERROR]


SAFE = [(old, new) for old, new, _, breaking in CHANGES.values() if not breaking]


@settings(max_examples=examples(12))
@given(data=st.data())
def test_what_is_not_breaking_breaks_no_document(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("preset")
    before, changed = loaded(folder, BASE), BASE
    for old, new in data.draw(st.lists(st.sampled_from(SAFE), unique_by=lambda each: each[0], max_size=6)):
        if changed.count(old) == 1:
            changed = changed.replace(old, new)
    after = loaded(folder, changed)
    assert not any(each.breaking for each in compare_catalogs(before, after))
    document = data.draw(documents(before))
    assert set(errors(document, after)) <= set(errors(document, before))
