"""Documents from hypothesis: what a catalog allows, and the same with mistakes in it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Self

from hypothesis import strategies as st

from epoch_cli.catalog import Catalog, Component, Prop, load_catalog
from epoch_cli.catalog.components import PropType
from epoch_cli.document.node import A11Y_FIELDS, DOCUMENT_FIELDS, NODE_FIELDS

EVERYTHING = r"""
[preset]
name = "everything"
extends = "punk"

[components.Gauge]
children = 2

[components.Gauge.props]
value = { type = "number", min = 0, max = 10.5, required = true }
step = { type = "number", integer = true, min = 1, binding = false }
space = { type = ["number", "token"], group = "spacing" }
mode = { type = ["enum", "number"], values = ["auto", "none"] }
tone = { type = ["enum", "token"], values = ["inherit", "primary"], group = "colors" }
code = { type = "string", pattern = '^[A-Z]{2}[0-9]$' }
either = { type = ["string", "boolean"], pattern = 'ab|c' }
note = { type = "string", binding = false }
when = { type = ["handler", "boolean"] }
anything = { type = "any" }
fixed = { type = "any", binding = false }
loose = { type = ["any", "number"], min = 5, integer = true }
matrix = { type = "array", items = "array" }
sizes = { type = "array", items = ["number", "boolean"] }
bag = { type = "object", deprecated = "use anything" }
many = { type = "array" }
shape = { type = "any", fields.x = { type = "string", required = true } }

[components.Gauge.props.spot]
type = ["object", "boolean"]
fields.x = { type = "number", required = true }
fields.in = { type = "object", fields.y = { type = "boolean" } }

[components.Gauge.props.parts]
type = ["array", "string"]
items = "object"
fields.name = { type = "string", required = true, pattern = '[a-z]+', binding = false }

[tokens.spacing.tokens]
huge = { value = 90, deprecated = "use 2xl" }
"""
"""The catalog of `everything`."""


@cache
def everything() -> Catalog:
    """A design system that uses all that a catalog can say of a prop; `punk` does not need all of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "everything.toml"
        path.write_text(EVERYTHING, "utf-8")
        return load_catalog(path)


# ---------------------------------------------------------------- what a catalog allows

_WORD = st.text(st.sampled_from("abz AZ09-_é"), max_size=8)
_NUMBER = st.integers(-20, 20) | st.floats(-20, 20) | st.sampled_from([1e300, -0.0, 2**63])
_BOUND = st.sampled_from(["{context.a}", "{context.user.name}", "{props.x-y}", "{item.b}", "{item}", "{context.$a.0}"])
_HALF_BOUND = st.sampled_from(["a {context.a}", "{context.a}{context.b}", "{item.a}!", "{ context.a }", "{context}"])
_BRACED = st.sampled_from(["{{a.b}}", "{foo}", "{context.}", "{", "}{", "{}", "{a b}", "{{context.a}"])
_ANY: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | _NUMBER | _WORD | _BOUND | _HALF_BOUND,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_WORD, inner, max_size=2),
    max_leaves=4,
)


class _OfCatalog:
    """Strategies of one catalog, built once: hypothesis takes longer to build them than to draw from them."""

    built: ClassVar[dict[tuple[type, str], Any]] = {}

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    @classmethod
    def of(cls, catalog: Catalog) -> Self:
        """Those of a catalog."""
        key = (cls, catalog.digest)
        if key not in cls.built:
            cls.built[key] = cls(catalog)
        return cls.built[key]


