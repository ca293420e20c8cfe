"""Choices: one out of a list, or several of them."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Select, SelectionList
from textual.widgets.selection_list import Selection

from epoch_cli.catalog.samples import ROWS, said, sample
from epoch_cli.output.text import visible
from epoch_cli.tui.preview.bound import as_text, chips, list_of, sampled
from epoch_cli.tui.preview.control import Control
from epoch_cli.tui.preview.part import Part, Props, Shared
from epoch_cli.tui.preview.plan import Wanted

_MOST = 60
"""Options that are listed; more are counted."""
_NOTHING = -1
_LONGEST = 80


class _Option(NamedTuple):
    value: Any
    label: str
    disabled: bool


class CheckList(SelectionList[int]):
    """A list with `[x]` or `[ ]` before each entry."""

    def render_line(self, y: int) -> Strip:
        """A line, its mark drawn again."""
        line = list(super().render_line(y))
        index = self.scroll_offset.y + y
        if index >= self.option_count or len(line) < 4:
            return Strip(line)
        chosen = self.get_option_at_index(index).value in self.selected
        style = (line[3].style or Style()) + Style(meta={"option": index}, bold=chosen)
        return Strip([Segment("[x]" if chosen else "[ ]", style), *line[3:]])


class Choice(Control):
    """A control with options; their places in the list are what Textual knows them by, for values may be anything."""

    DEFAULT_CSS: ClassVar[str] = """
    Choice {
        & SelectCurrent { border: round $border-blurred !important; background: transparent; padding: 0 1; }
        & Select:focus > SelectCurrent { border: round $border !important; }
        & SelectOverlay { border: round $border !important; }
        & SelectionList { height: auto; max-height: 9; border: round $border-blurred; background: transparent; }
        & SelectionList:focus { border: round $border; }
    }
    """

    def options(self) -> list[_Option]:
        """The options as written, or samples of what they are bound to."""
        given = self.props.get("options")
        source = list_of(given, self.scope)
        if source is not None:
            shape, name, _ = source
            samples = [said(sample(shape, name, index)) for index in range(ROWS)]
            return [_Option(each, each, disabled=False) for each in samples]
        return [self._option(each) for each in self.props.items("options")]

    def _option(self, given: Any) -> _Option:
        if not isinstance(given, dict):
            return _Option(given, sampled(given, self.scope), disabled=False)
        label = given.get("label")
        value = given.get("value", label)
        return _Option(
            value, sampled(value if label in (None, "") else label, self.scope), given.get("disabled") is True
        )

    def above(self) -> Content:
        """The label, and where the options come from."""
        return Content.assemble(super().above(), chips(self.props.get("options"), self.scope))

    def places(self, options: list[_Option]) -> list[int]:
        """The places of what is chosen: by the user, else by the document."""
        entered = self.shared.entered.get(self.key)
        given = self.initial() if entered is None else entered
        wanted = given if isinstance(given, list) else [given]
        return [place for place, option in enumerate(options) if any(_alike(option.value, value) for value in wanted)]

    def initial(self) -> Any:
        """What the document chooses; a list for several."""
        default = self.props.get("value")
        return "" if default is None else default


class OneOf(Choice):
    """One out of a list: Textual's Select."""

    def control(self) -> Widget:
        """A list that unfolds."""
        options = self.options()[:_MOST]
        chosen = self.places(options)
        empty = visible(sampled(self.props.get("placeholder"), self.scope) or "choose…", _LONGEST)
        shown = [(Text(empty, style="dim"), _NOTHING)]
        shown += [(_named(option), place) for place, option in enumerate(options)]
        # Textual reads its own prompt as markup, so what stands for nothing is an option of ours
        return Select(shown, allow_blank=False, value=chosen[0] if chosen else _NOTHING)

    def on_select_changed(self, event: Select.Changed) -> None:
        """Remember what was chosen."""
        event.stop()
        options = self.options()
        chosen = options[event.value].value if isinstance(event.value, int) and event.value >= 0 else ""
        if chosen != self.initial() or self.key in self.shared.entered:
            self.entered(chosen)


class SomeOf(Choice):
    """Several out of a list: Textual's SelectionList."""

    def control(self) -> Widget:
        """Textual's SelectionList, with signs."""
        options = self.options()[:_MOST]
        chosen = self.places(options)
        return CheckList(
            *(
                Selection(Content(_named(option).plain), place, place in chosen, disabled=option.disabled)
                for place, option in enumerate(options)
            )
        )

    def on_selection_list_selected_changed(self, event: SelectionList.SelectedChanged[int]) -> None:
        """Remember what was chosen."""
        event.stop()
        options = self.options()
        self.entered([options[place].value for place in sorted(event.selection_list.selected)])


def _named(option: _Option) -> Text:
    label = visible(option.label, _LONGEST) or visible(as_text(option.value), _LONGEST) or "…"
    return Text(f"{label} (disabled)" if option.disabled else label)


def _alike(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def choice_part(wanted: Wanted, shared: Shared) -> Part:
    """The part for a choice: of several, or of one."""
    several = Props(wanted.own, wanted.component).flag("multiple")
    return (SomeOf if several else OneOf)(wanted, shared)
