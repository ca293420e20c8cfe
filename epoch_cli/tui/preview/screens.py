"""Screens in screens: dialogs, which stand in their place whether they are open or not, and tabs.

A dialog that is not open can be folded, and is unfolded at first, so that all that was written is seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult, RenderResult
from textual.content import Content
from textual.layout import Layout
from textual.widget import Widget
from textual.widgets import Collapsible, TabbedContent, TabPane

from epoch_cli.tui.preview.boxes import Body
from epoch_cli.tui.preview.flex import Flex, Flexed
from epoch_cli.tui.preview.part import Part, Props, Shared
from epoch_cli.tui.preview.plan import Wanted
from epoch_cli.tui.preview.still import StillText

_MOST_TABS: Final = 40
_LONGEST: Final = 40


def dialog_part(wanted: Wanted, shared: Shared) -> Part:
    """The part for a dialog, by whether it is open."""
    return (OpenDialog if _is_open(wanted) else ClosedDialog)(wanted, shared)


class _Dialog(Part):
    """What both have in common: a description; when one is opened or closed, the other is made instead."""

    def described(self) -> Iterator[Widget]:
        """The sentence below the title, where there is one."""
        if self.props.get("description") not in (None, ""):
            yield StillText(self.words(self.props.get("description"), "$text-muted"))

    def renew(self, wanted: Wanted) -> bool:
        """Another title."""
        told = self.props.get("description") == Props(wanted.own, wanted.component).get("description")
        if _is_open(wanted) != isinstance(self, OpenDialog) or not told:
            return False
        self.take(wanted)
        self.entitle(_shortened(self.words(self.named("title", "label") or "")))
        return True

    def entitle(self, title: Content) -> None:
        """Show another title."""
        raise NotImplementedError


class OpenDialog(_Dialog):
    """A framed panel with its title."""

    DEFAULT_CSS: ClassVar[str] = """
    OpenDialog {
        border: heavy $primary;
        border-title-style: bold;
        padding: 0 1;
        border-title-color: $text-primary;
        border-subtitle-color: $text-muted;
    }
    """

    def __init__(self, wanted: Wanted, shared: Shared) -> None:
        super().__init__(wanted, shared)
        self.flex = Flex(gap=1)
        self._body = Body(self.flex) if any(self.described()) else None
        self.border_subtitle = Content("dialog")
        self.renew(wanted)

    def compose(self) -> ComposeResult:
        """Its description, when it has one."""
        if self._body is not None:
            yield from self.described()
            yield self._body

    def host(self, place: int) -> Widget | None:
        """Itself, unless it has a description."""
        return self._body if self._body is not None else super().host(place)

    def entitle(self, title: Content) -> None:
        """In the border."""
        self.border_title = title


class ClosedDialog(_Dialog):
    """A title that says so, and below it what the dialog holds, which can be folded away."""

    DEFAULT_CSS: ClassVar[str] = """
    ClosedDialog {
        border: round $foreground 30%;
        & > Collapsible { border: none; padding: 0; background: transparent; background-tint: transparent; }
        & > Collapsible > Contents { padding: 0 1 0 3; }
        & CollapsibleTitle { width: 1fr; color: $text-muted; }
    }
    """

    def __init__(self, wanted: Wanted, shared: Shared) -> None:
        super().__init__(wanted, shared)
        self._body = Body(Flex(gap=1))
        inside = [*self.described(), self._body]
        folded = shared.entered.get(self.key) is True
        self._fold = Collapsible(*inside, collapsed=folded, collapsed_symbol="▸", expanded_symbol="▾")
        self.renew(wanted)

    def compose(self) -> ComposeResult:
        """Textual's Collapsible."""
        yield self._fold

    def host(self, place: int) -> Widget | None:  # noqa: ARG002  one place for all
        """Below the title."""
        return self._body

    def entitle(self, title: Content) -> None:
        """Beside the sign."""
        words: Any = Content.assemble(title, " · " if title else "", "dialog, closed")
        self._fold.title = words  # no str, as it is declared: in that it would see markup

    @on(Collapsible.Toggled)
    def _folded(self, event: Collapsible.Toggled) -> None:
        """Remember whether it is folded."""
        event.stop()
        self.shared.entered[self.key] = event.collapsible.collapsed


