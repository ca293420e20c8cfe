"""One pane alone on a screen, over a view that a test feeds.

async def look() -> None:
    async with shown(SchemaTree, view_of(base={"root": …})) as (pane, app, pilot):
        await pilot.press("down")
        assert "Text" in words(app)

run(look())
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from support.screens import rows, run
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from epoch_cli.catalog import Catalog
from epoch_cli.events import (
    AttemptStarted,
    DiagnosticFound,
    Event,
    PatchAccepted,
    PatchRefused,
    RepairMade,
    RunStarted,
    StageEntered,
    TextReceived,
)
from epoch_cli.output.view import Changes, NodeView, View
from epoch_cli.tui.panes.pane import NodeChosen, PointerChosen, UserMoved
from epoch_cli.validation import Diagnostic, Repair, Severity

__all__ = [
    "ALL", "PaneApp", "accepted", "attempt", "diagnostic", "found", "nodes", "refused", "repaired", "rows", "run",
    "shown", "stage", "started", "text", "view_of",
]  # fmt: skip

ALL = Changes(root=True, lines=frozenset(), branches=frozenset(), log=0, findings=0, document=True)


def started(base: dict[str, Any] | None = None) -> Event:
    """The beginning of a run, which may start from a document."""
    said = {"prompt": "a page", "provider": "acme", "model": "large-1", "title": "Acme large-1"}
    rules = {"catalog": "punk", "catalog_digest": "0", "profile": "unlimited"}
    return RunStarted(at=0.0, session="s", epoch="1", started="2026-01-01T00:00:00Z", base=base, **said, **rules)


def attempt(number: int = 1, reason: Any = "initial", at: float = 0.1) -> Event:
    return AttemptStarted(
        at=at, attempt=number, reason=reason, prompt="a page", provider="acme", model="large-1", input_tokens=10
    )


def accepted(sequence: int, op: str, path: str, value: Any = None, **more: Any) -> Event:
    patch = {"op": op, "path": path, **({"value": value} if op in {"add", "replace"} else {}), **more}
    return PatchAccepted(at=sequence / 10, number=sequence, sequence=sequence, patch=patch, inverse=[], metrics={})


def refused(number: int, patch: Any, *reasons: Diagnostic) -> Event:
    return PatchRefused(at=number / 10, number=number, patch=patch, diagnostics=list(reasons) or [diagnostic()])


def diagnostic(code: str = "EP301", severity: str = "error", pointer: str = "/root", **more: Any) -> Diagnostic:
    return Diagnostic(code, Severity(severity), more.pop("message", "no such prop"), pointer, **more)


def found(severity: str = "error", at: float = 1.0, **more: Any) -> Event:
    return DiagnosticFound(at=at, diagnostic=diagnostic(severity=severity, **more))


def repaired(number: int, pointer: str, message: str = "varient is variant") -> Event:
    return RepairMade(at=number / 10, number=number, repair=Repair("nearest-name", "lossy", pointer, message))


def text(said: str, at: float = 0.5) -> Event:
    return TextReceived(at=at, text=said)


def stage(name: Any, at: float = 0.0) -> Event:
    return StageEntered(at=at, stage=name)


def view_of(*events: Event, base: dict[str, Any] | None = None) -> View:
    """A view that was fed with the beginning of a run, and these events."""
    view = View()
    for event in (started(base), stage("generating"), attempt(), *events):
        view.feed(event)
    return view


def nodes(view: View) -> list[NodeView]:
    """All nodes, from top to bottom."""
    return list(view.root.walk()) if view.root is not None else []


class PaneApp(App[None]):
    """Shows one pane, and keeps what it says."""

    CSS = "#pane { scrollbar-size-vertical: 0; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, pane: Any, view: View, catalog: Catalog | None = None, *, player: Any = None) -> None:
        super().__init__()
        self.view = view
        self.pane = pane(id="pane")
        self.catalog = catalog
        self.player = player
        self.chosen: list[NodeView] = []
        self.pointers: list[str] = []
        self.moves = 0

    def compose(self) -> ComposeResult:
        yield self.pane

    def take_in(self, *events: Event) -> Changes:
        """Feed events, and draw once."""
        for event in events:
            self.view.feed(event)
        return self.draw()

    def take_back(self, count: int = 1) -> Changes:
        """Take so many events back, and draw once."""
        for _ in range(count):
            self.view.take_back()
        return self.draw()

    def draw(self) -> Changes:
        changes = self.view.changes()
        self.pane.update_view(self.view, changes)
        return changes

    def on_node_chosen(self, message: NodeChosen) -> None:
        self.chosen.append(message.node)

    def on_pointer_chosen(self, message: PointerChosen) -> None:
        self.pointers.append(message.pointer)

    def on_user_moved(self, _: UserMoved) -> None:
        self.moves += 1

    def lines(self) -> list[str]:
        """What is seen, without what is empty at the ends."""
        return [row.rstrip() for row in rows(self)]  # type: ignore[arg-type]  any app


@asynccontextmanager
async def shown(
    pane: Any, view: View, size: tuple[int, int] = (60, 20), **how: Any
) -> AsyncIterator[tuple[Any, PaneApp, Pilot[None]]]:
    """The pane with the focus, and everything that the view tells."""
    app = PaneApp(pane, view, **how)
    async with app.run_test(size=size) as pilot:
        app.pane.focus()
        app.view.changes()
        app.pane.update_view(view, ALL)
        await pilot.pause()
        yield app.pane, app, pilot
