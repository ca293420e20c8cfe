"""The detail pane: all that is known of the chosen node."""

from __future__ import annotations

from typing import Any

from support.panes import accepted, attempt, diagnostic, nodes, refused, repaired, run, shown, view_of
from support.screens import punk

from epoch_cli.tui.panes.detail import DetailPane

PAGE: dict[str, Any] = {
    "type": "Container",
    "id": "page",
    "children": [
        {"type": "Button", "id": "go", "text": "Go", "props": {"variant": "primary", "onClick": "send", "shape": 1}},
        {"type": "Text", "text": "Dear {context.user.name}", "condition": "{context.user.known}"},
    ],
}


def lines_of(index: int, *events: Any, size: tuple[int, int] = (76, 40), catalog: bool = True) -> list[str]:
    """What is said of a node after some events."""
    said: list[str] = []

    async def look() -> None:
        given = {"catalog": punk()} if catalog else {}
        view = view_of(accepted(1, "add", "/root", PAGE), *events)
        async with shown(DetailPane, view, size, **given) as (pane, app, pilot):
            pane.select(nodes(app.view)[index])
            await pilot.pause()
            said.extend(app.lines())

    run(look())
    return said


def test_nothing_chosen_says_how_to_choose() -> None:
    async def look() -> None:
        async with shown(DetailPane, view_of()) as (_, app, _):
            assert app.lines()[0] == " no node is chosen: go to one in the tree, or click on it"

    run(look())


def test_what_it_is_what_it_holds_and_where_it_comes_from() -> None:
    said = lines_of(1)
    assert said[0] == " Button #go “Go”"
    assert said[1].startswith(" what       ")
    assert " pointer    /root/children/0" in said
    assert " state      + added" in said
    assert " below      no nodes" in said
    assert " text       Go" in said
    props = said.index(" Props")
    assert said[props + 1] == " variant    primary  enum (primary, secondary, outline, ghost, danger)"
    assert said[props + 2] == " onClick    send  handler"
    assert said[props + 3] == " shape      1  ! not in the catalog"
    assert said[said.index(" Handlers") + 1] == " onClick    send  called by the host, never here"
    history = said.index(" History")
    assert said[history + 1 : history + 4] == [
        " patch 1    add Container #page",
        " attempt 1  initial: acme large-1",
        " turn 1",
    ]


def test_bindings_are_listed_by_where_they_stand() -> None:
    said = lines_of(2)
    bindings = said.index(" Bindings")
    assert [line.split() for line in said[bindings + 1 : bindings + 3]] == [
        ["text", "{context.user.name}"],
        ["condition", "{context.user.known}"],
    ]


def test_a_node_is_told_with_how_many_are_in_it() -> None:
    assert " below      2 nodes" in lines_of(0)


def test_repairs_and_later_patches_are_told() -> None:
    said = lines_of(
        1, repaired(2, "/root/children/0/props/shape"), accepted(2, "replace", "/root/children/0/props/shape", 2)
    )
    history = said.index(" History")
    assert said[history + 2] == " patch 2     replace props/shape of Button #go “Go”"
    assert " * repaired  varient is variant  nearest-name, lossy" in said
    assert " state       * repaired" in said


def test_a_refused_node_is_told_with_the_reasons_and_what_to_do() -> None:
    wrong = {"op": "add", "path": "/root/children/-", "value": {"type": "Txt", "text": "no"}}
    said = lines_of(-1, attempt(2, "correction"), refused(7, wrong, diagnostic("EP201", hint='did you mean "Text"?')))
    assert said[0] == " Txt “no”"
    assert any("! not in the catalog" in line for line in said)
    assert any("refused; this is where it was to stand" in line for line in said)
    assert any(line.endswith("× refused") for line in said)
    assert any("× EP201" in line and 'no such prop  did you mean "Text"?' in line for line in said)
    assert any(line.startswith(" patch 7") and "add Txt" in line for line in said)


def test_without_a_catalog_nothing_is_called_unknown() -> None:
    said = "\n".join(lines_of(1, catalog=False))
    assert "catalog" not in said
    assert "variant" in said


def test_long_values_are_wrapped_and_names_are_cut() -> None:
    props = {"label": "words and more words " * 5, "a_very_long_name_of_a_prop_indeed": 1}
    said = lines_of(1, accepted(2, "replace", "/root/children/0/props", props), size=(40, 40))
    assert all(len(line) <= 40 for line in said)
    joined = " ".join(" ".join(said).split())
    assert props["label"].strip() in joined
    assert "a_very_long_name_of…" in joined


def test_it_follows_what_becomes_of_the_node() -> None:
    async def look() -> None:
        async with shown(DetailPane, view_of(accepted(1, "add", "/root", PAGE)), catalog=punk()) as (pane, app, pilot):
            pane.select(nodes(app.view)[1])
            app.take_in(accepted(2, "replace", "/root/children/0/text", "Stop"))
            await pilot.pause()
            assert app.lines()[0] == " Button #go “Stop”"
            app.take_back()
            await pilot.pause()
            assert app.lines()[0] == " Button #go “Go”"
            pane.select(None)
            await pilot.pause()
            assert app.lines()[0].startswith(" no node is chosen")

    run(look())


def test_it_is_wrapped_again_for_another_width() -> None:
    async def look() -> None:
        view = view_of(accepted(1, "add", "/root", PAGE))
        async with shown(DetailPane, view, (80, 30), catalog=punk()) as (pane, app, pilot):
            pane.select(nodes(app.view)[1])
            await pilot.resize_terminal(30, 40)
            await pilot.pause()
            assert all(len(line) <= 30 for line in app.lines())
            assert "danger)" in "\n".join(app.lines())

    run(look())


def test_whoever_reads_on_goes_their_own_way() -> None:
    async def look() -> None:
        view = view_of(accepted(1, "add", "/root", PAGE))
        async with shown(DetailPane, view, (40, 8), catalog=punk()) as (pane, app, pilot):
            pane.select(nodes(app.view)[1])
            await pilot.press("down", "pagedown", "end")
            assert app.moves == 3
            assert app.lines()[-1] == " turn 1"
            await pilot.press("pageup", "up", "home")
            assert app.lines()[0].startswith(" Button")

    run(look())
