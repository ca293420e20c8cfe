"""Repairs of accessible names: from misplaced text, from the control inside, or a guess (EP204, EP801, EP803)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from epoch_cli.catalog import CONTROLS, Component
from epoch_cli.document.pointer import format_pointer
from epoch_cli.validation.fixes.case import Case, Change, Placed, every_node, said
from epoch_cli.validation.fixes.spelling import humanised, slug
from epoch_cli.validation.rules.accessibility import own_name, supplied_name
from epoch_cli.validation.rules.words import quote

_HANDLER = re.compile(r"^(?:handle|on)(?=[A-Z_])")


# ---------------------------------------------------------------- lossless: what is there, in another place


def text_to_label(case: Case) -> Change | None:
    """A `text` that is not shown becomes the label (or caption) that the node lacks."""
    component = case.component
    if component is None or not said(case.value):
        return None
    prop = label_prop(component) or component.caption
    return case.move_to("props", prop) if prop and not said(case.props.get(prop)) else None


def own_text_to_label(case: Case) -> Change | None:
    """The same, found by the missing name; EP204 is found beside it, where the component shows no text."""
    component = case.component
    if component is None or component.text or "text" not in case.node:
        return None
    return text_to_label(Case.of("EP204", (*case.node_path, "text"), case.document, case.inspector))


def text_prop_to_label(case: Case) -> Change | None:
    """A stray prop `text` of something that has a label instead."""
    component = case.component
    if component is None or case.name != "text" or component.text or not isinstance(case.value, str):
        return None
    prop = label_prop(component)
    return case.rename(prop) if prop else None


def from_control(case: Case) -> Change | None:
    """The label of a field from the name that its only control has of its own."""
    controls = list(_controls(case))
    if len(controls) != 1:
        return None
    inside, component = controls[0]
    return _label(case, own_name(inside.node, component))


# ---------------------------------------------------------------- lossy: a guess at what would be said


def from_placeholder(case: Case) -> Change | None:
    """The name of a control from its placeholder, which goes on being one."""
    return _label(case, _placeholder(case.node))


def from_name(case: Case) -> Change | None:
    """The name of a control from what it is called in code: its name, handler, id or type."""
    return _label(case, _told(case.node))


def from_control_placeholder(case: Case) -> Change | None:
    """The label of a field from the placeholder of its control."""
    return _label(case, next((_placeholder(inside.node) for inside, _ in _controls(case)), ""))


def from_control_name(case: Case) -> Change | None:
    """The label of a field from what its control, or it, is called in code."""
    found = (_told(inside.node) for inside, _ in _controls(case))
    return _label(case, next(filter(None, found), "") or _told(case.node))


# ---------------------------------------------------------------- pieces


def label_prop(component: Component) -> str:
    """The prop that holds a component's label: what names the controls inside it, or an interactive one itself."""
    if component.names_controls:
        return component.names_controls
    own = [source for source in component.name.sources if source != "text"]
    return own[0] if own and component.interactive else ""


def _label(case: Case, label: str) -> Change | None:
    """Give the node a name, in the place where its component looks first; a field around it without one is meant."""
    holder, component = _to_be_named(case)
    if not label or component is None:
        return None
    source = component.names_controls or next(iter(component.name.sources), "ariaLabel")
    steps = (source,) if source == "text" else ("props", source)
    here = Case.of(case.code, holder.path, case.document, case.inspector)
    around = here.node if source == "text" else here.props
    if source not in around:
        return here.give(label, *steps)
    old = around[source]
    if old is not None and (not isinstance(old, str) or said(old)):
        return None  # something is there that is no name, and may be more than that
    at = format_pointer((*holder.path, *steps))
    return Change(f"{source}: {quote(label)}", ({"op": "replace", "path": at, "value": label},))


def _to_be_named(case: Case) -> tuple[Placed, Component | None]:
    """The node to name: a control without a name takes that of the field around it, which may lack one."""
    component = case.component
    if component is not None and component.name.inherit:
        for around in reversed(case.above[:-1]):
            outer = case.component_of(around.node)
            if outer is not None and outer.names_controls and not supplied_name(around.node, outer):
                return around, outer
    return case.above[-1], component


def _controls(case: Case) -> Iterator[tuple[Placed, Component]]:
    """The controls inside the node."""
    for inside in every_node(case.node, case.node_path):
        component = case.component_of(inside.node)
        if component is not None and component.role in CONTROLS:
            yield inside, component


def _placeholder(node: dict[str, object]) -> str:
    props = node.get("props")
    return said(props.get("placeholder")) if isinstance(props, dict) else ""


def _told(node: dict[str, object]) -> str:
    """What a node is called in code, as a label; bindings tell nothing."""
    props = node.get("props")
    props = props if isinstance(props, dict) else {}
    handlers = [_HANDLER.sub("", said(value)) for name, value in props.items() if re.match(r"on[A-Z]", name)]
    kind = said(props.get("type"))
    told = (said(props.get("name")), *handlers, _without_type(node), kind if kind != "text" else "")
    return next((humanised(name) for name in told if name and "{" not in name and humanised(name)), "")


def _without_type(node: dict[str, object]) -> str:
    """What the id of a node says besides its type and a number: nothing, if that is all it is made of."""
    name, kind = slug(said(node.get("id"))), slug(str(node.get("type", "")))
    return re.sub(rf"(?:^|-)({re.escape(kind)})?(-?\d+)?$", "", name)
