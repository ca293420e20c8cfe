"""What one string of a document may cost the rules, however long it is: no more than twice for twice the text.

A profile without a cap for texts is the worst case: with a cap, a string beyond it is refused before it is read.
"""

from __future__ import annotations

import time
from typing import Any

import pytest

from epoch_cli import Catalog, validate

MADE = {
    "a tag that never comes": "<" + " " * 8_000,
    "tags that never come": "< " * 4_000,
    "schemes that run nothing": "javascript:" * 800,
    "schemes and spaces": "javascript: " * 700,
    "a call that is none": " a()" + " " * 8_000 + "x",
    "a length that is none": "0" * 8_000 + "x",
    "escapes of escapes": "%25" * 2_700,
    "entities": "&#" * 4_000,
    "braces": "{{" * 4_000,
    "a key that has no end": "-----BEGIN " + "A " * 4_000,
}


def document(text: str) -> Any:
    props = {"title": text, "padding": text, "onClick": text, "href": text, "color": text}
    return {"root": {"type": "Card", "props": props, "text": text, "condition": text, "dataSource": text}}


@pytest.mark.parametrize("text", MADE.values(), ids=MADE)
def test_a_string_made_to_be_slow_is_judged_in_little_time(punk: Catalog, text: str) -> None:
    validate(document("short"), punk, profile="unlimited")
    began = time.process_time()
    validate(document(text), punk, profile="unlimited")
    assert time.process_time() - began < 1
