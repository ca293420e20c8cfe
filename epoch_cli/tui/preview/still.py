"""Widgets that are laid out once when something changes, and not a second time because of that.

Textual lays the whole screen out again for each widget whose inner size a layout has changed, in case a scroll bar has
to come or go. A scroll bar that does so asks for that by itself, and nothing else needs it; with all the widgets of a
preview it takes some 50 ms.
"""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Button, Static


class Still(Widget):
    """What has it for a base is still, once it was laid out. Not the first base: Textual styles by that one alone."""

    virtual_size = Reactive(Size(0, 0))


class StillText(Static, Still):
    """A text."""


class StillButton(Button, Still):
    """A button."""


class StillScroll(VerticalScroll, Still):
    """What scrolls."""
