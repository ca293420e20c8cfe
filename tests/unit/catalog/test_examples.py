"""The example of a component: what it has to have, and values that its props take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from support.every_row import every_row

from epoch_cli.catalog import load_catalog
from epoch_cli.catalog.examples import example_document

SHOP = """
[preset]
name = "shop"
[components.Page]
role = "container"
children = true
[components.Odd]
"""
"""A design system with a container, no text, no button and no field; what the component is follows."""

EXAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "nothing to hold": ('role = "form"\nchildren = true', {"type": "Odd"}),
    "a field of what is listed": (
        """
        [components.Odd.props.tabs]
        type = "array"
        items = "object"
        required = true
        fields = { id = { type = "string", required = true } }
        [components.Odd.props.active]
        type = "string"
        one_of = "tabs.id"
        required = true
        """,
        {"type": "Odd", "props": {"tabs": [{"id": "details"}, {"id": "history"}], "active": "details"}},
    ),
    "one of nothing": (
        """
        [components.Odd.props]
        tabs = { type = "array", items = "object", fields = { id = { type = "string" } } }
        active = { type = "string", one_of = "tabs.id", required = true }
        """,
        {"type": "Odd"},
    ),
    "numbers and flags in lists": (
        """
        [components.Odd.props]
        counts = { type = "array", items = "number", required = true }
        flags = { type = "array", items = "boolean", required = true }
        """,
        {"type": "Odd", "props": {"counts": [1, 2], "flags": [True, False]}},
    ),
    "a number between bounds": (
        """
        [components.Odd.props]
        low = { type = "number", max = 0, required = true }
        high = { type = "number", min = 7, required = true }
        any = { type = "any", required = true }
        """,
        {"type": "Odd", "props": {"low": 0, "high": 7, "any": "anything"}},
    ),
    "an object with fields of its own": (
        """
        [components.Odd.props.place]
        type = "object"
        required = true
        fields = { count = { type = "number", required = true }, open = { type = "boolean" } }
        """,
        {"type": "Odd", "props": {"place": {"count": 1}}},
    ),
    "a text that nothing spells": (
        """
        [components.Odd.props]
        code = { type = "string", pattern = "[0-9]{9}x", required = true }
        either = { type = ["string", "number"], pattern = "[0-9]{9}x", required = true }
        """,
        {"type": "Odd", "props": {"either": 1}},
    ),
}


@every_row(("source", "root"), EXAMPLES.values(), ids=EXAMPLES)
def test_an_example_has_what_is_asked_for_and_values_that_fit(
    source: str, root: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "catalog.toml").write_text(SHOP + source, "utf-8")
    catalog = load_catalog(tmp_path)
    made = example_document(catalog, catalog.components["Odd"], lambda _: True)
    assert made is not None
    assert made["root"] == root
