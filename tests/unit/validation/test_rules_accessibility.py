"""Names, nesting, headings and alternatives: where a need is met, and what only a finished screen can tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import (
    MODELS,
    accept,
    add,
    box,
    button,
    codes,
    control,
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
from epoch_cli.validation import Draft, validate

AT = "/root/children"


def reported(catalog: Catalog, document: Any) -> list[tuple[str, str]]:
    """Codes and pointers, in reading order."""
    return [(each.code, each.pointer) for each in validate(document, catalog).diagnostics]


# ---------------------------------------------------------------- names


def test_a_field_names_every_control_inside_it_at_any_depth(punk: Catalog) -> None:
    deep = field(box(box(control()), repeated(control())), label="All of them")
    assert not validate({"root": deep}, punk).gates


def test_the_nearest_fields_without_a_label_do_not_hide_one_around_them(punk: Catalog) -> None:
    assert not validate({"root": field(node("FormField", control(), hint="h"), label="Outer")}, punk).gates


@every_row("label", [None, "", " ", "\t", 5, {}, ["x"]])
def test_a_label_that_says_nothing_is_none(punk: Catalog, label: Any) -> None:
    document = {"root": field(control(), label=label, hint="h")}
    assert ("EP801", "/root/children/0") in reported(punk, document)


def test_a_bound_label_is_a_label(punk: Catalog) -> None:
    assert reported(punk, {"root": field(label="{context.labels.mail}")}) == []
    assert reported(punk, {"root": control(label="{context.labels.mail}")}) == []


def test_a_name_is_asked_again_when_the_node_changes_its_type(punk: Catalog) -> None:
    draft = Draft(punk, page(text("words"), control(label="L")))
    refuse(draft, replace(f"{AT}/0/type", "Input"))
    draft.begin_attempt()
    accept(draft, replace(f"{AT}/0/type", "Button"))
    refuse(draft, remove(f"{AT}/0/text"), "EP801")


def test_every_node_that_loses_its_name_is_counted(punk: Catalog) -> None:
    draft = Draft(punk, page(field(box(control(), control()), label="Two", hint="h")))
    found = refuse(draft, remove(f"{AT}/0/props/label"), "EP801").diagnostics
    assert "2" in found[0].message or len(found) == 2
    assert found[0].hint


def test_a_control_without_a_name_may_leave_but_not_come(punk: Catalog) -> None:
    draft = Draft(punk, page(field(), control()))
    accept(draft, move(f"{AT}/1", f"{AT}/0/children/-"))
    assert not draft.report().gates
    refuse(draft, move(f"{AT}/0/children/1", f"{AT}/-"), "EP801")


# ---------------------------------------------------------------- interactive in interactive


@pytest.fixture(scope="module")
def tiles(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A design system with an interactive component that takes children."""
    file: Path = tmp_path_factory.mktemp("preset") / "tiles.toml"
    lines = ['[preset]\nname = "tiles"\nextends = "punk"', "[components.Tile]\nchildren = true\ninteractive = true"]
    file.write_text("\n".join(lines), encoding="utf-8")
    return load_catalog(file)


def tile(*children: Any, **fields: Any) -> Any:
    return {**node("Tile", **fields), "children": list(children)}


def test_every_interactive_node_inside_another_is_reported_once(tiles: Catalog) -> None:
    root = tile(box(tile(button("deep"))), button("beside"))
    assert [pointer for code, pointer in reported(tiles, {"root": root}) if code == "EP802"] == [
        "/root/children/0/children/0",
        "/root/children/0/children/0/children/0",
        "/root/children/1",
    ]


@pytest.mark.parametrize(
    "patch",
    [
        add(f"{AT}/0/children/-", button()),
        add(f"{AT}/0/children/0/children/-", tile()),
        add(f"{AT}/0/itemTemplate", box(control(label="L"))),
        move(f"{AT}/1", f"{AT}/0/children/0/children/0"),
        replace("/root/type", "Tile"),
        replace(f"{AT}/0/children/0/type", "Tile"),
        replace(f"{AT}/0/children", [text(), button()]),
        {"op": "copy", "from": f"{AT}/1", "path": f"{AT}/0/children/-"},
    ],
)
def test_nothing_interactive_comes_to_lie_inside_another(tiles: Catalog, patch: Any) -> None:
    draft = Draft(tiles, page(tile(box(text())), button()))
    assert "EP802" in codes(refuse(draft, patch))


