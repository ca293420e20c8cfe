"""How values are spelled: JSON with bindings as expressions.

`{context.a.b}` is `$context.a.b` and `{props.x}` is `$props.x`, members of two state variables that the host sets;
`{item.x}` is a member of the variable of the innermost `@Each`. A text with bindings in it is a sum. Outside of a list
`{item.x}` stays as it is: there it is a table that fills it in, row by row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isfinite
from typing import Any, Final

from epoch_cli.convert.openui.names import variable
from epoch_cli.convert.openui.words import words_of
from epoch_cli.document.canonical import compact
from epoch_cli.preview.markup import Bound, Words

DEEPEST: Final = 32
"""Levels of a value, or of templates in templates, that are written and read; the language's parser recurses."""

_NAME: Final = re.compile(r"(?!(?:true|false|null)\Z)[A-Za-z_][A-Za-z0-9_]*\Z", re.ASCII)


class UnspellableError(ValueError):
    """A value that the language has no word for; the message says what it is."""


def spell(value: Any, lists: int = 0, depth: int = DEEPEST) -> str:
    """A JSON value as an expression; `lists` is how many `@Each` it stands in.

    Raises:
        UnspellableError: it has too many levels, or is a number that JSON does not have.
    """
    if not depth:
        raise UnspellableError(f"a value of more than {DEEPEST} levels")
    if isinstance(value, str):
        return _words(value, lists)
    if isinstance(value, list):
        return f"[{', '.join(spell(each, lists, depth - 1) for each in value)}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key_of(key)}: {spell(each, lists, depth - 1)}' for key, each in value.items())}}}"
    if isinstance(value, float) and not isfinite(value):
        raise UnspellableError(f"the number {value}")
    return compact(value)


def key_of(key: Any) -> str:
    """A key of an object."""
    return str(key) if _NAME.match(str(key)) else compact(str(key))


def only_binding(words: Words, lists: int) -> Bound | None:
    """The binding that a text is, if it is nothing else, and one that has a meaning here."""
    first = words[0] if len(words) == 1 else None
    return first if isinstance(first, Bound) and (lists or first.root != "item") else None


def member(bound: Bound, lists: int) -> str:
    """A binding."""
    start = variable(lists - 1) if bound.root == "item" else f"${bound.root}"
    return start + "".join(f".{step}" if _NAME.match(step) else f"[{compact(step)}]" for step in bound.path)


def _words(text: str, lists: int) -> str:
    words = words_of(text)
    bound = [each for each in words if isinstance(each, Bound)]
    if not bound or (not lists and any(each.root == "item" for each in bound)):
        return compact(text)
    if len(words) == 1:
        return member(bound[0], lists)
    # two numbers would be added up, were there no text at the beginning
    start = [] if any(isinstance(each, str) for each in words[:2]) else ['""']
    return " + ".join([*start, *(member(each, lists) if isinstance(each, Bound) else compact(each) for each in words)])
