"""Where patches write, and what may be written there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from epoch_cli.catalog.exports.expressions import (
    Expression,
    Grammar,
    Name,
    Text,
    either,
    many,
    maybe,
    one_of,
    row,
    value_text,
)
from epoch_cli.catalog.exports.scalars import Scalars


class Writes(NamedTuple):
    """What may stand in each kind of place.

    Attributes:
        node: a node, for `/root` and for places in `children` or of an `itemTemplate`.
        nodes: all children of a node.
        fields: what other fields of a node hold, by name.
        props: what a prop holds, by its name; of any component, as a pointer does not tell of which.
        inside_props: what stands further in.
    """

    node: Expression
    nodes: Expression
    fields: Mapping[str, Expression]
    props: Mapping[str, Expression]
    inside_props: Expression


def patch_lines(writes: Writes, grammar: Grammar, scalars: Scalars) -> Name:
    """One operation on a line of its own: `add` or `replace`, `remove`, `move` or `copy`."""
    places = _Places(scalars, tuple(writes.fields), tuple(writes.props))
    written = either(row(place, Text(',"value":'), value) for place, value in _values_by_place(writes, places))
    write = grammar.define(grammar.free_name("write"), written)
    to_write = either([Text('{"op":"add","path":'), Text('{"op":"replace","path":')])
    to_carry = either([Text('{"op":"move","from":'), Text('{"op":"copy","from":')])
    operations = [
        row(to_write, write),
        row(Text('{"op":"remove","path":'), places.removable),
        row(to_carry, places.inner_node, Text(',"path":'), places.node),
    ]
    return grammar.define(grammar.free_name("patch"), row(either(operations), Text("}"), Text("\n")))


def _values_by_place(writes: Writes, places: _Places) -> Iterator[tuple[Expression, Expression]]:
    yield places.node, writes.node
    yield places.field("children"), writes.nodes
    for name, value in writes.fields.items():
        yield places.field(name), value
    by_value: dict[Expression, list[str]] = {}
    for name, value in writes.props.items():
        by_value.setdefault(value, []).append(name)
    for value, names in by_value.items():
        yield places.props(names), value
    if writes.props:
        yield places.inside_props, writes.inside_props


class _Places:
    """JSON pointers in quotes: `/root`, or a node by its id (`#id`), and on from there."""

    def __init__(self, scalars: Scalars, fields: tuple[str, ...], props: tuple[str, ...]) -> None:
        self._scalars = scalars
        self._any_field = either(map(_step, fields))
        index = either([Text("0"), row(one_of("1-9"), many(one_of("0-9"), 0, 3))])
        child = row(Text("/children/"), index)
        step = either([child, Text("/itemTemplate")])
        anchor = row(Text("#"), one_of("A-Za-z"), many(one_of("A-Za-z0-9_-"), 0, 63))
        self._above = row(either([Text("/root"), anchor]), many(step))
        self._below_root = either([row(anchor, many(step)), row(Text("/root"), many(step, 1))])
        self._any_prop = row(Text("/props/"), either(map(_segment, props))) if props else None

    def _word(self, name: str, pointer: Expression) -> Name:
        return self._scalars.word(name, row(Text('"'), pointer, Text('"')))

    @property
    def node(self) -> Name:
        """Where a node is, or is to be."""
        return self._word("node-place", row(self._above, maybe(Text("/children/-"))))

    @property
    def inner_node(self) -> Name:
        """Where a node is that is not the root."""
        return self._word("inner-node-place", self._below_root)

    def field(self, name: str) -> Name:
        """A field of a node."""
        return self._word(f"{name}-place", row(self._above, _step(name)))

    def props(self, names: list[str]) -> Name:
        """One of these props of a node."""
        return self._word(f"{names[0]}-prop", row(self._above, Text("/props/"), either(map(_segment, names))))

    @property
    def inside_props(self) -> Name:
        """Something inside a prop."""
        further = many(row(Text("/"), many(one_of("A-Za-z0-9_-"), 1)), 1)
        return self._word("inside-prop", row(self._above, self._any_prop, further))

    @property
    def removable(self) -> Name:
        """A node that is not the root, or a field of one, or a prop."""
        ends = [self._any_field, *([self._any_prop] if self._any_prop else [])]
        return self._word("removable", either([self._below_root, row(self._above, either(ends))]))


def _step(name: str) -> Text:
    return Text("/" + _segment(name).text)


def _segment(name: str) -> Text:
    """A step of a pointer (RFC 6901, section 3), as it stands in a JSON string."""
    return Text(value_text(name.replace("~", "~0").replace("/", "~1")).text[1:-1])
