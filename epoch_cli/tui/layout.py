"""Which panes are seen at which size: a pure function of columns, rows and what the user looked at last.

    wide (120 columns and more)    normal (80 to 119)       narrow (less)
    ┌ tree ┬ preview ┬ patches ┐   ┌ tree ┬ one of the ┐   ┌ one of all six ┐
    │      │  json   ├─────────┤   │      │ other five │   │                │
    │      │ detail  │problems │   │      │            │   │                │
    └──────┴─────────┴─────────┘   └──────┴────────────┘   └────────────────┘

With less than 20 rows, header and borders give their rows to the panes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

PaneName = Literal["tree", "preview", "json", "detail", "patches", "findings"]
Width = Literal["wide", "normal", "narrow"]

WIDE: Final = 120
NORMAL: Final = 80
SHORT: Final = 20

TITLES: Final[dict[PaneName, str]] = {
    "tree": "Tree",
    "preview": "Preview",
    "json": "JSON",
    "detail": "Detail",
    "patches": "Log",
    "findings": "Problems",
}
"""What each pane is called, in the order of their keys (1 to 6); these names are the ids of their widgets too."""

SHARING: Final[dict[Width, tuple[PaneName, ...]]] = {
    "wide": ("preview", "json", "detail"),
    "normal": ("preview", "json", "detail", "patches", "findings"),
    "narrow": tuple(TITLES),
}
"""The panes that share one place at each width, as tabs; all others are always seen."""


class Shape(NamedTuple):
    """The class of a size."""

    width: Width
    short: bool


def shape_of(columns: int, rows: int) -> Shape:
    """The class of a size in cells."""
    width: Width = "wide" if columns >= WIDE else "normal" if columns >= NORMAL else "narrow"
    return Shape(width, rows < SHORT)


def front_of(width: Width, recent: Sequence[PaneName]) -> PaneName:
    """Which of the panes that share a place is seen there: the one that was looked at last.

    Args:
        width: the class of the width.
        recent: all panes, the one that was looked at last first.
    """
    return next(name for name in recent if name in SHARING[width])


def shown_at(width: Width, recent: Sequence[PaneName]) -> tuple[PaneName, ...]:
    """The panes that are seen, in the order of `TITLES`; the arguments are those of `front_of`."""
    front = front_of(width, recent)
    return tuple(name for name in TITLES if name == front or name not in SHARING[width])
