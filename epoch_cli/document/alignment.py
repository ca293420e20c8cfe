"""Which elements of one sequence are those of another: the sums behind differences of documents.

The exact answers cost the product of the lengths, so they are worked out for lengths that interfaces have; beyond them
a good answer in linear time does. Nothing here knows what the elements are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence

Pairs = list[tuple[int, int]]

EXACT = 250_000
"""Product of two lengths up to which the longest common subsequence is worked out."""
EXACT_LIKENESS = 2_500
"""The same for likeness, whose every step looks at two elements."""


def common(left: Sequence[Hashable], right: Sequence[Hashable]) -> Pairs:
    """Pairs of positions with equal elements, rising on both sides: a longest common subsequence, or nearly."""
    start, shorter = 0, min(len(left), len(right))
    while start < shorter and left[start] == right[start]:
        start += 1
    end = 0
    while end < shorter - start and left[-1 - end] == right[-1 - end]:
        end += 1
    head = [(at, at) for at in range(start)]
    tail = [(len(left) - at, len(right) - at) for at in range(end, 0, -1)]
    inner_left, inner_right = left[start : len(left) - end], right[start : len(right) - end]
    exact = len(inner_left) * len(inner_right) <= EXACT
    inner = (
        best(len(inner_left), len(inner_right), lambda one, other: float(inner_left[one] == inner_right[other]))
        if exact
        else _in_turn(inner_left, inner_right)
    )
    return [*head, *((one + start, other + start) for one, other in inner), *tail]


def _in_turn(left: Sequence[Hashable], right: Sequence[Hashable]) -> Pairs:
    """The first of each kind with the first, the second with the second, and of those as many as rise."""
    pairs = by_kind(left, right)
    return [pairs[at] for at in rising([other for _, other in pairs])]


def by_kind(left: Sequence[Hashable], right: Sequence[Hashable]) -> Pairs:
    """Pairs of positions with equal elements, the first of each kind with the first; rising on the left side alone."""
    waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for at, element in enumerate(right):
        waiting[element].append(at)
    return [(at, waiting[element].popleft()) for at, element in enumerate(left) if waiting[element]]


def best(left: int, right: int, likeness: Callable[[int, int], float]) -> Pairs:
    """The rising pairs of positions with the greatest sum of likeness; those with none are left out.

    Costs the product of the two lengths, in steps that each ask for a likeness.
    """
    likenesses = [[likeness(one, other) for other in range(right)] for one in range(left)]
    rest = [[0.0] * (right + 1) for _ in range(left + 1)]  # the greatest sum from here on
    for one in range(left - 1, -1, -1):
        row, below, own = rest[one], rest[one + 1], likenesses[one]
        for other in range(right - 1, -1, -1):
            alike = own[other]
            both = alike + below[other + 1] if alike else 0.0
            row[other] = max(both, below[other], row[other + 1])
    pairs, one, other = [], 0, 0
    while one < left and other < right and rest[one][other]:
        alike = likenesses[one][other]
        if alike and rest[one][other] == alike + rest[one + 1][other + 1]:
            pairs.append((one, other))
            one, other = one + 1, other + 1
        elif rest[one][other] == rest[one + 1][other]:
            one += 1
        else:
            other += 1
    return pairs


def rising(values: Sequence[int]) -> list[int]:
    """The positions of a longest rising subsequence of distinct values."""
    ends: list[int] = []  # the smallest value that a rising run of each length ends with
    where: list[int] = []
    before: list[int] = []
    for at, value in enumerate(values):
        length = bisect_left(ends, value)
        before.append(where[length - 1] if length else -1)
        if length == len(ends):
            ends.append(value)
            where.append(at)
        else:
            ends[length], where[length] = value, at
    found, at = [], where[-1] if where else -1
    while at >= 0:
        found.append(at)
        at = before[at]
    return found[::-1]
