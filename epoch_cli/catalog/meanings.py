"""What props mean, whatever a design system calls them.

Pages and other formats are made by role and meaning, so that no code knows a component or a prop by name. A prop says
in its preset what it means (`means`); one without that means what it is called, where that is a meaning. What a
component is by its nature (a checkbox is an input whose type is `checkbox`) stands in its `implies`, by meaning, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from epoch_cli.catalog.components import Component, Prop
    from epoch_cli.catalog.load import Catalog

MEANINGS: Final[Mapping[str, str]] = {
    # boxes
    "padding": "space inside: a token",
    "gap": "space between what is inside: a token",
    "direction": "row or column",
    "align": "across the direction, or of a text: start, center, end, stretch, justify",
    "justify": "along the direction: start, center, end, between",
    "wrap": "whether a row goes on in another line",
    "columnCount": "how many columns a grid has",
    "background": "colour behind: a token",
    "border": "true, or its colour: a token",
    "shadow": "elevation: a token",
    "radius": "rounding of corners: a token",
    "width": "how wide: sm, md, lg, xl, full, or a token",
    "layout": "of a form: vertical, horizontal, inline",
    # words
    "level": "what a text is: h1 to h6, body, caption, lead, small, code, quote, or a token",
    "weight": "normal, medium, semibold, bold",
    "color": "colour of words: a token",
    "lineHeight": "tight, normal, relaxed",
    "text": "its words, where the node's `text` does not say them",
    "title": "its heading",
    "description": "a sentence below its heading",
    "label": "visible name",
    "ariaLabel": "name that is read aloud",
    "caption": "what a table or picture shows",
    "icon": "name of a picture beside the words",
    "tone": "colour with a meaning: primary, secondary, success, danger, warning, info, neutral",
    # what is pressed
    "variant": "how much it stands out: primary, secondary, outline, ghost, danger, link",
    "size": "sm, md, lg, xl",
    "kind": "submit, button or reset",
    "href": "address that it leads to",
    "disabled": "whether it cannot be used",
    "press": "handler: pressed",
    "submit": "handler: a form is sent",
    "change": "handler: another value",
    "close": "handler: closed",
    # what is asked
    "type": "of an input, as in HTML, and textarea, switch, rating, otp",
    "name": "key of the value",
    "value": "what it says at first; of a progress bar, how far it is",
    "checked": "whether it is ticked at first",
    "placeholder": "an example, or what is said while nothing is chosen",
    "hint": "help below",
    "error": "what is wrong",
    "required": "whether an answer has to be given",
    "autocomplete": "as in HTML",
    "min": "least value",
    "max": "greatest value; of a progress bar, where it ends",
    "step": "between two values",
    "rows": "of a table: its data; of a text area: how many lines",
    "options": "choices: words, or { value, label }",
    "multiple": "whether several can be chosen",
    "appearance": "of a choice: select, radio, checkboxes, toggle; of panels: tabs, accordion; of a table: data; "
    "of progress: spinner; of a card that says there is nothing: empty; of a control and what is beside it: joined",
    # what is above or behind
    "open": "whether it is open at first",
    "side": "where it comes from: left, right, top, bottom, center",
    "tabs": "the panels' tabs, in order: { id, label }",
    "active": "the tab that is open at first, or the page that is shown",
    # what is listed and shown
    "columns": "of a table: { key, label }",
    "striped": "whether every other row is shaded",
    "sortable": "whether rows can be sorted",
    "items": "entries: words, or { label, href }",
    "src": "address of a picture or film",
    "alt": "what it shows, in words",
    "fallback": "what is shown while it is not there",
    "ratio": "width by height, such as 16/9",
    "orientation": "horizontal or vertical",
}  # fmt: skip
"""Every meaning, with what its values are."""

_FROM_KEYS: Final[Mapping[str, str]] = {
    "heading": "level",
    "caption": "caption",
    "tone": "tone",
    "mandatory": "required",
    "panels": "tabs",
    "names_controls": "label",
}
"""Keys of a component that name a prop, and what that prop means then."""


_USUAL: Final[Mapping[str, str]] = {
    "onClick": "press", "onPress": "press", "onSubmit": "submit", "onChange": "change", "onClose": "close",
    "defaultValue": "value", "defaultChecked": "checked", "defaultTab": "active", "spacing": "gap",
}  # fmt: skip
"""Names of props that most design systems have, and what they mean where a preset does not say it."""


def find_meanings(component: Component) -> dict[str, str]:
    """The prop of each meaning that a component's props have; the first one where several mean the same."""
    means = {meaning: str(prop) for key, meaning in _FROM_KEYS.items() if (prop := getattr(component, key))}
    if component.item_scope is not None:
        means["rows"] = component.item_scope.rows
    told = set(means.values())
    for name, prop in component.props.items():
        meaning = prop.means or (name if name in MEANINGS else _USUAL.get(name, ""))
        if meaning and (prop.means or name not in told):
            means.setdefault(meaning, name)
    return means


