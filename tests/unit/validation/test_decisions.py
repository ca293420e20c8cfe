"""Decisions 2, 3 and 4 of the design, each by what the specification has wrong and what Epoch does instead."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import (
    MODELS,
    accept,
    add,
    box,
    button,
    chain,
    check,
    codes,
    control,
    duplicate,
    field,
    gates,
    move,
    node,
    page,
    refuse,
    remove,
    repeated,
    replace,
    table,
    text,
)

from epoch_cli.catalog import Catalog
from epoch_cli.validation import Draft, Selection, Severity, validate

AT = "/root/children"


# ---------------------------------------------------------------- 2: every node is checked, whatever the operation


@every_row(
    "bad",
    [{"type": "Nope"}, text(size="32px"), control(), text(nothing=1), text("{item.x}"), text("<script>x()</script>")],
)
@every_row(
    "around",
    [
        lambda bad: box(bad),
        lambda bad: box(text(), box(box(bad))),
        lambda bad: node("Stack", itemTemplate=box(bad)),
        lambda bad: node("Card", box(text()), node("Form", box(bad), button())),
    ],
)
def test_decision_02_every_node_of_a_value_is_checked(punk: Catalog, bad: Any, around: Any) -> None:
    (code,) = {each.code for each in validate({"root": bad}, punk).gates}
    refuse(Draft(punk), add("/root", around(bad)), code)
    refuse(Draft(punk, page()), add(f"{AT}/-", around(bad)), code)
    refuse(Draft(punk, page(text())), replace(f"{AT}/0", around(bad)), code)
    refuse(Draft(punk, page()), add(AT, [around(bad)]), code)


@pytest.mark.parametrize("op", ["add", "replace"])
def test_decision_02_writes_to_one_prop_are_judged(punk: Catalog, op: str) -> None:
    start = {"root": text("words", size="h1", color="primary")}
    for name, bad, code in (("size", "32px", "EP403"), ("color", "red-ish", "EP401"), ("size", 7, "EP403")):
        refuse(Draft(punk, start), {"op": op, "path": f"/root/props/{name}", "value": bad}, code)
    refuse(Draft(punk, start), add("/root/props/nothing", 1), "EP301")
    accept(Draft(punk, start), {"op": op, "path": "/root/props/size", "value": "h2"})


def test_decision_02_a_write_deep_inside_a_prop_is_judged(punk: Catalog) -> None:
    draft = Draft(punk, {"root": table(data="{context.users}")})
    refuse(draft, add("/root/props/columns/-", {"key": "x"}), "EP305")
    refuse(draft, add("/root/props/columns/0/label", 5), "EP303")
    refuse(draft, add("/root/props/columns/0/align", "left"), "EP304")
    refuse(draft, remove("/root/props/columns/0/key"), "EP305")
    accept(draft, add("/root/props/columns/-", {"key": "email", "label": "Email", "value": "{item.email}"}))


@every_row(
    ("patch", "expected"),
    [
        (move(f"{AT}/1/children/0", f"{AT}/2/children/-"), {"EP801"}),  # the Input leaves its label behind
        (duplicate(f"{AT}/1/children/0", f"{AT}/-"), {"EP801"}),
        (duplicate(f"{AT}/1/children/0", "/root/itemTemplate"), {"EP801"}),
        (duplicate(f"{AT}/2/children", f"{AT}/0/children"), {"EP202", "EP802"}),
        (replace(f"{AT}/1/type", "Card"), {"EP301", "EP801"}),
        (replace(f"{AT}/2/type", "Text"), {"EP202"}),
        (replace(f"{AT}/2/type", "Button"), {"EP202", "EP801", "EP802"}),
        (duplicate(f"{AT}/0/text", f"{AT}/2/text"), {"EP204"}),
        (move(f"{AT}/0/text", f"{AT}/2/text"), {"EP204", "EP801"}),
    ],
)
def test_decision_02_replace_move_and_copy_are_judged_by_the_tree_they_make(
    punk: Catalog, patch: Any, expected: set[str]
) -> None:
    draft = Draft(punk, page(button("Around"), field(), node("Card", button("Inside"))))
    refuse(draft, patch, *expected)


@pytest.mark.parametrize(
    ("start", "source", "target"),
    [
        (node("Button", label="Go"), "/root/props/label", "/root/props/ariaLabel"),
        (button("Go", size="sm"), "/root/text", "/root/props/label"),
        (node("Select", label="One", options=["a"]), "/root/props/label", "/root/props/ariaLabel"),
        (
            table({"key": "k", "label": "K"}, {"key": "l", "label": "L"}),
            "/root/props/columns/1",
            "/root/props/columns/0",
        ),
        (node("FormField", control(label="x"), hint="h"), "/root/props/hint", "/root/props/label"),
    ],
)
def test_decision_02_a_move_is_judged_by_what_it_makes_not_by_its_first_half(
    punk: Catalog, start: Any, source: str, target: str
) -> None:
    draft = Draft(punk, {"root": start})
    accept(draft, move(source, target))
    assert not validate(draft.document, punk).gates


def test_decision_02_a_document_is_checked_by_the_same_rules(punk: Catalog) -> None:
    document = page(box(text(size="32px"), control()), node("Card", {"type": "Nope"}))
    assert gates(validate(document, punk)) == {"EP403": 1, "EP801": 1, "EP201": 1}
    refuse(Draft(punk), add("/root", document["root"]), "EP403", "EP801", "EP201")


# ---------------------------------------------------------------- 3: soundness


def test_decision_03_the_empty_document_is_valid(punk: Catalog) -> None:
    report = validate({}, punk)
    assert (report.diagnostics, report.ok, report.metrics.score) == ([], True, 0)
    assert Draft(punk).document == {}


def test_decision_03_gates_refuse_and_deferred_rules_do_not(punk: Catalog) -> None:
    form = node("Form", field(control(), control(), label="Two"), text(size="h3"))
    draft = Draft(punk, page(text(size="h1")))
    accept(draft, add(f"{AT}/-", form))
    report = draft.report()
    assert sorted(codes(report)) == ["EP811", "EP812", "EP813", "EP815"]
    assert {each.severity for each in report.diagnostics} == {Severity.WARNING}
    assert report.ok
    assert not report.gates


def test_decision_03_a_severity_from_config_never_changes_what_refuses(punk: Catalog) -> None:
    rules = Selection(severities={"EP801": Severity.INFO, "EP811": Severity.ERROR})
    draft = Draft(punk, page(), rules=rules)
    verdict = refuse(draft, add(f"{AT}/-", control()), "EP801")
    assert verdict.diagnostics[0].severity is Severity.INFO
    accept(draft, add(f"{AT}/-", node("Form", text())))
    (found,) = draft.report().diagnostics
    assert (found.code, found.severity) == ("EP811", Severity.ERROR)


@every_row(
    "patch",
    [
        remove(f"{AT}/0/props/label"),
        replace(f"{AT}/0/props/label", " "),
        replace(f"{AT}/0/props", {"hint": "no name"}),
        move(f"{AT}/0/props/label", f"{AT}/0/props/hint"),
        replace(f"{AT}/0/type", "Card"),
        move(f"{AT}/0/children/0", f"{AT}/-"),
        replace(f"{AT}/0", control()),
        move(f"{AT}/0/children/0", "/root/itemTemplate"),
        move(f"{AT}/0/children", "/root/children"),
    ],
)
def test_decision_03_a_label_is_not_taken_from_what_it_names(punk: Catalog, patch: Any) -> None:
    draft = Draft(punk, page(field()))
    verdict = refuse(draft, patch)
    assert "EP801" in codes(verdict)


@every_row(
    "patch",
    [
        remove(f"{AT}/0/dataSource"),
        replace(f"{AT}/0/dataSource", "{context.categories}"),
        move(f"{AT}/0/itemTemplate", f"{AT}/-"),
        move(f"{AT}/0/itemTemplate/children/0", f"{AT}/-"),
        duplicate(f"{AT}/0/itemTemplate/children/0/text", f"{AT}/1/text"),
        replace(f"{AT}/0/itemTemplate/children/0/text", "{item.nothing}"),
        replace(f"{AT}/0/itemTemplate/children/0/text", "{item.name.first}"),
    ],
)
def test_decision_03_a_list_is_not_taken_from_what_repeats_it(punk: Catalog, patch: Any) -> None:
    draft = Draft(punk, page(repeated(box(text("{item.name}"))), text()), models=MODELS)
    verdict = refuse(draft, patch)
    assert set(codes(verdict)) <= {"EP503", "EP504", "EP505"}


def test_decision_03_a_supply_that_comes_mends_all_that_needed_it(punk: Catalog) -> None:
    draft = Draft(
        punk, page(node("FormField", box(control(), box(control())), hint="h"), box(itemTemplate=text("{item.a}")))
    )
    assert gates(validate(draft.document, punk)) == {"EP801": 2, "EP504": 1}
    accept(draft, add(f"{AT}/0/props/label", "Both"))
    accept(draft, add(f"{AT}/1/dataSource", "{context.rows}"))
    assert not validate(draft.document, punk).gates


def test_decision_03_a_patch_answers_only_for_what_it_makes_worse(punk: Catalog) -> None:
    draft = Draft(
        punk, page(control(), text(size="32px"), node("Button", button("in"), text="out"), *[text(id="a")] * 2)
    )
    before = gates(validate(draft.document, punk))
    assert before == {"EP801": 1, "EP403": 1, "EP202": 1, "EP802": 1, "EP105": 1}
    accept(draft, add(f"{AT}/-", text()))
    accept(draft, replace(f"{AT}/0/type", "Input"))
    accept(draft, replace(f"{AT}/2/children/0/text", "still in"))
    accept(draft, move(f"{AT}/0", f"{AT}/-"))
    accept(draft, replace(f"{AT}/0/text", "other words"))
    accept(draft, remove(f"{AT}/2"))
    assert not gates(validate(draft.document, punk)) - before


def test_decision_03_copy_of_a_subtree_with_ids_is_an_add_with_new_ids(punk: Catalog) -> None:
    draft = Draft(punk, page(box(text("one", id="line"), text("two"), id="list"), text(id="list-2")))
    verdict = accept(draft, duplicate(f"{AT}/0", f"{AT}/-"))
    made = verdict.patch["value"]
    assert verdict.patch["op"] == "add"
    assert verdict.patch["path"] == f"{AT}/-"
    ids = {made["id"], made["children"][0]["id"]}
    assert len(ids) == 2
    assert not ids & {"list", "list-2", "line"}
    assert {repair.grade for repair in verdict.repairs} == {"lossless"}
    assert {repair.pointer for repair in verdict.repairs} == {f"{AT}/-/id", f"{AT}/-/children/0/id"}
    assert not validate(draft.document, punk).diagnostics


def test_decision_03_copy_of_a_list_of_subtrees_gets_new_ids_too(punk: Catalog) -> None:
    draft = Draft(punk, page(box(text("one", id="one"), text("two", id="two")), node("Card")))
    accept(draft, duplicate(f"{AT}/0/children", f"{AT}/1/children"))
    made = draft.document["root"]["children"][1]["children"]
    assert [child["text"] for child in made] == ["one", "two"]
    assert not {child["id"] for child in made} & {"one", "two"}


def test_decision_03_copy_without_ids_stays_a_copy(punk: Catalog) -> None:
    draft = Draft(punk, page(text()))
    verdict = accept(draft, duplicate(f"{AT}/0", f"{AT}/-"))
    assert (verdict.patch, verdict.repairs) == (duplicate(f"{AT}/0", f"{AT}/-"), [])


def test_decision_03_caps_refuse_only_what_increases_the_excess(punk: Catalog) -> None:
    wide = [text(f"{number}") for number in range(13)]
    draft = Draft(punk, page(node("Card", *wide), chain(9), text("x" * 600), node("Select", label="S", options=[])))
    assert gates(validate(draft.document, punk)) == {"EP602": 1, "EP603": 1, "EP604": 1}
    refuse(draft, add(f"{AT}/0/children/-", text()), "EP603")
    refuse(draft, replace(f"{AT}/2/text", "x" * 601), "EP604")
    deep = AT + "/1" + "/children/0" * 7
    refuse(draft, add(f"{deep}/children/-", text()), "EP602")
    accept(draft, remove(f"{AT}/0/children/12"))
    accept(draft, replace(f"{AT}/2/text", "y" * 599))
    accept(draft, replace(f"{AT}/0/children/0", text("another")))
    accept(draft, add(f"{AT}/-", text()))
    accept(draft, remove(f"{deep}/children/0"))
    assert gates(validate(draft.document, punk)) == {"EP602": 1, "EP604": 1}


@pytest.mark.parametrize("path", ["/root/props/options/0/label", "/root/props/placeholder"])
def test_decision_03_a_string_that_is_too_long_may_get_shorter_wherever_it_stands(punk: Catalog, path: str) -> None:
    options = [{"value": 1, "label": "x" * 700}]
    draft = Draft(punk, {"root": node("Select", label="S", placeholder="x" * 700, options=options)})
    refuse(draft, replace(path, "y" * 701), "EP604")
    accept(draft, replace(path, "y" * 600))


# ---------------------------------------------------------------- 4: atomic


def test_decision_04_a_refused_patch_leaves_the_order_of_keys(punk: Catalog) -> None:
    document = {
        "metadata": {"b": 1, "a": 2},
        "root": {"text": "x", "type": "Text", "props": {"size": "h1", "color": "primary"}},
    }
    draft = Draft(punk, document)
    for patch in (
        replace("/root/props/size", "32px"),
        [remove("/root/props/size"), add("/root/props/size", "h2"), add("/root/props/size", "32px")],
        [remove("/metadata"), move("/root/text", "/root/props/ariaLabel"), remove("/nowhere")],
        [replace("/root", box()), add("/root/children/-", {"type": "Nope"})],
    ):
        refuse(draft, patch)
        assert json.dumps(draft.document) == json.dumps(document)


def test_decision_04_an_array_is_applied_as_a_whole_or_not_at_all(punk: Catalog) -> None:
    draft = Draft(punk, page())
    refuse(draft, [add(f"{AT}/-", text()), add(f"{AT}/-", control()), add(f"{AT}/-", text())], "EP801")
    assert draft.document == page()
    draft.begin_attempt()
    accept(draft, [add(f"{AT}/-", text("one")), add(f"{AT}/-", text("two")), remove(f"{AT}/0")])
    assert draft.document == page(text("two"))


def test_decision_04_a_failing_test_refuses_its_operation_and_nothing_else(punk: Catalog) -> None:
    draft = Draft(punk, page(text("a")))
    refuse(draft, check(f"{AT}/0/text", "b"), "EP906")
    accept(draft, check(f"{AT}/0/text", "a"))
    accept(draft, replace(f"{AT}/0/text", "c"))
    refuse(draft, [check(f"{AT}/0/text", "a"), replace(f"{AT}/0/text", "d")], "EP906")
    assert draft.document == page(text("c"))
