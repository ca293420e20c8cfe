"""The built-in preset holds everything that the specification's system prompt names."""

from __future__ import annotations

import pytest
from support.every_row import every_row

from epoch_cli import CatalogError, load_catalog
from epoch_cli.catalog import NO_LIMIT, Catalog, preset_names

# Copied from the specification's primary system prompt, "Available Components".
SPECIFIED = {
    "Container": "padding, gap, direction, align, justify",
    "Box": "padding, background, border, shadow",
    "Text": "size, weight, color, align, lineHeight",
    "Button": "variant, size, disabled, onClick",
    "Input": "type, placeholder, label, defaultValue, required",
    "Select": "label, options, defaultValue, multiple",
    "Form": "layout, spacing, onSubmit",
    "FormField": "label, hint, error, required",
    "DataGrid": "columns, data, striped, sortable",
    "Card": "padding, shadow, border",
    "Badge": "variant, size",
    "Avatar": "src, size, fallback",
    "Modal": "open, title, onClose, size",
    "Tabs": "defaultTab, tabs",
    "Stack": "direction, spacing, align, justify",
}

# The same, "Styling System".
TOKENS = {
    "spacing": ("spacing", "xs, sm, md, lg, xl, 2xl"),
    "colors": ("color", "primary, secondary, success, danger, warning, neutral, surface"),
    "typography": ("typography", "h1, h2, h3, body, caption"),
    "shadows": ("shadow", "sm, md, lg"),
    "radius": ("radius", "sm, md, lg"),
}

TAKES_CHILDREN = {"Container", "Box", "Form", "FormField", "Card", "Modal", "Tabs", "Stack"}
TAKES_TEXT = {"Text", "Button", "Badge"}
HANDLERS = {("Button", "onClick"), ("Form", "onSubmit"), ("Modal", "onClose")}
# Decision 18: what Epoch needs beyond the specification's list.
NEEDED_ADDITIONS = {
    ("Avatar", "alt"), ("DataGrid", "caption"), ("Input", "name"), ("Input", "autocomplete"),
    *((component, "ariaLabel") for component in SPECIFIED),
}  # fmt: skip


def names(text: str) -> list[str]:
    return text.split(", ")


def test_it_has_the_fifteen_components_and_no_other(punk: Catalog) -> None:
    assert set(punk.components) == set(SPECIFIED)


@every_row("component", SPECIFIED)
def test_a_component_has_every_prop_that_the_specification_names(punk: Catalog, component: str) -> None:
    assert set(names(SPECIFIED[component])) <= set(punk.components[component].props)


def test_props_beyond_the_specification_of_the_prompt_are_marked_as_additions_where_accessibility_needs_them(
    punk: Catalog,
) -> None:
    for component, prop in NEEDED_ADDITIONS:
        assert punk.components[component].props[prop].added, (component, prop)


@every_row("component", SPECIFIED)
def test_what_the_specification_names_is_not_marked_as_an_addition(punk: Catalog, component: str) -> None:
    props = punk.components[component].props
    assert [name for name in names(SPECIFIED[component]) if props[name].added] == []


@every_row("component", SPECIFIED)
def test_a_component_says_what_it_is(punk: Catalog, component: str) -> None:
    found = punk.components[component]
    assert found.type == component
    assert found.label
    assert found.icon
    assert found.description


def test_only_containers_take_children_and_only_some_components_text(punk: Catalog) -> None:
    assert {name for name, component in punk.components.items() if component.children} == TAKES_CHILDREN
    assert {name for name, component in punk.components.items() if component.text} == TAKES_TEXT


def test_every_prop_has_a_type_that_can_be_checked(punk: Catalog) -> None:
    for component in punk.components.values():
        for prop in component.props.values():
            where = (component.type, prop.name)
            assert prop.types, where
            assert "any" not in prop.types, where
            assert bool(prop.values) == ("enum" in prop.types), where
            assert (prop.group in punk.tokens) == ("token" in prop.types), where


def test_every_default_is_a_value_of_its_prop(punk: Catalog) -> None:
    for component in punk.components.values():
        for prop in component.props.values():
            if prop.default is None:
                continue
            fits = (
                ("enum" in prop.types and prop.default in prop.values)
                or ("token" in prop.types and punk.tokens[prop.group].find(prop.default) is not None)
                or ("boolean" in prop.types and isinstance(prop.default, bool))
            )
            assert fits, (component.type, prop.name, prop.default)


