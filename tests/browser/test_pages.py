"""Every page in a browser: no barrier that axe-core knows, light or dark, no request, nothing that is too wide."""

from __future__ import annotations

import pytest
from support.browser import Pages
from support.pages import PRESETS, Case, cases, page_of, preset, texts_of, types_in

CASES = cases()
ON_SIGHT = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
"""What depends on colours and on the width of the page; all else is the same in every theme."""


def test_there_are_pages_enough_and_every_component_is_in_one() -> None:
    assert len(CASES) >= 40
    for name in PRESETS:
        seen = {
            kind for case in CASES if case.path and case.preset == name for kind in types_in(case.document()["root"])
        }
        assert preset(name).components.keys() <= seen


@pytest.mark.parametrize("case", CASES, ids=[f"{case.preset}: {case.name}" for case in CASES])
def test_a_page_has_no_barriers_no_errors_and_no_requests(pages: Pages, case: Case) -> None:
    visit = pages.turn(case.page())
    visit.theme("light")
    assert visit.axe() == []
    visit.theme("dark")
    assert visit.overflow(320) == []
    assert visit.axe(rules=ON_SIGHT) == []
    assert visit.faults() == {}


@pytest.mark.parametrize("name", PRESETS)
def test_without_a_script_all_of_it_can_be_read(pages: Pages, name: str) -> None:
    for case in (case for case in CASES if case.path and case.preset == name):
        visit = pages.turn(case.page(), script=False, width=360)
        folded = visit.page.locator("details:not([open]) > summary:visible")
        while folded.count():  # what unfolds does so without a script
            folded.first.click()
        shown = " ".join(visit.page.locator("body").inner_text().split()).casefold()  # nothing that is hidden
        assert [text for text in texts_of(case.document()["root"]) if text.casefold() not in shown] == []
        assert visit.faults() == {}


def test_with_a_script_what_is_behind_a_tab_is_hidden(pages: Pages) -> None:
    shown = pages.open(page_of("settings")).page.locator("body").inner_text()
    assert "Display name" in shown
    assert "Delete this workspace" not in shown


@pytest.mark.parametrize("width", [360, 1280])
def test_what_unfolds_from_a_button_floats_within_the_page(pages: Pages, width: int) -> None:
    page = pages.open(page_of("toolbar", "shadcn"), width=width).page
    below = page.locator(".ui-alert")
    before = below.bounding_box()
    page.locator("summary", has_text="More").click()
    entries = page.locator(".ui-menu-items")
    box = entries.bounding_box() or {}
    assert below.bounding_box() == before  # nothing had to make room
    assert 0 <= box["x"] < box["x"] + box["width"] <= width
    page.get_by_role("button", name="Delete it").click(trial=True)  # nothing is above it
    page.emulate_media(media="print")
    assert (below.bounding_box() or {})["y"] > (before or {})["y"]  # on paper it has its place
