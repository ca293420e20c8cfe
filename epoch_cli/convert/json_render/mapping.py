"""What is called how in json-render: tables, read both ways."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, TypeGuard

from epoch_cli.catalog import Component
from epoch_cli.document import Node

Spec = dict[str, Any]
"""`{root, elements: {key: element}, state?}`."""
Element = dict[str, Any]
"""`{type, props, children, visible?, on?, repeat?}`; children are keys."""

FIELD_PROPS: Final[Mapping[tuple[str, ...], str]] = {
    ("text",): "text",
    ("testId",): "data-testid",
    ("a11y", "label"): "aria-label",
    ("a11y", "description"): "aria-description",
    ("a11y", "role"): "role",
    ("a11y", "live"): "aria-live",
    ("a11y", "hidden"): "aria-hidden",
}
"""What a node says beside its props, and the prop that says it there; an element has nothing but props for it."""

RESERVED_PROPS: Final = frozenset({"visible", "on", "repeat", "watch"})
"""Names that json-render refuses among props, because they belong beside them."""

TWO_WAY: Final = ("value", "checked")
"""Meanings of props whose binding is written back where a user can change them: `$bindState` instead of `$state`."""

COMPARISONS: Final[Mapping[str, str]] = {"==": "eq", "!=": "neq", ">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}
"""Operators of conditions; json-render looks for them in this order."""

MADE_KEY: Final = re.compile(r"[a-z]+\.[0-9]+")
"""The key of a node without id; no id has a full stop."""


def shown_at(component: Component | None, name: str) -> bool:
    """Whether a name of `FIELD_PROPS` is free to be used: a component may have a prop of its own that is called so."""
    return component is None or name not in component.props


def is_node(value: Any) -> TypeGuard[Node]:
    """Whether a value is a node as far as an element needs it."""
    return isinstance(value, dict) and isinstance(value.get("type"), str)


def event_of(component: Component, name: str) -> str:
    """The event of a prop that takes a handler: what the prop means, or its name."""
    return next((meaning for meaning, prop in component.means.items() if prop == name), name)


def handler_of(component: Component | None, event: str) -> str | None:
    """The prop that takes the handler of an event; None where there is none."""
    if component is None:
        return None
    named = [name for name, prop in component.props.items() if "handler" in prop.types]
    return next((name for name in named if event_of(component, name) == event), event if event in named else None)


def is_two_way(component: Component | None, name: str) -> bool:
    """Whether a user can change the value of a prop."""
    return (
        component is not None
        and component.interactive
        and any(component.means.get(meaning) == name for meaning in TWO_WAY)
    )


def sees_own_items(component: Component | None, name: str, *, bound: bool) -> bool:
    """Whether `{item.x}` in a prop is an item of the component's own rows, which it fills in itself (decision 7)."""
    scope = component.item_scope if component is not None else None
    return scope is not None and bound and name in scope.props


def props_of(node: Node) -> dict[str, Any]:
    """The props of a node; none where they are no object."""
    props = node.get("props")
    return props if isinstance(props, dict) else {}
