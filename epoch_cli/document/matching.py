"""Which node of one document is which of another: the question that a difference begins with.

In this order, and each node at most once:

1. the roots are each other;
2. nodes with the same id, where it occurs once in each document;
3. nodes that are equal with all that is in them, say something, and occur once in each document: those have moved;
4. from the roots down, among the children of nodes that are each other: equal ones in their order, then those of the
   same type that are most alike.

What is left was added or removed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from epoch_cli.document.alignment import EXACT_LIKENESS, best, by_kind, common
from epoch_cli.document.node import Node

Slot = Literal["root", "children", "itemTemplate"]
INNER = ("children", "itemTemplate")
"""The fields of a node that hold nodes."""

_LEAST_LIKE = 0.2
"""How much of two nodes that hold others must be the same for them to be one that was changed."""


class Shapes:
    """A number for every JSON value: two values have the same exactly when they are equal (`document.equal`)."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}

    def of(self, value: Any) -> int:
        """The number of a value.

        Raises:
            RecursionError: it is nested too deeply.
        """
        if isinstance(value, dict):
            return self.of_members({key: self.of(inner) for key, inner in value.items()})
        if isinstance(value, list):
            return self.of_elements([self.of(inner) for inner in value])
        # true is 1 in Python, and not in JSON
        return self._number((isinstance(value, bool), value))

    def of_members(self, shapes: Mapping[str, int]) -> int:
        """The number of an object, from those of its members."""
        return self._number(frozenset(shapes.items()))

    def of_elements(self, shapes: list[int]) -> int:
        """The number of an array, from those of its elements."""
        return self._number(("array", *shapes))

    def _number(self, key: Any) -> int:
        return self._numbers.setdefault(key, len(self._numbers))


@dataclass(eq=False, slots=True)
class Place:
    """A node where it stands.

    Attributes:
        node: the node itself; nobody changes it.
        parent: the place of the node around it, None for the root.
        slot: the field of that node which holds it.
        path: its pointer's tokens, in the document that it comes from.
        children, template: the places inside it.
        shape: the number of the node's value, with all that is in it.
        traits: what it is like: (where, name, shape) of each field, prop and inner node.
        partner: the place in the other document that is the same node.
    """

    node: Node
    parent: Place | None
    slot: Slot
    path: tuple[str | int, ...]
    children: list[Place] = field(default_factory=list)
    template: Place | None = None
    shape: int = 0
    traits: frozenset[tuple[str, str, int]] = frozenset()
    partner: Place | None = None

    @property
    def inner(self) -> list[Place]:
        """The places right inside it."""
        return [*self.children, self.template] if self.template is not None else self.children

    def walk(self) -> Iterator[Place]:
        """It and everything in it, outer before inner, in the order of the document."""
        stack = [self]
        while stack:
            place = stack.pop()
            yield place
            stack += reversed(place.inner)


def is_tree(node: Any) -> bool:
    """Whether a value is a node that holds nothing but nodes where nodes belong, all the way down."""
    stack = [node]
    while stack:
        here = stack.pop()
        children = here.get("children", []) if isinstance(here, dict) else None
        if not isinstance(children, list):
            return False
        stack += [*children, *([here["itemTemplate"]] if "itemTemplate" in here else [])]
    return True


def placed(root: Node) -> Place:
    """The places of a tree (`is_tree`), without partners.

    Raises:
        RecursionError: it is nested too deeply.
    """
    return _placed(root, None, "root", ("root",), Shapes())


def matched(before: Node, after: Node) -> tuple[Place, Place]:
    """The places of two trees (`is_tree`), each with its partner.

    Raises:
        RecursionError: they are nested too deeply.
    """
    shapes = Shapes()
    old, new = (_placed(root, None, "root", ("root",), shapes) for root in (before, after))
    _pair(old, new)
    _match_once(old, new, lambda place: place.node.get("id") if isinstance(place.node.get("id"), str) else None)
    _match_once(old, new, lambda place: place.shape if _says_something(place.node) else None)
    for place in new.walk():
        if place.partner is not None:
            _match_children(place.partner, place)
    _free_templates(old)
    return old, new


