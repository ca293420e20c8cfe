"""What holds of every built-in design system, and what they share."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from support.every_row import every_row
from support.warm import used_cache

from epoch_cli import CatalogError, Draft, load_catalog, validate
from epoch_cli.catalog import Catalog, parse_models, preset_names
from epoch_cli.catalog.load import BASE
from epoch_cli.catalog.meanings import MEANINGS, express, meant
from epoch_cli.catalog.templates import load_templates
from epoch_cli.config.paths import presets_dir
from epoch_cli.engine.prompts import TemplateName, render_system
from epoch_cli.validation.rules.colors import parse_color
from epoch_cli.validation.rules.raw_values import nearest_by_value

PAGES = sorted((Path(__file__).parents[2] / "data" / "pages" / "shadcn").glob("*.json"))
TOKENS_ALIKE = {
    "spacing": ("xs", "sm", "md", "lg", "xl", "2xl"),
    "shadow": ("sm", "md", "lg"),
    "radius": ("sm", "md", "lg"),
}
"""Names that mean the same in each, so that a document keeps its spaces in another design system."""

SHARED_WORDS = {
    "variant": {"primary", "secondary", "outline", "ghost", "danger", "link"},
    "tone": {"primary", "secondary", "success", "danger", "warning", "info", "neutral"},
    "size": {"sm", "md", "lg", "xl"},
    "direction": {"row", "column"},
    "align": {"start", "center", "end", "stretch", "justify"},
    "justify": {"start", "center", "end", "between"},
    "level": {"h1", "h2", "h3", "h4", "h5", "h6", "body", "caption", "lead", "small", "code", "quote"},
    "kind": {"submit", "button", "reset"},
    "side": {"left", "right", "top", "bottom", "center"},
    "orientation": {"horizontal", "vertical"},
    "weight": {"normal", "medium", "semibold", "bold"},
}  # fmt: skip
"""The shared words of `meanings.MEANINGS`, for what is an enum in most design systems."""
OWN_LOOKS = {("shadcn", "Field", "orientation"), ("shadcn", "Chart", "variant"), ("shadcn", "Button", "size")}
"""Enums with a word that no other system has: a responsive field, the kinds of charts, a button that is an icon."""


@cache
def presets() -> dict[str, Catalog]:
    """All of them; not at import, which all that collect tests would pay for."""
    return {name: load_catalog(name, cache=used_cache()) for name in preset_names()}


@pytest.fixture(params=preset_names(), scope="module")
def preset(request: pytest.FixtureRequest) -> Catalog:
    return presets()[request.param]


def nodes(value: Any) -> list[dict[str, Any]]:
    return [value, *(inner for child in value.get("children", ()) for inner in nodes(child))]


# ---------------------------------------------------------------- what they share


def test_the_base_is_no_design_system(tmp_path: Path) -> None:
    assert BASE not in preset_names()
    assert preset_names() == ["punk", "shadcn"]
    with pytest.raises(CatalogError, match="'base' is what presets build on") as refused:
        load_catalog("base")
    assert all(name in refused.value.remedy for name in preset_names())


def test_a_preset_of_ones_own_may_build_on_the_base(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[preset]\nname = "mine"\nextends = "base"\n[components.Page]\nchildren = true\n', "utf-8")
    mine = load_catalog(file)
    assert set(mine.components) == {"Page"}
    assert set(mine.components["Page"].props) == {"ariaLabel"}
    assert mine.profiles.keys() == presets()["punk"].profiles.keys()
    assert "You are Epoch." in render_system("first", mine, mine.profile("strict"), parse_models(None))


def test_what_most_design_systems_call_alike_needs_no_telling(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        '[preset]\nname = "mine"\nextends = "base"\n[components.Page]\nchildren = true\n'
        '[components.Push]\nrole = "action"\n[components.Push.props]\nonClick = { type = "handler" }\n'
        'defaultValue = { type = "string", means = "hint" }\nspacing = { type = "string" }\n',
        "utf-8",
    )
    means = load_catalog(file).components["Push"].means
    assert means == {"ariaLabel": "ariaLabel", "press": "onClick", "hint": "defaultValue", "gap": "spacing"}


def test_they_share_budgets_templates_and_what_every_component_takes(preset: Catalog) -> None:
    punk = presets()["punk"]
    assert preset.profiles == punk.profiles
    assert load_templates(preset.name) == load_templates("punk")
    assert all("ariaLabel" in component.props for component in preset.components.values())


def test_what_they_share_names_no_component() -> None:
    names = {f'"{name}"' for preset in presets().values() for name in preset.components}
    prompts = [path.read_text("utf-8") for path in (presets_dir() / "base").glob("prompts/*.md")]
    assert prompts
    assert [name for name in names for text in prompts if name in text] == []


# ---------------------------------------------------------------- what holds of each


def test_every_component_says_what_it_is(preset: Catalog) -> None:
    assert preset.description
    for name, component in preset.components.items():
        assert component.label, name
        assert component.icon, name
        assert component.description.endswith("."), name
        assert component.role != "other", name


def test_every_prop_can_be_checked_and_its_default_is_one_of_its_values(preset: Catalog) -> None:
    for component in preset.components.values():
        for prop in component.props.values():
            where = (component.type, prop.name)
            assert bool(prop.values) == ("enum" in prop.types), where
            assert (prop.group in preset.tokens) == ("token" in prop.types), where
            if "enum" in prop.types and prop.default is not None:
                assert prop.default in prop.values, where
            if "token" in prop.types and isinstance(prop.default, str):
                assert preset.tokens[prop.group].find(prop.default), where


def test_every_handler_and_every_control_has_its_meaning(preset: Catalog) -> None:
    for component in preset.components.values():
        handlers = {name for name, prop in component.props.items() if "handler" in prop.types}
        assert handlers <= set(component.means.values()), component.type
        if component.role in {"input", "choice"}:
            assert component.means["label"] == "label", component.type
            assert (component.name.required, component.name.inherit) == (True, True), component.type
        if component.role == "choice":
            assert "options" in component.means, component.type
        if component.role == "table":
            assert {"columns", "rows", "caption"} <= component.means.keys(), component.type
        if component.role == "dialog":
            assert {"title", "open", "close"} <= component.means.keys(), component.type


@pytest.mark.parametrize("meaning", SHARED_WORDS)
def test_the_words_of_an_enum_are_read_as_shared_ones(preset: Catalog, meaning: str) -> None:
    for component in preset.components.values():
        prop = component.props.get(component.means.get(meaning, ""))
        if prop is None or not prop.values or (preset.name, component.type, meaning) in OWN_LOOKS:
            continue
        read = {meant(component, {prop.name: value}, meaning) for value in prop.values}
        assert read <= SHARED_WORDS[meaning], (component.type, read)


def test_what_is_implied_is_a_meaning_and_no_prop_of_it(preset: Catalog) -> None:
    for component in preset.components.values():
        assert set(component.implies) <= set(MEANINGS)
        assert set(component.implies) & set(component.means) == set(), component.type


@pytest.mark.parametrize("kind", TOKENS_ALIKE)
def test_spaces_shadows_and_corners_are_called_alike(preset: Catalog, kind: str) -> None:
    (group,) = [group for group in preset.tokens.values() if group.kind == kind]
    assert set(TOKENS_ALIKE[kind]) <= set(group.tokens)


def test_every_colour_is_one_in_the_light_and_in_the_dark(preset: Catalog) -> None:
    for group in preset.tokens.values():
        for token in group.tokens.values() if group.kind == "color" else ():
            values = token.value.values() if isinstance(token.value, dict) else [token.value]
            assert all(parse_color(value) is not None for value in values), token.name
            assert not isinstance(token.value, dict) or set(token.value) == {"light", "dark"}, token.name


def test_a_colour_of_two_themes_is_told_by_the_one_in_the_light() -> None:
    colors = presets()["shadcn"].tokens["colors"]
    assert colors.tokens["destructive"].plain == "#e7000b"
    assert nearest_by_value("#e6000a", colors) == "destructive"
    assert presets()["punk"].tokens["typography"].tokens["h1"].plain["size"] == "32px"


@pytest.mark.parametrize(
    ("role", "wanted"),
    [
        ("input", {"type": "checkbox", "label": "a", "required": True, "placeholder": "b", "autocomplete": "name"}),
        ("input", {"type": "textarea", "label": "a"}),
        ("input", {"type": "email", "label": "a", "value": "b"}),
        ("input", {"type": "range", "label": "a", "required": True}),
        ("input", {"type": "date", "label": "a"}),
        ("text", {"level": "h2"}),
        ("text", {"level": "caption"}),
        ("action", {"variant": "danger", "press": "a"}),
        ("action", {"variant": "primary", "disabled": True}),
        ("stack", {"direction": "row", "gap": "sm", "align": "center"}),
        ("table", {"columns": [], "rows": [], "caption": "a", "sortable": True}),
        ("tabs", {"tabs": [], "active": "a"}),
        ("dialog", {"title": "a", "open": True, "close": "b"}),
    ],
)
def test_what_is_wanted_is_said_and_means_the_same(preset: Catalog, role: str, wanted: dict[str, Any]) -> None:
    said = express(preset, role, wanted)
    assert said is not None
    read = {meaning: meant(said.component, said.props, meaning) for meaning in wanted}
    kept = {meaning: value for meaning, value in wanted.items() if meaning not in said.left_out}
    assert {meaning: read[meaning] for meaning in kept} == kept
    assert set(said.left_out) <= {"placeholder", "autocomplete", "required"}


# ---------------------------------------------------------------- prompts


@pytest.mark.parametrize("name", get_args(TemplateName))
def test_a_prompt_names_its_components_and_no_others(preset: Catalog, name: TemplateName) -> None:
    text = render_system(name, preset, preset.profile("strict"), parse_models(None))
    named = set(re.findall(r'"type"\s*:\s*"([A-Z]\w*)"', text)) | set(
        re.findall(r"^- ([A-Z]\w+): ", text, re.MULTILINE)
    )
    assert named == set(preset.components)
    assert "${" not in text


def test_every_example_of_its_prompt_is_accepted_as_it_stands(preset: Catalog) -> None:
    text = render_system("first", preset, preset.profile("strict"), parse_models(None))
    drafts: list[Draft] = []
    for line in text.splitlines():
        if not line.startswith('{"op"'):
            continue
        patch = json.loads(line)
        if (patch["op"], patch["path"]) == ("add", "/root"):
            drafts.append(Draft(preset))
        verdict = drafts[-1].propose(patch)
        assert verdict.accepted, (patch, verdict.diagnostics)
        assert not verdict.repairs, patch
    assert len(drafts) == 3
    assert [draft.report().diagnostics for draft in drafts] == [[], [], []]


# ---------------------------------------------------------------- pages that are looked at


@every_row("path", PAGES, ids=lambda path: path.stem)
def test_a_page_has_nothing_to_be_said_of(path: Path) -> None:
    report = validate(json.loads(path.read_text("utf-8")), presets()["shadcn"], profile="foundation")
    assert report.diagnostics == []


def test_the_pages_show_every_component() -> None:
    shown = {node["type"] for path in PAGES for node in nodes(json.loads(path.read_text("utf-8"))["root"])}
    assert len(PAGES) >= 12
    assert shown == set(presets()["shadcn"].components)
