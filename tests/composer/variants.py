"""Other ways to ask for the same: variants of a prompt by synonym, order, case and punctuation, and by language.

The first four are made by rule, always the same ones, and never touch what is quoted, bound or in brackets, nor the
words that an expectation names (but for their case). What is expected of a prompt is expected of its variants, too.
Translations were written by hand (`languages.jsonl`), with what is expected in their language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from .composing import Expectation
from .ordering import orders
from .synonyms import synonyms
from .writing import cases, marks

KINDS: dict[str, Callable[[str, dict[str, Any]], list[str]]] = {
    "synonym": synonyms,
    "order": orders,
    "case": cases,
    "punctuation": marks,
}


class Variant(NamedTuple):
    """A prompt in other words, and the one that it was made from."""

    row: Expectation
    original: Expectation


def variants(rows: Iterable[Expectation], kind: str) -> list[Variant]:
    """The variants of all prompts by one kind of change."""
    return [
        Variant(replace(row, prompt=prompt, of=row.prompt), row)
        for row in rows
        for prompt in KINDS[kind](row.prompt, row.expect)
    ]


def translations(translated: Iterable[Expectation], originals: Iterable[Expectation], language: str) -> list[Variant]:
    """The translations into a language of those prompts that are there."""
    known = {row.prompt: row for row in originals}
    return [Variant(row, known[row.of]) for row in translated if row.language == language and row.of in known]
