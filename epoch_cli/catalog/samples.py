"""Sample data for bindings: what a screen shows where the host application's values will stand.

Pure and deterministic: the same field gives the same value, so a replay shows what the live run showed. The first
sample of a name and the first sample of an e-mail address belong to the same person, and so on down the list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from epoch_cli.catalog.models import ANY, Field, FieldType, Miss, Models, follow

ROWS = 3
"""How many elements a sample list has."""
_DEEPEST = 4  # objects in objects: deeper than this nobody looks

_PEOPLE: Final = ("Ada Lovelace", "Grace Hopper", "Alan Turing", "Katherine Johnson", "Edsger Dijkstra")
_FIRST: Final = tuple(person.split()[0] for person in _PEOPLE)
_LAST: Final = tuple(person.split()[1] for person in _PEOPLE)
_PERSONS: Final = frozenset(
    {
        "user",
        "person",
        "customer",
        "author",
        "owner",
        "assignee",
        "member",
        "contact",
        "sender",
        "recipient",
        "employee",
        "client",
        "patient",
        "student",
        "teacher",
        "friend",
        "follower",
        "manager",
        "admin",
        "profile",
        "account",
        "guest",
        "visitor",
        "colleague",
        "lead",
        "me",
        "item",
        "props",
        "context",
    }
)
"""Whose names are people's; the name of anything else is its kind and a number."""

_STRINGS: Final[Mapping[str, Sequence[str]]] = MappingProxyType(
    {
        "email mail": tuple(f"{first.lower()}@example.com" for first in _FIRST),
        "first forename given": _FIRST,
        "last surname family": _LAST,
        "username login handle nickname slug": tuple(first.lower() for first in _FIRST),
        "initials": tuple(first[0] + last[0] for first, last in zip(_FIRST, _LAST, strict=True)),
        "phone mobile tel telephone fax": ("+1 555 0100", "+1 555 0101", "+1 555 0102", "+1 555 0103", "+1 555 0104"),
        "street address": ("12 Main Street", "7 Park Lane", "98 Hill Road", "3 Mill Court", "41 Lake Drive"),
        "city town location place": ("London", "New York", "Paris", "Tokyo", "Nairobi"),
        "country": ("United Kingdom", "United States", "France", "Japan", "Kenya"),
        "zip postcode postal": ("10001", "20002", "30003", "40004", "50005"),
        "company organisation organization employer vendor": ("Acme", "Globex", "Initech", "Umbrella", "Hooli"),
        "department team group": ("Engineering", "Design", "Sales", "Support", "Finance"),
        "status state": ("active", "pending", "done", "active", "paused"),
        "role": ("admin", "editor", "viewer", "editor", "viewer"),
        "category type kind tag": ("Books", "Music", "Garden", "Sports", "Travel"),
        "priority severity level": ("high", "medium", "low", "medium", "high"),
        "currency": ("EUR", "USD", "GBP", "JPY", "CHF"),
        "language locale": ("English", "French", "German", "Japanese", "Spanish"),
        "url link website homepage href": tuple(f"https://example.com/{number}" for number in range(1, 6)),
        "image avatar photo picture icon logo": tuple(f"https://example.com/{number}.png" for number in range(1, 6)),
        "title subject headline": ("First steps", "A quiet morning", "What is new", "Notes", "Next week"),
        "description summary about bio text body content message comment note": (
            "A short text.",
            "Another short text.",
            "One more, a little longer than the two before.",
            "Thanks for all.",
            "See you tomorrow.",
        ),
        "id uuid key code sku number reference": ("A-1001", "A-1002", "A-1003", "A-1004", "A-1005"),
        "month": ("January", "February", "March", "April", "May"),
        "day weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
        "year": ("2026", "2025", "2024", "2023", "2022"),
        "time hour": ("09:00", "10:30", "12:00", "14:15", "18:45"),
        "color colour": ("blue", "green", "amber", "red", "grey"),
        "greeting": ("Hello", "Good morning", "Welcome", "Good evening", "Hi"),
        "person user customer author owner assignee member contact sender recipient": _PEOPLE,
    }
)
_NUMBERS: Final[Mapping[str, Sequence[float]]] = MappingProxyType(
    {
        "price amount total cost fee subtotal balance salary budget": (19.9, 49.5, 120, 8.75, 300),
        "revenue sales income turnover profit": (48_200, 51_900, 39_400, 60_100, 45_000),
        "percent percentage rate share progress growth change": (42, 17, 88, 5, 64),
        "rating stars score": (4.5, 3.8, 5, 4.1, 2.9),
        "age": (36, 41, 28, 52, 33),
        "year": (2026, 2025, 2024, 2023, 2022),
        "id number": (1001, 1002, 1003, 1004, 1005),
        "count quantity stock visits views likes users customers orders size": (12, 7, 128, 3, 64),
    }
)
_DATES: Final = ("2026-01-15", "2026-02-03", "2026-03-28", "2026-04-09", "2026-05-21")
_DATE_WORDS: Final = frozenset(
    {"date", "at", "on", "deadline", "birthday", "created", "updated", "due", "since", "until"}
)
_LATEST: Final = frozenset(
    {"seen", "login", "active", "activity", "visit", "update", "updated", "change", "changed", "modified", "access"}
)
"""What was last at some time: `lastLogin` is a date, `lastName` is none."""
_FLAG_WORDS: Final = frozenset(
    {"is", "has", "can", "should", "enabled", "disabled", "visible", "verified", "checked", "selected"}
)
_UNITS: Final[Sequence[float]] = (12, 7, 128, 3, 64)


