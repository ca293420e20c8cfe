"""What a document looks like, before there is data: elements in which bindings, lists and conditions still stand.

`render` makes it from a document by the roles of its components. With data it becomes a page (`fill`, `html`), without
data the source of a React component (`convert`). Nothing here is text of a language yet, so nothing is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

MARK: Final = "ui-"
"""What the classes of all elements begin with, and the DOM ids of nodes: no document's id is another's."""
ROOT_ID: Final = f"{MARK}root"
"""The DOM id of the element that the document is in, by which the style sheet knows it."""


class Bound(NamedTuple):
    """A binding: its root (`context`, `props`, `item`) and the path after it."""

    root: str
    path: tuple[str, ...]


Words = tuple["str | Bound", ...]
"""A text as it was written, bindings in their places."""

Attribute = str | bool | Words
"""`True` is an attribute without a value, `False` is none; one `Bound` alone may turn out as either."""


class Element(NamedTuple):
    """An HTML element.

    Attributes:
        tag: its name, one of those that `html` allows.
        attributes: their values by name; one may be bound.
        children: what is in it, in order.
    """

    tag: str
    attributes: Mapping[str, Attribute] = {}
    children: tuple[Markup, ...] = ()


class Each(NamedTuple):
    """Children that are there once for each entry of a list, which `{item.x}` means in them.

    `key` tells one entry from the others, such as `{item.id}`; empty where their order has to.
    """

    source: Bound
    children: tuple[Markup, ...]
    key: Words = ()


class When(NamedTuple):
    """Children that are there on a condition, as it was written."""

    condition: Words
    children: tuple[Markup, ...]


Markup = Element | Each | When | Words


def elements_in(markups: Iterable[Markup]) -> Iterator[Element]:
    """All elements, however deep; of lists those that are there once for each entry."""
    waiting = list(markups)[::-1]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Element):
            yield here
        if isinstance(here, (Element, Each, When)):
            waiting += here.children[::-1]


def ids_in(markups: Iterable[Markup]) -> Iterator[str]:
    """The ids that elements have, and the names that tie radio buttons together: others for each entry of a list."""
    for element in elements_in(markups):
        names = ("id", "name") if element.attributes.get("type") == "radio" else ("id",)
        yield from (value for name in names if isinstance(value := element.attributes.get(name), str))