def test_what_lies_inside_may_come_out_and_the_outer_may_change(tiles: Catalog) -> None:
    draft = Draft(tiles, page(tile(box(tile()), button())))
    accept(draft, move(f"{AT}/0/children/1", f"{AT}/-"))
    accept(draft, replace(f"{AT}/0/type", "Card"))
    assert not draft.report().gates


# ---------------------------------------------------------------- a finished screen


@every_row(
    ("sizes", "wrong"),
    [
        (["h1", "h2", "h3", "h2", "h3", "h1"], []),
        (["h2", "h3"], []),
        (["h3", "h2", "h1"], []),
        (["h1", "h3"], [1]),
        (["h1", "body", "caption", "h3"], [3]),
        (["h1", "h3", "h3", "h1", "typography-h3"], [1, 4]),
        (["{context.size}", "h3"], []),
    ],
)
def test_headings_skip_no_level_on_the_way_down(punk: Catalog, sizes: list[str], wrong: list[int]) -> None:
    document = page(*[text(size=size) for size in sizes])
    assert reported(punk, document) == [("EP813", f"{AT}/{index}/props/size") for index in wrong]


def test_headings_are_read_in_reading_order_across_nodes(punk: Catalog) -> None:
    document = page(box(text(size="h1")), node("Card", box(text(size="h3"))), text(size="h2"))
    assert reported(punk, document) == [("EP813", f"{AT}/1/children/0/children/0/props/size")]


def test_a_form_needs_a_button_anywhere_inside(punk: Catalog) -> None:
    assert reported(punk, {"root": node("Form", box(field(), box(button())))}) == []
    assert reported(punk, {"root": node("Form", field())}) == [("EP811", "/root")]
    assert reported(punk, {"root": box(node("Form", field()), button())}) == [("EP811", f"{AT}/0")]


@pytest.mark.parametrize(
    ("controls", "count"),
    [([text()], 0), ([control()], 1), ([box(control())], 1), ([control(), control(label="x")], 2)],
)
def test_a_field_holds_one_control(punk: Catalog, controls: list[Any], count: int) -> None:
    assert (("EP812", "/root") in reported(punk, {"root": field(*controls)})) is (count != 1)


def test_controls_have_names_of_their_own_within_a_form(punk: Catalog) -> None:
    one, other = node("Form", field(), button()), node("Form", field(), button())
    assert reported(punk, page(one, other)) == []
    twice = node("Form", field(label="Mail"), control(label="mail"), button())
    assert [code for code, _ in reported(punk, {"root": twice})] == ["EP815"]
    assert reported(punk, {"root": box(control(label="A"), node("Select", label="A", options=["a"]))}) == []


def test_pictures_tables_and_dialogs_say_what_they_are(punk: Catalog) -> None:
    assert [code for code, _ in reported(punk, page(node("Avatar"), table(), node("Modal")))] == [
        "EP817",
        "EP816",
        "EP818",
    ]
    named = page(node("Avatar", alt="Ada"), table(caption="People"), node("Modal", title="Sure?"))
    assert reported(punk, named) == []
    aloud = page(
        node("Avatar", ariaLabel="Ada"), table(ariaLabel="People"), {**node("Modal"), "a11y": {"label": "Sure?"}}
    )
    assert reported(punk, aloud) == []


def test_deferred_findings_never_refuse_a_patch(punk: Catalog) -> None:
    draft = Draft(punk, {"metadata": {"kind": "page"}}, models=MODELS)
    accept(draft, add("/root", box()))
    for piece in (
        node("Form"),
        field(text()),
        text(size="h1"),
        text(size="h3"),
        text(size="h1"),
        node("Avatar"),
        table(),
    ):
        accept(draft, add(f"{AT}/-", piece))
    assert set(codes(draft.report())) == {"EP811", "EP812", "EP813", "EP814", "EP816", "EP817"}
    assert draft.report().ok
