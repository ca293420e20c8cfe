"""What an object is told to be that is no patch: where in it something stands that could be read, and what to write."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli import MalformedRead, PatchReader
from epoch_cli.reading.shapes import in_disguise, why_no_patch

PATCH = {"op": "add", "path": "/root", "value": {"type": "Card"}}
NODE = {"type": "Card", "children": []}


@every_row(
    ("value", "words"),
    [
        ({"ops": [PATCH]}, "patches in `ops[0]`: write them alone"),
        ({"patch": PATCH}, "patches in `patch`: write them alone"),
        ({"name": "apply", "arguments": {"patches": [PATCH]}}, "patches in `arguments.patches[0]`"),
        ({"name": "apply", "arguments": json.dumps({"patches": [PATCH]})}, "text of patches in `arguments`: pass on"),
        ({"choices": [{"message": {"content": json.dumps(PATCH)}}]}, "in `choices[0].message.content`: pass on"),
        ({"tree": NODE}, "a node in `tree`: write it alone"),
        ({"screens": [{"root": NODE}]}, "a document in `screens[0]`: write it alone"),
        ({"root": "a", "elements": {"a": NODE}}, "a flat document"),
        ({"surfaceUpdate": {"components": []}}, "a message of A2UI"),
        ({"/root": NODE}, "an object of pointers and values"),
        ({"operation": "add", "path": "/root"}, 'it has a `path` but no "op"'),
        ({"a": 1, "b": [[{}], None]}, "it has no member"),
        ({}, "it has no member"),
        ([PATCH], "it has no member"),
    ],
)
def test_it_is_told_what_stands_there_and_what_to_write(value: Any, words: str) -> None:
    assert words in why_no_patch(value)


def test_a_name_is_told_whole_up_to_eighty_characters() -> None:
    assert f"in `{'x' * 80}`:" in why_no_patch({"x" * 80: PATCH})
    assert f"in `{'x' * 80}…`:" in why_no_patch({"x" * 81: PATCH})


def test_the_reader_says_so() -> None:
    (read,) = [
        read for read in PatchReader().feed(json.dumps({"ops": [PATCH]}) + "\n") if isinstance(read, MalformedRead)
    ]
    assert "patches in `ops[0]`" in read.message


@pytest.mark.parametrize(
    "text",
    ["\\" * 65_000 + " op", '\\"op\\" ' * 8_000, " " * 65_000 + "op", "&quot;" * 10_000 + "op", "- " * 30_000 + "op:"],
)
def test_looking_for_what_was_meant_as_a_patch_takes_no_time(text: str) -> None:
    began = time.perf_counter()
    assert in_disguise(text) is None
    assert time.perf_counter() - began < 0.5  # quadratic, it takes seconds


@pytest.mark.parametrize(
    "value",
    [
        {str(number): {} for number in range(100_000)} | {"ops": PATCH},
        {"x": {"y" * 500_000: {str(number): [{}] for number in range(1000)}}},
        {"x" * 500_000 + "\x1b": PATCH},
    ],
    ids=["many", "long inside", "long"],
)
def test_the_search_is_short_and_so_is_what_is_told(value: Any) -> None:
    told = why_no_patch(value)
    assert len(told) < 400
    assert "\x1b" not in told
