"""Patches as a reader gives them, taken by an `Intake`: whole, or the first parts of each before the rest."""

from __future__ import annotations

import copy
from typing import Any

from support.nodes import codes

from epoch_cli.reading.progressive import is_split, parts_of
from epoch_cli.reading.reads import NodeRead, PatchRead
from epoch_cli.validation.intake import Intake, Outcome


def read(patch: Any) -> PatchRead:
    return PatchRead(copy.deepcopy(patch), (0, 1), 1)


def early(patch: Any, count: int) -> list[NodeRead]:
    """The first parts of a patch, as a reader gives them while the rest is coming."""
    parts = list(parts_of(copy.deepcopy(patch)))[:count] if is_split(patch) else []
    # `begin` comes with the first node and never alone
    return [NodeRead(part, value, 1) for part, value in (parts if count > 1 else [])]


def take(intake: Intake, *patches: Any, parts: int = 0) -> list[Outcome]:
    """Take patches that were read to their end, the first `parts` parts of each earlier."""
    outcomes: list[Outcome] = []
    for patch in patches:
        for part in early(patch, parts):
            outcomes += intake.take(part)
        outcomes += intake.take(read(patch))
    return outcomes


def accepted(outcomes: list[Outcome]) -> list[str]:
    return [outcome.verdict.patch["path"] for outcome in outcomes if outcome.verdict.accepted]


def refused(outcomes: list[Outcome]) -> list[tuple[str, list[str]]]:
    return [(each.patch["path"], codes(each.verdict)) for each in outcomes if not each.verdict.accepted]
