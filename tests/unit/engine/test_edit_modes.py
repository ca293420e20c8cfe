"""Edits that are written as merge patches or as whole documents end as the fewest patches, and never cost more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.choices import Choices
from support.every_row import every_row
from support.examples import examples

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.document import apply_patch, clone, equal
from epoch_cli.document.merge_patch import merged
from epoch_cli.engine.edit_modes import Target, patches_to, target_of
from epoch_cli.events import Mode
from epoch_cli.providers.base import Brief
from epoch_cli.providers.offline.compose import compose
from epoch_cli.validation import Draft, validate

PUNK = load_catalog("punk")

Document = dict[str, Any]

PAGE: Document = {
    "root": {
        "type": "Container",
        "id": "page",
        "children": [
            {"type": "Text", "id": "title", "text": "{context.user.name}"},
            {"type": "Button", "id": "go", "props": {"variant": "primary"}, "text": "Go"},
        ],
    },
    "metadata": {"made": "by hand"},
}


def whole(*children: dict[str, Any], **fields: Any) -> str:
    return json.dumps({"root": {"type": "Container", "id": "page", "children": list(children), **fields}})


TITLE, GO = PAGE["root"]["children"]


def ops(mode: Mode, text: str, document: Document = PAGE) -> list[str]:
    """The operations that an answer comes to, in short, after they were seen to make its target."""
    target = target_of(mode, text, document)
    if target.document is None:
        return []
    patches = patches_to(document, target.document)
    assert equal(apply_patch(clone(document), patches).document if patches else document, target.document)
    return [" ".join(filter(None, (each["op"], each.get("from"), each["path"]))) for each in patches]


CASES: dict[str, tuple[Mode, str, list[str]]] = {
    "a prop": ("merge", '{"root": {"props": {"gap": "md"}}}', ["add /root/props"]),
    "a merge patch of the root alone": ("merge", '{"props": {"gap": "md"}}', ["add /root/props"]),
    "beside the root": ("merge", '{"metadata": {"made": null}}', ["remove /metadata/made"]),
    "versions are Epoch's own": ("merge", '{"punkVersion": "9", "metadata": {"made": 1}}', ["replace /metadata/made"]),
    "an array, written in full": (
        "merge", json.dumps({"root": {"children": [TITLE, {**GO, "text": "Send"}]}}), ["replace /root/children/1/text"],
    ),
    "several merge patches": (
        "merge", '{"root": {"props": {"gap": "md"}}}\n{"root": {"props": {"padding": "lg"}}}', ["add /root/props"],
    ),
    "nothing to change": ("merge", "{}", []),
    "operations all the same": ("merge", '{"op": "remove", "path": "/root/children/0"}', ["remove /root/children/0"]),
    "operations in mode whole": (
        "whole", '{"patches": [{"op": "remove", "path": "/root/children/0"}]}', ["remove /root/children/0"],
    ),
    "a document in another order": (
        "whole", whole(GO, TITLE), ["move /root/children/1 /root/children/0"],
    ),
    "ids that were forgotten are kept": (
        "whole", whole({"type": "Text", "text": "{context.user.name}"}, {**GO, "text": "Send"}),
        ["replace /root/children/1/text"],
    ),
    "ids that were forgotten in an array": (
        "merge", json.dumps({"root": {"children": [TITLE, {"type": "Button", "text": "Go"}]}}),
        ["remove /root/children/1/props"],
    ),
    "an id that is taken away in so many words": ("merge", '{"root": {"id": null}}', ["remove /root/id"]),
    "a root alone": (
        "whole", json.dumps({"type": "Container", "id": "page", "children": [GO]}), ["remove /root/children/0"],
    ),
    "behind a thought, prose and a fence": (
        "whole", f'<think>{{"root": {{}}}}</think>\nHere it is:\n```json\n{whole(GO)}\n```\nDone.',
        ["remove /root/children/0"],
    ),
    "the last of two documents": (
        "whole", f"First a draft:\n{whole()}\nNow in full:\n{whole(TITLE)}", ["remove /root/children/1"],
    ),
    "healed": (
        "merge", "```\n{'root': {'props': {'gap': 'md',}}}\n```", ["add /root/props"],
    ),
}  # fmt: skip


@every_row(("mode", "text", "expected"), CASES.values(), ids=CASES)
def test_an_answer_comes_to_the_fewest_patches(mode: Mode, text: str, expected: list[str]) -> None:
    before = json.dumps(PAGE)
    assert ops(mode, text) == expected
    assert json.dumps(PAGE) == before


NOTHING: dict[str, tuple[Mode, str, str]] = {
    "prose": ("merge", "I would rather not.", ""),
    "half a node in an array": ("merge", '{"root": {"children": [{"id": "go", "text": "Send"}]}}', "write all nodes"),
    "the root removed": ("merge", '{"root": null}', "may not be removed"),
    "another object": ("merge", '{"answer": 42}', "not a merge patch"),
    "no document": ("whole", '{"answer": 42}', "not a document"),
    "one node of it": ("whole", json.dumps(GO), "not a document"),
    "its nodes one by one": ("whole", f"{json.dumps(TITLE)}\n{json.dumps(GO)}", "as one"),
    "no operation that applies": ("merge", '{"op": "remove", "path": "/root/children/7"}', "does not exist"),
}


@every_row(("mode", "text", "why"), NOTHING.values(), ids=NOTHING)
def test_what_is_no_edit_changes_nothing_and_says_why(mode: Mode, text: str, why: str) -> None:
    target = target_of(mode, text, PAGE)
    assert target.document is None
    assert bool(target.malformed) == bool(why)
    assert all(why in read.message for read in target.malformed)


def test_the_place_of_what_is_no_edit_is_told() -> None:
    (read,) = target_of("merge", 'Well:\n  {"answer": 42}', PAGE).malformed
    assert (read.line, read.column, read.excerpt) == (2, 3, '{"answer": 42}')


def test_without_healing_what_is_no_json_is_passed_over() -> None:
    text = "{'root': {'props': {'gap': 'md'}}}"
    assert target_of("merge", text, PAGE, heal=True).repairs
    assert target_of("merge", text, PAGE, heal=False).document is None


# ---------------------------------------------------------------- nothing is lost


@pytest.mark.parametrize("mode", ["merge", "whole"])
def test_a_cut_answer_changes_nothing_wherever_it_is_cut(mode: Mode) -> None:
    answer = whole({**TITLE, "props": {"size": "h1"}}, GO, props={"gap": "md"})
    for end in range(len(answer)):
        target: Target = target_of(mode, answer[:end], PAGE)
        assert target.document is None, answer[:end]
    assert target_of(mode, answer, PAGE).document is not None


def test_a_merge_patch_before_one_that_is_cut_counts() -> None:
    found = target_of("merge", '{"root": {"props": {"gap": "md"}}}\n{"root": {"props": {"gap"', PAGE)
    assert found.document == merged(PAGE, {"root": {"props": {"gap": "md"}}})
    assert [read.reason for read in found.malformed] == ["truncated"]


# ---------------------------------------------------------------- documents of all kinds

WISHES = (
    "login form", "sign up form", "settings page with tabs", "table of users with name and email",
    "dashboard with revenue and orders", "contact form with name, email, message", "checkout form",
    "pricing page with three plans", "delete account dialog",
)  # fmt: skip


def composed(wish: str) -> Document:
    document: Document = {}
    for patch in compose(Brief(wish, PUNK, PUNK.profile("strict"), PUNK.models, {})).patches:
        document = apply_patch(document, patch).document
    return document


@pytest.fixture(scope="module")
def screens() -> list[Document]:
    return [composed(wish) for wish in WISHES]


def test_every_step_from_one_screen_to_another_is_valid(screens: list[Document], punk: Catalog) -> None:
    for before, after in permutations(screens, 2):
        target = target_of("whole", json.dumps(after), before).document
        assert target is not None
        draft = Draft(punk, before)
        refused = [patch for patch in patches_to(before, target) if not draft.propose(patch).accepted]
        assert refused == []
        assert equal(draft.document, target)


def changed(choices: Choices, document: Document) -> Document:
    """A screen as a model may rewrite it: nodes moved, removed, renamed, and their ids forgotten."""
    made = clone(document)
    for _ in range(1 + choices.number(4)):
        holders = [node for node in nodes(made["root"]) if node.get("children")]
        if not holders:
            break
        children = choices.of(holders)["children"]
        at = choices.number(len(children))
        kind = choices.number(4)
        if kind == 0:
            children.insert(choices.number(len(children)), children.pop(at))
        elif kind == 1:
            del children[at]
        elif kind == 2:
            children[at].pop("id", None)
        elif "text" in children[at]:
            children[at]["text"] = choices.of(("Send", "Welcome", "{context.user.name}"))
    return made


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("children", ()):
        yield from nodes(child)


def ids(document: Document) -> set[str]:
    return {node["id"] for node in nodes(document["root"]) if "id" in node}


@settings(max_examples=examples(60))
@given(st.binary(min_size=4, max_size=24), st.integers(0, len(WISHES) - 1), st.sampled_from(["merge", "whole"]))
def test_a_rewritten_screen_is_made_and_ids_are_its_own(raw: bytes, which: int, mode: Mode) -> None:
    before = composed(WISHES[which])
    after = changed(Choices(raw), before)
    target = target_of(mode, json.dumps({"root": after["root"]}), before).document
    assert target is not None
    made, draft = clone(before), Draft(PUNK, before)
    valid = not validate(target, PUNK).gates
    for patch in patches_to(before, target):
        made = apply_patch(made, patch).document
        assert not valid or draft.propose(patch).accepted, patch
    assert equal(made, target)
    assert ids(after) <= ids(made) <= ids(before)
    assert [node["type"] for node in nodes(made["root"])] == [node["type"] for node in nodes(after["root"])]
