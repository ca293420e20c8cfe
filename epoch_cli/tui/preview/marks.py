"""Check boxes and radio buttons that tell by a sign whether they are on; Textual's own tell it by colour alone."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Checkbox, RadioButton


class CheckMark(Checkbox):
    """`[x]` or `[ ]`, and a label."""

    def render(self) -> Content:
        """The sign and the label."""
        return _signed(self, "[x]" if self.value else "[ ]")


class RadioMark(RadioButton):
    """`(●)` or `( )`, and a label."""

    def render(self) -> Content:
        """The sign and the label."""
        return _signed(self, "(●)" if self.value else "( )")


def _signed(mark: CheckMark | RadioMark, sign: str) -> Content:
    shown = (sign, "bold" if mark.value else "")
    if not mark.label.plain:  # the field around it has the label, and Textual makes room for the sign alone
        return Content.assemble(shown)
    return Content.assemble(shown, mark.label.pad(1, 1).stylize_before(mark.get_visual_style("toggle--label")))
