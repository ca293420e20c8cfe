"""Fields for what a user types: a field with its label, hint and error, and inputs of every type."""

from __future__ import annotations

from typing import Any, ClassVar, Final, Literal, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Checkbox, Input, RadioButton

from epoch_cli.tui.keys import CHARACTERS
from epoch_cli.tui.preview.bound import as_text, sampled
from epoch_cli.tui.preview.boxes import Body
from epoch_cli.tui.preview.control import REQUIRED, Control
from epoch_cli.tui.preview.marks import CheckMark, RadioMark
from epoch_cli.tui.preview.part import Part, Props, Shared, parts_in
from epoch_cli.tui.preview.plan import Wanted
from epoch_cli.tui.preview.still import StillText


class Field(Part):
    """A label, the controls, a hint, and what is wrong."""

    DEFAULT_CSS: ClassVar[str] = """
    Field {
        & > Static { width: 1fr; height: auto; }
        & > .field--hint { color: $text-muted; }
        & > .field--error { color: $text-error; }
        &.-wrong Input { border: round $error; }
    }
    """

    def __init__(self, wanted: Wanted, shared: Shared) -> None:
        super().__init__(wanted, shared)
        self._body = Body()
        self.set_class(bool(self.props.get("error")), "-wrong")

    def compose(self) -> ComposeResult:
        """The label above, the rest below."""
        names = self.component.names_controls if self.component is not None else "label"
        label = self.named(names or "label")
        if label:
            required = self.props.flag("required")
            yield StillText(Content.assemble(self.words(label, "bold"), REQUIRED if required else ""))
        yield self._body
        if self.props.get("error"):
            yield StillText(Content.assemble("× ", self.words(self.props.get("error"))), classes="field--error")
        if self.props.get("hint"):
            yield StillText(self.words(self.props.get("hint")), classes="field--hint")

    def host(self, place: int) -> Widget | None:  # noqa: ARG002  one place for all
        """Between the label and the hint."""
        return self._body


class _Kind(NamedTuple):
    """How an input of a type is drawn: Textual's type, and what stands in it while it is empty."""

    type: Literal["text", "number"] = "text"
    empty: str = ""


_KINDS: Final = {
    "number": _Kind("number", "0"),
    "range": _Kind("number", "0 to 100"),
    "date": _Kind(empty="YYYY-MM-DD"),
    "time": _Kind(empty="hh:mm"),
    "datetime-local": _Kind(empty="YYYY-MM-DD hh:mm"),
    "month": _Kind(empty="YYYY-MM"),
    "color": _Kind(empty="#rrggbb"),
    "file": _Kind(empty="choose a file…"),
    "search": _Kind(empty="search…"),
}


class _Line(Input):
    """Textual's Input, which takes all characters that it says it takes: of keys with names it knows not all."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether it types this key."""
        return super().check_consume_key(key, character or CHARACTERS.get(key))


class TextInput(Control):
    """An input of one line: text, number, password, date, and so on."""

    def __init__(self, wanted: Wanted, shared: Shared) -> None:
        super().__init__(wanted, shared)
        self.secret = self.props.get("type") == "password"

    def control(self) -> Widget:
        """Textual's Input."""
        kind = _KINDS.get(self.props.word("type"), _Kind())
        return _Line(
            value=str(self.shared.entered.get(self.key, self.initial())),
            placeholder=sampled(self.props.get("placeholder"), self.scope) or kind.empty,
            password=self.secret,
            type=kind.type,
            validate_on=(),  # a value of the document may be of any type; whether it fits is told by the diagnostics
            select_on_focus=False,
        )

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self.value or self.secret:
            self.entered(event.value)


class _Switch(Control):
    """An input that is on or off; its label stands beside it."""

    DEFAULT_CSS: ClassVar[str] = """
    _Switch > ToggleButton { border: none; background: transparent; padding: 0; }
    """

    def above(self) -> Content:
        """Nothing: the label stands beside it."""
        return Content("")

    def beside(self) -> Content:
        """The label."""
        label = self.named("label") or (None if self.scope.label else self.props.get("placeholder"))
        return Content.assemble(self.words(label), self.remarks() if label else "")

    def initial(self) -> Any:
        """Whether it is on at first."""
        return self.props.flag("value") or self.props.flag("checked")


class CheckInput(_Switch):
    """A check box."""

    def control(self) -> Widget:
        """Textual's Checkbox, with a sign."""
        return CheckMark(self.beside(), bool(self.shared.entered.get(self.key, self.initial())))

    @on(Checkbox.Changed)
    def _checked(self, event: Checkbox.Changed) -> None:
        event.stop()
        self.entered(event.value)


class RadioInput(_Switch):
    """A radio button; switching it on switches those of the same name off."""

    def control(self) -> Widget:
        """Textual's RadioButton, with a sign."""
        return RadioMark(self.beside(), bool(self.shared.entered.get(self.key, self.initial())))

    @on(RadioButton.Changed)
    def _switched(self, event: RadioButton.Changed) -> None:
        event.stop()
        self.entered(event.value)
        name = as_text(self.props.get("name"))
        if not event.value or not name:
            return
        around = [each for each in self.ancestors if isinstance(each, Part)]
        for other in parts_in(around[-1]) if around else ():
            if isinstance(other, RadioInput) and other is not self and as_text(other.props.get("name")) == name:
                other.query_one(RadioButton).value = False


class LongInput(Control):
    """An input of several lines."""

    DEFAULT_CSS: ClassVar[str] = """
    LongInput > TextArea { height: 6; border: round $border-blurred; background: transparent; padding: 0 1; }
    LongInput > TextArea:focus { border: round $border; }
    """

    def control(self) -> Widget:
        """Textual's TextArea."""
        from epoch_cli.tui.preview.long_text import LongText  # noqa: PLC0415  slow to import, and few have one

        text = str(self.shared.entered.get(self.key, self.initial()))
        return LongText(text, placeholder=sampled(self.props.get("placeholder"), self.scope), tab_behavior="focus")

    def on_text_area_changed(self, event: Any) -> None:
        """Remember what was typed."""
        event.stop()
        if event.text_area.text != self.value:
            self.entered(event.text_area.text)


_TYPES: Final[dict[str, type[Control]]] = {
    "checkbox": CheckInput,
    "switch": CheckInput,
    "radio": RadioInput,
    "textarea": LongInput,
}


def input_part(wanted: Wanted, shared: Shared) -> Part:
    """The part for an input, by its type."""
    return _TYPES.get(Props(wanted.own, wanted.component).word("type"), TextInput)(wanted, shared)
