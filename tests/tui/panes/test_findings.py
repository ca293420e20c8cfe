"""The list of findings: severities by sign and word, the filter, the chosen one, going from one to the next."""

from __future__ import annotations

from typing import Any

from support.panes import ALL, accepted, diagnostic, found, refused, run, shown, view_of

from epoch_cli.tui.panes.findings import FindingList

ROOT = accepted(1, "add", "/root", {"type": "Container", "children": []})
MIXED = [
    ROOT,
    refused(2, {"op": "add", "path": "/root/children/-", "value": {}}, diagnostic(hint='did you mean "label"?')),
    found("warning", code="EP001", message="no path", pointer=""),
    found("info", code="EP900", message="by the way", pointer="/root"),
]


def test_a_line_says_how_bad_what_and_where() -> None:
    async def look() -> None:
        async with shown(FindingList, view_of(*MIXED)) as (pane, app, _):
            assert app.lines()[:3] == [
                " × error   EP301 no such prop  /root",
                " ! warning EP001 no path",
                " · info    EP900 by the way  /root",
            ]
            assert pane.told == "3 found"

    run(look())


def test_without_any_it_says_so() -> None:
    async def look() -> None:
        async with shown(FindingList, view_of(ROOT)) as (pane, app, pilot):
            assert app.lines()[0] == " no problems so far"
            await pilot.press("v", "down", "enter")
            pane.move(1)
            assert (app.pointers, pane.told) == ([], "")

    run(look())


def test_all_about_the_chosen_one_is_below_it() -> None:
    async def look() -> None:
        async with shown(FindingList, view_of(*MIXED)) as (pane, app, pilot):
            await pilot.press("down")
            assert app.lines()[:4] == [
                "┃× error   EP301 no such prop",
                '   did you mean "label"?',
                "   /root · patch 2, refused",
                " ! warning EP001 no path",
            ]
            assert pane.told == "1 of 3"
            await pilot.press("down")
            assert app.lines()[1:3] == ["┃! warning EP001 no path", "   the whole document"]

    run(look())


def test_a_message_that_does_not_fit_is_wrapped_below() -> None:
    async def look() -> None:
        long = found("error", message="a message of many words that is longer than a line of this pane can be, by far")
        async with shown(FindingList, view_of(ROOT, long), (40, 12)) as (_, app, pilot):
            await pilot.press("down")
            assert app.lines()[:4] == [
                "┃× error   EP301 a message of many word…",
                "   a message of many words that is",
                "   longer than a line of this pane can",
                "   be, by far",
            ]

    run(look())


def test_a_wide_list_has_the_hint_on_the_line() -> None:
    async def look() -> None:
        async with shown(FindingList, view_of(*MIXED), (110, 12)) as (_, app, _):
            assert app.lines()[0] == ' × error   EP301 no such prop  /root  did you mean "label"?'

    run(look())


def test_the_filter_says_what_it_hides() -> None:
    async def look() -> None:
        async with shown(FindingList, view_of(*MIXED)) as (pane, app, pilot):
            await pilot.press("v")
            assert [line.split()[1] for line in app.lines() if line] == ["error", "warning"]
            assert pane.told == "2 found · warnings and errors, 1 hidden"
            await pilot.press("v")
            assert [line.split()[1] for line in app.lines() if line] == ["error"]
            assert pane.told == "1 found · errors only, 2 hidden"
            await pilot.press("v")
            assert pane.told == "3 found"

    run(look())


def test_all_hidden_is_not_nothing_found() -> None:
    async def look() -> None:
        async with shown(FindingList, view_of(ROOT, found("info"))) as (_pane, app, pilot):
            await pilot.press("v", "v")
            assert app.lines()[0] == " no errors; 1 hidden"

    run(look())


def test_the_filter_keeps_the_chosen_one_and_counts_what_comes_later() -> None:
    async def look() -> None:
        async with shown(FindingList, view_of(*MIXED)) as (pane, app, pilot):
            await pilot.press("down", "down", "v")
            assert pane.chosen.diagnostic.code == "EP001"
            app.take_in(found("info"), found("error", code="EP777"))
            await pilot.pause()
            assert pane.told == "2 of 3 · warnings and errors, 2 hidden"
            app.take_back(2)
            await pilot.pause()
            assert pane.told == "2 of 2 · warnings and errors, 1 hidden"
            assert pane.chosen.diagnostic.code == "EP001"

    run(look())


def test_choosing_asks_for_what_it_is_about() -> None:
    async def look() -> None:
        async with shown(FindingList, view_of(*MIXED)) as (_pane, app, pilot):
            await pilot.press("down", "enter")
            assert app.pointers == ["/root"]
            await pilot.click(FindingList, offset=(12, 3))  # the second, past the two lines below the first
            assert app.pointers == ["/root", ""]
            await pilot.click(FindingList, offset=(12, 2))  # what is below the second is its own
            assert app.pointers == ["/root", "", ""]

    run(look())


def test_going_on_and_back_ends_at_the_ends() -> None:
    async def look() -> None:
        async with shown(FindingList, view_of(*MIXED)) as (pane, app, pilot):
            codes: list[Any] = []
            for step in (1, 1, 1, 1, -1, -1, -1):
                pane.move(step)
                codes.append(pane.chosen.diagnostic.code)
            assert codes == ["EP301", "EP001", "EP900", "EP900", "EP001", "EP301", "EP301"]
            await pilot.pause()
            assert len(app.pointers) == 7
            await pilot.press("end")
            assert pane.told == "3 of 3"
            await pilot.press("home")
            assert pane.told == "1 of 3"

    run(look())


def test_the_chosen_one_is_seen_with_what_is_below_it() -> None:
    async def look() -> None:
        more = [found("error", at=n, message=f"number {n}", hint="a hint") for n in range(40)]
        async with shown(FindingList, view_of(ROOT, *more), (60, 8)) as (_pane, app, pilot):
            for _ in range(20):
                await pilot.press("down")
            lines = app.lines()
            at = next(index for index, line in enumerate(lines) if line.startswith("┃"))
            assert "number 19" in lines[at]
            assert "a hint" in lines[at + 1]
            assert "/root" in lines[at + 2]

    run(look())


def test_a_list_shown_again_has_each_finding_once() -> None:
    async def look() -> None:
        async with shown(FindingList, view_of(*MIXED)) as (pane, app, _):
            pane.update_view(app.view, ALL)
            assert pane.told == "3 found"

    run(look())
