"""A document for each component of a design system that shows it in use: for references, and for whoever tries one.

An example is made of what the catalog says, by role and meaning: the props that have to be there, what names the
component, the handlers it has, and inside it what its role is for. Whether it is valid, the caller is asked, who knows
the rules: where the first attempt is not, a barer one is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from epoch_cli.catalog.components import Component, Prop
from epoch_cli.catalog.load import Catalog
from epoch_cli.catalog.meanings import express, prop_of

Node = dict[str, Any]
Valid = Callable[[dict[str, Any]], bool]

_WORDS: Final[Mapping[str, str]] = {
    "label": "Email",
    "title": "Delete this order?",
    "text": "Saved a moment ago",
    "caption": "Open orders",
    "alt": "A cup of coffee",
    "description": "It cannot be brought back.",
    "hint": "We never share it.",
    "placeholder": "name@example.com",
    "fallback": "AB",
    "name": "email",
    "icon": "check",
    "href": "https://example.com/help",
    "src": "https://example.com/coffee.jpg",
    "ratio": "16/9",
    "autocomplete": "email",
    "rows": "{context.orders}",
}
"""What an example says where a prop has a meaning."""
_TEXTS: Final[Mapping[str, str]] = {
    "action": "Save",
    "link": "Help",
    "status": "Paid",
    "text": "Your order is on its way.",
}
_LABELS: Final[Mapping[str, str]] = {"choice": "Region", "menu": "More", "popover": "More", "navigation": "Shop"}
_LISTS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "options": (("eu", "Europe"), ("us", "America")),
    "columns": (("number", "Number"), ("total", "Total")),
    "tabs": (("details", "Details"), ("history", "History")),
    "items": (("orders", "Orders"), ("customers", "Customers")),
}
"""What the entries of a list are called: a key, and the words for it."""
_KEYS: Final = frozenset({"value", "id", "key", "name"})
_SHOWN: Final = ("press", "submit", "close", "href", "src", "alt", "caption", "rows", "tone", "open")
"""Meanings that an example says even where they need not be said."""
_SPELLINGS: Final = ("email", "Email", "a", "1", "2026-01-15", "12:00", "#1d4ed8", "https://example.com/", "16/9", "en")
"""Strings that are tried where a prop has a pattern."""


def example_document(catalog: Catalog, component: Component, valid: Valid) -> dict[str, Any] | None:
    """A valid document whose root is a node of this component; None where none was found."""
    for bare in (False, True):
        for inside in (True, False):
            node = _Maker(catalog, bare=bare).node(component, inside=inside)
            document = {"root": node}
            if valid(document):
                return document
    return None


class _Maker:
    def __init__(self, catalog: Catalog, *, bare: bool) -> None:
        self._catalog = catalog
        self._bare = bare

    def node(self, component: Component, *, inside: bool = True, named: bool = False) -> Node:
        """A node; with children where it may have them, and without a name of its own where it is `named`."""
        node: Node = {"type": component.type}
        props = self._props(component, named=named)
        if props:
            node["props"] = props
        if component.text:
            node["text"] = _TEXTS.get(component.role, component.label)
        if component.children and inside:
            children = self._children(component, props)[: component.max_children]
            if children:
                node["children"] = children
        return node

    def _props(self, component: Component, *, named: bool) -> dict[str, Any]:
        names = dict.fromkeys(component.required)
        if not named:
            sources = [source for source in component.name.sources if not (component.text and source == "text")]
            if not component.text and component.name.sources:
                names |= dict.fromkeys([source for source in sources if source != "text"][:1])
        names |= dict.fromkeys([*component.requires_any[:1], *filter(None, (component.names_controls,))])
        if not self._bare:
            shown = (prop_of(component, meaning) for meaning in _SHOWN)
            names |= dict.fromkeys(prop.name for prop in shown if prop is not None and not prop.deprecated)
        made: dict[str, Any] = {}
        for name in component.props:
            if name in names:
                value = self._value(component.props[name], component, made)
                if value is not None:
                    made[name] = value
        return made

    # ------------------------------------------------------------ children

    def _children(self, component: Component, props: Mapping[str, Any]) -> list[Node]:
        if component.panels:
            entries = props.get(component.panels)
            return [self._words() for _ in entries] if isinstance(entries, list) else []
        inside: Mapping[str, Callable[[], list[Node]]] = {
            "form": lambda: [*self._asked(), *self._role("action")],
            "field": lambda: self._role("input", named=True),
            "dialog": lambda: [self._words(), *self._role("action")],
            "menu": lambda: self._role("action"),
        }
        return [node for node in inside.get(component.role, lambda: [self._words()])() if node]

    def _asked(self) -> list[Node]:
        return self._role("field") or self._role("input")

    def _role(self, role: str, *, named: bool = False) -> list[Node]:
        """The plainest component of a role: a field for text, not a switch."""
        found = express(self._catalog, role, {"type": "text"} if role == "input" else {})
        if found is None:
            return []
        return [self.node(found.component, named=named and found.component.name.inherit)]

    def _words(self) -> Node:
        text = self._catalog.by_role("text")
        return self.node(text, inside=False) if text is not None else {}

    # ------------------------------------------------------------ values

    def _value(self, prop: Prop, component: Component | None, others: Mapping[str, Any]) -> Any:
        """A value of a prop; None where none could be made."""
        if prop.one_of:
            return self._chosen(prop, others)
        if prop.default is not None and not prop.fields and prop.types != ("boolean",):
            return prop.default
        for kind in prop.types:
            value = self._of_kind(kind, prop, component)
            if value is not None:
                return value
        return None

    def _of_kind(self, kind: str, prop: Prop, component: Component | None) -> Any:
        meaning = _meaning(prop, component)
        made: Mapping[str, Callable[[], Any]] = {
            "enum": lambda: next(iter(prop.values), None),
            "token": lambda: next(iter(self._catalog.tokens[prop.group].tokens), None),
            "string": lambda: _string(prop, meaning, component),
            "number": lambda: _number(prop),
            "boolean": lambda: True,
            "handler": lambda: _handler(prop.name),
            "object": lambda: self._object(prop, _LISTS["items"][0]),
            "array": lambda: _WORDS["rows"] if meaning == "rows" and prop.binding else self._list(prop, meaning),
            "any": lambda: "anything",
        }
        return made[kind]()

    def _chosen(self, prop: Prop, others: Mapping[str, Any]) -> Any:
        listed, _, field = prop.one_of.partition(".")
        entries = others.get(listed)
        first = entries[0] if isinstance(entries, list) and entries else None
        return first.get(field) if isinstance(first, dict) else first

    def _list(self, prop: Prop, meaning: str) -> list[Any]:
        entries = _LISTS.get(meaning, _LISTS["items"])
        if prop.fields:
            return [self._object(prop, entry) for entry in entries]
        kind = (prop.items or ("string",))[0]
        return [_entry(kind, number, words) for number, (_, words) in enumerate(entries)]

    def _object(self, prop: Prop, entry: tuple[str, str]) -> dict[str, Any]:
        """An object with what its fields ask for, and with what an entry of a list is called."""
        key, words = entry
        made: dict[str, Any] = {}
        for name, field in prop.fields.items():
            named = {**dict.fromkeys(_KEYS, key), "label": words, "title": words}.get(name)
            if named is not None and "string" in field.types and field.fits(named):
                if field.required or name in {"label", "title"}:
                    made[name] = named
            elif field.required:
                made[name] = self._value(field, None, made)
        return {name: value for name, value in made.items() if value is not None}


def _meaning(prop: Prop, component: Component | None) -> str:
    if component is None:
        return prop.means or prop.name
    return next((meaning for meaning, name in component.means.items() if name == prop.name), prop.name)


def _string(prop: Prop, meaning: str, component: Component | None) -> str | None:
    usual = "https://example.com/" if prop.format == "url" else prop.name[:1].upper() + prop.name[1:]
    said = _WORDS.get(meaning, usual)
    if meaning == "label" and component is not None:
        said = _LABELS.get(component.role, said)
    return next((each for each in (said, prop.name, *_SPELLINGS) if prop.fits(each)), None)


def _number(prop: Prop) -> float:
    if prop.minimum is not None:
        return prop.minimum
    return 1 if prop.maximum is None else min(1, prop.maximum)


def _entry(kind: str, number: int, words: str) -> Any:
    return {"number": number + 1, "boolean": number == 0}.get(kind, words)


def _handler(name: str) -> str:
    """The name of a handler after that of its prop: `onClick` → `handleClick`."""
    plain = re.sub(r"[^A-Za-z0-9_]", "", re.sub(r"^on(?=[A-Z])", "", name))
    return f"handle{plain[:1].upper()}{plain[1:]}"
