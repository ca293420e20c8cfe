"""The theorem of decision 3 once more, by the same random edits: on a draft that repairs all it can."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from support.examples import examples

from epoch_cli.validation import Draft

from .starts import BAD_STARTS, STARTS
from .test_soundness import Run, punk


class Mending(Run):
    """A run of edits on a draft that makes lossy repairs, too."""

    def __init__(self, start: Any, raw: bytes, say: Callable[[str], None] = print) -> None:
        super().__init__(start, raw, say)
        self.draft = Draft(punk(), start, **self.how, fix="all")


@pytest.mark.parametrize("start", STARTS)
@settings(deadline=None, database=None, derandomize=True, max_examples=examples(40), report_multiple_bugs=False)
@given(st.binary(min_size=20, max_size=90))
def test_a_draft_that_repairs_gets_no_worse(start: str, raw: bytes) -> None:
    run = Mending(STARTS[start], raw, note)
    assert bool(run.broken) == (start in BAD_STARTS)
    run.go()


def test_these_edits_need_repairs() -> None:
    """At least one edit in twenty is accepted thanks to a repair of what was wrong with it."""
    repaired = total = 0
    for number in range(30):
        run = Mending(STARTS["login"], bytes((number * 71 + step * step * 13) % 256 for step in range(90)))
        while not run.choices.over:
            verdict = run.draft.propose(run.author.patch(run.draft.document))
            total += 1
            repaired += any(repair.name not in {"missing-container", "id-anchor"} for repair in verdict.repairs)
    assert repaired > total / 20, (repaired, total)
