"""All budgets, as they are now: where the line of meters has no room for all of them."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.signal import Signal

from epoch_cli.output.view import MeterView
from epoch_cli.tui.bindings import bindings_named
from epoch_cli.tui.screens.dialog import CLOSE, Box, Dialog
from epoch_cli.tui.widgets.line import Line
from epoch_cli.tui.widgets.meters import meter_list

Meters = tuple[MeterView, ...]


class MeterList(Line[Meters]):
    """The meters, each on a line of its own."""

    DEFAULT_CSS = "MeterList { height: auto; padding: 0; }"

    def tell(self, told: Meters) -> None:
        """Others; there may be more of them than before."""
        longer = len(told) != len(self.told)
        super().tell(told)
        if longer:
            self.refresh(layout=True)

    def text(self, width: int) -> Content:
        """As `meter_list`."""
        return meter_list(self.told, width)


class BudgetScreen(Dialog[None]):
    """Lists the meters, which go on while it is open.

    Args:
        meters: as they are now.
        told: tells how they go on.
    """

    DEFAULT_CSS = """
    BudgetScreen > Box { width: 60; }
    BudgetScreen VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings_named("dialog.budgets")

    def __init__(self, meters: Meters, told: Signal[Meters]) -> None:
        super().__init__()
        self._meters, self._told = meters, told

    def compose(self) -> ComposeResult:
        """Its parts."""
        with Box("Budgets", [CLOSE]), VerticalScroll():
            yield MeterList(self._meters)

    def on_mount(self) -> None:
        """From now on it is told how they go on."""
        meters = self.query_one(MeterList)
        self._told.subscribe(meters, meters.tell)
