"""What the composer gives: patches, and what of the wish is not in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from epoch_cli.providers.base import UnmetPart
from epoch_cli.providers.offline.knowledge.safety import shortened
from epoch_cli.validation.rules.wishes import LEFT_OUT, NOT_UNDERSTOOD

Patch = dict[str, Any]

MOST = 5
"""Things that are named one by one; of the others it is said how many there are."""

_SHOWN = 60
"""Characters that are shown of each."""

_LARGER = "ask for less at a time, or take a larger --budget"


@dataclass(frozen=True, slots=True)
class Composition:
    """An answer to a brief: RFC 6902 operations in the order in which they apply, and what of the wish is not in it."""

    patches: list[Patch]
    unmet: tuple[UnmetPart, ...] = ()


def not_understood(phrases: Iterable[str], hint: str) -> list[UnmetPart]:
    """What to tell of words that no rule is for, each as it was written; nothing for none."""
    told = [f"“{shortened(phrase, _SHOWN)}”" for phrase in dict.fromkeys(phrases)]
    return [UnmetPart(NOT_UNDERSTOOD.name, f"not understood: {listed(told)}", hint)] if told else []


def left_out(kind: str, title: str, names: Sequence[str], total: int, unread: int = 0) -> UnmetPart:
    """What to tell of parts that the budget has no room for: "2 of 14 fields in “Contact us”: Fax, Notes".

    `unread` are as many more of them without a name, which were too many to be read.
    """
    told = listed([shortened(name, _SHOWN) for name in names], unread)
    missing, total = len(names) + unread, total + unread
    counted = f"{missing} of {total} {kind}" if missing < total else kind
    return UnmetPart(LEFT_OUT.name, f"no room for {counted}{_where(title)}: {told}", _LARGER)


def too_many(kind: str, title: str, shown: int, wanted: int) -> UnmetPart:
    """What to tell of things that were counted, when fewer are shown: "5 of 12 entries in “Products”"."""
    return UnmetPart(LEFT_OUT.name, f"no room for {wanted - shown} of {wanted} {kind}{_where(title)}", _LARGER)


def _where(title: str) -> str:
    return f" in “{shortened(title, _SHOWN)}”" if title else ""


def listed(names: Sequence[str], unnamed: int = 0) -> str:
    """The first few of some names, and how many more there are, with those that have none."""
    more = max(0, len(names) - MOST) + unnamed
    return f"{', '.join(names[:MOST])}{f' and {more} more' if more > 0 else ''}"
