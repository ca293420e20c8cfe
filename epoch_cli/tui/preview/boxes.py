"""Boxes that hold others: containers, stacks, cards, forms, lists, alerts, what opens; and what no catalog knows.

What such a thing says by itself stands above what it holds: its title, a sentence, the entries of a menu.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final, NamedTuple, cast

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from epoch_cli.output.text import visible
from epoch_cli.tui.preview.bound import as_text
from epoch_cli.tui.preview.flex import Align, Flex, Flexed, Justify
from epoch_cli.tui.preview.part import Part, Shared
from epoch_cli.tui.preview.plan import Wanted
from epoch_cli.tui.preview.still import StillText
from epoch_cli.tui.preview.tokens import cells, colour, lines

_DEEPEST_PADDED: Final = 6  # deeper than this there is no room to give away
_DEEPEST_FRAMED: Final = 10


class _Habit(NamedTuple):
    """How boxes of a role look when nobody says otherwise: the space inside, between, and the frame."""

    padding: int = 0
    gap: int = 0
    frame: bool = False


_HABITS: Final = {
    "container": _Habit(gap=1),
    "stack": _Habit(gap=1),
    "card": _Habit(padding=1, frame=True),
    "form": _Habit(gap=1),
    "alert": _Habit(padding=1, frame=True),
    "popover": _Habit(padding=1, frame=True),
    "menu": _Habit(padding=1, frame=True),
    "navigation": _Habit(gap=1),
    "slides": _Habit(gap=1),
    "unknown": _Habit(padding=1, frame=True),
}
_ALIGN: Final = frozenset({"start", "center", "end", "stretch"})
_ABOVE: Final = {"label": "bold", "title": "bold", "text": "", "description": "$text-muted"}
"""What a box may say by itself, and in which style; its own text stands where `text` is."""
_MOST_ENTRIES: Final = 20
_JUSTIFY: Final = frozenset({"start", "center", "end", "between"})


class Body(Flexed):
    """The inside of a part that has words of its own around it."""

    DEFAULT_CSS: ClassVar[str] = "Body { width: 1fr; height: auto; }"

    def __init__(self, flex: Flex | None = None) -> None:
        super().__init__()
        self.flex = flex or Flex()


class BoxPart(Part):
    """A container, a box, a stack, a card, a form, or a titled frame around the inside of an unknown type."""

    DEFAULT_CSS: ClassVar[str] = """
    BoxPart {
        &.-framed { border: round $foreground 35%; border-title-color: $text-muted; }
        &.-role-unknown.-framed { border: dashed $foreground 35%; }
        &.-on-primary { background: $primary-muted; }
        &.-on-secondary { background: $secondary-muted; }
        &.-on-accent { background: $accent-muted; }
        &.-on-success { background: $success-muted; }
        &.-on-error { background: $error-muted; }
        &.-on-warning { background: $warning-muted; }
        &.-on-neutral { background: $panel; }
        &.-on-surface { background: $surface; }
        &.-edge-primary { border: round $primary; }
        &.-edge-secondary { border: round $secondary; }
        &.-edge-accent { border: round $accent; }
        &.-edge-success { border: round $success; }
        &.-edge-error { border: round $error; }
        &.-edge-warning { border: round $warning; }
    }
    """

    def __init__(self, wanted: Wanted, shared: Shared) -> None:
        super().__init__(wanted, shared)
        self._body = Body() if self._lines() else None
        self._arrange_inside()

    def compose(self) -> ComposeResult:
        """Its own words, when it has any."""
        if self._body is not None:
            yield from map(StillText, self._lines())
            yield self._body

    def _lines(self) -> list[Content]:
        """What it says by itself."""
        meanings = self.component.means if self.component is not None else {}
        told = {name: self.props.get(name) for name in _ABOVE if name in meanings}
        told["text"] = self.own.get("text") or told.get("text")
        lines = [self.words(told[name], style) for name, style in _ABOVE.items() if told.get(name) not in (None, "")]
        entries = self.props.items("items") if "items" in meanings else []
        lines += [self.words(_entry(each)) for each in entries[:_MOST_ENTRIES]]
        more = len(entries) - _MOST_ENTRIES
        return [*lines, Content.styled(f"… {more} more", "$text-muted")] if more > 0 else lines

    def host(self, place: int) -> Widget | None:
        """Itself, unless it has words of its own."""
        return self._body if self._body is not None else super().host(place)

    def renew(self, wanted: Wanted) -> bool:
        """Another direction, other spaces, another colour: the parts inside stay as they are."""
        if self._body is not None:
            return False
        self.take(wanted)
        if self._lines():
            return False
        self._arrange_inside()
        self.refresh(layout=True)
        return True

    def _arrange_inside(self) -> None:
        habit = _HABITS.get(self.kind, _Habit())
        flex = self._flex(habit)
        (self._body or self).flex = flex
        padding = cells(self.shared.catalog, self.props.get("padding"), habit.padding)
        padding = padding if self.scope.depth <= _DEEPEST_PADDED else 0
        tinted = self.props.get("background") is not None and padding > 0
        self.styles.padding = (max(padding // 2, int(tinted)), padding)
        self._frame(habit)
        self.tint("background")

    def _flex(self, habit: _Habit) -> Flex:
        catalog, gap = self.shared.catalog, self.props.get("gap")
        row = self.props.usual("direction") == "row" or self.props.word("layout") in {"horizontal", "inline"}
        align, justify = self.props.word("align"), self.props.word("justify")
        return Flex(
            row=row,
            gap=cells(catalog, gap, max(habit.gap, 1)) if row else lines(catalog, gap, habit.gap),
            align=cast("Align", align if align in _ALIGN else ""),
            justify=cast("Justify", justify if justify in _JUSTIFY else "start"),
        )

    def _frame(self, habit: _Habit) -> None:
        border: Any = self.props.get("border")
        framed = border is not False and (habit.frame or border is not None) and self.scope.depth <= _DEEPEST_FRAMED
        known, own = colour(self.shared.catalog, border) if isinstance(border, str) else ("", None)
        self.set_class(framed, "-framed")
        self.set_classes([*(name for name in self.classes if not name.startswith("-edge-"))])
        if framed and known:
            self.add_class(f"-edge-{known}")
        if framed and own is not None:
            self.styles.border = ("round", own)
        else:
            self.styles.clear_rule("border_top")
            for side in ("border_right", "border_bottom", "border_left"):
                self.styles.clear_rule(side)
        if self.kind == "unknown" and framed:
            self.border_title = Content(visible(as_text(self.own.get("type", "?")), 40))


def _entry(given: Any) -> Any:
    """An entry of a menu or a navigation: its words."""
    label = given.get("label") if isinstance(given, dict) else given
    return f"· {label}" if isinstance(label, str) else label
