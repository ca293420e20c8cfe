"""Accessibility where a tree can show it: names, nesting, headings, alternatives (decisions 3 and 5).

Names and nesting are gates, because a node and its ancestors decide them. What only a finished screen can tell, such
as whether a form can be submitted, is deferred.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from epoch_cli.catalog import Component
from epoch_cli.document.node import Document, Node
from epoch_cli.validation.diagnostics import Finding, Path, Rule, Severity
from epoch_cli.validation.rules.words import quote

UNNAMED = Rule("EP801", "unnamed-control", "gate", "an interactive element has an accessible name (WCAG 4.1.2)")
NESTED = Rule("EP802", "nested-interactive", "gate", "no interactive element lies inside another (WCAG 4.1.2)")
UNEXPLAINED = Rule("EP803", "unexplained-field", "gate", "a field has a label or a hint (WCAG 3.3.2)")
NO_SUBMIT = Rule("EP811", "no-submit", "deferred", "a form has a button that submits it (WCAG 3.2.2)", Severity.WARNING)
FIELD_CONTROL = Rule("EP812", "field-control", "deferred", "a field holds one control (WCAG 1.3.1)", Severity.WARNING)
HEADING_ORDER = Rule("EP813", "heading-order", "deferred", "headings skip no level (WCAG 1.3.1)", Severity.WARNING)
SINGLE_H1 = Rule("EP814", "single-h1", "deferred", "a page has one h1 (WCAG 2.4.6)", Severity.WARNING)
DUPLICATE_NAME = Rule(
    "EP815", "duplicate-name", "deferred", "controls have names of their own (WCAG 2.4.6)", Severity.WARNING
)
NO_CAPTION = Rule("EP816", "no-caption", "deferred", "a table says what it shows (WCAG 1.3.1)", Severity.WARNING)
NO_ALTERNATIVE = Rule(
    "EP817", "no-alternative", "deferred", "a picture has a text for it (WCAG 1.1.1)", Severity.WARNING
)
NO_TITLE = Rule("EP818", "no-title", "deferred", "a dialog has a title (WCAG 2.4.6)", Severity.WARNING)

RULES = (
    UNNAMED, NESTED, UNEXPLAINED, NO_SUBMIT, FIELD_CONTROL, HEADING_ORDER, SINGLE_H1, DUPLICATE_NAME, NO_CAPTION,
    NO_ALTERNATIVE, NO_TITLE,
)  # fmt: skip

CONTROLS = ("input", "choice")


def own_name(node: Mapping[str, Any], component: Component) -> str:
    """The accessible name a node gives itself, empty when it has none; a placeholder is no name (decision 5)."""
    props, a11y = node.get("props"), node.get("a11y")
    if isinstance(a11y, dict) and _said(a11y.get("label")):
        return str(a11y["label"])
    if isinstance(props, dict) and _said(props.get("ariaLabel")):
        return str(props["ariaLabel"])
    for source in component.name.sources:
        value = node.get("text") if source == "text" else props.get(source) if isinstance(props, dict) else None
        if _said(value):
            return str(value)
    return ""


def supplied_name(node: Mapping[str, Any], component: Component) -> str:
    """The name a node gives to the controls inside it, empty when it gives none."""
    props = node.get("props")
    value = props.get(component.names_controls) if component.names_controls and isinstance(props, dict) else None
    return str(value) if _said(value) else ""


def unnamed(component: Component) -> Finding:
    """The finding for an interactive node without a name."""
    sources = [source if source == "text" else f"props.{source}" for source in component.name.sources]
    inside = ", or put it inside a labelled field" if component.name.inherit else ""
    return Finding("EP801", (), f"this {component.type} has no name", f"give it {' or '.join(sources)}{inside}")


def nested(component: Component) -> Finding:
    """The finding for an interactive node inside another."""
    return Finding("EP802", (), f"this {component.type} is inside another interactive element", "put them side by side")


def check_explained(component: Component, props: Mapping[str, Any]) -> Finding | None:
    """One of several props that together explain a node, such as a field's label or hint."""
    wanted = component.requires_any
    if not wanted or any(_said(props.get(name)) for name in wanted):
        return None
    return Finding("EP803", ("props",), f"{component.type} has no {' and no '.join(wanted)}", f"give it a {wanted[0]}")


