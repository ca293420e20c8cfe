r"""What Epoch's files look like, as JSON Schema 2020-12: for editors, validators and models.

All of it is derived: the schema of documents and patches from the catalog and the tables of `document/node.py`, those
of catalogs and configuration from the models that check them. The document schema and the validator agree, which a
property test holds them to, on

    structure EP101-EP104, components EP201-EP204, props EP301-EP307, tokens EP401-EP403,
    and where one string alone decides: not bindable EP507, data source EP508, handler name EP704;
    with a budget profile also its caps on children EP603 and strings EP604.

What it does not say, and only `validate` finds:

- over several places: an id that occurs twice (EP105), `{item.x}` outside a list, paths that no data model has or whose
  type does not fit, sums (nodes, depth, bindings, handlers, score), every need that an ancestor meets, accessibility;
- inside a string that may be anything: malformed bindings such as `{{x}}` and `{foo}` (EP501), hostile content (EP7xx);
- inside free JSON: forbidden keys (EP703), numbers beyond 64 bits (EP003), too many levels (EP106);
- what is deferred, such as a deprecated prop or token (EP308, EP404) or two tabs with one id (EP309): a warning refuses
  nothing here. A deprecated prop is marked `deprecated`.

Where a schema validator may read a pattern otherwise than the rules do:

- `$` in Python also matches before a last newline, so that such a validator takes "a-name\n" for an id;
- a binding's path takes any character beyond ASCII here, letters and digits alone in the rules;
- a catalog's own `pattern` is passed on as it is, and its `\w` is ASCII in ECMA 262, Unicode in Python; one that ECMA
  262 cannot read is left out, and its prop says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from epoch_cli.catalog.budgets import Profile
from epoch_cli.catalog.components import NO_LIMIT, Component, Prop, PropType
from epoch_cli.catalog.load import Catalog
from epoch_cli.document.node import A11Y_FIELDS, DOCUMENT_FIELDS, ID, NODE_FIELDS, OPERATIONS
from epoch_cli.document.pointer import format_pointer

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

HANDLER_PATTERN = "^[A-Za-z_][A-Za-z0-9_]{0,63}$"
# Either alternative takes what the other does not, or a long path would cost exponential time.
_SEGMENT = r"(?:[A-Za-z0-9_$-]|[^\x00-\x7F])+"
BINDING_PATTERN = rf"^\{{(?:(?:context|props|item)(?:\.{_SEGMENT})+|item)\}}$"
"""A string that is one binding and nothing else."""
HOLDS_BINDING_PATTERN = rf"\{{(?:context|props|item)(?:\.{_SEGMENT})+\}}|^\{{item\}}$"
"""A string with a binding anywhere in it."""
POINTER_PATTERN = "^(?:/(?:[^~/]|~[01])*)*$"
"""A JSON pointer (RFC 6901, section 3)."""
_NODE_PLACE = "^/root(?:/children/(?:-|0|[1-9][0-9]*)|/itemTemplate)*"
# Flags, named and atomic groups, conditions, \A and \Z, {,n}, possessive quantifiers: Python's own, outside of these.
_PYTHON_ONLY = re.compile(r"\(\?(?![:=!]|<[=!])|\\[AZ]|\{,|[*+?}]\+")
_ESCAPE_OR_CLASS = re.compile(r"\\[^AZ]|\[\^?\]?(?:\\.|[^\]\\])*\]")

_JSON_TYPES: dict[type, str] = {str: "string", bool: "boolean", dict: "object", list: "array"}
_FIELD_NOTES = {
    "type": "Component of the design system.",
    "id": "Unique in the document: a letter, then up to 63 letters, digits, - or _.",
    "props": "What the component takes.",
    "children": "Nodes inside this one, in order.",
    "text": "What the component shows.",
    "key": "Tells repeated nodes apart, such as {item.id}.",
    "testId": "Name for tests.",
    "condition": "The node is there while this holds, such as {context.user.isAdmin}.",
    "dataSource": "One binding to a list; `itemTemplate` is repeated for each of its items.",
    "itemTemplate": "The node for one item of `dataSource`; {item.x} is a field of the item.",
    "a11y": "What assistive technology is told.",
    "$schema": "Where this schema is.",
    "punkVersion": "Version of the design system.",
    "schemaVersion": "Version of the document format.",
    "root": "The outermost node.",
    "metadata": "Anything else about the document.",
}


def document_schema(catalog: Catalog, profile: Profile | str | None = None) -> Schema:
    """The schema of a document in this design system; with a budget profile, with its caps on children and strings.

    Raises:
        UsageError: there is no profile of that name.
    """
    budget = catalog.profile(profile) if isinstance(profile, str) else profile
    title = f"{catalog.name} document" + (f" in budget profile {budget.name}" if budget else "")
    return {
        **_head(title, catalog.description, "document", catalog.name, catalog.version, budget.name if budget else ""),
        "type": "object",
        "properties": {
            name: {**({"$ref": ref("node")} if name == "root" else _typed(kind)), "description": _FIELD_NOTES[name]}
            for name, kind in DOCUMENT_FIELDS.items()
        },
        "additionalProperties": False,
        "$defs": _Definitions(catalog, budget).all(),
    }


def patch_schema(catalog: Catalog) -> Schema:
    """The schema of one operation as Epoch emits it: RFC 6902, with a value that fits its place, and `meta`.

    Values of whole nodes and of their fields are checked; one inside a node's props is free, because its component is
    not in the patch.
    """
    operations = {op: _operation(op) for op in OPERATIONS}
    return {
        **_head(f"{catalog.name} patch", "One RFC 6902 operation.", "patch", catalog.name, catalog.version),
        **union("op", {op: ref(f"{op}-operation") for op in operations}),
        "$defs": {
            **_Definitions(catalog, None).all(),
            **{f"{op}-operation": schema for op, schema in operations.items()},
            "pointer": {"type": "string", "pattern": POINTER_PATTERN, "description": "A JSON pointer (RFC 6901)."},
            "meta": _meta(),
            "fitting-value": {"allOf": list(_values_by_place())},
        },
    }


def catalog_schema() -> Schema:
    """The schema of a preset's `catalog.toml`, read as JSON; TOML editors take it too."""
    from epoch_cli.catalog.source import CatalogSource  # noqa: PLC0415  pydantic, for this schema alone

    schema = CatalogSource.model_json_schema()
    return {**schema, **_head("Epoch catalog", "A design system: `catalog.toml` of a preset.", "catalog")}


