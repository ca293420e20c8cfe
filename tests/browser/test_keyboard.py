"""The keyboard gets everywhere, in the order in which things are read, and is seen where it is."""

from __future__ import annotations

from typing import Any

import pytest
from support.browser import Pages
from support.pages import page_of

STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((element) => !element.disabled && element.tabIndex >= 0 && element.checkVisibility())
  .filter((element) => {
    const group = [...document.querySelectorAll("[type=radio]")].filter((each) => each.name === element.name);
    return element.type !== "radio" || element === (group.find((each) => each.checked) || group[0]);
  })
  .map((element, at) => (element.dataset.stop = String(at)))"""
HERE = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const corners = [[box.left + box.width / 2, box.top + box.height / 2]];
  return {
    stop: element.dataset.stop || null,
    ring: parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none",
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    covered: corners.every(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return top !== null && !element.contains(top) && !top.contains(element) && !element.labels?.[0]?.contains(top);
    }),
  };
}"""
WALKED = [
    *(("punk", name) for name in ("sign-up", "users", "settings", "checkout", "controls")),
    *(("shadcn", name) for name in ("users", "sign-up", "inbox", "faq", "states")),
]


def walk(visit: Any) -> list[dict[str, Any]]:
    """Where the focus goes with the Tab key, to the end of the page; the parts of a date are one place."""
    stops: list[dict[str, Any]] = []
    for _ in range(400):
        visit.page.keyboard.press("Tab")
        here = visit.page.evaluate(HERE)
        if here["stop"] is None:
            break
        if not stops or stops[-1]["stop"] != here["stop"]:
            stops.append(here)
    return stops


@pytest.mark.parametrize(("preset", "name"), WALKED)
def test_tab_goes_through_all_of_a_page_in_its_order_and_is_always_seen(pages: Pages, preset: str, name: str) -> None:
    visit = pages.open(page_of(name, preset))
    expected = visit.page.evaluate(STOPS)
    stops = walk(visit)
    assert [stop["stop"] for stop in stops] == expected
    assert [stop for stop in stops if not stop["ring"] or not stop["seen"] or stop["covered"]] == []


def test_the_order_of_the_page_is_the_order_on_the_screen(pages: Pages) -> None:
    visit = pages.open(page_of("sign-up"))
    visit.page.evaluate(STOPS)
    places = visit.page.evaluate(
        """() => [...document.querySelectorAll("#ui-root [data-stop]")].map((element) => {
          const box = element.getBoundingClientRect();
          return [Math.round(box.bottom + scrollY), Math.round(box.left)];
        })"""
    )
    assert places == sorted(places)


def test_tabs_are_chosen_by_arrows_home_and_end(pages: Pages) -> None:
    visit = pages.open(page_of("settings"))
    page = visit.page
    tabs = page.get_by_role("tab")

    def chosen() -> tuple[str, str]:
        """The tab that is chosen, and the panel that is shown."""
        selected = page.locator('[role="tab"][aria-selected="true"]')
        panels = page.locator('[role="tabpanel"]:visible')
        assert selected.count() == panels.count() == 1
        assert selected.evaluate("(tab) => tab === document.activeElement || document.activeElement === document.body")
        assert panels.get_attribute("id") == selected.get_attribute("aria-controls")
        return selected.inner_text(), panels.inner_text().split("\n")[0]

    assert chosen()[0] == "Profile"
    tabs.first.focus()
    seen = []
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "Home", "End"):
        page.keyboard.press(key)
        seen.append(chosen()[0])
    assert seen == ["Notifications", "Danger zone", "Profile", "Danger zone", "Profile", "Danger zone"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "tabpanel"  # one stop for all tabs


def test_a_dialog_keeps_the_focus_and_gives_it_back(pages: Pages) -> None:
    visit = pages.open(page_of("closed-dialog"))
    page = visit.page
    dialog, opener = page.get_by_role("dialog"), page.get_by_role("button", name="Open: Subscribe")
    assert dialog.count() == 0
    opener.focus()
    page.keyboard.press("Enter")
    assert dialog.count() == 1
    assert visit.axe() == []
    inside = []
    for _ in range(8):
        inside.append(
            page.evaluate(
                "document.activeElement.closest('dialog') !== null || document.activeElement === document.body"
            )
        )
        page.keyboard.press("Tab")
    assert all(inside)
    page.keyboard.press("Escape")
    assert dialog.count() == 0
    assert opener.evaluate("(button) => button === document.activeElement")
    assert "onClose: handleClose" in page.locator(".ui-notes").inner_text()


def test_a_dialog_that_is_open_is_modal_from_the_start(pages: Pages) -> None:
    visit = pages.open(page_of("delete-dialog"))
    assert visit.page.locator("dialog:modal").count() == 1
    visit.page.get_by_role("button", name="Close").click()
    assert visit.page.get_by_role("dialog").count() == 0
    assert visit.faults() == {}
