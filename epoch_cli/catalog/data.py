"""A compiled catalog as plain data again, in the format of `catalog.toml`: what `_compile` of `load.py` made of it.

What a key's default says is left out, and what all components share (`common`) stands in each of them. So the data of
what is read from this data is this data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from epoch_cli.catalog.budgets import Profile
from epoch_cli.catalog.components import NO_LIMIT, Component, Prop
from epoch_cli.catalog.load import Catalog
from epoch_cli.catalog.tokens import Token, TokenGroup

Row = dict[str, Any]


def catalog_data(catalog: Catalog) -> Row:
    """The tables of a catalog: `preset`, `components`, `tokens`, `budgets` and `models`, those that are not empty."""
    header = {"name": catalog.name, "version": catalog.version, "description": catalog.description}
    tables: Row = {
        "components": {name: component_data(component) for name, component in catalog.components.items()},
        "tokens": {name: group_data(group) for name, group in catalog.tokens.items()},
        "budgets": {name: profile_data(profile) for name, profile in catalog.profiles.items()},
        "models": {row["name"]: {key: row[key] for key in row if key != "name"} for row in catalog.models.to_json()},
    }
    return {"preset": _said(header), **{name: table for name, table in tables.items() if table}}


def component_data(component: Component) -> Row:
    """A component as `[components.NAME]` has it."""
    name, scope = component.name, component.item_scope
    named = _said({"from": [*name.sources], "required": name.required, "inherit": name.inherit})
    return _said({
        "role": component.role,
        "label": component.label if component.label != component.type else "",
        "icon": component.icon,
        "description": component.description,
        "children": component.max_children if component.max_children < NO_LIMIT else True,
        "text": component.text,
        "interactive": component.interactive,
        "name": named,
        "names_controls": component.names_controls,
        "requires_any": [*component.requires_any],
        "item_scope": {"rows": scope.rows, "props": [*scope.props]} if scope else {},
        "heading": component.heading,
        "caption": component.caption,
        "tone": component.tone,
        "mandatory": component.mandatory,
        "panels": component.panels,
        "implies": dict(component.implies),
        "props": {key: prop_data(prop) for key, prop in component.props.items()},
    })  # fmt: skip


def prop_data(prop: Prop) -> Row:
    """A prop, or a field of an object inside one, as `[components.NAME.props]` has it."""
    data = _said({
        "type": one_or_more(prop.types),
        "values": [*prop.values],
        "group": prop.group,
        "items": one_or_more(prop.items) if prop.items else "",
        "required": prop.required,
        "pattern": prop.pattern.pattern if prop.pattern is not None else "",
        "format": prop.format,
        "integer": prop.integer,
        "deprecated": prop.deprecated,
        "added": prop.added,
        "unique": prop.unique,
        "filled": prop.filled,
        "one_of": prop.one_of,
        "means": prop.means,
        "reads": dict(prop.reads),
        "description": prop.description,
        "fields": {key: prop_data(field) for key, field in prop.fields.items()},
    })  # fmt: skip
    if not prop.binding and prop.types != ("handler",):
        data["binding"] = False
    stated = {"default": prop.default, "min": prop.minimum, "max": prop.maximum}
    return data | {key: value for key, value in stated.items() if value is not None}


def group_data(group: TokenGroup) -> Row:
    """A group of tokens as `[tokens.NAME]` has it; a token that is only a value is only a value there."""
    return _said({
        "prefix": group.prefix if group.prefix != group.name else "",
        "kind": group.kind if group.kind != "other" else "",
        "description": group.description,
        "tokens": {name: token_data(token) for name, token in group.tokens.items()},
    })  # fmt: skip


def token_data(token: Token) -> Any:
    """A token as a preset writes it: its value, or a table where there is more to say."""
    rest = {key: value for key, value in token._asdict().items() if key not in {"name", "group", "value"} and value}
    return {"value": token.value, **rest} if rest or isinstance(token.value, (Mapping, list)) else token.value


def profile_data(profile: Profile) -> Row:
    """A budget profile as `[budgets.NAME]` has it; what is no cap is left out."""
    return {
        key: value
        for key, value in profile._asdict().items()
        if key != "name" and value not in {"", NO_LIMIT}
    }  # fmt: skip


def _said(row: Mapping[str, Any]) -> Row:
    """What of a row is not nothing; zero is something, False is what a key is that is not there."""
    return {key: value for key, value in row.items() if value not in ("", False, [], {}, None)}


def one_or_more(types: Sequence[str]) -> str | list[str]:
    """The types of a prop as a preset has them: the name of one, a list of several."""
    return types[0] if len(types) == 1 else [*types]
