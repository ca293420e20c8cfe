"""Data models that bindings resolve against: named shapes of what the host application provides (decision 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args

from epoch_cli.config.key_names import dotted
from epoch_cli.errors import CatalogError
from epoch_cli.nearest import nearest

FieldType = Literal["string", "number", "boolean", "date", "array", "object", "any"]
FIELD_TYPES: tuple[FieldType, ...] = get_args(FieldType)


class Field(NamedTuple):
    """One value of a model: its type, the fields of an object, the element of an array.

    `items` is None for an array whose element is not described; `fields` empty for an object that is free.
    """

    type: FieldType
    fields: Mapping[str, Field] = MappingProxyType({})
    items: Field | None = None
    required: bool = False
    description: str = ""


ANY = Field("any")


class Model(NamedTuple):
    """A named shape; `plural` is the context name of a list of them (`users` of `User`)."""

    name: str
    plural: str
    shape: Field
    example: Mapping[str, Any] = MappingProxyType({})


class Miss(NamedTuple):
    """Why a path leads nowhere: the segment that failed, its position, and what would have been there."""

    segment: str
    at: int
    scalar: bool
    choices: tuple[str, ...]
    nearest: str = ""


class Models:
    """All data models of a run; falsy when none are declared, and then every path is free.

    `memo` is for what the layers above compile for them, once. It is kept here and not with the catalog, which outlives
    the models of any run.
    """

    def __init__(self, models: Sequence[Model] = ()) -> None:
        self.memo: dict[Any, Any] = {}
        self._models = tuple(models)
        self._by_name: dict[str, Field] = {}
        for model in self._models:
            self._by_name[model.name.casefold()] = model.shape
            self._by_name[model.plural.casefold()] = Field("array", items=model.shape)

    def __bool__(self) -> bool:
        return bool(self._models)

    def __iter__(self) -> Any:
        return iter(self._models)

    def __len__(self) -> int:
        return len(self._models)

    def to_json(self) -> list[dict[str, Any]]:
        """The models as plain data, as `parse_models` takes them."""
        return [
            {
                "name": model.name,
                "plural": model.plural,
                "fields": {name: _field_json(field) for name, field in model.shape.fields.items()},
                **({"example": dict(model.example)} if model.example else {}),
            }
            for model in self._models
        ]

    def context(self, path: Sequence[str]) -> Field | Miss:
        """Follow a context path such as `("users", "email")`; the first segment names a model, in any case."""
        if not self._models:
            return ANY
        start = self._by_name.get(path[0].casefold())
        if start is None:
            names = tuple(name for model in self._models for name in (_lower_first(model.name), model.plural))
            return _miss(path[0], 0, names, scalar=False)
        return follow(start, path, 1)


def _field_json(field: Field) -> dict[str, Any]:
    return {
        "type": field.type,
        **({"fields": {name: _field_json(each) for name, each in field.fields.items()}} if field.fields else {}),
        **({"items": _field_json(field.items)} if field.items is not None else {}),
        **({"required": True} if field.required else {}),
        **({"description": field.description} if field.description else {}),
    }


def follow(shape: Field, path: Sequence[str], start: int = 0) -> Field | Miss:
    """Follow `path[start:]` from a shape through objects and arrays; a scalar ends the path (decision 7)."""
    here = shape
    for index in range(start, len(path)):
        segment = path[index]
        if here.type == "array":
            here = here.items or ANY
            if segment == ELEMENT or segment.isdigit():
                continue
        if here.type == "any" or (here.type == "object" and not here.fields):
            return ANY
        if here.type != "object":
            return _miss(segment, index, (), scalar=True)
        step = here.fields.get(segment)
        if step is None:
            return _miss(segment, index, tuple(here.fields), scalar=False)
        here = step
    return here


ELEMENT = "[]"
"""The path segment that stands for "one element of this list"; the way from a list to its item."""


def _miss(segment: str, index: int, choices: tuple[str, ...], *, scalar: bool) -> Miss:
    return Miss(segment, index, scalar, choices, nearest(segment, choices, cutoff=0.5))


def _lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]


def plural_of(name: str) -> str:
    """English plural of a model's name in context spelling: User → users, Category → categories, Box → boxes."""
    return regular_plural(_lower_first(name))


def regular_plural(word: str) -> str:
    """An English word with the ending of plurals: user → users, category → categories, box → boxes."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def parse_models(
    source: Models | Mapping[str, Any] | Sequence[Mapping[str, Any]] | None, where: str = "models"
) -> Models:
    """Read models from plain data, as a preset or a caller writes them.

    Takes `{"User": {"fields": {"name": "string", "tags": {"type": "array", "items": "string"}}}}`, or a list of
    `{"name": "User", "fields": …}`. A model may add `plural` and `example`.

    Raises:
        CatalogError: naming the key and what was expected.
    """
    if source is None:
        return Models()
    if isinstance(source, Models):
        return source
    if not isinstance(source, (Mapping, list, tuple)):
        raise CatalogError(f"{where}: expected a table of models, got {source!r}", remedy="write [models.NAME]")
    if isinstance(source, Mapping):
        rows = [(str(name), row) for name, row in source.items()]
    else:
        rows = [(str(row.get("name", "")) if isinstance(row, Mapping) else "", row) for row in source]
    return Models([_parse_model(name, row, f"{where}.{dotted([name]) if name else '?'}") for name, row in rows])


def _parse_model(name: str, row: Any, where: str) -> Model:
    if not name or not isinstance(row, Mapping):
        raise CatalogError(f"{where}: expected a model with a name", remedy="write [models.NAME] with fields = { … }")
    example = row.get("example") or {}
    if not isinstance(example, Mapping):
        raise CatalogError(f"{where}.example: expected a table, got {example!r}", remedy="give one value a field")
    fields = _parse_fields(row.get("fields"), f"{where}.fields", required=True)
    return Model(name, str(row.get("plural") or plural_of(name)), Field("object", fields), dict(example))


def _parse_fields(rows: Any, where: str, *, required: bool = False) -> dict[str, Field]:
    if rows is None and not required:
        return {}
    if not isinstance(rows, Mapping):
        raise CatalogError(f"{where}: expected a table of fields, got {rows!r}", remedy='write { name = "string" }')
    return {str(key): _parse_field(row, f"{where}.{dotted([str(key)])}") for key, row in rows.items()}


def _parse_field(row: Any, where: str) -> Field:
    if isinstance(row, str):
        row = {"type": row}
    kind = row.get("type") if isinstance(row, Mapping) else None
    if kind not in FIELD_TYPES:
        raise CatalogError(f"{where}: expected a type, one of {', '.join(FIELD_TYPES)}", remedy="choose one of them")
    items = None if row.get("items") is None else _parse_field(row["items"], f"{where}.items")
    return Field(
        kind,
        _parse_fields(row.get("fields"), f"{where}.fields"),
        items,
        bool(row.get("required", False)),
        str(row.get("description", "")),
    )
