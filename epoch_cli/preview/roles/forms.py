"""Forms, and their fields: one control with its label, what helps, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from epoch_cli.catalog import CONTROLS
from epoch_cli.preview.markup import Attribute, Element, Markup
from epoch_cli.preview.nodes import nodes_inside
from epoch_cli.preview.place import FieldAround
from epoch_cli.preview.roles.boxes import head
from epoch_cli.preview.roles.choices import is_group
from epoch_cli.preview.roles.labels import label_of, remarks
from epoch_cli.preview.subject import Subject

_MOST_LOOKED_AT: Final = 200  # nodes; a field of more is taken for one of several controls
_ENOUGH: Final = 2
_CLOSED: Final = frozenset({"field", "action", "link"})
"""What holds no control of a field around it: a field has its own, and in what is pressed there are only words."""


def draw_form(subject: Subject) -> Element:
    """A form; one inside another is a box, for HTML knows no such thing."""
    tag = "div" if subject.place.in_form else "form"
    return subject.outer(tag, (*head(subject), *subject.inner(in_form=True)), subject.handler("submit"))


def draw_field(subject: Subject) -> Element:
    """A field: a label for its only control, or a legend for several."""
    controls = _controls(subject)
    single = controls[0] if len(controls) == 1 else None
    group = len(controls) > 1 or (single is not None and is_group(subject.pen.catalog, single))
    label, hint, error = subject.words("label"), subject.words("hint", "description"), subject.words("error")
    label_id = subject.part_id("label") if label else ""
    control_id = subject.part_id("control") if single is not None and not group else ""
    required = subject.flag("required")
    described = f"{subject.part_id('hint')} {subject.part_id('error')}" if hint else subject.part_id("error")
    around = FieldAround(label_id, control_id, described, required is True, bool(error), group and bool(label))
    inside: list[Markup] = []
    if label:
        pointed: dict[str, Attribute] = {"for": control_id} if control_id else {}
        inside.append(label_of(subject, label, tag="legend" if group else "label" if control_id else "div", **pointed))
    inside += subject.inner(field=around)
    inside += remarks(subject, hint, error)
    more: dict[str, Attribute] = {"data-required": "true"} if required is True else {}
    if error:
        more["data-invalid"] = "true"
    if group and label:
        more["aria-describedby"] = described
    return subject.outer("fieldset" if group and label else "div", inside, more)


def _controls(subject: Subject) -> list[Mapping[str, Any]]:
    """The nodes of the first two controls in a field."""
    components = subject.pen.catalog.components
    waiting: list[Any] = nodes_inside(subject.node)
    found: list[Mapping[str, Any]] = []
    looked = 0
    while waiting and len(found) < _ENOUGH:
        here = waiting.pop()
        looked += 1
        if not isinstance(here, dict):
            continue
        kind = here.get("type")
        component = components.get(kind) if isinstance(kind, str) else None
        role = component.role if component is not None else ""
        if role in CONTROLS or looked > _MOST_LOOKED_AT:
            found.append(here)
        if role not in _CLOSED and looked <= _MOST_LOOKED_AT:
            waiting += nodes_inside(here)
    return found
