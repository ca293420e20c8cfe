"""The picture at the top of README: the screen as `epoch gen "login form"` leaves it, without a key or a network.

A change that is meant to be seen: `EPOCH_UPDATE_GOLDEN=1 .venv/bin/pytest tests/tui/test_readme_picture.py`.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from support.screens import live_app, opened, run, settled, until
from support.snapshots import GOLDEN, compare

from epoch_cli import Catalog, generate
from epoch_cli.events import Event, RunEnded, StageEntered

README = Path(__file__).resolve().parents[2] / "README.md"
SIZE = (100, 26)
PICTURE = "readme/screen"


def login(punk: Catalog) -> list[Event]:
    """The events of the run, each at the same moment every time, up to where it waits for the next wish."""

    async def collect() -> list[Event]:
        return [event async for event in generate("login form", catalog=punk, provider="offline")]

    events = [replace(event, at=round(at * 0.02, 3)) for at, event in enumerate(asyncio.run(collect()))]
    over = [event for event in events if not isinstance(event, RunEnded)]
    return [*over, StageEntered(at=over[-1].at, stage="waiting")]


def test_the_picture_in_the_readme_is_what_the_screen_shows(punk: Catalog, tmp_path: Path) -> None:
    events = login(punk)

    async def look() -> None:
        app = live_app(events)
        async with opened(app, SIZE) as pilot:
            await settled(pilot)
            preview = pilot.app.main.desk.pane("preview")  # type: ignore[attr-defined]
            await until(pilot, lambda: not preview.behind)
            await settled(pilot)
            compare(PICTURE, app, tmp_path)

    run(look())
    assert f"]({(GOLDEN / PICTURE).relative_to(README.parent)}.svg)" in README.read_text("utf-8")
