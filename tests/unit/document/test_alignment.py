"""The sums behind differences, held to plain answers that take longer."""

from __future__ import annotations

import time
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epoch_cli.document import alignment
from epoch_cli.document.alignment import Pairs, best, by_kind, common, rising

SHORT = st.text("abc", max_size=7)


def rises(pairs: Pairs) -> bool:
    return all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(pairs))


def longest(left: str, right: str) -> int:
    """The length of the longest common subsequence, by trying all of them."""
    for size in range(min(len(left), len(right)), 0, -1):
        of_right = set(combinations(right, size))
        if any(each in of_right for each in combinations(left, size)):
            return size
    return 0


@given(SHORT, SHORT)
def test_common_elements_are_as_many_as_can_be(left: str, right: str) -> None:
    pairs = common(left, right)
    assert rises(pairs)
    assert all(left[one] == right[other] for one, other in pairs)
    assert len(pairs) == longest(left, right)


@given(SHORT, SHORT)
def test_beyond_the_limit_they_are_still_common_and_rising(left: str, right: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "EXACT", 0)
        pairs = common(left, right)
    assert rises(pairs)
    assert all(left[one] == right[other] for one, other in pairs)
    assert bool(pairs) == bool(longest(left, right))
    assert len(pairs) == len(left) or left != right


@given(SHORT, SHORT)
def test_by_kind_the_first_goes_with_the_first(left: str, right: str) -> None:
    pairs = by_kind(left, right)
    assert all(left[one] == right[other] for one, other in pairs)
    for kind in "abc":
        mine = [pair for pair in pairs if left[pair[0]] == kind]
        assert len(mine) == min(left.count(kind), right.count(kind))
        assert rises(mine)


@given(st.lists(st.lists(st.sampled_from([0.0, 0.5, 1.0, 1.5]), min_size=3, max_size=3), max_size=4))
def test_the_best_pairs_have_the_greatest_sum(table: list[list[float]]) -> None:
    def total(pairs: Any) -> float:
        return sum(table[one][other] for one, other in pairs)

    pairs = best(len(table), 3, lambda one, other: table[one][other])
    assert rises(pairs)
    assert all(table[one][other] for one, other in pairs)
    every = [(one, other) for one in range(len(table)) for other in range(3)]
    possible = (each for size in range(4) for each in combinations(every, size) if rises(list(each)))
    assert total(pairs) == max(map(total, possible))


@given(st.permutations(range(8)).map(list))
def test_a_rising_run_is_the_longest(values: list[int]) -> None:
    at = rising(values)
    chosen = [values[index] for index in at]
    assert at == sorted(at)
    assert chosen == sorted(chosen)
    longer = combinations(values, len(at) + 1)
    assert not any(list(each) == sorted(each) for each in longer)


def test_long_sequences_take_no_quadratic_time() -> None:
    start = time.process_time()
    left, right = list(range(20_000)), list(range(20_000, 0, -1))
    common(left, right)
    common(["a", *left], ["a", *left, "b"])
    common(left * 2, left)
    assert len(rising(right)) == 1
    assert time.process_time() - start < 5  # the product of these lengths would take minutes
