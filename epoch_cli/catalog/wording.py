"""What a prop takes and what a token is worth, in a few words: the same on a terminal and in a reference."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from epoch_cli.catalog.budgets import Profile
from epoch_cli.catalog.components import NO_LIMIT, Component, Prop
from epoch_cli.catalog.load import Catalog

CAPS: Final = tuple(name for name in Profile._fields if name not in {"name", "description"})
_NAMES: Final[Mapping[str, str]] = {"any": "anything", "array": "list", "handler": "handler"}


def type_words(prop: Prop) -> str:
    """What a prop takes: `primary | secondary`, `token of spacing`, `list of { value, label }`, `string or number`."""
    return " or ".join(_type_words(prop, kind) for kind in prop.types)


def _type_words(prop: Prop, kind: str) -> str:
    if kind == "enum":
        return " | ".join(prop.values)
    if kind == "token":
        return f"token of {prop.group}"
    if kind == "array" and prop.items:
        return f"list of {' or '.join(_fields(prop) if item == 'object' else item for item in prop.items)}"
    if kind == "object":
        return _fields(prop)
    if kind == "number":
        return ("whole number" if prop.integer else "number") + _range(prop)
    return _NAMES.get(kind, kind)


def _fields(prop: Prop) -> str:
    if not prop.fields:
        return "object"
    return f"{{ {', '.join(name if field.required else f'{name}?' for name, field in prop.fields.items())} }}"


def _range(prop: Prop) -> str:
    least, most = prop.minimum, prop.maximum
    if least is not None and most is not None:
        return f" {least:g} to {most:g}"
    if least is not None:
        return f" from {least:g}"
    return f" up to {most:g}" if most is not None else ""


def value_words(value: Any) -> str:
    """A value as people write it: a string without quotes, everything else as JSON; one by mode is told by mode."""
    modes = modes_of(value)
    if len(modes) > 1:
        return ", ".join(f"{value_words(each)} ({mode})" for mode, each in modes.items())
    if isinstance(value, Mapping):
        return " ".join(f"{key} {value_words(each)}" for key, each in value.items())
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def modes_of(value: Any) -> Mapping[str, Any]:
    """The values of a token by mode; one that has no modes is the same in all of them, and stands under `light`."""
    return value if isinstance(value, Mapping) and "light" in value else {"light": value}


def holds_words(component: Component) -> str:
    """What a component may have inside: `text`, `children`, `up to 3 children`, `text, children`, or `nothing`."""
    most = component.max_children
    children = "children" if most >= NO_LIMIT else f"up to {most} child{'ren' * (most != 1)}" if most else ""
    return ", ".join(filter(None, ("text" if component.text else "", children))) or "nothing"


def by_role(catalog: Catalog) -> dict[str, list[Component]]:
    """The components under their roles; roles in the order in which they first occur."""
    found: dict[str, list[Component]] = {}
    for component in catalog.components.values():
        found.setdefault(component.role, []).append(component)
    return found


def caps(profile: Profile) -> dict[str, int]:
    """The caps that a profile has, by name."""
    return {name: cap for name in CAPS if (cap := getattr(profile, name)) < NO_LIMIT}
