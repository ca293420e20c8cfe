"""The elements of a document, kept in step with its patches: each patch becomes operations on the flat spec.

What a patch costs is what it writes, and the way from the root to it: nothing else is looked at. An element is known by
the id of its node, or else by its role and a number that counts up, so that a key is never used for something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import LEFT_OUT
from epoch_cli.convert.json_render.elements import element_of, inner_of
from epoch_cli.convert.json_render.mapping import MADE_KEY, Element, Spec, is_node
from epoch_cli.convert.json_render.notes import Notes, Path, shortened
from epoch_cli.document import Document, Node, Patch, equal, format_pointer, parse_pointer
from epoch_cli.document.node import ID
from epoch_cli.document.pointer import ABSENT, array_index, look

Operations = list[Patch]


@dataclass(slots=True, eq=False)
class Place:
    """An element that was written, and where it stands.

    Attributes:
        key: of the element.
        element: as it was written, all but its children.
        parent: whose child it is; None for the root.
        repeated: the nodes in it are a template, which stands alone in `inner`.
        in_list: it is in a template itself.
        inner: the places of the nodes in it; None for what is no node and was not written.
    """

    key: str
    element: Element
    parent: Place | None
    in_list: bool
    repeated: bool = False
    inner: list[Place | None] = field(default_factory=list)

    @property
    def holds_list(self) -> bool:
        """Whether what is in it is in the template of a list."""
        return self.in_list or self.repeated

    @property
    def children(self) -> list[str]:
        """The keys of the elements in it."""
        return [each.key for each in self.inner if each is not None]

    @property
    def whole(self) -> Element:
        """The element with its children, in the usual order of keys."""
        element = self.element
        head = {"type": element["type"], "props": element["props"], "children": self.children}
        return {**head, **{name: value for name, value in element.items() if name not in head}}

    def position(self, index: int) -> int:
        """The index among the children that are written of an index among all."""
        return sum(each is not None for each in self.inner[:index])

    def all(self) -> Iterator[Place]:
        """It and all places in it, parents first."""
        stack: list[Place] = [self]
        while stack:
            here = stack.pop()
            yield here
            stack += [each for each in reversed(here.inner) if each is not None]


class Mirror:
    """The spec of one document.

    Args:
        catalog: its design system.
        notes: take down what cannot be said of the nodes that are written.
    """

    def __init__(self, catalog: Catalog, notes: Notes) -> None:
        self.root: Place | None = None
        self._catalog = catalog
        self._notes = notes
        self._keys: set[str] = set()
        self._made = 0
        self._begun = False

    def build(self, document: Document) -> None:
        """Begin with a document as it is."""
        root = document.get("root")
        self.root = self._built(root, ("root",), None) if is_node(root) else None
        if self.root is None and "root" in document:
            self._notes.add(("root",), "a root that is no node", LEFT_OUT)

    @property
    def spec(self) -> Spec:
        """The whole of it."""
        places = self.root.all() if self.root is not None else ()
        return {"root": self.root.key if self.root else "", "elements": {each.key: each.whole for each in places}}

    # ------------------------------------------------------------ from a patch to operations

    def follow(self, document: Document, patch: Patch) -> Operations:
        """What a patch changes in the spec.

        Args:
            document: as it is after the patch.
            patch: an operation that was applied.
        """
        if patch["op"] == "test":
            return []
        names = ("from", "path") if patch["op"] == "move" else ("path",)
        paths = [parse_pointer(patch[name]) for name in names]
        if self.root is None or not is_node(document.get("root")) or any(path in {(), ("root",)} for path in paths):
            return self._anew(document)
        if all(path[0] != "root" for path in paths):
            return []
        return _Step(self, document, patch["op"]).operations(paths)

    def _anew(self, document: Document) -> Operations:
        """Everything at once: the root is new, or gone."""
        operations: Operations = []
        if self.root is not None:
            self.drop(self.root, operations)
            operations.append({"op": "remove", "path": "/root"})
        self.build(document)
        if self.root is None:
            return operations
        operations.append({"op": "add", "path": "/root", "value": self.root.key})
        if not self._begun:
            operations.append({"op": "add", "path": "/elements", "value": {}})
            self._begun = True
        write(self.root, operations)
        return operations

    # ------------------------------------------------------------ places

    def owner(self, path: Sequence[str]) -> tuple[Place, tuple[str, ...]]:
        """The innermost place on the way to a path, and the rest of the path; a child is no step of its own at its end.

        The path begins with `root`.

        Raises:
            LookupError: there is no root.
        """
        if self.root is None:
            raise LookupError("there is no root")
        here, rest = self.root, tuple(path[1:])
        while True:
            below = _step(here, rest)
            if below is None:
                return here, rest
            here, rest = below

    def holds(self, place: Place) -> bool:
        """Whether a place is still one of this spec."""
        while place.parent is not None:
            if place not in place.parent.inner:
                return False
            place = place.parent
        return place is self.root

    def path_of(self, place: Place) -> Path:
        """Where the node of a place stands."""
        steps: list[str | int] = []
        while place.parent is not None:
            parent = place.parent
            steps += ["itemTemplate"] if parent.repeated else [parent.inner.index(place), "children"]
            place = parent
        return ("root", *reversed(steps))

    def inner(self, place: Place, value: Any, path: Path) -> Place | None:
        """The places of a node in another; None for what is no node."""
        if not is_node(value):
            self._notes.add(path, "a child that is no node", LEFT_OUT)
            return None
        return self._built(value, path, place)

    def _built(self, node: Node, path: Path, parent: Place | None) -> Place:
        in_list = parent is not None and parent.holds_list
        key = self.key_for(node, path)
        self._keys.add(key)
        place = Place(key, {}, parent, in_list)
        place.element = self.element(place, node, path)
        inner = inner_of(node)
        place.repeated = inner.repeated
        place.inner = [self.inner(place, value, (*path, *steps)) for steps, value in inner.nodes]
        return place

    def element(self, place: Place, node: Node, path: Path) -> Element:
        """The element of a node, all but its children."""
        template = place.parent is not None and place.parent.repeated
        return element_of(node, self._catalog, path, self._notes, in_list=place.in_list, template=template)

    def key_for(self, node: Node, path: Path, now: str = "") -> str:
        """The key of a node's element; `now` is what it has."""
        known = node.get("id")
        if isinstance(known, str) and ID.fullmatch(known) and (known == now or known not in self._keys):
            return known
        if "id" in node:
            self._notes.add((*path, "id"), f"the id {shortened(known)}", LEFT_OUT)
        if MADE_KEY.fullmatch(now):
            return now
        self._made += 1
        component = self._catalog.components.get(node["type"])
        return f"{component.role if component is not None else 'node'}.{self._made}"

    def rename(self, place: Place, key: str) -> None:
        """Call an element otherwise."""
        self._keys.discard(place.key)
        self._keys.add(key)
        place.key = key

    def drop(self, place: Place, operations: Operations) -> None:
        """Take out an element, and all in it."""
        for each in place.all():
            self._keys.discard(each.key)
            operations.append({"op": "remove", "path": format_pointer(("elements", each.key))})


