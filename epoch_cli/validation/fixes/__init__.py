"""Repairs: named changes to what a model wrote, each with its grade, all deterministic.

    repairs.py    what a repair is
    incoming.py   those made on the way in, without which a patch could not be applied as it was meant
    table.py      those that mend a finding: a row a repair, by the code of the rule
    case.py       what a row's function is given: one finding with its node, its place and its catalog
    choice.py     which of them can be made together, and where things are once they are made
    fields.py, props.py, tokens.py, …   the functions, a module a family

Whether they are made is decided next door, in `fixing_documents.py` and `fixing_patches.py`.

`FIXABLE` says which codes can be mended, and at which grades; it is made from the table when it is first asked for,
because the path of accepted patches needs no table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from epoch_cli.validation.fixes.incoming import (
    free_id,
    item_of,
    lists_in_prop,
    supply_of,
    with_new_ids,
    without_double_braces,
)
from epoch_cli.validation.fixes.repairs import Repair, lossless

if TYPE_CHECKING:
    from collections.abc import Mapping

    from epoch_cli.validation.diagnostics import Grade

    FIXABLE: Mapping[str, tuple[Grade, ...]]

__all__ = [
    "FIXABLE",
    "Repair",
    "free_id",
    "item_of",
    "lists_in_prop",
    "lossless",
    "supply_of",
    "with_new_ids",
    "without_double_braces",
]


def __getattr__(name: str) -> Any:
    """`FIXABLE`, on first use."""
    if name != "FIXABLE":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from epoch_cli.validation.fixes.table import fixable  # noqa: PLC0415  see above

    globals()[name] = made = fixable()
    return made
