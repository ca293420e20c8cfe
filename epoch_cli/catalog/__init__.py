"""The design system that everything else is derived from: components, tokens, data models, budgets, prompts."""

from epoch_cli.catalog.budgets import Profile
from epoch_cli.catalog.components import CONTROLS, FIELDS, HOLDERS, NO_LIMIT, Component, ItemScope, NameRule, Prop
from epoch_cli.catalog.load import Catalog, load_catalog, preset_names
from epoch_cli.catalog.models import ANY, ELEMENT, Field, Miss, Model, Models, follow, parse_models
from epoch_cli.catalog.tokens import Token, TokenGroup

__all__ = [
    "ANY",
    "CONTROLS",
    "ELEMENT",
    "FIELDS",
    "HOLDERS",
    "NO_LIMIT",
    "Catalog",
    "Component",
    "Field",
    "ItemScope",
    "Miss",
    "Model",
    "Models",
    "NameRule",
    "Profile",
    "Prop",
    "Token",
    "TokenGroup",
    "follow",
    "load_catalog",
    "parse_models",
    "preset_names",
]
