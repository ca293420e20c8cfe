"""The preview can be used: typing, checking, choosing, tabs. What an action would do is told, and never done."""

from __future__ import annotations

from typing import Any

import pytest
from support.histories import started
from support.previews import ALL, PreviewApp, caught_up, previewed, run, seen, shown_instead, until
from support.screens import live_app, opened, settled, words
from textual.pilot import Pilot
from textual.widgets import (
    Button,
    Checkbox,
    DataTable,
    Input,
    RadioButton,
    Select,
    SelectionList,
    TabbedContent,
    TextArea,
)

from epoch_cli.tui.keys import CHARACTERS
from epoch_cli.tui.panes.pane import NodeChosen
from epoch_cli.tui.preview.control import MASK
from epoch_cli.tui.preview.part import ActionFired

FORM: dict[str, Any] = {
    "type": "Form",
    "id": "sign-in",
    "props": {"onSubmit": "signIn"},
    "children": [
        {"type": "Input", "props": {"label": "Mail", "name": "mail", "type": "email"}},
        {"type": "Input", "props": {"label": "Password", "name": "password", "type": "password"}},
        {"type": "Input", "props": {"label": "Stay", "name": "stay", "type": "checkbox"}},
        {"type": "Select", "props": {"label": "Role", "name": "role", "options": ["a", "b", "b"], "defaultValue": "b"}},
        {"type": "Button", "id": "go", "text": "Sign in"},
        {"type": "Button", "id": "help", "text": "Help", "props": {"onClick": "showHelp"}},
    ],
}


def _fired(pilot: Pilot[None]) -> list[ActionFired]:
    assert isinstance(pilot.app, PreviewApp)
    return [message for message in pilot.app.told if isinstance(message, ActionFired)]


def _chosen(pilot: Pilot[None]) -> list[NodeChosen]:
    assert isinstance(pilot.app, PreviewApp)
    return [message for message in pilot.app.told if isinstance(message, NodeChosen)]


def test_a_form_tells_what_it_would_send_and_masks_what_is_secret() -> None:
    async def look() -> None:
        async with previewed(FORM, size=(70, 40)) as pilot:
            mail, password = pilot.app.query(Input)
            mail.focus()
            await pilot.press(*"qr@x")  # keys of the app, which types them all the same
            password.focus()
            await pilot.press(*"secret")
            pilot.app.query_one(Checkbox).toggle()
            await pilot.pause()
            pilot.app.query(Button).first().press()
            await until(pilot, lambda: _fired(pilot))
            (fired,) = _fired(pilot)
            assert (fired.event, fired.handler) == ("onSubmit", "signIn")
            assert fired.values == {"mail": "qr@x", "password": MASK, "stay": True, "role": "b"}
            assert fired.node.node["id"] == "sign-in"
            await pilot.pause()
            screen = seen(pilot)
            assert "event: onSubmit → signIn (Button #go)" in screen
            assert "secret" not in screen
            assert pilot.app.refined == 0  # type: ignore[attr-defined]

    run(look())


def test_enter_in_an_input_sends_the_form() -> None:
    async def look() -> None:
        async with previewed(FORM, size=(70, 40)) as pilot:
            pilot.app.query(Input).first().focus()
            await pilot.press("enter")
            await until(pilot, lambda: _fired(pilot))
            assert _fired(pilot)[0].handler == "signIn"

    run(look())


def test_a_click_on_a_button_tells_its_handler_and_chooses_its_node() -> None:
    async def look() -> None:
        root = {
            "type": "Stack",
            "children": [{"type": "Button", "id": "go", "text": "Go", "props": {"onClick": "goOn"}}],
        }
        async with previewed(root) as pilot:
            await pilot.click(Button)
            await until(pilot, lambda: _fired(pilot))
            assert (_fired(pilot)[0].handler, _fired(pilot)[0].values) == ("goOn", {})
            assert [message.node.node["id"] for message in _chosen(pilot)] == ["go"]
            await pilot.pause()
            assert "event: onClick → goOn (Button #go)" in seen(pilot)

    run(look())


