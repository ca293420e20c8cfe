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
from support.nodes import accept, add, box, button, control, field, node, page, table, text

from epoch_cli.catalog import Catalog, Profile, load_catalog
from epoch_cli.validation import Draft
from epoch_cli.validation.express import Express, copied
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


BRACES: dict[str, dict[str, Any]] = {
    "a text": text("{{user.name}}"),
    "a condition": text("a", condition="{{user.admin}}"),
    "a list": box(node("Stack", dataSource="{{users}}", itemTemplate=text("b"))),
    "inside of a prop": table({"key": "name", "label": "Name", "value": "{{name}}"}, data="{context.users}"),
    "a name for readers": button("x", a11y={"label": "{{user.name}}"}),
}


@every_row("value", BRACES.values(), ids=BRACES)
def test_double_braces_go_the_long_way_and_are_written_as_one(punk: Catalog, value: dict[str, Any]) -> None:
    draft = Draft(punk, page(text("first")))
    assert draft._express.add(add("/root/children/-", value)) is None
    accept(draft, add("/root/children/-", value))
    assert "{{" not in json.dumps(draft.document)


MORE: dict[str, dict[str, Any]] = {
    "nodes": text("a"),
    "bindings": text("{context.a}"),
    "handlers": button("Go", onClick="go"),
    "score": text("a", condition="{context.a}"),
    "children": text("a"),
    "depth": box(text("a")),
}


@every_row(("name", "one"), MORE.items(), ids=MORE)
def test_up_to_a_cap_goes_the_quick_way_and_no_further(punk: Catalog, name: str, one: dict[str, Any]) -> None:
    start = page(button("x", onClick="go"), button("y", onClick="go"), text("{context.a} {context.b}"))
    free = Draft(punk, start, profile=Profile("free"))
    accept(free, add("/root/children/-", one))
    draft = Draft(punk, start, profile=Profile("capped", **{name: getattr(free.metrics, name)}))
    assert draft._express.add(add("/root/children/-", one)) is not None
    assert draft._express.add(add("/root/children/-", box(one) if name == "depth" else one)) is None
    assert not draft.propose(add("/root/children/-", box(one) if name == "depth" else one)).accepted


def test_a_member_of_the_document_is_no_root(punk: Catalog) -> None:
    for document in (None, {}, {"metadata": {}}):
        draft = Draft(punk, document)
        assert draft._express.add(add("/metadata", text("a"))) is None
        assert draft._express.add(add("/root", text("a"))) is not None
        assert draft._express.add(add("/root", text("a"))) is None
        assert draft._express.add(add("/metadata", text("a"))) is None


def test_the_first_root_goes_the_quick_way(punk: Catalog) -> None:
    draft = Draft(punk)
    assert draft._express.add(add("/root", box(text("one")))) is not None
    accept(draft, add("/root/children/-", text("two")))
    assert draft.metrics.nodes == 3


@every_row("inner", [[{"b": 1}], {"a": {"b": 1}}, {"a": [{"b": 1}]}, {"a": 1}, []])
def test_a_node_that_is_copied_shares_nothing(inner: Any) -> None:
    given = {"type": "Card", "props": inner}
    made = copied(given)
    before = json.dumps(given)
    assert json.dumps(made) == before
    spoil(made)
    assert json.dumps(given) == before


def spoil(value: Any) -> None:
    """Change everything that can be changed, from within."""
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            spoil(item)
    value.clear()
