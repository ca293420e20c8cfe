"""The component library of a design system, as OpenUI Lang asks for one: each component with its arguments, in order.

Arguments have no names in the language, so their places are fixed:

1. `text`, where the component shows one;
2. `children`, where it may hold nodes: `[name, …, @Each(list, "item", Component(…))]`;
3. its props in the catalog's order: first those that it requires, last those that all components have;
4. `node`: an object of what no component takes (`id`, `key`, `testId`, `condition`, `dataSource`, `a11y`), where the
   language has no word of its own for it.

What comes after the last argument that says something is left out; `null` stands for nothing in between.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple

from epoch_cli.catalog import Catalog, Component, Prop

Place = Literal["text", "children", "prop", "node"]

BUILT_IN: Final = frozenset({
    "Count", "First", "Last", "Sum", "Avg", "Min", "Max", "Sort", "Filter", "Round", "Abs", "Floor", "Ceil", "Each",
    "Action", "Run", "ToAssistant", "OpenUrl", "Set", "Reset", "Query", "Mutation",
})  # fmt: skip
"""What the language itself calls something; no component can have such a name."""

NODE_KEYS: Final = ("id", "key", "testId", "condition", "dataSource", "a11y")
"""Fields of a node that the argument `node` can say."""


class Parameter(NamedTuple):
    """A place in a component's arguments; `prop` is the one that stands there, None for the others."""

    name: str
    place: Place
    prop: Prop | None = None


class Signature(NamedTuple):
    """A component as the language calls it."""

    name: str
    component: Component
    parameters: tuple[Parameter, ...]


class Library(NamedTuple):
    """All components, by type and by the name that the language has for them (mostly the same)."""

    by_type: Mapping[str, Signature]
    by_name: Mapping[str, Signature]


def library_of(catalog: Catalog) -> Library:
    """The library of a design system; made once."""
    found: Library | None = catalog.memo.get("openui library")
    if found is None:
        names: dict[str, Signature] = {}
        components = catalog.components.values()
        everywhere = [each.props.keys() for each in components]
        common = set[str]().union(*everywhere).intersection(*everywhere) if len(everywhere) > 1 else set[str]()
        for component in components:
            name = _free(component.type, names)
            names[name] = Signature(name, component, tuple(_parameters(component, common)))
        found = Library({each.component.type: each for each in names.values()}, names)
        catalog.memo["openui library"] = found
    return found


def _free(source: str, taken: Mapping[str, Any]) -> str:
    """A name that begins with a capital and is nobody else's."""
    words = re.findall(r"[A-Za-z0-9_]+", source)
    stem = "".join(word[:1].upper() + word[1:] for word in words)
    stem = stem if stem[:1].isalpha() else f"Component{stem}"
    name, number = stem, 1
    while name in taken or name in BUILT_IN:
        number += 1
        name = f"{stem}{number}"
    return name


def _parameters(component: Component, common: Container[str]) -> Iterator[Parameter]:
    props = dict(sorted(component.props.items(), key=lambda each: (not each[1].required, each[0] in common)))
    if component.text:
        yield Parameter(_beside("text", props), "text")
    if component.children:
        yield Parameter(_beside("children", props), "children")
    for name, prop in props.items():
        yield Parameter(name, "prop", prop)
    yield Parameter(_beside("node", props), "node")


def _beside(name: str, props: Mapping[str, Any]) -> str:
    return _beside(f"{name}_", props) if name in props else name