def test_what_is_disabled_does_nothing_and_says_so() -> None:
    async def look() -> None:
        root = {"type": "Button", "text": "Go", "props": {"onClick": "goOn", "disabled": True}}
        async with previewed(root) as pilot:
            await pilot.click(Button)
            await pilot.pause()
            assert not _fired(pilot)
            assert "(disabled)" in seen(pilot)

    run(look())


def test_escape_leaves_an_input_and_then_keys_are_the_apps_again() -> None:
    async def look() -> None:
        async with previewed(FORM, size=(70, 40)) as pilot:
            field = pilot.app.query(Input).first()
            field.focus()
            await pilot.press("r", "escape", "r")
            assert field.value == "r"
            assert not field.has_focus
            assert pilot.app.refined == 1  # type: ignore[attr-defined]

    run(look())


def test_choices_checks_and_tabs_work_and_survive_updates() -> None:
    async def look() -> None:
        root = {
            "type": "Tabs",
            "props": {"tabs": [{"id": "a", "label": "First"}, {"id": "b", "label": "Second"}]},
            "children": [
                {"type": "Text", "text": "one"},
                {
                    "type": "Stack",
                    "children": [
                        {"type": "Select", "props": {"label": "One", "options": ["x", "y"]}},
                        {"type": "Select", "props": {"label": "Some", "options": ["x", "y"], "multiple": True}},
                        {"type": "Input", "props": {"type": "radio", "label": "left", "name": "side"}},
                        {"type": "Input", "props": {"type": "radio", "label": "right", "name": "side"}},
                        {"type": "Input", "props": {"type": "textarea", "label": "Notes"}},
                    ],
                },
            ],
        }
        async with previewed(root, size=(60, 40)) as pilot:
            tabs = pilot.app.query_one(TabbedContent)
            tabs.active = "panel-1"
            await pilot.pause()
            select, some = pilot.app.query_one(Select), pilot.app.query_one(SelectionList)
            select.focus()
            await pilot.press("enter", "down", "enter")
            some.focus()
            await pilot.press("space")
            left, right = pilot.app.query(RadioButton)
            left.value = True
            await pilot.pause()
            right.value = True
            await pilot.pause()
            pilot.app.query_one(TextArea).focus()
            await pilot.press("n", "o")
            view = pilot.app.view  # type: ignore[attr-defined]
            view.document["root"]["children"][0]["text"] = "changed"
            pilot.app.pane.update_view(view, ALL)  # type: ignore[attr-defined]
            await caught_up(pilot)
            assert tabs.active == "panel-1"
            assert (select.value, some.selected, left.value, right.value) == (0, [0], False, True)
            assert pilot.app.query_one(TextArea).text == "no"
            assert all(sign in seen(pilot) for sign in ("[x] x", "[ ] y", "( ) left", "(●) right"))

    run(look())


@pytest.mark.parametrize(("kind", "sign"), [("checkbox", "[ ]"), ("radio", "( )")])
def test_a_check_whose_field_has_the_label_shows_its_whole_sign(kind: str, sign: str) -> None:
    async def look() -> None:
        check = {"type": "Input", "props": {"type": kind}}
        field = {"type": "FormField", "props": {"label": "Remember me"}, "children": [check]}
        async with previewed(field, size=(60, 20)) as pilot:
            assert "Remember me" in seen(pilot)
            assert sign in seen(pilot)

    run(look())


def test_a_panel_without_a_part_is_empty() -> None:
    async def look() -> None:
        tabs = {"tabs": [{"id": "a", "label": "First"}, {"id": "b", "label": "Second"}], "defaultTab": "b"}
        root = {"type": "Tabs", "props": tabs, "children": [{"type": "Text", "text": "one"}]}
        async with previewed(root, size=(60, 20)) as pilot:
            assert pilot.app.query_one(TabbedContent).active == "panel-1"
            assert "Second" in seen(pilot)
            assert not any(name in seen(pilot) for name in ("one", "anel", "#"))

    run(look())