def prop_of(component: Component | None, meaning: str) -> Prop | None:
    """The prop that means this; None where a component has none."""
    name = component.means.get(meaning) if component is not None else None
    return component.props[name] if component is not None and name is not None else None


def find_prop(component: Component | None, name: str) -> Prop | None:
    """The prop of a name, else the one that means it, or what props of this name usually mean; None without one."""
    own = component.props.get(name) if component is not None else None
    return own or prop_of(component, _USUAL.get(name, name))


def meant(component: Component | None, props: Any, meaning: str) -> Any:
    """What a node's props say of a meaning, in the words that all design systems share.

    In this order: the prop's value, what the component implies, the prop's default; None for nothing. A value that is
    not what the prop asks for comes as it stands: who shows a document has not always proved it.
    """
    if component is None:
        return props.get(meaning) if isinstance(props, Mapping) else None
    name = component.means.get(meaning)
    if name is None:
        return component.implies.get(meaning)
    prop = component.props[name]
    # asked of a dict first: an abstract class takes ten times as long
    value = props.get(name) if isinstance(props, (dict, Mapping)) else None
    if value is None:
        value = component.implies.get(meaning, prop.default)
    return prop.reads.get(value, value) if isinstance(value, str) else value


class Expressed(NamedTuple):
    """A component with the props that say what was wanted; `left_out` are the meanings that it cannot say."""

    component: Component
    props: dict[str, Any]
    left_out: tuple[str, ...]


def express(catalog: Catalog, role: str, wanted: Mapping[str, Any]) -> Expressed | None:
    """Say something in a design system: the component of that role which says most of it; None without such a role.

    Args:
        catalog: the design system.
        role: what the component is for.
        wanted: values by meaning, in the shared words; None counts as not wanted.
    """
    asked = {meaning: value for meaning, value in wanted.items() if value is not None}
    found = [_expressed(each, asked) for each in catalog.components.values() if each.role == role]
    natures = {meaning for each in found for meaning in each.component.implies}
    return min(found, key=lambda each: _poverty(each, asked, natures), default=None)


def _expressed(component: Component, asked: Mapping[str, Any]) -> Expressed:
    props: dict[str, Any] = {}
    left_out = []
    for meaning, value in asked.items():
        prop = prop_of(component, meaning)
        said = in_own_words(prop, value) if prop is not None else None
        if component.implies.get(meaning) == value:
            continue
        if prop is None or said is None:
            left_out.append(meaning)
        elif said != prop.default:
            props[prop.name] = said
    return Expressed(component, props, tuple(left_out))


def _poverty(expressed: Expressed, asked: Mapping[str, Any], natures: set[str]) -> tuple[int, int, int]:
    """What is not said counts, most of all what others are by their nature; then what is said unasked."""
    unasked = sum(meaning not in asked for meaning in expressed.component.implies)
    return len(natures.intersection(expressed.left_out)), len(expressed.left_out), unasked


def in_own_words(prop: Prop, value: Any) -> Any:
    """A shared word as the prop spells it; None where it has no such word. Only words of an enum can be missing."""
    if not isinstance(value, str) or not prop.values or value in prop.values:
        return value
    spelled: Iterable[str] = (own for own in prop.values if prop.reads.get(own) == value)
    return next(iter(spelled), value if set(prop.types) - {"enum"} else None)
