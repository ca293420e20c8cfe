"""Inputs: a control of one value, of every type that HTML has and a few that it has not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from epoch_cli.preview.markup import Attribute, Element, Markup
from epoch_cli.preview.roles.labels import around_control, autofill, value_name
from epoch_cli.preview.subject import Subject
from epoch_cli.preview.words import attribute_of, bound_of, flag_of, is_number, plain, words_of


class _Kind(NamedTuple):
    """How a type of input is drawn.

    Attributes:
        type: the type that HTML has for it.
        value: what its value looks like; None where it takes none.
        ticked: whether it is on or off, its label beside it.
        typed: whether words are typed, which an example may stand for.
        bounds: whether it has a least, a greatest value and steps.
        told: whether `aria-required` may be said of it (ARIA 1.2).
        more: attributes that it always has.
    """

    type: str = "text"
    value: str | None = r".*"
    ticked: bool = False
    typed: bool = True
    bounds: bool = False
    told: bool = True
    more: Mapping[str, Attribute] = {}


_DATE: Final = r"\d{4}-\d\d-\d\d"
_TIME: Final = r"\d\d:\d\d(:\d\d)?"
_NUMBER: Final = r"-?\d+(\.\d+)?"
_KINDS: Final[Mapping[str, _Kind]] = {
    "text": _Kind(),
    "email": _Kind("email"),
    "password": _Kind("password"),
    "tel": _Kind("tel"),
    "url": _Kind("url"),
    "search": _Kind("search"),
    "number": _Kind("number", _NUMBER, bounds=True),
    "range": _Kind("range", _NUMBER, typed=False, bounds=True, told=False),
    "rating": _Kind("range", _NUMBER, typed=False, bounds=True, told=False, more={"min": "0", "max": "5", "step": "1"}),
    "date": _Kind("date", _DATE, typed=False, bounds=True, told=False),
    "time": _Kind("time", _TIME, typed=False, bounds=True, told=False),
    "datetime-local": _Kind("datetime-local", f"{_DATE}[T ]{_TIME}", typed=False, bounds=True, told=False),
    "month": _Kind("month", r"\d{4}-\d\d", typed=False, bounds=True, told=False),
    "week": _Kind("week", r"\d{4}-W\d\d", typed=False, bounds=True, told=False),
    "color": _Kind("color", r"#[0-9a-fA-F]{6}", typed=False, told=False),
    "file": _Kind("file", None, typed=False, told=False),
    "checkbox": _Kind("checkbox", ticked=True, typed=False),
    "switch": _Kind("checkbox", ticked=True, typed=False, more={"role": "switch"}),
    "radio": _Kind("radio", ticked=True, typed=False, told=False),
    "textarea": _Kind(""),
    "otp": _Kind(more={"inputmode": "numeric", "autocomplete": "one-time-code"}),
}
"""Every type; what is not here is a text."""
_MOST_LINES: Final = 40


def draw_input(subject: Subject) -> Element:
    """A control with its label, as far as no field has one for it."""
    kind = _KINDS.get(subject.word("type"), _KINDS["text"])
    around = around_control(subject)
    attributes = {**around.attributes, "class": "ui-input-control", **kind.more, **autofill(subject)}
    attributes |= {**value_name(subject), **subject.handler("change")}
    if kind.told and attributes["required"] is True:
        attributes["aria-required"] = "true"
    if kind.typed and (example := attribute_of(subject.meant("placeholder"))):
        attributes["placeholder"] = example
    control = _ticked(subject, kind, attributes) if kind.ticked else _typed(subject, kind, attributes)
    inside: tuple[Markup, ...] = (control, *around.label) if kind.ticked else (*around.label, control)
    return subject.outer("div", (*inside, *around.remarks), named=False)


def _ticked(subject: Subject, kind: _Kind, attributes: dict[str, Attribute]) -> Element:
    checked, value = subject.meant("checked"), subject.meant("value")
    if checked is None and (isinstance(value, bool) or bound_of(value) is not None):
        checked, value = value, None
    more: dict[str, Attribute] = {"type": kind.type, "checked": flag_of(checked)}
    said = attribute_of(value)
    return Element("input", {**attributes, **more, **({"value": said} if said else {})})


def _typed(subject: Subject, kind: _Kind, attributes: dict[str, Attribute]) -> Element:
    value = subject.meant("value")
    said = attribute_of(value)
    if not kind.type:
        lines = subject.meant("rows")
        if type(lines) is int and 0 < lines <= _MOST_LINES:
            attributes["rows"] = str(lines)
        words = words_of(value)
        return Element("textarea", attributes, (words,) if words else ())
    attributes["type"] = kind.type
    if kind.bounds:
        attributes |= _bounds(subject)
    if kind.value is not None and said and (not isinstance(said, str) or _fits(kind.value, said)):
        attributes["value"] = said
    return Element("input", attributes)


def _fits(pattern: str, value: str) -> bool:
    return pattern == r".*" or re.fullmatch(pattern, value, re.ASCII) is not None


def _bounds(subject: Subject) -> dict[str, Attribute]:
    values = {name: subject.meant(name) for name in ("min", "max", "step")}
    dated = re.compile(f"{_DATE}([T ]{_TIME})?|{_TIME}|\\d{{4}}-W?\\d\\d", re.ASCII)
    return {name: plain(value) for name, value in values.items() if is_number(value) or dated.fullmatch(plain(value))}
