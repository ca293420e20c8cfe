"""What the nodes around a place give to whatever stands there."""

from __future__ import annotations

from typing import Any

from support.every_row import every_row
from support.nodes import control, field, page, repeated, text

from epoch_cli.catalog import Catalog
from epoch_cli.validation import Draft
from epoch_cli.validation.unmet import around


@every_row(
    ("path", "named", "lists"),
    [
        (("root", "children", 0), False, 0),
        (("root", "children", 0, "children", 0), True, 0),
        (("root", "children", 0, "children", 7, "children", 0), True, 0),
        (("root", "children", 0, "props", "data", "children", 0), False, 0),  # JSON, in which nothing is a node
        (("root", "children", 0, "children"), True, 0),
        (("root", "children", 1, "itemTemplate"), False, 1),
        (("root", "children", 1, "itemTemplate", "itemTemplate"), False, 2),
        (("root", "children", 1, "props", "itemTemplate"), False, 0),
        ((), False, 0),
    ],
)
def test_a_place_has_the_name_and_the_lists_of_those_around_it(
    punk: Catalog, path: Any, named: bool, lists: int
) -> None:
    document = page(field(control(), label="Email"), repeated(repeated(text("{item.title}"), "{item.posts}")))
    found = around(Draft(punk, document)._state.root, path)
    assert (found.named, len(found.lists)) == (named, lists)
