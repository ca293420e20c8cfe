"""Finding what an edit is about in a document that exists: nodes by id, label or text; columns and options by label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from epoch_cli.catalog import Catalog, Component
from epoch_cli.document import Node
from epoch_cli.providers.offline.phrasebook import words

_NAMES = ("label", "title", "caption", "alt", "ariaLabel", "fallback", "name")
_LISTED = ("columns", "options", "tabs")
_ROLES = {
    "button": ("action",), "link": ("action",), "field": ("field", "input", "choice"), "choice": ("choice", "field"),
    "checkbox": ("field", "input"), "heading": ("text",), "text": ("text",), "image": ("image",), "badge": ("status",),
    "table": ("table",), "form": ("form",), "card": ("card",), "dialog": ("dialog",), "tabs": ("tabs",),
}  # fmt: skip
"""Roles that the noun of a wish may mean, by its kind, or its shape where it is a part of a screen."""


@dataclass(frozen=True, slots=True)
class Place:
    """A node, or one entry of a list inside its props (`listed` is then the path of that entry below the node)."""

    path: str
    node: Node
    component: Component | None
    parent: Place | None = None
    listed: str = ""
    entry: Any = None

    @property
    def props(self) -> Mapping[str, Any]:
        """The props of the node."""
        found = self.node.get("props")
        return found if isinstance(found, dict) else {}

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
        found = [self.node.get("text"), *(self.props.get(name) for name in _NAMES)]
        return [text for text in found if isinstance(text, str) and text]


def name_of(entry: Any) -> str:
    """The label of a column, option or tab."""
    if isinstance(entry, dict):
        return str(entry.get("label") or entry.get("value") or entry.get("key") or "")
    return str(entry)


def places(document: Mapping[str, Any], catalog: Catalog) -> list[Place]:
    """Every node of a document, parents first."""
    root = document.get("root")
    return list(_walk(root, "/root", None, catalog)) if isinstance(root, dict) else []


def _walk(node: Node, path: str, parent: Place | None, catalog: Catalog) -> Iterator[Place]:
    kind = node.get("type")
    here = Place(path, node, catalog.components.get(kind) if isinstance(kind, str) else None, parent)
    yield here
    for index, child in enumerate(here.children):
        if isinstance(child, dict):
            yield from _walk(child, f"{path}/children/{index}", here, catalog)


def entries(place: Place) -> Iterator[Place]:
    """The columns, options and tabs of a node, as places."""
    for prop in _LISTED:
        listed = place.props.get(prop)
        for index, entry in enumerate(listed if isinstance(listed, list) else ()):
            yield Place(f"{place.path}/props/{prop}/{index}", place.node, place.component, place, prop, entry)


def find(all_places: list[Place], target: str, kind: str = "", noun: str = "") -> Place | None:
    """The place that a phrase names, None when none does.

    An id wins over a whole label, a whole label over a part of one; `kind` and `noun` narrow it down. With no words
    but a noun ("the heading"), the first node of that kind.
    """
    wanted = words(target)
    roles = _ROLES.get(kind, ())
    candidates = [*all_places, *(entry for place in all_places for entry in entries(place))]
    best: tuple[int, Place] | None = None
    for place in candidates:
        if kind == "column" and place.listed != "columns":
            continue
        points = _points(place, target, wanted, noun)
        if points and roles:
            points += 2 if place.role in roles and not place.listed else -2
        if points > 0 and (best is None or points > best[0]):
            best = (points, place)
    if best is not None:
        return best[1]
    return next((place for place in all_places if place.role in roles), None) if not wanted else None


def _points(place: Place, target: str, wanted: tuple[str, ...], noun: str) -> int:
    if not place.listed and target and place.node.get("id") == target.strip():
        return 12
    if not wanted:
        return 0
    points = 0
    whole = words(f"{target} {noun}") if noun else wanted
    for name in place.names:
        spelled = words(name)
        if spelled in {wanted, whole}:
            points = max(points, 9 - bool(place.listed))
        elif set(wanted) <= set(spelled):
            points = max(points, 5 - bool(place.listed))
    return points


def of_kind(all_places: list[Place], kind: str) -> list[Place]:
    """The nodes that the noun of a wish may mean."""
    return [place for place in all_places if place.role in _ROLES.get(kind, ())]


def unit(place: Place) -> Place:
    """What is removed or marked with a place: the field around a control."""
    parent = place.parent
    return parent if not place.listed and parent is not None and parent.role == "field" else place


def control_in(place: Place) -> Place | None:
    """The control inside a field."""
    for index, child in enumerate(place.children):
        if isinstance(child, dict) and isinstance(child.get("type"), str):
            return Place(f"{place.path}/children/{index}", child, None, place)
    return None
