"""Id anchors (decision 9): `#some-id/children/-` in every operation, and what is said of ids that name no node."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import Node, accept, add, box, check, duplicate, move, node, page, refuse, remove, replace, text

from epoch_cli.catalog import Catalog
from epoch_cli.document.patch import apply_patch
from epoch_cli.reading.reads import PatchRead
from epoch_cli.validation import Draft
from epoch_cli.validation.anchors import without_origin
from epoch_cli.validation.intake import Intake

AT = "/root/children"
BAD = {"type": "Nope"}


def start() -> Node:
    return page(box(text("in", id="title"), id="login-form"), text("b", id="b"), box(id="aside"), id="page")


@pytest.fixture
def draft(punk: Catalog) -> Draft:
    return Draft(punk, start())


@pytest.mark.parametrize(
    ("patch", "path", "source"),
    [
        (add("#login-form/children/-", text()), f"{AT}/0/children/-", None),
        (add("#login-form/children/0", text()), f"{AT}/0/children/0", None),
        (add("#title/props/size", "h2"), f"{AT}/0/children/0/props", None),
        (add("#b", text("before it")), f"{AT}/1", None),
        (replace("#b", text()), f"{AT}/1", None),
        (replace("#title/text", "x"), f"{AT}/0/children/0/text", None),
        (remove("#aside"), f"{AT}/2", None),
        (remove("#login-form/children/0"), f"{AT}/0/children/0", None),
        (check("#b/text", "b"), f"{AT}/1/text", None),
        (duplicate("#b/text", "#title/text"), f"{AT}/0/children/0/text", f"{AT}/1/text"),
        (move("#title", "#aside/children/-"), f"{AT}/2/children/-", f"{AT}/0/children/0"),
        (move("#aside", "#login-form"), f"{AT}/0", f"{AT}/2"),
        (move("#b", "/root/children/0/children/0"), f"{AT}/0/children/0", f"{AT}/1"),
        (replace("/#b/text", "x"), f"{AT}/1/text", None),
    ],
)
def test_an_anchor_is_written_out_in_every_operation(draft: Draft, patch: Any, path: str, source: str | None) -> None:
    before = json.loads(json.dumps(draft.document))
    verdict = accept(draft, patch)
    assert (verdict.patch["path"], verdict.patch.get("from")) == (path, source)
    assert "#" not in json.dumps(verdict.patch)
    assert apply_patch(before, verdict.patch).document == draft.document
    anchors = [repair for repair in verdict.repairs if repair.name == "id-anchor"]
    assert len(anchors) == json.dumps(patch).count("#")
    assert {repair.grade for repair in anchors} == {"lossless"}


# ---------------------------------------------------------------- moves past their own origin


def test_the_target_of_a_move_is_found_by_its_id_although_the_origin_stood_before_it(punk: Catalog) -> None:
    draft = Draft(punk, page(text("a", id="a"), text("b", id="b"), box(box(id="inner"), id="outer")))
    assert accept(draft, move("#a", "#inner/children/-")).patch["path"] == f"{AT}/1/children/0/children/-"
    assert draft.document == page(text("b", id="b"), box(box(text("a", id="a"), id="inner"), id="outer"))


def test_a_move_into_the_very_next_one_is_refused_with_a_way_out_and_believed(draft: Draft) -> None:
    """By RFC 6902 (4.4) `path` counts after the removal, and must not begin with `from`: here it would."""
    found = refuse(draft, move("#b", "#aside/children/-"), "EP903").diagnostics[0]
    assert "remove it, and add it" in found.hint
    assert draft.document == start()
    refuse(draft, replace("#aside/children/0/text", "x"), "EP905")
    accept(draft, add(f"{AT}/1/a11y", {"label": "for the model, b has left"}))
    assert draft.document["root"]["children"][2]["a11y"]


@every_row(
    ("path", "origin", "left"),
    [
        ("1", "0", "0"), ("2", "0", "1"), ("3", "0", "2"), ("2", "1", "1"), ("0", "1", "0"), ("1", "1", "1"),
        ("2/children/3", "0", "1/children/3"), ("2/children/3", "1/children/0", "2/children/3"),
        ("2/children/3", "2/children/0", "2/children/2"), ("2", "2/children/0", "2"),
        ("-", "0", "-"), ("1", "-", "1"), ("0", "", "0"),
    ],
)  # fmt: skip
def test_what_stands_behind_the_origin_of_a_move_is_one_less(path: str, origin: str, left: str) -> None:
    place, source, wanted = (tuple(f"root/children/{each}".split("/")) for each in (path, origin, left))
    assert without_origin(place, source, inside=False) == wanted


def test_a_move_of_a_node_into_itself_stays_one(draft: Draft) -> None:
    refuse(draft, move("#login-form", "#login-form/children/-"), "EP908")


# ---------------------------------------------------------------- unknown, doubtful and odd ids


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("#login-from/children/-", 'did you mean "#login-form"?'),
        ("#LoginForm/children/-", 'did you mean "#login-form"?'),
        ("#pag/children/-", 'did you mean "#page"?'),
        ("#zzz/children/-", "the document has #page, #login-form, #title, #b, #aside"),
        ("#", "the document has #page, #login-form, #title, #b, #aside"),
    ],
)
def test_an_unknown_id_gets_those_most_like_it(draft: Draft, path: str, hint: str) -> None:
    found = refuse(draft, add(path, text()), "EP902").diagnostics[0]
    assert found.hint == hint


def test_at_most_three_ids_are_asked_after_and_six_are_named(punk: Catalog) -> None:
    draft = Draft(punk, page(*[text(id=f"item-{number}") for number in range(1, 9)]))
    assert refuse(draft, remove("#item-0"), "EP902").diagnostics[0].hint.count("#") == 3
    assert refuse(draft, remove("#zzz"), "EP902").diagnostics[0].hint.endswith("#item-6, …")


def test_without_any_id_the_hint_is_a_path(punk: Catalog) -> None:
    assert "use a path" in refuse(Draft(punk, page()), remove("#a"), "EP902").diagnostics[0].hint


def test_an_id_that_several_nodes_carry_is_no_address(punk: Catalog) -> None:
    draft = Draft(punk, page(text("a", id="x"), text("b", id="x")))
    found = refuse(draft, replace("#x/text", "z"), "EP902").diagnostics[0]
    assert "2 nodes" in found.message
    assert f"{AT}/0 and {AT}/1" in found.hint
    accept(draft, remove(f"{AT}/0"))
    accept(draft, replace("#x/text", "z"))


@pytest.mark.parametrize("path", ["#a~1b/text", "#a/b/text"])
def test_an_id_with_a_slash_is_found_escaped_and_plain(punk: Catalog, path: str) -> None:
    draft = Draft(punk, page(text("a", id="a/b")))
    assert accept(draft, replace(path, "z")).patch["path"] == f"{AT}/0/text"


@pytest.mark.parametrize("path", ["#c~0d/text", "#c~d/text"])
def test_an_id_with_a_tilde_is_found_escaped_and_plain(punk: Catalog, path: str) -> None:
    assert accept(Draft(punk, page(text("a", id="c~d"))), replace(path, "z")).patch["path"] == f"{AT}/0/text"


def test_the_shorter_of_two_ids_is_meant_when_a_path_can_begin_with_both(punk: Catalog) -> None:
    draft = Draft(punk, page(box(text("in a"), id="a"), text("odd", id="a/children/0")))
    assert accept(draft, replace("#a/children/0/text", "z")).patch["path"] == f"{AT}/0/children/0/text"


@pytest.mark.parametrize("path", ["#" + "x" * 100_000, "#" + "/x" * 50_000, "#a\ud800/text", "#\x1b[2J/children/-"])
def test_a_hostile_anchor_is_refused_in_few_words(draft: Draft, path: str) -> None:
    found = refuse(draft, add(path, text())).diagnostics[0]
    assert len(found.message) < 400
    assert "\x1b" not in found.message + found.hint


def test_a_pointer_written_as_a_uri_fragment_is_the_pointer_it_is(draft: Draft) -> None:
    """RFC 6901, section 6."""
    verdict = accept(draft, replace("#/root/children/1/te%78t", "z"))
    assert verdict.patch["path"] == f"{AT}/1/text"
    assert [repair.name for repair in verdict.repairs] == ["uri-fragment"]


# ---------------------------------------------------------------- ids that were refused


def test_an_anchor_to_a_refused_node_follows_from_its_refusal(draft: Draft) -> None:
    refuse(draft, add(f"{AT}/-", {**BAD, "id": "card"}), "EP201")
    for patch in (add("#card/children/-", text()), remove("#card"), move("#card", f"{AT}/0"), duplicate("#card", AT)):
        found = refuse(draft, patch, "EP905").diagnostics[0]
        assert "#card follows from refused patch 1" in found.message
    assert draft.document == start()


def test_an_anchor_to_a_node_inside_of_what_was_refused_follows_as_well(draft: Draft) -> None:
    refuse(draft, add("/nowhere/at/all", box(box(text(id="deep")), id="top")), "EP903")
    refuse(draft, add(f"{AT}/-", {**BAD, "itemTemplate": text(id="row")}), "EP201")
    assert "patch 1" in refuse(draft, replace("#deep/text", "x"), "EP905").diagnostics[0].message
    assert "patch 2" in refuse(draft, replace("#row/text", "x"), "EP905").diagnostics[0].message


def test_the_id_is_an_address_once_a_corrected_patch_has_brought_it(draft: Draft) -> None:
    refuse(draft, add(f"{AT}/-", {**BAD, "id": "card"}), "EP201")
    accept(draft, add(f"{AT}/-", node("Card", id="card")))
    accept(draft, add("#card/children/-", text()))


def test_an_id_that_was_refused_as_a_duplicate_is_not_taken_for_the_node_that_has_it(draft: Draft) -> None:
    refuse(draft, add(f"{AT}/-", box(id="aside")), "EP105")
    refuse(draft, add("#aside/children/-", text("for the second one")), "EP905")
    draft.begin_attempt()
    accept(draft, add("#aside/children/-", text("for the one that is there")))


def test_an_id_that_could_not_be_given_follows_too(draft: Draft) -> None:
    refuse(draft, replace("#b/id", "not an id"), "EP104")
    refuse(draft, replace("#not an id/text", "x"), "EP905")
    accept(draft, replace("#b/text", "it is still called so"))


def test_a_new_attempt_knows_nothing_of_ids_that_were_refused(draft: Draft) -> None:
    refuse(draft, add(f"{AT}/-", {**BAD, "id": "card"}))
    draft.begin_attempt()
    refuse(draft, remove("#card"), "EP902")


def test_a_refused_array_loses_the_ids_of_all_its_patches(draft: Draft) -> None:
    refuse(draft, [add(f"{AT}/-", box(id="good")), add(f"{AT}/-", BAD)], "EP201")
    refuse(draft, add("#good/children/-", text()), "EP905")


def test_node_by_node_an_anchor_into_what_was_refused_follows_too(draft: Draft) -> None:
    bad = {"type": "Nope", "id": "bad", "children": [text(id="inside-bad")]}
    value = {
        "type": "Container",
        "id": "new",
        "children": [text("a", id="good"), bad, box(text(id="beside"), id="box")],
    }
    told = Intake(draft).take(PatchRead(add(f"{AT}/-", value), (0, 1), 1))
    assert [each.verdict.accepted for each in told].count(False) == 1
    for identity in ("bad", "inside-bad"):
        found = refuse(draft, replace(f"#{identity}/text", "x"), "EP905").diagnostics[0]
        assert "patch 1" in found.message
    for identity in ("new", "good", "box", "beside"):
        accept(draft, check(f"#{identity}/id", identity))
