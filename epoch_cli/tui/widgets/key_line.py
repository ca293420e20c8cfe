"""The keys that work now: as many as fit, and always how to get help and how to leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import digits
from typing import Final, NamedTuple

from rich.cells import cell_len
from textual.binding import ActiveBinding
from textual.content import Content
from textual.events import Leave, MouseDown, MouseMove
from textual.screen import Screen

from epoch_cli.tui.keys import KEYS
from epoch_cli.tui.widgets.line import Line

_GAP: Final = 2  # cells behind each key
_KEPT: Final = ("leave", "help")
_ORDER: Final = {key.action: at for at, key in enumerate(KEYS)}


class ShownKey(NamedTuple):
    """A key at the foot.

    Attributes:
        key: as Textual names it.
        display: as people do.
        description: a word or two.
        action: what it does.
        tooltip: a sentence.
    """

    key: str
    display: str
    description: str
    action: str
    tooltip: str = ""

    @property
    def cells(self) -> int:
        """The cells that it takes, with the gap behind it."""
        return cell_len(self.display) + 1 + cell_len(self.description) + _GAP


class KeyLine(Line[tuple[ShownKey, ...]]):
    """The keys on a line; a click is as good as the key.

    One widget, where Textual's footer is one for each key: those take 15 ms of the first picture, and again whenever
    another key works.
    """

    DEFAULT_CSS = """
    KeyLine { dock: bottom; background: $panel; }
    """

    def __init__(self) -> None:
        super().__init__(())
        self._under: ShownKey | None = None  # the one below the mouse

    def on_mount(self) -> None:
        """From now on it is told when other keys work."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def text(self, width: int) -> Content:
        """The keys that fit."""
        return Content(" " * _GAP).join([self._drawn(key) for key in self._fitting(width)])

    def _drawn(self, key: ShownKey) -> Content:
        drawn = Content.assemble(
            (key.display, "bold $footer-key-foreground"), (f" {key.description}", "$footer-description-foreground")
        )
        return drawn.stylize("on $block-hover-background") if key == self._under else drawn

    def _fitting(self, width: int) -> list[ShownKey]:
        fitting = fitting_keys([(key.action, key.cells) for key in self.told], width)
        return [key for key in self.told if key.action in fitting]

    # ---------------------------------------------------------------- which they are

    def _bindings_changed(self, screen: Screen[object]) -> None:
        if self.app.app_focus and self.is_attached and screen is self.screen:
            self.tell(tuple(self._shown([*screen.active_bindings.values()])))

    def _shown(self, active: Sequence[ActiveBinding]) -> list[ShownKey]:
        """The keys that are to be seen, in the order of the table."""
        keys: dict[str, ShownKey] = {}
        for bound in active:
            binding = bound.binding
            if binding.show and binding.action not in keys:
                display = self.app.get_key_display(binding)
                keys[binding.action] = ShownKey(
                    binding.key, display, binding.description, binding.action, bound.tooltip
                )
        # else mapped ones come last, and fit last
        ordered = sorted(keys.values(), key=lambda key: _ORDER.get(key.action, len(_ORDER)))
        place = next((at for at, key in enumerate(ordered) if key.action == "search"), len(ordered))
        return [*ordered[:place], *self._panes(active), *ordered[place:]]

    def _panes(self, active: Sequence[ActiveBinding]) -> Iterator[ShownKey]:
        """One for all panes, as long as their keys are digits in a row; a click on it jumps."""
        named = {bound.binding.id: bound.binding for bound in active}
        panes = [named[key.id] for key in KEYS if key.id.startswith("app.pane_") and key.id in named]
        shown = [self.app.get_key_display(pane) for pane in panes]
        jump = named.get("app.jump")
        if len(shown) > 1 and "".join(shown) in digits and jump is not None:
            yield ShownKey(jump.key, f"{shown[0]}-{shown[-1]}", "Panes", "show_panes", jump.tooltip)

    # ---------------------------------------------------------------- the mouse

    def on_mouse_down(self, event: MouseDown) -> None:
        """A click on a key does what the key does."""
        key = self._at(event.x)
        if key is not None:
            self.app.simulate_key(key.key)

    def on_mouse_move(self, event: MouseMove) -> None:
        """What a click would do is marked, and told."""
        self._point(self._at(event.x))

    def on_leave(self, _: Leave) -> None:
        """The mouse is elsewhere."""
        self._point(None)

    def _point(self, key: ShownKey | None) -> None:
        if key != self._under:
            self._under = key
            self.tooltip = key.tooltip if key is not None else None
            self.refresh()

    def _at(self, column: int) -> ShownKey | None:
        """The key in a column of the widget."""
        at = self.gutter.left
        for key in self._fitting(self.content_size.width):
            if at <= column < at + key.cells - _GAP:
                return key
            at += key.cells
        return None


def fitting_keys(keys: Sequence[tuple[str, int]], width: int) -> set[str]:
    """The actions whose keys fit: leaving and help first, then in their order.

    Args:
        keys: actions, and the cells that each takes with the gap behind it.
        width: the cells that there are; the last gap may be cut off.
    """
    order = sorted(keys, key=lambda key: _KEPT.index(key[0]) if key[0] in _KEPT else len(_KEPT))
    fitting, used = set(), 0
    for action, cells in order:
        used += cells
        if used - _GAP > width:
            break
        fitting.add(action)
    return fitting
