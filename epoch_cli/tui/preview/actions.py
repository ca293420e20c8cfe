"""Actions: buttons. What one would do is told, never done."""

from __future__ import annotations

from typing import Any, ClassVar, Final, Literal

from textual.app import ComposeResult
from textual.content import Content

from epoch_cli.tui.preview.part import Part, Shared, titled
from epoch_cli.tui.preview.plan import Wanted
from epoch_cli.tui.preview.still import StillButton
from epoch_cli.tui.preview.tokens import meaning

_Variant = Literal["default", "primary", "success", "warning", "error"]
_VARIANTS: Final[dict[str, _Variant]] = {
    "primary": "primary",
    "success": "success",
    "warning": "warning",
    "error": "error",
}
_LONGEST: Final = 60


class Action(Part):
    """A button."""

    DEFAULT_CSS: ClassVar[str] = """
    Action {
        width: auto;
        max-width: 100%;
        & > Button { min-width: 10; max-width: 100%; border: none !important; height: 3; }
        & > Button:ansi { border: round $border-blurred !important; }
        &.-plain > Button:ansi { border: none !important; }
        & > Button.-textual-compact { height: 1; border: none !important; }
        &.-second > Button { background: $secondary-muted !important; color: $foreground !important; }
        & > Button:disabled {
            background: $panel !important;
            color: $text-disabled !important;
            text-opacity: 100% !important;
        }
        &.-plain > Button { background: transparent !important; min-width: 4; height: 1; text-style: bold; }
        &.-lined > Button {
            background: transparent !important;
            border: round $foreground 50% !important;
            color: $foreground;
        }
    }
    """

    def __init__(self, wanted: Wanted, shared: Shared) -> None:
        super().__init__(wanted, shared)
        variant = self.props.word("variant", "link" if self.kind == "link" else "primary")
        self.set_class(variant in {"ghost", "link", "text"}, "-plain")
        self.set_class(variant == "outline", "-lined")
        self.set_class(variant == "secondary", "-second")

    def compose(self) -> ComposeResult:
        """Textual's Button."""
        variant: Any = self.props.get("variant")
        yield StillButton(
            self._label(),
            variant=_VARIANTS.get(meaning("primary" if variant is None else variant), "default"),
            compact=self.props.get("size") == "sm",
            disabled=self.props.flag("disabled"),
        )

    def _label(self) -> Content:
        name = self.named("label", "title")
        if name in (None, ""):
            return Content.styled(titled(self.own), "italic")
        words = self.words(name, "underline" if self.has_class("-plain") else "")
        label = Content.assemble(words, " (disabled)" if self.props.flag("disabled") else "")
        return label if label.cell_length <= _LONGEST else Content.assemble(label[: _LONGEST - 1], "…")
