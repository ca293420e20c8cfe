"""What the data models of a run say about a wish: which data a table is bound to, and which columns it has."""

from __future__ import annotations

import re

from epoch_cli.catalog import Field, Miss, Models
from epoch_cli.providers.offline.safety import folded
from epoch_cli.providers.offline.wish import Item, Wish

MOST_COLUMNS = 6
"""Columns taken from a model when the wish names none; more do not fit a screen."""

_BOUND = {"table": "column", "list": "fact"}
_LISTS = frozenset({"array", "any"})
_VALUES = frozenset({"string", "number", "boolean", "date", "any"})
_INPUT_TYPES = {"number": "number", "boolean": "checkbox", "date": "date"}


def take_models(wish: Wish, models: Models) -> None:
    """Bind a table or list to the model that its subject names, and drop a binding that leads nowhere.

    Without models every path is free, and nothing is bound that the wish does not name (decision 7).
    """
    if not models:
        return
    if wish.shape in _BOUND and not _leads_to(wish.binding, _LISTS, models):
        wish.binding = ""
    for item in wish.items:
        if not _leads_to(item.binding, _VALUES, models):
            item.binding = ""
    name, shape = _model(wish, models)
    if shape is None:
        return
    kind = _BOUND.get(wish.shape, "")
    if kind:
        wish.binding = wish.binding or name
        if not wish.of(kind):
            wish.items[:0] = [Item(kind, spaced(key)) for key in list(shape.fields)[:MOST_COLUMNS]]
    elif wish.shape == "form" and not wish.of("field", "choice", "checkbox"):
        wish.items[:0] = [
            Item("field", spaced(key), _INPUT_TYPES.get(row.type, ""), required=row.required or None)
            for key, row in shape.fields.items()
            if row.type not in {"array", "object"} and key != "id"
        ]


def _leads_to(binding: str, types: frozenset[str], models: Models) -> bool:
    """Whether a context path leads to a value of one of these types."""
    found = models.context(binding.split(".")) if binding else None
    return found is not None and not isinstance(found, Miss) and found.type in types


def row_shape(binding: str, models: Models) -> Field | None:
    """The element of the list that a context path leads to; None when nothing is known about it."""
    found = models.context(binding.split(".")) if binding and models else None
    if not isinstance(found, Field):
        return None
    return found.items if found.type == "array" else found


def column_key(text: str, shape: Field | None) -> str:
    """The field of the model that a column's label means; empty when there is none."""
    wanted = folded(text).replace(" ", "")
    fields = shape.fields if shape is not None else {}
    return next((key for key in fields if folded(spaced(key)).replace(" ", "") == wanted), "")


def spaced(key: str) -> str:
    """The words of a key: `dueDate` and `due_date` → `due date`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_.-]+", " ", key).casefold()


def _model(wish: Wish, models: Models) -> tuple[str, Field | None]:
    """The context name of the list that the subject names, and the shape of its elements."""
    if wish.binding:
        return wish.binding, row_shape(wish.binding, models)
    for word in reversed(folded(wish.subject or wish.title).split()):
        for name in (word, word + "s", word.removesuffix("s")):
            found = models.context((name,)) if name else None
            if isinstance(found, Field) and found.type == "array" and found.items is not None:
                return name, found.items
            plural = _plural_of(name, models)
            if plural:
                return plural, row_shape(plural, models)
    return "", None


def _plural_of(name: str, models: Models) -> str:
    return next((model.plural for model in models if model.name.casefold() == name), "")
