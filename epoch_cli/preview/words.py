"""Any value of a document as words: its text, with a `Bound` where a binding stands. Nothing here can fail."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from epoch_cli.preview.markup import Attribute, Bound, Words
from epoch_cli.validation.rules.bindings import split_bindings

LONGEST_JSON: Final = 1_000
"""Characters that are shown of a value which is no text."""


def words_of(value: Any) -> Words:
    """A value as words, with bindings where the rules find them; none for nothing.

    In double braces a path without a root is the context's (decision 7).
    """
    pieces = split_bindings(plain(value), double_braces=True)
    return tuple(each if isinstance(each, str) else Bound(each.root, each.path) for each in pieces)


def attribute_of(value: Any) -> Attribute:
    """A value as that of an attribute: a text where nothing is bound in it."""
    words = words_of(value)
    return "".join(words) if all(type(word) is str for word in words) else words  # type: ignore[arg-type]


def flag_of(value: Any) -> Attribute:
    """A value as that of an attribute which is there or not: one that is bound turns out later."""
    if isinstance(value, str):
        bound = bound_of(value)
        return (bound,) if bound is not None else False
    return value is True


def bound_of(value: Any) -> Bound | None:
    """The binding that is the whole of a value; None for anything else."""
    words = words_of(value.strip()) if isinstance(value, str) and "{" in value else ()
    return words[0] if len(words) == 1 and isinstance(words[0], Bound) else None


def as_written(words: Words) -> str:
    """Words as a document has them."""
    return "".join(word if isinstance(word, str) else written(word) for word in words)


def written(bound: Bound) -> str:
    """A binding as a document has it."""
    return "{" + ".".join((bound.root, *bound.path)) + "}"


def plain(value: Any) -> str:
    """A value as text, whatever it is; what has no words of its own as JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    try:
        return json.dumps(value, ensure_ascii=False, default=str)[:LONGEST_JSON]
    except (RecursionError, TypeError, ValueError):
        return "…"


def is_number(value: Any) -> bool:
    """Whether a value is a number, or a text that is one."""
    if isinstance(value, bool):
        return False
    text = plain(value)
    return re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", text) is not None


def initials(name: str) -> str:
    """The first letters of a name's first two words: what stands in an avatar without a picture."""
    return "".join(word[0] for word in name.split()[:2]).upper()