class _Step:
    """One patch on its way through the mirror."""

    def __init__(self, mirror: Mirror, document: Document, op: str) -> None:
        self._mirror = mirror
        self._document = document
        self._op = op
        self._done: Operations = []
        self._touched: dict[Place, bool] = {}

    def operations(self, paths: Sequence[tuple[str, ...]]) -> Operations:
        """What is changed in the spec.

        Args:
            paths: that of the patch, behind the one that it takes its value from.
        """
        taken = self._take(paths[0]) if self._op in {"move", "remove", "replace"} else None
        if self._op != "remove":
            self._put(paths[-1], taken if self._op == "move" else None)
        for place, renewed in self._touched.items():
            if self._mirror.holds(place):
                self._refresh(place, renewed=renewed)
        return self._done

    def _child(self, path: tuple[str, ...], *, insert: bool = False) -> tuple[Place, int] | None:
        """The place, and the index in it, of a path to a child; of any other path the owner is looked at later."""
        if path[0] != "root":
            return None
        place, rest = self._mirror.owner(path)
        if not place.repeated and len(rest) == 2 and rest[0] == "children":
            index = array_index(rest[1], len(place.inner), insert=insert)
            if index is not None:
                return place, index
        renewed = rest[:1] == ("itemTemplate" if place.repeated else "children",)
        self._touched[place] = renewed or self._touched.get(place, False)
        return None

    def _take(self, path: tuple[str, ...]) -> Place | None:
        """Take a child out; gives it where it is only moved."""
        found = self._child(path)
        if found is None:
            return None
        place, index = found
        position, taken = place.position(index), place.inner.pop(index)
        if taken is None:
            return None
        self._done.append({"op": "remove", "path": format_pointer(("elements", place.key, "children", position))})
        if self._op == "move":
            return taken
        self._mirror.drop(taken, self._done)
        return None

    def _put(self, path: tuple[str, ...], moved: Place | None) -> None:
        """Put a child in, the one that was moved where it stays what it is."""
        found = self._child(path, insert=True)
        if moved is not None and (found is None or found[0].holds_list != moved.in_list):
            self._mirror.drop(moved, self._done)
            moved = None
        if found is None:
            return
        place, index = found
        made = moved if moved is not None else self._made(place, (*path[:-1], str(index)))
        place.inner.insert(index, made)
        if made is None:
            return
        made.parent = place
        if moved is None:
            write(made, self._done)
        pointer = format_pointer(("elements", place.key, "children", place.position(index)))
        self._done.append({"op": "add", "path": pointer, "value": made.key})

    def _made(self, place: Place, path: tuple[str, ...]) -> Place | None:
        return self._mirror.inner(place, look(self._document, path), path)

    def _refresh(self, place: Place, *, renewed: bool) -> None:
        """Write what has changed of an element; and all that is in it, where that is another list."""
        path = self._mirror.path_of(place)
        node = look(self._document, [str(step) for step in path])
        if not is_node(node):  # any more: the root always is
            if place.parent is not None:
                self._refresh(place.parent, renewed=True)
            return
        self._rename(place, self._mirror.key_for(node, path, place.key))
        self._compare(place, node, path)
        inner = inner_of(node)
        if renewed or inner.repeated != place.repeated:
            for each in place.inner:
                if each is not None:
                    self._mirror.drop(each, self._done)
            place.repeated = inner.repeated
            place.inner = [self._mirror.inner(place, value, (*path, *steps)) for steps, value in inner.nodes]
            for each in place.inner:
                if each is not None:
                    write(each, self._done)
            pointer = format_pointer(("elements", place.key, "children"))
            self._done.append({"op": "replace", "path": pointer, "value": place.children})
        if place.parent is not None and place.parent.repeated:  # which knows items by the key of its template
            above = path[:-1]
            self._compare(place.parent, look(self._document, [str(step) for step in above]), above)

    def _compare(self, place: Place, node: Node, path: Path) -> None:
        element = self._mirror.element(place, node, path)
        self._done += _differences(place.key, place.element, element)
        place.element = element

    def _rename(self, place: Place, key: str) -> None:
        if key == place.key:
            return
        source, target = (format_pointer(("elements", each)) for each in (place.key, key))
        self._done.append({"op": "move", "from": source, "path": target})
        parent, pointer = place.parent, "/root"
        if parent is not None:
            position = parent.position(parent.inner.index(place))
            pointer = format_pointer(("elements", parent.key, "children", position))
        self._done.append({"op": "replace", "path": pointer, "value": key})
        self._mirror.rename(place, key)


