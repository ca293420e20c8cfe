"""The patch log: what each line says, staying at the end, taking lines back."""

from __future__ import annotations

from typing import Any

import pytest
from support.panes import accepted, attempt, diagnostic, refused, repaired, run, shown, view_of
from textual.events import MouseScrollDown, MouseScrollUp

from epoch_cli.tui.panes.patch_log import PatchLog

ROOT = accepted(1, "add", "/root", {"type": "Container", "id": "page", "children": []})


def many(count: int) -> list[Any]:
    return [accepted(n, "add", "/root/children/-", {"type": "Text", "text": f"row {n}"}) for n in range(2, count + 2)]


def test_a_line_says_when_what_became_of_it_and_what_it_is() -> None:
    async def look() -> None:
        events = [
            ROOT,
            repaired(2, "/root/children/0/props/variant"),
            accepted(2, "add", "/root/children/-", {"type": "Text", "text": "Hi"}),
            refused(3, {"op": "add", "path": "/root/children/-", "value": {"type": "Txt"}}, diagnostic("EP201")),
            attempt(2, "correction", at=125.0),
        ]
        async with shown(PatchLog, view_of(*events), (80, 12)) as (_, app, _):
            assert app.lines()[:7] == [
                "   0.0s │ stage    generating",
                "   0.1s > attempt  1 initial: acme large-1",
                "   0.1s + accepted 1 add Container #page",
                "   0.2s * repaired 2 nearest-name (lossy): varient is variant",
                "   0.2s + accepted 2 add Text “Hi”",
                "   0.3s × refused  3 add Txt: EP201 no such prop",
                "┃  2:05 > attempt  2 correction: acme large-1",
            ]

    run(look())


def test_a_narrow_log_leaves_out_the_time() -> None:
    async def look() -> None:
        async with shown(PatchLog, view_of(ROOT), (40, 12)) as (_, app, _):
            assert app.lines()[2] == "┃+ accepted 1 add Container #page"

    run(look())


def test_it_stays_at_the_end_until_the_user_goes_up_and_again_from_there() -> None:
    async def look() -> None:
        async with shown(PatchLog, view_of(ROOT), (80, 10)) as (pane, app, pilot):
            events = many(60)
            app.take_in(*events[:20])
            await pilot.pause()
            assert "row 21" in app.lines()[-1]
            await pilot.press("pageup")
            assert pane.told == "stands still; End goes to the newest"
            before = app.lines()
            app.take_in(*events[20:40])
            await pilot.pause()
            assert app.lines() == before
            await pilot.press("end")
            assert pane.told == ""
            app.take_in(*events[40:])
            await pilot.pause()
            assert "row 61" in app.lines()[-1]

    run(look())


def test_the_wheel_ends_staying_at_the_end_and_goes_back_there() -> None:
    async def look() -> None:
        async with shown(PatchLog, view_of(ROOT), (80, 10)) as (pane, app, pilot):
            events = many(60)
            app.take_in(*events[:20])
            await pilot.pause()
            await pilot._post_mouse_events([MouseScrollUp], pane)
            await pilot.pause()
            app.take_in(*events[20:40])
            await pilot.pause()
            assert "row 41" not in "\n".join(app.lines())
            for _ in range(12):
                await pilot._post_mouse_events([MouseScrollDown], pane)
            await pilot.pause()
            app.take_in(*events[40:])
            await pilot.pause()
            assert "row 61" in app.lines()[-1]

    run(look())


def test_long_lines_are_moved_sideways() -> None:
    async def look() -> None:
        long = refused(
            2, {"op": "add", "path": "/root/children/-", "value": {}}, diagnostic(message="word " * 12 + "end")
        )
        async with shown(PatchLog, view_of(ROOT, long), (50, 10)) as (_, app, pilot):
            assert app.lines()[3].endswith("…")
            await pilot.press(*["right"] * 8)
            assert app.lines()[3].endswith("end")
            await pilot.press(*["left"] * 8)
            assert "× refused  2" in app.lines()[3]
            await pilot.resize_terminal(40, 10)
            await pilot.press(*["right"] * 10)
            assert app.lines()[3].endswith("end")

    run(look())


def test_lines_are_taken_back() -> None:
    async def look() -> None:
        async with shown(PatchLog, view_of(ROOT, *many(30)), (80, 10)) as (pane, app, pilot):
            app.take_back(25)
            await pilot.pause()
            assert pane.count() == 8
            assert "row 6" in "\n".join(app.lines())
            assert "row 7" not in "\n".join(app.lines())
            app.take_back(100)
            await pilot.pause()
            assert app.lines()[0] == " no patches so far"

    run(look())


def test_a_line_taken_back_and_another_in_its_place_is_drawn() -> None:
    async def look() -> None:
        async with shown(PatchLog, view_of(ROOT, *many(1)), (80, 10)) as (_, app, pilot):
            app.view.take_back()
            app.take_in(accepted(2, "add", "/root/children/-", {"type": "Text", "text": "other"}))
            await pilot.pause()
            assert "other" in app.lines()[3]

    run(look())


@pytest.mark.parametrize("how", ["enter", "click"])
def test_choosing_a_line_asks_for_what_it_is_about(how: str) -> None:
    async def look() -> None:
        async with shown(PatchLog, view_of(ROOT, *many(2)), (80, 10)) as (_pane, app, pilot):
            if how == "enter":
                await pilot.press("up", "enter")
            else:
                await pilot.click(PatchLog, offset=(20, 3))
            assert app.pointers == ["/root/children/0"]
            await pilot.press("home", "enter")
            assert app.pointers == ["/root/children/0"], "a stage is nowhere"

    run(look())


def test_ten_thousand_lines_are_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    async def look() -> None:
        async with shown(PatchLog, view_of(ROOT), (80, 10)) as (pane, app, pilot):
            app.view.log.extend(app.view.log[-1:] * 10_000)
            drawn = []
            parts = PatchLog.parts
            monkeypatch.setattr(PatchLog, "parts", lambda self, *given: drawn.append(given) or parts(self, *given))
            app.draw()
            await pilot.pause()
            assert pane.count() == 10_003
            assert 0 < len(drawn) < 100

    run(look())
