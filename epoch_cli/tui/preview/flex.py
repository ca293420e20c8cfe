"""Rows and columns as a browser lays them out, in cells: gaps, alignment, and rows that wrap when they do not fit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from epoch_cli.tui.preview.still import Still

Align = Literal["", "start", "center", "end", "stretch"]
Justify = Literal["start", "center", "end", "between"]
LEAST = 22
"""Cells below which what grows in a row does not shrink: the row wraps instead."""
_BUTTON = 3
"""Lines of a button, and of a control without its label."""


class _Box(NamedTuple):
    """A widget and the outer size that it takes; `grows` tells that it may take more width."""

    widget: Widget
    width: int
    height: int
    grows: bool


class Flex(Layout):
    """A layout of one direction.

    A widget of `auto` width takes what its content needs; one of a fraction takes the whole width in a column. In a
    row it takes what its content needs as well, and a share of what is left over when its attribute `grows` is true.

    Args:
        row: whether widgets stand side by side.
        gap: cells between them; lines that wrapped are as far apart, but at most one cell.
        align: across the direction; empty for what looks best: the middle of the line for words, all of it for boxes.
        justify: along the direction, in a row.
    """

    name = "flex"

    def __init__(self, *, row: bool = False, gap: int = 0, align: Align = "", justify: Justify = "start") -> None:
        self.row, self.gap, self.align, self.justify = row, gap, align, justify

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:  # noqa: ARG002, FBT001, FBT002  as its base has it
        """Place the children; see the base class."""
        parent.pre_layout(self)
        return self._rows(children, size) if self.row else self._column(children, size)

    def get_content_width(self, widget: Widget, container: Size, viewport: Size) -> int:  # noqa: ARG002  as its base has it
        """What the content needs on one line, at most what there is."""
        children = [child for child in widget.displayed_children if not _lies_over(child)]
        if not children:
            return 0
        widths = [_natural(child, container.width) for child in children]
        return min(container.width, sum(widths) + self.gap * (len(widths) - 1) if self.row else max(widths))

    def get_content_height(self, widget: Widget, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  as its base has it
        """How many lines the content takes at a width."""
        return widget.arrange(Size(width, 0)).total_region.bottom if widget.displayed_children else 0

    def _column(self, children: list[Widget], size: Size) -> ArrangeResult:
        placed, top = [], 0
        for child in children:
            if _lies_over(child):
                placed.append(_placement(child, 0, top, *_size(child, size.width, size.width)))
                continue
            alone = self.align in {"start", "center", "end"} and not getattr(child, "grows", False)
            width = _natural(child, size.width) if alone else size.width
            width, height = _size(child, width, size.width)
            left = _shift(self.align, size.width - width)
            placed.append(_placement(child, left, top, width, height))
            top += height + (self.gap if height else 0)
        return placed

    def _rows(self, children: list[Widget], size: Size) -> ArrangeResult:
        placed, top = [], 0
        for line in self._lines(children, size.width):
            boxes = self._grown(line, size.width)
            height = max(box.height for box in boxes)
            left, between = self._start(boxes, size.width)
            for box in boxes:
                tall = box.grows and self.align in {"", "stretch"}
                down = 0 if tall else self._down(boxes, box, height - box.height)
                placed.append(_placement(box.widget, left, top + down, box.width, height if tall else box.height))
                left += box.width + between
            top += height + min(self.gap, 1)
        return placed

    def _lines(self, children: list[Widget], width: int) -> list[list[tuple[Widget, int]]]:
        """The children with their least widths, as many on a line as fit."""
        lines: list[list[tuple[Widget, int]]] = []
        used = 0
        for child in children:
            natural = _natural(child, width)
            least = min(width, max(natural, LEAST)) if _grows(child) else natural
            if lines and used + self.gap + least <= width:
                lines[-1].append((child, least))
                used += self.gap + least
            else:
                lines.append([(child, least)])
                used = least
        return lines

    def _grown(self, line: Sequence[tuple[Widget, int]], width: int) -> list[_Box]:
        """A line's boxes, those that grow with equal shares of the room."""
        growing = [least for child, least in line if _grows(child)]
        room = width - self.gap * (len(line) - 1) - sum(least for _, least in line) + sum(growing)
        equal = room // len(growing) if growing else 0
        if any(least > equal for least in growing):  # somebody needs more than an equal share: divide what is left over
            spare = (room - sum(growing)) // len(growing)
            shares = [least + spare for least in growing]
        else:
            shares = [equal] * len(growing)
        if shares:
            shares[-1] += room - sum(shares)
        boxes = []
        for child, least in line:
            grows = _grows(child)
            boxes.append(_Box(child, *_size(child, shares.pop(0) if grows else least, width), grows))
        return boxes

    def _down(self, boxes: Sequence[_Box], box: _Box, spare: int) -> int:
        """How far below the top of its line a box stands."""
        if not self.align and box.height == _BUTTON and any(other.grows for other in boxes):
            return min(1, spare)  # beside a control, which has its label above
        return _shift(self.align or "center", spare)

    def _start(self, boxes: Sequence[_Box], width: int) -> tuple[int, int]:
        """Where a line starts, and the cells between its boxes."""
        spare = max(0, width - sum(box.width for box in boxes) - self.gap * (len(boxes) - 1))
        if self.justify == "between" and len(boxes) > 1:
            return 0, self.gap + spare // (len(boxes) - 1)
        return _shift(self.justify, spare), self.gap


class Flexed(Still):
    """A widget that lays its children out so. Textual's styles take layouts by name alone, and only its own."""

    flex = Flex()

    @property
    def layout(self) -> Layout:
        """How it lays its children out."""
        return self.flex

    def render(self) -> RenderResult:
        """Nothing of its own: where there is nothing in it, Textual would draw the name of its class."""
        return Content("")


def _shift(align: str, spare: int) -> int:
    """How far something is moved into the room that it leaves."""
    return max(0, spare) // 2 if align == "center" else max(0, spare) if align == "end" else 0


def _natural(child: Widget, width: int) -> int:
    """What a widget takes when it may choose, at most what there is."""
    if _is_auto(child):
        return min(width, _box(child, width, width)[0])
    gutter = child.styles.gutter.width + child.styles.margin.width
    inner = Size(max(0, width - gutter), 0)
    return max(0, min(width, child.get_content_width(inner, child.app.viewport_size) + gutter))


def _size(child: Widget, width: int, available: int) -> tuple[int, int]:
    """The outer size of a widget that is given a width."""
    got, height = _box(child, min(width, available), available)
    return (min(got, available) if _is_auto(child) else width), height


def _box(child: Widget, width: int, available: int) -> tuple[int, int]:
    container = Size(width if not _is_auto(child) else available, 0)
    share = Fraction(container.width)
    box = child._get_box_model(container, child.app.viewport_size, share, Fraction(0))  # noqa: SLF001  as every layout of Textual asks
    return int(box.width) + box.margin.width, int(box.height) + box.margin.height


def _placement(child: Widget, left: int, top: int, width: int, height: int) -> WidgetPlacement:
    margin: Spacing = child.styles.margin
    region = Region(left + margin.left, top + margin.top, max(0, width - margin.width), max(0, height - margin.height))
    return WidgetPlacement(region, child.styles.offset.resolve(region.size, child.app.viewport_size), margin, child)


def _is_auto(child: Widget) -> bool:
    width = child.styles.width
    return width is not None and width.is_auto


def _grows(child: Any) -> bool:
    return bool(getattr(child, "grows", False))


def _lies_over(child: Widget) -> bool:
    return child.styles.overlay == "screen"
