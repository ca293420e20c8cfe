"""Drafts over time: arrays of patches, the way back, and what is emitted and kept."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from support.nodes import (
    MODELS,
    accept,
    add,
    box,
    button,
    check,
    control,
    duplicate,
    field,
    move,
    page,
    refuse,
    remove,
    replace,
    text,
)

from epoch_cli.catalog import Catalog
from epoch_cli.document import apply_patch
from epoch_cli.validation import Draft

from .starts import FOUR_THINGS

AT = "/root/children"


@pytest.fixture
def draft(punk: Catalog) -> Draft:
    """A draft of four things."""
    return Draft(punk, FOUR_THINGS, models=MODELS)


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


# ---------------------------------------------------------------- arrays


def test_an_array_is_emitted_as_one_patch_with_one_inverse(draft: Draft) -> None:
    verdict = accept(draft, [add(f"{AT}/-", text("a")), replace(f"{AT}/4/text", "b"), move(f"{AT}/4", f"{AT}/0")])
    assert [each["op"] for each in verdict.patch] == ["add", "replace", "move"]
    assert apply_patch(copy.deepcopy(FOUR_THINGS), verdict.patch).document == draft.document
    assert canonical(apply_patch(copy.deepcopy(draft.document), verdict.inverse).document) == canonical(FOUR_THINGS)
    assert verdict.metrics == draft.metrics


def test_later_operations_of_an_array_are_judged_on_what_earlier_ones_made(draft: Draft) -> None:
    accept(draft, [add(f"{AT}/-", box(id="new")), add("#new/children/-", field()), add("#new/children/-", button())])
    refuse(draft, [add(f"{AT}/-", box(id="newer")), add("#newer/children/-", control())], "EP801")


def test_an_array_in_good_order_may_do_what_none_of_its_operations_may_do_alone(draft: Draft) -> None:
    mail = f"{AT}/0/children/0"
    refuse(draft, move(mail, f"{AT}/-"), "EP801")
    draft.begin_attempt()
    accept(draft, [add(f"{mail}/props", {"label": "Mail"}), move(mail, f"{AT}/-")])
    assert not draft.report().gates


def test_an_array_is_taken_back_by_one_undo(draft: Draft) -> None:
    accept(draft, replace(f"{AT}/3/text", "first"))
    accept(draft, [remove(f"{AT}/0"), remove(f"{AT}/0"), add(f"{AT}/0", text("new"))])
    assert draft.undo()
    assert draft.document["root"]["children"][3]["text"] == "first"
    assert draft.undo()
    assert canonical(draft.document) == canonical(FOUR_THINGS)
    assert not draft.undo()


def test_a_refused_array_leaves_the_way_back_as_it_was(draft: Draft) -> None:
    accept(draft, replace(f"{AT}/3/text", "first"))
    refuse(draft, [remove(f"{AT}/0"), remove(f"{AT}/0"), remove("/nowhere")], "EP903")
    assert draft.undo()
    assert canonical(draft.document) == canonical(FOUR_THINGS)
    assert not draft.undo()


def test_a_refused_array_that_is_sent_again_without_its_fault_is_accepted(draft: Draft) -> None:
    first = add(f"{AT}/-", text("a"), meta={"id": "one"})
    refuse(draft, [first, add(f"{AT}/-", {"type": "Nope"}, meta={"id": "two"})], "EP201")
    draft.begin_attempt()
    accept(draft, [first, add(f"{AT}/-", text("b"), meta={"id": "two"})])


def test_after_a_refused_array_the_metrics_are_still_exact(punk: Catalog, draft: Draft) -> None:
    refuse(draft, [replace("/root", box(text("other"))), add(f"{AT}/-", control())], "EP801")
    draft.begin_attempt()
    accept(draft, add(f"{AT}/-", text("{context.user.name}")))
    assert draft.metrics == Draft(punk, draft.document, models=MODELS).metrics


def test_an_empty_array_is_accepted_and_changes_nothing(draft: Draft) -> None:
    verdict = accept(draft, [])
    assert (verdict.patch, verdict.inverse) == ([], [])
    assert not draft.undo()


def test_a_draft_keeps_the_same_document_object(draft: Draft) -> None:
    document = draft.document
    accept(draft, add("/root", box(text())))
    refuse(draft, [add(f"{AT}/-", text()), remove("/nowhere")])
    accept(draft, [remove(f"{AT}/0")])
    draft.undo()
    assert draft.document is document


@pytest.mark.parametrize("inner", [[], [[]], [add(f"{AT}/-", text())], [[add(f"{AT}/-", text())]]])
def test_an_array_inside_an_array_is_no_operation(draft: Draft, inner: Any) -> None:
    refuse(draft, [inner], "EP901")


# ---------------------------------------------------------------- the way back


STEPS: list[Any] = [
    add(f"{AT}/0/children/0/props", {"label": "Own"}),
    remove(f"{AT}/0/props/label"),
    replace(f"{AT}/3/text", "{context.user.name}"),
    replace(f"{AT}/1/itemTemplate", box(text("{item.email}"), button(onClick="go"))),
    move(f"{AT}/3", f"{AT}/1/itemTemplate/children/0"),
    duplicate(f"{AT}/0", f"{AT}/-"),
    replace(f"{AT}/2/props/columns", [{"key": "x", "label": "{item.name}"}]),
    add(f"{AT}/2/props/columns/0", {"key": "y", "label": "Y"}),
    replace(f"{AT}/1/dataSource", "{{users}}"),
    move(f"{AT}/1/itemTemplate/children/1", f"{AT}/1/itemTemplate"),
    add("/metadata", {"title": "t"}),
    replace("/root/children", [box(text())]),
    move(f"{AT}/0", "/root"),
]


def test_undo_goes_back_through_every_stage(punk: Catalog, draft: Draft) -> None:
    stages = [(canonical(draft.document), draft.metrics)]
    for patch in STEPS:
        draft.begin_attempt()
        if draft.propose(patch).accepted:
            stages.append((canonical(draft.document), draft.metrics))
    assert len(stages) > 9
    while len(stages) > 1:
        stages.pop()
        assert draft.undo()
        assert (canonical(draft.document), draft.metrics) == stages[-1]
        assert draft.metrics == Draft(punk, draft.document, models=MODELS).metrics
    assert not draft.undo()


def test_undo_can_go_back_to_what_a_gate_would_refuse(punk: Catalog) -> None:
    draft = Draft(punk, page(control(), text(size="32px")))
    accept(draft, remove(f"{AT}/1"))
    accept(draft, add(f"{AT}/0/props", {"label": "Named"}))
    draft.undo()
    draft.undo()
    assert canonical(draft.document) == canonical(page(control(), text(size="32px")))


def test_what_can_be_taken_back_is_told_by_patch_and_by_operations(draft: Draft) -> None:
    accept(draft, replace(f"{AT}/3/text", "first"))
    accept(draft, [remove(f"{AT}/0"), remove(f"{AT}/0"), add(f"{AT}/0", text("new"))])
    refuse(draft, remove("/nowhere"), "EP903")
    accept(draft, add(f"{AT}/-", text("last")))
    assert [draft.undoable_since(number) for number in (0, 1, draft.proposed - 1, draft.proposed)] == [3, 2, 1, 0]
    assert list(draft.undo_sizes()) == [1, 3, 1]
    draft.undo()
    assert (draft.undoable_since(1), list(draft.undo_sizes())) == (1, [3, 1])


def test_undo_then_another_way(draft: Draft) -> None:
    accept(draft, add(f"{AT}/-", text("a")))
    draft.undo()
    draft.begin_attempt()
    accept(draft, add(f"{AT}/-", text("b")))
    assert [each.get("text") for each in draft.document["root"]["children"]][-2:] == ["last", "b"]
    draft.undo()
    assert canonical(draft.document) == canonical(FOUR_THINGS)


def test_a_test_or_a_move_to_the_same_place_is_nothing_to_take_back(draft: Draft) -> None:
    accept(draft, check("/root/type", "Container"))
    accept(draft, move(f"{AT}/0", f"{AT}/0"))
    assert not draft.undo()
    assert canonical(draft.document) == canonical(FOUR_THINGS)


def test_the_oldest_patches_are_forgotten_one_by_one_arrays_included(
    punk: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("epoch_cli.validation.undo_stack.UNDO_LIMIT", 3)
    draft = Draft(punk, page())
    stages = []
    for number in range(6):
        stages.append(canonical(draft.document))
        one, other = add(f"{AT}/-", text(f"{number}")), add(f"{AT}/0", text(f"{number}'"))
        accept(draft, [one, other] if number % 2 else one)
    refuse(draft, [add(f"{AT}/-", text("x")), remove("/nowhere")])
    for stage in reversed(stages[3:]):
        assert draft.undo()
        assert canonical(draft.document) == stage
    assert not draft.undo()


# ---------------------------------------------------------------- what is emitted, and kept


def test_what_was_emitted_does_not_change_with_the_document(draft: Draft) -> None:
    verdict = accept(draft, add(f"{AT}/-", box(id="new")))
    kept = copy.deepcopy((verdict.patch, verdict.inverse))
    accept(draft, add("#new/children/-", text("inside")))
    removal = accept(draft, remove("#new/children/0"))
    kept_removal = copy.deepcopy((removal.patch, removal.inverse))
    accept(draft, replace("#new", text("instead", id="new")))
    draft.undo()
    draft.undo()
    draft.begin_attempt()  # whose author sees the document as it is
    accept(draft, replace("#new/children/0/text", "changed"))
    assert (verdict.patch, verdict.inverse) == kept
    assert (removal.patch, removal.inverse) == kept_removal


def test_the_document_does_not_change_with_a_patch_that_was_proposed(draft: Draft) -> None:
    value = box(text("mine"))
    accept(draft, add(f"{AT}/-", value))
    value["children"][0]["text"] = "changed"
    assert draft.document["root"]["children"][4]["children"][0]["text"] == "mine"


def test_a_draft_does_not_touch_the_document_it_starts_from(punk: Catalog) -> None:
    start = page(text("a"))
    draft = Draft(punk, start)
    accept(draft, replace(f"{AT}/0/text", "b"))
    assert start == page(text("a"))
    start["root"]["children"].clear()
    assert draft.document == page(text("b"))


def test_who_changes_what_was_emitted_does_not_change_the_document(draft: Draft) -> None:
    verdict = accept(draft, add(f"{AT}/-", box(text("x"))))
    verdict.patch["value"]["children"].clear()
    assert draft.document["root"]["children"][4] == box(text("x"))
    draft.undo()
    assert canonical(draft.document) == canonical(FOUR_THINGS)


def test_meta_travels_with_what_is_emitted(draft: Draft) -> None:
    meta = {"id": "p", "sequence": 3, "complexity": {"nodes": 1}}
    assert accept(draft, add(f"{AT}/-", text(), meta=meta)).patch["meta"] == meta
    copied = accept(draft, duplicate("#field", f"{AT}/-", meta={"id": "q"}))
    assert (copied.patch["op"], copied.patch["meta"]) == ("add", {"id": "q"})


@pytest.mark.parametrize("meta", [None, 7, "x", [], {}, {"id": None}, {"id": 7}, {"id": ["x"]}, {"id": {}}])
def test_any_meta_is_legal_json(draft: Draft, meta: Any) -> None:
    for _ in range(2):
        json.dumps(accept(draft, add(f"{AT}/-", text(), meta=meta)).patch)


def test_other_members_of_an_operation_are_not_emitted(draft: Draft) -> None:
    verdict = accept(draft, {**add(f"{AT}/-", text()), "from": "/nowhere", "comment": "x"})
    assert verdict.patch == add(f"{AT}/-", text())
