"""Which node of a screen that is wanted is there already, whoever wrote it: by id, by what it says, by what is in it.

The one tree is what the composer would write for a wish, the other what a model had written when its answer ended. In
this order, and each node at most once:

1. the roots are each other, and nodes of one role with the same id;
2. from the root down, nodes that mean the same: fields by their label, buttons by their text, the form by its fields;
3. from the leaves up, frames by what of theirs is there;
4. frames that were opened and are still empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from epoch_cli.catalog import CONTROLS, FIELDS, HOLDERS, Catalog, Component
from epoch_cli.catalog.meanings import meant
from epoch_cli.providers.offline.editing.places import is_heading, name_of, names_of
from epoch_cli.providers.offline.knowledge.safety import same

_WHOLES = frozenset({"form", "table", "tabs", "dialog"})
"""Roles of which a screen has few, so that one is another though they are not called the same."""

_TELLING = frozenset({"email", "password", "tel", "url", "search", "date", "file", "textarea"})
"""Types of inputs that say what is asked for, where a form has one of them."""


@dataclass(eq=False, slots=True)
class Spot:
    """A node where it stands; `children` are the spots of its children, one for each."""

    node: dict[str, Any]
    component: Component | None
    parent: Spot | None = None
    children: list[Spot] = field(default_factory=list)

    @property
    def role(self) -> str:
        """The role of its component; empty when the catalog does not know it."""
        return self.component.role if self.component is not None else ""

    @property
    def props(self) -> dict[str, Any]:
        """The props of the node."""
        props = self.node.get("props")
        return props if isinstance(props, dict) else {}

    @property
    def names(self) -> list[str]:
        """What it may be called by."""
        return names_of(self.node, self.props)

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading."""
        return is_heading(self.component, self.props)

    @property
    def path(self) -> str:
        """Its pointer."""
        if self.parent is None:
            return "/root"
        return f"{self.parent.path}/children/{self.parent.children.index(self)}"

    @property
    def field(self) -> Spot | None:
        """The field around a control."""
        return self.parent if self.parent is not None and self.parent.role == "field" else None

    def walk(self) -> Iterator[Spot]:
        """It and all in it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def holds(self, role: str) -> bool:
        """Whether there is a node of this role in it."""
        return any(spot.role == role for spot in self.walk() if spot is not self)

    def is_in(self, other: Spot) -> bool:
        """Whether it is in another node, or is that node."""
        here: Spot | None = self
        while here is not None and here is not other:
            here = here.parent
        return here is other


def spot_of(node: Any, catalog: Catalog, parent: Spot | None = None) -> Spot:
    """The spot of a node, and of all nodes in it; what is no node has a spot without anything."""
    node = node if isinstance(node, dict) else {}
    kind = node.get("type")
    made = Spot(node, catalog.components.get(kind) if isinstance(kind, str) else None, parent)
    children = node.get("children")
    made.children = [spot_of(child, catalog, made) for child in (children if isinstance(children, list) else ())]
    return made


def tab_labels(spot: Spot) -> list[str]:
    """The labels of the tabs of a node, one for each panel."""
    listed = spot.props.get(spot.component.panels) if spot.component is not None and spot.component.panels else None
    return [name_of(entry) for entry in listed] if isinstance(listed, list) else []


def partners(wanted: Spot, there: Spot, leaves: Callable[[str], bool]) -> dict[Spot, Spot]:
    """The nodes of a wanted screen that are there, each with what it is.

    Args:
        wanted: the screen.
        there: what is there.
        leaves: whether a button of this text sends no form, such as "Cancel".
    """
    return _Matching(wanted, there, leaves).run()


class _Matching:
    def __init__(self, wanted: Spot, there: Spot, leaves: Callable[[str], bool]) -> None:
        self.wanted, self.there, self.leaves = wanted, there, leaves
        self.found: dict[Spot, Spot] = {}
        self.taken: set[Spot] = set()
        self.title = next((spot for spot in wanted.walk() if spot.is_heading), None)

    def run(self) -> dict[Spot, Spot]:
        self._pair(self.wanted, self.there)
        self._by_id()
        for spot in self.wanted.walk():
            if spot not in self.found and spot.role not in HOLDERS:
                self._by_meaning(spot)
            if spot.role == "tabs" and spot in self.found:
                self._panels(spot, self.found[spot])
        for spot in reversed(list(self.wanted.walk())):
            if spot not in self.found and spot.role in HOLDERS:
                self._by_content(spot)
        for spot in self.wanted.walk():
            if spot not in self.found and spot.role in HOLDERS:
                self._still_empty(spot)
        return self.found

    def _pair(self, wanted: Spot, there: Spot) -> None:
        self.found[wanted] = there
        self.taken.add(there)

    def _around(self, spot: Spot) -> Spot:
        """Where to look for a node: in what the nearest node around it is."""
        here = spot.parent
        while here is not None and here not in self.found:
            here = here.parent
        return self.there if here is None else self.found[here]

    def _by_id(self) -> None:
        known = {spot.node.get("id"): spot for spot in self.there.walk() if "id" in spot.node}
        for spot in self.wanted.walk():
            other = known.get(spot.node.get("id"))
            if other is not None and spot not in self.found and other not in self.taken and other.role == spot.role:
                self._pair(spot, other)

    def _by_meaning(self, spot: Spot) -> None:
        best, most = None, 0
        for other in self._around(spot).walk():
            points = self._alike(spot, other) if other not in self.taken else 0
            if points > most:
                best, most = other, points
        if best is not None:
            self._pair(spot, best)

    def _alike(self, one: Spot, other: Spot) -> int:
        """How much two nodes mean the same; 0 when they do not."""
        if one.field is not None:
            return 9 if one.role in CONTROLS and other.role in CONTROLS and self._is_control_of(other, one) else 0
        named = any(same(name, called) for name in one.names for called in other.names)
        if one.role in FIELDS and other.role in FIELDS and other.field is None:
            return 9 if named else self._asks_the_same(one, other)
        return self._alike_in_role(one, other, named=named) if one.role == other.role else 0

    def _alike_in_role(self, one: Spot, other: Spot, *, named: bool) -> int:
        if one.role in _WHOLES:
            return 2 + 4 * named + self._shared(one, other)
        if named:
            # a title is one in whatever size it was written; but a word in a text is no title of what follows it
            return 9 if one.is_heading == other.is_heading else 6 * one.is_heading
        if one.role == "action":
            return int(self._sends(one) and self._sends(other))
        return int(one is self.title and other.is_heading)

    def _is_control_of(self, other: Spot, one: Spot) -> bool:
        around = self.found.get(one.parent) if one.parent is not None else None
        return around is not None and other.is_in(around)

    def _asks_the_same(self, one: Spot, other: Spot) -> int:
        """Whether two fields are the only ones of a kind in their forms, such as an email."""
        kind = _kind(one)
        if kind not in _TELLING or kind != _kind(other):
            return 0
        alone = all(
            sum(_kind(each) == kind for each in root.walk() if each.role in FIELDS and each.field is None) == 1
            for root in (self.wanted, self.there)
        )
        return 3 if alone else 0

    def _sends(self, spot: Spot) -> bool:
        """Whether a button is the first of its form that does not leave it."""
        around = spot.parent
        while around is not None and around.role != "form":
            around = around.parent
        senders = (each for each in around.walk() if each.role == "action") if around is not None else iter(())
        return next((each for each in senders if not self.leaves(next(iter(each.names), ""))), None) is spot

    def _shared(self, one: Spot, other: Spot) -> int:
        """How many names the nodes in two nodes share."""
        ours, theirs = ({name.casefold() for inner in each.walk() for name in inner.names} for each in (one, other))
        return len(ours & theirs)

    def _panels(self, wanted: Spot, there: Spot) -> None:
        """Panels are each other when their tabs are called the same."""
        for label, panel in zip(tab_labels(wanted), wanted.children, strict=False):
            for called, other in zip(tab_labels(there), there.children, strict=False):
                if same(label, called) and panel not in self.found and other not in self.taken:
                    self._pair(panel, other)

    def _by_content(self, spot: Spot) -> None:
        around = self._around(spot)
        for child in spot.children:
            holder = self.found[child].parent if child in self.found else None
            if holder is None or holder in self.taken or holder.role not in HOLDERS or not holder.is_in(around):
                continue
            self._pair(spot, holder)
            return

    def _still_empty(self, spot: Spot) -> None:
        """A frame of the same type and props that was opened right there, while nothing that belongs in it is there."""
        around = self.found.get(spot.parent) if spot.parent is not None else None
        if around is None or any(inner in self.found for inner in spot.walk()):
            return
        for other in around.children:
            fits = other.node.get("type") == spot.node["type"] and other.props == spot.props
            if fits and other not in self.taken and not other.children:
                self._pair(spot, other)
                return


def _kind(spot: Spot) -> str:
    """The type of the input that a field is or holds."""
    for inner in spot.walk():
        if inner.role in CONTROLS:
            return str(meant(inner.component, inner.props, "type") or "")
    return ""
