"""How two design systems differ, written down: a line a change for people, a list for programs.

Every line begins with a sign and says the same in words, so that neither colour nor the sign alone carries it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from epoch_cli.catalog.comparison import CatalogChange, ChangeKind
from epoch_cli.catalog.wording import value_words
from epoch_cli.output.reports.color import Paint
from epoch_cli.output.reports.wording import count
from epoch_cli.output.text import visible

_SIGNS: Final[Mapping[ChangeKind, str]] = {
    "added": "+",
    "removed": "-",
    "narrowed": "<",
    "widened": ">",
    "changed": "~",
}
_STYLES: Final[Mapping[str, str]] = {"+": "32", "-": "31", "<": "31", ">": "32", "~": "33"}
_WIDTH: Final = 60


def difference_lines(changes: Sequence[CatalogChange], *, color: bool = False) -> str:
    """A line a change, those that break something first; empty when there is none."""
    paint = Paint(on=color)
    ordered = sorted(changes, key=lambda each: not each.breaking)
    return "".join(f"{paint(_line(each), _STYLES[_SIGNS[each.kind]])}\n" for each in ordered)


def difference_summary(changes: Sequence[CatalogChange]) -> str:
    """The difference in one line."""
    if not changes:
        return "no difference"
    breaking = sum(each.breaking for each in changes)
    return f"{count(len(changes), 'difference')}: {breaking} breaking, {len(changes) - breaking} safe"


def _line(change: CatalogChange) -> str:
    said = "breaking" if change.breaking else "safe"
    head = f"{_SIGNS[change.kind]} {said:<8}  {visible('.'.join(change.path))}  {change.kind}"
    if change.before is None and change.after is None:
        return head
    if change.before is None or change.after is None:
        return f"{head}: {_value(change.before if change.after is None else change.after)}"
    return f"{head}: {_value(change.before)} → {_value(change.after)}"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return visible(", ".join(map(value_words, value)) or "none", _WIDTH)
    return visible(json.dumps(value) if isinstance(value, bool) else value_words(value), _WIDTH)