def _step(place: Place, rest: tuple[str, ...]) -> tuple[Place, tuple[str, ...]] | None:
    """The place in another that a path goes on through, and the rest of the path."""
    if place.repeated:
        template = place.inner[0]
        return (template, rest[1:]) if rest[:1] == ("itemTemplate",) and rest[1:] and template is not None else None
    if rest[:1] != ("children",) or len(rest) < 3:
        return None
    index = array_index(rest[1], len(place.inner))
    found = place.inner[index] if index is not None else None
    return (found, rest[2:]) if found is not None else None


def write(place: Place, operations: Operations) -> None:
    """Write an element, and all in it."""
    for each in place.all():
        operations.append({"op": "add", "path": format_pointer(("elements", each.key)), "value": each.whole})


def _differences(key: str, before: Element, after: Element) -> Operations:
    """What makes one element of another: each prop by itself, anything else as a whole."""
    pairs = [
        ((name,), before.get(name, ABSENT), after.get(name, ABSENT)) for name in ("type", "visible", "on", "repeat")
    ]
    old_props, new_props = before["props"], after["props"]
    names = dict.fromkeys((*old_props, *new_props))
    changes = [
        *pairs,
        *((("props", name), old_props.get(name, ABSENT), new_props.get(name, ABSENT)) for name in names),
    ]
    operations: Operations = []
    for steps, old, new in changes:
        path = format_pointer(("elements", key, *steps))
        if new is ABSENT and old is not ABSENT:
            operations.append({"op": "remove", "path": path})
        elif new is not ABSENT and (old is ABSENT or not equal(old, new)):
            operations.append({"op": "add" if old is ABSENT else "replace", "path": path, "value": new})
    return operations