def config_schema() -> Schema:
    """The schema of `epoch.toml`, or `[tool.epoch]` in a `pyproject.toml`, read as JSON; TOML editors take it too."""
    from epoch_cli.config.source import ProjectConfig  # noqa: PLC0415  pydantic, for this schema alone

    schema = ProjectConfig.model_json_schema(by_alias=True)
    return {**schema, **_head("Epoch configuration", schema["description"], "config")}


def user_config_schema() -> Schema:
    """The schema of the user's own `config.toml`, read as JSON."""
    from epoch_cli.config.source import UserConfig  # noqa: PLC0415  pydantic, for this schema alone

    schema = UserConfig.model_json_schema(by_alias=True)
    return {**schema, **_head("Epoch configuration of a user", schema["description"], "user-config")}


def union(tag: str, members: Mapping[str, str]) -> Schema:
    """An object that is one of several by its member `tag`; `members` gives the reference for each value of it.

    The branch is chosen by if/then/else, halving the choices, and not by `oneOf`:

    - only the branch that `tag` names is looked at, so its errors are told at their own places and an unknown tag is
      one error; `oneOf` would wrap the errors of all branches into "not valid under any of the given schemas";
    - validators that collect the errors of every `oneOf` branch take time to the power of the depth of nested nodes
      (the specification's login form in `jsonschema`: 1.7 s, here 2 ms);
    - a plain list of if/then is as good for errors, but costs a look at each of the components for each node, and one
      long chain of `else` ends in a `RecursionError` there at 27 nested nodes.
    """
    known = {"type": "object", "required": [tag], "properties": {tag: {"enum": list(members)}}}
    return {**known, "if": known, "then": _branch(tag, list(members.items()))}


def _branch(tag: str, members: list[tuple[str, str]]) -> Schema:
    if len(members) == 1:
        return {"$ref": members[0][1]}
    half = len(members) // 2
    return {
        "if": {"properties": {tag: {"enum": [value for value, _ in members[:half]]}}},
        "then": _branch(tag, members[:half]),
        "else": _branch(tag, members[half:]),
    }


def ref(name: str) -> str:
    """The reference to a definition, as a URI fragment."""
    return "#" + quote(format_pointer(("$defs", name)), safe="/$~")


def _head(title: str, description: str, *names: str) -> Schema:
    identity = ":".join(("urn:epoch:schema", *(quote(name, safe="") for name in names if name)))
    return {"$schema": DIALECT, "$id": identity, "title": title, "description": description}


def _typed(kind: type) -> Schema:
    return {"type": _JSON_TYPES[kind]}


# ---------------------------------------------------------------- documents