def _said(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


# ---------------------------------------------------------------- deferred: a finished screen

Placed = tuple[Path, Node, Component]
"""A node of a known component, with its path."""


def walk(node: Any, path: Path, components: Mapping[str, Component]) -> Iterator[Placed]:
    """Every node of a known component, in reading order."""
    if not isinstance(node, dict):
        return
    component = components.get(node["type"]) if isinstance(node.get("type"), str) else None
    if component is not None:
        yield path, node, component
    for step, child in inner_nodes(node):
        yield from walk(child, (*path, *step), components)


def inner_nodes(node: Node) -> Iterator[tuple[Path, Any]]:
    """The nodes directly inside a node, with the way to each: its children, then its itemTemplate."""
    children = node.get("children")
    if isinstance(children, list):
        for index, child in enumerate(children):
            yield ("children", index), child
    if "itemTemplate" in node:
        yield ("itemTemplate",), node["itemTemplate"]


def check_node(path: Path, node: Node, component: Component, components: Mapping[str, Component]) -> Iterator[Finding]:
    """What a finished node of one component lacks."""
    props = node["props"] if isinstance(node.get("props"), dict) else {}
    if component.role == "form" and not _inside(node, components, ("action",)):
        yield Finding("EP811", path, f"this {component.type} has no button", "add one that submits it")
    if component.role == "field":
        controls = len(_inside(node, components, CONTROLS))
        if controls != 1:
            yield Finding(
                "EP812", path, f"this {component.type} holds {controls} controls, not one", "give each its own"
            )
    if component.caption and not _said(props.get(component.caption)) and not own_name(node, component):
        yield Finding("EP816", path, f"this {component.type} has no {component.caption}", "say what it shows")
    if component.role == "image" and not own_name(node, component):
        yield Finding("EP817", path, f"this {component.type} has no text alternative", "give it alt")
    if component.role == "dialog" and not own_name(node, component):
        yield Finding("EP818", path, f"this {component.type} has no title", "give it a title")


def _inside(node: Node, components: Mapping[str, Component], roles: tuple[str, ...]) -> list[Placed]:
    return [
        placed
        for step, child in inner_nodes(node)
        for placed in walk(child, step, components)
        if placed[2].role in roles
    ]


def check_headings(document: Document, nodes: list[Placed]) -> Iterator[Finding]:
    """The order of headings, and on a page (`metadata.kind` is `page`, decision 18) the number of h1."""
    last, seen = 0, 0
    for path, node, component in nodes:
        level = _heading_level(node, component)
        if not level:
            continue
        if last and level > last + 1:
            message = f"a heading of level {level} follows one of level {last}"
            yield Finding("EP813", (*path, "props", component.heading), message, f"use h{last + 1}")
        last = level
        seen += level == 1
    metadata = document.get("metadata")
    if isinstance(metadata, dict) and metadata.get("kind") == "page" and seen != 1:
        yield Finding("EP814", ("root",), f"this page has {seen} h1 headings, not one", "make its title the only h1")


def _heading_level(node: Node, component: Component) -> int:
    size = node.get("props", {}).get(component.heading) if isinstance(node.get("props"), dict) else None
    if not component.heading or not isinstance(size, str):
        return 0
    short = size.rpartition("-")[2]
    return int(short[1]) if len(short) == 2 and short[0] == "h" and short[1] in "123456" else 0


def check_names(root: Node, components: Mapping[str, Component]) -> Iterator[Finding]:
    """Two controls of one name: within a form, or on the screen outside of forms."""
    seen: dict[tuple[Path, str, str], Path] = {}

    def visit(node: Any, path: Path, form: Path, field: str) -> Iterator[Finding]:
        if not isinstance(node, dict):
            return
        component = components.get(node["type"]) if isinstance(node.get("type"), str) else None
        if component is not None:
            field = supplied_name(node, component) or field
            name = own_name(node, component) or field
            if component.role in CONTROLS and name and "{" not in name:
                first = seen.setdefault((form, component.role, name.casefold()), path)
                if first != path:
                    yield Finding("EP815", path, f"a second control is named {quote(name)}", "give each its own name")
            form = path if component.role == "form" else form
        for step, child in inner_nodes(node):
            yield from visit(child, (*path, *step), form, field)

    yield from visit(root, ("root",), (), "")
