"""One line of the screen: it is drawn again when what it tells has changed, and only then."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.content import Content
from textual.widget import Widget

Told = TypeVar("Told")


class Line(Widget, Generic[Told]):
    """A line that tells of a value.

    Args:
        told: the value at first.
        id: of the widget.
    """

    DEFAULT_CSS = """
    Line { height: 1; width: 1fr; padding: 0 1; text-wrap: nowrap; }
    """

    def __init__(self, told: Told, *, id: str | None = None) -> None:  # noqa: A002  as Textual names it
        super().__init__(id=id)
        self.told = told

    def tell(self, told: Told) -> None:
        """Another value, or the same."""
        if told != self.told:
            self.told = told
            self.refresh()

    def text(self, width: int) -> Content:
        """What is drawn in so many cells."""
        raise NotImplementedError

    def render(self) -> Content:
        """Draw it in the room that there is."""
        return self.text(self.content_size.width)
