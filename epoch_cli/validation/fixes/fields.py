"""Repairs of the fields of nodes, of their `a11y` and of documents (EP102, EP103)."""

from __future__ import annotations

from typing import Any

from epoch_cli.document.node import A11Y_FIELDS, DOCUMENT_FIELDS, NODE_FIELDS
from epoch_cli.document.pointer import ABSENT
from epoch_cli.nearest import nearest
from epoch_cli.validation.fixes.case import Case, Change, can_go, said
from epoch_cli.validation.fixes.coercion import boolean, guessed_boolean, written
from epoch_cli.validation.fixes.components import text_component
from epoch_cli.validation.fixes.spelling import alike, folded
from epoch_cli.validation.rules.words import quote


def rename(case: Case) -> Change | None:
    """A field in another spelling: `data_source`; `label` for the text of a node, and `aria-label` in an `a11y`."""
    known = _fields(case)
    name = alike(case.name, known)
    if not name and known is NODE_FIELDS and case.name == "label":
        shown = case.component is not None and case.component.text and "label" not in case.component.props
        name = "text" if shown else ""
    if not name and known is A11Y_FIELDS and folded(case.name).startswith("aria"):
        name = alike(folded(case.name)[4:], known)
    return case.rename(name) if name and _fits(case, name, known) else None


def to_prop(case: Case) -> Change | None:
    """A prop that was written beside `props`, such as `label` or `onClick`."""
    component = case.component
    if component is None or len(case.steps) != 1:
        return None
    name = case.name if case.name in component.props else alike(case.name, component.props)
    return case.move_to("props", name) if name else None


def to_type(case: Case) -> Change | None:
    """The type of a node under another name, such as `component`."""
    value = case.value
    if not case.above or len(case.steps) != 1 or "type" in case.node or not isinstance(value, str):
        return None
    if case.name not in _TYPE_NAMES or not alike(value, case.inspector.catalog.components):
        return None
    return case.rename("type")


def nearest_name(case: Case) -> Change | None:
    """The field or prop whose name is nearest."""
    known = _fields(case)
    component = case.component if len(case.steps) == 1 else None
    name = nearest(case.name, [*known, *(component.props if component is not None else ())])
    if not name:
        return None
    if name not in known:
        return case.move_to("props", name)
    return case.rename(name) if _fits(case, name, known) else None


def drop(case: Case) -> Change | None:
    """A field that means nothing is left out, unless it may hold nodes or the document has no root yet."""
    if not can_go(case) or (not case.above and "root" not in case.document):
        return None
    if case.above and case.component is None:
        return None  # only who knows what the node is can tell that it needs nothing of the kind
    return case.take_out(f"{quote(case.name)} is left out")


def coerce(case: Case) -> Change | None:
    """A field whose value has another JSON type, but says what is meant; null is left out."""
    value = case.value
    expected = _fields(case).get(case.name)
    if value is None and case.name not in {"type", "root"}:
        return case.take_out(f"{quote(case.name)}: null is left out")
    if expected is str and isinstance(value, (bool, int, float)):
        return case.put(written(value))
    if expected is bool and (meant := boolean(value)) is not None:
        return case.put(meant)
    if expected is list and case.steps == ("children",):
        return _one_child(case)
    return None


def guess_boolean(case: Case) -> Change | None:
    """`yes`, `on` or 1 where a boolean belongs."""
    meant = guessed_boolean(case.value) if _fields(case).get(case.name) is bool else None
    return None if meant is None else case.put(meant)


_TYPE_NAMES = ("component", "componentType", "component_type", "kind", "tag", "element", "name")


def _one_child(case: Case) -> Change | None:
    """`children` that is one node, or words, which become the text of the node or of a node inside it."""
    value, component, shown = case.value, case.component, text_component(case)
    if isinstance(value, dict) and "type" in value:
        return case.put([value], "one child → an array of it")
    if component is None or not said(value):
        return None
    if component.text and "text" not in case.node and not component.children:
        return case.move_to("text")
    if shown is None or not component.children:
        return None
    return case.put([{"type": shown.type, "text": value}], f"{quote(value)} → a {shown.type} inside")


def _fields(case: Case) -> dict[str, type]:
    """The fields that there are where the path leads."""
    if not case.above:
        return DOCUMENT_FIELDS
    return A11Y_FIELDS if len(case.steps) == 2 and case.steps[0] == "a11y" else NODE_FIELDS


def _fits(case: Case, name: str, known: dict[str, type]) -> bool:
    """Whether the value could be that of another field; a renamed field of the wrong type would help nobody."""
    value: Any = case.value
    return value is not ABSENT and isinstance(value, known[name])
