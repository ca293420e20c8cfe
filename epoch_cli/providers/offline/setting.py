"""Props by the words people use: "the placeholder of email", "large", "red", "bigger"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from epoch_cli.catalog import Catalog, Prop
from epoch_cli.document import Patch
from epoch_cli.providers.offline.describe import Phrase
from epoch_cli.providers.offline.lexicon import Lexicon
from epoch_cli.providers.offline.phrasebook import words
from epoch_cli.providers.offline.places import Place, control_in, unit
from epoch_cli.providers.offline.props import fits

_JOINTS = frozenset({"of", "for", "on", "in", "at"})
_ORDERS = (("sm", "md", "lg", "xl"), ("caption", "body", "h3", "h2", "h1"))
"""Sizes, from small to big."""

_LONGEST_VALUE = 3


def named_prop(text: str, lexicon: Lexicon, behind: tuple[str, ...] = ()) -> tuple[tuple[str, ...], str] | None:
    """The props that a text names, and the words for the node: "placeholder of the email", "the email's hint".

    `behind` are more words that may stand between the two.
    """
    phrase = Phrase(text)
    start = int(phrase.words[:1] in {("the",), ("a",), ("an",)})
    match = lexicon.edit_props.at(phrase.words, start)
    if match is not None and phrase.words[match.end : match.end + 1] and phrase.words[match.end] in {*_JOINTS, *behind}:
        return match.value, phrase.cut(match.end + 1)
    match = lexicon.edit_props.ending(phrase.words)
    if match is not None and match.start:
        return match.value, phrase.cut(0, match.start)
    return None


def value_ends(text: str) -> Iterator[tuple[str, str]]:
    """Every way to split a text into what is meant and a value at its end, the longest value first."""
    phrase = Phrase(text)
    for size in range(min(_LONGEST_VALUE, len(phrase) - 1), 0, -1):
        yield phrase.cut(0, len(phrase) - size), phrase.cut(len(phrase) - size)


def prop_patch(place: Place, name: str, value: Any) -> Patch:
    """The patch that sets one prop, whether the node has props or not."""
    if isinstance(place.node.get("props"), dict):
        return {"op": "add", "path": f"{place.path}/props/{name}", "value": value}
    return {"op": "add", "path": f"{place.path}/props", "value": {name: value}}


def settings(place: Place, props: tuple[str, ...], text: str, catalog: Catalog, lexicon: Lexicon) -> Iterator[Patch]:
    """The patches that may set one of the props to what a text says, on the node, its field, or its control."""
    for part in _parts(place):
        component = catalog.components.get(str(part.node.get("type")))
        for name in props if component is not None else ():
            prop = component.props.get(name) if component is not None else None
            for value in _values(text, lexicon) if prop is not None else ():
                if prop is not None and fits(prop, value, catalog.tokens):
                    yield prop_patch(part, name, value)


def likenings(place: Place, text: str, catalog: Catalog, lexicon: Lexicon) -> Iterator[Patch]:
    """The patches that may make a node what one word says: `secondary`, `large`, `disabled`, `sortable`."""
    for part in _parts(place):
        component = catalog.components.get(str(part.node.get("type")))
        for value in _values(text, lexicon) if component is not None else ():
            for name, prop in component.props.items() if component is not None else ():
                if {"enum", "token"} & set(prop.types) and fits(prop, value, catalog.tokens):
                    yield prop_patch(part, name, value)
                elif name == value and "boolean" in prop.types:
                    yield prop_patch(part, name, True)


def resizings(place: Place, step: int, catalog: Catalog) -> Iterator[Patch]:
    """The patch that makes a node one size bigger or smaller, where there is such a size."""
    for part in _parts(place):
        component = catalog.components.get(str(part.node.get("type")))
        prop: Prop | None = component.props.get("size") if component is not None else None
        now = part.props.get("size", prop.default if prop is not None else None)
        for order in _ORDERS if prop is not None else ():
            if now in order and 0 <= order.index(now) + step < len(order):
                value = order[order.index(now) + step]
                if prop is not None and fits(prop, value, catalog.tokens):
                    yield prop_patch(part, "size", value)


def _parts(place: Place) -> Iterator[Place]:
    """A node, the field around it, and the control in that."""
    whole = unit(place)
    control = control_in(whole) if whole.role == "field" else None
    seen: set[str] = set()
    for part in (place, whole, control):
        if part is not None and not part.listed and part.path not in seen and part.node.get("type"):
            seen.add(part.path)
            yield part


def _values(text: str, lexicon: Lexicon) -> Iterator[Any]:
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
    if text.casefold() in {"on", "yes", "true", "off", "no", "false"}:
        yield text.casefold() in {"on", "yes", "true"}
