"""The keys that work now: as many as fit, and always how to get help and how to leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import digits
from typing import Final

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.events import Resize
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from epoch_cli.tui.keys import KEYS

_GAP: Final = 2  # cells behind each key, as in epoch.tcss
_KEPT: Final = ("leave", "help")
_ORDER: Final = {key.action: at for at, key in enumerate(KEYS)}


class KeyLine(Footer):
    """Textual's footer, which would be cut at the right where there is little room."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)
        self._width = 0

    def compose(self) -> ComposeResult:
        """The keys that fit."""
        keys = [key for key in super().compose() if isinstance(key, FooterKey)]
        keys.sort(key=lambda key: _ORDER.get(key.action, len(_ORDER)))  # else mapped ones come last, and fit last
        place = next((at for at, key in enumerate(keys) if key.action == "search"), len(keys))
        keys[place:place] = self._panes()
        fitting = fitting_keys([(key.action, _cells(key)) for key in keys], self.app.size.width - 2)
        yield from (key for key in keys if key.action in fitting)

    def _panes(self) -> Iterator[FooterKey]:
        """One for all panes, as long as their keys are digits in a row; a click on it jumps."""
        active = {bound.binding.id: bound.binding for bound in self.screen.active_bindings.values()}
        panes = [active[key.id] for key in KEYS if key.id.startswith("app.pane_") and key.id in active]
        shown = [self.app.get_key_display(pane) for pane in panes]
        jump = active.get("app.jump")
        if len(shown) > 1 and "".join(shown) in digits and jump is not None:
            yield FooterKey(jump.key, f"{shown[0]}-{shown[-1]}", "Panes", "show_panes", tooltip=jump.tooltip)

    def on_resize(self, event: Resize) -> None:
        """With more room there may be more, with less there have to be less."""
        if event.size.width != self._width:
            self._width = event.size.width
            self.call_after_refresh(self.recompose)


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


def _cells(key: FooterKey) -> int:
    return cell_len(key.key_display) + 1 + cell_len(key.description) + _GAP
