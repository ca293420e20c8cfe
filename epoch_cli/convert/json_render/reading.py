"""Elements as nodes: a flat spec, whoever wrote it, as a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from epoch_cli.catalog import Catalog, Component
from epoch_cli.catalog.meanings import express
from epoch_cli.convert.formats import LEFT_OUT
from epoch_cli.convert.json_render.conditions import condition_of
from epoch_cli.convert.json_render.expressions import Scope, bound_at, mark_of, read_value
from epoch_cli.convert.json_render.mapping import (
    FIELD_PROPS,
    MADE_KEY,
    Element,
    Spec,
    handler_of,
    is_two_way,
    sees_own_items,
    shown_at,
)
from epoch_cli.convert.json_render.notes import Notes, Path, Unheard, shortened
from epoch_cli.document import Document, Node, finished
from epoch_cli.document.node import ID
from epoch_cli.errors import UnreadableError
from epoch_cli.preview.words import written

DEEPEST: Final = 100
"""Elements in one another; more would be deeper than a document may be (EP106), and than can be walked."""
_KNOWN: Final = frozenset({"type", "props", "children", "slots", "visible", "on", "repeat"})
_ACTION: Final = frozenset({"action"})


def document_of(spec: Spec, catalog: Catalog, notes: Notes) -> Document:
    """The document that a spec describes.

    Args:
        spec: with `root` and `elements`.
        catalog: the design system of the document.
        notes: take down what it cannot say.

    Raises:
        UnreadableError: elements are nested too deeply.
    """
    for name in [each for each in spec if each not in {"root", "elements"}]:
        what = "the initial state" if name == "state" else f"the member {shortened(name)}"
        notes.add((), what, LEFT_OUT, (name,))
    reading = _Reading(spec["elements"], catalog, notes)
    root = reading.node(spec["root"], ("root",), ("root",), depth=1, in_list=False) if spec["root"] else None
    unused = len(spec["elements"].keys() - reading.used)
    if unused:
        notes.add((), f"{unused} element{'s' * (unused != 1)} that nothing leads to", LEFT_OUT, ("elements",))
    return finished({} if root is None else {"root": root})


class _Reading:
    """One spec on its way to a document."""

    def __init__(self, elements: Mapping[str, Any], catalog: Catalog, notes: Notes) -> None:
        self._elements = elements
        self._catalog = catalog
        self._notes = notes
        self.used: set[str] = set()

    def node(self, key: Any, path: Path, source: Path, *, depth: int, in_list: bool) -> Node | None:
        """The node of an element, with all in it; None where there is none to be had."""
        fault = self._fault(key)
        if fault:
            self._notes.add(path, fault, LEFT_OUT, source)
            return None
        if depth > DEEPEST:
            raise UnreadableError(f"elements are nested more than {DEEPEST} levels deep", remedy="flatten it")
        self.used.add(key)
        element, here = self._elements[key], ("elements", key)
        component = self._catalog.components.get(element["type"])
        node: Node = {"type": element["type"], **self._id(key, path, here)}
        if not self._visible(element, node, path, here):
            return None
        repeat = self._repeat(element, node, path, here)
        self._props(element, node, component, path, here, Scope(in_list=in_list))
        self._handlers(element, node, component, path, here)
        for name in [each for each in element if each not in _KNOWN]:
            self._notes.add(path, f"the member {shortened(name)} of an element", LEFT_OUT, (*here, name))
        self._inner(element, node, repeat, path, here, depth=depth, in_list=in_list)
        return node

    def _fault(self, key: Any) -> str:
        """Why there is no node of an element; empty where there is one."""
        if not isinstance(key, str):
            return "a child that is no key"
        if key not in self._elements:
            return f"the element {shortened(key)}, which is not there"
        if key in self.used:
            return f"the element {shortened(key)} a second time"
        element = self._elements[key]
        if not isinstance(element, dict) or not isinstance(element.get("type"), str):
            return f"the element {shortened(key)} without a type"
        return ""

    def _id(self, key: str, path: Path, source: Path) -> dict[str, str]:
        if ID.fullmatch(key):
            return {"id": key}
        if not MADE_KEY.fullmatch(key):
            self._notes.add(path, f"the key {shortened(key)}, which is no id", LEFT_OUT, source)
        return {}

    def _visible(self, element: Element, node: Node, path: Path, source: Path) -> bool:
        """Note when a node is there; gives whether it ever is."""
        visible = element.get("visible", True)
        if visible is False:
            self._notes.add(path, "an element that is never shown", LEFT_OUT, (*source, "visible"))
            return False
        condition = condition_of(visible)
        if condition is not None:
            node["condition"] = condition
        elif visible is not True:
            done = f"{LEFT_OUT}: it is always shown"
            self._notes.add(path, f"the condition {shortened(visible)}", done, (*source, "visible"))
        return True

    def _repeat(self, element: Element, node: Node, path: Path, source: Path) -> Element | None:
        """Note the list that a node repeats over; gives its `repeat`, where that can be said."""
        repeat = element.get("repeat")
        if repeat is None:
            return None
        place = repeat.get("statePath") if isinstance(repeat, dict) else None
        inside = isinstance(place, dict)
        at = place.get("$item") if isinstance(place, dict) else place
        bound = bound_at(at, "item" if inside else "context") if isinstance(at, str) else None
        if bound is None:
            self._notes.add(path, f"the list {shortened(place)}", LEFT_OUT, (*source, "repeat"))
            return None
        node["dataSource"] = written(bound)
        return dict(repeat)

    # ------------------------------------------------------------ props

    def _props(
        self, element: Element, node: Node, component: Component | None, path: Path, source: Path, scope: Scope
    ) -> None:
        given = element.get("props", {})
        if not isinstance(given, dict):
            self._notes.add(path, "props that are no object", LEFT_OUT, (*source, "props"))
            return
        fields = {name: steps for steps, name in FIELD_PROPS.items() if shown_at(component, name)}
        rows = given.get(component.item_scope.rows) if component is not None and component.item_scope else None
        bound = isinstance(rows, dict) and _is_bound(rows, scope)
        props: Element = {}
        for name, value in given.items():
            own = sees_own_items(component, name, bound=bound)
            here = scope._replace(own_items=own, two_way=is_two_way(component, name))
            steps = fields.get(name, ("props", name))
            said = read_value(value, here, (*path, *steps), self._notes, (*source, "props", name))
            if said is None and value is not None:
                continue
            if name not in fields:
                props[name] = said
            else:
                holder = node if len(steps) == 1 else node.setdefault(steps[0], {})
                holder[steps[-1]] = said
        if props:
            node["props"] = props

    def _handlers(self, element: Element, node: Node, component: Component | None, path: Path, source: Path) -> None:
        events = element.get("on", {})
        if not isinstance(events, dict):
            self._notes.add(path, "events that are no object", LEFT_OUT, (*source, "on"))
            return
        for event, bindings in events.items():
            here = (*source, "on", event)
            several = bindings if isinstance(bindings, list) else [bindings]
            prop = handler_of(component, event)
            if prop is None:
                self._notes.add(path, f"the event {shortened(event)}", LEFT_OUT, here)
                continue
            names = [
                each["action"] for each in several if isinstance(each, dict) and isinstance(each.get("action"), str)
            ]
            if names:
                node.setdefault("props", {})[prop] = names[0]
            if len(several) != 1 or not names or several[0].keys() != _ACTION:
                what = f"more than the name of an action in {shortened(bindings)}"
                done = f"only {shortened(names[0])} is called" if names else LEFT_OUT
                self._notes.add((*path, "props", prop), what, done, here)

    # ------------------------------------------------------------ what is in it

    def _inner(
        self,
        element: Element,
        node: Node,
        repeat: Element | None,
        path: Path,
        source: Path,
        *,
        depth: int,
        in_list: bool,
    ) -> None:
        keys = self._children(element, path, source)
        if repeat is None:
            nodes = [
                self.node(key, (*path, "children", index), at, depth=depth + 1, in_list=in_list)
                for index, (key, at) in enumerate(keys)
            ]
            if keys:
                node["children"] = [each for each in nodes if each is not None]
            return
        templates = [
            made
            for key, at in keys
            if (made := self.node(key, (*path, "itemTemplate"), at, depth=depth + 1, in_list=True)) is not None
        ]
        template = templates[0] if len(templates) == 1 else self._together(templates, path, source)
        if template is not None:
            node["itemTemplate"] = template
        self._item_key(repeat, template, path, source)

    def _children(self, element: Element, path: Path, source: Path) -> list[tuple[Any, Path]]:
        """The keys of what is in an element, with their places."""
        children, slots = element.get("children", []), element.get("slots")
        keys: list[tuple[Any, Path]] = []
        if isinstance(children, list):
            keys += [(key, (*source, "children", index)) for index, key in enumerate(children)]
        else:
            self._notes.add(path, "children that are no list", LEFT_OUT, (*source, "children"))
        for name, inside in slots.items() if isinstance(slots, dict) else ():
            self._notes.add(path, f"the slot {shortened(name)}", "put among the children", (*source, "slots", name))
            keys += [(key, (*source, "slots", name)) for key in (inside if isinstance(inside, list) else [])]
        return keys

    def _together(self, templates: list[Node], path: Path, source: Path) -> Node | None:
        """Several nodes of a list's entry in one that holds them; None for none."""
        wrapper = express(self._catalog, "stack", {}) or express(self._catalog, "box", {})
        if not templates:
            self._notes.add(path, "a list without anything to repeat", "nothing is repeated", (*source, "repeat"))
            return None
        if wrapper is None:
            self._notes.add(path, "more than one node for an entry", "only the first is kept", (*source, "children"))
            return templates[0]
        kind = wrapper.component.type
        self._notes.add(path, "more than one node for an entry", f"put into a {kind}", (*source, "children"))
        props = {"props": wrapper.props} if wrapper.props else {}
        return {"type": kind, **props, "children": templates}

    def _item_key(self, repeat: Element, template: Node | None, path: Path, source: Path) -> None:
        key = repeat.get("key")
        if key is None:
            return
        bound = bound_at(key, "item") if isinstance(key, str) else None
        if bound is None or len(bound.path) != 1 or template is None:
            self._notes.add(path, f"the key {shortened(key)} of a list", LEFT_OUT, (*source, "repeat", "key"))
        else:
            template["key"] = written(bound)


def _is_bound(value: Mapping[str, Any], scope: Scope) -> bool:
    """Whether the rows of a component are a binding."""
    return bool(mark_of(value)) and read_value(value, scope, (), Unheard(), ()) is not None
