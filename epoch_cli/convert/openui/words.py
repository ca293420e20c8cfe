"""Texts with bindings in them, taken apart by the letter: what is no binding yet, such as `{{a}}`, stays text."""

from __future__ import annotations

from epoch_cli.preview.markup import Bound, Words
from epoch_cli.validation.rules.bindings import split_bindings


def words_of(text: str) -> Words:
    """The bindings of a text in their places, as the rules find them (decision 7), and the words between them."""
    return tuple(each if isinstance(each, str) else Bound(each.root, each.path) for each in split_bindings(text))
