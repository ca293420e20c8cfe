"""The language of a catalog's nodes, documents and patches, as a grammar.

Keys stand in the order of `document/canonical.py`. What a grammar does not say, and the validator finds: ids that occur
twice, sums (nodes, depth, bindings, handlers, score), needs that an ancestor meets, accessibility, hostile content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from epoch_cli.catalog.budgets import Profile
from epoch_cli.catalog.components import NO_LIMIT, Component, Prop, PropType
from epoch_cli.catalog.exports import Form
from epoch_cli.catalog.exports.expressions import (
    START,
    Expression,
    Grammar,
    Name,
    Text,
    either,
    many,
    maybe,
    row,
    value_text,
)
from epoch_cli.catalog.exports.members import Member, Objects
from epoch_cli.catalog.exports.places import Writes, patch_lines
from epoch_cli.catalog.exports.scalars import Scalars
from epoch_cli.catalog.load import Catalog
from epoch_cli.catalog.models import Models
from epoch_cli.document.canonical import DOCUMENT_ORDER, NODE_ORDER
from epoch_cli.document.node import A11Y_FIELDS


def grammar_of(
    catalog: Catalog, form: Form, *, profile: Profile | None = None, models: Models | None = None
) -> Grammar:
    """The grammar of patches, one a line, or of one document.

    Args:
        catalog: the design system.
        form: `patches`: each line an operation in compact text, ended by a line feed; `document`: compact or laid out.
        profile: its cap on children holds; None for the components' own alone.
        models: what context paths in patches may name; without any they are free.
    """
    language = _Language(catalog, form, profile, Models() if models is None else models)
    return language.patches() if form == "patches" else language.document()


class _Language:
    def __init__(self, catalog: Catalog, form: Form, profile: Profile | None, models: Models) -> None:
        self._catalog = catalog
        self._narrow = form == "patches"
        self._most_children = profile.children if profile else NO_LIMIT
        self._grammar = Grammar()
        self._scalars = Scalars(self._grammar, form, models)
        self._objects = Objects(self._grammar, self._scalars.space, ordered=self._narrow)
        self._node = self._grammar.free_name("node")
        self._json = self._grammar.free_name("json")
        self._values: dict[str, list[Expression]] = {}
        self._makers: Mapping[PropType, Callable[[Prop], Expression]] = {
            "enum": lambda prop: self._scalars.values(prop.name, prop.values),
            "token": lambda prop: self._scalars.tokens(self._catalog.tokens[prop.group]),
            "string": self._scalars.matching,
            "number": self._scalars.number_of,
            "boolean": lambda _: self._scalars.boolean,
            "handler": lambda _: self._scalars.handler,
            "object": self._object,
            "array": self._array,
            "any": self._anything,
        }

    # ------------------------------------------------------------ the two forms

    def patches(self) -> Grammar:
        """Lines of operations."""
        fields = self._shared_fields()
        self._nodes(fields)
        writes = Writes(
            node=self._node,
            nodes=self._objects.brackets(self._node, 0, _cap(self._most_children)),
            fields={**{name: value for name, value in fields.items() if name != "itemTemplate"},
                    "text": self._scalars.string},
            props={name: either(options) for name, options in self._values.items()},
            inside_props=self._free(),
        )  # fmt: skip
        self._grammar.define(Name(START), many(patch_lines(writes, self._grammar, self._scalars), 1))
        return self._grammar

    def document(self) -> Grammar:
        """One document; a space or a line feed may follow it."""
        self._nodes(self._shared_fields())
        values = {"root": self._node, "metadata": self._free_object()}
        members = [Member(name, values.get(name, self._scalars.string)) for name in DOCUMENT_ORDER]
        self._grammar.define(
            Name(START), row(Objects(self._grammar, self._scalars.space, ordered=True).closed("document", members),
                             self._scalars.space),
        )  # fmt: skip
        return self._grammar

    # ------------------------------------------------------------ nodes

    def _shared_fields(self) -> dict[str, Expression]:
        """The fields that are the same for every component."""
        a11y = [
            Member(name, self._scalars.boolean if kind is bool else self._scalars.string)
            for name, kind in A11Y_FIELDS.items()
        ]
        return {
            "id": self._scalars.identity,
            "key": self._scalars.string,
            "testId": self._scalars.unbound,
            "condition": self._scalars.string,
            "dataSource": self._scalars.binding,
            "a11y": self._grammar.define(self._grammar.free_name("a11y"), self._objects.closed("a11y", a11y)),
            "itemTemplate": self._node,
        }

    def _nodes(self, fields: Mapping[str, Expression]) -> None:
        shared = {
            name: self._grammar.define(self._grammar.free_name(f"its-{name}"), self._member(name, value))
            for name, value in fields.items()
        }
        components = [self._component(component, shared) for component in self._catalog.components.values()]
        self._grammar.define(self._node, either(components))

    def _member(self, name: str, value: Expression) -> Expression:
        return self._objects.member(Member(name, value))

    def _component(self, component: Component, shared: Mapping[str, Expression]) -> Expression:
        """A node of one type."""
        type_ = value_text(component.type).text
        space = self._scalars.space
        start = row(Text("{"), space, self._member("type", Text(type_))) if space else Text(f'{{"type":{type_}')
        return self._grammar.define(
            self._grammar.free_name(component.type), row(start, self._fields(component, shared))
        )

    def _fields(self, component: Component, shared: Mapping[str, Expression]) -> Expression:
        """The fields of a node behind its type, to its end; in patches an `itemTemplate` has a `dataSource` (EP107)."""
        listed: list[Member] = []
        for name in NODE_ORDER[1:]:
            field = self._props(component) if name == "props" else self._own_field(name, component, shared)
            if field is not None:
                listed.append(Member(name, field, name == "props" and bool(component.required)))
        end = row(self._scalars.space, Text("}"))
        names = [field.key for field in listed]
        if not self._narrow or "itemTemplate" not in names:
            return self._in_turn(component.type, listed, end)
        at = names.index("dataSource")
        source, behind = listed[at], listed[at + 1 :]
        alone = [field for field in behind if field.key != "itemTemplate"]
        bound = row(self._objects.comma, source.value, self._in_turn(f"bound-{component.type}", behind, end))
        either_way = either([bound, self._in_turn(component.type, alone, end)])
        rest = self._grammar.define(self._grammar.free_name(f"{component.type}-at-dataSource"), either_way)
        return self._in_turn(component.type, listed[:at], rest)

    def _in_turn(self, name: str, fields: Iterable[Member], end: Expression) -> Expression:
        """Fields in order, each there or not but the required ones, then `end`: a rule for what is left at each.

        One rule with a place for every field would be shorter, and stands for two to the power of their number for the
        parsers that write out what is optional. The commas stand here, so that each is read by itself, whatever member
        may follow.
        """
        rest = end
        for field in reversed(list(fields)):
            here = row(self._objects.comma, field.value, rest)
            options = either([here] if field.required else [here, rest])
            rest = self._grammar.define(self._grammar.free_name(f"{name}-at-{field.key}"), options)
        return rest

    def _own_field(self, name: str, component: Component, shared: Mapping[str, Expression]) -> Expression | None:
        """A field as this component has it; None for one that would say nothing there."""
        if name == "text":
            if component.text:
                return self._member(name, self._scalars.string)
            return None if self._narrow else self._member(name, Text('""'))
        if name == "children":
            most = min(component.max_children, self._most_children)
            if not most and self._narrow:
                return None
            return self._member(name, self._objects.brackets(self._node, 0, _cap(most)))
        if name in {"dataSource", "itemTemplate"} and self._narrow and not component.children:
            return None
        return shared[name]

    def _props(self, component: Component) -> Expression:
        value = self._shape(f"{component.type}-props", component.props.values(), note=True)
        return self._member("props", self._grammar.define(self._grammar.free_name(f"{component.type}-props"), value))

    # ------------------------------------------------------------ values

    def _shape(self, name: str, props: Iterable[Prop], *, note: bool = False) -> Expression:
        """An object with these props; `note` keeps what each may be, for patches of a single one."""
        members = []
        for prop in props:
            if prop.deprecated and self._narrow and not prop.required:
                continue
            value = self._value(prop)
            members.append(Member(prop.name, value, prop.required))
            if note:
                self._values.setdefault(prop.name, []).append(value)
        return self._objects.closed(name, members)

    def _value(self, prop: Prop, *, binding: bool = True) -> Expression:
        """A value of one of the prop's types, or a binding where it takes one and that is wanted."""
        options = [self._makers[kind](prop) for kind in prop.types]
        any_string = "any" in prop.types or ("string" in prop.types and prop.pattern is None)
        if binding and prop.binding and not any_string:
            options.append(self._scalars.binding)
        return either(options)

    def _object(self, prop: Prop) -> Expression:
        if not prop.fields:
            return self._free_object()
        name = self._grammar.free_name(f"{prop.name}-item")
        return self._grammar.define(name, self._shape(f"{prop.name}-item", prop.fields.values()))

    def _array(self, prop: Prop) -> Expression:
        """An array; in patches a list is bound as a whole, and no element of it is."""
        element = self._value(prop.element, binding=not self._narrow) if prop.element else self._free()
        return self._objects.brackets(element, int(prop.filled and self._narrow))

    def _anything(self, prop: Prop) -> Expression:
        """Any JSON, with what the prop says of numbers, objects and arrays."""
        if not prop.fields and prop.element is None and "number" not in prop.types and prop.binding:
            return self._free()
        string = self._scalars.string if prop.binding else self._scalars.unbound
        return either([*self._plain(string, self._scalars.number_of(prop)), self._object(prop), self._array(prop)])

    # ------------------------------------------------------------ free JSON

    def _plain(self, string: Name, number: Name) -> list[Expression]:
        return [string, number, self._scalars.boolean, Text("null")]

    def _free(self) -> Name:
        """Any JSON."""
        if self._json.name not in self._grammar.rules:
            self._grammar.define(self._json, Text("null"))  # it holds itself, so it has to be there
            nested = [self._free_object(), self._objects.brackets(self._json)]
            self._grammar.define(
                self._json, either([*self._plain(self._scalars.string, self._scalars.number), *nested])
            )
        return self._json

    def _free_object(self) -> Expression:
        space = self._scalars.space
        pair = row(self._scalars.string, Text(":"), space, self._free())
        pairs = row(pair, many(row(self._objects.comma, pair)), space)
        return row(Text("{"), space, maybe(pairs), Text("}"))


def _cap(most: int) -> int | None:
    return None if most >= NO_LIMIT else most
