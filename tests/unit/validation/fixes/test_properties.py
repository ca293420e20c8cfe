"""What holds for every repair of every document: nothing is lost, nothing gets worse, and twice is as good as once."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from functools import cache
from typing import Any

import jsonpatch
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from support.choices import Choices
from support.every_row import every_row
from support.examples import examples
from support.nodes import MODELS, add, box, gates, page, replace

from epoch_cli.catalog import parse_models
from epoch_cli.document import apply_patch
from epoch_cli.document.node import ID
from epoch_cli.validation import Draft, Selection, fixing_documents, validate
from epoch_cli.validation.fixes import free_id
from epoch_cli.validation.fixing_documents import Fixed, attach_fixes, fix_document
from epoch_cli.validation.inspector import Inspector
from epoch_cli.validation.validator import check_document

from .faults import SCREENS, any_faulty, canonical, held, nodes_of, places, punk, spoil, spoilt


@cache
def inspector() -> Inspector:
    return Inspector(punk(), punk().profile("foundation"), parse_models(MODELS))


def checks(number: int) -> settings:
    return settings(
        deadline=None, database=None, derandomize=True, max_examples=examples(number), report_multiple_bugs=False
    )


def fixed(document: Any, **how: Any) -> Fixed:
    return fix_document(document, inspector(), Selection(), **how)


def broken(document: Any) -> Counter[str]:
    return gates(check_document(document, inspector(), Selection()))


@checks(200)
@given(any_faulty(), st.booleans())
def test_fixing_leaves_nothing_worse_and_nothing_out(document: Any, unsafe: bool) -> None:
    before = canonical(document)
    made = fixed(document, unsafe=unsafe)
    event(f"repairs: {min(len(made.repairs), 6)}")
    assert canonical(document) == before
    assert not broken(made.document) - broken(document)
    hostile = {"EP701", "EP702", "EP703"}
    assert sum(broken(made.document)[code] for code in hostile) == sum(broken(document)[code] for code in hostile)
    assert held(made.document.get("root")) >= held(document.get("root"))
    nodes_before, nodes_after = (list(nodes_of(each.get("root"))) for each in (document, made.document))
    assert len(nodes_after) >= len(nodes_before)
    if not unsafe:
        assert {repair.grade for repair in made.repairs} <= {"lossless"}
    assert [each.code for each in made.report.diagnostics] == [
        each.code for each in check_document(made.document, inspector(), Selection()).diagnostics
    ]


@checks(120)
@given(any_faulty(), st.booleans(), st.booleans())
def test_the_patches_take_the_input_to_the_output(document: Any, unsafe: bool, add_ids: bool) -> None:
    made = fixed(document, unsafe=unsafe, add_ids=add_ids)
    assert canonical(apply_patch(deepcopy(document), made.patches).document) == canonical(made.document)
    assert canonical(jsonpatch.apply_patch(deepcopy(document), made.patches)) == canonical(made.document)
    assert bool(made.patches) == bool(made.repairs) == (canonical(document) != canonical(made.document))


@checks(120)
@given(any_faulty(), st.booleans(), st.booleans())
def test_running_it_twice_changes_nothing(document: Any, unsafe: bool, add_ids: bool) -> None:
    once = fixed(document, unsafe=unsafe, add_ids=add_ids)
    twice = fixed(once.document, unsafe=unsafe, add_ids=add_ids)
    assert not twice.repairs
    assert canonical(twice.document) == canonical(once.document)


@checks(80)
@given(spoilt())
def test_the_same_document_always_gets_the_same_repairs(document: Any) -> None:
    assert fixed(document, unsafe=True) == fixed(deepcopy(document), unsafe=True)


@checks(200)
@given(any_faulty())
def test_every_fix_that_is_shown_can_be_made(document: Any) -> None:
    report = check_document(document, inspector(), Selection())
    shown = attach_fixes(report, document, inspector())
    assert [(each.code, each.pointer, each.message) for each in shown.diagnostics] == [
        (each.code, each.pointer, each.message) for each in report.diagnostics
    ]
    for each in shown.diagnostics:
        if each.fix is not None:
            assert each.fix.patches
            assert canonical(apply_patch(deepcopy(document), each.fix.patches).document) != canonical(document)


@checks(200)
@given(any_faulty())
def test_ids_are_added_where_there_are_none_and_each_is_its_own(document: Any) -> None:
    made = fixed(document, add_ids=True)
    before, after = (list(nodes_of(each.get("root"))) for each in (fixed(document).document, made.document))
    assert len(before) == len(after)
    given_ids = [new["id"] for old, new in zip(before, after, strict=True) if "id" not in old and "id" in new]
    for old, new in zip(before, after, strict=True):
        assert {**new, "id": None, "children": 0, "itemTemplate": 0} == {
            **old,
            "id": None,
            "children": 0,
            "itemTemplate": 0,
        } or "id" in old
        assert "id" in new or not isinstance(new["type"], str)
    own = Counter(str(node["id"]) for node in after if "id" in node)
    for identity in given_ids:
        assert ID.fullmatch(identity)
        assert own[identity] == 1
        assert identity == identity.lower()
    assert not broken(made.document) - broken(document)


def test_ids_say_what_a_node_is() -> None:
    made = fixed(SCREENS[0](), add_ids=True).document
    ids = [node["id"] for node in nodes_of(made["root"])]
    assert ids == ["page", "title", "form", "email", "email-input", "password-form-field", "input", "sign-in-button"]


def test_findings_that_are_not_wanted_are_left_alone() -> None:
    document = page({"type": "button", "text": "Go"}, {"type": "text", "text": "a"})
    made = fixed(document, wanted=lambda each: each.pointer.startswith("/root/children/1"))
    assert [node["type"] for node in nodes_of(made.document["root"])] == ["Container", "button", "Text"]


def test_findings_of_rules_that_do_not_count_are_left_alone() -> None:
    document = page({"type": "Button", "text": "Go", "props": {"on_click": "go()", "Size": "sm"}})
    made = fix_document(document, inspector(), Selection(frozenset({"EP301"})))
    assert made.document == document


@every_row("document", [None, 5, [], "x", {}, {"root": 5}, {"root": []}, {"root": {"children": 7}}])
def test_what_is_no_document_is_left_as_it_is(document: Any) -> None:
    for how in ({}, {"unsafe": True}, {"unsafe": True, "add_ids": True}):
        made = fixed(document, **how)
        assert made.document == document
        assert not made.repairs
    report = check_document(document, inspector(), Selection())
    assert attach_fixes(report, document, inspector()) == report


def test_what_is_nested_too_deeply_is_left_as_it_is() -> None:
    deep: Any = []
    for _ in range(5000):
        deep = [deep]
    document = {"root": {"type": "text", "props": {"x": deep}}}
    made = fixed(document, unsafe=True, add_ids=True)
    assert not made.repairs
    assert [each.code for each in made.report.diagnostics] == ["EP106"]


def test_fixes_that_all_fail_are_given_up_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each control would be unnamed; one trial tells that of all of them, however many they are."""
    checked = 0

    def counted(*arguments: Any) -> Any:
        nonlocal checked
        checked += 1
        return check_document(*arguments)

    monkeypatch.setattr(fixing_documents, "check_document", counted)
    rows = [box(*[{"type": "input"} for _ in range(10)]) for _ in range(20)]
    document = page(*rows, {"type": "text", "text": "a"})
    made = fixed(document)
    assert [each.name for each in made.repairs] == ["rename-component"]
    assert checked < 12