class _Definitions:
    """Builds `$defs`: the node, what all nodes share, and one definition per component."""

    def __init__(self, catalog: Catalog, profile: Profile | None) -> None:
        self._catalog = catalog
        self._children_cap = profile.children if profile else NO_LIMIT
        self._string_cap = {"maxLength": profile.string} if profile and profile.string < NO_LIMIT else {}
        # what is not declared is free, but for the length of the strings inside it
        self._free: Schema = {"$ref": ref("json")} if self._string_cap else {}
        self._strings: dict[PropType, Callable[[Prop], Schema]] = {
            "enum": lambda prop: {"enum": list(prop.values)},
            "token": lambda prop: {"$ref": ref(_token_name(prop.group))},
            "handler": lambda _: {"$ref": ref("handler")},
            "string": self._text,
        }

    def all(self) -> dict[str, Schema]:
        """Every definition, by name."""
        shared = {**self._shared(), **{_token_name(name): self._tokens(name) for name in self._catalog.tokens}}
        names: dict[str, str] = {}
        for component in self._catalog.components:
            name = component
            while name == "node" or name in shared or name in names.values():  # a component may be called `node`
                name += "-component"
            names[component] = name
        return {
            "node": {"title": "Node", **union("type", {type_: ref(name) for type_, name in names.items()})},
            **{names[component.type]: self._component(component) for component in self._catalog.components.values()},
            **shared,
        }

    def _shared(self) -> dict[str, Schema]:
        fields = {
            "id": self._string(pattern=f"^{ID.pattern}$"),
            "children": self._children(NO_LIMIT),
            "key": self._string(),
            "testId": {"$ref": ref("unbound")},
            "condition": self._string(),
            "dataSource": {"$ref": ref("binding")},
            "itemTemplate": {"$ref": ref("node")},
            "a11y": {
                "type": "object",
                "properties": {
                    name: self._string() if kind is str else _typed(kind) for name, kind in A11Y_FIELDS.items()
                },
                "additionalProperties": False,
            },
        }
        return {
            **{name: {**field, "description": _FIELD_NOTES[name]} for name, field in fields.items()},
            "binding": self._string(pattern=BINDING_PATTERN, description="{context.a.b}, {props.x} or {item.x}"),
            "handler": self._string(pattern=HANDLER_PATTERN, description="Name of a handler, never code."),
            "unbound": self._string(**{"not": {"pattern": HOLDS_BINDING_PATTERN}}),
            **({"json": self._json()} if self._free else {}),
        }

    def _tokens(self, name: str) -> Schema:
        """Every token of a group, by its short name and by its full one."""
        group = self._catalog.tokens[name]
        full = [group.full_name(token) for token in group.tokens.values()]
        return {"description": group.description, "enum": list(dict.fromkeys([*group.tokens, *full]))}

    def _component(self, component: Component) -> Schema:
        own = {
            "type": {"const": component.type},
            "props": self._shape(component.props.values()),
            "children": self._children(component.max_children),
            "text": self._string() if component.text else {"type": "string", "maxLength": 0},
        }
        return {
            "title": component.label,
            "description": component.description,
            "type": "object",
            "required": ["type", "props"] if component.required else ["type"],
            "properties": {
                name: {**own[name], "description": _FIELD_NOTES[name]} if name in own else {"$ref": ref(name)}
                for name in NODE_FIELDS
            },
            "additionalProperties": False,
        }

    def _children(self, most: int) -> Schema:
        cap = min(most, self._children_cap)
        nodes: Schema = {"type": "array", "items": {"$ref": ref("node")}}
        return nodes if cap >= NO_LIMIT else {**nodes, "maxItems": cap}

    # ------------------------------------------------------------ props

    def _shape(self, props: Iterable[Prop]) -> Schema:
        """An object with these props and no others."""
        listed = list(props)
        required = [prop.name for prop in listed if prop.required]
        return {
            "type": "object",
            **({"required": required} if required else {}),
            "properties": {prop.name: {**self._value(prop), **_notes(prop)} for prop in listed},
            "additionalProperties": False,
        }

    def _value(self, prop: Prop) -> Schema:
        """A prop's value, or a binding where the prop takes one.

        As in `union`, if/else and not `anyOf`: what is no binding is told why it is no value.
        """
        typed = self._typed(prop)
        any_string = "any" in prop.types or ("string" in prop.types and prop.pattern is None)
        return typed if any_string or not prop.binding else {"if": {"$ref": ref("binding")}, "else": typed}

    def _typed(self, prop: Prop) -> Schema:
        """A value of one of the prop's types; what is said of one JSON type looks at values of that type alone."""
        if "any" in prop.types:
            unbound = {} if prop.binding else {"not": {"type": "string", "pattern": HOLDS_BINDING_PATTERN}}
            return {**self._json(), **self._by_type(prop), **unbound}
        strings = [self._strings[kind](prop) for kind in prop.types if kind in self._strings]
        string = strings[0] if len(strings) == 1 else {"anyOf": strings}
        number = "integer" if prop.integer else "number"
        types = [number if kind == "number" else kind for kind in prop.types if kind not in self._strings]
        types += ["string"] if strings else []
        if types == ["string"]:
            return string
        decides = strings and string != {"type": "string"}
        return {
            "type": types[0] if len(types) == 1 else types,
            **self._by_type(prop),
            **({"if": {"type": "string"}, "then": string} if decides else {}),
        }

    def _by_type(self, prop: Prop) -> Schema:
        """What a prop says of numbers, objects and arrays, each in keywords that look at nothing else."""
        made: Schema = {}
        if "number" in prop.types:
            whole = 1 if prop.integer and "any" in prop.types else None
            bounds = {"minimum": prop.minimum, "maximum": prop.maximum, "multipleOf": whole}
            made = {name: bound for name, bound in bounds.items() if bound is not None}
        if {"object", "any"}.intersection(prop.types):
            shape = self._shape(prop.fields.values()) if prop.fields else {"additionalProperties": self._free}
            made |= {name: value for name, value in shape.items() if name != "type"}
        if {"array", "any"}.intersection(prop.types):
            made["items"] = self._value(prop.element) if prop.element else self._free
        return {name: value for name, value in made.items() if value != {}}

    def _text(self, prop: Prop) -> Schema:
        text = self._string() if prop.binding else {"$ref": ref("unbound")}
        return text if prop.pattern is None else {**text, **pattern_of(prop.pattern)}

    def _json(self) -> Schema:
        return {**self._string_cap, **({"items": self._free, "additionalProperties": self._free} if self._free else {})}

    def _string(self, **more: Any) -> Schema:
        return {"type": "string", **self._string_cap, **more}


