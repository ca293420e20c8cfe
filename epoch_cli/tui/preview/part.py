"""What all parts of the preview have in common: a widget for one node, made from its fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from epoch_cli.catalog import Catalog, Component
from epoch_cli.catalog.meanings import meant, prop_of
from epoch_cli.document import clone
from epoch_cli.output.text import visible
from epoch_cli.output.view import NodeView
from epoch_cli.tui.preview.bound import LONGEST_LABEL, as_text, drawn
from epoch_cli.tui.preview.flex import Flexed
from epoch_cli.tui.preview.plan import Key, Wanted
from epoch_cli.tui.preview.tokens import MEANINGS, colour, readable_on


class ActionFired(Message):
    """A button was pressed, or a form was sent. Nothing was executed: this tells what a host would be told.

    Attributes:
        event: the name of the prop that holds the handler, such as `onClick`.
        handler: the name of the handler; empty when there is none.
        node: the node.
        values: those of the named controls of the form around it; what is secret is masked.
    """

    def __init__(self, event: str, handler: str, node: NodeView, values: dict[str, Any]) -> None:
        self.event, self.handler, self.node, self.values = event, handler, node, values
        super().__init__()


@dataclass(frozen=True, slots=True)
class Shared:
    """What the parts of a preview share.

    Attributes:
        catalog: the design system.
        entered: what the user typed and chose, by part; it outlives the widgets it was typed into.
    """

    catalog: Catalog | None = None
    entered: dict[Key, Any] = field(default_factory=dict)


class Props:
    """The props of a node, whatever somebody wrote there, by what they mean in its design system.

    What a component is by its nature counts as said; the default of a prop does not.
    """

    def __init__(self, own: dict[str, Any], component: Component | None) -> None:
        props = own.get("props")
        self._props: dict[str, Any] = props if isinstance(props, dict) else {}
        self._component = component

    def get(self, name: str) -> Any:
        """The value of a meaning, of any type, in the shared words; else of the prop of this name; None without it."""
        prop = prop_of(self._component, name)
        if prop is None or self._component is None:
            return self._props.get(name, self._component.implies.get(name) if self._component is not None else None)
        value = self._props.get(prop.name, self._component.implies.get(name))
        return prop.reads.get(value, value) if isinstance(value, str) else value

    def usual(self, name: str) -> Any:
        """The same, or the prop's default."""
        return meant(self._component, self._props, name)

    def first(self, *names: str) -> Any:
        """The value of the first prop that is there and says something."""
        return next((value for name in names if (value := self.get(name)) not in (None, "")), None)

    def flag(self, name: str) -> bool:
        """Whether a prop is true; a binding counts as false."""
        return self.get(name) is True

    def word(self, name: str, default: str = "") -> str:
        """A prop that is one word of a few."""
        value = self.get(name)
        return value if isinstance(value, str) else default

    def items(self, name: str) -> list[Any]:
        """A prop that is a list; empty when it is none."""
        value = self.get(name)
        return value if isinstance(value, list) else []

    def __iter__(self) -> Iterator[str]:
        return iter(self._props)


class Part(Flexed):
    """A widget for one node of the document.

    Args:
        wanted: what it shows.
        shared: what all parts share.

    Attributes:
        key: which part it is.
        kind: its role.
        view: its node.
        scope: what its bindings depend on.
        inner: the parts in it, in order; kept by who reconciles.
        grows: whether it takes what is left over in a row.
        place: the index among the children of its parent.
    """

    DEFAULT_CSS: ClassVar[str] = """
    Part { width: 1fr; height: auto; }
    """

    def __init__(self, wanted: Wanted, shared: Shared) -> None:
        super().__init__(classes=f"-role-{wanted.kind}")
        self.shared = shared
        self.inner: list[Part] = []
        self.key, self.kind, self.place = wanted.key, wanted.kind, wanted.place
        self.take(wanted)

    def take(self, wanted: Wanted) -> None:
        """Remember what is shown; the fields are copied, for the document is changed in place."""
        self.view, self.scope, self.component = wanted.view, wanted.scope, wanted.component
        self.note, self.grows = wanted.note, wanted.grows
        self.own = clone(wanted.own)
        self.props = Props(self.own, self.component)

    def shows(self, wanted: Wanted) -> bool:
        """Whether it shows already what is wanted."""
        return self.own == wanted.own and self.scope == wanted.scope and self.component is wanted.component

    def renew(self, wanted: Wanted) -> bool:  # noqa: ARG002  for who overrides it
        """Show something else in place; False when another part has to be made instead."""
        return False

    def host(self, place: int) -> Widget | None:  # noqa: ARG002  for who overrides it
        """The widget that the parts in it are mounted in; None while it is not there yet."""
        return self

    def words(self, value: Any, style: str = "", longest: int = LONGEST_LABEL) -> Content:
        """A value of the node as text with chips."""
        return drawn(value, self.scope, style, longest)

    def named(self, *props: str) -> Any:
        """What the node calls itself: its text, one of some props, or its accessible name; None for no name."""
        text = self.own.get("text")
        if text not in (None, ""):
            return text
        a11y = self.own.get("a11y")
        return self.props.first(*props, "ariaLabel") or (a11y.get("label") if isinstance(a11y, dict) else None)

    def handler(self) -> tuple[str, str]:
        """The prop that holds its handler, and the handler's name; the first of several, ("", "") for none."""
        for name in self.props:
            known = self.component.props.get(name) if self.component is not None else None
            if ("handler" in known.types) if known is not None else name.startswith("on"):
                return name, as_text(self.props.get(name))
        return "", ""

    def tint(self, prop: str) -> None:
        """The background that a colour token asks for."""
        self.remove_class(*(f"-on-{known}" for known in MEANINGS))
        known, own = colour(self.shared.catalog, self.props.get(prop))
        if known:
            self.add_class(f"-on-{known}")
        self.styles.background = own
        self.styles.color = readable_on(own) if own is not None else None


def titled(own: dict[str, Any]) -> str:
    """A node as one reads of it in a line: `Button #login`."""
    name = visible(as_text(own.get("type", "?")), 40)
    return f"{name} #{visible(as_text(own['id']), 40)}" if own.get("id") else name


def part_of(widget: Any) -> Part | None:
    """The innermost part that a widget belongs to."""
    while widget is not None and not isinstance(widget, Part):
        widget = widget.parent
    return widget


def parts_in(part: Part) -> Iterator[Part]:
    """All parts inside a part, in the order of the document."""
    for inner in part.inner:
        yield inner
        yield from parts_in(inner)