def sample(shape: Field, name: str, index: int = 0, *, owner: str = "") -> Any:
    """A plausible value of a field.

    Args:
        shape: what is known of the field; `ANY` for nothing, and then its name alone tells.
        name: what it is called, such as `dueDate`.
        index: which of a list it belongs to, from 0.
        owner: what the object is called that has the field; a product's name is not a person's.
    """
    return _value(shape, name, index, owner, _DEEPEST)


def context_sample(models: Models, path: Sequence[str], index: int = 0) -> tuple[Field, Any]:
    """What a path such as `("user", "name")` leads to in the declared models, and a value of it.

    A path that leads nowhere, as all do when no models are declared, gets a value by its name.
    """
    found = models.context(path) if path else ANY
    shape = ANY if isinstance(found, Miss) else found
    owner = path[-2] if len(path) > 1 else ""
    example = _example(models, path) if index == 0 else None
    if example is not None:
        return shape, example
    return shape, sample(shape, path[-1] if path else "value", index, owner=owner)


def item_sample(shape: Field, owner: str, path: Sequence[str], index: int) -> tuple[Field, Any]:
    """What a path leads to inside the element `index` of a list whose elements have a shape, and a value of it."""
    if not path:
        return shape, sample(shape, owner, index)
    found = follow(shape, path)
    field = ANY if isinstance(found, Miss) else found
    return field, sample(field, path[-1], index, owner=path[-2] if len(path) > 1 else owner)


def element_of(shape: Field) -> Field:
    """The shape of the elements of a list; `ANY` when it says nothing of them, or is none."""
    return (shape.items or ANY) if shape.type == "array" else ANY


def singular(name: str) -> str:
    """One of them: users → user, categories → category, boxes → box."""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", "")):
        if name.endswith(ending) and len(name) > len(ending) + 1 and not name.endswith("ss"):
            return name[: -len(ending)] + instead
    return name


def said(value: Any) -> str:
    """A sample as people read it; of an object the first thing that it says of itself."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.2f}"
    if isinstance(value, int):
        return f"{value:,}" if value >= 10_000 else str(value)  # 2026 may be a year
    if isinstance(value, list):
        return ", ".join(said(each) for each in value)
    if isinstance(value, Mapping):
        told = (value.get(key) for key in ("name", "title", "label", *value))
        return next((said(each) for each in told if each is not None), "…")
    return str(value)


def _value(shape: Field, name: str, index: int, owner: str, depth: int) -> Any:
    kind = _guessed(name) if shape.type == "any" else shape.type
    if kind == "array":
        one = singular(name)
        return [_value(shape.items or ANY, one, at, owner, depth - 1) for at in range(ROWS)] if depth else []
    if kind == "object":
        fields = shape.fields if depth else {}
        inner = {key: _value(field, key, index, name, depth - 1) for key, field in fields.items()}
        return inner or {"name": _string("name", index, name)}
    if kind == "boolean":
        return index % 2 == 0
    if kind == "number":
        known = _from(_NUMBERS, name, index)
        return _UNITS[index % len(_UNITS)] if known is None else known
    if kind == "date":
        return _DATES[index % len(_DATES)]
    return _string(name, index, owner)


def _guessed(name: str) -> FieldType:
    """What a value is by its name alone; a string unless the name says something else."""
    words = _words(name)
    if _FLAG_WORDS.intersection(words[:1]):
        return "boolean"
    if _is_time(words):
        return "date"
    if _from(_NUMBERS, name, 0) is not None and _from(_STRINGS, name, 0) is None:
        return "number"
    return "string"


def _string(name: str, index: int, owner: str) -> str:
    words = _words(name)
    if words[-1:] == ["name"] and len(words) == 1:
        return _name_of(owner, index)
    if _is_time(words):
        return _DATES[index % len(_DATES)]
    found = _from(_STRINGS, name, index)
    if found is not None:
        return str(found)
    if words[-1:] == ["name"]:
        return _name_of(words[-2], index)
    return f"{' '.join(words).capitalize() or 'Value'} {index + 1}"


def _is_time(words: list[str]) -> bool:
    """Whether the words of a name say that it is a time: `createdAt`, `deadline`, `lastLogin`."""
    return bool(_DATE_WORDS.intersection(words[-1:]) or ("last" in words[:1] and _LATEST.intersection(words[-1:])))


def _name_of(owner: str, index: int) -> str:
    """The name of a person, unless what has the name is something else."""
    words = _words(singular(owner))
    if not words or _PERSONS.intersection(words[-1:]):
        return _PEOPLE[index % len(_PEOPLE)]
    return f"{words[-1].capitalize()} {index + 1}"


def _from(rows: Mapping[str, Sequence[Any]], name: str, index: int) -> Any:
    """The value of the row that a word of the name stands in; the last word tells more than those before it."""
    for word in reversed(_words(name)):
        for known, values in rows.items():
            if word in known.split():
                return values[index % len(values)]
    return None


def _words(name: str) -> list[str]:
    """The words of a key: `dueDate`, `due_date` and `due-date` → due, date."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+", " ", name[:80]).casefold().split()


def _example(models: Models, path: Sequence[str]) -> Any:
    """The value that a model's own example has at a path; None without one, and for an empty list or object."""
    here: Any = next((model.example for model in models if path and model.name.casefold() == path[0].casefold()), None)
    for step in path[1:]:
        here = here.get(step) if isinstance(here, Mapping) else None
    return None if isinstance(here, (Mapping, list)) and not here else here
