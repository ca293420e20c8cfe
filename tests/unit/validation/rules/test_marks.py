"""Colour alone (EP819), required marks (EP820), hidden controls (EP822)."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import accept, add, box, button, codes, control, field, node, page, repeated, table, text

from epoch_cli.catalog import Catalog
from epoch_cli.validation import Draft, validate


def found(catalog: Catalog, root: Any) -> list[tuple[str, str]]:
    return [(each.code, each.pointer) for each in validate({"root": root}, catalog).diagnostics]


def hidden(made: Any, hides: Any = True) -> Any:
    return {**made, "a11y": {"hidden": hides}}


# ---------------------------------------------------------------- EP819


@every_row("words", [{}, {"text": ""}, {"text": " \t"}])
@every_row("variant", ["danger", "success", "{context.state}"])
def test_a_status_without_words_says_something_by_its_colour_alone(punk: Catalog, words: Any, variant: str) -> None:
    assert found(punk, node("Badge", variant=variant, **words)) == [("EP819", "/root/props/variant")]


def test_words_for_assistive_technology_alone_do_not_help_those_who_see(punk: Catalog) -> None:
    assert found(punk, node("Badge", variant="danger", ariaLabel="Failed")) == [("EP819", "/root/props/variant")]


@pytest.mark.parametrize(
    "root",
    [
        node("Badge", text="Failed", variant="danger"),
        node("Badge", text="{context.state}", variant="danger"),
        node("Badge"),
        node("Badge", size="sm"),
        button("Delete", variant="danger"),
    ],
)
def test_a_status_with_words_or_without_a_colour_passes(punk: Catalog, root: Any) -> None:
    assert found(punk, root) == []


# ---------------------------------------------------------------- EP820


@every_row(
    ("root", "pointer"),
    [
        (control(label="Name", required=True), "/root"),
        (node("Select", label="Size", options=["S"], required=True), "/root"),
        (field(control(required=True), label="Name"), "/root/children/0"),
        (field(control(required=True), label="Name", required=False), "/root/children/0"),
        (field(box(control(required=True)), label="Name"), "/root/children/0/children/0"),
        (control(ariaLabel="Name (required)", required=True), "/root"),
        (control(label="Name", placeholder="required", required=True), "/root"),
        (repeated(control(label="Name", required=True)), "/root/itemTemplate"),
    ],
)
def test_a_required_control_says_that_it_is(punk: Catalog, root: Any, pointer: str) -> None:
    assert found(punk, root) == [("EP820", f"{pointer}/props/required")]


@every_row(
    "root",
    [
        field(control(required=True), required=True),
        field(box(control(required=True)), required=True),
        field(node("FormField", control(required=True), hint="h"), required=True, label="Outer"),
        field(control(required=True), required="{context.strict}"),
        field(control(required=True), label="Name *"),
        field(control(required=True), label="Name（必須）"),
        field(control(required=True), hint="Required"),
        field(control(required=True), label="{context.labels.name}"),
        control(label="Name (required)", required=True),
        control(label="Name (Pflichtfeld)", required=True),
        control(label="Name", required=False),
        control(label="Name", required="{context.strict}"),
        control(label="Name"),
        field(control(), required=True),
    ],
)
def test_what_is_marked_or_not_required_passes(punk: Catalog, root: Any) -> None:
    assert [code for code, _ in found(punk, root) if code == "EP820"] == []


def test_a_mark_beside_the_control_is_not_its_own(punk: Catalog) -> None:
    root = box(field(control(required=True), label="Name"), field(label="Mail", required=True))
    assert found(punk, root) == [("EP820", "/root/children/0/children/0/props/required")]


# ---------------------------------------------------------------- EP822


@pytest.mark.parametrize(
    ("root", "pointer"),
    [
        (hidden(button()), "/root"),
        (hidden(control(label="L")), "/root"),
        (hidden(box(text(), button())), "/root"),
        (hidden(box(box(button()), button())), "/root"),
        (box(text(), hidden(repeated(button()))), "/root/children/1"),
    ],
)
def test_what_takes_the_focus_is_not_hidden(punk: Catalog, root: Any, pointer: str) -> None:
    assert found(punk, root) == [("EP822", f"{pointer}/a11y/hidden")]


def test_the_innermost_that_hides_is_named(punk: Catalog) -> None:
    root = hidden(box(hidden(box(button("a"))), button("b")))
    assert sorted(found(punk, root)) == [("EP822", "/root/a11y/hidden"), ("EP822", "/root/children/0/a11y/hidden")]


@pytest.mark.parametrize(
    "root",
    [hidden(text()), hidden(box(text())), hidden(button(), hides=False), box(hidden(text("★")), button()), table()],
)
def test_decoration_may_be_hidden(punk: Catalog, root: Any) -> None:
    assert "EP822" not in [code for code, _ in found(punk, root)]


# ---------------------------------------------------------------- all of them


def test_they_are_deferred(punk: Catalog) -> None:
    draft = Draft(punk, page())
    for piece in (node("Badge", variant="danger"), control(label="L", required=True), hidden(button())):
        accept(draft, add("/root/children/-", piece))
    assert codes(draft.report()) == ["EP819", "EP820", "EP822"]
    assert draft.report().ok
