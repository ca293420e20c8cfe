"""What a JSON Schema says of one value, as a prop of a preset.

What a prop can say is taken: types and alternatives of them, enums, bounds, patterns, lists and objects with fields,
defaults, what is deprecated. A data binding among the alternatives, as Epoch's own schemas have it, is what `binding`
says of a prop. The rest (`not`, conditions, formats, numbers of items) is left out, and noted where it narrows values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import unquote

from epoch_cli.catalog.data import one_or_more
from epoch_cli.catalog.importing.intake import Intake, Where, plain_text
from epoch_cli.catalog.json_schema import HANDLER_PATTERN
from epoch_cli.catalog.matching_time import is_quick
from epoch_cli.catalog.schema_words import TYPES, listed
from epoch_cli.document.pointer import parse_pointer, resolve
from epoch_cli.errors import CatalogError, PointerError

Row = dict[str, Any]
Schema = Mapping[str, Any]

_URLS: Final = frozenset({"uri", "url", "uri-reference", "iri", "iri-reference"})
_HANDLER_NAME: Final = re.compile(r"on[A-Z]")
_TOKEN_ENDING: Final = "-token"
_OWN: Final = frozenset({"binding", "handler", "unbound"})
_DEPRECATED: Final = re.compile(r"(?<!\s)\s*+Deprecated: (.*)\.$")
_NARROWING: Final = ("not", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems")
_DEEPEST: Final = 12
"""References and alternatives inside each other; beyond, anything is taken."""
_MOST_STEPS: Final = 200_000
"""Schemas that are looked at, each as often as it is referred to."""
_MOST_VALUES: Final = 1_000
_LONGEST_PATTERN: Final = 500
_ORDER: Final = ("enum", "token", "string", "number", "boolean", "handler", "object", "array", "any")


class SchemaReader:
    """Reads values out of one schema.

    Args:
        whole: the schema that references are resolved in.
        intake: where tokens go and what is noted.
        shared: what the names of types that are not in the schema are: `Action` is a handler.
        own: whether it is one of Epoch's own, where what may be bound says so.
    """

    def __init__(
        self, whole: Schema, intake: Intake, shared: Mapping[str, str] | None = None, *, own: bool = False
    ) -> None:
        self._whole = whole
        self._intake = intake
        self._shared = shared or {}
        self._own = own
        self._steps = 0
        self._inside: list[str] = []  # the references that are being read: a shape may hold itself

    def prop(self, name: str, schema: Any, where: Where) -> Row:
        """A value as a prop.

        Raises:
            CatalogError: there is too much in the schema.
        """
        reading = _Reading()
        self._read(schema, where, reading, 0)
        if _HANDLER_NAME.match(name) and not reading.types.intersection({"string", "number", "boolean", "array"}):
            reading = _Reading(types={"handler"}, facts=reading.facts)
        return self._row(reading, where)

    def resolved(self, schema: Any) -> Schema:
        """A schema, or what it refers to inside the file; empty where that leads nowhere."""
        for _ in range(_DEEPEST):
            if not isinstance(schema, Mapping) or "$ref" not in schema:
                break
            schema = self._target(str(schema["$ref"])) or {}
        return schema if isinstance(schema, Mapping) else {}

    def shared_type(self, reference: Any) -> str:
        """What a reference out of the file is known to be; empty for one that is not known, or is in the file."""
        return self._shared.get(str(reference).rpartition("/")[2], "") if isinstance(reference, str) else ""

    def _target(self, reference: str) -> Any:
        if not reference.startswith("#"):
            return None
        try:
            return resolve(self._whole, parse_pointer(unquote(reference[1:])))
        except (PointerError, ValueError):
            return None

    # ------------------------------------------------------------ reading

    def _read(self, schema: Any, where: Where, into: _Reading, depth: int) -> None:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise CatalogError("there is too much in the schema", remedy="import a part of it")
        if schema is True or schema == {} or depth > _DEEPEST:
            into.types.add("any")
            return
        if not isinstance(schema, Mapping):
            self._intake.lose(where, "this is no schema", "anything is taken")
            into.types.add("any")
            return
        into.note(schema)
        before = len(into.types) + into.nullable + into.bindable
        if "$ref" in schema:
            self._read_reference(schema, where, into, depth)
        if "if" in schema and "else" in schema and "then" not in schema:
            self._read(schema["if"], where, into, depth + 1)
            self._read(schema["else"], where, into, depth + 1)
        for key in ("anyOf", "oneOf", "allOf"):
            for part in listed(schema, key):
                self._read(part, where, into, depth + 1)
        self._read_own(schema, where, into, depth)
        if len(into.types) + into.nullable + into.bindable == before and not into.values:
            into.types.add("any")

    def _read_reference(self, schema: Schema, where: Where, into: _Reading, depth: int) -> None:
        reference = str(schema["$ref"])
        name, target = unquote(reference.rpartition("/")[2]), self._target(reference)
        if name in self._shared:
            into.types.update(() if self._shared[name] == "dropped" else (self._shared[name],))
            into.items |= {"string"} if self._shared[name] == "array" else set()
        elif not isinstance(target, (Mapping, bool)):
            self._intake.lose(where, f"{reference!r} leads nowhere in the file", "anything is taken")
            into.types.add("any")
        elif self._own and name in _OWN:
            self._read_own_type(name, schema, where, into)
        elif name.endswith(_TOKEN_ENDING) and isinstance(target, Mapping) and listed(target, "enum"):
            into.types.add("token")
            into.group = self._group(name.removesuffix(_TOKEN_ENDING), target)
        elif reference in self._inside and isinstance(target, Mapping) and "properties" in target:
            self._intake.lose(where, "a shape inside itself", "any object is taken")
            into.types.add("object")
        else:
            self._inside.append(reference)
            self._read(target, where, into, depth + 1)
            self._inside.pop()

    def _read_own_type(self, name: str, schema: Schema, where: Where, into: _Reading) -> None:
        """One of the definitions that all of Epoch's schemas have; a pattern may stand beside the reference."""
        if name == "binding":
            into.bindable = True
        elif name == "handler":
            into.types.add("handler")
        else:
            into.types.add("string")
            if isinstance(schema.get("pattern"), str):
                into.pattern = self._pattern(schema["pattern"], where)

    def _read_own(self, schema: Schema, where: Where, into: _Reading, depth: int) -> None:
        """What a schema says itself, without those that it is combined of."""
        if isinstance(schema.get("pattern"), str) and _is_binding(schema["pattern"]):
            into.bindable = True
            return
        for value in listed(schema, "enum") or ([schema["const"]] if "const" in schema else []):
            self._read_value(value, where, into)
        if "enum" in schema or "const" in schema:
            return
        kinds = schema.get("type")
        for kind in kinds if isinstance(kinds, list) else [kinds]:
            if kind == "null":
                into.nullable = True
            elif kind in TYPES:
                self._read_kind(str(kind), schema, where, into, depth)
        if kinds is None and isinstance(schema.get("properties"), Mapping):
            self._read_kind("object", schema, where, into, depth)
        elif kinds is None and "items" in schema:
            self._read_kind("array", schema, where, into, depth)

    def _read_value(self, value: Any, where: Where, into: _Reading) -> None:
        if isinstance(value, str):
            if value not in into.values and len(into.values) < _MOST_VALUES:
                into.values[value] = None
        elif isinstance(value, bool):
            into.types.add("boolean")
        elif isinstance(value, (int, float)):
            into.numbers.append(value)
            into.types.add("number")
        elif value is None:
            into.nullable = True
        else:
            self._intake.lose(where, "an enum of lists or objects", "anything is taken")
            into.types.add("any")

    def _read_kind(self, kind: str, schema: Schema, where: Where, into: _Reading, depth: int) -> None:
        if kind == "string":
            self._read_string(schema, where, into)
            return
        into.types.add(TYPES[kind])
        if kind in {"number", "integer"}:
            into.whole = kind == "integer" or schema.get("multipleOf") == 1
            into.bound(schema)
        elif kind == "array":
            items = schema.get("items")
            inner = _Reading()
            if isinstance(items, Mapping) and items:
                self._read(items, (*where, "items"), inner, depth + 1)
            into.items |= inner.types | ({"string"} if inner.values else set())
            into.fields |= inner.fields
            if inner.values:
                self._intake.lose((*where, "items"), "which words the entries may be", "any string is taken")
        elif kind == "object":
            self._read_fields(schema, where, into, depth)

    def _read_string(self, schema: Schema, where: Where, into: _Reading) -> None:
        then = schema.get("then")
        if isinstance(then, Mapping) and schema.get("if") == {"type": "string"}:
            into.types.discard("string")
            self._read(then, where, into, 1)
            return
        pattern = schema.get("pattern")
        if pattern == HANDLER_PATTERN:
            into.types.add("handler")
            return
        into.types.add("string")
        into.free = into.free or pattern is None
        if isinstance(pattern, str):
            into.pattern = self._pattern(pattern, where) or into.pattern
        if schema.get("format") in _URLS:
            into.facts["format"] = "url"

    def _pattern(self, pattern: str, where: Where) -> str:
        """A pattern that can be tried on any string in little time; empty for another, which is noted."""
        try:
            if len(pattern) <= _LONGEST_PATTERN and is_quick(re.compile(pattern)):
                return pattern
        except (re.error, OverflowError, RecursionError):
            pass
        self._intake.lose(where, "a pattern that cannot be read, or may take too long", "any string is taken")
        return ""

    def _read_fields(self, schema: Schema, where: Where, into: _Reading, depth: int) -> None:
        properties = schema.get("properties")
        required = listed(schema, "required")
        for name, inner in properties.items() if isinstance(properties, Mapping) else ():
            at = (*where, name)
            if self._intake.prop_name(str(name), at):
                reading = _Reading()
                self._read(inner, at, reading, depth + 1)
                row = self._row(reading, at)
                if name in required and not reading.nullable:
                    row["required"] = True
                into.fields[str(name)] = row

    # ------------------------------------------------------------ tokens and rows

    def _group(self, name: str, schema: Schema) -> str:
        """The name of a group of tokens, which is taken in with its tokens; their values are not in a schema."""
        values = [value for value in schema["enum"] if isinstance(value, str)]
        short, prefix = token_names(values)
        group = self._intake.tokens.setdefault(name, {"prefix": prefix or name, "tokens": dict.fromkeys(short)})
        if plain_text(schema.get("description")):
            group["description"] = plain_text(schema["description"])
        return name

    def _row(self, reading: _Reading, where: Where) -> Row:
        """What was read, as a prop of a preset."""
        types = self._types(reading)
        ordered = [kind for kind in _ORDER if kind in types] or ["any"]
        items = [kind for kind in _ORDER if kind in reading.items]
        row: Row = {
            "type": one_or_more(ordered),
            **({"values": [*reading.values]} if "enum" in types else {}),
            **({"group": reading.group} if "token" in types else {}),
            **({"items": one_or_more(items)} if items else {}),
            **reading.said(),
        }
        if self._own and not (reading.bindable or reading.free) and types.isdisjoint({"any", "handler"}):
            row["binding"] = False
        if reading.has_gaps():
            self._intake.lose(where, "an enum of numbers", "every number between them is taken")
        for key in _NARROWING:
            if key in row:
                self._intake.lose(where, f"`{key}`")
                del row[key]
        return row

    def _types(self, reading: _Reading) -> set[str]:
        """The types of a prop; an enum that lists both spellings of tokens is a group of them."""
        types = set(reading.types)
        _, prefix = token_names([*reading.values])
        if prefix:
            reading.group = self._group(prefix, {"enum": [*reading.values]})
            types.add("token")
        elif reading.values and "string" not in types:
            types.add("enum")
        if not types and reading.bindable:  # free JSON, which our own schema for patches has no place for
            types, reading.items = {"array", "object"}, {"object"}
        return {"any"} if "any" in types else types


