"""The weight of a document: the score of decision 8, and the tally behind its greatest figures."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row

from epoch_cli.document.metrics import Metrics, Tally


@every_row(
    ("metrics", "score"),
    [
        (Metrics(), 0),
        (Metrics(nodes=1, depth=1), 1),
        (Metrics(nodes=2, depth=2), 2),
        (Metrics(nodes=3, depth=3), 4),
        (Metrics(nodes=5, depth=3), 6),  # the specification's simple form
        (Metrics(nodes=15, depth=4, bindings=3), 23),  # the specification's data table
        (Metrics(nodes=1, depth=1, bindings=1), 3),
        (Metrics(nodes=1, depth=1, handlers=1), 2),
        (Metrics(nodes=1, depth=1, conditions=1), 4),
        (Metrics(nodes=1, depth=1, loops=1), 6),
        (Metrics(nodes=50, depth=8, bindings=20, handlers=15, conditions=2, loops=3), 50 + 6 + 40 + 15 + 6 + 15),
    ],
)
def test_the_score_is_the_sum_of_the_specification(metrics: Metrics, score: int) -> None:
    assert metrics.score == score


def test_width_and_string_length_cost_no_points() -> None:
    assert Metrics(nodes=1, depth=1, children=50, longest_string=10_000).score == 1


def test_json_has_every_figure_and_the_score() -> None:
    row = Metrics(
        nodes=3, depth=3, children=2, bindings=1, handlers=1, conditions=1, loops=1, longest_string=7
    ).to_json()
    assert row == {
        "nodes": 3,
        "depth": 3,
        "children": 2,
        "bindings": 1,
        "handlers": 1,
        "conditions": 1,
        "loops": 1,
        "longest_string": 7,
        "score": 3 + 1 + 2 + 1 + 3 + 5,
    }


def test_metrics_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Metrics().nodes = 1  # type: ignore[misc]


@settings(deadline=None, database=None, derandomize=True)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 6)), max_size=40))
def test_a_tally_knows_its_greatest_whatever_goes_in_and_out(steps: list[tuple[bool, int]]) -> None:
    tally, truth = Tally(), Counter[int]()
    for out, value in steps:
        if out and truth[value]:
            tally.take(value)
            truth[value] -= 1
        else:
            tally.put(value)
            truth[value] += 1
        there = +truth
        assert tally.top == max(there, default=0)
        assert dict(tally.items()) == dict(there)
        assert tally.above(3) == sum(count for number, count in there.items() if number > 3)


def test_a_tally_counts_many_at_once() -> None:
    tally = Tally()
    tally.put(5, 3)
    tally.put(2)
    tally.take(5, 2)
    assert (tally.top, dict(tally.items())) == (5, {5: 1, 2: 1})
    tally.take(5)
    assert (tally.top, dict(tally.items())) == (2, {2: 1})