def test_a_dialog_that_is_closed_says_so_and_is_folded_by_click_and_by_key() -> None:
    async def look() -> None:
        inner = {"type": "Text", "text": "Thank you."}
        root = {"type": "Modal", "props": {"title": "[/oops]Sent"}, "children": [inner]}
        async with previewed(root, size=(60, 20)) as pilot:
            assert "▾ [/oops]Sent · dialog, closed" in seen(pilot)
            assert "Thank you." in seen(pilot)
            await pilot.click("CollapsibleTitle")
            await until(pilot, lambda: "▸ [/oops]Sent · dialog, closed" in seen(pilot))
            assert "Thank you." not in seen(pilot)
            assert _chosen(pilot)
            view = pilot.app.view  # type: ignore[attr-defined]
            view.document["root"]["props"]["title"] = "Gone"
            await again(pilot)
            assert "▸ Gone · dialog, closed" in seen(pilot)
            view.document["root"]["props"]["open"] = True
            await again(pilot)
            assert "closed" not in seen(pilot)
            assert "Thank you." in seen(pilot)
            view.document["root"]["props"]["open"] = False
            await again(pilot)
            assert "▸ Gone · dialog, closed" in seen(pilot)  # as it was left
            pilot.app.query_one("CollapsibleTitle").focus()
            await pilot.press("enter")
            await until(pilot, lambda: "Thank you." in seen(pilot))

    run(look())


async def again(pilot: Pilot[None]) -> None:
    """Show the document as it is now."""
    pilot.app.pane.update_view(pilot.app.view, ALL)  # type: ignore[attr-defined]
    await caught_up(pilot)


@pytest.mark.parametrize("kind", ["text", "textarea"])
def test_a_key_that_is_typed_is_not_offered(kind: str) -> None:
    async def look() -> None:
        root = {"type": "Input", "props": {"label": "Name", "type": kind}}
        app = live_app([started(base={"root": root})])
        async with opened(app) as pilot:
            await until(pilot, lambda: app.main.desk.pane("preview").query("Input, TextArea"))
            typed = set(CHARACTERS) & set(app.main.active_bindings)
            assert {"slash", "question_mark"} <= typed
            app.main.desk.pane("preview").query("Input, TextArea").first().focus()
            await settled(pilot)
            assert not set(CHARACTERS) & set(app.main.active_bindings)
            assert "Search" not in words(app)
            assert "Quit" in words(app)

    run(look())


def test_a_table_has_rows_of_its_own_or_samples() -> None:
    async def look() -> None:
        columns = [{"key": "name", "label": "Name"}, {"key": "price", "label": "Price", "value": "{item.price} EUR"}]
        given = [{"name": "Nail", "price": 1}, {"name": "Nut"}]
        async with previewed({"type": "DataGrid", "props": {"columns": columns, "data": given}}) as pilot:
            assert pilot.app.query_one(DataTable).row_count == 2
            assert "Nail" in seen(pilot)
            bound = {"type": "DataGrid", "props": {"columns": columns, "data": "{context.tools}"}}
            await shown_instead(pilot, bound)
            assert pilot.app.query_one(DataTable).row_count == 4
            assert all(words in seen(pilot) for words in ("Tool 1", "19.90 EUR", "rows of ‹tools› · 4 samples"))

    run(look())


def test_the_chosen_node_is_marked_by_a_sign_and_scrolled_to() -> None:
    async def look() -> None:
        texts = [{"type": "Text", "text": f"line {n}"} for n in range(60)]
        async with previewed({"type": "Box", "children": texts}, size=(40, 12)) as pilot:
            assert "line 55" not in seen(pilot)
            pane = pilot.app.pane  # type: ignore[attr-defined]
            pane.select(pilot.app.view.root.inner[55])  # type: ignore[attr-defined]
            await until(pilot, lambda: "▸ line 55" in seen(pilot))
            pane.select(None)
            await until(pilot, lambda: "▸" not in seen(pilot))

    run(look())
