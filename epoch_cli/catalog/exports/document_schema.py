r"""The schema of a whole document for decoders that hold a model to one: alternatives by `anyOf`, no conditions.

`epoch schema document` says the same for editors and validators, in if/then/else, which tells errors at their places
and which no decoder takes. Properties stand in canonical order, since decoders take them in the order of the schema.
Decoders may be narrower than JSON Schema: `\w` is ASCII to them, as to ECMA 262, and a bounded number has no exponent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from epoch_cli.catalog.components import NO_LIMIT, Component, Prop, PropType
from epoch_cli.catalog.exports.strict_schema import Schema, any_of, closed
from epoch_cli.catalog.json_schema import BINDING_PATTERN, HANDLER_PATTERN, pattern_of, ref
from epoch_cli.catalog.load import Catalog
from epoch_cli.catalog.tokens import TokenGroup
from epoch_cli.document.canonical import DOCUMENT_ORDER, NODE_ORDER
from epoch_cli.document.node import A11Y_FIELDS, ID

_STRING: Schema = {"type": "string"}
_BOOLEAN: Schema = {"type": "boolean"}
_FREE_OBJECT: Schema = {"type": "object", "additionalProperties": True}
_BINDING: Schema = {"$ref": ref("binding")}
_NODE: Schema = {"$ref": ref("node")}
_A11Y: Schema = {"$ref": ref("a11y")}


def whole_document_schema(catalog: Catalog) -> Schema:
    """The schema of a document; what may be absent is not required, and nodes hold nodes by reference."""
    fields = {"root": _NODE, "metadata": _FREE_OBJECT}
    nodes = {f"node-{component.type}": component for component in catalog.components.values()}
    a11y = {name: _BOOLEAN if kind is bool else _STRING for name, kind in A11Y_FIELDS.items()}
    definitions = _Definitions(catalog)
    return {
        **closed({name: fields.get(name, _STRING) for name in DOCUMENT_ORDER}, required=()),
        "$defs": {
            "node": {"anyOf": [{"$ref": ref(name)} for name in nodes]},
            **{name: definitions.node(component) for name, component in nodes.items()},
            "a11y": closed(a11y, required=()),
            "binding": {"type": "string", "pattern": BINDING_PATTERN},
        },
    }


class _Definitions:
    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._makers: Mapping[PropType, Callable[[Prop], Schema]] = {
            "enum": lambda prop: {"type": "string", "enum": list(prop.values)},
            "token": lambda prop: _tokens(self._catalog.tokens[prop.group]),
            "string": lambda prop: {**_STRING, **(pattern_of(prop.pattern) if prop.pattern else {})},
            "number": _number,
            "boolean": lambda _: _BOOLEAN,
            "handler": lambda _: {"type": "string", "pattern": HANDLER_PATTERN},
            "object": lambda prop: self._shape(prop.fields.values()) if prop.fields else _FREE_OBJECT,
            "array": lambda prop: {"type": "array", "items": self._value(prop.element) if prop.element else {}},
            "any": self._anything,
        }

    def node(self, component: Component) -> Schema:
        """A node of one type, with the nodes inside it."""
        known: dict[str, Schema] = {
            "type": {"type": "string", "enum": [component.type]},
            "id": {"type": "string", "pattern": f"^{ID.pattern}$"},
            "dataSource": _BINDING,
            "a11y": _A11Y,
            "props": self._shape(component.props.values()),
            "text": _STRING if component.text else {"type": "string", "enum": [""]},
            "children": _children(component),
            "itemTemplate": _NODE,
        }
        required = ["type", "props"] if component.required else ["type"]
        properties = {name: known.get(name, _STRING) for name in NODE_ORDER}
        return closed(properties, component.description, required=required)

    def _shape(self, props: Iterable[Prop]) -> Schema:
        listed = list(props)
        required = [prop.name for prop in listed if prop.required]
        return closed({prop.name: self._value(prop) for prop in listed}, required=required)

    def _value(self, prop: Prop) -> Schema:
        """A value of one of the prop's types, or a binding where it takes one."""
        if prop.types == ("any",) and not prop.fields and prop.element is None:
            return {}
        options = [self._makers[kind](prop) for kind in prop.types]
        return any_of([*options, *([_BINDING] if prop.binding and _STRING not in options else [])])

    def _anything(self, prop: Prop) -> Schema:
        plain = [{"type": kind} for kind in ("string", "number", "boolean", "null")]
        return any_of([*plain, self._makers["object"](prop), self._makers["array"](prop)])


def _children(component: Component) -> Schema:
    cap = {} if component.max_children >= NO_LIMIT else {"maxItems": component.max_children}
    return {"type": "array", "items": _NODE, **cap}


def _tokens(group: TokenGroup) -> Schema:
    full = [group.full_name(token) for token in group.tokens.values()]
    return {"type": "string", "enum": list(dict.fromkeys([*group.tokens, *full]))}


def _number(prop: Prop) -> Schema:
    """A number within its bounds; a whole one may be written `4.0`, which decoders take for no integer."""
    bounds = {"minimum": prop.minimum, "maximum": prop.maximum}
    stated = {name: bound for name, bound in bounds.items() if bound is not None}
    return {"type": "number", **stated}