def _is_open(wanted: Wanted) -> bool:
    return Props(wanted.own, wanted.component).flag("open")


def _shortened(title: Content) -> Content:
    return title if title.cell_length <= _LONGEST else Content.assemble(title[: _LONGEST - 1], "…")


class _Panel(TabPane):
    """The panel of one tab, which holds one part; styled as Textual's own, so not as `Flexed` is."""

    def render(self) -> RenderResult:
        """As `Flexed`: nothing of its own, as long as there is nothing in it."""
        return Content("")

    @property
    def layout(self) -> Layout:
        """A column."""
        return Flexed.flex


class TabSet(Part):
    """Panels behind tabs: child n of the node stands in panel n."""

    DEFAULT_CSS: ClassVar[str] = """
    TabSet {
        & TabbedContent { height: auto; }
        & ContentSwitcher { height: auto; }
        & TabPane { height: auto; padding: 1 1 0 1; }
        & Tab { color: $text-muted; }
        & Tab:disabled { color: $text-disabled; }
        & Tab.-active { color: $text-primary; text-style: bold; }
        & Underline > .underline--bar { color: $primary; background: $border-blurred; }
        & > Static { color: $text-muted; }
    }
    """

    def __init__(self, wanted: Wanted, shared: Shared) -> None:
        super().__init__(wanted, shared)
        self._places = _places(wanted)
        self._panes = [self._pane(place, tab) for place, tab in enumerate(self._tabs())]
        self._active = 0

    def compose(self) -> ComposeResult:
        """Textual's TabbedContent; one without tabs is a line that says so."""
        if not self._panes:
            yield StillText("no tabs")
            return
        with TabbedContent(initial=f"panel-{self._first()}"):
            yield from self._panes

    def host(self, place: int) -> Widget | None:
        """The panel of a child; the last one for more children than there are panels."""
        return self._panes[min(place, len(self._panes) - 1)] if self._panes else None

    def shows(self, wanted: Wanted) -> bool:
        """The same tabs, and a panel for each child."""
        return super().shows(wanted) and self._places == _places(wanted)

    def on_mount(self) -> None:
        """Tabs that nobody can use look so."""
        for place, tab in enumerate(self._tabs()):
            if tab.get("disabled") is True and self._panes:
                self.query_one(TabbedContent).disable_tab(f"panel-{place}")

    def on_tabbed_content_tab_activated(self, event: TabbedContent.TabActivated) -> None:
        """Remember which tab is shown."""
        event.stop()
        active = event.tabbed_content.active.removeprefix("panel-")
        if active.isdigit() and (int(active) != self._first() or self.key in self.shared.entered):
            self.shared.entered[self.key] = int(active)

    def _tabs(self) -> list[dict[str, Any]]:
        given: list[Any] = self.props.items("tabs")[:_MOST_TABS]
        tabs = [tab if isinstance(tab, dict) else {"label": tab} for tab in given]
        return [*tabs, *({"label": f"panel {place + 1}"} for place in range(len(tabs), min(self._places, _MOST_TABS)))]

    def _pane(self, place: int, tab: dict[str, Any]) -> TabPane:
        label = self.words(tab.get("label") if tab.get("label") not in (None, "") else tab.get("id"))
        label = _shortened(label)
        label = label if label.plain.strip() else Content(f"panel {place + 1}")
        return _Panel(
            Content.assemble(label, " (disabled)" if tab.get("disabled") is True else ""), id=f"panel-{place}"
        )

    def _first(self) -> int:
        """The tab that is shown: chosen by the user, else by the document."""
        entered = self.shared.entered.get(self.key)
        if isinstance(entered, int) and entered < len(self._panes):
            return entered
        default = self.props.get("active")
        tabs: Iterator[int] = (place for place, tab in enumerate(self._tabs()) if tab.get("id") == default)
        return next(tabs, 0) if default not in (None, "") else 0


def _places(wanted: Wanted) -> int:
    """How many panels the children of a node need."""
    return max((part.place + 1 for part in wanted.inner), default=0)
