"""The types of documents and patches in TypeScript, for the application that renders them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from epoch_cli.catalog.components import Component, Prop, PropType
from epoch_cli.catalog.exports.typescript_names import type_names
from epoch_cli.catalog.load import Catalog
from epoch_cli.document.node import A11Y_FIELDS, DOCUMENT_FIELDS, NODE_FIELDS

_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*", re.ASCII)
_PLAIN: Mapping[type, str] = {str: "string", bool: "boolean", dict: "{ [key: string]: Json }", list: "Json[]"}
_FIXED = """\
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
/** Data of the application: {context.users}, {props.name}, {item.email}. */
export type Binding = `{context.${string}}` | `{props.${string}}` | `{item.${string}}` | "{item}";
/** The name of a handler, never code. */
export type Handler = string;
"""
_PATCHES = """\
/** What Epoch adds to an operation that it has checked. */
export interface PatchMeta {
  id?: string | number;
  sequence?: number;
  validated?: boolean;
  complexity?: { nodes?: number; depth?: number; bindings?: number };
}
/** One operation (RFC 6902). */
export type Patch =
  | { op: "add" | "replace" | "test"; path: string; value: UINode | UINode[] | UIDocument | Json; meta?: PatchMeta }
  | { op: "remove"; path: string; meta?: PatchMeta }
  | { op: "move" | "copy"; from: string; path: string; meta?: PatchMeta };
"""


def to_typescript(catalog: Catalog) -> str:
    """A module of types: a union of all nodes, told apart by `type`, the document, the patch."""
    return "\n".join(_Module(catalog).sections())


class _Module:
    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._names = type_names(catalog)
        self._makers: Mapping[PropType, Callable[[Prop], str]] = {
            "enum": lambda prop: _union(prop.values),
            "token": lambda prop: self._names.tokens[prop.group],
            "string": lambda _: "string",
            "number": lambda _: "number",
            "boolean": lambda _: "boolean",
            "handler": lambda _: "Handler",
            "object": lambda prop: self._object(prop.fields.values()) if prop.fields else _PLAIN[dict],
            "array": self._array,
            "any": lambda _: "Json",
        }

    def sections(self) -> Iterator[str]:
        """The parts of the module."""
        catalog = self._catalog
        design = " ".join(f"{catalog.name} {catalog.version}".split())
        yield f"// Types of the design system {design}, made from its catalog by Epoch.\n"
        yield _FIXED
        yield "".join(
            f"{_comment(group.description)}export type {self._names.tokens[group.name]} = "
            f"{_union(name for token in group.tokens.values() for name in (token.name, group.full_name(token)))};\n"
            for group in catalog.tokens.values()
        )
        yield _interface("A11y", (f"{name}?: {_PLAIN[kind]}" for name, kind in A11Y_FIELDS.items()))
        yield _interface("NodeFields", self._shared())
        for component in catalog.components.values():
            yield self._component(component)
        nodes = "".join(f"\n  | {self._names.nodes[name]}" for name in catalog.components)
        yield f"/** Any node, told apart by its `type`. */\nexport type UINode ={nodes or ' never'};\n"
        own = {"root": "UINode"}
        fields = (f"{_key(name)}?: {own.get(name) or _PLAIN[kind]}" for name, kind in DOCUMENT_FIELDS.items())
        yield _interface("UIDocument", fields)
        yield _PATCHES

    def _shared(self) -> Iterator[str]:
        own = {"itemTemplate": "UINode", "a11y": "A11y", "dataSource": "Binding"}
        for name, kind in NODE_FIELDS.items():
            if name not in {"type", "props", "children", "text"}:
                yield f"{name}?: {own.get(name) or _PLAIN[kind]}"

    def _component(self, component: Component) -> str:
        node, props = self._names.nodes[component.type], self._names.props[component.type]
        fields = [
            f"type: {json.dumps(component.type)}",
            f"props{'' if component.required else '?'}: {props}",
            f"children?: {'UINode[]' if component.children else '[]'}",
            f"text?: {'string' if component.text else json.dumps('')}",
        ]
        listed = (f"{_comment(prop.description, '  ')}  {self._field(prop)};\n" for prop in component.props.values())
        return (
            f"export interface {props} {{\n{''.join(listed)}}}\n"
            + _comment(component.description)
            + _interface(node, fields, extends="NodeFields")
        )

    # ------------------------------------------------------------ values

    def _field(self, prop: Prop) -> str:
        return f"{_key(prop.name)}{'' if prop.required else '?'}: {self._value(prop)}"

    def _value(self, prop: Prop) -> str:
        kinds = dict.fromkeys(self._makers[kind](prop) for kind in prop.types)
        if prop.binding and not {"string", "Json"}.intersection(kinds):
            kinds["Binding"] = None
        return " | ".join(kinds)

    def _object(self, props: Iterable[Prop]) -> str:
        return f"{{ {'; '.join(map(self._field, props))} }}"

    def _array(self, prop: Prop) -> str:
        return f"Array<{self._value(prop.element) if prop.element else 'Json'}>"


def _interface(name: str, fields: Iterable[str], extends: str = "") -> str:
    lines = "".join(f"  {field};\n" for field in fields)
    return f"export interface {name}{f' extends {extends}' if extends else ''} {{\n{lines}}}\n"


def _union(values: Iterable[str]) -> str:
    return " | ".join(json.dumps(value, ensure_ascii=False) for value in dict.fromkeys(values)) or "never"


def _key(name: str) -> str:
    return name if _IDENTIFIER.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _comment(text: str, indent: str = "") -> str:
    words = " ".join(text.replace("*/", "* /").split())
    return f"{indent}/** {words} */\n" if words else ""
