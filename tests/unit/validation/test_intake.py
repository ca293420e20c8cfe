"""Node by node: what a large value is worth while it is still being written (design section 5)."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import add, box, button, control, node, page, replace, text

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.document import apply_patch
from epoch_cli.reading.reads import MalformedRead
from epoch_cli.reading.reason import Reason
from epoch_cli.validation import Draft
from epoch_cli.validation.intake import Intake

from .taking import accepted, early, read, refused, take

PUNK = load_catalog("punk")


@pytest.fixture
def intake(punk: Catalog) -> Intake:
    return Intake(Draft(punk, fix="safe"))


TREE = add("/root", box(text("one"), box(text("two"), text("three")), text("four")))


def test_each_node_tells_what_the_document_weighs_with_it(punk: Catalog) -> None:
    tree = box(
        text("{context.a} {context.b}"),
        button("Go on", onClick="go"),
        box(text("deep", condition="{context.c}"), box(text("a longer text than all the others"), button("x"))),
        text("short"),
        box(*[text("a")] * 6),
        id="top",
    )
    intake, draft = Intake(Draft(punk)), Draft(punk)
    for patch in (
        add("/root", box(text("first"))),
        add("/root/children/0", tree),
        add("/root/children/-", tree["children"][2]),
    ):
        for outcome in take(intake, patch):
            verdict = draft.propose(copy.deepcopy(outcome.verdict.patch))
            assert (outcome.verdict.metrics, outcome.verdict.inverse) == (verdict.metrics, verdict.inverse)
    assert intake.draft.document == draft.document


def test_what_is_told_shares_nothing_with_the_document(intake: Intake) -> None:
    columns = [{"key": "a", "label": "A"}]
    tree = box(node("DataGrid", columns=columns), text("a", a11y={"label": "b"}), id="top")
    outcomes = take(intake, add("/root", tree))
    before = copy.deepcopy(intake.draft.document)
    for outcome in outcomes:
        spoil(outcome.verdict.patch)
    assert intake.draft.document == before


def spoil(value: Any) -> None:
    """Empty all that can be emptied, from within."""
    for item in list(value.values() if isinstance(value, dict) else value):
        if isinstance(item, dict | list):
            spoil(item)
    value.clear()


def test_parents_come_before_their_children(intake: Intake) -> None:
    outcomes = take(intake, TREE)
    assert accepted(outcomes) == [
        "/root",
        "/root/children/-",
        "/root/children/-",
        "/root/children/1/children/-",
        "/root/children/1/children/-",
        "/root/children/-",
    ]
    assert {outcome.number for outcome in outcomes} == {1}
    assert intake.draft.document["root"] == TREE["value"]


def test_nodes_are_there_before_the_patch_is_read(intake: Intake) -> None:
    for part in early(TREE, 4):
        intake.take(part)
    assert not intake.idle
    assert intake.draft.document["root"] == box(text("one"), box())
    assert intake.take(read(TREE)) != []
    assert intake.idle
    assert intake.draft.document["root"] == TREE["value"]


def test_patch_by_patch_takes_the_whole_value_at_once(punk: Catalog) -> None:
    intake = Intake(Draft(punk), granularity="patch")
    assert accepted(take(intake, TREE, parts=4)) == ["/root"]
    assert intake.draft.document["root"] == TREE["value"]


def test_one_invalid_node_costs_that_node_alone(intake: Intake) -> None:
    wrong = add("/root", box(text("one"), node("Nope", text("lost")), text("three", nope=1), text("four")))
    outcomes = take(intake, wrong)
    paths = [path for path, _ in refused(outcomes)]
    assert paths == ["/root/children/1", "/root/children/2"]
    assert intake.draft.document["root"] == box(text("one"), text("four"))


def test_later_patches_count_what_was_refused(intake: Intake) -> None:
    take(intake, add("/root", box(text("one"), node("Nope", text("lost")), box(text("three")))))
    after = take(
        intake, add("/root/children/2/children/-", text("new")), add("/root/children/1/children/-", text("no"))
    )
    assert intake.draft.document["root"] == box(text("one"), box(text("three"), text("new")))
    assert refused(after) == [("/root/children/1/children/-", ["EP905"])]


@every_row("parts", range(9))
def test_what_comes_behind_the_children_meets_their_needs(punk: Catalog, parts: int) -> None:
    late = {"type": "FormField", "children": [control(), control(id="b")], "props": {"label": "Name"}}
    intake = Intake(Draft(punk, fix="safe"))
    outcomes = take(intake, add("/root", {"children": [late, text("after")], "type": "Container"}), parts=parts)
    assert refused(outcomes) == []
    assert intake.draft.document["root"] == box({**late}, text("after"))


def test_a_waiting_child_comes_to_its_own_place(intake: Intake) -> None:
    inner = {"type": "FormField", "children": [control(id="a"), text("b"), control(id="c")], "props": {"label": "L"}}
    outcomes = take(intake, add("/root", box(inner)))
    assert intake.draft.document["root"]["children"][0]["children"] == inner["children"]
    document: dict[str, Any] = {}
    for outcome in outcomes:
        apply_patch(document, outcome.verdict.patch)
    assert document == intake.draft.document


def test_who_waited_in_vain_is_told_once(intake: Intake) -> None:
    outcomes = take(intake, add("/root", box(box(control(), text("b")), text("c"))))
    assert refused(outcomes) == [("/root/children/0/children/0", ["EP801"])]
    assert intake.draft.document["root"] == box(box(text("b")), text("c"))
    take(intake, add("/root/children/0/children/2", text("d")))
    assert intake.draft.document["root"] == box(box(text("b"), text("d")), text("c"))


@pytest.fixture
def lenient(tmp_path: Path) -> Catalog:
    """A catalog whose fields may come without a label, so that they are in the document before it."""
    path = tmp_path / "catalog.toml"
    path.write_text(
        '[preset]\nname = "lenient"\nextends = "punk"\n[components.FormField]\nrequires_any = []\n', "utf-8"
    )
    return load_catalog(str(path))


LATE_LABEL = {
    "type": "FormField",
    "children": [control(id="a"), {"type": "Box", "children": [text("b"), control(id="c")]}, text("d")],
    "props": {"label": "L"},
}


@pytest.mark.parametrize("parts", range(10))
@pytest.mark.parametrize("around", [lambda inner: inner, lambda inner: box(text("before"), inner, text("after"))])
def test_a_child_waits_for_a_label_to_come(lenient: Catalog, parts: int, around: Any) -> None:
    intake = Intake(Draft(lenient, fix="safe"))
    value = around(LATE_LABEL)
    outcomes = take(intake, add("/root", value), parts=parts)
    assert refused(outcomes) == []
    assert intake.draft.document["root"] == value
    document: dict[str, Any] = {}
    for outcome in outcomes:
        apply_patch(document, outcome.verdict.patch)
    assert document == intake.draft.document


def test_a_child_waits_for_as_long_as_the_patch_lasts(lenient: Catalog) -> None:
    intake = Intake(Draft(lenient, fix="safe"))
    inner = {"type": "FormField", "children": [text("a"), box(control(), text("b"))]}
    outcomes = take(intake, add("/root", box({"type": "FormField", "children": [inner], "props": {"hint": "H"}})))
    assert refused(outcomes) == [("/root/children/0/children/0/children/1/children/0", ["EP801"])]
    outcomes = take(
        intake, add("/root/children/-", {"type": "FormField", "children": [inner], "props": {"label": "L"}})
    )
    assert refused(outcomes) == []


def test_who_waits_is_tried_again_only_when_something_came(punk: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    offers, offer = 0, Draft.offer

    def counted(self: Draft, *args: Any, **more: Any) -> Any:
        nonlocal offers
        offers += 1
        return offer(self, *args, **more)

    monkeypatch.setattr(Draft, "offer", counted)
    value = box(*[control() for _ in range(20)])
    for _ in range(12):
        value = box(value)
    assert len(refused(take(Intake(Draft(punk, profile="unlimited")), add("/root", value)))) == 20
    assert offers < 100  # three for each that waits, and not one for each node around it


def test_a_node_whose_type_comes_last_is_held_until_it_closes(intake: Intake) -> None:
    held = {"children": [text("one"), {"children": [text("two")], "type": "Card"}], "type": "Container"}
    patch = add("/root", held)
    for part in early(patch, 6):
        assert intake.take(part) == []
    outcomes = intake.take(read(patch))
    assert accepted(outcomes) == ["/root", "/root/children/-", "/root/children/-", "/root/children/1/children/-"]
    assert intake.draft.document["root"] == held


def test_a_field_that_is_refused_leaves_its_node(intake: Intake) -> None:
    outcomes = take(intake, add("/root", {"type": "Container", "children": [text("one")], "nope": 1, "id": "page"}))
    assert [path for path, _ in refused(outcomes)] == ["/root/nope"]
    assert intake.draft.document["root"] == box(text("one"), id="page")


@pytest.mark.parametrize("parts", range(4))
def test_a_field_behind_empty_children_is_a_patch_of_its_own(punk: Catalog, parts: int) -> None:
    value = {"type": "Container", "children": [{"type": "Box", "children": [], "id": "b"}], "id": "a"}
    outcomes = take(Intake(Draft(punk)), add("/root", value), parts=parts)
    assert accepted(outcomes) == ["/root", "/root/children/-", "/root/children/0/id", "/root/id"]


def test_an_invalid_root_is_refused_once(intake: Intake) -> None:
    outcomes = take(intake, add("/root", node("Nope", text("one"))))
    assert refused(outcomes) == [("/root", ["EP201"])]
    assert intake.draft.document == {}


def test_what_would_overwrite_waits_for_its_end(punk: Catalog) -> None:
    intake = Intake(Draft(punk, page(text("before"))))
    for part in early(TREE, 4):
        assert intake.take(part) == []
    assert intake.draft.document == page(text("before"))
    assert intake.idle
    assert accepted(intake.take(read(TREE))) == ["/root"]
    assert intake.draft.document["root"] == TREE["value"]


def test_a_cut_value_keeps_what_is_complete(intake: Intake) -> None:
    for part in early(TREE, 5):
        intake.take(part)
    intake.take(MalformedRead(Reason.TRUNCATED, "the end", "", (0, 1), 0, 1, 1))
    assert intake.idle
    assert intake.draft.document["root"] == box(text("one"), box(text("two")))


def broken(patch: Any = None) -> MalformedRead:
    return MalformedRead(Reason.DUPLICATE_KEY, "a fault", "", (0, 1), 0, 1, 1, patch=patch)


@pytest.mark.parametrize("granularity", ["node", "patch"])
def test_what_could_not_be_read_counts_as_a_refused_patch(punk: Catalog, granularity: Any) -> None:
    intake = Intake(Draft(punk, page(text("a"))), granularity=granularity)
    assert intake.take(broken({"op": "add", "path": "/root/children/-"})) == []
    take(intake, add("/root/children/-", box(id="here")), add("/root/children/2/children/-", text("b")))
    assert intake.draft.document == page(text("a"), box(text("b"), id="here"))
    (outcome,) = take(intake, replace("/root/children/1/text", "x"))
    assert outcome.number == 4
    assert outcome.verdict.diagnostics[0].message == "/root/children/1/text follows from refused patch 1"


def test_a_fault_without_an_operation_counts_as_nothing(intake: Intake) -> None:
    take(intake, add("/root", box(text("a"))))
    intake.take(broken())
    (outcome,) = take(intake, add("/root/children/1", text("b")))
    assert outcome.number == 2
    assert intake.draft.document == page(text("a"), text("b"))


def test_of_a_broken_value_no_more_is_noted_than_the_parts_that_were_refused(intake: Intake) -> None:
    take(intake, add("/root", box(text("a"))))
    for part in early(add("/root/children/-", box(text("one"), text("two"))), 3):
        intake.take(part)
    intake.take(broken({"op": "add", "path": "/root/children/-"}))
    (outcome,) = take(intake, add("/root/children/1/children/-", text("three")))
    assert outcome.number == 3
    assert intake.draft.document == page(text("a"), box(text("one"), text("three")))


def test_a_replacement_is_taken_as_a_whole(punk: Catalog) -> None:
    intake = Intake(Draft(punk, page(text("before"))))
    assert refused(take(intake, replace("/root", box(text("one"), node("Nope"))))) == [("/root", ["EP201"])]
    assert intake.draft.document == page(text("before"))


def test_a_child_goes_where_its_patch_says(punk: Catalog) -> None:
    intake = Intake(Draft(punk, page(text("first"), box(id="here"), text("last"))))
    take(intake, add("#here/children/-", box(text("a"), text("b"))), add("/root/children/1", box(text("c"))))
    assert intake.draft.document == page(
        text("first"), box(text("c")), box(box(text("a"), text("b")), id="here"), text("last")
    )


def test_a_first_child_brings_the_list_of_children(punk: Catalog) -> None:
    intake = Intake(Draft(punk, {"root": {"type": "Container"}}, fix="safe"))
    outcomes = take(intake, add("/root/children/-", box(text("a"), node("Nope"), text("b"))))
    assert intake.draft.document == page(box(text("a"), text("b")))
    document: dict[str, Any] = {"root": {"type": "Container"}}
    for outcome in outcomes:
        if outcome.verdict.accepted:
            apply_patch(document, outcome.verdict.patch)
    assert document == intake.draft.document


def test_what_only_looks_like_a_node_is_taken_as_a_whole(punk: Catalog) -> None:
    start = {"root": node("DataGrid", columns=[{"key": "a", "label": "A"}], data=[{"children": []}])}
    intake = Intake(Draft(punk, start))
    patch = add("/root/props/data/0/children/-", {"type": "x", "children": [1, 2]})
    assert len(take(intake, patch, parts=3)) == 1


def test_the_same_id_is_a_duplicate_wherever_it_stands(intake: Intake) -> None:
    take(intake, add("/root", box(), meta={"id": "p1"}))
    behind = add("/root/children/-", box(text("one")), meta={"id": "p2"})
    assert refused(take(intake, behind, parts=3)) == []
    assert refused(take(intake, behind, parts=3)) == [("/root/children/-", ["EP907"])]
    before = {"op": "add", "path": "/root/children/-", "meta": {"id": "p2"}, "value": box(text("one"))}
    assert refused(take(intake, before, parts=3)) == [("/root/children/-", ["EP907"])]
    assert intake.draft.document == page(box(text("one")))


@pytest.mark.parametrize("parts", [0, 3])
def test_an_id_behind_a_value_costs_nothing_but_time(intake: Intake, parts: int) -> None:
    take(intake, add("/root", box(), meta={"id": "p1"}))
    outcomes = take(intake, add("/root/children/-", box(node("Nope"), text("one")), meta={"id": "p2"}), parts=parts)
    assert refused(outcomes) == [("/root/children/-/children/0", ["EP201"])]
    assert [outcome.verdict.patch.get("meta") for outcome in outcomes if outcome.verdict.accepted] == [
        {"id": "p2"},
        None,
    ]


def test_an_id_is_on_the_first_patch_only(intake: Intake) -> None:
    patch = {"op": "add", "path": "/root", "meta": {"id": "p1"}, "value": box(text("one"))}
    metas = [outcome.verdict.patch.get("meta") for outcome in take(intake, patch)]
    assert metas == [{"id": "p1"}, None]


def test_patches_count_as_the_model_wrote_them(punk: Catalog) -> None:
    profile = punk.profile("strict")._replace(patches=2)
    intake = Intake(Draft(punk, profile=profile))
    outcomes = take(intake, TREE, add("/root/children/-", text("five")), add("/root/children/-", box(text("six"))))
    assert refused(outcomes) == [("/root/children/-", ["EP608"])]
    assert [outcome.number for outcome in outcomes][-2:] == [2, 3]


@pytest.mark.parametrize("parts", [0, 3, 5])
def test_undo_takes_back_all_nodes_of_a_patch(punk: Catalog, parts: int) -> None:
    intake = Intake(Draft(punk, fix="safe"))
    take(intake, TREE, add("/root/children/-", box(text("five"), button("Six", onClick="six"))), parts=parts)
    assert [verdict.patch for verdict in intake.draft.undo()] == [{"op": "remove", "path": "/root/children/3"}]
    assert intake.draft.document["root"] == TREE["value"]
    intake.draft.undo()
    assert intake.draft.document == {}
