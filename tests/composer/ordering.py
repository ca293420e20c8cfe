"""Variants by order: what a prompt lists, listed the other way round. A list in any order asks for the same.

Only what is certainly a list counts: neighbours that an expectation names, each with what belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from .spans import Span, atoms, demanded, touches

_FAMILIES = (
    ("fields", "columns", "buttons", "text", "input_types", "required", "not_required"),
    ("options",),
    ("tabs",),
)
"""Kinds of expectations whose names may stand in one list: fields and buttons do, options and fields do not."""

_AND = r"and|or|und|oder|et|ou|y|e"
_JOINTS = {
    "and": rf",\s*(?:{_AND})\s+|\s+(?:{_AND}|&)\s+|\n\s*(?:{_AND})\s+",
    "comma": r",\s*|、|，|と|や",
    "line": r"\s*\n\s*(?:[-*•・]|\d+[.)])?\s*",
    "semicolon": r"\s*[;；]\s*",
    "bar": r"\s*\|\s*",
    "colon": r"\s*[:：]\s*\n\s*(?:[-*•・]|\d+[.)])?\s*|\s*[:：]\s+|：",
    "stop": r"[.。]\s+",
}
"""What stands between the entries of a list; a colon and a stop end one."""

_SEPARATOR = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _JOINTS.items()))

_OPENERS = (
    "with|showing|including|containing|has|shows|enter|choose|links|columns|column|tabs|lanes|steps|options|"
    "fields|plans|cards|questions|items|mit|für|con|para|com|avec|pour"
)
"""Words before the first entry of a list; "for" and "of" only without an article: "a file upload for the contract"."""

_NOUNS = "buttons|tabs|metrics|plans|columns|fields|cards|badges|links|lanes|steps|filters"
_CLOSERS = rf"{_NOUNS}|with|in an?|in the|each|plus|where|that|are"
"""Words behind the last entry of a list; a noun among them is about the last two: "name, cancel and delete buttons"."""

_NOUN_BEHIND = re.compile(rf"\s+(?:{_NOUNS})\b", re.IGNORECASE)

_CONTROL = "select|dropdown|checkbox|badge|field|input|button|link|picker|slider|column|box|filter|bar|upload"
_ARTICLE = r"(?:(?:an?|the|their|your|ein|eine|un|une|una|um|uma)\s+)?"
_DETAIL = rf"\*?(?:\s+(?:{_CONTROL}))?(?:\s+[$€£]?\d[\w.,%-]*)?(?:\s*[(（\[][^()（）\[\]]*[)）\]])?(?!\w)"
"""What belongs to an entry: the noun of its control, a value, something in brackets."""


class Segment(NamedTuple):
    """What stands between two separators: where, what kind is before it, and what kind behind it."""

    start: int
    end: int
    before: str
    behind: str


def orders(prompt: str, expect: dict[str, Any]) -> list[str]:
    """The prompt with every list reversed, and with every list turned by one; none without a list."""
    lists = found_lists(prompt, expect)
    reverse = [list(reversed(range(len(entries)))) for entries in lists]
    turned = [[*range(1, len(entries)), 0] for entries in lists]
    made = [_permuted(prompt, lists, each) for each in (reverse, turned)]
    return [text for text in dict.fromkeys(made) if text != prompt]


def found_lists(prompt: str, expect: dict[str, Any]) -> list[list[Span]]:
    """The lists of a prompt, in order: where their entries are, two at least."""
    found: list[list[Span]] = []
    for family in _FAMILIES:
        named = demanded({kind: wanted for kind, wanted in expect.items() if kind in family})
        named = [text for text in named if len(text) > 1 and not text.isdigit()]
        if named:
            found += [run for run in _runs(prompt, named) if len(run) > 1]
    found.sort()
    return [run for at, run in enumerate(found) if not any(touches(span, found[at - 1]) for span in run) or at == 0]


def _runs(prompt: str, named: list[str]) -> Iterator[list[Span]]:
    """Neighbours that are named, in one sentence and between separators of one kind."""
    bare = rf"(?:{'|'.join(map(re.escape, named))})(?!\w){_DETAIL}"
    entry = rf"(?P<entry>{_ARTICLE}{bare})"
    whole = re.compile(entry, re.IGNORECASE)
    first = re.compile(rf"(?:\b(?:{_OPENERS})\s+|[-–]\s+){entry}$|\b(?:for|of)\s+(?P<bare>{bare})$", re.IGNORECASE)
    last = re.compile(rf"{entry}(?=\s+(?:{_CLOSERS})\b|[.!?]|$)", re.IGNORECASE)
    run: list[Span] = []
    kind = ""
    for segment in _segments(prompt):
        text = prompt[segment.start : segment.end]
        goes_on = bool(run) and _joins(kind, segment.before)
        found = (last.match(text) if goes_on else None) or whole.fullmatch(text) or first.search(text)
        if not goes_on or found is None or found.re is first:
            yield run
            run, kind = [], ""
        if found is None or segment.behind == "colon":
            continue
        if segment.before == "and" and _is_list(segment.behind):
            yield run  # "artist and play, pause, next": what "and" leads to may belong to either list
            run, kind = [], ""
            continue
        group = next(filter(None, found.groups()))
        run.append((segment.start + found.end() - len(group), segment.start + found.end()))
        kind = segment.before if len(run) > 1 else ""
        if run[-1][1] < segment.end or segment.before == "and":
            yield run[-2:] if _NOUN_BEHIND.match(prompt, run[-1][1]) else run
            run, kind = [], ""
    yield run


def _is_list(separator: str) -> bool:
    return separator in _JOINTS and separator not in {"colon", "stop"}


def _joins(kind: str, separator: str) -> bool:
    """Whether a list whose entries are separated by one kind goes on behind a separator."""
    return _is_list(separator) and (kind in {"", separator} or separator == "and")


def _segments(prompt: str) -> list[Segment]:
    """The prompt in pieces; a separator in brackets or quotations is none."""
    closed = atoms(prompt)
    found, at, before = [], 0, ""
    for match in _SEPARATOR.finditer(prompt):
        if not touches(match.span(), closed):
            kind = match.lastgroup or ""
            found.append(Segment(at, match.start(), before, kind))
            at, before = match.end(), kind
    return [*found, Segment(at, max(at, len(prompt.rstrip(" .!?\n。！"))), before, "")]


def _permuted(prompt: str, lists: list[list[Span]], ways: list[list[int]]) -> str:
    """The prompt with the entries of each list in another order; what stands between them stays."""
    made, at = "", 0
    for entries, way in zip(lists, ways, strict=True):
        for (start, end), other in zip(entries, way, strict=True):
            first, last = entries[other]
            made += prompt[at:start] + prompt[first:last]
            at = end
    return made + prompt[at:]
