"""How two sessions differ, written down; their documents are told by `output/difference.py`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from epoch_cli.document.canonical import compact
from epoch_cli.document.changes import Changes
from epoch_cli.output.difference import difference_json
from epoch_cli.output.session_report import SessionReport
from epoch_cli.output.text import visible
from epoch_cli.sessions.patch_difference import PatchChange

_WIDTH = 100
_SIGNS: Mapping[str, tuple[str, str]] = {"removed": ("-", "\x1b[31m"), "added": ("+", "\x1b[32m")}
_FACTS = ("prompt", "provider", "model", "catalog", "catalog_digest", "profile", "epoch")


class FactChange(NamedTuple):
    """Something about the runs that was not the same."""

    name: str
    before: str
    after: str


def facts_that_differ(one: SessionReport, other: SessionReport) -> list[FactChange]:
    """What was asked, of whom, under which rules, and how it ended: what of it differs."""
    pairs = [(name, *(str(getattr(each.outcome.started, name, "")) for each in (one, other))) for name in _FACTS]
    pairs.append(("status", one.metrics.status, other.metrics.status))
    return [FactChange(*pair) for pair in pairs if pair[1] != pair[2]]


def patches_text(facts: Sequence[FactChange], patches: Sequence[PatchChange], *, color: bool = False) -> str:
    """The facts and the patches that differ, a line each; nothing where there are none."""
    lines = [f"~ {each.name}: {visible(each.before, _WIDTH)} → {visible(each.after, _WIDTH)}" for each in facts]
    for each in patches:
        sign, on = _SIGNS[each.change]
        line = f"{sign} patch {each.sequence}: {visible(compact(each.patch), _WIDTH)}  {each.change}"
        lines.append(f"{on}{line}\x1b[0m" if color else line)
    return "".join(f"{line}\n" for line in lines)


def session_changes_json(
    facts: Sequence[FactChange], patches: Sequence[PatchChange], documents: Changes
) -> dict[str, Any]:
    """`{"facts", "patches", "document"}`: each a list of what differs; the document's as in `epoch diff`."""
    return {
        "facts": [each._asdict() for each in facts],
        "patches": [each._asdict() for each in patches],
        "document": json.loads(difference_json(documents)),
    }
