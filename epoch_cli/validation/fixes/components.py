"""Repairs of a node's type, and of text where nodes belong or the other way round (EP101, EP201, EP202, EP204)."""

from __future__ import annotations

from epoch_cli.catalog import Component
from epoch_cli.document.pointer import format_pointer
from epoch_cli.nearest import nearest
from epoch_cli.validation.fixes.case import Case, Change, said
from epoch_cli.validation.fixes.spelling import alike
from epoch_cli.validation.rules.components import ALIKE
from epoch_cli.validation.rules.words import quote


def rename(case: Case) -> Change | None:
    """A component in another spelling: `button`, `form-field`."""
    name = alike(str(case.value), case.inspector.catalog.components)
    return case.put(name) if name else None


def nearest_type(case: Case) -> Change | None:
    """The component whose name is nearest."""
    name = nearest(str(case.value), case.inspector.catalog.components, cutoff=ALIKE)
    return case.put(name) if name else None


def words_to_node(case: Case) -> Change | None:
    """Words among the children of a node, which become a node that shows them."""
    shown, component, words = text_component(case), case.component, case.value
    inside = len(case.steps) == 2 and case.steps[0] == "children"
    if shown is None or not inside or not said(words) or component is None or not component.children:
        return None
    return case.put({"type": shown.type, "text": words}, f"{quote(words)} → a {shown.type}")


def words_to_text(case: Case) -> Change | None:
    """Words as the only children of a component that holds none and shows a `text`: `"children": ["Sign in"]`."""
    component, children = case.component, case.value
    if component is None or not component.text or "text" in case.node or not isinstance(children, list):
        return None
    if not all(isinstance(child, str) for child in children) or not said("".join(children)):
        return None
    text = "".join(children)
    here, target = format_pointer(case.path), format_pointer((*case.node_path, "text"))
    patches = ({"op": "add", "path": target, "value": text}, {"op": "remove", "path": here})
    return Change(f"children → text: {quote(text)}", patches)


def text_to_child(case: Case) -> Change | None:
    """A `text` that is not shown, on a component with room for a child that shows it; it comes before the others."""
    component, shown = case.component, text_component(case)
    if component is None or shown is None or not said(case.value):
        return None
    children = case.node.get("children", [])
    most = min(component.max_children, case.inspector.profile.children)
    if not isinstance(children, list) or len(children) >= most:
        return None
    place = (*case.node_path, "children")
    # the text is moved and not written anew, so that what is wrong inside it can be followed to its new place
    child = {"type": shown.type}
    new = (
        {"op": "add", "path": format_pointer((*place, "0")), "value": child}
        if children or "children" in case.node
        else {"op": "add", "path": format_pointer(place), "value": [child]}
    )
    move = {"op": "move", "from": format_pointer(case.path), "path": format_pointer((*place, "0", "text"))}
    return Change(f"text → a {shown.type} inside", (new, move))


def text_component(case: Case) -> Component | None:
    """The component of the catalog whose purpose it is to show text."""
    components = case.inspector.catalog.components.values()
    return next((each for each in components if each.role == "text" and each.text and not each.required), None)
