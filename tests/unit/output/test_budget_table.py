"""The budget of a prompt, as lines for people."""

from __future__ import annotations

from typing import Any

import pytest

from epoch_cli.events import ContextPrepared
from epoch_cli.output.narration import Narrator, narrate

BUDGET = {"system": 1_095, "catalog": 914, "models": 0, "history": 104, "request": 8, "reserved": 1_379, "left": 500}


def prepared(**left_out: list[str]) -> ContextPrepared:
    return ContextPrepared(at=0.0, attempt=2, budget=BUDGET, left_out=left_out)


def said(event: Any, verbosity: int = 0) -> list[str]:
    return list(narrate(event, verbosity))


def test_the_table_has_a_line_for_each_part_with_its_share() -> None:
    assert said(prepared(), 1) == [
        "prompt of attempt 2, in tokens:",
        "  system       ~1095   27 %",
        "  catalog       ~914   23 %",
        "  models          ~0    0 %",
        "  history       ~104    3 %",
        "  request         ~8    0 %",
        "  reserved     ~1379   34 %",
        "  left          ~500   12 %",
    ]


def test_without_v_only_what_was_left_out_is_said() -> None:
    assert said(prepared()) == []
    assert said(prepared(components=["Tabs"], turns=["a page", "a\nlonger " + "x" * 50])) == [
        f"left out to fit the budget: 1 component (Tabs), 2 turns (a page, a longer {'x' * 30}…)"
    ]
    assert said(prepared(summaries=["a page"])) == ["told in short to fit the budget: 1 turn"]
    assert said(prepared(tokens=["shadows", "radius"], models=["User"])) == [
        "left out to fit the budget: 2 token groups (shadows, radius), 1 data model (User)"
    ]


def test_many_names_are_counted_and_told_with_v() -> None:
    names = [f"C{number}" for number in range(9)]
    assert said(prepared(components=names)) == ["left out to fit the budget: 9 components (C0, C1, C2, C3, C4, …)"]
    assert said(prepared(components=names), 1)[0].endswith("C7, C8)")


def test_below_a_drawn_tree_it_is_kept_for_the_end() -> None:
    narrator = Narrator(0, drawn=True)
    assert list(narrator.feed(prepared(components=["Tabs"]))) == []
    assert list(narrator.close()) == ["left out to fit the budget: 1 component (Tabs)"]


@pytest.mark.parametrize("evil", ["\x1b[2J", "\u202e", "\x9b"])
def test_names_cannot_reach_a_terminal_as_they_are(evil: str) -> None:
    assert evil not in "".join(said(prepared(turns=[f"a{evil}b"], models=[evil]), 1))


def test_a_budget_of_nothing_has_no_shares() -> None:
    empty = ContextPrepared(at=0.0, attempt=1, budget=dict.fromkeys(BUDGET, 0))
    assert said(empty, 1)[1].split() == ["system", "~0"]