class _Parts(_OfCatalog):
    """What nodes are made of."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__(catalog)
        self.components = list(catalog.components.values())
        self.words = st.sampled_from(self._words())
        # one with many props comes up more often
        self.component = st.sampled_from([component for component in self.components for _ in component.props])
        self.props = {component.type: self.shape(component.props) for component in self.components}
        self.field: dict[str, st.SearchStrategy[Any]] = {
            "id": st.sampled_from(["a", "login-form", "A_1", "z" * 64]),
            "key": _WORD | _BOUND,
            "testId": _WORD,
            "condition": _BOUND,
            "dataSource": _BOUND,
            "text": _WORD | _BOUND | _HALF_BOUND,
            "a11y": st.fixed_dictionaries(
                {}, optional={name: _WORD if kind is str else st.booleans() for name, kind in A11Y_FIELDS.items()}
            ),
        }

    def shape(self, props: Mapping[str, Prop]) -> st.SearchStrategy[dict[str, Any]]:
        """An object with every required prop and a few others."""
        values = {name: self.value(prop) for name, prop in props.items()}
        required = {name: values[name] for name, prop in props.items() if prop.required}
        optional = sorted(values.keys() - required.keys())

        @st.composite
        def draw_shape(draw: st.DrawFn) -> dict[str, Any]:
            names = draw(st.lists(st.sampled_from(optional), max_size=3, unique=True)) if optional else []
            return {name: draw(values[name]) for name in (*required, *names)}

        return draw_shape()

    def value(self, prop: Prop) -> st.SearchStrategy[Any]:
        """A value of one of the prop's types, or a binding where it takes one."""
        return st.one_of(*(self.typed(kind, prop) for kind in prop.types), *([_BOUND] if prop.binding else []))

    def typed(self, kind: PropType, prop: Prop) -> st.SearchStrategy[Any]:
        """A value of one type."""
        low, high = prop.minimum or 0, prop.maximum if prop.maximum is not None else 20
        makers: dict[PropType, Callable[[], st.SearchStrategy[Any]]] = {
            "enum": lambda: st.sampled_from(prop.values),
            "token": lambda: st.sampled_from(self.token_names(prop.group)),
            "string": lambda: st.from_regex(prop.pattern, fullmatch=True) if prop.pattern else _WORD,
            "number": lambda: st.integers(int(low), int(high)) if prop.integer else st.floats(low, high),
            "boolean": st.booleans,
            "handler": lambda: st.sampled_from(["save", "_x1", "a" * 64]),
            "object": lambda: self.shape(prop.fields) if prop.fields else st.dictionaries(_WORD, _ANY, max_size=2),
            "array": lambda: st.lists(self.value(prop.element) if prop.element else _ANY, max_size=3),
            "any": lambda: self.shape(prop.fields) if prop.fields else st.integers(5, 9) | _WORD,
        }
        return makers[kind]()

    def token_names(self, group: str = "") -> list[str]:
        """The tokens of a group, or of all, by their short and their full names."""
        groups = [self.catalog.tokens[group]] if group else self.catalog.tokens.values()
        return [
            name for each in groups for token in each.tokens.values() for name in (token.name, each.full_name(token))
        ]

    def _words(self) -> list[str]:
        """Every name that means something somewhere: in the wrong place it is the mistake that a model would make."""
        props = [prop for component in self.components for prop in component.props.values()]
        return [
            *self.catalog.components,
            *NODE_FIELDS, *DOCUMENT_FIELDS, *A11Y_FIELDS,
            *(prop.name for prop in props),
            *(value for prop in props for value in prop.values),
            *(field for prop in props for field in prop.fields),
            *self.token_names(),
            "text", "Txt", "16px", "1.5rem", "#fff", "red", "save()", "a b", "x" * 65, "", "9", "users",
        ]  # fmt: skip


@st.composite
def nodes(draw: st.DrawFn, catalog: Catalog, depth: int) -> dict[str, Any]:
    """A node that breaks no rule of structure, components, props and tokens, with up to `depth` levels below it."""
    parts = _Parts.of(catalog)
    component: Component = draw(parts.component)
    holds = bool(component.children and depth)
    names = ["props", *parts.field, *(["children", "itemTemplate"] if holds else [])]
    if not component.text:
        names.remove("text")
    chosen = set(draw(st.lists(st.sampled_from(names), max_size=5)))
    if component.required:
        chosen.add("props")
    if holds and draw(st.booleans()):
        chosen.add("children")
    made: dict[str, Any] = {"type": component.type}
    for name in sorted(chosen):
        if name == "props":
            made[name] = draw(parts.props[component.type])
        elif name == "children":
            count = draw(st.integers(0, min(3, component.max_children)))
            made[name] = [draw(nodes(catalog, depth - 1)) for _ in range(count)]
        else:
            made[name] = draw(nodes(catalog, depth - 1) if name == "itemTemplate" else parts.field[name])
    return made


_BESIDE_ROOT = st.fixed_dictionaries(
    {}, optional={"$schema": _WORD, "punkVersion": _WORD, "metadata": st.dictionaries(_WORD, _ANY, max_size=2)}
)


@st.composite
def documents(draw: st.DrawFn, catalog: Catalog, depth: int = 3) -> dict[str, Any]:
    """A whole document of such nodes."""
    return {**draw(_BESIDE_ROOT), "root": draw(nodes(catalog, depth))}


