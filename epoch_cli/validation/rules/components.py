"""Component types, and what may be inside each."""

from __future__ import annotations

from collections.abc import Mapping

from epoch_cli.catalog import NO_LIMIT, Component
from epoch_cli.validation.diagnostics import Finding, Rule
from epoch_cli.validation.rules.words import quote, suggest

ALIKE = 0.7
"""How alike two names must be for one to be meant: a wrong component costs more than a wrong prop."""

UNKNOWN_COMPONENT = Rule("EP201", "unknown-component", "gate", "a node's type is a component of the catalog")
CHILDREN_NOT_ALLOWED = Rule("EP202", "children-not-allowed", "gate", "only some components hold children")
COMPONENT_FULL = Rule("EP203", "component-full", "gate", "a component holds at most its own number of children")
TEXT_NOT_ALLOWED = Rule("EP204", "text-not-allowed", "gate", "only some components show a `text` of their own")

RULES = (UNKNOWN_COMPONENT, CHILDREN_NOT_ALLOWED, COMPONENT_FULL, TEXT_NOT_ALLOWED)


def unknown_component(name: str, components: Mapping[str, Component]) -> Finding:
    """The finding for a type that the catalog does not have."""
    hint = suggest(name, components, most=15, cutoff=ALIKE)
    return Finding("EP201", ("type",), f"unknown component {quote(name)}", hint)


def check_children(component: Component, count: int) -> Finding | None:
    """How many children a node has, against what its component may hold."""
    if count <= component.max_children or component.max_children >= NO_LIMIT:
        return None
    if component.max_children == 0:
        return Finding(
            "EP202", ("children",), f"{component.type} takes no children", "put them beside it, in a container", count
        )
    return Finding(
        "EP203",
        ("children",),
        f"{component.type} holds {count} children, {component.max_children} at most",
        "use another container for the rest",
        count - component.max_children,
    )


def check_text(component: Component, text: str) -> Finding | None:
    """A node's `text`, where its component shows none."""
    if component.text or not text:
        return None
    hint = f"use one of its props ({', '.join(list(component.props)[:6])}), or a child that shows text"
    return Finding("EP204", ("text",), f"{component.type} shows no `text`", hint)