@pytest.mark.parametrize(("component", "prop"), sorted(HANDLERS))
def test_a_handler_is_a_handler_and_never_bound(punk: Catalog, component: str, prop: str) -> None:
    found = punk.components[component].props[prop]
    assert found.types == ("handler",)
    assert not found.binding


def test_no_other_prop_is_a_handler(punk: Catalog) -> None:
    found = {
        (component.type, prop.name)
        for component in punk.components.values()
        for prop in component.props.values()
        if "handler" in prop.types
    }
    assert found == HANDLERS


@pytest.mark.parametrize(
    ("component", "prop", "fields"),
    [("DataGrid", "columns", {"key", "label"}), ("Select", "options", {"value", "label"}), ("Tabs", "tabs", {"label"})],
)
def test_objects_in_a_list_have_their_shape(punk: Catalog, component: str, prop: str, fields: set[str]) -> None:
    found = punk.components[component].props[prop]
    assert "array" in found.types
    assert "object" in found.items
    assert {name for name, field in found.fields.items() if field.required} >= fields


@pytest.mark.parametrize("group", TOKENS)
def test_a_token_group_has_every_token_with_a_value(punk: Catalog, group: str) -> None:
    found = punk.tokens[group].tokens
    assert set(found) == set(names(TOKENS[group][1]))
    assert all(token.value not in (None, "", {}) for token in found.values())


def test_there_are_no_other_token_groups(punk: Catalog) -> None:
    assert set(punk.tokens) == set(TOKENS)


@every_row(
    ("group", "prefix", "token"),
    [(group, prefix, token) for group, (prefix, tokens) in TOKENS.items() for token in names(tokens)],
)
def test_a_token_is_found_by_its_short_and_its_full_name(punk: Catalog, group: str, prefix: str, token: str) -> None:
    found = punk.tokens[group]
    short, full = found.find(token), found.find(f"{prefix}-{token}")
    assert short is not None
    assert short is full
    assert found.full_name(short) == f"{prefix}-{token}"


@every_row("text", ["", "-", "spacing-", "md-spacing", "MD", " md", "spacing-spacing-md", "16px", "4", "xxl"])
def test_what_is_no_token_is_not_found(punk: Catalog, text: str) -> None:
    assert punk.tokens["spacing"].find(text) is None


def test_a_token_of_one_group_is_not_found_in_another(punk: Catalog) -> None:
    assert punk.tokens["spacing"].find("color-primary") is None
    assert punk.tokens["radius"].find("spacing-md") is None


@pytest.mark.parametrize(
    ("profile", "caps"),
    [
        ("strict", (100, 8, 12, 50, 500, 20, 15, 500)),
        ("foundation", (1000, 12, 50, 500, 10_000, 500, 200, 2000)),
        ("unlimited", (NO_LIMIT,) * 8),
    ],
)
def test_a_budget_profile_has_the_caps_of_decision_8(punk: Catalog, profile: str, caps: tuple[int, ...]) -> None:
    names = ("score", "depth", "children", "nodes", "string", "bindings", "handlers", "patches")
    found = punk.profile(profile)
    assert {name: getattr(found, name) for name in names} == dict(zip(names, caps, strict=True))


def test_no_data_models_are_declared(punk: Catalog) -> None:
    assert len(punk.models) == 0
    assert not punk.models


def test_the_three_prompt_templates_are_there(punk: Catalog) -> None:
    assert {"first", "edit", "recovery"} <= set(punk.prompts)


def test_loading_it_twice_gives_the_same_digest(punk: Catalog) -> None:
    assert load_catalog().digest == punk.digest
    assert len(punk.digest) == 64


def test_it_is_found_by_name_and_listed(punk: Catalog) -> None:
    assert "punk" in preset_names()
    assert punk.name == "punk"


def test_an_unknown_preset_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(CatalogError) as refused:
        load_catalog("pnk")
    assert "'pnk'" in refused.value.message
    assert "did you mean 'punk'?" in refused.value.remedy
    assert refused.value.exit_code == 2
