"""JSON Schemas and A2UI catalogs as presets: what is taken, what is guessed, what is noted; and round trips."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples

from epoch_cli import CatalogError, EpochError, load_catalog
from epoch_cli.catalog import Catalog
from epoch_cli.catalog.exports.tool import json_schema
from epoch_cli.catalog.importing.a2ui import import_a2ui
from epoch_cli.catalog.importing.assembling import assemble
from epoch_cli.catalog.importing.guessing import import_table
from epoch_cli.catalog.importing.intake import Intake
from epoch_cli.catalog.importing.json_schema import import_json_schema
from epoch_cli.catalog.importing.reading import guess_origin
from epoch_cli.catalog.json_schema import document_schema
from epoch_cli.catalog.writing import preset_text
from epoch_cli.cli.catalog_given import parse_given
from epoch_cli.linting.preset_files import check_preset
from epoch_cli.validation import Severity
from epoch_cli.validation.rules.security import FORBIDDEN_KEYS

DATA = Path(__file__).resolve().parents[3] / "data" / "catalogs"
ACME = json.loads((DATA / "components.schema.json").read_text("utf-8"))
A2UI = json.loads((DATA / "a2ui.json").read_text("utf-8"))


def taken(data: Any, take: Any = import_json_schema) -> Intake:
    intake = Intake(FORBIDDEN_KEYS)
    take(data, intake)
    return intake


def made(data: Any, folder: Path, take: Any = import_json_schema, extends: str = "base") -> Catalog:
    """The catalog that an import makes; it has no errors."""
    catalog, tokens = assemble(taken(data, take), "made", extends, extends)
    (folder / "catalog.toml").write_text(preset_text(catalog), "utf-8")
    if tokens:
        (folder / "tokens.toml").write_text(preset_text(tokens), "utf-8")
    found = [each for report in check_preset(str(folder)) for each in report.diagnostics]
    assert not [each for each in found if each.severity is Severity.ERROR], found
    return load_catalog(folder)


def lost(intake: Intake) -> set[str]:
    return {".".join(map(str, note.where)) for note in intake.notes if note.kind == "lost"}


# ---------------------------------------------------------------- JSON Schema


def test_definitions_are_components_with_their_props() -> None:
    intake = taken(ACME)
    assert intake.components["PrimaryButton"] == {
        "description": "Does something.",
        "role": "action",
        "text": True,
        "interactive": True,
        "name": {"from": ["text"], "required": True},
        "props": {
            "size": {
                "type": "enum",
                "values": ["small", "medium", "large"],
                "default": "medium",
                "required": True,
                "reads": {"small": "sm", "medium": "md", "large": "lg"},
            },
            "intent": {"type": "enum", "values": ["solid", "borderless"]},
            "onClick": {"type": "handler", "means": "press"},
            "isDisabled": {"type": "boolean", "means": "disabled"},
            "legacy": {"type": "string", "deprecated": "use something else"},
        },
    }
    assert "Option" not in intake.components, "a shape of data is no component"
    assert "Colour" not in intake.components, "what has no props is no component"


def test_what_a_schema_is_combined_of_is_taken_together() -> None:
    props = taken(ACME).components["Stack"]["props"]
    assert props["gap"] == {"type": "number", "integer": True, "min": 0, "max": 8}
    assert props["direction"]["reads"] == {"horizontal": "row", "vertical": "column"}


def test_lists_of_objects_keep_their_fields() -> None:
    options = taken(ACME).components["Select"]["props"]["options"]
    assert options == {
        "type": "array",
        "items": "object",
        "required": True,
        "fields": {"value": {"type": ["string", "number"], "required": True}, "label": {"type": "string"}},
    }


def test_what_cannot_be_said_is_noted_with_its_place() -> None:
    intake = taken(ACME)
    assert lost(intake) == {
        "definitions.TextFieldProps.code",
        "definitions.TextFieldProps.website",
        "definitions.SelectProps.rating",
        "definitions.SelectProps.outside",
        "definitions.constructor",
        "definitions.Spaced",
        "definitions.Option",
        "definitions.Colour",
    }
    assert intake.components["Select"]["props"]["outside"] == {"type": "any"}
    assert intake.components["Select"]["props"]["self"] == {"type": "any"}
    assert "pattern" not in intake.components["TextField"]["props"]["code"]


PROPS: dict[str, Any] = {"type": "object", "properties": {"label": {"type": "string"}}}
HIDDEN: dict[str, tuple[dict[str, Any], set[str], set[str]]] = {
    "a tree of itself": ({"A": {"properties": {"a": {"$ref": "#/$defs/A"}}}, "B": PROPS}, {"A", "B"}, {"$defs.A.a.a"}),
    "no props": ({"Divider": {"type": "object"}, "Line": {"properties": {}}, "B": PROPS},
                 {"Divider", "Line", "B"}, set()),
    "a map": ({"Map": {"type": "object", "additionalProperties": {}}, "B": PROPS}, {"B"}, {"$defs.Map"}),
    "used in props": ({"Icon": PROPS, "B": {"properties": {"icon": {"$ref": "#/$defs/Icon"}}}}, {"B"}, {"$defs.Icon"}),
    "a part of others": ({"Button": PROPS, "Base": PROPS, "B": {"allOf": [{"$ref": "#/$defs/Button"},
                          {"$ref": "#/$defs/Base"}]}}, {"B", "Button"}, {"$defs.Base"}),
    "a part that is elsewhere": ({"B": {**PROPS, "allOf": [{"$ref": "other.json"}]}}, {"B"}, {"$defs.B"}),
    "of one name": ({"Button": PROPS, "ButtonProps": PROPS}, {"Button"}, {"$defs.ButtonProps"}),
}  # fmt: skip


@every_row(("defined", "components", "left"), HIDDEN.values(), ids=HIDDEN)
def test_no_definition_is_dropped_in_silence(defined: Any, components: set[str], left: set[str]) -> None:
    intake = taken({"$defs": defined})
    assert set(intake.components) == components
    assert lost(intake) == left


def test_what_stands_beside_definitions_is_noted() -> None:
    uses = {"b": {"$ref": "#/$defs/B"}, "stray": {"type": "string"}}
    assert lost(taken({"$defs": {"B": PROPS}, "properties": uses})) == {"properties.stray"}
    assert lost(taken({"properties": {"B": PROPS, "stray": {"type": "string"}}})) == {"properties.stray"}


def test_a_name_that_says_nothing_leaves_the_shape_to_tell() -> None:
    intake = taken(ACME)
    assert intake.components["Mystery"]["role"] == "table"
    assert intake.components["Mystery"]["item_scope"] == {"rows": "rows", "props": ["columns"]}
    assert [note.where for note in intake.notes if note.kind == "guessed"] == [("components", "Mystery")]


def test_a_title_and_level_make_headings() -> None:
    row = taken(ACME).components["Text"]
    assert (row["role"], row["heading"], row["props"]["as"]["means"]) == ("text", "as", "level")
    assert row["props"]["as"]["reads"] == {"p": "body"}


def test_it_is_a_preset_without_errors(tmp_path: Path) -> None:
    catalog = made(ACME, tmp_path)
    assert catalog.by_role("action") is catalog.components["PrimaryButton"]


@pytest.mark.parametrize("form", ["patches", "document", "schema"])
def test_our_own_exports_come_back_as_they_were(form: str, punk: Catalog, tmp_path: Path) -> None:
    def exported(catalog: Catalog) -> Any:
        schema = document_schema(catalog) if form == "schema" else json_schema(catalog, form)  # type: ignore[arg-type]
        return {key: value for key, value in schema.items() if key not in {"$id", "title", "description"}}

    schema = exported(punk)
    again = exported(made(json.loads(json.dumps(schema)), tmp_path))
    assert unordered(again) == unordered(schema)


def unordered(value: Any) -> Any:
    """A schema whose lists say the same in any order; TOML keeps what does not fit a line after what does."""
    if isinstance(value, dict):
        return {key: unordered(each) for key, each in value.items()}
    if isinstance(value, list):
        return sorted((unordered(each) for each in value), key=lambda each: json.dumps(each, sort_keys=True))
    return value


# ---------------------------------------------------------------- A2UI


def test_an_a2ui_catalog_is_taken_with_its_own_types() -> None:
    intake = taken(A2UI, import_a2ui)
    field = intake.components["TextField"]
    assert (field["role"], field["name"]) == ("input", {"from": ["label"], "required": True, "inherit": True})
    assert field["props"]["label"] == {"type": "string", "description": "The label.", "required": True}
    assert field["props"]["variant"]["reads"] == {"shortText": "text", "longText": "textarea", "obscured": "password"}
    button = intake.components["Button"]
    assert button["props"]["action"] == {"type": "handler", "required": True, "means": "press"}
    assert button["text"] is True
    assert "children" not in button
    assert intake.components["Row"]["children"] is True
    assert intake.components["Row"]["implies"] == {"direction": "row"}
    assert intake.components["Card"]["children"] == 1
    assert intake.components["Tabs"]["props"]["tabs"]["fields"] == {"title": {"type": "string", "required": True}}
    assert "weight" not in intake.components["Row"]["props"]


def test_functions_checks_and_places_are_noted() -> None:
    intake = taken(A2UI, import_a2ui)
    assert {"functions", "components.TextField.Checkable", "components.Tabs.tabs", "components.Button"} <= lost(intake)


def test_an_a2ui_catalog_is_a_preset_without_errors(tmp_path: Path) -> None:
    catalog = made(A2UI, tmp_path, import_a2ui)
    assert catalog.by_role("stack") is catalog.components["Column"], "lines come after what a screen is made of"


# ---------------------------------------------------------------- what is given


@every_row(
    ("data", "origin"),
    [
        (ACME, "json-schema"),
        (A2UI, "a2ui"),
        ({"color": {"a": {"$value": "#fff"}}}, "dtcg"),
        ({"$schema": "https://www.designtokens.org/schemas/2025.10/format.json", "a": {}}, "dtcg"),
        ({"sets": {}, "resolutionOrder": []}, "dtcg"),
        ({"properties": {}}, "json-schema"),
    ],
)
def test_the_format_is_told_by_the_content(data: Any, origin: str) -> None:
    assert guess_origin(data) == origin


@pytest.mark.parametrize("data", [[], 1, {}, {"a": 1}])
def test_what_is_none_of_them_is_asked_for(data: Any) -> None:
    with pytest.raises(EpochError, match="cannot be told"):
        guess_origin(data)


@pytest.mark.parametrize(
    "raw",
    [b"[" * 100_000, b'{"a":' * 65 + b"1" + b"}" * 65, b"\xff", b"", b" " * 17_000_000],
    ids=lambda raw: str(raw[:5]),
)
def test_a_file_beyond_all_bounds_is_refused(raw: bytes) -> None:
    with pytest.raises(EpochError):
        parse_given("x.json", raw)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b'{"color":\n{"a": {"$value": "#fff"}, "a": {"$value": "#000"}}}', 'x.json:2:27: key "a" is repeated'),
        (b'{"a": 1e999}', "x.json:1:7: 1e999 is not a finite number"),
        (b" ", "x.json: the file is empty"),
    ],
)
def test_what_reading_would_change_is_refused(raw: bytes, said: str) -> None:
    with pytest.raises(EpochError, match=re.escape(said)):
        parse_given("x.json", raw)


def test_one_letter_is_no_guess_for_a_meaning() -> None:
    assert [name for row in import_table()["prop"] for name in row["names"] if len(name) < 2] == []


HOSTILE: dict[str, Any] = {
    "holds itself ten times": {
        "$defs": {"Box": {"properties": {f"p{each}": {"$ref": "#/$defs/Box"} for each in range(10)}}}
    },
    "a reference to itself": {
        "$defs": {"A": {"properties": {"x": {"$ref": "#/$defs/B"}}}, "B": {"anyOf": [{"$ref": "#/$defs/B"}] * 10}}
    },
    "combined of itself": {"$defs": {"A": {"allOf": [{"$ref": "#/$defs/A"}] * 50, "properties": {"x": {}}}}},
    "too many components": {"$defs": {f"C{each}": {"properties": {"a": {}}} for each in range(1_001)}},
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_schema_without_end_ends(data: Any) -> None:
    try:
        assert len(taken(data).notes) < 10_000
    except CatalogError as error:
        assert error.remedy


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["string", "#/$defs/A", "A", "", "__proto__"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["$defs", "components", "properties", "type", "enum", "const", "items", "anyOf", "allOf", "$ref",
             "required", "A", "children", "default", "pattern", "if", "else", "then", "minimum", "props", "description",
             "functions"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=examples(40))
@given(data=JSON, take=st.sampled_from([import_json_schema, import_a2ui]))
def test_whatever_is_given_is_taken_in_or_refused(data: Any, take: Any) -> None:
    """Also as components, so that not all of it is refused at the door."""
    for each in (data, {"components": {"A": data, "Box": {"properties": {"children": {}}}}}, {"$defs": {"A": data}}):
        try:
            made_of = assemble(taken(each, take), "x", "punk", "punk")
        except EpochError as error:
            assert error.remedy
        else:
            assert preset_text(made_of.catalog)
