"""From a document to markup: each node becomes an element by the role of its component, never by its name.

Any JSON is drawn, proved or not: what nobody knows becomes a box with its type on it, what is no node a line that says
so, and nothing of a document is more than words. The work is linear in the document, and bounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from epoch_cli.catalog import Catalog, Component
from epoch_cli.preview.markup import Element, Markup, When
from epoch_cli.preview.nodes import children_of, nodes_inside
from epoch_cli.preview.place import Place
from epoch_cli.preview.roles import INLINE, role_of, show_of
from epoch_cli.preview.subject import Subject
from epoch_cli.preview.visuals import Visual, visuals_of
from epoch_cli.preview.words import plain, words_of

MOST: Final = 20_000
"""Nodes that are drawn; of more only their number is told."""
DEEPEST: Final = 32
"""Levels that are boxes in boxes; deeper nodes stand side by side. A browser's parser stops at 512 elements, and there
are up to four for a level; filling one takes up to 16 of the 1 000 calls that Python lets stand in each other."""
_LONGEST_STRANGER: Final = 200


def render(document: Any, catalog: Catalog) -> Markup:
    """What a document looks like, before there is data.

    Args:
        document: an object with a `root`; anything is taken, and what has no root is nothing.
        catalog: the design system that knows its components.
    """
    root = document.get("root") if isinstance(document, dict) else None
    return () if root is None else Pen(catalog, root).draw(root, Place())


class Pen:
    """Draws the nodes of one document.

    Attributes:
        catalog: the design system.
        left: how many nodes may still be drawn.
    """

    def __init__(self, catalog: Catalog, root: Any) -> None:
        self.left = MOST
        self.catalog = catalog
        self._more = max(0, _count(root) - MOST)
        self._taken: set[str] = set()
        self._visuals: dict[str, tuple[Visual, ...]] = {}

    def draw(self, node: Any, place: Place) -> Markup:
        """A node as an element, or as one that depends on a condition."""
        self.left -= 1
        if not isinstance(node, dict):
            return _stranger(node, place)
        kind = node.get("type")
        component = self.catalog.components.get(kind) if isinstance(kind, str) else None
        subject = Subject(self, node, component, place)
        role = role_of(component)
        element = show_of("inline" if place.inline and role not in INLINE else role)(subject)
        if not subject.opened and (node.get("children") or node.get("itemTemplate") is not None):
            beside = subject.inner()  # it should hold none, but nothing is lost
            element = Element("span" if place.inline else "div", {"class": "ui-beside"}, (element, *beside))
        condition = node.get("condition")
        return element if condition is None else When(words_of(condition), (element,))

    def children(self, node: Mapping[str, Any], place: Place) -> Iterator[Markup]:
        """The children of a node; below the deepest level all that is in them."""
        inside = _flat(node) if self.is_deepest(place) else children_of(node)
        for index, child in enumerate(inside):
            if self.left <= 0:
                yield from self.rest(place)
                return
            yield self.draw(child, place._replace(steps=f"{place.steps}-{index}"))

    def is_deepest(self, place: Place) -> bool:
        """Whether all nodes from here on stand side by side, those of templates too."""
        return place.depth >= DEEPEST

    def rest(self, place: Place) -> Iterator[Element]:
        """What tells how many nodes there is no room for; once in a page."""
        if self._more:
            words = f"… {self._more} more {'node' if self._more == 1 else 'nodes'}"
            yield Element("span" if place.inline else "div", {"class": "ui-more"}, ((words,),))
        self._more = 0

    def visuals(self, component: Component | None) -> tuple[Visual, ...]:
        """What is told to the style sheet of a component."""
        name = component.type if component is not None else ""
        found = self._visuals.get(name)
        if found is None:
            found = self._visuals[name] = visuals_of(self.catalog, component)
        return found

    def take(self, identity: str) -> bool:
        """Take the id of a node; False when another node has it."""
        if identity in self._taken:
            return False
        self._taken.add(identity)
        return True


def _stranger(value: Any, place: Place) -> Element:
    words = words_of(plain(value)[:_LONGEST_STRANGER])
    return Element("span", {"class": "ui-inline" if place.inline else "ui-stranger"}, (("no node: ", *words),))


def _flat(node: Mapping[str, Any]) -> Iterator[Any]:
    """All nodes inside a node, without what is in them."""
    waiting = nodes_inside(node)[::-1]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            waiting += nodes_inside(here)[::-1]
            yield {key: value for key, value in here.items() if key not in {"children", "itemTemplate"}}
        else:
            yield here


def _count(root: Any) -> int:
    waiting, count = [root], 0
    while waiting:
        count += 1
        waiting += nodes_inside(waiting.pop())
    return count
