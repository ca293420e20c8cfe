"""Finding what an edit is about in a document that exists: nodes by id, label or text; columns and options by label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from epoch_cli.catalog import Catalog, Component, Prop
from epoch_cli.catalog.meanings import meant, prop_of
from epoch_cli.document import Node

VISIBLE_NAMES = ("label", "title", "caption", "alt")
"""Props that say on the screen what a node is called, the most visible first."""
_NAMES = (*VISIBLE_NAMES, "ariaLabel", "fallback", "name")
LISTED = ("columns", "options", "tabs")
ROLES = {
    "button": ("action",), "link": ("action",), "field": ("field", "input", "choice"), "choice": ("choice", "field"),
    "checkbox": ("field", "input"), "heading": ("text",), "text": ("text",), "image": ("image",), "badge": ("status",),
    "table": ("table",), "list": ("table", "stack"), "form": ("form",), "card": ("card", "box"), "metric": ("card",),
    "cards": ("card",), "dialog": ("dialog",), "tabs": ("tabs",), "tab": ("tabs",), "alert": ("status", "card", "box"),
    "panel": ("card", "box", "form", "container", "stack", "text"), "section": ("card", "box", "form", "container"),
    "region": ("container", "stack", "box", "card"), "rows": ("stack", "container"), "fact": ("text", "status"),
}  # fmt: skip
"""Roles that the noun of a wish may mean, by its kind, or its shape where it is a part of a screen."""


@dataclass(frozen=True, slots=True)
class Place:
    """A node, or one entry of a list inside its props (`listed` is then the name of that prop)."""

    path: str
    node: Node
    catalog: Catalog
    parent: Place | None = None
    listed: str = ""
    entry: Any = None

    @property
    def component(self) -> Component | None:
        """What kind of node it is; None when the catalog does not know it."""
        kind = self.node.get("type")
        return self.catalog.components.get(kind) if isinstance(kind, str) else None

    @property
    def props(self) -> Mapping[str, Any]:
        """The props of the node."""
        found = self.node.get("props")
        return found if isinstance(found, dict) else {}

    def prop(self, meaning: str) -> Prop | None:
        """The prop of its component that means this."""
        return prop_of(self.component, meaning)

    def says(self, meaning: str) -> Any:
        """What it says of a meaning, in the shared words."""
        return meant(self.component, self.props, meaning)

    def meant(self, prop: Prop) -> Any:
        """The value of a prop, or its default, in the shared words."""
        value = self.props.get(prop.name, prop.default)
        return prop.reads.get(value, value) if isinstance(value, str) else value

    @property
    def children(self) -> list[Any]:
        """The children of the node."""
        found = self.node.get("children")
        return found if isinstance(found, list) else []

    @property
    def role(self) -> str:
        """The role of its component; empty when the catalog does not know it."""
        return self.component.role if self.component is not None else ""

    @property
    def names(self) -> list[str]:
        """What it may be called by, the most visible first."""
        if self.listed:
            return [name_of(self.entry)]
        return names_of(self.node, self.props)

    @property
    def shown(self) -> list[str]:
        """What is to be seen of it: its label or text; nothing for what only holds others."""
        if self.listed:
            return self.names
        return names_of(self.node, self.props, VISIBLE_NAMES)[:1]

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading."""
        return is_heading(self.component, self.props)

    @property
    def is_row_of_buttons(self) -> bool:
        """Whether it is a button, or holds nothing but buttons."""
        inner = self.inside()
        return self.role == "action" or (bool(inner) and all(each.role == "action" for each in inner))

    @property
    def title(self) -> str:
        """What something that holds others is called: its title, or the heading or text that it begins with."""
        own = self.props.get("title")
        if isinstance(own, str) and own:
            return own
        first = self.children[0] if self.children else None
        if not isinstance(first, dict) or self.listed or self.role == "field":
            return ""
        inner = Place("", first, self.catalog)
        return str(first.get("text") or "") if inner.role == "text" else ""

    @property
    def number(self) -> int:
        """Its index among the nodes, or the entries, that it stands among; 0 for the root."""
        last = self.path.rpartition("/")[2]
        return int(last) if last.isdecimal() else 0

    def child(self, number: int) -> Place:
        """One of the nodes in it."""
        return Place(f"{self.path}/children/{number}", self.children[number], self.catalog, self)

    def inside(self) -> list[Place]:
        """The nodes in it."""
        return [self.child(number) for number, child in enumerate(self.children) if isinstance(child, dict)]


def names_of(node: Node, props: Mapping[str, Any], among: Iterable[str] = _NAMES) -> list[str]:
    """What a node may be called by: its text, then what these props of it say."""
    found = [node.get("text"), *(props.get(name) for name in among)]
    return [text for text in found if isinstance(text, str) and text]


def is_heading(component: Component | None, props: Mapping[str, Any]) -> bool:
    """Whether a node with these props is a heading."""
    prop = component.heading if component is not None else ""
    return bool(prop) and str(props.get(prop)) in {"h1", "h2", "h3"}


def name_of(entry: Any) -> str:
    """The label of a column, option or tab."""
    if isinstance(entry, dict):
        return str(entry.get("label") or entry.get("value") or entry.get("key") or "")
    return str(entry)


def places(document: Mapping[str, Any], catalog: Catalog) -> list[Place]:
    """Every node of a document, parents first."""
    root = document.get("root")
    return list(_walk(Place("/root", root, catalog))) if isinstance(root, dict) else []


def _walk(here: Place) -> Iterator[Place]:
    yield here
    for child in here.inside():
        yield from _walk(child)


def entries(place: Place) -> Iterator[Place]:
    """The columns, options and tabs of a node, as places."""
    for prop in LISTED:
        listed = place.props.get(prop)
        for index, entry in enumerate(listed if isinstance(listed, list) else ()):
            yield Place(f"{place.path}/props/{prop}/{index}", place.node, place.catalog, place, prop, entry)


def unit(place: Place) -> Place:
    """What is removed or marked with a place: the field around a control."""
    parent = place.parent
    return parent if not place.listed and parent is not None and parent.role == "field" else place


def control_in(place: Place) -> Place | None:
    """The control inside a field."""
    return next((child for child in place.inside() if isinstance(child.node.get("type"), str)), None)


def panel_of(tab: Place) -> Place | None:
    """The panel behind a tab; None for an entry of another list, and where there is no panel."""
    holder = tab.parent
    if not tab.listed or holder is None or holder.component is None or holder.component.panels != tab.listed:
        return None
    number = int(tab.path.rpartition("/")[2])
    there = number < len(holder.children) and isinstance(holder.children[number], dict)
    return holder.child(number) if there else None
