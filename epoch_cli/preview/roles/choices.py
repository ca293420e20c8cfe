"""Choices: one out of a list, or several of it; a list that unfolds, or a group of buttons and boxes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from epoch_cli.catalog import Catalog
from epoch_cli.catalog.meanings import meant
from epoch_cli.preview.markup import Attribute, Bound, Each, Element, Markup, Words
from epoch_cli.preview.roles.labels import around_control, value_name
from epoch_cli.preview.subject import Subject
from epoch_cli.preview.words import attribute_of, bound_of, plain, words_of

_GROUPS: Final = frozenset({"radio", "checkboxes", "toggle"})
_MOST: Final = 500
"""Options that are drawn."""
_ITEM: Final = Bound("item", ())
_TIES: Final = ("aria-label", "aria-labelledby", "aria-describedby")


class _Option(NamedTuple):
    """One option; `step` tells its id from those of the others."""

    step: int
    value: Attribute
    label: Words
    chosen: bool = False
    disabled: bool = False


def is_group(catalog: Catalog, node: Mapping[str, Any]) -> bool:
    """Whether a node is a choice that is drawn as a group, which is named by a legend."""
    kind = node.get("type")
    component = catalog.components.get(kind) if isinstance(kind, str) else None
    if component is None or component.role != "choice":
        return False
    props = node.get("props")
    return meant(component, props, "appearance") in _GROUPS or meant(component, props, "multiple") is True


def draw_choice(subject: Subject) -> Element:
    """A choice with its label, as far as no field has one for it."""
    return _draw_group(subject) if is_group(subject.pen.catalog, subject.node) else _draw_select(subject)


def _draw_select(subject: Subject) -> Element:
    around = around_control(subject)
    attributes = {**around.attributes, "class": "ui-choice-control", **value_name(subject)}
    attributes |= subject.handler("change")
    if attributes["required"] is True:
        attributes["aria-required"] = "true"
    default = subject.meant("value")
    if bound_of(default) is not None:
        attributes["data-value"] = attribute_of(default)
    first = subject.words("placeholder")
    options: list[Markup] = [Element("option", {"value": ""}, (first,))] if first else []
    options += _repeated(subject, [_in_select(option) for option in _options(subject)])
    control = Element("select", attributes, tuple(options))
    return subject.outer("div", (*around.label, control, *around.remarks), named=False)


def _draw_group(subject: Subject) -> Element:
    """A group: a field set of its own, unless the field around it is one."""
    field = subject.place.field
    inside_one = field is not None and field.grouped
    around = around_control(subject, label_tag="div" if inside_one else "legend")
    several = subject.meant("multiple") is True or subject.word("appearance") == "checkboxes"
    common: dict[str, Attribute] = {**value_name(subject), **subject.handler("change")}
    common.setdefault("name", subject.part_id("control"))
    common["disabled"] = around.attributes["disabled"]
    required = around.attributes["required"]
    common["required"] = required if not several else False
    drawn = [_in_group(subject, option, common, several=several) for option in _options(subject)]
    options = Element("div", {"class": "ui-choice-options"}, tuple(_repeated(subject, drawn)))
    more: dict[str, Attribute] = {name: around.attributes[name] for name in _TIES if name in around.attributes}
    more |= {"role": "radiogroup"} if not several else {"role": "group"} if inside_one else {}
    if required is True:
        more |= {"data-required": "true"} if several else {"data-required": "true", "aria-required": "true"}
    inside = (*around.label, options, *around.remarks)
    return subject.outer("div" if inside_one else "fieldset", inside, more, named=False)


def _options(subject: Subject) -> Iterator[_Option]:
    """The options as written; one that stands for all of a list that they are bound to."""
    if bound_of(subject.meant("options")) is not None:
        yield _Option(0, (_ITEM,), (_ITEM,))
        return
    default = subject.meant("value")
    chosen = default[:_MOST] if isinstance(default, list) else [default]
    for step, entry in enumerate(subject.entries("options")[:_MOST]):
        told = entry if isinstance(entry, dict) else {"label": entry}
        label = told.get("label")
        value = told.get("value", label)
        words = words_of(label) or words_of(value) or (f"Option {step + 1}",)
        disabled = told.get("disabled") is True
        yield _Option(step, attribute_of(value), words, _is_one_of(value, chosen), disabled=disabled)


def _repeated(subject: Subject, drawn: list[Element]) -> list[Markup]:
    source = bound_of(subject.meant("options"))
    if source is not None:
        return [Each(source, tuple(drawn))]
    more = len(subject.entries("options")) - _MOST
    if more <= 0:
        return list(drawn)
    words: Words = (f"… {more} more",)
    if drawn and drawn[0].tag == "option":
        return [*drawn, Element("option", {"disabled": True}, (words,))]
    return [*drawn, Element("div", {"class": "ui-more"}, (words,))]


def _in_select(option: _Option) -> Element:
    attributes: dict[str, Attribute] = {"value": option.value}
    attributes |= {"selected": option.chosen, "disabled": option.disabled}
    return Element("option", attributes, (option.label,))


def _in_group(subject: Subject, option: _Option, common: Mapping[str, Attribute], *, several: bool) -> Element:
    attributes: dict[str, Attribute] = {
        "class": "ui-choice-control",
        "id": subject.part_id(f"option.{option.step}"),
        "type": "checkbox" if several else "radio",
        "value": option.value,
        "checked": option.chosen,
        **common,
    }
    if option.disabled:
        attributes["disabled"] = True
    words = Element("span", {"class": "ui-choice-label"}, (option.label,))
    return Element("label", {"class": "ui-choice-option"}, (Element("input", attributes), words))


def _is_one_of(value: Any, chosen: list[Any]) -> bool:
    return any(type(value) is type(each) and plain(value) == plain(each) for each in chosen if each is not None)
