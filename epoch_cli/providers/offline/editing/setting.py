"""Props by the words people use: "the placeholder of email", "large", "red", "bigger", "not striped"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from epoch_cli.catalog import Prop
from epoch_cli.catalog.meanings import find_prop, in_own_words
from epoch_cli.document import Patch
from epoch_cli.providers.offline.building.props import fits
from epoch_cli.providers.offline.editing.places import Place, control_in, name_of, unit
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import words

_ORDERS = (("sm", "md", "lg", "xl"), ("caption", "body", "h3", "h2", "h1"))
"""Sizes, from small to big."""

YES, NO = frozenset({"on", "yes", "true"}), frozenset({"off", "no", "false"})


def named_props(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The props that a text names; none when it names none."""
    return lexicon.edit_props.exact(words(text)) or ()


def prop_patch(place: Place, name: str, value: Any) -> Patch:
    """The patch that sets one prop, whether the node has props or not."""
    if isinstance(place.node.get("props"), dict):
        return {"op": "add", "path": f"{place.path}/props/{name}", "value": value}
    return {"op": "add", "path": f"{place.path}/props", "value": {name: value}}


def settings(place: Place, props: tuple[str, ...], text: str, lexicon: Lexicon) -> Iterator[Patch]:
    """The patches that may set one of the props to what a text says, on the node, its field, or its control."""
    for part in parts_of(place):
        for prop in (find_prop(part.component, name) for name in props):
            for value in values(text, lexicon) if prop is not None else ():
                said = in_own_words(prop, value) if prop is not None else None
                if prop is not None and said is not None and fits(prop, said, part.catalog.tokens):
                    yield prop_patch(part, prop.name, _option(part, said) if prop == part.prop("value") else said)


def _option(part: Place, value: Any) -> Any:
    """The value of an option that is called so."""
    for entry in part.props.get("options", ()):
        if words(name_of(entry)) == words(str(value)):
            return entry.get("value") if isinstance(entry, dict) else entry
    return value


def likenings(place: Place, text: str, lexicon: Lexicon, *, on: bool = True) -> Iterator[Patch]:
    """The patches that may make a node what a word says: `secondary`, `large`, `disabled`, `sortable`; or not that."""
    if place.listed:
        yield from _entry_likenings(place, text, lexicon, on=on)
    for part in parts_of(place):
        component = part.component
        for value in values(text, lexicon) if component is not None else ():
            for name, prop in component.props.items() if component is not None else ():
                said = in_own_words(prop, value) if on and _is_choice(prop) else None
                if said is not None and fits(prop, said, part.catalog.tokens):
                    yield prop_patch(part, name, said)
                elif name == value and "boolean" in prop.types:
                    yield from _switched(part, name, prop, on=on)


def _entry_likenings(place: Place, text: str, lexicon: Lexicon, *, on: bool) -> Iterator[Patch]:
    """The patches that may make a column, an option or a tab what a word says: "right aligned", "sortable"."""
    fields = place.component.props[place.listed].fields if place.component is not None else None
    for value in values(text, lexicon) if fields and isinstance(place.entry, dict) else ():
        for name, prop in (fields or {}).items():
            if on and _is_choice(prop) and fits(prop, value, place.catalog.tokens):
                yield {"op": "add", "path": f"{place.path}/{name}", "value": value}
            elif name == value and "boolean" in prop.types:
                yield {"op": "add", "path": f"{place.path}/{name}", "value": on}


def _is_choice(prop: Prop) -> bool:
    return bool({"enum", "token"} & set(prop.types))


def _switched(part: Place, name: str, prop: Prop, *, on: bool) -> Iterator[Patch]:
    """The patch that switches a prop on or off; off, where nothing else is its default, is to have none."""
    if on:
        yield prop_patch(part, name, True)
    elif prop.default is True or (name in part.props and name != "disabled"):
        yield prop_patch(part, name, False)
    elif name in part.props:
        yield {"op": "remove", "path": f"{part.path}/props/{name}"}


def resizings(place: Place, step: int, names: tuple[str, ...] = ("size",)) -> Iterator[Patch]:
    """The patch that makes a node one size bigger or smaller, where there is such a size."""
    for part in parts_of(place):
        for name in names:
            prop = find_prop(part.component, name)
            now = part.meant(prop) if prop is not None else None
            for order in _ORDERS if prop is not None else ():
                if now in order and 0 <= order.index(now) + step < len(order):
                    value = in_own_words(prop, order[order.index(now) + step]) if prop is not None else None
                    if prop is not None and value is not None and fits(prop, value, part.catalog.tokens):
                        yield prop_patch(part, prop.name, value)


def is_at_end(place: Place, step: int, name: str = "size") -> bool:
    """Whether a node is of the biggest size already, or of the smallest."""
    found = ((part, find_prop(part.component, name)) for part in parts_of(place))
    sizes = [part.meant(prop) for part, prop in found if prop is not None and prop.name in part.props]
    return any(now == order[-1 if step > 0 else 0] for now in sizes for order in _ORDERS)


def parts_of(place: Place) -> Iterator[Place]:
    """A node, the field around it, and the control in that."""
    whole = unit(place)
    control = control_in(whole) if whole.role == "field" else None
    seen: set[str] = set()
    for part in (place, whole, control):
        if part is not None and not part.listed and part.path not in seen and part.node.get("type"):
            seen.add(part.path)
            yield part


def values(text: str, lexicon: Lexicon) -> Iterator[Any]:
    """What a text may mean as a value: itself, its small letters, a name for it, a number, a yes or no."""
    spelled = words(text)
    yield text
    yield text.casefold()
    found = lexicon.edit_values.exact(spelled)
    if found is not None:
        yield found
    kind = lexicon.types.exact(spelled)
    if kind is not None:
        yield kind
    if text.isdecimal():
        yield int(text)
    if text.casefold() in YES | NO:
        yield text.casefold() in YES
