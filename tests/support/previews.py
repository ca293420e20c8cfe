"""The preview in tests: the pane alone, in an app of its own, over a real view of a document.

async def look() -> None:
    async with previewed({"type": "Text", "text": "Hi"}) as pilot:
        assert "Hi" in seen(pilot)

run(look())
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, ClassVar

from support.screens import events_of, punk, until
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from epoch_cli.catalog import Catalog
from epoch_cli.events import RunStarted
from epoch_cli.output.view import Changes, View
from epoch_cli.tui.panes.preview import PreviewPane
from epoch_cli.tui.preview.part import Part
from epoch_cli.tui.themes import OUR_THEMES

ALL = Changes(root=True, lines=frozenset(), branches=frozenset(), log=0, findings=0, document=True)


class PreviewApp(App[None]):
    """The pane, and whatever it posts."""

    CSS = "PreviewPane { border: round $border-blurred; padding: 0 1; }"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit"), ("r", "refine", "Refine")]

    def __init__(self, view: View, catalog: Catalog | None, theme: str) -> None:
        super().__init__()
        for each in OUR_THEMES:
            self.register_theme(each)
        self.theme = theme
        self.catalog = catalog
        self.view = view
        self.told: list[Message] = []
        self.refined = 0
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        yield PreviewPane(id="preview")

    @property
    def pane(self) -> PreviewPane:
        return self.query_one("#preview", PreviewPane)

    def action_refine(self) -> None:
        self.refined += 1

    def on_node_chosen(self, message: Message) -> None:
        self.told.append(message)

    def on_action_fired(self, message: Message) -> None:
        self.told.append(message)


def view_of(root: Any, *, models: Any = None) -> View:
    """The view of a run that starts from a document, and has done nothing yet."""
    started = events_of("login form")[0]
    assert isinstance(started, RunStarted)
    view = View()
    view.feed(replace(started, base={"root": root}, settings={**started.settings, "models": models}))
    return view


@asynccontextmanager
async def previewed(
    root: Any = None,
    *,
    view: View | None = None,
    size: tuple[int, int] = (64, 30),
    theme: str = "epoch-dark",
    models: Any = None,
    catalog: Catalog | None = ...,  # type: ignore[assignment]
) -> AsyncIterator[Pilot[None]]:
    """The pane while it shows a document, all of it drawn."""
    shown = view_of(root, models=models) if view is None else view
    app = PreviewApp(shown, punk() if catalog is ... else catalog, theme)
    async with app.run_test(size=size) as pilot:
        app.pane.update_view(shown, ALL)
        await caught_up(pilot)
        yield pilot


async def caught_up(pilot: Pilot[None]) -> None:
    """Until the preview shows all that it is to show."""
    app = pilot.app
    assert isinstance(app, PreviewApp)
    await until(pilot, lambda: not app.pane.behind)
    await pilot.pause()
    await pilot.pause()


def seen(pilot: Pilot[None]) -> str:
    """What is on the screen, as plain text."""
    strips = pilot.app.screen._compositor.render_strips(pilot.app.size)
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


async def shown_instead(pilot: Pilot[None], root: Any, *, models: Any = None) -> View:
    """Show another document in the pane that is there."""
    app = pilot.app
    assert isinstance(app, PreviewApp)
    app.view = view_of(root, models=models)
    app.pane.update_view(app.view, ALL)
    await caught_up(pilot)
    return app.view


async def as_if_built_anew(pilot: Pilot[None], view: View) -> None:
    """Fails unless the pane shows just what one shows that never saw anything but this view."""
    app = pilot.app
    assert isinstance(app, PreviewApp)
    anew = PreviewPane(id="preview-anew")
    anew.styles.height = "100%"
    await app.mount(anew)
    anew.update_view(view, ALL)
    await until(pilot, lambda: not anew.behind and not app.pane.behind)
    try:  # Textual ends and begins widgets in its own time
        await until(pilot, lambda: described(app.pane)[-1] == described(anew)[-1])
    except TimeoutError:
        assert described(app.pane)[-1] == described(anew)[-1]
    await anew.remove()


def described(widget: Widget) -> Any:
    """A widget and all in it, as far as it can be seen: class, style, words, children."""
    looks = sorted(name for name in widget.classes if name != "-chosen")
    styles = widget.styles
    style = (styles.padding, styles.background, styles.border_top[0], widget.disabled)
    words = getattr(widget, "value", None) if not widget.children else None
    if isinstance(widget, (Part, Static)) and not widget.children:
        words = str(widget.render())
    inner = [described(child) for child in widget.children if not child._pruning]
    return (type(widget).__name__, looks, style, words, str(widget.border_title), inner)


def run(test: Any) -> Any:
    """Run a test that awaits."""
    return asyncio.run(asyncio.wait_for(test, 60))
