"""The themes: what is written can be read (WCAG 2.2, AA), with few colours, and with none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.color import ColorType
from rich.segment import Segment
from support.screens import events_of, live_app, looks, opened, replay_app, run, settled, troubled_events, words
from textual.color import Color

from epoch_cli.tui.app import EpochApp
from epoch_cli.tui.themes import OUR_THEMES

TEXT, BORDER = 4.5, 3.0
DRAWING = set("─━│┃╭╮╰╯┌┐└┘├┤┬┴┼╌╎▔▁▏▕▊▎█▌▐▀▄▇▆▅▃▂ ")
"""Lines and areas: what they tell is told by words too, so they may be quiet."""
MEASURED = ("epoch-dark", "epoch-light")


def segments(app: EpochApp) -> Iterator[Segment]:
    for strip in app.screen._compositor.render_strips(app.size):
        yield from strip


def contrast(segment: Segment) -> float:
    """Of the text of a segment to what is behind it."""
    style = segment.style
    assert style is not None
    assert style.color is not None and style.bgcolor is not None, segment  # noqa: PT018
    front, back = (Color.from_rich_color(each) for each in (style.color, style.bgcolor))
    if style.reverse:
        front, back = back, front
    if style.dim:
        front = front.blend(back, 0.5)
    return ratio(front, back)


def ratio(one: Color, other: Color) -> float:
    """The contrast of two colours: 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(color: Color) -> float:
    """The relative luminance, as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def unreadable(app: EpochApp) -> list[tuple[str, float]]:
    return [
        (segment.text.strip(), round(contrast(segment), 2))
        for segment in segments(app)
        if set(segment.text) - DRAWING and contrast(segment) < TEXT
    ]


@pytest.mark.parametrize("theme", MEASURED)
def test_all_text_of_a_live_run_can_be_read(theme: str) -> None:
    async def look() -> None:
        app = live_app(troubled_events(), look=looks(theme))
        async with opened(app, (120, 36), notices=True) as pilot:
            for number in "123456":
                await pilot.press(number)
                await settled(pilot)
                assert unreadable(app) == []
            await pilot.press("a")  # a notice, which says that the run is over
            await settled(pilot)
            assert "over" in words(app)
            assert unreadable(app) == []

    run(look())


@pytest.mark.parametrize("theme", MEASURED)
def test_all_text_of_a_replay_can_be_read(theme: str) -> None:
    async def look() -> None:
        app = replay_app(troubled_events(), at=20, look=looks(theme))
        async with opened(app, (100, 30)):
            assert unreadable(app) == []

    run(look())


@pytest.mark.parametrize("theme", MEASURED)
def test_the_border_of_the_pane_with_the_focus_is_seen(theme: str) -> None:
    async def look() -> None:
        app = live_app(events_of(), look=looks(theme))
        async with opened(app):
            _, color = app.main.desk.pane("tree").styles.border.top
            behind = app.main.desk.pane("tree").background_colors[1]
            assert ratio(color, behind) >= BORDER

    run(look())


def test_the_terminals_theme_uses_its_sixteen_colours_alone() -> None:
    async def look() -> None:
        app = live_app(troubled_events(), look=looks("terminal"))
        async with opened(app, (120, 36)):
            assert app.theme == "terminal"
            for segment in segments(app):
                for color in (segment.style.color, segment.style.bgcolor) if segment.style else ():
                    assert color is None or color.type in {ColorType.STANDARD, ColorType.DEFAULT}, segment

    run(look())


def test_under_no_color_there_is_no_colour_and_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def look() -> None:
        app = live_app(troubled_events(), look=looks("epoch-light"))
        async with opened(app, (120, 36)) as pilot:
            await pilot.press("6")
            await settled(pilot)
            colours = {
                color.type
                for segment in segments(app)
                if segment.style
                for color in (segment.style.color, segment.style.bgcolor)
                if color is not None
            }
            assert colours <= {ColorType.DEFAULT}
            text = words(app)
            assert "[2 Preview]" in text  # the tab in front
            assert "× 4 refused" in text
            assert "● complete" in text
            assert "┃" in text  # the chosen line

    run(look())


def test_a_key_goes_through_our_themes_and_an_unknown_one_is_the_first() -> None:
    async def look() -> None:
        app = live_app(look=looks("no such theme"))
        async with opened(app) as pilot:
            names = [app.theme]
            for _ in OUR_THEMES:
                await pilot.press("ctrl+t")
                await settled(pilot)
                names.append(app.theme)
            assert names == [*(theme.name for theme in OUR_THEMES), OUR_THEMES[0].name]

    run(look())


@pytest.mark.parametrize("theme", ["nord", "textual-light", "dracula"])
def test_textuals_themes_can_be_worn(theme: str) -> None:
    async def look() -> None:
        app = live_app(events_of(), look=looks(theme))
        async with opened(app):
            assert app.theme == theme
            assert "Container" in words(app)

    run(look())


def test_under_no_color_the_pane_with_the_focus_has_no_box_on_a_short_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def look() -> None:
        app = live_app(events_of())
        async with opened(app, (60, 12)) as pilot:
            await settled(pilot)
            assert "┃" in words(app)  # the heavy line at its left
            assert not set("┏┓┗┛━") & set(words(app))

    run(look())
