"""What is asked: a control with its label, the path that keeps its value, and the checks that it has to pass.

A field and the one control in it are one component of A2UI, which has the label itself; a hint stands below it.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from epoch_cli.catalog import CONTROLS, Catalog
from epoch_cli.convert.a2ui.paths import INPUT, UNNAMED, whole_binding
from epoch_cli.convert.a2ui.sheet import Sheet
from epoch_cli.convert.formats import LEFT_OUT
from epoch_cli.document import Node
from epoch_cli.document.pointer import format_pointer

"""Roles that ask for a value."""
CONTROL, HINT = "control", "hint"
"""Parts of a field that has a hint."""
_TICKED = frozenset({"checkbox", "switch", "radio"})
_SLID = frozenset({"range", "rating"})
_DATED = frozenset({"date", "datetime-local", "time", "month"})
_BOUNDS = ("min", "max")
LARGEST: Final = 100
"""Where a slider ends that does not say it, as in HTML."""


class FieldAround(NamedTuple):
    """What the field around a control says of it: dynamic strings, None for nothing."""

    label: Any
    error: Any
    required: bool


# ---------------------------------------------------------------- fields


def is_one(catalog: Catalog, node: Node) -> bool:
    """Whether a field and what is in it are written as one component: a single control, and nothing beside it."""
    children = node.get("children")
    if node.get("text") is not None or "itemTemplate" in node or not isinstance(children, list) or len(children) != 1:
        return False
    component = _component(catalog, children[0])
    return component is not None and component.role in CONTROLS and not children[0].get("children")


def write_field(sheet: Sheet) -> None:
    """Write a field; a control that it is one with stands in for it."""
    hint = sheet.take_words("hint")
    label, error, required = (sheet.look(meaning) for meaning in ("label", "error", "required"))
    if is_one(sheet.catalog, sheet.node):
        sheet.take("label")
        if isinstance(required, bool):
            sheet.take("required")
        around = FieldAround(sheet.words(label, *sheet.at("label")), error, required is True)
        _write_inner(sheet, around, hint)
        return
    sheet.add(sheet.row.component)
    words = sheet.take_words("label")
    before = [] if words is None else [sheet.add_words("label", words)]
    after = [] if hint is None else [sheet.add_words("hint", hint, "caption")]
    sheet.fill(0, [*before, *sheet.kids, *after])
    sheet.lose("a field around something else than one control", "written as a column")


def _write_inner(sheet: Sheet, around: FieldAround, hint: Any) -> None:
    node = sheet.node["children"][0]
    if hint is not None:
        sheet.add(sheet.row.component, children=[sheet.part(CONTROL), sheet.part(HINT)])
    inner = Sheet(
        sheet.catalog,
        sheet.table,
        node,
        id=sheet.id if hint is None else sheet.part(CONTROL),
        path=(*sheet.path, "children", 0),
        place=sheet.place._replace(root=False),
    )
    if "id" in node:
        inner.lose(f"the id {node['id']}", f"{LEFT_OUT}: the field around it is the same component", "id")
    if not inner.row.field:
        sheet.lose("the field around it", f"{LEFT_OUT}: the control has the label itself")
    if _write(inner, around):
        sheet.take("error")
    _tell_disagreement(sheet, inner)
    inner.close()
    sheet.made += inner.made
    sheet.losses += inner.losses
    sheet.data |= inner.data
    if hint is not None:
        sheet.add_words(HINT, hint, "caption")


def _tell_disagreement(field: Sheet, control: Sheet) -> None:
    """Both say whether an answer is needed, and not the same: there is one check, which says that it is."""
    if {field.own("required"), control.own("required")} == {True, False}:
        denies = field if field.own("required") is False else control
        denies.lose("that no answer is required", "written as required, as the other says", *denies.at("required"))


# ---------------------------------------------------------------- controls


def write_control(sheet: Sheet) -> None:
    """Write a control that stands in no field."""
    _write(sheet, None)
    if sheet.row.field and has_fields(sheet.catalog):
        sheet.lose("a control without a field", "it is in one when it is read")


def has_fields(catalog: Catalog) -> bool:
    """Whether a design system has fields with a label around controls."""
    return any(each.role == "field" and "label" in each.means for each in catalog.components.values())


def _write(sheet: Sheet, field: FieldAround | None) -> bool:
    """Write a control; whether what is said when the value is wrong was said."""
    label = sheet.take_words("label")
    if field is not None and field.label is not None:
        if label not in (None, field.label):
            sheet.lose("a label beside the one of its field", LEFT_OUT, *sheet.at("label"))
        label = field.label
    if label is None:
        label = sheet.accessible_name()
        sheet.lose("a control without a visible label", "labelled by its accessible name" if label else "has none")
    properties = {"label": "" if label is None else label, **sheet.properties()}
    if sheet.row.loss:
        sheet.take("type")
    if sheet.role == "choice":
        properties |= _choices(sheet)
    properties["value"] = {"path": _value_path(sheet)}
    sheet.add(sheet.row.component, **properties)
    _limits(sheet, sheet.made[0])
    return _checks(sheet, sheet.made[0], field)


def _value_path(sheet: Sheet) -> str:
    """Where the value is kept: at the path that it is bound to, or else below its name, with what it is at first."""
    meaning = "checked" if sheet.look("checked") is not None else "value"
    value, name = sheet.look(meaning), sheet.look("name")
    if whole_binding(value) is not None:
        path = sheet.bound(value, *sheet.at(meaning))
        if path is not None:
            sheet.take(meaning)
            if path.split("/")[not sheet.place.in_list or path[0] == "/"] in {INPUT, UNNAMED}:
                sheet.lose(f"the binding {value}", "its path is where controls keep values", *sheet.at(meaning))
            return path
    named = isinstance(name, str) and bool(name) and whole_binding(name) is None
    path = format_pointer((INPUT, sheet.take("name")) if named else (UNNAMED, sheet.id))
    if sheet.place.in_list:
        return path[1:]
    if value is not None and _is_value(sheet, value):
        sheet.take(meaning)
        sheet.data[path] = _first_value(sheet, value)
    return path


def _is_value(sheet: Sheet, value: Any) -> bool:
    """Whether a first value can be kept; one that cannot is not taken, so that its loss is told."""
    if sheet.role == "choice":
        values = value if isinstance(value, list) else [value]
        return all(isinstance(each, str) and whole_binding(each) is None for each in values)
    if _kind(sheet) in _TICKED:
        return isinstance(value, bool)
    return _is_number(value) or (_kind(sheet) not in _SLID and isinstance(value, str) and _has_no_binding(value))


def _has_no_binding(value: Any) -> bool:
    return not isinstance(value, str) or "{" not in value


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _kind(sheet: Sheet) -> str:
    kind = sheet.look("type")
    return kind if isinstance(kind, str) else ""


def _first_value(sheet: Sheet, value: Any) -> Any:
    return [value] if sheet.role == "choice" and not isinstance(value, list) else value


def _limits(sheet: Sheet, own: dict[str, Any]) -> None:
    """The bounds that the component has itself: those of a slider, of a date as text."""
    if _kind(sheet) in _SLID:
        own |= _bounds(sheet)
        own.setdefault("max", LARGEST)
    elif _kind(sheet) in _DATED:
        own |= {meaning: sheet.take_words(meaning) for meaning in _BOUNDS if isinstance(sheet.look(meaning), str)}


def _bounds(sheet: Sheet) -> dict[str, Any]:
    return {meaning: sheet.take(meaning) for meaning in _BOUNDS if _is_number(sheet.look(meaning))}


def _checks(sheet: Sheet, own: dict[str, Any], field: FieldAround | None) -> bool:
    value, messages = own["value"], sheet.table.checks
    checks: list[dict[str, Any]] = []
    said = sheet.look("error") if sheet.look("error") is not None or field is None else field.error
    message = said if isinstance(said, str) and said and _has_no_binding(said) else None
    if sheet.look("required") is True or (field is not None and field.required):
        if isinstance(sheet.look("required"), bool):
            sheet.take("required")
        checks.append(_check("required", {"value": value}, message or messages["required"]))
    if sheet.row.check:
        checks.append(_check(sheet.row.check, {"value": value}, messages[sheet.row.check]))
    if _kind(sheet) == "number":
        bounds = _bounds(sheet)
        if bounds:
            checks.append(_check("numeric", {"value": value, **bounds}, messages["numeric"]))
    if checks:
        own["checks"] = checks
    told = bool(checks) and message is not None and checks[0]["message"] == message
    if told and sheet.look("error") is not None:
        sheet.take("error")
        return False
    return told


def _check(call: str, args: dict[str, Any], message: str) -> dict[str, Any]:
    return {"condition": {"call": call, "args": args}, "message": message}


# ---------------------------------------------------------------- choices


def _choices(sheet: Sheet) -> dict[str, Any]:
    given = sheet.take("options")
    if not isinstance(given, list):
        sheet.lose("choices that are bound", LEFT_OUT, *sheet.at("options"))
    options = [_option(sheet, each) for each in given] if isinstance(given, list) else []
    multiple = sheet.take("multiple")
    variant = "multipleSelection" if multiple is True else None
    return {"options": options, "variant": variant}


def _option(sheet: Sheet, given: Any) -> dict[str, Any]:
    option = given if isinstance(given, dict) else {"value": given, "label": given}
    value, label = option.get("value"), option.get("label")
    if not isinstance(value, str):
        sheet.lose("a choice that is no text", "written as one", *sheet.at("options"))
    for name in option:
        if name not in {"value", "label"} and option[name] not in (None, False):
            sheet.lose(f"that a choice has {name}", LEFT_OUT, *sheet.at("options"))
    words = sheet.words(label if label is not None else value, *sheet.at("options"))
    plain = str(value).lower() if isinstance(value, bool) else str(value)
    return {"label": "" if words is None else words, "value": plain}


def _component(catalog: Catalog, node: Any) -> Any:
    kind = node.get("type") if isinstance(node, dict) else None
    return catalog.components.get(kind) if isinstance(kind, str) else None
