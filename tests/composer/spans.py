"""What a variant may not touch of a prompt: what is quoted, bound or in brackets, and what an expectation names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

Span = tuple[int, int]

_ATOMS = re.compile(
    r"\{[^{}]*\}|\([^()]*\)|\[[^\[\]]*\]|\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|「[^」]*」|（[^）]*）|(?<!\w)['‘][^'‘’]*['’](?!\w)"
)
"""A binding, a bracket or a quotation, each with what is in it."""

_TYPES = {"types", "min_count", "max_nodes"}
"""Expectations that name components, which a prompt never does."""


def atoms(prompt: str) -> list[Span]:
    """Where bindings, brackets and quotations are."""
    return [found.span() for found in _ATOMS.finditer(prompt)]


def demanded(expect: dict[str, Any]) -> list[str]:
    """Every text that an expectation names, once, the longest first."""
    found = {text for kind, wanted in expect.items() if kind not in _TYPES for text in _texts(wanted) if text.strip()}
    return sorted(found, key=lambda text: (-len(text), text))


def _texts(wanted: Any) -> Iterator[str]:
    yield from [wanted] if isinstance(wanted, str) else list(wanted)


def phrases(prompt: str, expect: dict[str, Any]) -> list[Span]:
    """Where the texts stand that an expectation names, as whole words."""
    found = []
    for text in demanded(expect):
        whole = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE)
        found += [match.span() for match in whole.finditer(prompt)]
    return found


def touches(span: Span, others: list[Span]) -> bool:
    """Whether a span shares a character with any of the others."""
    return any(span[0] < end and start < span[1] for start, end in others)


def outside(prompt: str, spans: list[Span]) -> Iterator[tuple[str, bool]]:
    """The prompt in pieces, each with whether it may be touched."""
    at = 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        yield prompt[at : max(at, start)], True
        yield prompt[max(at, start) : end], False
        at = end
    yield prompt[at:], True


def mapped(prompt: str, spans: list[Span], change: Callable[[str], str]) -> str:
    """The prompt with a change made to every piece that may be touched."""
    return "".join(change(piece) if free else piece for piece, free in outside(prompt, spans))
