"""Lines between things, and how far something is."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from textual.app import RenderResult
from textual.content import Content

from epoch_cli.tui.preview.bound import chips
from epoch_cli.tui.preview.part import Part

_CELLS: Final = 20


class Divider(Part):
    """A line between things."""

    DEFAULT_CSS: ClassVar[str] = "Divider { height: 1; border-top: solid $foreground 35%; }"

    def render(self) -> RenderResult:
        """Nothing but its border."""
        return Content("")


class Gauge(Part):
    """How far something is, in cells and in percent; only that it goes on, where nobody knows how far."""

    DEFAULT_CSS: ClassVar[str] = "Gauge { width: auto; max-width: 100%; }"

    def render(self) -> RenderResult:
        """The label, the cells, the number."""
        label = self.named("label")
        words = Content.assemble(self.words(label), " ") if label not in (None, "") else Content("")
        share = _share(self.props.get("value"), self.props.usual("max"))
        if share is None:
            return Content.assemble(words, ("…", "$text-muted"), chips(self.props.get("value"), self.scope))
        full = round(share * _CELLS)
        cells = Content.assemble(("█" * full, "$text-primary"), ("░" * (_CELLS - full), "$text-muted"))
        return Content.assemble(words, cells, f" {round(share * 100)} %")


def _share(value: Any, most: Any) -> float | None:
    """How much of a whole a value is, 0 to 1; None where it is no number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    whole = most if isinstance(most, (int, float)) and not isinstance(most, bool) and most > 0 else 100
    return min(max(value / whole, 0.0), 1.0)
