"""Places to cut an input at, out of a few of its own bytes."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Text = TypeVar("Text", str, bytes)


def pieces(whole: Text, seed: int, lengths: Sequence[int] = (1, 2, 3, 7, 16, 64, 400)) -> list[Text]:
    """The input in pieces of one to some length, the same ones for the same seed; now and then an empty one."""
    random = Random(seed)
    most = random.choice(lengths)
    found: list[Text] = []
    at = 0
    while at < len(whole):
        size = random.randint(0 if random.random() < 0.05 else 1, most)
        found.append(whole[at : at + size])
        at += size
    return found


def assert_same(left: Sequence[object], right: Sequence[object], what: str) -> None:
    """Two lists hold the same; a long difference is told by its first place."""
    for number, (one, other) in enumerate(zip(left, right, strict=False)):
        assert one == other, f"{what}: number {number} is {one!r} in one piece, {other!r} in several"
    assert len(left) == len(right), f"{what}: {len(left)} in one piece, {len(right)} in several"
