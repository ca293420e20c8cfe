"""How much a component or a data model has to do with a wish: which words they share.

Types, labels and model names count most, then the preset's own nouns for a role ("dropdown", `patterns/words.toml`),
then descriptions and fields. Nothing here knows a component by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from epoch_cli.catalog import Catalog, Component, Field, Model

_NAMED, _NOUN, _DESCRIBED = 8, 6, 1

# compiled when they are first used, by `re`: that takes 4 ms, and most prompts fit as they are
_HUMP = r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"
_UNSPACED = r"[\u3040-\u9fff\uac00-\ud7af]"
"""A character of a script whose words are not set apart, or take endings: such nouns are looked for anywhere."""
_WORD = r"[^\W_]+"
_EMPTY_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or", "the", "to"}
)

_ROLES: Mapping[str, str] = {
    "choice": "choice",
    "image": "image",
    "gallery": "image",
    "badge": "status",
    "alert": "status",
    "table": "table",
    "column": "table",
    "rows": "table",
    "dialog": "dialog",
    "tab": "tabs",
    "tabs": "tabs",
    "card": "card",
    "cards": "card",
}
"""The role of a component by the kind or the shape that a preset's nouns name."""

_BASICS = ("container", "stack", "text", "action", "form", "field", "input")
"""The roles without which no screen can be built."""


def words_of(text: str) -> frozenset[str]:
    """The words of a text, humps apart, in small letters and without the s of a plural."""
    return frozenset(_singular(word.lower()) for word in re.findall(_WORD, re.sub(_HUMP, " ", text))) - _EMPTY_WORDS


def basics_of(catalog: Catalog) -> frozenset[str]:
    """The components that every prompt tells of: the first of each role that a screen is built from."""
    found = [catalog.by_role(role) for role in _BASICS]
    first = next(component for component in catalog.components.values() if component.children)
    return frozenset(component.type for component in (*found, first) if component is not None)


def roles_in(wish: str, catalog: Catalog) -> frozenset[str]:
    """The roles that a wish names by a noun of the preset's patterns."""
    nouns = catalog.patterns.tables(catalog.patterns.language_of(wish)).get("noun", ())
    said = f" {' '.join(re.findall(_WORD, wish.casefold()))} "
    return frozenset(role for noun in nouns if (role := _role_of(noun)) and _says(said, noun.get("words", ())))


def component_score(component: Component, wish: frozenset[str], roles: frozenset[str]) -> int:
    """How much a component has to do with the words of a wish and the roles that it names; 0 is nothing."""
    named = words_of(f"{component.type} {component.label}")
    described = words_of(" ".join([component.description, *_prop_words(component)])) - named
    return (
        _NAMED * len(named & wish)
        + _NOUN * (component.role in roles)
        + _DESCRIBED * len({word for word in described & wish if len(word) > 2})
    )


def model_score(model: Model, wish: frozenset[str]) -> int:
    """How much a data model has to do with the words of a wish; 0 is nothing."""
    named = words_of(f"{model.name} {model.plural}")
    return _NAMED * len(named & wish) + _DESCRIBED * len((words_of(" ".join(_field_names(model.shape))) - named) & wish)


def _role_of(noun: Mapping[str, Any]) -> str:
    return _ROLES.get(noun.get("shape", "")) or _ROLES.get(noun.get("kind", ""), "")


def _says(said: str, words: Iterable[str]) -> bool:
    return any(
        word in said if re.search(_UNSPACED, word) else f" {word} " in said or f" {word}s " in said
        for word in map(str.casefold, words)
    )


def _prop_words(component: Component) -> Iterator[str]:
    for prop in component.props.values():
        yield prop.name
        yield from (str(value) for value in prop.values)


def _field_names(shape: Field) -> Iterator[str]:
    for name, field in shape.fields.items():
        yield name
        yield from _field_names(field)
    if shape.items is not None:
        yield from _field_names(shape.items)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