# ---------------------------------------------------------------- with mistakes in it

_HOW = st.sampled_from(["prop", "prop", "prop", "field", "field", "replace", "remove", "rename", "insert"])


@st.composite
def mutated(draw: st.DrawFn, catalog: Catalog, depth: int = 3) -> dict[str, Any]:
    """A document with up to three mistakes (some of which are none, by chance)."""
    document: dict[str, Any] = deepcopy(draw(documents(catalog, depth)))
    mistakes = _Mistakes.of(catalog)
    for _ in range(draw(st.integers(1, 3))):
        how = draw(_HOW)
        if how in {"prop", "field"}:
            node = draw(st.sampled_from(list(_nodes_of(document)) or [{}]))
            change = mistakes.in_prop if how == "prop" else mistakes.in_field
            change(draw, node)
        else:
            _change_place(draw, how, document, mistakes.parts.words, mistakes.any)
    return document


class _Mistakes(_OfCatalog):
    """What a model gets wrong, by the place it is made for; elsewhere, anything at all."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__(catalog)
        self.parts = _Parts.of(catalog)
        words, node = self.parts.words, nodes(catalog, 0)
        children = st.integers(1, 5).flatmap(lambda count: st.lists(node, min_size=count, max_size=count))
        self.any = st.one_of(words, words, _ANY, _BRACED, _NUMBER, node, children)
        self.fields: dict[str, st.SearchStrategy[Any]] = {
            "type": words,
            "id": st.sampled_from(["a b", "1a", "x" * 65, "", "{item.id}"]),
            "children": children,
            "text": words,
            "testId": _BOUND,
            "dataSource": st.sampled_from(["users", "{{users}}", "all {context.users}"]),
        }
        self.types: dict[str, st.SearchStrategy[Any]] = {
            "token": st.sampled_from(["16px", "#fff", *self.parts.token_names()]),
            "number": st.integers(-99, 99) | st.floats(-99, 99),
            "string": st.sampled_from(["9!", "a b", "Ab", "", "a{context.b}", "{context.b}"]),
            "handler": st.sampled_from(["save()", "a b", "{context.save}", "x" * 65]),
        }

    def in_field(self, draw: st.DrawFn, node: dict[str, Any]) -> None:
        """Give a field of a node something that it may not hold."""
        # `children` more often, for few components hold too many as soon as they hold any
        name = draw(st.sampled_from([*NODE_FIELDS, *["children"] * 5]))
        node[name] = draw(self._apt(draw, self.fields, name))

    def in_prop(self, draw: st.DrawFn, node: dict[str, Any]) -> None:
        """Give a prop of a node's component something that it may not hold."""
        component = self.catalog.components.get(str(node.get("type")))
        if component is not None and isinstance(node.setdefault("props", {}), dict):
            # a type first, for few props are handlers or numbers
            kind = draw(st.sampled_from(sorted({prop.types[0] for prop in component.props.values()})))
            name = draw(st.sampled_from([prop.name for prop in component.props.values() if prop.types[0] == kind]))
            node["props"][name] = draw(self._apt(draw, self.types, kind))

    def _apt(self, draw: st.DrawFn, known: dict[str, st.SearchStrategy[Any]], name: str) -> st.SearchStrategy[Any]:
        # not `known | any`: that would make it one of a dozen branches
        return known[name] if name in known and draw(st.booleans()) else self.any


def _change_place(
    draw: st.DrawFn, how: str, document: Any, word: st.SearchStrategy[str], junk: st.SearchStrategy[Any]
) -> None:
    """Replace something anywhere, take it away, call it otherwise, or put something beside it."""
    places = list(_places(document))
    if not places:
        return
    holder, key = draw(st.sampled_from(places))
    if how == "remove":
        del holder[key]
    elif how == "insert" and isinstance(holder, list):
        holder.insert(0, draw(junk))
    elif how == "insert":
        holder[draw(word)] = draw(junk)
    elif how == "rename" and isinstance(holder, dict):
        holder[draw(word)] = holder.pop(key)
    else:
        holder[key] = draw(junk)


def _nodes_of(value: Any) -> Iterator[dict[str, Any]]:
    """Everything in a document that looks like a node."""
    if isinstance(value, dict) and "type" in value:
        yield value
    for _, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _nodes_of(inner)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    for key in keys:
        yield value, key
        yield from _places(value[key])
