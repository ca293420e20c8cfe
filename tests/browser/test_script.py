"""What the small script of a page does: checks of forms, themes, what a host application would be told."""

from __future__ import annotations

from typing import Any

from support.browser import Pages
from support.pages import page_of, preset

from epoch_cli.preview.page import make_page
from epoch_cli.preview.script import page_script


def test_a_form_says_what_is_wrong_and_the_first_of_it_has_the_focus(pages: Pages) -> None:
    visit = pages.open(page_of("login"))
    page = visit.page
    page.get_by_role("button", name="Sign in").click()
    email, password = page.get_by_label("E-mail"), page.get_by_label("Password")
    errors = page.locator(".ui-field-error:visible")
    assert errors.count() == 2
    assert email.evaluate("(control) => control === document.activeElement")
    assert [control.get_attribute("aria-invalid") for control in (email, password)] == ["true", "true"]
    told = email.get_attribute("aria-describedby") or ""
    assert errors.first.get_attribute("id") in told.split()
    assert visit.axe() == []
    assert page.locator(".ui-notes").inner_text() == "onClick: handleLogin"  # the form was not sent


def heard(page: Any, role: str, name: str) -> str:
    """What a screen reader is given as the description of a control, by the browser itself."""
    session = page.context.new_cdp_session(page)
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    about = {"nodeId": root, "role": role, "accessibleName": name}
    (found,) = session.send("Accessibility.queryAXTree", about)["nodes"]
    return str(found["description"]["value"])


def test_what_is_put_right_is_no_longer_wrong_and_then_the_form_is_sent(pages: Pages) -> None:
    visit = pages.open(page_of("login"))
    page = visit.page
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("E-mail").fill("ada")
    error = page.locator(".ui-field-error:visible").first
    said = error.evaluate("(element) => element.shadowRoot.textContent")
    assert "@" in said  # what is missing now is something else
    assert error.inner_html() == ""  # the document says nothing there
    assert (error.bounding_box() or {})["height"] > 10
    assert said in heard(page, "textbox", "E-mail")
    page.get_by_label("E-mail").fill("ada@example.com")
    page.get_by_label("Password").fill("correct horse")
    assert page.locator(".ui-field-error:visible").count() == 0
    assert page.get_by_label("E-mail").get_attribute("aria-invalid") == "false"
    page.keyboard.press("Enter")
    assert "onSubmit: handleSubmit" in page.locator(".ui-notes").inner_text()
    assert visit.faults() == {}  # it went nowhere


NAMES = ("closest", "elements", "noValidate", "parentNode", "children", "tagName", "matches", "querySelector")


def test_no_name_of_a_control_is_in_the_way_of_the_script(pages: Pages) -> None:
    controls = [
        {"type": kind, "props": {"name": name, "label": name, "required": True}, "id": name}
        for kind in ("Input", "Checkbox", "Select")
        for name in NAMES
    ]
    form = {"type": "Form", "props": {"onSubmit": "save"}, "children": [*controls, {"type": "Button", "text": "Go"}]}
    visit = pages.open(make_page({"root": form}, preset("punk")))
    page = visit.page
    page.get_by_role("button", name="Go").click()
    assert page.locator('[aria-invalid="true"]').count() > len(NAMES)
    page.evaluate("document.querySelectorAll('#ui-root :required').forEach((control) => { control.required = false; })")
    page.get_by_role("button", name="Go").click()
    page.wait_for_timeout(50)
    assert "onSubmit: save" in page.locator(".ui-notes").inner_text()
    assert visit.faults() == {}


def test_the_theme_goes_round_and_wins_over_what_the_reader_prefers(pages: Pages) -> None:
    visit = pages.open(page_of("login"))
    page = visit.page
    visit.theme("dark")
    switch = page.get_by_role("button", name="Theme")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    seen = []
    for _ in range(3):
        switch.click()
        seen.append((switch.inner_text(), page.evaluate("getComputedStyle(document.body).backgroundColor")))
    assert [label for label, _ in seen] == ["Theme: light", "Theme: dark", "Theme: auto"]
    light = seen[0][1]
    assert light != dark
    assert [color for _, color in seen] == [light, dark, dark]


def test_handlers_are_told_and_never_done(pages: Pages) -> None:
    root = {
        "type": "Stack",
        "children": [{"type": "Button", "text": "Go", "props": {"onClick": "alert", "variant": "outline"}}],
    }
    visit = pages.open(make_page({"root": root}, preset("punk")))
    visit.page.get_by_role("button", name="Go").click()
    notes = visit.page.locator(".ui-notes")
    assert notes.inner_text() == "onClick: alert"
    assert notes.get_attribute("role") == "status"
    assert visit.faults() == {}


def test_the_script_leaves_the_elements_of_the_document_as_they_are(pages: Pages) -> None:
    shape = """(root) => [...root.querySelectorAll("*")].map((each) => each.tagName + each.children.length).join()"""
    for name in ("settings", "delete-dialog", "closed-dialog", "sign-up"):
        html = page_of(name)
        without = pages.open(html, script=False).page.locator("#ui-root").evaluate(shape)
        visit = pages.open(html)
        visit.page.evaluate("() => document.querySelectorAll('#ui-root button').forEach((button) => button.click())")
        assert visit.page.locator("#ui-root").evaluate(shape) == without


def test_it_is_small() -> None:
    assert len(page_script().encode()) < 8_000


def test_on_paper_all_panels_and_dialogs_are_there_and_nothing_that_is_pressed_beside_them(pages: Pages) -> None:
    page = pages.open(page_of("settings")).page
    page.emulate_media(media="print")
    assert page.locator('[role="tabpanel"]:visible').count() == 3
    assert page.locator(".ui-tools:visible").count() == 0
    page = pages.open(page_of("closed-dialog")).page
    page.emulate_media(media="print")
    assert page.locator("dialog:visible").count() == 1


def test_a_menu_is_closed_by_escape_and_by_a_press_elsewhere(pages: Pages) -> None:
    menu = {"type": "DropdownMenu", "props": {"trigger": "File", "items": [{"label": "Save"}]}}
    heading = {"type": "Typography", "props": {"variant": "h1"}, "text": "Letters"}
    document = {"root": {"type": "Container", "children": [menu, heading]}}
    page = pages.open(make_page(document, preset("shadcn"))).page
    opener, details = page.locator("summary"), page.locator("details")
    for close in (lambda: page.keyboard.press("Escape"), lambda: page.get_by_role("heading").click()):
        opener.click()
        assert details.get_attribute("open") is not None
        close()
        assert details.get_attribute("open") is None
    opener.click()
    page.keyboard.press("Tab")  # into the menu
    page.keyboard.press("Escape")
    assert opener.evaluate("(summary) => summary === document.activeElement")


def test_an_open_dialog_is_printed_where_it_stands_and_is_a_dialog_again_afterwards(pages: Pages) -> None:
    dialog = {
        "type": "Modal",
        "props": {"open": True, "title": "Sure?"},
        "children": [{"type": "Text", "text": "Think."}],
    }
    page = pages.open(make_page({"root": {"type": "Container", "children": [dialog]}}, preset("punk"))).page
    modal = "document.querySelector('dialog').matches(':modal')"
    assert page.evaluate(modal)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.evaluate(modal)
    assert page.evaluate("document.querySelector('dialog').open")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(modal)
    assert page.locator(".ui-notes").inner_text() == ""  # nobody closed it
