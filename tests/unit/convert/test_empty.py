"""What is empty means the same as what is absent: no format tells it as lost, and none makes anything else of it."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import FORMATS, Options

BOTH_WAYS = [row.name for row in FORMATS.values() if row.read and row.write]


@pytest.mark.parametrize("name", BOTH_WAYS)
def test_empty_children_and_props_mean_none(name: str, punk: Catalog) -> None:
    form = FORMATS[name]

    def back(node: dict[str, Any]) -> Any:
        written = form.writer()({"root": node}, punk, Options())
        assert written.losses == ()
        made = form.reader()(written.text, punk, Options())
        assert made.losses == ()
        return {field: value for field, value in made.document["root"].items() if value not in ([], {})}

    empty, absent = {"type": "Card", "props": {}, "children": []}, {"type": "Card"}
    assert back(empty) == back(absent) == absent


@every_row("name", [name for name in BOTH_WAYS if name != "punk"])
@every_row("field", ["props", "children"])
def test_what_is_no_list_or_object_is_not_empty_but_wrong(name: str, field: str, punk: Catalog) -> None:
    losses = FORMATS[name].writer()({"root": {"type": "Card", field: True}}, punk, Options()).losses
    assert [loss.path for loss in losses] == [("root", field)]