def _placed(node: Node, parent: Place | None, slot: Slot, path: tuple[str | int, ...], shapes: Shapes) -> Place:
    place = Place(node, parent, slot, path)
    place.children = [
        _placed(child, place, "children", (*path, "children", at), shapes)
        for at, child in enumerate(node.get("children", []))
    ]
    if "itemTemplate" in node:
        place.template = _placed(node["itemTemplate"], place, "itemTemplate", (*path, "itemTemplate"), shapes)
    members = {name: shapes.of(value) for name, value in node.items() if name not in INNER}
    props = node["props"] if isinstance(node.get("props"), dict) else {}
    place.traits = frozenset(
        [
            *(("", name, shape) for name, shape in members.items() if name not in {"type", "props"}),
            *(("props", name, shapes.of(value)) for name, value in props.items()),
            *(("inner", each.slot, each.shape) for each in place.inner),
        ]
    )
    if "children" in node:
        members["children"] = shapes.of_elements([child.shape for child in place.children])
    if place.template is not None:
        members["itemTemplate"] = place.template.shape
    place.shape = shapes.of_members(members)
    return place


def _says_something(node: Node) -> bool:
    """Whether a node is more than its type: one empty Box is not another that went elsewhere."""
    return len(node) > 1


def _pair(old: Place, new: Place) -> None:
    old.partner, new.partner = new, old


def _pair_all(old: Place, new: Place) -> None:
    """Pair two equal trees, but for what in them has its partner already."""
    for one, other in zip(old.walk(), new.walk(), strict=True):
        if one.partner is None and other.partner is None:
            _pair(one, other)


def _match_once(old: Place, new: Place, key_of: Callable[[Place], str | int | None]) -> None:
    """Pair the places whose key occurs once on each side."""
    found: list[defaultdict[Any, list[Place]]] = []
    for root in (old, new):
        places: defaultdict[Any, list[Place]] = defaultdict(list)
        for place in root.walk():
            if (key := key_of(place)) is not None:
                places[key].append(place)
        found.append(places)
    for key, ours in found[0].items():
        theirs = found[1].get(key, [])
        if len(ours) == len(theirs) == 1 and ours[0].partner is None and theirs[0].partner is None:
            _pair(ours[0], theirs[0])


def _match_children(old: Place, new: Place) -> None:
    """Pair what is left of the children of two places that are each other."""
    if old.shape == new.shape:
        _pair_all(old, new)
        return
    left, right = _left(old.children), _left(new.children)
    for one, other in common([place.shape for place in left], [place.shape for place in right]):
        _pair_all(left[one], right[other])
    left, right = _left(left), _left(right)
    if len(left) * len(right) <= EXACT_LIKENESS:
        pairs = best(len(left), len(right), lambda one, other: likeness(left[one], right[other]))
    else:
        pairs = by_kind([_type(place) for place in left], [_type(place) for place in right])
    for one, other in pairs:
        _pair(left[one], right[other])
    templates = _left([place.template for place in (old, new) if place.template is not None])
    if len(templates) == 2 and likeness(*templates):
        _pair(*templates)


def _left(places: list[Place]) -> list[Place]:
    return [place for place in places if place.partner is None]


def _type(place: Place) -> str:
    return str(place.node.get("type"))


def likeness(old: Place, new: Place) -> float:
    """From 0, another node, over a little for the same type to 1 and more for the same content."""
    if _type(old) != _type(new):
        return 0.0
    size = len(old.traits) + len(new.traits)
    same = 2 * len(old.traits & new.traits) / size if size else 1.0
    types = [Counter(map(_type, place.inner)) for place in (old, new)]
    inner = sum(counter.total() for counter in types)
    same += 2 * (types[0] & types[1]).total() / inner if inner else 0.0
    both_hold = all(types)
    return same + 0.1 if not both_hold or same >= _LEAST_LIKE else 0.0


def _free_templates(old: Place) -> None:
    """Where one template takes the place of another, let nothing of the old one live on elsewhere.

    An array has room for the new beside the old, a field has not: what is in the old template could only be saved from
    being overwritten by a detour through some third place.
    """
    for place in old.walk():
        theirs = place.partner.template if place.partner is not None else None
        if place.template is not None and theirs is not None and place.template.partner is not theirs:
            for inner in place.template.walk():
                if inner.partner is not None:
                    inner.partner.partner = None
                    inner.partner = None
