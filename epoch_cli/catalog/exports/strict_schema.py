"""The schema that models are held to where a provider takes no grammar: `{"patches": […]}`, without recursion.

It keeps to what the strict modes of OpenAI, Anthropic, Gemini, Ollama and OpenRouter share: the root is an object, each
object names all its properties, requires all of them and allows no other; what may be absent is null; no bounds,
formats or references to oneself. What cannot be said in that is left out, and is written by an operation of its own:
nodes inside nodes (`children` is an empty array or null), and free JSON, such as the rows of a table.

Patterns are the one thing on which providers differ. Without them, a string with a pattern (EP306), the name of a
handler and a `dataSource` may be any string, and props that are no text take no bindings, which only a pattern tells
from other strings. Numbers have their bounds (EP307) where they are few whole ones; a description tells of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from epoch_cli.catalog.components import Component, Prop, PropType
from epoch_cli.catalog.json_schema import HANDLER_PATTERN, pattern_of, ref
from epoch_cli.catalog.load import Catalog
from epoch_cli.catalog.tokens import TokenGroup
from epoch_cli.document.canonical import NODE_ORDER
from epoch_cli.document.node import A11Y_FIELDS, ID

Schema = dict[str, Any]

_NULL: Schema = {"type": "null"}
_STRING: Schema = {"type": "string"}
_BOOLEAN: Schema = {"type": "boolean"}
_NUMBER: Schema = {"type": "number"}
_EMPTY: Schema = {"type": "array", "items": _NULL, "description": "Empty: nodes come by operations of their own."}
_BINDING = r"^\{((context|props|item)(\.[A-Za-z0-9_$-]+)+|item)\}$"
_FEW = 50
"""A whole number with no more choices than these is an enum."""


def patches_schema(catalog: Catalog, *, patterns: bool) -> Schema:
    """The schema of a whole answer of patches; `patterns` says whether it may hold `pattern`."""
    definitions = _Definitions(catalog, patterns=patterns)
    operations = {"anyOf": [{"$ref": ref(name)} for name in ("write", "remove", "carry")]}
    return {
        **closed({"patches": {"type": "array", "items": operations}}, "Operations (RFC 6902), in order."),
        "$defs": definitions.all(),
    }


def closed(properties: Mapping[str, Schema], description: str = "", *, required: Iterable[str] | None = None) -> Schema:
    """An object with these properties and no other; with all of them, but where `required` names those it must have."""
    return {
        "type": "object",
        **({"description": description} if description else {}),
        "properties": dict(properties),
        "required": list(properties if required is None else required),
        "additionalProperties": False,
    }


def _nullable(schema: Schema) -> Schema:
    """The same, or null for what is absent."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], _NULL]}
    if "type" not in schema:
        return {"anyOf": [schema, _NULL]}
    given = schema["type"]
    types = [*given, "null"] if isinstance(given, list) else [given, "null"]
    return {**schema, "type": types, **({"enum": [*schema["enum"], None]} if "enum" in schema else {})}


def any_of(options: Iterable[Schema]) -> Schema:
    """One of several; plain types are told in one list."""
    distinct: list[Schema] = []
    for option in options:
        flat = option["anyOf"] if option.keys() == {"anyOf"} else [option]
        distinct += [each for each in flat if each not in distinct]
    if len(distinct) == 1:
        return distinct[0]
    if all(option.keys() == {"type"} for option in distinct):
        return {"type": [option["type"] for option in distinct]}
    return {"anyOf": distinct}


