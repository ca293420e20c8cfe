"""What an answer writes again: found where it is meant, and left alone where it may be meant twice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from support.every_row import every_row
from support.recovered import assert_sound
from support.scripted import ScriptedProvider, add, container, jsonl, of, run, says, text_node

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


@every_row("granularity", ["node", "patch"])
@every_row("case", CASES)
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


# ---------------------------------------------------------------- nothing accepted is lost

PAGE = add("/root", container(id="page"))
WRONG = add("/root/children/-", {"type": "Nope", "id": "wrong"})
STOP = FinishPart("stop")


def went(punk: Catalog, *scripts: Sequence[Any], **options: Any) -> dict[str, Any]:
    """The tree in the end, of a run that recovers."""
    model = ScriptedProvider(*scripts)
    model.constrains = "json_schema" if "constrain" in options else None  # type: ignore[attr-defined]
    end = assert_sound(run(model, punk, recovering=Recovering(), chance=lambda: 0.0, **options), punk)
    assert end.status == "complete"
    return dict(end.document["root"])


def texts(tree: dict[str, Any]) -> list[str]:
    return [each.get("text") for each in tree["children"]]


def test_a_correction_that_begins_with_another_frame_changes_the_frame_alone(punk: Catalog) -> None:
    other = add("/root", container(id="page", props={"padding": "lg"}))
    tree = went(punk, says(PAGE, child(A), WRONG), says(other, child(A), child(B)))
    assert (texts(tree), tree["props"]) == (["A", "B"], {"padding": "lg"})


@pytest.mark.parametrize("op", ["add", "replace"])
def test_a_correction_that_is_one_tree_takes_nothing_away(punk: Catalog, op: str) -> None:
    whole = {"op": op, "path": "/root", "value": container(A, C, id="page")}
    assert texts(went(punk, says(PAGE, child(A), child(B), WRONG), says(whole))) == ["A", "B", "C"]


def test_a_correction_with_a_frame_of_another_type_keeps_what_is_in_it(punk: Catalog) -> None:
    tree = went(punk, says(PAGE, child(A), WRONG), says(add("/root", stack(B))))
    assert (tree["type"], texts(tree)) == ("Stack", ["A", "B"])


def test_children_that_are_written_anew_as_a_list_are_added_to_those_that_are_there(punk: Catalog) -> None:
    listed = {"op": "replace", "path": "/root/children", "value": [A, B]}
    assert texts(went(punk, says(PAGE, child(A), child(C), WRONG), says(listed))) == ["A", "C", "B"]


def test_a_continuation_that_begins_with_another_frame_and_is_cut_keeps_what_was_accepted(punk: Catalog) -> None:
    first, other = (add("/root", container(id="page", props={"gap": gap})) for gap in ("sm", "md"))
    tree = went(punk, [jsonl(first, *map(child, (A, B, C, D)))], [jsonl(other, child(A))], [STOP])
    assert (texts(tree), tree["props"]) == (["A", "B", "C", "D"], {"gap": "md"})


def test_what_a_correction_takes_away_it_may_write_anew(punk: Catalog) -> None:
    gone = {"op": "remove", "path": "/root/children/0"}
    assert texts(went(punk, says(PAGE, child(A), child(B), WRONG), says(gone, child(A)))) == ["B", "A"]


def test_a_tree_that_is_corrected_in_one_part_is_there_once(punk: Catalog) -> None:
    wrong, right = (child(stack(A, last)) for last in ({"type": "Nope"}, B))
    assert went(punk, says(PAGE, wrong, child(C)), says(right))["children"] == [stack(A, B), C]


def test_two_alike_of_a_correction_are_two(punk: Catalog) -> None:
    assert went(punk, says(PAGE, WRONG), says(child(BARE), child(BARE)))["children"] == [BARE, BARE]


def test_what_was_there_before_the_wish_may_be_overwritten(punk: Catalog) -> None:
    base = {"root": stack(A, stack(B, C))}
    other = {"op": "replace", "path": "/root/children/1", "value": stack(D)}
    model = ScriptedProvider(says(child({"type": "Nope"})), says(other))
    events = run(model, punk, document=base, recovering=Recovering(), chance=lambda: 0.0)
    assert events[-1].document["root"] == stack(A, stack(D))


# ---------------------------------------------------------------- what Epoch changes while it reads


@pytest.mark.parametrize(
    "node",
    [
        container(A, B, props={"padding": "16px"}),
        container(text_node("{{a.b}}"), B),
        container(A, B, id="page"),
    ],
    ids=["a raw token", "double braces", "an id that is taken"],
)
def test_a_piece_that_was_repaired_is_known_again(punk: Catalog, node: dict[str, Any]) -> None:
    whole = json.dumps(child(node))
    (only,) = went(punk, [jsonl(PAGE) + whole[:-10]], [whole + "\n", STOP])["children"]
    assert len(only["children"]) == 2


@pytest.mark.parametrize("before", [[], [add("#page/children/-", C)]], ids=["itself", "one before it"])
def test_a_piece_is_known_again_behind_a_place_that_was_named_by_an_id(punk: Catalog, before: list[Any]) -> None:
    whole = json.dumps(add("/root/children/-" if before else "#page/children/-", container(A, B)))
    tree = went(punk, [jsonl(PAGE, *before) + whole[:-10]], [whole + "\n", STOP])
    assert len(tree["children"]) == 1 + len(before)


def test_a_piece_that_was_put_before_others_is_known_again(punk: Catalog) -> None:
    whole = json.dumps(add("/root/children/0", container(A, B)))
    assert went(punk, [jsonl(PAGE, child(C)) + whole[:-10]], [whole + "\n", STOP])["children"] == [container(A, B), C]


@pytest.mark.parametrize("name", [{}, {"id": "a"}], ids=["a text", "an id"])
def test_what_came_inside_another_is_known_again_on_its_own(punk: Catalog, name: dict[str, str]) -> None:
    inner = text_node("A", **name)
    again, more = add("/root/children/0/children/0", inner), add("/root/children/1", B)
    tree = went(punk, [jsonl(PAGE)], [jsonl(child(stack(inner)))], [jsonl(more)], [jsonl(again, more), STOP])
    assert tree["children"] == [stack(inner), B]


def test_under_a_strict_schema_nothing_comes_twice(punk: Catalog) -> None:
    def written(*nodes: Any) -> str:
        return ",".join(json.dumps(child({"id": None, "props": None, **node})) for node in nodes)

    page = json.dumps(add("/root", {"type": "Container", "id": "page", "props": None, "children": []}))
    cut, rest = [f'{{"patches":[{page},{written(A, B)},'], [f'{{"patches":[{written(B, C)}]}}', STOP]
    assert texts(went(punk, cut, rest, constrain="auto")) == ["A", "B", "C"]


def test_what_was_not_read_because_it_was_not_healed_may_come_again(punk: Catalog) -> None:
    broken = "{'op':'add','path':'/root/children/-','value':{'type':'Text','text':'B'}}\n"
    assert texts(went(punk, [jsonl(PAGE, child(A)) + broken], [jsonl(child(B), child(C)), STOP], heal=False)) == [
        "A",
        "B",
        "C",
    ]