class _Reading:
    """What is known of one value, from all the schemas that say something of it."""

    def __init__(self, types: set[str] | None = None, facts: Row | None = None) -> None:
        self.types: set[str] = types or set()
        self.values: dict[str, None] = {}
        self.numbers: list[float] = []
        self.items: set[str] = set()
        self.fields: dict[str, Row] = {}
        self.facts: Row = facts or {}
        self.group = ""
        self.pattern = ""
        self.least: float | None = None
        self.most: float | None = None
        self.whole = False
        self.nullable = False
        self.bindable = False
        self.free = False

    def note(self, schema: Schema) -> None:
        """Take what is said beside types: the outermost schema says it best."""
        description = plain_text(schema.get("description"))
        if schema.get("deprecated") is True:
            told = _DEPRECATED.search(description)
            self.facts.setdefault("deprecated", told[1] if told else "use something else")
            description = _DEPRECATED.sub("", description)
        if description:
            self.facts.setdefault("description", description)
        default = schema.get("default")
        if isinstance(default, (str, bool, int, float)):
            self.facts.setdefault("default", default)
        for key in _NARROWING:
            if key in schema and key != "not":
                self.facts.setdefault(key, schema[key])

    def bound(self, schema: Schema) -> None:
        """Take the bounds of a number."""
        least, most = schema.get("minimum"), schema.get("maximum")
        self.least = least if _is_number(least) else self.least
        self.most = most if _is_number(most) else self.most

    def has_gaps(self) -> bool:
        """Whether numbers were listed that are not all between the least and the most of them."""
        listed = set(self.numbers)
        return bool(listed) and len(listed) != max(listed) - min(listed) + 1

    def said(self) -> Row:
        """The keys of a prop besides its types."""
        row = dict(self.facts)
        least, most = self.least, self.most
        if self.numbers:
            least, most = min(self.numbers), max(self.numbers)
        bounds = {"min": least, "max": most}
        row |= {key: bound for key, bound in bounds.items() if bound is not None and "number" in self.types}
        if self.whole and "number" in self.types:
            row["integer"] = True
        if self.pattern and "string" in self.types and not self.free:
            row["pattern"] = self.pattern
        if self.fields:
            row["fields"] = self.fields
        return row


def token_names(values: Sequence[str]) -> tuple[list[str], str]:
    """The short names of a group's tokens and its prefix, out of an enum that lists both spellings; else no prefix.

    Epoch's schemas list every short name, and then every full one: `md`, `lg`, `spacing-md`, `spacing-lg`.
    """
    half = len(values) // 2
    short, full = list(values[:half]), values[half:]
    if half and len(full) == half and full[0].endswith(f"-{short[0]}"):
        prefix = full[0].removesuffix(f"-{short[0]}")
        if list(full) == [f"{prefix}-{name}" for name in short]:
            return short, prefix
    return list(values), ""


def _is_binding(pattern: str) -> bool:
    """Whether a pattern is that of a data binding, in one of the forms that Epoch writes."""
    return pattern.startswith("^\\{") and "context|props|item" in pattern


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def properties_of(schema: Schema) -> Iterator[tuple[str, Any]]:
    """The properties that a schema declares."""
    properties = schema.get("properties")
    if isinstance(properties, Mapping):
        yield from ((str(name), inner) for name, inner in properties.items())
