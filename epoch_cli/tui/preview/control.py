"""What all controls have in common: a label, a name, and a value that outlives the widget."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from epoch_cli.tui.preview.bound import as_text, chips, sampled
from epoch_cli.tui.preview.part import Part, Shared, parts_in
from epoch_cli.tui.preview.plan import Wanted
from epoch_cli.tui.preview.still import StillText

MASK = "••••••"
"""Stands for a secret that was typed, whatever its length."""
REQUIRED = Content.assemble((" *", "bold $text-warning"), (" required", "not bold $text-muted"))
DISABLED = Content.styled(" (disabled)", "not bold $text-muted")


class Control(Part):
    """A part that a user can type in, check or choose from.

    A label stands above it, unless the field around it gives the same one.
    """

    DEFAULT_CSS: ClassVar[str] = """
    Control {
        & > .control--label { width: 1fr; height: auto; }
        & > Input { border: round $border-blurred; background: transparent; padding: 0 1; }
        & > Input:focus { border: round $border; }
    }
    """
    secret = False

    def __init__(self, wanted: Wanted, shared: Shared) -> None:
        super().__init__(wanted, shared)

    def compose(self) -> ComposeResult:
        """A label, and the widget."""
        above = self.above()
        if above.plain:
            yield StillText(above, classes="control--label")
        widget = self.control()
        widget.disabled = self.props.flag("disabled")
        yield widget

    def control(self) -> Widget:
        """The widget that takes the value."""
        raise NotImplementedError

    def above(self) -> Content:
        """What stands above: the label, a mark when it has to be given, and the path that its value comes from."""
        bound = chips(self.props.get("value"), self.scope)
        label = self.named("label")
        if not label or sampled(label, self.scope) == sampled(self.scope.label, self.scope):
            return Content.assemble(self.remarks(required=False), bound)[1:]
        return Content.assemble(self.words(label, "bold"), self.remarks(), bound)

    def remarks(self, *, required: bool = True) -> Content:
        """What else is to be known of it: that it has to be given, that it cannot be used."""
        needed = required and self.props.flag("required")
        return Content.assemble(REQUIRED if needed else "", DISABLED if self.props.flag("disabled") else "")

    @property
    def value_name(self) -> str:
        """The key of its value in a form: its name, else its id; empty when nobody asks for it."""
        return as_text(self.props.get("name")) or as_text(self.own.get("id"))

    @property
    def value(self) -> Any:
        """What it holds now; a secret is never given out."""
        value = self.shared.entered.get(self.key, self.initial())
        return (MASK if value else "") if self.secret else value

    def initial(self) -> Any:
        """What it holds before anybody typed."""
        return sampled(self.props.get("value"), self.scope)

    def entered(self, value: Any) -> None:
        """The user typed, checked or chose something."""
        self.shared.entered[self.key] = value


def values_in(part: Part) -> dict[str, Any]:
    """The values of the named controls inside a part, by name; the first of several with one name."""
    found: dict[str, Any] = {}
    controls: Iterator[Control] = (inner for inner in parts_in(part) if isinstance(inner, Control))
    for control in controls:
        if control.value_name:
            found.setdefault(control.value_name, control.value)
    return found
