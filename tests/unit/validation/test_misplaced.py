"""Places that do not exist: each is refused with what is there and what to write instead, and nothing changes."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import Node, accept, add, box, button, move, node, page, refuse, remove, replace, text

from epoch_cli.catalog import Catalog
from epoch_cli.validation import Draft, Verdict

AT = "/root/children"


def start() -> Node:
    return page(box(text("in"), id="login-form"), text("b", size="h2"), box(id="email-field"))


@pytest.fixture
def draft(punk: Catalog) -> Draft:
    return Draft(punk, start())


@pytest.mark.parametrize(
    ("patch", "message", "hint"),
    [
        (add(f"{AT}/7", text()), f"{AT} has 3 elements", f"write {AT}/- to append, or use an index from 0 to 3"),
        (add(f"{AT}/01", text()), "01 does not exist", f"write {AT}/1"),
        (replace(f"{AT}/-", text()), "- is the place after them", f"the last element is {AT}/2"),
        (remove(f"{AT}/-1"), "-1 does not exist", "counts from 0 at the front"),
        (add(f"{AT}/-/children/-", text()), "- is the place after them", f"the last element is {AT}/2"),
        (add(f"{AT}/email-field", text()), f"{AT} has 3 elements", 'did you mean "#email-field"?'),
        (add(f"{AT}/#email-field/children/-", text()), "does not exist", 'did you mean "#email-field/children/-"?'),
        (add(f"{AT}/emailField/props/gap", "md"), "does not exist", 'did you mean "#email-field/props/gap"?'),
        (add("/login-form/children/-", text()), "the document holds root", 'did you mean "#login-form/children/-"?'),
        (add("/children/-", text()), "the document holds root", f'did you mean "{AT}/-"?'),
        (add("login-form/children/-", text()), "not a JSON pointer", 'did you mean "#login-form/children/-"?'),
        (add("root/children/-", text()), "not a JSON pointer", f'did you mean "{AT}/-"?'),
        (add("root.children[0].children", []), "not a JSON pointer", f'did you mean "{AT}/0/children"?'),
        (add(f"{AT}/3/children/-", text()), f"{AT} has 3 elements", f"parents come before children: add {AT}/3 first"),
        (add(f"{AT}/5/children/-", text()), f"{AT} has 3 elements", "use an index from 0 to 2"),
        (
            add(f"{AT}/1/children/0/children/-", text()),
            f"{AT}/1 holds type, text, props",
            f"parents come before children: add {AT}/1/children first",
        ),
        (add("/root/0/children/-", text()), "/root holds type, children", f"did you mean {AT}/0?"),
        (replace(f"{AT}/1/size", "h1"), "holds type, text, props", f"did you mean {AT}/1/props/size?"),
        (replace(f"{AT}/1/props/weight", "bold"), "holds size", "use add instead of replace"),
        (remove(f"{AT}/1/props/weight"), "holds size", "there is nothing to remove"),
        (move(f"{AT}/9", f"{AT}/0"), f"{AT}/9 does not exist", "use an index from 0 to 2"),
        (move("/email-field", f"{AT}/0"), "the document holds root", 'did you mean "#email-field"?'),
    ],
)
def test_the_finding_says_what_is_there_and_what_to_write(draft: Draft, patch: Any, message: str, hint: str) -> None:
    found = refuse(draft, patch).diagnostics[0]
    assert found.code == ("EP902" if "pointer" in message else "EP903")
    assert message in found.message
    assert hint in found.hint
    assert draft.document == start()


def test_a_prop_that_is_not_there_is_not_taken_for_an_id(punk: Catalog) -> None:
    draft = Draft(punk, page(button(size="sm"), text(id="variant")))
    assert "#" not in refuse(draft, replace(f"{AT}/0/props/variant", "ghost"), "EP903").diagnostics[0].hint


@pytest.mark.parametrize(("op", "hint"), [("set", "write add or replace"), ("delete", "write remove"), ("ad", '"add"')])
def test_an_operation_of_another_protocol_is_named_as_rfc_6902_calls_it(draft: Draft, op: str, hint: str) -> None:
    assert hint in refuse(draft, {"op": op, "path": f"{AT}/0", "value": text()}, "EP901").diagnostics[0].hint


# ---------------------------------------------------------------- past the end


def repaired(verdict: Verdict) -> list[tuple[str, str]]:
    return [(repair.name, repair.grade) for repair in verdict.repairs if repair.name != "id-anchor"]


@pytest.mark.parametrize("fix", ["off", "safe"])
def test_an_index_past_the_end_is_no_lossless_repair(punk: Catalog, fix: Any) -> None:
    draft = Draft(punk, start(), fix=fix)
    refuse(draft, add(f"{AT}/7", text()), "EP903")


@pytest.mark.parametrize("path", [f"{AT}/4", f"{AT}/7", "#login-form/children/2", f"{AT}/2/children/1"])
def test_what_is_added_past_the_end_is_put_at_the_end_on_the_record(punk: Catalog, path: str) -> None:
    draft = Draft(punk, start(), fix="all")
    verdict = accept(draft, add(path, text("late")))
    assert verdict.patch["path"].endswith("/children/-")
    assert repaired(verdict) == [("index-to-end", "lossy")]
    draft.undo()
    assert draft.document == start()


@every_row(
    "patch",
    [
        add(f"{AT}/1000", text()),
        add(f"{AT}/{'9' * 400}", text()),
        add(f"{AT}/7/children/-", text()),
        replace(f"{AT}/7", text()),
        remove(f"{AT}/7"),
        move(f"{AT}/0", f"{AT}/7"),
        add(f"{AT}/07", text()),
    ],
)
def test_what_cannot_be_a_miscount_stays_refused(punk: Catalog, patch: Any) -> None:
    draft = Draft(punk, start(), fix="all")
    refuse(draft, patch, "EP903")
    assert draft.document == start()


def test_the_model_goes_on_with_its_own_indices_after_it(punk: Catalog) -> None:
    """Decision 16: for the model the new one stands at 5, and there is something at 3 and 4."""
    draft = Draft(punk, start(), fix="all")
    accept(draft, add(f"{AT}/5", box(id="late")))
    assert accept(draft, add(f"{AT}/5/children/-", text())).patch["path"] == f"{AT}/3/children/-"
    found = refuse(draft, replace(f"{AT}/4/text", "x"), "EP903").diagnostics[0]
    assert "left out" in found.hint
    assert accept(draft, add(f"{AT}/6", text("later"))).patch["path"] == f"{AT}/4"
    assert repaired(accept(draft, add(f"{AT}/9", text("latest")))) == [("index-to-end", "lossy")]
    assert [child.get("text") for child in draft.document["root"]["children"][3:]] == [None, "later", "latest"]


def test_the_first_child_of_a_node_without_children_may_be_miscounted(punk: Catalog) -> None:
    draft = Draft(punk, {"root": {"type": "Container"}}, fix="all")
    verdict = accept(draft, add(f"{AT}/2", text("only")))
    assert repaired(verdict) == [("index-to-end", "lossy"), ("missing-container", "lossless")]
    assert accept(draft, replace(f"{AT}/2/text", "still the only one")).patch["path"] == f"{AT}/0/text"
    assert draft.document == {"root": box(text("still the only one"))}


@pytest.mark.parametrize("document", [start(), {"root": {"type": "Container"}}])
def test_it_goes_together_with_repairs_of_what_is_added(punk: Catalog, document: Node) -> None:
    draft = Draft(punk, document, fix="all")
    verdict = accept(draft, add(f"{AT}/5", {"type": "buton", "text": "Go", "props": {"on_click": "go"}}))
    assert {"index-to-end", "rename-prop"} < {name for name, _ in repaired(verdict)}
    accept(draft, replace(f"{AT}/5/text", "found again"))
    assert draft.document["root"]["children"][-1] == button("found again", onClick="go")


def test_what_is_refused_for_another_reason_is_counted_where_the_model_wrote_it(punk: Catalog) -> None:
    draft = Draft(punk, start(), fix="all")
    refuse(draft, add(f"{AT}/5", {"type": "Zzzzzz"}), "EP201")
    refuse(draft, add(f"{AT}/5/children/-", text()))
    assert draft.document == start()


# ---------------------------------------------------------------- json-render's flat stream


FLAT = [
    {"op": "add", "path": "/root", "value": "main"},
    {"op": "set", "path": "/root", "value": "card-1"},
    {"op": "add", "path": "/elements/main", "value": {"type": "Card", "props": {}, "children": ["a", "b"]}},
    {"op": "set", "path": "/elements/a", "value": {"type": "Text", "props": {"text": "A"}}},
    {"op": "replace", "path": "/elements/a/props/text", "value": "B"},
    {"op": "remove", "path": "/elements/a"},
    {"op": "move", "from": "/elements/a", "path": "/root/children/0"},
    {"op": "add", "path": "/elements", "value": {}},
    {"op": "add", "path": "/root", "value": {"root": "main", "elements": {"main": {"type": "Card"}}}},
]


@every_row("patch", FLAT)
def test_a_flat_stream_is_recognised_and_refused_with_what_to_write(punk: Catalog, patch: Any) -> None:
    draft = Draft(punk, fix="all")
    (found,) = refuse(draft, patch, "EP909").diagnostics
    assert "json-render" in found.message
    assert "nested" in found.message
    assert '"path": "/root' in found.hint
    assert draft.document == {}


def test_state_is_said_to_have_no_place_in_a_document(punk: Catalog) -> None:
    found = refuse(Draft(punk), add("/state/items", []), "EP909").diagnostics[0]
    assert "{context.…}" in found.hint


def test_a_flat_stream_leaves_no_trace_in_the_models_view(punk: Catalog) -> None:
    draft = Draft(punk)
    for patch in FLAT:
        refuse(draft, patch, "EP909")
    accept(draft, add("/root", box(id="main")))
    accept(draft, add("#main/children/-", text(id="a")))
    accept(draft, replace("/root/children/0/text", "as usual"))


@pytest.mark.parametrize("words", ["Hello world", "a\nb", "", "x" * 200])
def test_words_for_a_root_are_not_taken_for_the_name_of_an_element(punk: Catalog, words: str) -> None:
    refuse(Draft(punk), add("/root", words), "EP101")


def test_an_anchor_may_be_called_elements(punk: Catalog) -> None:
    draft = Draft(punk, page(node("Card", id="elements")))
    accept(draft, add("#elements/children/-", text()))


@every_row(
    "path",
    [
        f"{AT}/0/props/columns/0/props/a",
        f"{AT}/0/props/columns/0/children/0",
        f"{AT}/0/props/data/props/a",
        "/root/metadata/props/a",
        "/metadata/props/a",
        "/metadata/children/0",
    ],
)
def test_only_nodes_get_a_container_that_is_not_there(punk: Catalog, path: str) -> None:
    draft = Draft(punk, {**page(node("DataGrid", columns=[{"key": "a", "label": "A"}])), "metadata": {}})
    verdict = refuse(draft, add(path, "x"), "EP903")
    assert "does not exist" in verdict.diagnostics[0].message