def _token_name(group: str) -> str:
    return f"{group}-token"


def _notes(prop: Prop) -> Schema:
    """What people should know of a prop besides its type."""
    said = [prop.description]
    if prop.deprecated:
        said.append(f"Deprecated: {prop.deprecated}.")
    if prop.pattern is not None and not pattern_of(prop.pattern):
        said.append(f"It matches {prop.pattern.pattern}")
    text = " ".join(filter(None, said))
    return {
        **({"description": text} if text else {}),
        **({"default": prop.default} if prop.default is not None else {}),
        **({"deprecated": True} if prop.deprecated else {}),
    }


def pattern_of(pattern: re.Pattern[str]) -> Schema:
    """A catalog's pattern, which the whole string has to match; nothing when it is one of Python's alone."""
    text = pattern.pattern
    if _PYTHON_ONLY.search(_ESCAPE_OR_CLASS.sub("x", text)):
        return {}
    anchored = text.startswith("^") and text.endswith("$") and not text.endswith("\\$") and "|" not in text
    return {"pattern": text if anchored else f"^(?:{text})$"}


# ---------------------------------------------------------------- patches


def _operation(op: str) -> Schema:
    takes: Schema = {}
    if op in {"add", "replace", "test"}:
        takes = {"value": {}}
    elif op in {"move", "copy"}:
        takes = {"from": {"$ref": ref("pointer")}}
    return {
        "type": "object",
        "required": ["op", "path", *takes],
        "properties": {
            "op": {"const": op}, "path": {"$ref": ref("pointer")}, **takes, "meta": {"$ref": ref("meta")},
        },
        "additionalProperties": False,
        **({"$ref": ref("fitting-value")} if op in {"add", "replace"} else {}),
    }  # fmt: skip


def _meta() -> Schema:
    count = {"type": "integer", "minimum": 0}
    return {
        "type": "object",
        "description": "What Epoch adds to an operation that it has checked.",
        "properties": {
            "id": {"type": ["string", "number"], "description": "Name of the operation; seen twice, it is skipped."},
            "sequence": {"type": "integer", "minimum": 1, "description": "Counts accepted operations."},
            "validated": {"type": "boolean"},
            "complexity": {
                "type": "object",
                "description": "The document afterwards.",
                "properties": dict.fromkeys(("nodes", "depth", "bindings"), count),
                "additionalProperties": False,
            },
        },
        "additionalProperties": False,
    }


def _values_by_place() -> Iterable[Schema]:
    """What is written to a place of the document has the shape of that place."""
    places = {f"{_NODE_PLACE}$": {"$ref": ref("node")}}
    places |= {f"{_NODE_PLACE}/{name}$": _field(name, kind) for name, kind in NODE_FIELDS.items()}
    places |= {f"^/{re.escape(name)}$": _typed(kind) for name, kind in DOCUMENT_FIELDS.items() if name != "root"}
    for place, value in places.items():
        yield {
            "if": {"required": ["path"], "properties": {"path": {"type": "string", "pattern": place}}},
            "then": {"properties": {"value": value}},
        }


def _field(name: str, kind: type) -> Schema:
    if name == "type":
        return {"$ref": ref("node") + "/properties/type"}
    return _typed(kind) if name in {"props", "text"} else {"$ref": ref(name)}