class _Definitions:
    def __init__(self, catalog: Catalog, *, patterns: bool) -> None:
        self._catalog = catalog
        self._patterns = patterns
        self._makers: Mapping[PropType, Callable[[Prop], Schema | None]] = {
            "enum": lambda prop: {"type": "string", "enum": list(prop.values)},
            "token": lambda prop: _tokens(self._catalog.tokens[prop.group]),
            "string": lambda prop: self._string(**pattern_of(prop.pattern)) if prop.pattern else _STRING,
            "number": _number,
            "boolean": lambda _: _BOOLEAN,
            "handler": lambda _: self._string(pattern=HANDLER_PATTERN),
            "object": lambda prop: self._shape(prop.fields.values()) if prop.fields else None,
            "array": self._array,
            "any": lambda prop: {"anyOf": [_STRING, _number(prop), _BOOLEAN]},
        }

    def all(self) -> dict[str, Schema]:
        """Every definition, by name."""
        place = {"type": "string", "description": "JSON pointer, such as /root/children/-"}
        nodes = {f"node-{component.type}": self._node(component) for component in self._catalog.components.values()}
        value = {"anyOf": [*({"$ref": ref(name)} for name in nodes), _STRING, _NUMBER, _BOOLEAN]}
        return {
            "write": closed({"op": _one_of("add", "replace"), "path": place, "value": value}),
            "remove": closed({"op": _one_of("remove"), "path": place}),
            "carry": closed({"op": _one_of("move", "copy"), "from": place, "path": place}),
            **nodes,
            "a11y": closed({
                name: _nullable(_BOOLEAN if kind is bool else _STRING) for name, kind in A11Y_FIELDS.items()
            }),
        }  # fmt: skip

    def _node(self, component: Component) -> Schema:
        """A node without the nodes inside it; `itemTemplate` comes by an operation of its own, as children do."""
        props = self._shape(component.props.values())
        text = _nullable(_STRING)
        known: dict[str, Schema] = {
            "type": _one_of(component.type),
            "a11y": _nullable({"$ref": ref("a11y")}),
            "props": props if component.required else _nullable(props),
            "id": _nullable(self._string(pattern=f"^{ID.pattern}$")),
            **dict.fromkeys(("key", "testId", "condition"), text),
            **({"text": text} if component.text else {}),
            **({"dataSource": _nullable(self._binding), "children": _nullable(_EMPTY)} if component.children else {}),
        }
        return closed({name: known[name] for name in NODE_ORDER if name in known}, component.description)

    def _shape(self, props: Iterable[Prop]) -> Schema:
        made = {}
        for prop in props:
            value = None if prop.deprecated and not prop.required else self._value(prop)
            if value is not None:
                made[prop.name] = _described(value if prop.required else _nullable(value), prop)
        return closed(made)

    def _value(self, prop: Prop, *, binding: bool = True) -> Schema | None:
        """What the prop may be; None for one of which nothing can be said, and which need not be there."""
        made = [self._makers[kind](prop) for kind in prop.types]
        options = [each for each in made if each is not None]
        if self._patterns and binding and prop.binding and _STRING not in options and "any" not in prop.types:
            options.append(self._binding)
        if options:
            return any_of(options)
        if not prop.required:
            return None
        return closed({}) if "object" in prop.types else {"type": "array", "items": closed({})}

    @property
    def _binding(self) -> Schema:
        return self._string(pattern=_BINDING)

    def _string(self, **more: str) -> Schema:
        return {**_STRING, **(more if self._patterns else {})}

    def _array(self, prop: Prop) -> Schema | None:
        if prop.element is None:
            return {"type": "array", "items": any_of([_STRING, _NUMBER, _BOOLEAN])}
        element = self._value(prop.element, binding=False)
        return None if element is None else {"type": "array", "items": element}


def _one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


def _tokens(group: TokenGroup) -> Schema:
    current = [token.name for token in group.tokens.values() if not token.deprecated]
    return {"type": "string", "enum": current or list(group.tokens)}


def _number(prop: Prop) -> Schema:
    if not prop.integer:
        return _NUMBER
    least, most = prop.minimum, prop.maximum
    if least is None or most is None or most - least >= _FEW:
        return {"type": "integer"}
    return {"type": "integer", "enum": [number for number in range(int(least), int(most) + 1) if number >= least]}


def _described(schema: Schema, prop: Prop) -> Schema:
    """The schema with what a model should know of the prop besides its type."""
    said = [prop.description] if prop.description else []
    if prop.pattern is not None and "pattern" not in schema:
        said.append(f"matches {prop.pattern.pattern}")
    bounds = [
        f"at {word} {bound:g}" for word, bound in (("least", prop.minimum), ("most", prop.maximum)) if bound is not None
    ]
    said += bounds if "enum" not in schema else []
    return {**schema, "description": "; ".join(said)} if said else schema
