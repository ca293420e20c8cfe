"""What a document makes of its data and of its handlers, found before anything is written: types have to fit it all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from epoch_cli.catalog import Models
from epoch_cli.convert.react.names import Names
from epoch_cli.convert.react.shapes import Root, Shape, Use
from epoch_cli.preview.allowed import FLAGS
from epoch_cli.preview.markup import Bound, Each, Element, Markup, When, Words
from epoch_cli.preview.words import as_written

_OWN_MEMBERS: Final = frozenset({"context", "props", "conditions", "children", "key", "ref"})
_ELEMENTS: Final[Mapping[str, str]] = {
    "a": "HTMLAnchorElement",
    "button": "HTMLButtonElement",
    "details": "HTMLDetailsElement",
    "form": "HTMLFormElement",
    "input": "HTMLInputElement",
    "select": "HTMLSelectElement",
    "textarea": "HTMLTextAreaElement",
}
_CHANGE: Final = ("onChange", "ChangeEvent")
_CLICK: Final = ("onClick", "MouseEvent")
_EVENTS: Final[Mapping[tuple[str, str], tuple[str, str]]] = {
    ("submit", "form"): ("onSubmit", "FormEvent"),
    ("change", "input"): _CHANGE,
    ("change", "select"): _CHANGE,
    ("change", "textarea"): _CHANGE,
    ("change", "details"): ("onToggle", "SyntheticEvent"),
}
"""The property and the event of a handler, by its meaning and element; a click for all others."""
HANDLER: Final = "data-on-"
"""What attributes begin with that name a handler; the rest is its meaning."""


class Event(NamedTuple):
    """How an element tells something: a property of React, and the type of what it gives."""

    attribute: str
    kind: str
    target: str

    @property
    def type(self) -> str:
        """The type of the event in TypeScript."""
        return f"{self.kind}<{self.target}>"


def event_of(meaning: str, tag: str) -> Event:
    """The event that a handler of an element is for."""
    return Event(*_EVENTS.get((meaning, tag), _CLICK), _ELEMENTS.get(tag, "HTMLElement"))


def handler_member(name: str) -> str:
    """What a handler is called among the properties of the component."""
    return f"{name}Handler" if name in _OWN_MEMBERS else name


class Handler:
    """A callback: the events that it gets, and the entries of the lists that it is called for."""

    def __init__(self) -> None:
        self.events: dict[Event, None] = {}
        self.entries: list[Shape] = []

    def type(self, indent: str) -> str:
        """Its type in TypeScript."""
        events = " | ".join(dict.fromkeys(event.type for event in self.events))
        types = dict.fromkeys(shape.type(indent) for shape in self.entries)
        return f"(event: {events}{', entry?: ' + ' | '.join(types) if types else ''}) => void"


class Uses:
    """Everything that a component is given.

    Attributes:
        context, props: shapes of the data.
        conditions: conditions that are no bindings, as they were written.
        handlers: callbacks by name.
    """

    def __init__(self, models: Models, names: Names) -> None:
        self.context = Root(models, names)
        self.props = Shape()
        self.conditions: dict[str, None] = {}
        self.handlers: dict[str, Handler] = {}

    def collect(self, markups: Iterable[Markup], item: Shape | None = None) -> None:
        """Remember what markup uses; `item` is the entry that is meant in it."""
        for markup in markups:
            if isinstance(markup, Element):
                self._element(markup, item)
                self.collect(markup.children, item)
            elif isinstance(markup, Each):
                source = self.shape(markup.source, item)
                self._words(markup.key, source.use("list").element if source else None, "text")
                self.collect(markup.children, source.element if source else item)
            elif isinstance(markup, When):
                if self.only(markup.condition, item) is None:
                    self.conditions[as_written(markup.condition)] = None
                self._words(markup.condition, item, "flag")
                self.collect(markup.children, item)
            else:
                self._words(markup, item, "text")

    def shape(self, bound: Bound, item: Shape | None) -> Shape | None:
        """The shape of what a binding leads to; None for an item where there is no list."""
        roots = {"context": self.context, "props": self.props, "item": item}
        root = roots[bound.root]
        return root.at(bound.path) if root is not None else None

    def only(self, words: Words, item: Shape | None) -> Bound | None:
        """The binding that is all of some words, if it leads anywhere."""
        first = words[0] if len(words) == 1 else None
        return first if isinstance(first, Bound) and (first.root != "item" or item is not None) else None

    def _element(self, element: Element, item: Shape | None) -> None:
        for name, value in element.attributes.items():
            if isinstance(value, tuple):
                self._words(value, item, "flag" if name in FLAGS else "text" if name == "value" else "attribute")
            elif name.startswith(HANDLER) and isinstance(value, str):
                handler = self.handlers.setdefault(value, Handler())
                handler.events[event_of(name.removeprefix(HANDLER), element.tag)] = None
                if item is not None and all(item is not each for each in handler.entries):
                    handler.entries.append(item)

    def _words(self, words: Words, item: Shape | None, use: Use) -> None:
        for word in words:
            shape = self.shape(word, item) if isinstance(word, Bound) else None
            if shape is not None:
                shape.use(use if len(words) == 1 else "text")
