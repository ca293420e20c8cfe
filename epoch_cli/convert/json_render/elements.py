"""One node as an element, without the nodes in it."""

from __future__ import annotations

from typing import Any, NamedTuple

from epoch_cli.catalog import Catalog, Component
from epoch_cli.convert.formats import LEFT_OUT
from epoch_cli.convert.json_render.conditions import visible_of
from epoch_cli.convert.json_render.expressions import Scope, item_path, state_path, write_text, write_value
from epoch_cli.convert.json_render.mapping import (
    FIELD_PROPS,
    RESERVED_PROPS,
    Element,
    event_of,
    is_node,
    is_two_way,
    props_of,
    sees_own_items,
    shown_at,
)
from epoch_cli.convert.json_render.notes import Notes, Path, shortened
from epoch_cli.document import Node
from epoch_cli.document.node import A11Y_FIELDS, NODE_FIELDS
from epoch_cli.preview.words import bound_of, written


class Inner(NamedTuple):
    """The nodes in a node: its children, or the template that is repeated, each with the steps to it."""

    repeated: bool
    nodes: list[tuple[Path, Any]]


def inner_of(node: Node) -> Inner:
    """The nodes in a node that are written; json-render repeats all that is in an element, or nothing."""
    if repeat_of(node) is not None:
        return Inner(True, [(("itemTemplate",), node["itemTemplate"])])
    children = node.get("children")
    return Inner(
        False,
        [(("children", index), child) for index, child in enumerate(children if isinstance(children, list) else [])],
    )


def repeat_of(node: Node) -> Element | None:
    """The `repeat` of a node; None for one that has no template, or no list that can be said."""
    source, template = node.get("dataSource"), node.get("itemTemplate")
    bound = bound_of(source) if isinstance(source, str) else None
    if bound is None or not isinstance(template, dict) or not is_node(template):
        return None
    key = _item_key(template)
    place = {"$item": item_path(bound)} if bound.root == "item" else state_path(bound)
    return {"statePath": place, **({"key": key} if key else {})}


def _item_key(template: Node) -> str:
    """The field of an item that its node is known by."""
    key = template.get("key")
    bound = bound_of(key) if isinstance(key, str) else None
    known = bound is not None and bound.root == "item" and len(bound.path) == 1 and written(bound) == key
    return bound.path[0] if bound is not None and known else ""


def element_of(
    node: Node, catalog: Catalog, path: Path, notes: Notes, *, in_list: bool = False, template: bool = False
) -> Element:
    """A node as an element, all but its `children`.

    Args:
        node: a node.
        catalog: its design system.
        path: where it stands in the document.
        notes: take down what cannot be said.
        in_list: it is in the template of a list.
        template: it is one.
    """
    component = catalog.components.get(node["type"])
    scope = Scope(in_list=in_list)
    props, handlers = _props(node, component, scope, path, notes)
    _fields(node, component, props, scope, path, notes)
    element: Element = {"type": node["type"], "props": props}
    visible = _visible(node, path, notes)
    if visible is not None:
        element["visible"] = visible
    if handlers:
        element["on"] = handlers
    repeat = repeat_of(node)
    if repeat is not None:
        element["repeat"] = repeat
    _note_lists(node, repeat, path, notes)
    if "key" in node and not (template and _item_key(node)):
        notes.add((*path, "key"), f"the key {shortened(node['key'])}", LEFT_OUT)
    for name in [each for each in node if each not in NODE_FIELDS]:
        notes.add((*path, name), f"the field {shortened(name)}", LEFT_OUT)
    return element


def _props(node: Node, component: Component | None, scope: Scope, path: Path, notes: Notes) -> tuple[Element, Element]:
    """The props, and the handlers by event."""
    if "props" in node and not isinstance(node["props"], dict):
        notes.add((*path, "props"), "props that are no object", LEFT_OUT)
    given = props_of(node)
    rows = component.item_scope.rows if component is not None and component.item_scope is not None else ""
    bound = isinstance(given.get(rows), str) and bound_of(given[rows]) is not None
    props: Element = {}
    handlers: Element = {}
    for name, value in given.items():
        here = (*path, "props", name)
        if name in RESERVED_PROPS:
            notes.add(here, f"the prop {name}", LEFT_OUT)
        elif (event := _event(component, name, value, handlers)) is not None:
            handlers[event] = {"action": value}
        else:
            own = sees_own_items(component, name, bound=bound)
            inside = scope._replace(own_items=own, two_way=is_two_way(component, name))
            props[name] = write_value(value, inside, here, notes)
    return props, handlers


def _event(component: Component | None, name: str, value: Any, taken: Element) -> str | None:
    """The event of a handler; None for a prop that is no handler."""
    prop = component.props.get(name) if component is not None else None
    if component is None or prop is None or "handler" not in prop.types or not isinstance(value, str):
        return None
    event = event_of(component, name)
    return event if event not in taken else name if name not in taken else None


def _fields(node: Node, component: Component | None, props: Element, scope: Scope, path: Path, notes: Notes) -> None:
    """Add what a node says beside its props."""
    for steps, name in FIELD_PROPS.items():
        holder = node if len(steps) == 1 else node.get(steps[0])
        if not isinstance(holder, dict) or steps[-1] not in holder:
            continue
        here = (*path, *steps)
        if name in props or not shown_at(component, name):
            notes.add(here, f"{'.'.join(steps)} beside a prop {name}", LEFT_OUT)
        else:
            props[name] = write_value(holder[steps[-1]], scope, here, notes)
    a11y = node.get("a11y")
    if "a11y" in node and not isinstance(a11y, dict):
        notes.add((*path, "a11y"), "a11y that is no object", LEFT_OUT)
    for name in [each for each in a11y if each not in A11Y_FIELDS] if isinstance(a11y, dict) else ():
        notes.add((*path, "a11y", name), f"a11y.{shortened(name)}", LEFT_OUT)


def _visible(node: Node, path: Path, notes: Notes) -> Element | None:
    condition = node.get("condition")
    said = visible_of(condition) if isinstance(condition, str) else None
    if "condition" in node and said is None:
        notes.add((*path, "condition"), f"the condition {shortened(condition)}", f"{LEFT_OUT}: it is always shown")
    return said


def _note_lists(node: Node, repeat: Element | None, path: Path, notes: Notes) -> None:
    children = node.get("children")
    if repeat is None:
        for name in ("dataSource", "itemTemplate"):
            if name in node:
                notes.add((*path, name), "a list without its other half" if _is_half(node) else "this list", LEFT_OUT)
        if "children" in node and not isinstance(children, list):
            notes.add((*path, "children"), "children that are no list", LEFT_OUT)
        return
    _, told = write_text(node["dataSource"], Scope(in_list=True))
    bound = bound_of(node["dataSource"])
    if not told and bound is not None and written(bound) != node["dataSource"]:
        told = [(f"the spelling of {shortened(node['dataSource'])}", f"written as {written(bound)}")]
    notes.extend((*path, "dataSource"), told)
    if children or ("children" in node and not isinstance(children, list)):
        notes.add((*path, "children"), "children beside an itemTemplate", LEFT_OUT)


def _is_half(node: Node) -> bool:
    return ("dataSource" in node) != ("itemTemplate" in node)
