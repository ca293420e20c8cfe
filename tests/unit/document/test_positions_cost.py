"""What positions cost, beside the parsing of the same text in the same run; and that broken text is given up soon."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from epoch_cli.document.positions import PositionMap
from epoch_cli.errors import PointerError

from .strategies import Path


def process_time(work: Callable[[], object], runs: int = 5) -> float:
    """The shortest of a few runs, in seconds of this process."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def document(nodes: int) -> dict[str, Any]:
    button = {"type": "Button", "props": {"label": "Go", "onClick": "go"}, "children": []}
    options = [{"value": "a", "label": "A"}, {"value": "b", "label": 'a "b"'}]
    node = {"type": "Stack", "props": {"gap": "md", "options": options}, "children": [button, button]}
    return {"root": {"type": "Page", "children": [node] * nodes}, "metadata": {"name": "x"}}


@pytest.mark.parametrize("indent", [2, None])
def test_a_position_near_the_end_of_a_megabyte_costs_a_few_times_its_parsing(indent: int | None) -> None:
    nodes = 1500 if indent else 4000
    text = json.dumps(document(nodes), indent=indent)
    assert 1_000_000 < len(text) < 1_300_000
    path = ("root", "children", nodes - 1, "children", 1, "props", "label")
    # 3 times on an idle machine, 30 ms; a full parse tree in Python is 30 times
    assert process_time(lambda: PositionMap(text).value(path)) < 12 * process_time(lambda: json.loads(text))


def test_many_members_cost_little_more_than_one() -> None:
    names = [f"name {number}" for number in range(2000)]
    text = json.dumps({name: [[[[[1]]]]] for name in names})

    def ask_for_all() -> None:
        positions = PositionMap(text)
        for name in names:
            positions.value((name, 0))

    # 2 times; listing the object anew for each is 1 000 times
    assert process_time(ask_for_all, runs=3) < 30 * process_time(lambda: PositionMap(text).value((names[0],)), runs=3)


def test_many_deep_paths_cost_little_more_than_one() -> None:
    levels = 1000
    text = ('{"pad":"' + "x" * 1000 + '","a":[') * levels + "0" + "]}" * levels
    paths: list[Path] = [("a", 0) * level for level in range(levels + 1)]

    def ask_for_all() -> None:
        positions = PositionMap(text)
        for path in paths:
            positions.value(path)

    # 3 times; scanning anew for each is 300 times
    assert process_time(ask_for_all, runs=3) < 30 * process_time(lambda: PositionMap(text).value(paths[-1]), runs=3)


def test_nothing_is_done_before_something_is_asked() -> None:
    text = "[" + "1," * 500_000 + "1]"
    assert process_time(lambda: PositionMap(text)) < process_time(lambda: PositionMap(text).value((0,))) / 10


@pytest.mark.parametrize(
    "text",
    ["[" * 300_000, '{"a":' * 100_000, '["' + "x" * 500_000, '{"a":"' + "\\n" * 250_000, "[[1]," * 100_000],
    ids=lambda text: text[:8],
)
def test_broken_text_is_given_up_in_linear_time(text: str) -> None:
    def ask() -> None:
        for path in ((0, 0), ("a", "a")):
            with pytest.raises((ValueError, PointerError)):
                PositionMap(text).value(path)

    # 0.1 to 0.4 s for the worst, and hours if it were quadratic
    assert process_time(ask, runs=1) < 10
