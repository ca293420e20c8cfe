"""Repairs of patches: what a draft mends of what a model writes, and what it leaves refused."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from support.every_row import every_row
from support.nodes import MODELS, accept, add, box, button, codes, control, node, page, refuse, replace, text
from support.nodes import field as form_field

from epoch_cli.catalog import load_catalog
from epoch_cli.document.patch import equal
from epoch_cli.validation import Draft

from .faults import punk


def draft(document: Any = None, fix: Any = "safe", **how: Any) -> Draft:
    return Draft(punk(), page() if document is None else document, fix=fix, **how)


def names(verdict: Any) -> list[str]:
    return [repair.name for repair in verdict.repairs]


def test_nothing_is_repaired_unless_asked() -> None:
    refuse(Draft(punk(), page()), add("/root/children/-", {"type": "text", "text": "a"}), "EP201")
    refuse(draft(fix="off"), add("/root/children/-", {"type": "text", "text": "a"}), "EP201")


def test_a_node_is_mended_in_all_its_places_and_what_comes_to_light_with_it() -> None:
    verdict = accept(
        draft(),
        add("/root/children/-", {"type": "button", "props": {"text": "Go", "on_click": "go()", "variant": "Primary"}}),
    )
    assert verdict.patch == add("/root/children/-", button(onClick="go", variant="primary"))
    assert set(names(verdict)) == {"rename-component", "prop-to-field", "rename-prop", "handler-call", "rename-value"}
    assert {repair.grade for repair in verdict.repairs} == {"lossless"}
    assert all(repair.pointer.startswith("/root/children/0") for repair in verdict.repairs)


def test_nodes_deep_inside_are_mended_and_their_pointers_are_the_documents() -> None:
    value = box(box(text(size="16px")), {"type": "Text", "props": {"text": "a"}})
    work = draft(page(text()), fix="all")
    verdict = accept(work, add("/root/children/0", value))
    assert {(repair.name, repair.pointer) for repair in verdict.repairs} == {
        ("nearest-token", "/root/children/0/children/0/children/0/props/size"),
        ("prop-to-field", "/root/children/0/children/1/props/text"),
    }


def test_guesses_are_made_only_when_all_is_asked_for() -> None:
    patch = add("/root/children/-", control(placeholder="Email"))
    refuse(draft(), patch, "EP801")
    verdict = accept(draft(fix="all"), patch)
    assert verdict.patch["value"]["props"]["label"] == "Email"
    assert [(repair.name, repair.grade) for repair in verdict.repairs] == [("label-from-placeholder", "lossy")]


def test_what_cannot_be_mended_wholly_is_refused_with_its_own_diagnostics() -> None:
    value = {"type": "button", "props": {"text": "Go", "zIndex": 3, "onClick": "a b"}}
    plain = refuse(draft(fix="off"), add("/root/children/-", value))
    assert refuse(draft(), add("/root/children/-", value)).diagnostics == plain.diagnostics
    assert codes(plain) == ["EP201"]


@every_row(
    "value",
    [
        node("Avatar", src="javascript:alert(1)", alt="a"),
        text("<script>alert(1)</script>"),
        button(onClick="alert(1)"),
        text("java\u200bscript:alert(1)"),
        {"type": "Text", "text": "a", "props": {"zIndex": "<script>x</script>"}},
        {"type": "Text", "text": "a", "props": {"extra": {"__proto__": 1}}},
        {"type": "Text", "text": "a", "style": "background: url(javascript:alert(1))"},
        {"type": "Text", "text": "<scr\u200bipt>"},
    ],
)
def test_what_looks_like_an_attack_is_never_made_harmless(value: Any) -> None:
    refuse(draft(fix="all"), add("/root/children/-", value))


# ---------------------------------------------------------------- the place a patch writes to


def test_a_prop_in_another_spelling_is_written_to_the_right_place() -> None:
    work = draft(page(button(size="sm")))
    verdict = accept(work, add("/root/children/0/props/on_click", "go()"))
    assert verdict.patch == add("/root/children/0/props/onClick", "go")
    assert verdict.inverse == [{"op": "remove", "path": "/root/children/0/props/onClick"}]
    assert work.document == page(button(size="sm", onClick="go"))


def test_a_prop_that_belongs_on_the_node_is_written_there_and_the_other_way_round() -> None:
    work = draft(page({"type": "Text", "props": {"size": "h2"}}, {"type": "Stack"}))
    assert accept(work, add("/root/children/0/props/text", "Hi")).patch == add("/root/children/0/text", "Hi")
    verdict = accept(work, add("/root/children/1/spacing", "16px"))
    assert verdict.patch == add("/root/children/1/props", {"spacing": "md"})
    assert accept(work, add("/root/children/1/align", "center")).patch == add("/root/children/1/props/align", "center")
    assert work.document == page(text("Hi", size="h2"), node("Stack", spacing="md", align="center"))


def test_a_first_prop_that_belongs_on_the_node_brings_no_props_with_it() -> None:
    work = draft(page({"type": "Text"}, {"type": "Stack"}))
    verdict = accept(work, add("/root/children/0/props/text", "Hi"))
    assert verdict.patch == add("/root/children/0/text", "Hi")
    assert names(verdict) == ["prop-to-field"]
    verdict = accept(work, add("/root/children/1/props/Spacing", "16px"))
    assert verdict.patch == add("/root/children/1/props", {"spacing": "md"})
    assert work.document == page(text("Hi"), node("Stack", spacing="md"))


def test_a_place_that_is_taken_is_not_written_over() -> None:
    work = draft(page(button(onClick="go")), fix="all")
    refuse(work, add("/root/children/0/props/on_click", {"no": "prop"}), "EP301")
    assert work.document == page(button(onClick="go"))


def test_a_patch_is_not_mended_outside_of_what_it_writes() -> None:
    """The field lacks a label; the patch brings the control."""
    document = page(node("FormField", text(), hint="of work"))
    work = draft(document, fix="all")
    work.propose(add("/root/children/0/children/-", control(placeholder="Email")))
    assert equal(work.document["root"]["children"][0]["props"], {"hint": "of work"})


def test_a_patch_that_only_moves_or_removes_is_not_mended() -> None:
    work = draft(page(form_field(control(), label="Name"), {"type": "Stack", "children": []}), fix="all")
    refuse(work, {"op": "move", "from": "/root/children/0/children/0", "path": "/root/children/1/children/-"}, "EP801")
    refuse(work, {"op": "remove", "path": "/root/children/0/props/label"})


def test_a_replaced_value_is_mended_in_its_place() -> None:
    work = draft(page(text(size="h1")))
    verdict = accept(work, replace("/root/children/0/props/size", "H2"))
    assert verdict.patch == replace("/root/children/0/props/size", "h2")
    assert verdict.inverse == [replace("/root/children/0/props/size", "h1")]


def test_an_array_of_patches_is_mended_one_by_one_or_refused_as_a_whole() -> None:
    work = draft()
    verdict = accept(
        work,
        [add("/root/children/-", {"type": "card"}), add("/root/children/0/children/-", {"type": "text", "text": "a"})],
    )
    assert [repair.name for repair in verdict.repairs].count("rename-component") == 2
    before = work.document["root"]["children"][:]
    refuse(work, [add("/root/children/-", {"type": "card"}), add("/root/children/-", {"type": "Nope"})], "EP201")
    assert work.document["root"]["children"] == before


def test_repairs_are_undone_with_their_patch() -> None:
    work = draft()
    accept(work, add("/root/children/-", {"type": "Card", "text": "hello"}))
    work.undo()
    assert work.document == page()


# ---------------------------------------------------------------- the model's view (decision 16)


def test_the_model_goes_on_calling_a_node_by_the_id_it_gave() -> None:
    work = draft(page(node("Card", id="card")))
    verdict = accept(work, add("/root/children/-", node("Card", id="card")))
    assert verdict.patch["value"]["id"] == "card-2"
    accept(work, add("#card/children/-", text("in the second")))
    assert "children" not in work.document["root"]["children"][0]
    work.begin_attempt()
    accept(work, add("#card/children/-", text("in the first, as the document shows it")))
    assert work.document["root"]["children"][0]["children"][0]["text"].startswith("in the first")


def test_an_id_that_was_no_id_goes_on_being_understood() -> None:
    work = draft(fix="all")
    assert accept(work, add("/root/children/-", node("Card", id="My Card"))).patch["value"]["id"] == "my-card"
    accept(work, add("#My Card/children/-", text()))
    assert work.document["root"]["children"][0]["children"] == [text()]


def test_the_model_does_not_count_a_child_that_its_words_were_made_into() -> None:
    work = draft()
    accept(work, add("/root/children/-", {"type": "Card", "text": "words", "children": [text("one")]}))
    accept(work, replace("/root/children/0/children/0/text", "first"))
    accept(work, add("/root/children/0/children/0", text("before")))
    accept(work, add("/root/children/0/children/-", text("last")))
    accept(work, {"op": "remove", "path": "/root/children/0/children/1"})
    words = [child["text"] for child in work.document["root"]["children"][0]["children"]]
    assert words == ["words", "before", "last"]
    work.begin_attempt()
    accept(work, replace("/root/children/0/children/0/text", "now it is counted"))


def test_a_refused_array_forgets_what_its_repairs_have_renamed() -> None:
    work = draft(page(node("Card", id="card")))
    refuse(work, [add("/root/children/-", node("Card", id="card")), add("/root/children/-", {"type": "Nope"})], "EP201")
    accept(work, add("#card/children/-", text()))
    assert work.document["root"]["children"][0]["children"] == [text()]


def test_models_are_used_for_what_is_mended() -> None:
    work = draft(models=MODELS, fix="all")
    verdict = accept(work, add("/root/children/-", text("{context.usr.nam}")))
    assert verdict.patch["value"]["text"] == "{context.user.name}"


def test_patches_that_are_accepted_as_they_are_pay_nothing_for_repairs() -> None:
    """Not even the import: whoever validates documents that are right never loads the table of repairs."""
    lines = (
        "import sys, json",
        "from epoch_cli import Draft, load_catalog, validate",
        "draft = Draft(load_catalog('punk'), fix='all')",
        "assert draft.propose({'op': 'add', 'path': '/root', 'value': {'type': 'Stack', 'children': []}}).accepted",
        "assert draft.propose({'op': 'add', 'path': '/root/props/spacing', 'value': 'md'}).accepted",
        "assert validate(draft.document, draft.catalog).ok",
        "print(json.dumps([name for name in sys.modules if name.startswith('epoch_cli.validation')]))",
    )
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert "epoch_cli.validation.draft" in loaded
    lazy = ("fixing_patches", "fixing_documents", "fixes.table", "fixes.case", "fixes.props")
    assert not {f"epoch_cli.validation.{name}" for name in lazy} & loaded


def test_one_node_never_takes_the_place_of_all_children() -> None:
    punk = load_catalog()
    draft = Draft(punk, page(text("first"), text("second")), fix="all")
    for op in ("add", "replace"):
        assert not draft.propose({"op": op, "path": "/root/children", "value": text("x")}).accepted
    assert draft.document == page(text("first"), text("second"))
    empty = Draft(punk, page(), fix="safe")
    assert empty.propose({"op": "add", "path": "/root/children", "value": text("x")}).accepted
    assert empty.document == page(text("x"))
