"""What the data models of a run say about a wish: which data its parts show, and which columns and fields they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from epoch_cli.catalog import Field, Miss, Models
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import Words, words
from epoch_cli.providers.offline.knowledge.safety import folded
from epoch_cli.providers.offline.understanding.wish import ASKING, Item, Wish

MOST_COLUMNS = 6
"""Columns taken from a model when the wish names none; more do not fit a screen."""

MOST_FACTS = 8
"""Facts taken from a model for a card; each is a binding, of which a screen has twenty."""

_BOUND = {"table": "column", "list": "fact"}
_LISTS = frozenset({"array", "any"})
_VALUES = frozenset({"string", "number", "boolean", "date", "any"})
_INPUT_TYPES = {"number": "number", "boolean": "checkbox", "date": "date"}


@dataclass(frozen=True, slots=True)
class Source:
    """Data that a name stands for: the context paths of one and of all of it (either may be empty), and its shape."""

    name: Words
    one: str
    many: str
    shape: Field


def take_models(wish: Wish, models: Models, lexicon: Lexicon) -> None:
    """Take data, columns, facts and fields from the model that a part of a wish names, where the wish names none.

    Drops a binding that leads nowhere. Without models every path is free, and nothing is bound that the wish does not
    name (decision 7). A form whose topic says what it asks keeps that: signing up a user asks for a password.
    """
    if not models:
        return
    if wish.shape in _BOUND and not _leads_to(wish.binding, _LISTS, models):
        wish.binding = ""
    for item in wish.items:
        if not _leads_to(item.binding, _VALUES, models):
            item.binding = ""
    source = find_source(wish, models)
    if source is None:
        return
    if wish.shape in _BOUND and source.many:
        _take_rows(wish, source)
    elif wish.shape == "card" and source.one:
        _take_facts(wish, source)
    elif wish.shape == "form":
        _take_fields(wish, source, lexicon)


# ---------------------------------------------------------------- which model


def find_source(wish: Wish, models: Models) -> Source | None:
    """The data that a part of a wish is bound to, or that its subject names: the longest name in it, then the last."""
    if wish.binding:
        shape = row_shape(wish.binding, models)
        return Source((), "", wish.binding, shape) if shape is not None else None
    spoken = words(wish.subject or wish.title)
    found = [
        (len(source.name), at, source) for source in _sources(models) if (at := _last_at(spoken, source.name)) >= 0
    ]
    return max(found, key=lambda entry: entry[:2])[2] if found else None


def _sources(models: Models) -> Iterator[Source]:
    """All data that has a name: models, and lists inside them, with and without the model's name before theirs."""
    for model in models:
        name, one = words(spaced(model.name)), model.name[:1].lower() + model.name[1:]
        yield Source(name, one, model.plural, model.shape)
        for key, field in model.shape.fields.items():
            if field.type == "array" and field.items is not None and field.items.fields:
                for inside in ((*name, *words(spaced(key))), words(spaced(key))):
                    yield Source(inside, "", f"{one}.{key}", field.items)


def _last_at(text: Words, name: Words) -> int:
    """Where a name stands in a text for the last time; -1 when it does not."""
    places = range(len(text) - len(name), -1, -1)
    return next((at for at in places if name and text[at : at + len(name)] == name), -1)


# ---------------------------------------------------------------- what is taken from it


def _take_rows(wish: Wish, source: Source) -> None:
    """The rows of a table are the data, and its columns the values of one of them."""
    kind = _BOUND[wish.shape]
    wish.binding = wish.binding or source.many
    if not wish.of(kind):
        wish.items[:0] = [Item(kind, spaced(key)) for key, _ in _scalars(source.shape)][:MOST_COLUMNS]


def _take_facts(wish: Wish, source: Source) -> None:
    """The facts of a card are the values of one thing, those of an object in it as well; its lists become tables."""
    named = wish.of("fact")
    for item in named:
        key = column_key(item.label, source.shape)
        if key and not item.note and source.shape.fields[key].type in _VALUES:
            item.binding = item.binding or f"{source.one}.{key}"
    if named:
        return
    facts = [(key, key) for key, _ in _scalars(source.shape)]
    for key, field in source.shape.fields.items():
        facts += [(f"{key}.{inner}", inner) for inner, _ in _scalars(field)] if field.type == "object" else []
        if field.type == "array" and field.items is not None and field.items.fields:
            inside = Wish("table", spaced(key), spaced(key))
            _take_rows(inside, Source((), "", f"{source.one}.{key}", field.items))
            wish.parts.append(inside)
    wish.items[:0] = [Item("fact", spaced(key), binding=f"{source.one}.{path}") for path, key in facts[:MOST_FACTS]]


def _take_fields(wish: Wish, source: Source, lexicon: Lexicon) -> None:
    """The fields of a form are the values of one thing, those of an object in it as a group; named ones get types."""
    for item in wish.of("field"):
        key = column_key(item.label, source.shape)
        item.type = item.type or (_INPUT_TYPES.get(source.shape.fields[key].type, "") if key else "")
    asks_otherwise = wish.topic is not None and wish.topic.shape == "form" and not _names(wish, source, lexicon)
    if asks_otherwise or wish.of(*ASKING):
        return
    items = [_field(key, field) for key, field in _scalars(source.shape) if key != "id"]
    for key, field in source.shape.fields.items():
        if field.type == "object":
            items += [_field(inner, each, spaced(key)) for inner, each in _scalars(field)]
    wish.items[:0] = items


def _names(wish: Wish, source: Source, lexicon: Lexicon) -> bool:
    """Whether the topic of a form is the data itself: "order form" of orders, but not "sign up form" of users."""
    phrases = [words(phrase) for phrase in wish.topic.words] if wish.topic is not None else []
    rests = [phrase[len(source.name) :] for phrase in phrases if phrase[: len(source.name)] == source.name]
    nouns = [lexicon.nouns.exact(rest) for rest in rests if rest]
    return () in rests or any(noun is not None and noun.kind == "section" for noun in nouns)


def _field(key: str, field: Field, group: str = "") -> Item:
    return Item("field", spaced(key), _INPUT_TYPES.get(field.type, ""), required=field.required or None, group=group)


def _scalars(shape: Field) -> list[tuple[str, Field]]:
    """The values of an object that are neither lists nor objects."""
    return [(key, field) for key, field in shape.fields.items() if field.type not in {"array", "object"}]


# ---------------------------------------------------------------- paths and keys


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
