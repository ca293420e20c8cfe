"""The component library as a JSON Schema, which `createParser` and `createStreamingParser` of the npm package take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from epoch_cli.catalog import Catalog, Prop
from epoch_cli.catalog.components import PropType
from epoch_cli.convert.openui.library import NODE_KEYS, Parameter, library_of
from epoch_cli.document.node import A11Y_FIELDS

Schema = dict[str, Any]

_STRING: Final[Schema] = {"type": "string"}
_BOOLEAN: Final[Schema] = {"type": "boolean"}
_A11Y: Final[Schema] = {
    "type": "object",
    "properties": {name: _BOOLEAN if kind is bool else _STRING for name, kind in A11Y_FIELDS.items()},
}
_NODE: Final[Schema] = {
    "type": "object",
    "properties": {name: _A11Y if name == "a11y" else {} for name in NODE_KEYS},
    "description": "what no component takes",
}


def library_schema(catalog: Catalog) -> Schema:
    """The library of a design system: `$defs` by component name, their properties in the order of the arguments."""
    tokens = {name: [each for token in group.tokens.values() for each in (token.name, group.full_name(token))]
              for name, group in catalog.tokens.items()}  # fmt: skip
    makers = _makers(tokens)
    defs = {
        name: {
            "type": "object",
            "description": signature.component.description,
            "properties": {each.name: _of_parameter(each, makers) for each in signature.parameters},
            "required": list(signature.component.required),
        }
        for name, signature in library_of(catalog).by_name.items()
    }
    return {"$defs": defs, "type": "object", "properties": {name: {"$ref": f"#/$defs/{name}"} for name in defs}}


_Makers = Mapping[PropType, Callable[[Prop], Schema]]


def _makers(tokens: Mapping[str, list[str]]) -> _Makers:
    """A schema for each type of prop. A handler is an `Action`, which is no value until the page runs."""

    def of_object(prop: Prop) -> Schema:
        if not prop.fields:
            return {"type": "object"}
        fields = {name: _of_prop(each, makers) for name, each in prop.fields.items()}
        return {
            "type": "object",
            "properties": fields,
            "required": [name for name, each in prop.fields.items() if each.required],
        }

    makers: _Makers = {
        "enum": lambda prop: {"enum": list(prop.values)},
        "token": lambda prop: {"enum": tokens[prop.group]},
        "string": lambda _: _STRING,
        "number": lambda _: {"type": "number"},
        "boolean": lambda _: _BOOLEAN,
        "handler": lambda _: {},
        "object": of_object,
        "array": lambda prop: {"type": "array", **({"items": _of_prop(prop.element, makers)} if prop.element else {})},
        "any": lambda _: {},
    }
    return makers


def _of_parameter(parameter: Parameter, makers: _Makers) -> Schema:
    if parameter.prop is not None:
        return _of_prop(parameter.prop, makers)
    return {"text": _STRING, "children": {"type": "array"}, "node": _NODE}[parameter.place]


def _of_prop(prop: Prop, makers: _Makers) -> Schema:
    kinds = [makers[kind](prop) for kind in prop.types]
    made = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    return {**made, "description": prop.description} if prop.description else made
