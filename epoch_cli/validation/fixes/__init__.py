"""Repairs: named changes to what a model wrote, each with its grade, all deterministic.

    repairs.py    what a repair is
    incoming.py   those made on the way in, without which a patch could not be applied as it was meant
    table.py      those that mend a finding: a row a repair, by the code of the rule
    case.py       what a row's function is given: one finding with its node, its place and its catalog
    choice.py     which of them can be made together, and where things are once they are made
    fields.py, props.py, tokens.py, …   the functions, a module a family

Whether they are made is decided next door, in `fixing_documents.py` and `fixing_patches.py`.

`FIXABLE` says which codes can be mended, and at which grades.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from epoch_cli.lazy import lazy_names

if TYPE_CHECKING:
    from epoch_cli.validation.fixes.incoming import (
        free_id,
        item_of,
        lists_in_prop,
        supply_of,
        with_new_ids,
        without_double_braces,
    )
    from epoch_cli.validation.fixes.repairs import Repair, lossless
    from epoch_cli.validation.fixes.table import FIXABLE

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

# the path of accepted patches needs no table, and an event nothing but what a repair is
__getattr__ = lazy_names(
    __name__,
    {
        "epoch_cli.validation.fixes.incoming": (
            "free_id",
            "item_of",
            "lists_in_prop",
            "supply_of",
            "with_new_ids",
            "without_double_braces",
        ),
        "epoch_cli.validation.fixes.repairs": ("Repair", "lossless"),
        "epoch_cli.validation.fixes.table": ("FIXABLE",),
    },
)
