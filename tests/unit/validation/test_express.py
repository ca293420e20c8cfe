"""The quick way of a patch into a draft and the long one leave the same in everything (design section 8)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.choices import Choices
from support.every_row import every_row
from support.examples import examples
from support.nodes import accept, add, box, button, control, field, node, page, text

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.validation import Draft
from epoch_cli.validation.express import Express
from epoch_cli.validation.facts import Facts

from .edits import Author
from .starts import DATA, PROFILES, STARTS

PUNK = load_catalog("punk")


def state(draft: Draft) -> Any:
    """Everything that a draft knows of its document."""
    inner = draft._state
    ledger = {name: getattr(inner.ledger, name) for name in inner.ledger.__slots__}
    for tally in ("widths", "longest"):
        ledger[tally] = sorted(ledger[tally].items())
    ledger["ids"] = {identity: len(carriers) for identity, carriers in ledger["ids"].items()}
    return json.dumps(draft.document), ledger, facts(inner.root) if inner.root else None


def facts(one: Facts) -> Any:
    """What is known of a node and those inside it."""
    names = [name for name in vars(Facts) if not name.startswith("_") and not callable(getattr(Facts, name))]
    own = {name: getattr(one, name) for name in names if name not in {"parent", "template"}}
    assert all(child.parent is one for child in one.children)
    template = facts(one.template) if one.template else None
    return own, one.node, one.component, [facts(child) for child in one.children], template


@settings(deadline=None, database=None, derandomize=True, max_examples=examples(400))
@given(st.binary(min_size=20, max_size=110), st.sampled_from(sorted(STARTS)))
def test_both_ways_are_one(raw: bytes, start: str) -> None:
    choices = Choices(raw)
    how: dict[str, Any] = {"profile": choices.of(PROFILES), "models": choices.of(DATA)}
    author = Author(choices, PUNK)
    quick, long = Draft(PUNK, STARTS[start], **how), Draft(PUNK, STARTS[start], **how)
    while not choices.over:
        patch = author.patch(quick.document)
        verdict = quick.propose(patch)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Express, "add", lambda *_, **__: None)
            expected = long.propose(patch)
        assert verdict == expected
        assert state(quick) == state(long)
    assert [each.patch for each in quick.undo()] == [each.patch for each in long.undo()]
    assert state(quick) == state(long)


ORDINARY: dict[str, Any] = {
    "a text": add("/root/children/-", text("words", size="h2")),
    "among others": add("/root/children/0", box(text("one"), text("two"))),
    "a form": add("/root/children/-", node("Form", field(label="Email"), button("Send"), onSubmit="send")),
    "a control in a field": add("/root/children/1/children/-", control(placeholder="you@example.org")),
    "bindings": add("/root/children/-", text("{context.user.name}")),
    "ids": add("/root/children/-", box(text("one", id="b"), id="a")),
}


@every_row("name", ORDINARY)
def test_what_models_write_most_goes_the_quick_way(punk: Catalog, name: str) -> None:
    draft = Draft(punk, page(text("first"), {"type": "FormField", "props": {"label": "Email"}, "children": []}))
    assert draft._express.add(ORDINARY[name]) is not None


ELSEWHERE = (
    "/rootx/children/-", "/root /children/-", "/root/children/01/children/-", "/root/childrens/-", "/roots", "root",
)  # fmt: skip


@every_row("path", ELSEWHERE)
def test_a_path_that_only_looks_like_one_of_ours_goes_the_long_way(punk: Catalog, path: str) -> None:
    draft = Draft(punk, page(box(text("first")), box(text("second"))))
    assert draft._express.add(add(path, text("new"))) is None
    assert not draft.propose(add(path, text("new"))).accepted


def test_the_first_root_goes_the_quick_way(punk: Catalog) -> None:
    draft = Draft(punk)
    assert draft._express.add(add("/root", box(text("one")))) is not None
    accept(draft, add("/root/children/-", text("two")))
    assert draft.metrics.nodes == 3
