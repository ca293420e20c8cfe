"""Repairs of the objects inside props: columns, options, tabs (EP305)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from epoch_cli.catalog import Prop
from epoch_cli.document.patch import Patch, clone
from epoch_cli.document.pointer import format_pointer, look
from epoch_cli.nearest import nearest
from epoch_cli.validation.fixes.case import Case, Change, can_go, said
from epoch_cli.validation.fixes.coercion import written
from epoch_cli.validation.fixes.spelling import alike, humanised, slug
from epoch_cli.validation.rules.words import quote

_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "label": ("text", "title", "header", "headerName", "caption"),
    "key": ("field", "accessor", "accessorKey", "dataIndex", "property"),
    "value": ("key", "code"),
    "id": ("key", "value", "tab"),
}
"""What other libraries call the fields of columns, options and tabs; the first that fits is taken."""

_TELLING = ("key", "value", "id", "name")
"""Fields that a missing `label` can be told from; and the other way round, those that a label can give."""


def rename(case: Case) -> Change | None:
    """A field in another spelling: `Label`."""
    fields = _fields_around(case)
    name = alike(case.name, fields) if fields and case.name not in fields else ""
    return case.rename(name) if name else None


def nearest_name(case: Case) -> Change | None:
    """The field whose name is nearest, or what others call it."""
    name = _meant(case.name, _fields_around(case), look(case.document, case.path[:-1]))
    return case.rename(name) if name else None


def _meant(name: str, fields: Mapping[str, Prop], item: Mapping[str, Any]) -> str:
    """The field that an unknown one probably is, empty when it could be any."""
    if not fields or name in fields:
        return ""
    others = [field for field, names in _OTHER_NAMES.items() if field in fields and alike(name, names)]
    return next((field for field in others if field not in item), "") or alike(name, fields) or nearest(name, fields)


def drop(case: Case) -> Change | None:
    """A field that means nothing is left out."""
    fields = _fields_around(case)
    if not fields or case.name in fields or not can_go(case):
        return None
    return case.take_out(f"{quote(case.name)} is left out")


def add_default(case: Case) -> Change | None:
    """Required fields that are missing and have a default."""
    return _given(case, {field.name: clone(field.default) for field in _missing(case) if field.default is not None})


def derive(case: Case) -> Change | None:
    """A label told from the key, value or id beside it, or the other way round."""
    spec, value = case.spec, case.value
    given: dict[str, str] = {}
    for field in _missing(case):
        if spec is not None and any(_meant(name, spec.fields, value) == field.name for name in value):
            continue  # it is there under another name
        made = _label_of(value) if field.name == "label" else _name_of(value, field)
        if made and field.fits(made):
            given[field.name] = made
    return _given(case, given)


def _label_of(item: Mapping[str, Any]) -> str:
    for name in _TELLING:
        value = item.get(name)
        if isinstance(value, (bool, int, float)):
            return written(value)
        if said(value) and "{" not in said(value):
            return humanised(said(value)) or said(value)
    return ""


def _name_of(item: Mapping[str, Any], field: Prop) -> str:
    """A key, value or id told from another of them, or from the label."""
    if field.name not in _TELLING:
        return ""
    others = [said(item.get(name)) for name in _TELLING if name != field.name]
    return next((other for other in others if other and "{" not in other), "") or slug(said(item.get("label")))


def _fields_around(case: Case) -> Mapping[str, Prop]:
    """The declared fields of the object that the path leads into, empty when they are free."""
    around = case.spec_at(case.steps[:-1])
    return around.fields if around is not None and around.element is None else {}


def _missing(case: Case) -> list[Prop]:
    spec, value = case.spec, case.value
    if spec is None or not isinstance(value, dict):
        return []
    return [field for field in spec.fields.values() if field.required and field.name not in value]


def _given(case: Case, fields: Mapping[str, Any]) -> Change | None:
    if not fields:
        return None
    patches: list[Patch] = [
        {"op": "add", "path": format_pointer((*case.path, name)), "value": value} for name, value in fields.items()
    ]
    return Change(", ".join(f"{name}: {quote(value)}" for name, value in fields.items()), tuple(patches))
