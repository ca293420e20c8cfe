"""A stream costs what a patch changes: the rest of a document makes no difference."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.documents import documents, everything
from support.examples import examples
from support.nodes import add, box, move, page, remove, replace, text

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import FORMATS, Format, Options, Stream
from epoch_cli.document import apply_patch
from epoch_cli.document.difference import difference

STREAMED = [row for row in FORMATS.values() if row.stream]
NAMES = [row.name for row in STREAMED]
ELSEWHERE = [
    add("/root/children/1/children/-", text("new")),
    replace("/root/children/1/children/0", text("other")),
    replace("/root/children/1/children/0/text", "words"),
    add("/root/children/1/children/0/id", "named"),
    move("/root/children/1/children/1", "/root/children/1/children/0"),
    remove("/root/children/1/children/0"),
    replace("/root/children/1/children", [text("all")]),
]
"""Patches in the second of two boxes."""


def effort(row: Format, catalog: Catalog, siblings: int) -> list[tuple[int, int]]:
    """Calls and characters that each patch of `ELSEWHERE` costs beside a box with so many children."""
    document: Any = page(box(*(text("x") for _ in range(siblings))), box(text("a"), text("b")))
    stream: Stream = row.streamer()(catalog, Options())
    stream.feed(document, add("/root", document["root"]))
    found = []
    for patch in ELSEWHERE:
        document = apply_patch(document, patch).document
        calls = 0

        def count(_frame: Any, event: str, _argument: Any) -> None:
            nonlocal calls
            calls += event == "call"

        sys.setprofile(count)
        try:
            said = stream.feed(document, patch)
        finally:
            sys.setprofile(None)
        found.append((calls, len(said)))
    return found


@pytest.mark.parametrize("row", STREAMED, ids=NAMES)
def test_what_a_patch_does_not_touch_costs_nothing(row: Format, punk: Catalog) -> None:
    few, many = effort(row, punk, 10), effort(row, punk, 600)
    for (calls, size), (more_calls, more_size), patch in zip(few, many, ELSEWHERE, strict=True):
        assert more_calls <= calls + 20, patch
        assert more_size <= size + 40, patch  # numbers have more digits


@settings(max_examples=examples(25))
@given(st.lists(documents(everything()), min_size=2, max_size=3))
def test_nothing_of_openui_is_left_for_the_end(versions: list[dict[str, Any]]) -> None:
    """The end says the whole again where it differs from what was said: after each patch nothing does."""
    document: dict[str, Any] = {}
    row = FORMATS["openui"]
    stream, text = row.streamer()(everything(), Options()), ""
    for version in versions:
        for patch in difference(document, version):
            document = apply_patch(document, patch).document
            text += stream.feed(document, patch)
    rest = stream.close(document).text
    assert rest in {"", text.splitlines(keepends=True)[-1]}


def test_moves_between_parents_free_and_keep_names(punk: Catalog) -> None:
    row = FORMATS["openui"]
    stream, said = row.streamer()(punk, Options()), ""
    document: Any = {}
    for patch in [
        add("/root", box(box(text("a", id="a"), text("b")), box(box(text("c"), id="in")), text("d"))),
        move("/root/children/1/children/0", "/root/children/0/children/0"),
        move("/root/children/0/children/0/children/0", "/root/children/0"),
        replace("/root/children/1/children/1", text("new", id="a")),
        move("/root/children/1/children/1", "/root/children/1"),
        replace("/root/children/0/type", "Nobody"),
        replace("/root/children/0/type", "Badge"),
        add("/root/id", "whole"),
        move("/root/children/1", "/root"),
    ]:
        document = apply_patch(document, patch).document
        said += stream.feed(document, patch)
        whole = row.writer()(document, punk, Options())
        read = row.reader()
        assert (
            read(f"{said}\n{said.splitlines()[-1]}\n", punk, Options()).document["root"]
            == (read(whole.text, punk, Options()).document["root"])
        ), patch