def test_one_bad_fix_does_not_keep_the_others_from_being_made() -> None:
    spoilt_node = {"type": "input", "props": {"Required": "true"}}
    document = page({"type": "text", "text": "a"}, spoilt_node, {"type": "Stack", "props": {"Spacing": "16px"}})
    made = fixed(document).document["root"]["children"]
    assert made == [
        {"type": "Text", "text": "a"},
        spoilt_node,
        {"type": "Stack", "props": {"spacing": "md"}},
    ]


# ---------------------------------------------------------------- patches


def proposals(raw: bytes) -> list[Any]:
    """Patches that build a spoilt screen: the whole, its nodes, or single props of it, and some that write over it."""
    choices = Choices(raw)
    screen = spoil(choices.of(SCREENS)(), choices)
    root = screen.get("root")
    made: list[Any] = []
    if isinstance(root, dict) and isinstance(root.get("children"), list):
        made.append(add("/root", {"type": root.get("type"), "children": []}))
        made += [add(f"/root/{name}", value) for name, value in root.items() if name not in {"type", "children"}]
        made += [add("/root/children/-", child) for child in root["children"]]
        for index, child in enumerate(root["children"]):
            props = child.get("props") if isinstance(child, dict) else None
            for name, value in props.items() if isinstance(props, dict) else ():
                made.append(add(f"/root/children/{index}/props/{name.replace('/', '~1')}", value))
    made.append(replace("/root", root) if len(raw) % 2 else add("/root", root))
    return made


