"""Decisions 8, 9, 16, 17 and 18 of the design, as far as they concern documents and drafts."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import (
    accept,
    add,
    box,
    button,
    chain,
    codes,
    control,
    duplicate,
    field,
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

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.document.node import finished
from epoch_cli.validation import Draft, validate

AT = "/root/children"


# ---------------------------------------------------------------- 8: complexity


def worked_form() -> Any:
    """5 components, depth 3, no bindings."""
    return box(text("one"), box(text("two"), text("three")))


def worked_table() -> Any:
    """15 components, depth 4, 3 bindings."""
    rows = [box(text("{context.a}"), text("{context.b}"), text("{context.c}"))] + [
        box(text(), text()) for _ in range(2)
    ]
    return box(box(*rows), text(), text(), text())


@pytest.mark.parametrize(
    ("root", "nodes", "depth", "bindings", "score"),
    [(worked_form(), 5, 3, 0, 6), (worked_table(), 15, 4, 3, 23)],
    ids=["form", "table"],
)
def test_decision_08_the_worked_examples_score_6_and_23(
    punk: Catalog, root: Any, nodes: int, depth: int, bindings: int, score: int
) -> None:
    draft = Draft(punk)
    for metrics in (accept(draft, add("/root", root)).metrics, validate({"root": root}, punk).metrics, draft.metrics):
        assert (metrics.nodes, metrics.depth, metrics.bindings) == (nodes, depth, bindings)
        assert metrics.score == score


def test_decision_08_worked_example_scores_23_however_it_is_built(punk: Catalog) -> None:
    draft, root = Draft(punk), worked_table()
    children = root.pop("children")
    accept(draft, add("/root", {**root, "children": []}))
    for number, child in enumerate(children):
        grandchildren = child.pop("children", None)
        accept(draft, add(f"{AT}/-", child))
        for grandchild in grandchildren or ():
            accept(draft, add(f"{AT}/{number}/children/-", grandchild))
    assert draft.metrics.score == 23


def test_decision_08_every_term_counts_and_removing_gives_back(punk: Catalog) -> None:
    draft = Draft(punk, page())
    steps: list[tuple[Any, int]] = [
        (add(f"{AT}/-", text()), 1),  # depth 2 costs nothing
        (add(f"{AT}/-", box(text())), 3),  # two nodes, and level 3
        (add(f"{AT}/0/text", "{context.a} {context.b}"), 4),
        (add(f"{AT}/0/condition", "on"), 3),
        (add(f"{AT}/-", button(onClick="go")), 2),
        (add(f"{AT}/1/dataSource", "{context.rows}"), 7),  # a loop, and its binding
        (add(f"{AT}/1/itemTemplate", text("{item.x}")), 3),
    ]
    scores = [draft.metrics.score]
    for patch, points in steps:
        scores.append(accept(draft, patch).metrics.score)
        assert scores[-1] - scores[-2] == points, patch
    for score in reversed(scores[:-1]):
        assert draft.undo()
        assert draft.metrics.score == score
    assert draft.metrics.score == 1


def caps(profile: str) -> dict[str, tuple[int, str]]:
    """The hard caps of decision 8, with the code of each."""
    strict = profile == "strict"
    return {
        "nodes": (50 if strict else 500, "EP601"),
        "depth": (8 if strict else 12, "EP602"),
        "children": (12 if strict else 50, "EP603"),
        "string": (500 if strict else 10_000, "EP604"),
        "bindings": (20 if strict else 500, "EP605"),
        "handlers": (15 if strict else 200, "EP606"),
        "score": (100 if strict else 1_000, "EP607"),
    }


def many(count: int, one: Any) -> Any:
    """A node with `count` nodes like `one` in it, no more than 11 anywhere."""
    groups = [box(*[one] * min(10, count - start)) for start in range(0, count, 10)]
    return box(*[box(*groups[start : start + 10]) for start in range(0, len(groups), 10)])


def filled(cap: str, count: int) -> Any:
    """A root that has exactly `count` of what a cap is about, and little else."""
    if cap == "nodes":
        frame = many(count - 70 if count > 100 else count - 7, text())
        missing = count - validate({"root": frame}, _catalog()).metrics.nodes
        frame["children"] += [text()] * missing
        return frame
    if cap == "score":  # 5 points a node: itself, two bindings
        frame = many(count // 7, text("{context.a} {context.b}"))
        missing = count - validate({"root": frame}, _catalog(), profile="unlimited").metrics.score
        frame["children"] += [text()] * missing
        return frame
    return {
        "depth": lambda: chain(count),
        "children": lambda: box(*[text()] * count),
        "string": lambda: text("x" * count),
        "bindings": lambda: (
            many(-(-count // 10), text("{context.a}" * 10))
            if count % 10 == 0
            else box(many(count // 10, text("{context.a}" * 10)), text("{context.a}" * (count % 10)))
        ),
        "handlers": lambda: many(count, button(onClick="go")),
    }[cap]()


@cache
def _catalog() -> Catalog:
    return load_catalog("punk")


@every_row("profile", ["strict", "foundation"])
@every_row("cap", ["nodes", "depth", "children", "string", "bindings", "handlers", "score"])
def test_decision_08_a_cap_is_kept_to_the_last_one(punk: Catalog, profile: str, cap: str) -> None:
    limit, code = caps(profile)[cap]
    assert getattr(punk.profile(profile), cap) == limit
    others = {name: 1 << 60 for name in ("score", *caps(profile)) if name != cap}
    only = punk.profile(profile)._replace(**others)
    accept(Draft(punk, profile=only), add("/root", filled(cap, limit)))
    refuse(Draft(punk, profile=only), add("/root", filled(cap, limit + 1)), code)
    accept(Draft(punk, profile="unlimited"), add("/root", filled(cap, limit + 1)))
    assert {each.code for each in validate({"root": filled(cap, limit + 1)}, punk, profile=only).gates} == {code}


def test_decision_08_strict_is_the_default_profile(punk: Catalog) -> None:
    assert Draft(punk).profile is punk.profile("strict")
    refuse(Draft(punk), add("/root", chain(9)), "EP602")
    accept(Draft(punk, profile="foundation"), add("/root", chain(9)))


def test_decision_08_a_cap_is_over_the_whole_draft_not_over_one_patch(punk: Catalog) -> None:
    draft = Draft(punk, page(box(*[text()] * 12), box(*[text()] * 12), box(*[text()] * 12)))
    accept(draft, add(f"{AT}/-", box(*[text()] * 9)))
    assert draft.metrics.nodes == 50
    refuse(draft, add(f"{AT}/0/children/0/itemTemplate", text()), "EP601")
    draft.begin_attempt()
    refuse(draft, add(f"{AT}/-", text()), "EP601")
    draft.begin_attempt()
    accept(draft, remove(f"{AT}/0/children/0"))
    accept(draft, add(f"{AT}/-", text()))


def test_decision_08_patches_count_as_the_model_wrote_them(punk: Catalog) -> None:
    limits = {"strict": 500, "foundation": 2_000}
    assert {name: punk.profile(name).patches for name in limits} == limits
    draft = Draft(punk, profile=punk.profile("strict")._replace(patches=3))
    accept(draft, add("/root", box(*[text()] * 12)))  # 13 nodes, one patch
    refuse(draft, remove("/nowhere"), "EP903")
    accept(draft, replace(f"{AT}/0/text", "third"))
    refuse(draft, replace(f"{AT}/0/text", "fourth"), "EP608")
    assert draft.document["root"]["children"][0]["text"] == "third"


# ---------------------------------------------------------------- 9: pointers


def test_decision_09_pointers_follow_the_rfc_in_any_script(punk: Catalog) -> None:
    draft = Draft(punk, {"metadata": {}})
    for path, key in (("/metadata/ключ", "ключ"), ("/metadata/a~1b~0c", "a/b~c"), ("/metadata/🧩 d", "🧩 d")):
        assert accept(draft, add(path, 1)).patch["path"] == path
        assert draft.document["metadata"][key] == 1
    refuse(draft, add("/metadata/~2", 1), "EP902")
    refuse(draft, add("metadata/x", 1), "EP902")


def test_decision_09_the_root_may_be_added_and_replaced_but_not_removed(punk: Catalog) -> None:
    draft = Draft(punk)
    accept(draft, add("/root", text("one")))
    accept(draft, add("/root", box(text("two"))))
    accept(draft, replace("/root", box(text("three"))))
    for patch in (remove("/root"), move("/root", "/metadata"), move("/root", f"{AT}/0"), remove("")):
        draft.begin_attempt()
        refuse(draft, patch)
    refuse(draft, replace("", {"root": text()}), "EP904")
    refuse(draft, add("", {}), "EP904")
    accept(draft, move(f"{AT}/0", "/root"))
    assert draft.document == {"root": text("three")}


def test_decision_09_a_node_is_addressed_by_its_id(punk: Catalog) -> None:
    draft = Draft(punk, page(box(id="list"), repeated(box(text("x", id="line")), id="rows"), text("y", id="last")))
    cases = [
        (add("#list/children/-", text("new")), "path", f"{AT}/0/children/-"),
        (replace("#line/text", "z"), "path", f"{AT}/1/itemTemplate/children/0/text"),
        (move("#last", "#list/children/0"), "from", f"{AT}/2"),
        (duplicate("#line/text", "#list/children/1/text"), "from", f"{AT}/1/itemTemplate/children/0/text"),
        (remove("#rows"), "path", f"{AT}/1"),
    ]
    for patch, member, expected in cases:
        verdict = accept(draft, patch)
        assert verdict.patch[member] == expected
        assert "#" not in json.dumps(verdict.patch)
        assert "id-anchor" in {repair.name for repair in verdict.repairs}
    refuse(draft, remove("#rows"), "EP902")
    found = refuse(draft, remove("#lits"), "EP902").diagnostics[0]
    assert '"#list"' in found.hint


def test_decision_09_an_id_that_is_also_a_path_is_an_id_only_with_its_sign(punk: Catalog) -> None:
    draft = Draft(punk, page(text("x", id="root")))
    accept(draft, replace("#root/text", "y"))
    refuse(draft, replace("#", text()), "EP902")
    refuse(draft, replace("##root/text", "z"), "EP902")
    assert draft.document == page(text("y", id="root"))


# ---------------------------------------------------------------- 16: the model's view (more in test_model_view.py)


def test_decision_16_a_refused_insert_leaves_a_tombstone(punk: Catalog) -> None:
    draft = Draft(punk, page(text("a"), text("b")))
    refuse(draft, add(f"{AT}/1", {"type": "Nope"}))
    refuse(draft, replace(f"{AT}/1/text", "the one that was refused"), "EP905")
    assert accept(draft, replace(f"{AT}/2/text", "new b")).patch["path"] == f"{AT}/1/text"
    assert draft.document == page(text("a"), text("new b"))


# ---------------------------------------------------------------- 17: JSON is not always JSON

LONE = ("\ud800", "\udfff", "a\udc00b")


@every_row(
    "value", [2**64, -(2**63) - 1, 10**400, float("nan"), float("inf"), float("-inf"), "\ud800", "x\udfffy"], ids=ascii
)
@every_row("place", ["value", "inside", "metadata"])
def test_decision_17_what_json_cannot_hold_is_a_diagnostic(punk: Catalog, value: Any, place: str) -> None:
    draft = Draft(punk, {"root": control(label="L"), "metadata": {}})
    path = {"value": "/root/props/defaultValue", "inside": "/root/props", "metadata": "/metadata/x"}[place]
    made = {"label": "L", "defaultValue": value} if place == "inside" else value
    found = refuse(draft, add(path, made)).diagnostics
    assert all(each.message.isprintable() and each.hint for each in found)


@pytest.mark.parametrize("value", [2**64, 10**400, float("nan"), float("inf"), "\ud800"], ids=ascii)
def test_decision_17_a_document_that_json_cannot_hold_is_not_valid(punk: Catalog, value: Any) -> None:
    assert not validate({"root": control(label="L", defaultValue=value)}, punk).ok


@every_row("value", [2**63, 2**63 - 1, -(2**63), 0.1, 1e308, -0.0, "\U0001f9e9", None, True])
def test_decision_17_what_json_can_hold_is_kept_as_it_is(punk: Catalog, value: Any) -> None:
    draft = Draft(punk, {"metadata": {}})
    accept(draft, add("/metadata/x", value))
    assert json.dumps(draft.document["metadata"]["x"]) == json.dumps(value)


@every_row("key", LONE, ids=ascii)
@every_row("place", ["/metadata", "/root/props", "/root/props/options/0", "/root"])
def test_decision_17_a_lone_surrogate_in_a_key_is_a_diagnostic(punk: Catalog, place: str, key: str) -> None:
    start = {"root": node("Select", label="L", options=[{"value": 1, "label": "One"}]), "metadata": {}}
    refuse(Draft(punk, start), add(f"{place}/{key}", 1))
    refuse(Draft(punk, start), add("/metadata/inside", {key: 1}))


# ---------------------------------------------------------------- 18: more than the specification lists


@every_row(
    "root",
    [
        node("Avatar", alt="Ada"),
        table(caption="People"),
        control(label="L", name="email", autocomplete="email"),
        *[node(kind, ariaLabel="Aloud") for kind in ("Container", "Text", "Card", "Badge", "Modal", "Form", "Stack")],
    ],
)
def test_decision_18_the_catalog_says_more_where_accessibility_needs_it(punk: Catalog, root: Any) -> None:
    accept(Draft(punk), add("/root", root))
    (name,) = set(root["props"]) & {"alt", "caption", "ariaLabel"} or {"name"}
    assert punk.components[root["type"]].props[name].added


def test_decision_18_a_single_h1_is_asked_of_pages_not_of_fragments(punk: Catalog) -> None:
    for count, expected in ((0, ["EP814"]), (1, []), (2, ["EP814"])):
        fragment = page(*[text(size="h1")] * count)
        assert codes(validate(fragment, punk)) == []
        assert codes(validate({**fragment, "metadata": {"kind": "page"}}, punk)) == expected


def test_decision_18_versions_are_optional_on_reading_and_always_written(punk: Catalog) -> None:
    assert validate({"root": text()}, punk).ok
    assert validate({"punkVersion": "1.0.0", "schemaVersion": "1.0.0", "root": text()}, punk).ok
    assert list(finished({"root": text()})) == ["punkVersion", "schemaVersion", "root"]
    kept = finished({"root": text(), "schemaVersion": "2.0.0", "$schema": "x", "metadata": {}})
    assert kept["schemaVersion"] == "2.0.0"
    assert set(kept) == {"$schema", "punkVersion", "schemaVersion", "root", "metadata"}


def test_decision_18_ids_are_optional_and_never_invented(punk: Catalog) -> None:
    draft = Draft(punk)
    accept(draft, add("/root", box(field(), repeated(text("{item.a}")))))
    accept(draft, duplicate(f"{AT}/0", f"{AT}/-"))
    assert '"id"' not in json.dumps(draft.document)


def test_decision_18_a_patch_id_seen_twice_is_reported_and_skipped(punk: Catalog) -> None:
    draft = Draft(punk, page())
    accept(draft, add(f"{AT}/-", text("one"), meta={"id": "p-1"}))
    refuse(draft, add(f"{AT}/-", text("one"), meta={"id": "p-1"}), "EP907")
    accept(draft, add(f"{AT}/-", text("two"), meta={"id": "p-2"}))
    accept(draft, add(f"{AT}/-", text("three")))
    assert [child["text"] for child in draft.document["root"]["children"]] == ["one", "two", "three"]
