"""Moves from where nothing is: they are refused, and what the model counts afterwards is what it counted before."""

from __future__ import annotations

import pytest
from support.nodes import add, box, text

from epoch_cli.catalog import Catalog
from epoch_cli.validation import Draft


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_move_from_behind_the_end_leaves_no_gap(punk: Catalog, count: int) -> None:
    draft = Draft(punk)
    assert draft.propose(add("/root", box(*(text(str(number)) for number in range(count))))).accepted
    for _ in range(2):
        move = {"op": "move", "path": "/root/children/-", "from": "/root/children/4"}
        assert not draft.propose(move).accepted
    for number in range(count):
        verdict = draft.propose({"op": "move", "path": "/root/children/0", "from": f"/root/children/{number}"})
        assert verdict.accepted
        assert draft.document["root"]["children"][0]["text"] == str(number)


def test_moves_one_after_the_other_in_an_empty_array_are_refused(punk: Catalog) -> None:
    draft = Draft(punk)
    draft.propose(add("/root", box()))
    for origin in (4, 0, 0, 1):
        move = {"op": "move", "path": "/root/children/-", "from": f"/root/children/{origin}"}
        assert not draft.propose(move).accepted
    assert draft.document["root"]["children"] == []