@checks(150)
@given(st.binary(min_size=1, max_size=40), st.sampled_from(["safe", "all"]), st.booleans())
def test_a_draft_that_repairs_stays_sound(raw: bytes, fix: Any, one_attempt: bool) -> None:
    """The theorem of decision 3; and a patch that is refused leaves everything as it was."""
    draft = Draft(punk(), page(), profile="foundation", models=MODELS, fix=fix)
    plain = Draft(punk(), page(), profile="foundation", models=MODELS)
    document = deepcopy(draft.document)
    repaired = 0
    for patch in proposals(raw):
        if not one_attempt:
            draft.begin_attempt()
        before, kept = canonical(draft.document), canonical(patch)
        verdict = draft.propose(patch)
        assert canonical(patch) == kept
        if verdict.accepted:
            assert not verdict.diagnostics
            assert fix == "all" or {repair.grade for repair in verdict.repairs} <= {"lossless"}
            repaired += len(verdict.repairs)
            back = apply_patch(deepcopy(draft.document), deepcopy(verdict.inverse)).document
            assert canonical(back) == before
            document = jsonpatch.apply_patch(document, [verdict.patch])
            assert canonical(document) == canonical(draft.document)
        else:
            assert verdict.diagnostics
            assert not verdict.repairs
            assert canonical(draft.document) == before
        report = validate(draft.document, punk(), profile="foundation", models=MODELS)
        assert not report.gates
        assert report.metrics == draft.metrics
    event(f"repaired: {min(repaired, 5)}")
    while draft.undo():
        pass
    assert canonical(draft.document) == canonical(plain.document)


@checks(150)
@given(st.binary(min_size=1, max_size=40))
def test_a_refusal_is_the_one_that_there_would_be_without_repairs(raw: bytes) -> None:
    """One patch on the same document, with and without repairs: what is accepted without is accepted alike with."""
    for patch in proposals(raw):
        plain = Draft(punk(), page(), profile="foundation", models=MODELS).propose(deepcopy(patch))
        mended = Draft(punk(), page(), profile="foundation", models=MODELS, fix="all").propose(deepcopy(patch))
        if plain.accepted:
            assert mended == plain
        elif not mended.accepted:
            assert mended.diagnostics == plain.diagnostics


def test_the_faults_are_worth_making() -> None:
    """Most spoilt screens have something to mend, and most of it is mended."""
    found = mended = unsafe = 0
    for number in range(120):
        document = spoil(SCREENS[number % 3](), Choices(bytes((number * 37 + step * 101) % 256 for step in range(12))))
        found += sum(broken(document).values())
        mended += len(fixed(document).repairs)
        unsafe += len(fixed(document, unsafe=True).repairs)
        assert places(document)
    assert found > 200
    assert mended > found / 8
    assert unsafe > mended * 1.5


@every_row("taken", [0, 1, 2, 3, 7, 8, 100])
def test_the_next_id_of_a_row_is_the_first_that_is_free(taken: int) -> None:
    ids = {"a", *(f"a-{number}" for number in range(2, taken + 2))}
    assert free_id("a", ids) == free_id("a-3", ids) == f"a-{taken + 2}"


def test_a_free_id_is_found_among_gaps_and_without_trying_all() -> None:
    class Counted(set[str]):
        asked = 0

        def __contains__(self, key: object) -> bool:
            self.asked += 1
            return super().__contains__(key)

    ids = Counted(f"a-{number}" for number in range(2, 100_000) if number % 1000)
    assert free_id("a", ids) not in set(ids)
    assert ids.asked < 50
