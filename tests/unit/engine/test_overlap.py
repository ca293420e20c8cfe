"""What an answer writes again: found where it is meant, and left alone where it may be meant twice."""

from __future__ import annotations

from typing import Any

import pytest
from support.recovered import assert_sound
from support.scripted import ScriptedProvider, add, jsonl, of, run, text_node

from epoch_cli.catalog import Catalog
from epoch_cli.engine.options import Recovering
from epoch_cli.events import DiagnosticFound, PatchAccepted
from epoch_cli.providers.base import FinishPart

ROOT = add("/root", {"type": "Stack", "children": []})


def stack(*children: Any) -> dict[str, Any]:
    return {"type": "Stack", "children": list(children)}


def child(node: dict[str, Any]) -> dict[str, Any]:
    return add("/root/children/-", node)


A, B, C, D = (text_node(letter) for letter in "ABCD")
BARE = {"type": "Container", "props": {"padding": "md"}, "children": []}
FIELD = {"type": "Input", "props": {"label": "Name"}}

CASES: dict[str, tuple[list[str], list[Any]]] = {
    # the pieces that come, the last one to its end; and the children in the end
    "what comes again as a whole is there once": (
        [jsonl(ROOT, child(A)), jsonl(child(A), child(B))],
        [A, B],
    ),
    "all of it again": (
        [jsonl(ROOT, child(A), child(B)), jsonl(ROOT, child(A), child(B), child(C))],
        [A, B, C],
    ),
    "all of it again in one operation": (
        [jsonl(ROOT, child(A)), jsonl(add("/root", stack(A, B)))],
        [A, B],
    ),
    "a row that looks like the last but one is another row": (
        [jsonl(ROOT, child(stack()), child(A)), jsonl(child(stack()))],
        [stack(), A, stack()],
    ),
    "a line between two texts is another line": (
        [jsonl(ROOT, child(A), child(BARE), child(B)), jsonl(child(BARE), child(C))],
        [A, BARE, B, BARE, C],
    ),
    "a cut operation that is written again gets what it lacks": (
        [jsonl(ROOT) + jsonl(child(stack(A, B)))[:-16], jsonl(child(stack(A, B)), child(C))],
        [stack(A, B), C],
    ),
    "a later one like the cut one is another": (
        [jsonl(ROOT) + jsonl(child(stack(A, B)))[:-16], jsonl(child(stack(A, B)), child(stack(C)))],
        [stack(A, B), stack(C)],
    ),
    "one put before what is there is another": (
        [jsonl(ROOT, child(stack())), jsonl(add("/root/children/0", stack(A)))],
        [stack(A), stack()],
    ),
    "a piece of all takes nothing away": (
        [jsonl(ROOT, child(A), child(B)), jsonl(add("/root", stack(A, B)))[:-16], jsonl(child(C))],
        [A, B, C],
    ),
    "a piece of all, and then the whole of it": (
        [*(jsonl(add("/root", stack(A, B, C)))[:-end] for end in (20, 60, 40)), jsonl(add("/root", stack(A, B, C, D)))],
        [A, B, C, D],
    ),
    "what goes on, and then all of it again": (
        [jsonl(ROOT, child(A)), jsonl(add("/root/children/1", B)), jsonl(ROOT, child(A), child(B), child(C))],
        [A, B, C],
    ),
    "all of it again up to somewhere, and on from there": (
        [jsonl(ROOT, child(A), child(B)), jsonl(ROOT, child(A)), jsonl(child(B), child(C))],
        [A, B, C],
    ),
    "a new field like one that was refused": (
        [jsonl(ROOT, child({"type": "Nope"}), child(A)), jsonl(ROOT, child(A), child(B))],
        [A, B],
    ),
}


@pytest.mark.parametrize("granularity", ["node", "patch"])
@pytest.mark.parametrize("case", CASES)
def test_whatever_an_answer_repeats_each_part_is_there_once(punk: Catalog, case: str, granularity: str) -> None:
    pieces, children = CASES[case]
    *cut, last = pieces
    model = ScriptedProvider(*([piece] for piece in cut), [last, FinishPart("stop")], [FinishPart("stop")])
    events = run(model, punk, granularity=granularity, recovering=Recovering(), chance=lambda: 0.0)
    end = assert_sound(events, punk)
    assert end.status == "complete"
    assert end.document["root"] == stack(*children)


def test_what_is_there_already_is_not_told_again(punk: Catalog) -> None:
    model = ScriptedProvider([jsonl(ROOT, child(A))], [jsonl(ROOT, child(A), child(FIELD)), FinishPart("stop")])
    patches = [
        event.patch for event in of(PatchAccepted, run(model, punk, recovering=Recovering(), chance=lambda: 0.0))
    ]
    assert [patch["path"] for patch in patches] == ["/root", "/root/children/-", "/root/children/-"]


def test_a_document_that_was_there_before_is_gone_on_with_in_its_own_places(punk: Catalog) -> None:
    base = {"root": stack(A, B)}
    change = {"op": "replace", "path": "/root/children/0/text", "value": "a"}
    model = ScriptedProvider([jsonl(change, child(C))], [jsonl(change, child(C), child(D)), FinishPart("stop")])
    events = run(model, punk, document=base, recovering=Recovering(), chance=lambda: 0.0)
    assert [event.patch["op"] for event in of(PatchAccepted, events)] == ["replace", "add", "add"]
    assert events[-1].document["root"] == stack(text_node("a"), B, C, D)


BASE = {"root": {"type": "Stack", "id": "base", "children": [A]}}
OVER = {"type": "Stack", "id": "other", "children": [B, C]}


@pytest.mark.parametrize("granularity", ["node", "patch"])
@pytest.mark.parametrize("op", ["add", "replace"])
def test_an_answer_that_is_cut_in_what_would_take_anothers_place_takes_nothing(
    punk: Catalog, op: str, granularity: str
) -> None:
    cut = jsonl({"op": op, "path": "/root", "value": OVER})[:-20]
    events = run(ScriptedProvider([cut]), punk, document=BASE, granularity=granularity)
    assert events[-1].document["root"] == BASE["root"]
    assert "EP006" in [event.diagnostic.code for event in of(DiagnosticFound, events)]


@pytest.mark.parametrize("granularity", ["node", "patch"])
def test_an_answer_that_is_cut_in_something_new_leaves_what_was_whole(punk: Catalog, granularity: str) -> None:
    events = run(ScriptedProvider([jsonl(add("/root", OVER))[:-20]]), punk, granularity=granularity)
    assert events[-1].document["root"] == {**OVER, "children": [B]}
