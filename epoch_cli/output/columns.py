"""Columns of plain text, for tables that people read and `cut`."""

from __future__ import annotations

from collections.abc import Sequence

from epoch_cli.output.text import visible

_GAP = "  "


def columns(rows: Sequence[Sequence[str]], *, head: Sequence[str] = (), width: int = 0) -> str:
    """Rows as lines with their cells under each other; the last column is as long as it has to be.

    Args:
        rows: of cells, all with as many.
        head: a first line of names.
        width: the columns of a terminal, where longer lines are cut; 0 for a file or a pipe, where nothing is.
    """
    shown = [[visible(cell) for cell in row] for row in ([head, *rows] if head else rows)]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    lines = (_GAP.join(f"{cell:<{size}}" for cell, size in zip(row, widths, strict=True)).rstrip() for row in shown)
    return "".join(f"{visible(line, width)}\n" for line in lines)
