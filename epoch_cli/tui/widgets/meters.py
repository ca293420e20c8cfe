"""The budgets as meters: they say so by a word and a sign before they are full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from textual.content import Content

from epoch_cli.output.text import visible
from epoch_cli.output.view import MeterView
from epoch_cli.tui.widgets.fitting import cut
from epoch_cli.tui.widgets.line import Line

_STYLES: Final[Mapping[str, str]] = MappingProxyType(
    {"ok": "$foreground", "near": "$text-warning bold", "reached": "$text-error bold"}
)
_BARS: Final[Mapping[str, str]] = MappingProxyType(
    {"ok": "$text-accent", "near": "$text-warning", "reached": "$text-error"}
)
_SIGNS: Final[Mapping[str, str]] = MappingProxyType({"ok": "", "near": " ! near", "reached": " × full"})
_ORDER: Final = ("reached", "near", "ok")
_GAP: Final = 3  # cells between two columns
_SHORTEST_BAR: Final = 3
_LONGEST_BAR: Final = 10
_LONGEST_IN_LIST: Final = 24


class MeterLine(Line[tuple[MeterView, ...]]):
    """The meters, on one line or more: as many as there is room for."""

    def text(self, width: int) -> Content:
        """All of them with bars where there is room for that; else the most pressing ones."""
        rows = max(1, self.content_size.height)
        table = meter_table(self.told, width, 1) or (meter_table(self.told, width, rows) if rows > 1 else None)
        return table or meter_text(self.told, width)


def meter_text(meters: Sequence[MeterView], width: int) -> Content:
    """The meters that have a limit or a value on one line, the most pressing first, and how many others there are."""
    known = sorted((meter for meter in meters if meter.limit is not None or meter.used), key=_pressing)
    words = [_short(meter) for meter in known]
    for shown in range(len(words), 1, -1):
        more = [Content.styled(f"+{len(words) - shown}", "$text-muted")] if shown < len(words) else []
        line = Content("  ").join([*words[:shown], *more])
        if line.cell_length <= width:
            return line
    return cut(words[0], width) if words else Content()


def meter_list(meters: Sequence[MeterView], width: int) -> Content:
    """All meters, each on a line of its own, with a bar where there is room for one."""
    table = meter_table(meters, width, len(meters), longest=_LONGEST_IN_LIST)
    return table or Content("\n").join([cut(_short(meter), width) for meter in meters])


def meter_table(meters: Sequence[MeterView], width: int, rows: int, *, longest: int = _LONGEST_BAR) -> Content | None:
    """All meters with bars, in columns and in their own order; None when they do not fit, or there is none."""
    if not meters:
        return None
    columns = -(-len(meters) // rows)
    lines = [meters[start : start + columns] for start in range(0, len(meters), columns)]
    down = [[line[column] for line in lines if column < len(line)] for column in range(columns)]
    labels = [max(len(meter.name) for meter in each) for each in down]
    values = [max(_value(meter).cell_length for meter in each) for each in down]
    cells = (width - sum(labels) - sum(values) - _GAP * (columns - 1)) // columns - 2
    if cells < _SHORTEST_BAR:
        return None
    return Content("\n").join(
        Content(" " * _GAP).join(
            _with_bar(meter, labels[column], min(cells, longest), values[column]) for column, meter in enumerate(line)
        )
        for line in lines
    )


def _pressing(meter: MeterView) -> tuple[int, float]:
    """What comes first: full ones, then nearly full ones, then by fourths, so that the order does not flicker."""
    return _ORDER.index(meter.state), -int((meter.share or 0) * 4)


def _short(meter: MeterView) -> Content:
    return Content.assemble((meter.name, "$text-muted"), " ", _value(meter))


def _value(meter: MeterView) -> Content:
    return Content.styled(f"{visible(meter.text, 24)}{_SIGNS[meter.state]}", _STYLES[meter.state])


def _with_bar(meter: MeterView, label: int, cells: int, value: int) -> Content:
    full = round((meter.share or 0) * cells)
    if meter.used and meter.share:
        full = max(1, full)
    style = _BARS[meter.state]
    bar = (("━" * full, style), ("─" * (cells - full), "$text-disabled"))
    text = _value(meter)
    return Content.assemble(
        (meter.name.ljust(label), "$text-muted"), " ", *bar, " ", text, " " * (value - text.cell_length)
    )
