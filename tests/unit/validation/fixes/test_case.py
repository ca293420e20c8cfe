"""What repairs ask of the place of a finding."""

from __future__ import annotations

from typing import Any

from support.every_row import every_row
from support.nodes import page, text

from epoch_cli.catalog import Catalog, parse_models
from epoch_cli.validation.fixes.case import Case, can_go
from epoch_cli.validation.fixes.components import text_to_child
from epoch_cli.validation.inspector import Inspector


@every_row(
    ("name", "value", "goes"),
    [
        ("extra", 1, True),
        ("extra", "Card", True),  # a word is no node, whatever it names elsewhere
        ("extra", "word", True),
        ("type", "Card", False),
        ("type", "word", True),
        ("type", 7, True),
        ("type", ["Card"], True),
        ("extra", {"type": "Card"}, False),
        ("extra", {"type": "email"}, True),
        ("extra", {"type": ["Card"]}, True),
        ("extra", {"type": 1, "children": []}, False),
        ("extra", [1, {"a": {"type": "Text"}}], False),
        ("extra", [1, {"a": {"kind": "Text"}}], True),
    ],
)
def test_what_holds_nodes_or_names_one_is_never_left_out(punk: Catalog, name: str, value: Any, goes: bool) -> None:
    inspector = Inspector(punk, punk.profile("strict"), parse_models({}))
    document = page({**text("a"), name: value})
    assert can_go(Case.of("EP101", ("root", "children", "0", name), document, inspector)) is goes


@every_row(("words", "moved"), [("Hello", True), (" ", False), ("", False), (7, False)])
def test_only_words_become_a_child_that_shows_them(punk: Catalog, words: Any, moved: bool) -> None:
    inspector = Inspector(punk, punk.profile("strict"), parse_models({}))
    document = page({"type": "Card", "text": words})
    change = text_to_child(Case.of("EP204", ("root", "children", "0", "text"), document, inspector))
    assert (change is not None) is moved
